//! Property definitions, of customers and of organizations.

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::MutexGuard;

use super::customers::TRIES;
use super::{Caller, Directory, Error, record};
use crate::domain::event::Subject;
use crate::domain::id::{self, AnchorId};
use crate::domain::once::Made;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::{Definition, DefinitionInput, PropertyOwner};
use crate::domain::tag;
use crate::store::change::Write;
use crate::store::properties::Defined;
use crate::store::{self, Change, Refusal};

/// Makes a definition and answers its slug. `problems` are those that were found in reading the input.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    owner: PropertyOwner,
    input: DefinitionInput,
    mut problems: Problems,
) -> Result<String, Error> {
    let definition = input.check(|| id::random_uuid(directory.random.bytes()), &mut problems);
    let Some(mut definition) = definition.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    definition.number(directory.store.take_anchors(definition.unnumbered()).await?);
    let (slug, at) = (definition.slug.clone(), directory.clock.now());
    let event = record::made(subject(owner), &slug, whole(&definition), &caller.actor, at);
    let write = Write::NewDefinition { owner, definition, most: directory.definitions_max, at };
    let change = Change::new(caller.company).write(write, event);
    match directory.commit(&caller.answering(Made::listed(&slug)), change).await {
        Ok(_) => Ok(slug),
        Err(store::Error::Refused(Refusal::Exists)) => {
            problems.add("slug", Rule::Duplicate("another property has this slug"), &slug);
            Err(Error::Conflict(problems))
        }
        Err(store::Error::Refused(Refusal::Full)) => {
            problems.add("slug", Rule::TooMany(directory.definitions_max), &slug);
            Err(Error::Invalid(problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// How a definition is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// What the input leaves out becomes empty.
    Overwrite,
    /// What the input leaves out stays.
    Merge,
}

/// Changes a definition: its name and its options. Values of an option that is gone are gone with it. `problems` are those that were
/// found in reading the input.
pub async fn update(
    directory: &Directory,
    caller: &Caller,
    owner: PropertyOwner,
    slug: &str,
    manner: Manner,
    input: DefinitionInput,
    problems: Problems,
) -> Result<(), Error> {
    let _turn = turn(directory, caller, owner, slug).await?;
    for _ in 0..TRIES {
        let before = get(directory, caller, owner, slug).await?;
        let (input, mut problems) = (input.clone(), problems.clone());
        let input = if manner == Manner::Merge { input.or_as_in(&before.value) } else { input };
        let mut after = input.overwrite(&before.value, || id::random_uuid(directory.random.bytes()), &mut problems);
        if !problems.is_empty() {
            return Err(problems.into());
        }
        check(caller, &before)?;
        if after == before.value {
            return Ok(());
        }
        if after.unnumbered() > 0 {
            after.number(directory.store.take_anchors(after.unnumbered()).await?);
        }
        let (was, is) = (before.value.anchors(), after.anchors());
        let without = |all: &[AnchorId], others: &[AnchorId]| -> Vec<AnchorId> {
            all.iter().copied().filter(|anchor| !others.contains(anchor)).collect()
        };
        let (made, gone) = (without(&is, &was), without(&was, &is));
        let cleaning = !gone.is_empty();
        let sides = (before.value.flat(), after.flat());
        let record = before.changed(after, directory.clock.now());
        let event = record::changed(subject(owner), slug, sides.0, sides.1, &caller.actor, record.updated_at);
        let write = Write::ChangedDefinition { owner, record, made, gone };
        if directory.commit_in_time(caller, Change::new(caller.company).write(write, event)).await? {
            if cleaning {
                directory.leftovers.notify_one();
            }
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Removes a definition, and its values with it.
pub async fn delete(directory: &Directory, caller: &Caller, owner: PropertyOwner, slug: &str) -> Result<(), Error> {
    let _turn = turn(directory, caller, owner, slug).await?;
    for _ in 0..TRIES {
        let before = get(directory, caller, owner, slug).await?;
        check(caller, &before)?;
        let event = record::removed(subject(owner), slug, whole(&before.value), &caller.actor, directory.clock.now());
        let change = Change::new(caller.company).write(Write::DeletedDefinition(owner, before), event);
        if directory.commit_in_time(caller, change).await? {
            directory.leftovers.notify_one();
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Where a definition goes among the others of its kind of owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Before the one that stands before it.
    Up,
    /// After the one that stands after it.
    Down,
}

/// Moves a definition by one place in the order in which people see them. The order of the API's answers stays as it is.
pub async fn arrange(
    directory: &Directory,
    caller: &Caller,
    owner: PropertyOwner,
    slug: &str,
    way: Way,
) -> Result<(), Error> {
    let defined = store::properties::list(&directory.store, caller.company, owner).await?;
    let mut slugs: Vec<String> = defined.into_iter().map(|defined| defined.value.slug).collect();
    let from = slugs.iter().position(|own| own == slug).ok_or(Error::Missing("property definition"))?;
    let to = match way {
        Way::Up => from.checked_sub(1),
        Way::Down => Some(from + 1).filter(|to| *to < slugs.len()),
    };
    let Some(to) = to else { return Ok(()) };
    slugs.swap(from, to);
    let place = |at: usize| Map::from_iter([("place".to_owned(), Value::from(at + 1))]);
    let (subject, at) = (subject(owner), directory.clock.now());
    let event = record::changed(subject, slug, place(from), place(to), &caller.actor, at);
    directory.commit(caller, Change::new(caller.company).write(Write::PlacedDefinitions(owner, slugs), event)).await?;
    Ok(())
}

/// The turn to change a definition, which has to be there.
async fn turn<'a>(
    directory: &'a Directory,
    caller: &Caller,
    owner: PropertyOwner,
    slug: &str,
) -> Result<MutexGuard<'a, ()>, Error> {
    let anchor = get(directory, caller, owner, slug).await?.value.anchor;
    Ok(directory.turns.take(anchor.0).await)
}

async fn get(directory: &Directory, caller: &Caller, owner: PropertyOwner, slug: &str) -> Result<Defined, Error> {
    let defined = store::properties::get(&directory.store, caller.company, owner, slug).await?;
    defined.ok_or(Error::Missing("property definition"))
}

/// Refuses when the caller expects another definition than this one.
fn check(caller: &Caller, defined: &Defined) -> Result<(), Error> {
    caller.check(&[tag::of_definition(defined.value.anchor, defined.version)])
}

fn subject(owner: PropertyOwner) -> Subject {
    match owner {
        PropertyOwner::Customer => Subject::Property,
        PropertyOwner::Organization => Subject::OrganizationProperty,
    }
}

fn whole(definition: &Definition) -> Arc<str> {
    Value::Object(definition.flat()).to_string().into()
}
