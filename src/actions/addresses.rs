//! The postal address of a customer.

use super::{Caller, Directory, Error, customers};
use crate::domain::address::AddressInput;
use crate::domain::id::CustomerId;
use crate::domain::once::Made;
use crate::domain::problem::{Problems, Rule};
use crate::domain::record::Version;

/// Makes or replaces a customer's address. `problems` are those that were found in reading the input.
pub async fn put(
    directory: &Directory,
    caller: &Caller,
    customer: CustomerId,
    input: AddressInput,
    mut problems: Problems,
) -> Result<Version, Error> {
    let address = input.check("", &mut problems);
    if address.is_none() && problems.is_empty() {
        let parts = Rule::Pattern(
            "an address needs at least one of city, state, postalCode, country and lines; DELETE removes it",
        );
        problems.missing("", parts);
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let caller = &caller.answering(Made::single(customer));
    let changed = customers::change(
        directory,
        caller,
        customer,
        |_| String::new(),
        |customer| {
            if customer.address.is_none() {
                caller.check(&[])?;
            }
            customer.address.clone_from(&address);
            Ok(())
        },
    );
    changed.await.map(|(_, version)| version)
}

/// Removes a customer's address.
pub async fn delete(directory: &Directory, caller: &Caller, customer: CustomerId) -> Result<(), Error> {
    let changed = customers::change(
        directory,
        caller,
        customer,
        |_| String::new(),
        |customer| customer.address.take().map(drop).ok_or(Error::Missing("address")),
    );
    changed.await.map(drop)
}
