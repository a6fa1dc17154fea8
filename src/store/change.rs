//! A change: the one form of every write. It happens whole or not at all.

use std::ops::Range;
use std::sync::Arc;

use super::leftovers::Piece;
use crate::domain::app::{App, Company};
use crate::domain::code::Code;
use crate::domain::customer::Customer;
use crate::domain::event::Event;
use crate::domain::id::{AnchorId, CompanyId, CustomerId, OrganizationId, SavedViewId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::once::Once;
use crate::domain::organization::Organization;
use crate::domain::passkey::{Passkey, Spent};
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::property_value::{PropertyValues, Value};
use crate::domain::record::{Record, Version};
use crate::domain::redirect::Redirect;
use crate::domain::saved_view::SavedView;
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::token::{AccessToken, Hash, RefreshToken};
use crate::domain::user::User;

/// What becomes of records, keys and the log of one company, together.
#[derive(Clone, Debug)]
pub struct Change {
    /// The company that everything in the change belongs to.
    pub company: CompanyId,
    /// The request that it answers, when that is to be done once; one that is answered already refuses the change.
    pub once: Option<Once>,
    /// Keys that are given up.
    pub frees: Vec<Claim>,
    /// Keys that are taken; one that another record holds refuses the change.
    pub claims: Vec<Claim>,
    /// Records that are made or changed.
    pub writes: Vec<Write>,
    /// What the log says of it.
    pub events: Vec<Event>,
}

/// A record that is written, with what has to be true before.
#[derive(Clone, Debug)]
pub enum Write {
    /// A customer that is new, with its document.
    NewCustomer(Record<CustomerId, Customer>, Arc<str>),
    /// A customer that was as told before, with its new document.
    ChangedCustomer {
        /// As it was.
        before: Box<Record<CustomerId, Customer>>,
        /// As it is now: one version later.
        after: Record<CustomerId, Customer>,
        /// Its document.
        document: Arc<str>,
    },
    /// A customer that was like this and is no more, nor is anything that the log kept of it.
    ErasedCustomer(Box<Record<CustomerId, Customer>>),
    /// An organization that is new; its name is claimed beside it.
    NewOrganization(Record<OrganizationId, Organization>),
    /// An organization that had the version before; its keys are claimed and freed beside it.
    ChangedOrganization(Record<OrganizationId, Organization>),
    /// An organization that is gone, at the version that it had. Members are without one from then on.
    DeletedOrganization(OrganizationId, Version),
    /// One more member of an organization, which has to be there.
    Joined(OrganizationId),
    /// One member less of an organization, which has to be there.
    Left(OrganizationId),
    /// A property definition that is new, unless the company has so many already.
    NewDefinition {
        /// What has the property.
        owner: PropertyOwner,
        /// The definition.
        definition: Definition,
        /// How many definitions a company may have for this kind of owner.
        most: usize,
        /// When it is made.
        at: Timestamp,
    },
    /// A property definition that had the version before. Values of options that are gone are gone with them.
    ChangedDefinition {
        /// What has the property.
        owner: PropertyOwner,
        /// The definition.
        record: Record<(), Definition>,
        /// The options that are new.
        made: Vec<AnchorId>,
        /// The options that are gone.
        gone: Vec<AnchorId>,
    },
    /// A property definition that is gone, as it was. Its values are gone with it.
    DeletedDefinition(PropertyOwner, Record<(), Definition>),
    /// The definitions of a kind of owner by their slugs, in the order in which people want to see them.
    PlacedDefinitions(PropertyOwner, Vec<String>),
    /// A value that a record has from now on; its definition or option has to be there.
    Value(Holding),
    /// A value that a record has no longer; its definition or option has to be there.
    NoValue(Holding),
    /// Some of the rows that still speak of what is gone; a customer that was changed meanwhile refuses the change.
    Erased(Piece),
    /// A company that is new.
    NewCompany(Company),
    /// A company as it is called from now on, and its time zone.
    ChangedCompany(Company),
    /// A user that is new.
    NewUser(User),
    /// A user as it is now, one version later. An owner who is to be none any more, or disabled, refuses the change unless another owner
    /// can sign in.
    ChangedUser(User),
    /// A user whose account never began and who is gone, at the version that it had, with the link that was made.
    WithdrawnUser(UserId, Version),
    /// What a user signs in with from now on, as a hash that tells nothing.
    Password {
        /// The user.
        user: UserId,
        /// The hash with how it was made.
        hash: String,
        /// Since when.
        at: Timestamp,
    },
    /// A passkey that is new, unless it is there or its user has as many as there may be.
    NewPasskey(Passkey),
    /// A passkey that is called otherwise from now on, unless it is gone.
    RenamedPasskey(Hash, String),
    /// A passkey that somebody signs in with, unless it is gone or was used since it was looked at.
    UsedPasskey {
        /// The passkey as it was.
        before: Passkey,
        /// What the device tells of it now.
        state: [u8; 7],
        /// When.
        at: Timestamp,
    },
    /// A passkey that opens nothing any more, unless it is gone.
    RemovedPasskey(Hash),
    /// Every passkey of a user, none of which opens anything any more.
    RemovedPasskeys(UserId),
    /// A challenge that is answered, unless it was before.
    SpentChallenge(Spent),
    /// A view that is new, unless who made it has as many as there may be; its name is claimed beside it.
    NewSavedView(Record<SavedViewId, SavedView>),
    /// A view that had the version before; its name is claimed and freed beside it.
    ChangedSavedView(Record<SavedViewId, SavedView>),
    /// A view that is gone, at the version that it had.
    RemovedSavedView(SavedViewId, Version),
    /// A link for a user, in place of any other.
    NewInvitation(Invitation),
    /// A link that is used, unless it was before.
    UsedInvitation(Hash),
    /// A session that begins.
    NewSession(Session),
    /// A session that is used, as it is now: when, and where from. Its user was seen then too.
    SeenSession(Session),
    /// A session that ends, unless it has.
    EndedSession(Hash),
    /// The sessions of a user that end: all but one, if one is named.
    EndedSessions(UserId, Option<Hash>),
    /// What a user has let apps do, all of them or the one that is named; none of it is accepted any more.
    RevokedAgreements(UserId, Option<String>),
    /// An app that is new.
    NewApp(App),
    /// Where an app may send users back to from now on.
    RedirectedApp(String, Vec<Redirect>),
    /// An app that was used at this moment.
    UsedApp(String, Timestamp),
    /// An app that is no longer accepted.
    RevokedApp {
        /// The app.
        client_id: String,
        /// Since when.
        at: Timestamp,
    },
    /// An access token that is handed out.
    NewToken(AccessToken),
    /// An authorization code that is made.
    NewCode(Code),
    /// A code that is exchanged, unless it was before.
    UsedCode {
        /// The code's hash.
        hash: Hash,
        /// When.
        at: Timestamp,
    },
    /// A refresh token that is handed out.
    NewRefreshToken(RefreshToken),
    /// A refresh token that gives way to its successor, unless it did before.
    ReplacedRefreshToken {
        /// The token's hash.
        hash: Hash,
        /// When.
        at: Timestamp,
        /// What the successor is made with.
        salt: [u8; 32],
    },
    /// A replaced refresh token that is shown again, unless it is gone.
    RepeatedRefreshToken(Hash),
    /// An access token that is no longer accepted, unless it is gone already.
    RevokedToken(Hash),
    /// The access and refresh tokens that came of one code, by its hash; none of them is accepted any more.
    RevokedFamily(Hash),
    /// Everything of the company that has no use any more: expired tokens and codes, the tokens of commits that nobody
    /// asks after, and answers that are not kept any longer.
    Sweep {
        /// Tokens and codes that expired before this go.
        expired: Timestamp,
        /// What the successors of refresh tokens were made with goes when those were replaced before this.
        replaced: Timestamp,
        /// Sessions that were not used since go.
        idle: Timestamp,
        /// Sessions that began before this go.
        begun: Timestamp,
        /// Commit tokens from before this go.
        committed: Timestamp,
        /// The moment from which an answer's end is seen.
        now: Timestamp,
    },
}

/// A property value of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What the value hangs on.
    pub anchor: AnchorId,
    /// The value.
    pub value: Value,
    /// The record's identifier.
    pub owner: i64,
}

/// Something that is gone while rows still speak of it: nobody is shown that any more, and it is cleaned bit by bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Values of this kind of owner that hang on what is gone.
    Values(PropertyOwner, AnchorId),
    /// Members of an organization that is gone.
    Members(OrganizationId),
}

/// A kind of key that is unique in a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// An email address of a customer.
    Email,
    /// The name of an organization.
    OrganizationName,
    /// A domain of an organization.
    OrganizationDomain,
    /// The address by which a user signs in.
    User,
    /// The name of a saved view, among those of who made it.
    SavedView,
}

impl KeyKind {
    /// The kind's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::OrganizationName => "organization_name",
            Self::OrganizationDomain => "organization_domain",
            Self::User => "user",
            Self::SavedView => "saved_view",
        }
    }
}

/// A key and the record that takes it or gives it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The kind of key.
    pub kind: KeyKind,
    /// The key in the one form under which equal keys are equal text.
    pub key: String,
    /// The record's identifier.
    pub holder: i64,
}

/// A token that every commit carries into the database, so that one can ask later whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitToken(pub [u8; 16]);

impl CommitToken {
    /// A token that sorts by time: eight bytes of microseconds, eight of chance.
    pub fn new(at: Timestamp, chance: [u8; 8]) -> Self {
        let mut token = [0; 16];
        token[..8].copy_from_slice(&at.micros().to_be_bytes());
        token[8..].copy_from_slice(&chance);
        Self(token)
    }
}

/// What is known of a change that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The token of the commit that held it.
    pub token: CommitToken,
    /// The places of its events in the company's log.
    pub events: Range<i64>,
}

/// Why a change was refused. It left nothing behind, and its neighbours in the same commit are untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Keys that other records hold: each claim as it was made, with the holder's identifier.
    Taken(Vec<(Claim, i64)>),
    /// A record has moved on to another version, or is gone.
    Moved,
    /// What the record was to hang on is gone: an organization, a property definition, or an option.
    Gone,
    /// A record of this name is there already.
    Exists,
    /// The company has as many as it may have.
    Full,
    /// Another process has reserved identifiers since those of a new customer were: taking new ones keeps customers in order.
    Superseded,
    /// The request is answered already.
    Answered,
}

impl Change {
    /// A change of a company that does nothing yet.
    pub fn new(company: CompanyId) -> Self {
        Self { company, once: None, frees: Vec::new(), claims: Vec::new(), writes: Vec::new(), events: Vec::new() }
    }

    /// Adds a record and what the log says of it.
    pub fn write(mut self, write: Write, event: Event) -> Self {
        self.writes.push(write);
        self.events.push(event);
        self
    }

    /// Adds what it means for organizations that a customer's membership changes.
    pub fn member(mut self, before: Option<OrganizationId>, after: Option<OrganizationId>) -> Self {
        if before != after {
            self.writes.extend(before.map(Write::Left));
            self.writes.extend(after.map(Write::Joined));
        }
        self
    }

    /// Adds what it means for the list of who has which value that a record's values change.
    pub fn values(mut self, owner: i64, before: &PropertyValues, after: &PropertyValues) -> Self {
        let holdings = |values: &PropertyValues, others: &PropertyValues| -> Vec<Holding> {
            let is_other = |slug: &String, (anchor, value): (AnchorId, &Value)| {
                others.get(slug).is_none_or(|other| (other.anchor, &other.value) != (anchor, value))
            };
            let different = values.iter().filter(|(slug, value)| is_other(slug, (value.anchor, &value.value)));
            different.map(|(_, value)| Holding { anchor: value.anchor, value: value.value.clone(), owner }).collect()
        };
        self.writes.extend(holdings(before, after).into_iter().map(Write::NoValue));
        self.writes.extend(holdings(after, before).into_iter().map(Write::Value));
        self
    }

    /// The customers that the change makes.
    pub(super) fn customers_made(&self) -> impl Iterator<Item = &Record<CustomerId, Customer>> {
        self.writes
            .iter()
            .filter_map(|write| if let Write::NewCustomer(record, _) = write { Some(record) } else { None })
    }

    /// Whether something is gone of which nothing is to be left behind.
    pub(super) fn erases(&self) -> bool {
        let erases = |write: &Write| match write {
            Write::ErasedCustomer(_)
            | Write::DeletedOrganization(..)
            | Write::DeletedDefinition(..)
            | Write::Erased(_) => true,
            Write::ChangedDefinition { gone, .. } => !gone.is_empty(),
            _ => false,
        };
        self.writes.iter().any(erases)
    }

    /// By how many the company's customers become more, or fewer.
    pub(super) fn customers_more(&self) -> i64 {
        let made = |write: &Write| match write {
            Write::NewCustomer(..) => 1,
            Write::ErasedCustomer(_) => -1,
            _ => 0,
        };
        self.writes.iter().map(made).sum()
    }
}

/// The version that a changed record had before.
pub(super) fn version_before(version: Version) -> i64 {
    version.0 - 1
}
