//! A change as statements: the same for every engine.

use super::change::{Change, Claim, CommitToken, Refusal, Write};
use super::dialect::{Dialect, Text};
use super::search::Indexing;
use super::value::Value;
use super::{
    apps, codes, companies, customers, events, identity, invitations, leftovers, once, organizations, passkeys,
    passwords, properties, property_values, refresh_tokens, saved_views, search, sessions, tokens, users,
};
use crate::domain::customer::Customer;
use crate::domain::event::Subject;
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::record::Record;
use crate::domain::time::Timestamp;

/// One statement of a change; `?1` is the company.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub(super) sql: Text,
    pub(super) values: Vec<Value>,
    pub(super) otherwise: Otherwise<'a>,
    pub(super) together: Together,
}

/// How a statement gets on with those of other changes in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Together {
    /// It keeps its place among them.
    InPlace,
    /// What it touches is its record's alone: it may change places with others that may.
    Apart,
    /// The same, and it adds a row by `values (?1, …)`: many rows can be added by one statement.
    Row,
    /// It adds its last value to a number in a row: what is added to one row can be added up. `is_there` fails where there is no such row.
    Sum { is_there: &'static str },
}

/// What it means when a statement touches no row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Otherwise<'a> {
    /// Nothing.
    Fine,
    /// Somebody holds the key.
    Taken(&'a Claim),
    /// The record is not at the version that was expected.
    Moved,
    /// What the record was to hang on is not there.
    Gone,
    /// A record of this name is there.
    Exists,
    /// There are as many as there may be.
    Full,
    /// The request is answered already.
    Answered,
}

impl Otherwise<'_> {
    /// Why a change is refused whose statement touched no row; none where that is fine, and where keys that are taken are gathered first.
    pub(super) fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Fine | Self::Taken(_) => None,
            Self::Moved => Some(Refusal::Moved),
            Self::Gone => Some(Refusal::Gone),
            Self::Exists => Some(Refusal::Exists),
            Self::Full => Some(Refusal::Full),
            Self::Answered => Some(Refusal::Answered),
        }
    }
}

impl<'a> Step<'a> {
    pub(super) fn new(company: CompanyId, sql: impl Into<Text>) -> Self {
        let mut values = Vec::with_capacity(10);
        values.push(company.0.into());
        Self { sql: sql.into(), values, otherwise: Otherwise::Fine, together: Together::InPlace }
    }

    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(super) fn or(mut self, otherwise: Otherwise<'a>) -> Self {
        self.otherwise = otherwise;
        self
    }

    pub(super) fn like(mut self, together: Together) -> Self {
        self.together = together;
        self
    }
}

/// The statements of a change, in order. Whether its request was answered before comes first: then nothing else is of interest. Keys come
/// next, so that a refusal names every key that is taken.
pub(super) fn of(change: &Change) -> Vec<Step<'_>> {
    let company = change.company;
    let mut steps = Vec::with_capacity(1 + change.frees.len() + change.claims.len() + change.writes.len());
    steps.extend(change.once.iter().map(|once| once::keep(company, once)));
    steps.extend(change.frees.iter().map(|claim| identity::free(company, claim)));
    steps.extend(change.claims.iter().map(|claim| identity::take(company, claim)));
    for write in &change.writes {
        match write {
            Write::NewCustomer(record, document) => steps.push(customers::insert(company, record, document)),
            Write::ChangedCustomer { after, document, .. } => {
                steps.push(customers::update(company, after, document));
            }
            Write::ErasedCustomer(record) => {
                steps.push(customers::delete(company, record.id, record.version));
                steps.push(events::empty(company, Subject::Customer, record.id));
            }
            Write::NewOrganization(record) => steps.extend(organizations::insert(company, record)),
            Write::ChangedOrganization(record) => steps.push(organizations::update(company, record)),
            Write::DeletedOrganization(id, version) => steps.extend(organizations::delete(company, *id, *version)),
            Write::Joined(id) => steps.push(organizations::join(company, *id)),
            Write::Left(id) => steps.push(organizations::leave(company, *id)),
            Write::NewDefinition { owner, definition, most, at } => {
                steps.extend(properties::insert(company, *owner, definition, *most, *at))
            }
            Write::ChangedDefinition { owner, record, made, gone } => {
                steps.extend(properties::update(company, *owner, record, made, gone))
            }
            Write::DeletedDefinition(owner, record) => steps.extend(properties::delete(company, *owner, record)),
            Write::PlacedDefinitions(owner, slugs) => steps.extend(properties::place(company, *owner, slugs)),
            Write::Value(holding) => steps.push(property_values::insert(company, holding)),
            Write::NoValue(holding) => steps.push(property_values::delete(company, holding)),
            Write::Erased(piece) => steps.extend(leftovers::erase(company, piece)),
            Write::NewCompany(made) => steps.push(companies::insert(made)),
            Write::ChangedCompany(changed) => steps.push(companies::update(changed)),
            Write::NewUser(user) => steps.push(users::insert(user)),
            Write::ChangedUser(user) => steps.push(users::update(user)),
            Write::WithdrawnUser(user, version) => {
                steps.push(users::withdraw(company, *user, *version));
                steps.push(invitations::delete_of(company, *user));
            }
            Write::Password { user, hash, at } => steps.push(passwords::set(company, *user, hash, *at)),
            Write::NewPasskey(passkey) => steps.extend(passkeys::insert(passkey)),
            Write::RenamedPasskey(hash, name) => steps.push(passkeys::rename(company, *hash, name)),
            Write::UsedPasskey { before, state, at } => steps.push(passkeys::use_at(before, *state, *at)),
            Write::RemovedPasskey(hash) => steps.push(passkeys::delete(company, *hash)),
            Write::RemovedPasskeys(user) => steps.push(passkeys::delete_all(company, *user)),
            Write::SpentChallenge(spent) => steps.push(passkeys::spend(company, spent)),
            Write::NewSavedView(record) => steps.extend(saved_views::insert(company, record)),
            Write::ChangedSavedView(record) => steps.push(saved_views::update(company, record)),
            Write::RemovedSavedView(id, version) => steps.push(saved_views::delete(company, *id, *version)),
            Write::NewInvitation(invitation) => steps.push(invitations::insert(invitation)),
            Write::UsedInvitation(hash) => steps.push(invitations::delete(company, *hash)),
            Write::NewSession(session) => {
                steps.push(sessions::insert(session));
                steps.push(users::see(company, session.user, session.seen_at));
            }
            Write::SeenSession(session) => {
                steps.push(sessions::see(session));
                steps.push(users::see(company, session.user, session.seen_at));
            }
            Write::EndedSession(hash) => steps.push(sessions::delete(company, *hash)),
            Write::EndedSessions(user, except) => steps.push(sessions::delete_all(company, *user, *except)),
            Write::RevokedAgreements(user, app) => {
                let app = app.as_deref();
                steps.push(tokens::revoke_agreed(company, *user, app));
                steps.push(refresh_tokens::revoke_agreed(company, *user, app));
                steps.push(codes::revoke_agreed(company, *user, app));
            }
            Write::RedirectedApp(client_id, redirects) => steps.push(apps::redirect(company, client_id, redirects)),
            Write::UsedApp(client_id, at) => steps.push(apps::use_at(company, client_id, *at)),
            Write::NewApp(app) => steps.push(apps::insert(app)),
            Write::RevokedApp { client_id, at } => steps.push(apps::revoke(company, client_id, *at)),
            Write::NewToken(token) => steps.push(tokens::insert(token)),
            Write::NewCode(code) => steps.push(codes::insert(code)),
            Write::UsedCode { hash, at } => steps.push(codes::use_up(company, *hash, *at)),
            Write::NewRefreshToken(token) => steps.push(refresh_tokens::insert(token)),
            Write::ReplacedRefreshToken { hash, at, salt } => {
                steps.push(refresh_tokens::replace(company, *hash, *at, *salt))
            }
            Write::RepeatedRefreshToken(hash) => steps.push(refresh_tokens::repeat(company, *hash)),
            Write::RevokedToken(hash) => steps.push(tokens::revoke(company, *hash)),
            Write::RevokedFamily(family) => {
                steps.push(tokens::revoke_family(company, *family));
                steps.push(refresh_tokens::revoke_family(company, *family));
            }
            Write::Sweep { expired, replaced, idle, begun, committed, now } => {
                steps.push(tokens::sweep(company, *expired));
                steps.push(refresh_tokens::sweep(company, *expired));
                steps.push(refresh_tokens::sweep_salts(company, *replaced));
                steps.push(codes::sweep(company, *expired));
                steps.push(invitations::sweep(company, *expired));
                steps.push(passkeys::sweep(company, *expired));
                steps.push(sessions::sweep(company, *idle, *begun));
                steps.push(sweep_commits(company, *committed));
                steps.push(once::sweep(company, *now));
            }
        }
    }
    steps
}

/// The statements that write a change's events, the first of them at this place in the company's log.
pub(super) fn of_events(change: &Change, first: i64) -> impl Iterator<Item = Step<'_>> {
    change.events.iter().zip(first..).map(|(event, seq)| events::insert(change.company, seq, event))
}

/// What the search index has to learn of a change.
pub(super) fn indexing(change: &Change, dialect: Dialect) -> Vec<Indexing> {
    let mut indexing = Vec::new();
    let mut learn = |before: Option<&Record<CustomerId, Customer>>, after: Option<&Record<CustomerId, Customer>>| {
        let Some(id) = after.or(before).map(|record| record.id) else { return };
        match dialect {
            Dialect::Sqlite => indexing.extend(search::indexing(change.company, id, before, after)),
            Dialect::Postgres => indexing.push(search::whole(change.company, id, before.is_none(), after)),
        }
    };
    for write in &change.writes {
        match write {
            Write::NewCustomer(record, _) => learn(None, Some(record)),
            Write::ChangedCustomer { before, after, .. } => learn(Some(before), Some(after)),
            Write::ErasedCustomer(record) => learn(Some(record), None),
            // As it was, a record has values that are lost; as it is now, it has not.
            Write::Erased(piece) => piece.customers.iter().for_each(|record| learn(Some(record), Some(record))),
            _ => {}
        }
    }
    indexing
}

fn sweep_commits<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from commits where company_id = ?1 and token < ?2")
        .bind(CommitToken::new(before, [0; 8]).0)
}
