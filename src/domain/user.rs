//! Users: the people of a company.

use std::fmt;

use super::email::EmailKey;
use super::entry::VALUE_MAX;
use super::id::{CompanyId, UserId};
use super::problem::{Problems, Rule};
use super::record::Version;
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

    /// Whether who has this role may invite, change and disable people of another role: an owner everybody, an admin everybody but owners.
    pub fn manages(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin => other != Self::Owner,
            Self::User => false,
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
    /// Since when the user may not sign in.
    pub disabled_at: Option<Timestamp>,
    /// How often it has been written.
    pub version: Version,
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
            check_email(email, format_args!("{path}.email"), problems);
        }
    }
}

/// Notes when an address is none that a user can have.
pub fn check_email(email: &str, path: impl fmt::Display, problems: &mut Problems) {
    if EmailKey::parse(email).is_none() && text::length(email) <= VALUE_MAX {
        problems.add(path, Rule::Email, email);
    } else {
        text::check(email, 1, VALUE_MAX, path, problems);
    }
}

impl User {
    /// A user who is invited and has not said more yet: the first name is what stands before the `@` where no other is known.
    pub fn invited(company: CompanyId, id: UserId, email: &str, input: UserInput, role: Role, at: Timestamp) -> Self {
        let before_at = email.trim().split('@').next().unwrap_or_default();
        Self {
            first_name: input.first_name.unwrap_or_else(|| text::shorten(before_at, NAME_MAX).into_owned()),
            last_name: input.last_name.unwrap_or_default(),
            email: email.trim().to_owned(),
            role,
            ..Self::owner(company, id, UserInput::default(), at)
        }
    }

    /// Both names, or the address where there is none.
    pub fn name(&self) -> String {
        let names = [self.first_name.trim(), self.last_name.trim()];
        let name = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
        if name.is_empty() { self.email.clone() } else { name }
    }

    /// Whether the address is the stand-in of a company's first owner, which leads nowhere.
    pub fn has_stand_in(&self) -> bool {
        self.email == stand_in(self.company)
    }

    /// The user that a company begins with. Where nobody has said who that is, the name is a stand-in and the address leads nowhere
    /// (RFC 2606).
    pub fn owner(company: CompanyId, id: UserId, input: UserInput, at: Timestamp) -> Self {
        Self {
            company,
            id,
            first_name: input.first_name.unwrap_or_else(|| "Account".into()),
            last_name: input.last_name.unwrap_or_else(|| "Owner".into()),
            email: input.email.unwrap_or_else(|| stand_in(company)),
            role: Role::Owner,
            timezone: "UTC".into(),
            photo_url: None,
            disabled_at: None,
            version: Version::FIRST,
            created_at: at,
            updated_at: at,
        }
    }
}

fn stand_in(company: CompanyId) -> String {
    format!("owner@company-{company}.invalid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_manages_everybody_but_owners_and_a_user_nobody() {
        let managed = |role: Role| Role::ALL.into_iter().filter(|other| role.manages(*other)).collect::<Vec<_>>();
        assert_eq!(managed(Role::Owner), Role::ALL);
        assert_eq!(managed(Role::Admin), [Role::Admin, Role::User]);
        assert_eq!(managed(Role::User), []);
    }

    #[test]
    fn a_person_is_called_by_what_is_known() {
        let (company, at) = (CompanyId(7), Timestamp::from_micros(0));
        let owner = User::owner(company, UserId(1), UserInput::default(), at);
        assert_eq!((owner.name().as_str(), owner.has_stand_in()), ("Account Owner", true));
        let invited = User::invited(company, UserId(2), " nora@x.example", UserInput::default(), Role::User, at);
        assert_eq!((invited.name().as_str(), invited.email.as_str()), ("nora", "nora@x.example"));
        let nameless = User { first_name: String::new(), ..invited };
        assert_eq!(nameless.name(), "nora@x.example");
        assert!(!nameless.has_stand_in());
    }
}
