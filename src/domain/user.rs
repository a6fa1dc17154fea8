//! Users: the people of a company.

use super::email::EmailKey;
use super::entry::VALUE_MAX;
use super::id::{CompanyId, UserId};
use super::problem::{Problems, Rule};
use super::text;
use super::time::Timestamp;

/// The most characters of a user's first or last name.
pub const NAME_MAX: usize = 40;

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

/// What is said of a user who is to be made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserInput {
    /// First name, 1 to 40 characters.
    pub first_name: Option<String>,
    /// Last name, 1 to 40 characters.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
}

impl UserInput {
    /// Notes what is wrong with it, under a path of its own.
    pub fn check(&self, path: &str, problems: &mut Problems) {
        for (name, value) in [("firstName", &self.first_name), ("lastName", &self.last_name)] {
            if let Some(value) = value {
                text::check(value, 1, NAME_MAX, format_args!("{path}.{name}"), problems);
            }
        }
        if let Some(email) = &self.email {
            if EmailKey::parse(email).is_none() && text::length(email) <= VALUE_MAX {
                problems.add(format_args!("{path}.email"), Rule::Email, email);
            } else {
                text::check(email, 1, VALUE_MAX, format_args!("{path}.email"), problems);
            }
        }
    }
}

impl User {
    /// The user that a company begins with. Where nobody has said who that is, the name is a stand-in and the address leads nowhere
    /// (RFC 2606).
    pub fn owner(company: CompanyId, id: UserId, input: UserInput, at: Timestamp) -> Self {
        Self {
            company,
            id,
            first_name: input.first_name.unwrap_or_else(|| "Account".into()),
            last_name: input.last_name.unwrap_or_else(|| "Owner".into()),
            email: input.email.unwrap_or_else(|| format!("owner@company-{company}.invalid")),
            role: Role::Owner,
            timezone: "UTC".into(),
            photo_url: None,
            created_at: at,
            updated_at: at,
        }
    }
}
