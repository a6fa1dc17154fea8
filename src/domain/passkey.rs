//! Passkeys (WebAuthn): key pairs on people's devices. What is kept is the public half, which opens nothing.

use std::fmt;

use super::id::{CompanyId, UserId};
use super::problem::Problems;
use super::text;
use super::time::Timestamp;
use super::token::Hash;

/// The most passkeys of a user.
pub const MOST: usize = 20;
/// The most characters of a passkey's name.
pub const NAME_MAX: usize = 60;
/// How long a device may take to answer, in seconds: five minutes.
pub const ANSWER_SECONDS: i64 = 300;

/// A passkey that was registered.
#[derive(Clone, PartialEq)]
pub struct Passkey {
    /// The company.
    pub company: CompanyId,
    /// Whose it is.
    pub user: UserId,
    /// SHA-256 of the identifier that the device gave it.
    pub hash: Hash,
    /// What the device gave: identifier, key, and what changes with each use.
    pub credential: Credential,
    /// What its owner calls it, 1 to 60 characters.
    pub name: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub used_at: Option<Timestamp>,
}

/// What a device gives when it makes a passkey.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The identifier, 16 to 1023 bytes.
    pub id: Vec<u8>,
    /// The public key.
    pub key: Vec<u8>,
    /// The counter of signatures and what else a device tells with each of them.
    pub state: [u8; 7],
}

/// A challenge that was answered, which is good for one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// SHA-256 of what was given out with it.
    pub hash: Hash,
    /// From when it would not have been good any more.
    pub expires_at: Timestamp,
}

impl Passkey {
    /// Its name in a form: the hash in hexadecimal, which opens nothing.
    pub fn id(&self) -> String {
        self.hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Reads what somebody calls a passkey.
pub fn check_name(typed: &str, path: &str, problems: &mut Problems) -> String {
    let name = typed.trim();
    text::check(name, 1, NAME_MAX, path, problems);
    name.to_owned()
}

impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passkey").field("user", &self.user).field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_1_to_60_characters_and_no_space_around_it() {
        let long = "ё".repeat(NAME_MAX);
        for (typed, faults) in [("", 1), ("  ", 1), (" Laptop ", 0), (&*long, 0), (&*format!("{long}x"), 1), ("a\0", 1)]
        {
            let mut problems = Problems::default();
            assert_eq!(check_name(typed, "name", &mut problems), typed.trim());
            assert_eq!(problems.0.len(), faults, "{typed}");
        }
    }
}
