//! Property definitions.

use std::sync::Arc;

use super::{Caller, Directory, Error, record};
use crate::domain::event::Subject;
use crate::domain::id;
use crate::domain::once::Made;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::DefinitionInput;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// Makes a definition and answers its slug. `problems` are those that were found in reading the input.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    input: DefinitionInput,
    mut problems: Problems,
) -> Result<String, Error> {
    let definition = input.check(|| id::random_uuid(directory.random.bytes()), &mut problems);
    let Some(definition) = definition.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let (slug, at) = (definition.slug.clone(), directory.clock.now());
    let document: Arc<str> = store::properties::document(&definition).into();
    let event = record::made(Subject::Property, &slug, document, &caller.actor, at);
    let write = Write::NewDefinition { definition, most: directory.definitions_max, at };
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
