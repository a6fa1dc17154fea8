//! Changes of a customer as a whole: overwriting its own fields, and patching any of its parts.

use super::{HELD, TRIES, change_joining};
use crate::actions::{Caller, Directory, Error, organizations};
use crate::domain::customer::Customer;
use crate::domain::customer_input::CustomerInput;
use crate::domain::customer_patch::{self, Edit, Known, Operation, Written};
use crate::domain::email::EmailKey;
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::joining::Joining;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::PropertyOwner;
use crate::domain::record::Version;
use crate::store::change::KeyKind;
use crate::store::{self, identity};

/// Puts own fields in the place of a customer's; what the input leaves out becomes empty, and lists, address and property values stay.
/// `problems` are those that were found in reading the input.
pub async fn overwrite(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    input: CustomerInput,
    problems: Problems,
) -> Result<Version, Error> {
    for _ in 0..TRIES {
        match overwrite_with_what_is_there(directory, caller, id, input.clone(), problems.clone()).await {
            Err(error) if error.is_gone() => {}
            done => return done,
        }
    }
    Err(Error::Busy)
}

async fn overwrite_with_what_is_there(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    input: CustomerInput,
    mut problems: Problems,
) -> Result<Version, Error> {
    let valid = input.check([], caller.source(), &mut problems);
    // An identifier counts before a name.
    let name = valid.organization.as_deref().filter(|_| valid.organization_id.is_none());
    let mut joining =
        organizations::joining(directory, caller, name.as_slice(), valid.organization_id.as_slice()).await?;
    if let Some(id) = valid.organization_id.filter(|id| joining.name_of(*id).is_none()) {
        let rule = Rule::Identifier("no organization of the company has this id");
        problems.add("organizationId", rule, &id.to_string());
    }
    let phone_id = EntryId(directory.store.take_ids(valid.entry_count()).await?.ids.start);
    let decide = |customer: &mut Customer, joining: &Joining| {
        let mut problems = problems.clone();
        valid.overwrite(customer, phone_id, &mut problems);
        customer.organization = valid.organization_id.or_else(|| name.and_then(|name| joining.named(name)));
        problems.or(()).map_err(Error::from)
    };
    let changed = change_joining(directory, caller, id, &mut joining, |(), _| String::new(), decide).await;
    changed.map(|(_, version)| version)
}

/// Applies operations to a customer in order, all or none. `problems` are those that were found in reading them.
pub async fn patch(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    operations: &[Operation],
    problems: Problems,
) -> Result<Version, Error> {
    for _ in 0..TRIES {
        match patch_with_what_is_there(directory, caller, id, operations, problems.clone()).await {
            Err(error) if error.is_gone() => {}
            done => return done,
        }
    }
    Err(Error::Busy)
}

async fn patch_with_what_is_there(
    directory: &Directory,
    caller: &Caller,
    id: CustomerId,
    operations: &[Operation],
    problems: Problems,
) -> Result<Version, Error> {
    let has_properties = operations.iter().any(|operation| matches!(operation.edit, Edit::Property(_)));
    let definitions = match has_properties {
        true => store::properties::list(&directory.store, caller.company, PropertyOwner::Customer).await?,
        false => Vec::new(),
    };
    let definitions: Vec<_> = definitions.iter().map(|defined| &defined.value).collect();
    let mut joining = named_organizations(directory, caller, operations).await?;
    let ids = directory.store.take_ids(operations.iter().map(Operation::ids).sum()).await?.ids;
    let mut asked = Vec::new();
    let decide = |customer: &mut Customer, joining: &Joining| {
        let had: Vec<EmailKey> = customer.email_keys().map(|(key, _)| key).collect();
        let known = Known { definitions: &definitions, source: caller.source(), joining, ids: ids.clone() };
        let mut problems = problems.clone();
        let written = customer_patch::apply(operations, customer, &known, &mut problems);
        let is_new = |(key, _): &(EmailKey, EntryId)| !had.contains(key);
        let path = |(key, entry)| (key, written.path_of(entry).to_owned());
        asked = customer.email_keys().filter(is_new).map(path).collect();
        problems.or(written).map_err(Error::from)
    };
    let path_of = |written: &Written, entry| written.path_of(entry).to_owned();
    match change_joining(directory, caller, id, &mut joining, path_of, decide).await {
        Ok((_, version)) => Ok(version),
        Err(Error::Invalid(problems)) => Err(with_held(directory, caller, problems, asked).await?),
        Err(error) => Err(error),
    }
}

/// The organizations that operations name.
async fn named_organizations(
    directory: &Directory,
    caller: &Caller,
    operations: &[Operation],
) -> Result<Joining, Error> {
    let (mut names, mut ids) = (Vec::new(), Vec::new());
    for operation in operations {
        match &operation.edit {
            Edit::Organization(name) => names.extend(name.as_deref().filter(|name| !name.trim().is_empty())),
            Edit::OrganizationId(id) => ids.extend(*id),
            _ => {}
        }
    }
    let mut joining = organizations::joining(directory, caller, &names, &ids).await?;
    joining.shows_own = operations
        .iter()
        .any(|operation| operation.expected.is_some() && matches!(operation.edit, Edit::Organization(_)));
    Ok(joining)
}

/// A refusal, with the addresses that would have been taken as well: whoever sent them hears of everything in one answer.
async fn with_held(
    directory: &Directory,
    caller: &Caller,
    mut problems: Problems,
    asked: Vec<(EmailKey, String)>,
) -> Result<Error, Error> {
    for (key, path) in asked {
        let holder = identity::find(&directory.store, caller.company, KeyKind::Email, key.as_str()).await?;
        if let Some(holder) = holder {
            problems.held(path, HELD, CustomerId(holder));
        }
    }
    Ok(Error::Invalid(problems))
}
