//! Links that are given to people: to begin an account, or to set a new password. A link works once; its token is never kept, only the hash.

use super::id::{CompanyId, UserId};
use super::time::Timestamp;
use super::token::Hash;

/// How long a link works, in seconds: seven days.
pub const LIFETIME_SECONDS: i64 = 604_800;

/// A link that was given out.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// The company.
    pub company: CompanyId,
    /// SHA-256 of its token.
    pub hash: Hash,
    /// Whom it is for.
    pub user: UserId,
    /// From when it no longer works.
    pub expires_at: Timestamp,
}
