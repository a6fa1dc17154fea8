//! Companies, and the API apps that act for them.

use super::id::{CompanyId, UserId};
use super::redirect::Redirect;
use super::time::Timestamp;

/// The most characters of a company's or an app's name.
pub const NAME_MAX: usize = 100;

/// A company: the owner of customers, apps and everything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Its identifier.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// The name of the time zone (IANA) that people who are invited begin with.
    pub timezone: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A program that may call the API for its company. The secret itself is never kept, only its SHA-256.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// Its company.
    pub company: CompanyId,
    /// The client id that it shows, and by which it is named everywhere.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// The user who made it, for whom it acts unless somebody else has agreed.
    pub user: UserId,
    /// SHA-256 of the client secret.
    pub secret_hash: [u8; 32],
    /// Where a user who has agreed may be sent back to.
    pub redirects: Vec<Redirect>,
    /// When one of its tokens was last seen, give or take a few minutes.
    pub used_at: Option<Timestamp>,
    /// Since when its tokens are no longer accepted.
    pub revoked_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}
