//! Requests that are done once, however often they arrive (the Idempotency-Key header).

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// How long the answer to such a request is kept, in seconds: a day.
pub const KEPT_SECONDS: i64 = 86_400;

/// A request that is to be done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// The hash of the key under which it may come again, and of the app that sent it.
    pub key: [u8; 32],
    /// The hash of everything that makes it the same request.
    pub request: [u8; 32],
    /// When it came.
    pub at: Timestamp,
    /// What it is answered, as soon as that is known.
    pub made: Option<Made>,
}

impl Once {
    /// From when on the key is free again.
    pub fn expires_at(&self) -> Timestamp {
        self.at.plus_seconds(KEPT_SECONDS)
    }
}

/// What a create is answered: what was made, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The identifier of what was made.
    pub id: String,
    /// Whether it is one of those in the list that the request was sent to; else it is where the request was sent to.
    pub listed: bool,
}

impl Made {
    /// One more of a list.
    pub fn listed(id: impl ToString) -> Self {
        Self { id: id.to_string(), listed: true }
    }

    /// The one thing at its place.
    pub fn single(id: impl ToString) -> Self {
        Self { id: id.to_string(), listed: false }
    }
}
