//! Tokens that apps are given. A token itself is never kept, only its SHA-256.

use super::id::{CompanyId, UserId};
use super::time::Timestamp;

/// How long a refresh token is accepted after another took its place, in seconds, for a client that did not get the answer.
pub const OVERLAP_SECONDS: i64 = 60;

/// The SHA-256 of a secret.
pub type Hash = [u8; 32];

/// An access token that was handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessToken {
    /// The company it opens.
    pub company: CompanyId,
    /// SHA-256 of the token.
    pub hash: Hash,
    /// The app it was handed to.
    pub client_id: String,
    /// The user for whom the app acts with it.
    pub user: UserId,
    /// The family it belongs to: everything that came of one code has the hash of that code.
    pub family: Option<Hash>,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// From when it is no longer accepted.
    pub expires_at: Timestamp,
}

/// A refresh token that was handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshToken {
    /// The company whose access tokens it is exchanged for.
    pub company: CompanyId,
    /// SHA-256 of the token.
    pub hash: Hash,
    /// The app it was handed to.
    pub client_id: String,
    /// The user for whom the app acts.
    pub user: UserId,
    /// The family it belongs to: the hash of the code that all of it came of.
    pub family: Hash,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// From when it is no longer accepted.
    pub expires_at: Timestamp,
    /// What took its place, if anything did.
    pub replaced: Option<Replaced>,
}

/// How a refresh token was replaced by its successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// When.
    pub at: Timestamp,
    /// What the successor was made with; forgotten when the overlap is over.
    pub salt: Option<[u8; 32]>,
}

impl Replaced {
    /// The salt, as long as the token that was replaced is still accepted.
    pub fn overlap(self, now: Timestamp) -> Option<[u8; 32]> {
        self.salt.filter(|_| now < self.at.plus_seconds(OVERLAP_SECONDS))
    }
}

impl RefreshToken {
    /// Whether it can be exchanged now.
    pub fn is_accepted(&self, now: Timestamp) -> bool {
        now < self.expires_at && self.replaced.is_none_or(|replaced| replaced.overlap(now).is_some())
    }
}
