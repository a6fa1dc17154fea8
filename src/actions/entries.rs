//! Entries of a customer, one at a time.

use super::{Caller, Directory, Error, customers};
use crate::domain::entry::{EntryInput, EntryKind, EntryType};
use crate::domain::id::{CustomerId, EntryId};
use crate::domain::once::Made;
use crate::domain::problem::Problems;
use crate::domain::record::Version;

/// Adds an entry to a customer's list. `problems` are those that were found in reading the input.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    customer: CustomerId,
    kind: EntryKind,
    input: EntryInput,
    problems: Problems,
) -> Result<EntryId, Error> {
    let type_given = if kind.rules().type_required { None } else { kind.default_type() };
    let mut problems = problems;
    let entry = input.check(kind, "", type_given, &mut problems).filter(|_| problems.is_empty());
    let Some(entry) = entry else { return Err(problems.into()) };
    let id = EntryId(directory.store.take_ids(1).await?.ids.start);
    customers::change(
        directory,
        &caller.answering(Made::listed(id)),
        customer,
        |_| "value".to_owned(),
        |customer| {
            let mut problems = Problems::default();
            customer.add_entry(kind, entry.clone(), id, "", &mut problems);
            problems.or(()).map_err(Error::from)
        },
    )
    .await?;
    Ok(id)
}

/// Puts another value and type in the place of an entry. Where it names no type, the entry keeps the one it has.
pub async fn update(
    directory: &Directory,
    caller: &Caller,
    customer: CustomerId,
    kind: EntryKind,
    id: EntryId,
    input: EntryInput,
    problems: Problems,
) -> Result<Version, Error> {
    let changed = customers::change(
        directory,
        caller,
        customer,
        |_| "value".to_owned(),
        |customer| {
            let present =
                customer.entries[kind].iter().find(|entry| entry.id == id).ok_or(Error::Missing(kind.rules().noun))?;
            let type_given: Option<EntryType> = if kind.rules().type_required { None } else { present.entry_type };
            let mut problems = problems.clone();
            let entry = input.clone().check(kind, "", type_given, &mut problems).filter(|_| problems.is_empty());
            let Some(entry) = entry else { return Err(problems.into()) };
            customer.replace_entry(kind, id, entry, "", &mut problems);
            problems.or(()).map_err(Error::from)
        },
    );
    changed.await.map(|(_, version)| version)
}

/// Removes an entry.
pub async fn delete(
    directory: &Directory,
    caller: &Caller,
    customer: CustomerId,
    kind: EntryKind,
    id: EntryId,
) -> Result<(), Error> {
    let changed = customers::change(
        directory,
        caller,
        customer,
        |_| String::new(),
        |customer| {
            let at = customer.entries[kind]
                .iter()
                .position(|entry| entry.id == id)
                .ok_or(Error::Missing(kind.rules().noun))?;
            customer.entries[kind].remove(at);
            Ok(())
        },
    );
    changed.await.map(drop)
}
