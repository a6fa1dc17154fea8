//! Organizations that customers belong to.

use serde::{Deserialize, Serialize};

use super::text;

/// The most characters of an organization's name.
pub const NAME_MAX: usize = 60;

/// An organization; its name is unique in the company, letter case ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// The name as typed.
    pub name: String,
}

/// The form under which two names are the same organization: trimmed and folded.
pub fn name_key(name: &str) -> String {
    text::fold(name.trim())
}
