//! Property values of a customer.

use super::{Caller, Directory, Error, customers};
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;
use crate::domain::property_value::{PropertyInput, PropertyValue, ValueSource};
use crate::domain::record::Version;
use crate::store;

/// Sets and clears values, all or none; the later of two for one property counts. `problems` are those that were found in reading.
pub async fn set(
    directory: &Directory,
    caller: &Caller,
    customer: CustomerId,
    inputs: &[PropertyInput],
    mut problems: Problems,
) -> Result<Version, Error> {
    let definitions = store::properties::list(&directory.store, caller.company).await?;
    let mut values = Vec::with_capacity(inputs.len());
    for input in inputs {
        let value = input.check(definitions.iter().map(|defined| &defined.value), &mut problems);
        values.extend(value.map(|value| (&input.slug, value)));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let changed = customers::change(
        directory,
        caller,
        customer,
        |_| String::new(),
        |customer| {
            for (slug, value) in &values {
                match value {
                    Some(value) => {
                        let value = PropertyValue { value: value.clone(), source: ValueSource::Api };
                        customer.properties.insert((*slug).clone(), value);
                    }
                    None => drop(customer.properties.remove(*slug)),
                }
            }
            Ok(())
        },
    );
    changed.await.map(|(_, version)| version)
}
