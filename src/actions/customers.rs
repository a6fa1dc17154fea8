//! Customers.

mod patch;

pub use patch::{overwrite, patch};

use std::sync::Arc;

use super::organizations::{self, Membership};
use super::{Caller, Directory, Error, record};
use crate::domain::customer::Customer;
use crate::domain::customer_document;
use crate::domain::customer_input::CustomerInput;
use crate::domain::email::EmailKey;
use crate::domain::event::Subject;
use crate::domain::id::{CustomerId, EntryId, OrganizationId};
use crate::domain::joining::Joining;
use crate::domain::once::Made;
use crate::domain::problem::Problems;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::PropertyValues;
use crate::domain::record::{Record, Version};
use crate::domain::tag;
use crate::store::change::{Claim, KeyKind, Write};
use crate::store::{self, Change, Refusal, identity};

/// How often a change is decided anew because the record moved, before it is given up.
pub(super) const TRIES: usize = 16;

/// What an address that another customer has is told.
const HELD: &str = "this address belongs to another customer";

/// Makes a customer with everything the input says, and its organization when there is none of that name. `problems` are those that
/// were found in reading the input; all problems are told together.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    input: CustomerInput,
    problems: Problems,
) -> Result<CustomerId, Error> {
    for _ in 0..TRIES {
        match create_on_what_is_there(directory, caller, input.clone(), problems.clone()).await {
            Err(error) if error.is_gone() => {}
            done => return done,
        }
    }
    Err(Error::Busy)
}

async fn create_on_what_is_there(
    directory: &Directory,
    caller: &Caller,
    input: CustomerInput,
    mut problems: Problems,
) -> Result<CustomerId, Error> {
    let definitions = match input.properties.is_empty() {
        true => Vec::new(),
        false => store::properties::list(&directory.store, caller.company, PropertyOwner::Customer).await?,
    };
    let valid = input.check(definitions.iter().map(|defined| &defined.value), caller.source(), &mut problems);
    let (id, name) = (valid.organization_id, valid.organization.as_deref());
    let mut membership = organizations::resolve(directory, caller, id, name, &mut problems).await?;
    if !problems.is_empty() {
        // Refused anyway: then whoever sent it hears of the taken addresses in the same answer.
        for email in valid.emails() {
            if let Some(holder) =
                identity::find(&directory.store, caller.company, KeyKind::Email, email.key.as_str()).await?
            {
                problems.held(format_args!("emails[{}].value", email.place), HELD, CustomerId(holder));
            }
        }
        return Err(problems.into());
    }
    for _ in 0..TRIES {
        let store::Taken { mut ids, at: now } = directory.store.take_ids(2 + valid.entry_count()).await?;
        let (id, organization_id) = (CustomerId(next(&mut ids)), OrganizationId(next(&mut ids)));
        let (mut customer, emails) = valid.clone().number(ids);
        let caller = &caller.answering(Made::listed(id));
        let mut change = Change::new(caller.company);
        customer.organization = match &membership {
            Membership::None => None,
            Membership::Existing(id) => Some(*id),
            Membership::New(name) => {
                change = organizations::make(change, caller, organization_id, name, now);
                Some(organization_id)
            }
        };
        change.claims.extend(emails.iter().map(|email| claim(email.key.clone(), id)));
        let document: Arc<str> = customer_document::write(&customer).into();
        let whole = customer_document::flat(&customer, &document).into();
        let event = record::made(Subject::Customer, id, whole, &caller.actor, now);
        let change = change
            .write(Write::NewCustomer(Record::new(id, customer.clone(), now), document), event)
            .member(None, customer.organization)
            .values(id.0, &PropertyValues::new(), &customer.properties);
        let taken = match directory.commit(caller, change).await {
            Ok(_) => return Ok(id),
            Err(store::Error::Refused(Refusal::Taken(taken))) => taken,
            Err(store::Error::Refused(Refusal::Superseded)) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut held = Problems::default();
        for (claim, holder) in taken {
            match emails.iter().find(|email| email.key.as_str() == claim.key) {
                Some(email) => held.held(format_args!("emails[{}].value", email.place), HELD, CustomerId(holder)),
                // Somebody made the organization between the look and the commit: it is that one then.
                None => membership = Membership::Existing(OrganizationId(holder)),
            }
        }
        if !held.is_empty() {
            return Err(Error::Conflict(held));
        }
    }
    Err(Error::Busy)
}

/// Erases a customer for good: the record, its keys, and what the log kept of it. That it was erased stays in the log.
pub async fn delete(directory: &Directory, caller: &Caller, id: CustomerId) -> Result<(), Error> {
    let _turn = directory.turns.take(id.0).await;
    for _ in 0..TRIES {
        let before = load(directory, caller, id).await?;
        check(directory, caller, &before).await?;
        let mut change = Change::new(caller.company);
        change.frees = before.value.email_keys().map(|(key, _)| claim(key, id)).collect();
        let event = record::erased(Subject::Customer, id, &caller.actor, directory.clock.now());
        let change = change
            .member(before.value.organization, None)
            .values(id.0, &before.value.properties, &PropertyValues::new())
            .write(Write::ErasedCustomer(Box::new(before)), event);
        if directory.commit_in_time(caller, change).await? {
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Changes a customer: `decide` works on what is there and is asked again when somebody else was faster. `path_of` tells where in the
/// request an email entry stands. Deciding that everything stays as it is writes nothing but the answer of a request that is done once. What
/// the caller expects of the customer is held against the version that is changed.
pub(super) async fn change<T>(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    path_of: impl Fn(EntryId) -> String,
    mut decide: impl FnMut(&mut Customer) -> Result<T, Error>,
) -> Result<(T, Version), Error> {
    let mut none = Joining::default();
    let decide = |customer: &mut Customer, _: &Joining| decide(customer);
    change_joining(directory, caller, id, &mut none, |_, entry| path_of(entry), decide).await
}

/// The same as [`change`], for changes by which the customer may join an organization: one of `joining`, which is made in the same
/// commit when it is not there. `path_of` is told what was decided.
async fn change_joining<T>(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    joining: &mut Joining,
    path_of: impl Fn(&T, EntryId) -> String,
    mut decide: impl FnMut(&mut Customer, &Joining) -> Result<T, Error>,
) -> Result<(T, Version), Error> {
    let _turn = directory.turns.take(id.0).await;
    for _ in 0..TRIES {
        let before = load(directory, caller, id).await?;
        if let Some(own) = before.value.organization.filter(|_| joining.shows_own) {
            organizations::add(directory, caller, own, joining).await?;
        }
        let mut value = before.value.clone();
        let decided = decide(&mut value, joining)?;
        check(directory, caller, &before).await?;
        let is_same = value == before.value;
        if is_same && caller.once.is_none() {
            return Ok((decided, before.version));
        }
        let emails: Vec<(EmailKey, EntryId)> = value.email_keys().collect();
        let (change, version) = if is_same {
            (Change::new(caller.company), before.version)
        } else {
            let after = before.changed(value, directory.clock.now());
            let version = after.version;
            (changes(caller, &before, after, &emails, joining), version)
        };
        match directory.commit(caller, change).await {
            Ok(_) => return Ok((decided, version)),
            Err(store::Error::Refused(Refusal::Moved)) => {}
            Err(store::Error::Refused(Refusal::Taken(taken))) => {
                let mut held = Problems::default();
                for (claim, holder) in taken {
                    match emails.iter().find(|(key, _)| key.as_str() == claim.key) {
                        Some((_, entry)) => held.held(path_of(&decided, *entry), HELD, CustomerId(holder)),
                        // Somebody made the organization between the look and the commit: it is that one then.
                        None => organizations::add(directory, caller, OrganizationId(holder), joining).await?,
                    }
                }
                if !held.is_empty() {
                    return Err(Error::Conflict(held));
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Busy)
}

async fn load(directory: &Directory, caller: &Caller, id: CustomerId) -> Result<Record<CustomerId, Customer>, Error> {
    store::customers::get(&directory.store, caller.company, id).await?.ok_or(Error::Missing("customer"))
}

/// Refuses when the caller expects another customer than this one. A customer has its own tag, and its parts have its version for theirs.
pub(super) async fn check(
    directory: &Directory,
    caller: &Caller,
    record: &Record<CustomerId, Customer>,
) -> Result<(), Error> {
    if caller.expected.is_none() {
        return Ok(());
    }
    let (store, company) = (&directory.store, caller.company);
    let organization = match record.value.organization {
        Some(id) => store::organizations::get(store, company, id).await?.map(|organization| organization.version),
        None => None,
    };
    let definitions = match record.value.properties.is_empty() {
        true => Vec::new(),
        false => store::properties::list(store, company, PropertyOwner::Customer).await?,
    };
    let shown = store::properties::shown(&definitions, &record.value.properties);
    caller.check(&[tag::of_customer(record.version, organization, shown), record.version.0.to_string()])
}

fn changes(
    caller: &Caller,
    before: &Record<CustomerId, Customer>,
    after: Record<CustomerId, Customer>,
    emails: &[(EmailKey, EntryId)],
    joining: &Joining,
) -> Change {
    let mut change = Change::new(caller.company);
    let (id, at) = (before.id, after.updated_at);
    if let Some((organization, name)) = after.value.organization.and_then(|id| Some((id, joining.to_make(id)?))) {
        change = organizations::make(change, caller, organization, name, at);
    }
    let had: Vec<EmailKey> = before.value.email_keys().map(|(key, _)| key).collect();
    change.claims.extend(emails.iter().filter(|(key, _)| !had.contains(key)).map(|(key, _)| claim(key.clone(), id)));
    let is_gone = |key: &EmailKey| !emails.iter().any(|(kept, _)| kept == key);
    change.frees = had.into_iter().filter(is_gone).map(|key| claim(key, id)).collect();
    let (was, is) = (customer_document::flat_value(&before.value), customer_document::flat_value(&after.value));
    let event = record::changed(Subject::Customer, id, was, is, &caller.actor, at);
    let document = customer_document::write(&after.value).into();
    let (organization, properties) = (after.value.organization, after.value.properties.clone());
    change
        .write(Write::ChangedCustomer { before: Box::new(before.clone()), after, document }, event)
        .member(before.value.organization, organization)
        .values(id.0, &before.value.properties, &properties)
}

fn claim(key: EmailKey, holder: CustomerId) -> Claim {
    Claim { kind: KeyKind::Email, key: key.into_string(), holder: holder.0 }
}

/// The next of the identifiers that were taken for this; as many were taken as are asked for.
fn next(ids: &mut impl Iterator<Item = i64>) -> i64 {
    ids.next().unwrap_or_default()
}
