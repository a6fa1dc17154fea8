//! Events: one row for each change of a record, with what it was before and after.

use std::borrow::Cow;
use std::sync::Arc;

use super::id::UserId;
use super::time::Timestamp;

/// What kind of record an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A customer.
    Customer,
    /// An organization.
    Organization,
    /// A property definition of customers.
    Property,
    /// A property definition of organizations.
    OrganizationProperty,
    /// An API app.
    App,
    /// The company itself.
    Company,
    /// A user.
    User,
    /// A saved view of the list of customers.
    SavedView,
}

/// What happened to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was removed.
    Deleted,
    /// It was made unusable, and kept.
    Revoked,
}

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An API app, by its client id.
    App(String),
    /// Somebody at the command line of the machine.
    Operator,
    /// A person of the company, signed in to the web application.
    User(UserId),
}

/// One change of one record. `before` and `after` are JSON objects of the changed paths (RFC 6901 pointers) and their values; for a
/// record that was made, `after` is the whole record.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The kind of record.
    pub subject: Subject,
    /// Which record: its identifier as text.
    pub subject_id: String,
    /// What happened to it.
    pub verb: Verb,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// What the changed paths held before; none for a record that was made.
    pub before: Option<Arc<str>>,
    /// What the changed paths hold now; none for a record that was removed.
    pub after: Option<Arc<str>>,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 8] = [
        Self::Customer,
        Self::Organization,
        Self::Property,
        Self::OrganizationProperty,
        Self::App,
        Self::Company,
        Self::User,
        Self::SavedView,
    ];

    /// The subject's name in the log and in event kinds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Organization => "organization",
            Self::Property => "property",
            Self::OrganizationProperty => "organization_property",
            Self::App => "app",
            Self::Company => "company",
            Self::User => "user",
            Self::SavedView => "saved_view",
        }
    }

    /// The subject of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == name)
    }
}

impl Verb {
    /// The verb's name in the log and in event kinds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Revoked => "revoked",
        }
    }

    /// The verb of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Created, Self::Updated, Self::Deleted, Self::Revoked].into_iter().find(|verb| verb.as_str() == name)
    }
}

impl Actor {
    /// The actor of these parts.
    pub fn parse(kind: &str, which: Option<&str>) -> Option<Self> {
        match (kind, which) {
            ("app", Some(client_id)) => Some(Self::App(client_id.to_owned())),
            ("operator", None) => Some(Self::Operator),
            ("user", Some(id)) => UserId::parse(id).map(Self::User),
            _ => None,
        }
    }

    /// The kind of actor, and which one where there are several.
    pub fn parts(&self) -> (&'static str, Option<Cow<'_, str>>) {
        match self {
            Self::App(client_id) => ("app", Some(Cow::Borrowed(client_id))),
            Self::Operator => ("operator", None),
            Self::User(id) => ("user", Some(Cow::Owned(id.to_string()))),
        }
    }
}
