//! Property values of customers and organizations.

use super::customers::TRIES;
use super::{Caller, Directory, Error, customers, organizations};
use crate::domain::id::{CustomerId, OrganizationId};
use crate::domain::problem::Problems;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::{PropertyInput, PropertyValue, PropertyValues};
use crate::domain::record::Version;
use crate::store;

/// The record whose values are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A customer.
    Customer(CustomerId),
    /// An organization.
    Organization(OrganizationId),
}

/// Sets and clears values, all or none; the later of two for one property counts. `problems` are those that were found in reading.
pub async fn set(
    directory: &Directory,
    caller: &Caller,
    holder: Holder,
    inputs: &[PropertyInput],
    problems: Problems,
) -> Result<Version, Error> {
    for _ in 0..TRIES {
        match set_under_definitions(directory, caller, holder, inputs, problems.clone()).await {
            // A definition went or changed between the look and the commit.
            Err(error) if error.is_gone() => {}
            done => return done,
        }
    }
    Err(Error::Busy)
}

async fn set_under_definitions(
    directory: &Directory,
    caller: &Caller,
    holder: Holder,
    inputs: &[PropertyInput],
    mut problems: Problems,
) -> Result<Version, Error> {
    let owner = match holder {
        Holder::Customer(_) => PropertyOwner::Customer,
        Holder::Organization(_) => PropertyOwner::Organization,
    };
    let definitions = store::properties::list(&directory.store, caller.company, owner).await?;
    let mut values = Vec::with_capacity(inputs.len());
    for input in inputs {
        let value = input.check(definitions.iter().map(|defined| &defined.value), caller.source(), &mut problems);
        values.extend(value.map(|value| (&*input.slug, value)));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let changed = match holder {
        Holder::Customer(id) => {
            let nowhere = |_| String::new();
            customers::change(directory, caller, id, nowhere, |customer| put(&values, &mut customer.properties)).await
        }
        Holder::Organization(id) => {
            organizations::change(directory, caller, id, &[], |organization| put(&values, &mut organization.properties))
                .await
        }
    };
    changed.map(|(_, version)| version)
}

fn put(values: &[(&str, Option<PropertyValue>)], into: &mut PropertyValues) -> Result<(), Error> {
    for (slug, value) in values {
        match value {
            Some(value) => drop(into.insert((*slug).to_owned(), value.clone())),
            None => drop(into.remove(*slug)),
        }
    }
    Ok(())
}
