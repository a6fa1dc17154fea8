//! Customers.

use std::sync::Arc;

use super::organizations::{self, Membership};
use super::{Caller, Directory, Error, record};
use crate::domain::customer::Customer;
use crate::domain::customer_document;
use crate::domain::customer_input::CustomerInput;
use crate::domain::email::EmailKey;
use crate::domain::event::Subject;
use crate::domain::id::{CustomerId, EntryId, OrganizationId};
use crate::domain::problem::Problems;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::{PropertyValues, ValueSource};
use crate::domain::record::{Record, Version};
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
    let valid = input.check(definitions.iter().map(|defined| &defined.value), ValueSource::Api, &mut problems);
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
    let mut ids = directory.store.take_ids(2 + valid.entry_count()).await?;
    let (id, organization_id) = (CustomerId(next(&mut ids)), OrganizationId(next(&mut ids)));
    let (mut customer, emails) = valid.number(ids);
    let now = directory.clock.now();
    for _ in 0..TRIES {
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
        let taken = match directory.store.commit(change).await {
            Ok(_) => return Ok(id),
            Err(store::Error::Refused(Refusal::Taken(taken))) => taken,
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

/// Changes a customer: `decide` works on what is there and is asked again when somebody else was faster. `path_of` tells where in the
/// request an email entry stands. Deciding that everything stays as it is writes nothing.
pub(super) async fn change<T>(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    path_of: impl Fn(EntryId) -> String,
    mut decide: impl FnMut(&mut Customer) -> Result<T, Error>,
) -> Result<(T, Version), Error> {
    let _turn = directory.turns.take(id.0).await;
    for _ in 0..TRIES {
        let before =
            store::customers::get(&directory.store, caller.company, id).await?.ok_or(Error::Missing("customer"))?;
        let mut value = before.value.clone();
        let decided = decide(&mut value)?;
        if value == before.value {
            return Ok((decided, before.version));
        }
        let after = before.changed(value, directory.clock.now());
        let version = after.version;
        let emails: Vec<(EmailKey, EntryId)> = after.value.email_keys().collect();
        match directory.store.commit(changes(caller, &before, after, &emails)).await {
            Ok(_) => return Ok((decided, version)),
            Err(store::Error::Refused(Refusal::Moved)) => {}
            Err(store::Error::Refused(Refusal::Taken(taken))) => {
                let mut held = Problems::default();
                for (claim, holder) in taken {
                    let entry = emails.iter().find(|(key, _)| key.as_str() == claim.key);
                    held.held(entry.map_or_else(String::new, |(_, id)| path_of(*id)), HELD, CustomerId(holder));
                }
                return Err(Error::Conflict(held));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Busy)
}

fn changes(
    caller: &Caller,
    before: &Record<CustomerId, Customer>,
    after: Record<CustomerId, Customer>,
    emails: &[(EmailKey, EntryId)],
) -> Change {
    let mut change = Change::new(caller.company);
    let (id, at) = (before.id, after.updated_at);
    let had: Vec<EmailKey> = before.value.email_keys().map(|(key, _)| key).collect();
    change.claims =
        emails.iter().filter(|(key, _)| !had.contains(key)).map(|(key, _)| claim(key.clone(), id)).collect();
    let is_gone = |key: &EmailKey| !emails.iter().any(|(kept, _)| kept == key);
    change.frees = had.into_iter().filter(is_gone).map(|key| claim(key, id)).collect();
    let (was, is) = (customer_document::flat_value(&before.value), customer_document::flat_value(&after.value));
    let event = record::changed(Subject::Customer, id, was, is, &caller.actor, at);
    let document = customer_document::write(&after.value).into();
    let (organization, properties) = (after.value.organization, after.value.properties.clone());
    change.write(Write::ChangedCustomer(after, document), event).member(before.value.organization, organization).values(
        id.0,
        &before.value.properties,
        &properties,
    )
}

fn claim(key: EmailKey, holder: CustomerId) -> Claim {
    Claim { kind: KeyKind::Email, key: key.into_string(), holder: holder.0 }
}

/// The next of the identifiers that were taken for this; as many were taken as are asked for.
fn next(ids: &mut impl Iterator<Item = i64>) -> i64 {
    ids.next().unwrap_or_default()
}
