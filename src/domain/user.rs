//! Users: the people of a company.

use super::id::{CompanyId, UserId};
use super::time::Timestamp;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything; a company begins with one.
    Owner,
    /// Everything but what concerns the company itself.
    Admin,
    /// The daily work.
    User,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Admin, Self::User];

    /// The role's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::User => "user",
        }
    }

    /// The role of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A person of a company, for whom apps act.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The company.
    pub company: CompanyId,
    /// Its identifier.
    pub id: UserId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
    /// What the user may do.
    pub role: Role,
    /// The name of a time zone (IANA).
    pub timezone: String,
    /// Where a picture of the user is.
    pub photo_url: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// The user that a company begins with. Nobody has said yet who that is, so the name is a stand-in and the address leads nowhere
    /// (RFC 2606).
    pub fn owner(company: CompanyId, id: UserId, at: Timestamp) -> Self {
        Self {
            company,
            id,
            first_name: "Account".into(),
            last_name: "Owner".into(),
            email: format!("owner@company-{company}.invalid"),
            role: Role::Owner,
            timezone: "UTC".into(),
            photo_url: None,
            created_at: at,
            updated_at: at,
        }
    }
}
