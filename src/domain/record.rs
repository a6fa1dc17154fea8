//! A record as the store keeps it: a value with its identifier, its version and its times.

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// How often a record has been written: 1 when it is made, one more with each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

impl Version {
    /// The version of a record that was just made.
    pub const FIRST: Self = Self(1);

    /// The version that the next change makes.
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A value that is stored, with what the store knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<Id, T> {
    /// Its identifier.
    pub id: Id,
    /// How often it has been written.
    pub version: Version,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The value itself.
    pub value: T,
}

impl<Id: Copy, T> Record<Id, T> {
    /// A record that is made now.
    pub const fn new(id: Id, value: T, now: Timestamp) -> Self {
        Self { id, version: Version::FIRST, created_at: now, updated_at: now, value }
    }

    /// The record with another value, changed now; its last change never goes back in time.
    pub fn changed(&self, value: T, now: Timestamp) -> Self {
        let updated_at = now.max(self.updated_at);
        Self { id: self.id, version: self.version.next(), created_at: self.created_at, updated_at, value }
    }
}
