//! Identifiers: 64-bit integers from 1 to 2^53 - 1, so that a JavaScript client keeps every digit.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

/// A random UUID (RFC 9562, version 4) from 16 random bytes.
pub fn random_uuid(bytes: [u8; 16]) -> String {
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A UUID that sorts by time (RFC 9562, version 7) from a moment and 10 random bytes.
pub fn sortable_uuid(at: Timestamp, bytes: [u8; 10]) -> String {
    let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
}

/// Whether the text is a UUID in its usual form, with hyphens.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// The largest identifier handed out: the largest integer that JavaScript holds exactly.
pub const MAX_ID: i64 = (1 << 53) - 1;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Reads the decimal form used in paths; `None` for what cannot be an identifier.
            pub fn parse(text: &str) -> Option<Self> {
                let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let id = digits.then(|| text.parse().ok()).flatten()?;
                (1..=MAX_ID).contains(&id).then_some(Self(id))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A company: the owner of everything else, and the first part of every key in the store.
    CompanyId
);
id!(
    /// A customer; unique in the whole database.
    CustomerId
);
id!(
    /// An entry of a customer (an email, a phone, ...); unique in the whole database.
    EntryId
);
id!(
    /// A user; unique in the whole database.
    UserId
);
id!(
    /// An organization; unique in the whole database.
    OrganizationId
);
id!(
    /// A saved view; unique in the whole database.
    SavedViewId
);
id!(
    /// What a property value hangs on: its definition, or the option of a dropdown. Never used twice, so that a value whose definition or
    /// option is gone stays gone, even when another one gets the same slug or id. Zero stands for one that has no number yet.
    #[derive(Default)]
    AnchorId
);
