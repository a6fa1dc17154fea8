//! Organizations that customers belong to.

use std::sync::Arc;

use super::{Caller, Directory, Error, record};
use crate::domain::event::Subject;
use crate::domain::id::OrganizationId;
use crate::domain::joining::Joining;
use crate::domain::organization::{Organization, name_key};
use crate::domain::problem::{Problems, Rule};
use crate::domain::record::Record;
use crate::domain::time::Timestamp;
use crate::store::change::{Claim, KeyKind, Write};
use crate::store::{self, Change, identity};

/// The organization that a customer will belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Membership {
    /// None.
    None,
    /// One that is there.
    Existing(OrganizationId),
    /// One that is made with the customer.
    New(String),
}

/// The organization of this id, or else of this name, found or to be made. An id that nothing has is noted as a problem.
pub(super) async fn resolve(
    directory: &Directory,
    caller: &Caller,
    id: Option<OrganizationId>,
    name: Option<&str>,
    problems: &mut Problems,
) -> Result<Membership, Error> {
    if let Some(id) = id {
        if store::organizations::get(&directory.store, caller.company, id).await?.is_none() {
            problems.add(
                "organizationId",
                Rule::Identifier("no organization of the company has this id"),
                &id.to_string(),
            );
        }
        return Ok(Membership::Existing(id));
    }
    let Some(name) = name else { return Ok(Membership::None) };
    let holder = identity::find(&directory.store, caller.company, KeyKind::OrganizationName, &name_key(name)).await?;
    Ok(holder.map_or_else(|| Membership::New(name.trim().to_owned()), |id| Membership::Existing(OrganizationId(id))))
}

/// The organizations of these names and identifiers: those that are there, and those that would have to be made.
pub(super) async fn joining(
    directory: &Directory,
    caller: &Caller,
    names: &[&str],
    ids: &[OrganizationId],
) -> Result<Joining, Error> {
    let mut joining = Joining::default();
    for id in ids {
        add(directory, caller, *id, &mut joining).await?;
    }
    for name in names {
        if joining.named(name).is_some() {
            continue;
        }
        let key = name_key(name);
        match identity::find(&directory.store, caller.company, KeyKind::OrganizationName, &key).await? {
            Some(holder) => joining.add_existing(OrganizationId(holder), name),
            None => joining.add_new(OrganizationId(directory.store.take_ids(1).await?.ids.start), name),
        }
    }
    Ok(joining)
}

/// Adds an organization that is there, if it is.
pub(super) async fn add(
    directory: &Directory,
    caller: &Caller,
    id: OrganizationId,
    joining: &mut Joining,
) -> Result<(), Error> {
    if let Some(record) = store::organizations::get(&directory.store, caller.company, id).await? {
        joining.add_existing(id, &record.value.name);
    }
    Ok(())
}

/// Adds the making of an organization to a change. Its name is claimed: when somebody made it meanwhile, the change is refused.
pub(super) fn make(change: Change, caller: &Caller, id: OrganizationId, name: &str, now: Timestamp) -> Change {
    let organization = Organization { name: name.to_owned() };
    let document: Arc<str> = store::organizations::document(&organization).into();
    let event = record::made(Subject::Organization, id, document, &caller.actor, now);
    let mut change = change.write(Write::NewOrganization(Record::new(id, organization, now)), event);
    change.claims.push(Claim { kind: KeyKind::OrganizationName, key: name_key(name), holder: id.0 });
    change
}
