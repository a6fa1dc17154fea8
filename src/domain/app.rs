//! Companies, the API apps that act for them, and the tokens that apps are given.

use super::id::CompanyId;
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
    /// SHA-256 of the client secret.
    pub secret_hash: [u8; 32],
    /// Since when its tokens are no longer accepted.
    pub revoked_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An access token that was handed out; the token itself is never kept, only its SHA-256.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessToken {
    /// The company it opens.
    pub company: CompanyId,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// The app it was handed to.
    pub client_id: String,
    /// From when it is no longer accepted.
    pub expires_at: Timestamp,
}
