//! Organizations that customers belong to.

use std::sync::Arc;

use serde_json::Value;

use super::customers::TRIES;
use super::{Caller, Directory, Error, record};
use crate::domain::event::Subject;
use crate::domain::id::OrganizationId;
use crate::domain::joining::Joining;
use crate::domain::once::Made;
use crate::domain::organization::{Organization, OrganizationInput, ValidOrganization, name_key};
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::PropertyValues;
use crate::domain::record::{Record, Version};
use crate::domain::tag;
use crate::domain::time::Timestamp;
use crate::store::change::{Claim, KeyKind, Write};
use crate::store::{self, Change, Refusal, identity};

/// What a name that another organization has is told.
const NAME_HELD: &str = "another organization has this name";
/// What a domain that another organization has is told.
const DOMAIN_HELD: &str = "another organization has this domain";

/// Makes an organization. `problems` are those that were found in reading the input; all problems are told together.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    input: OrganizationInput,
    mut problems: Problems,
) -> Result<OrganizationId, Error> {
    let ValidOrganization { organization, domain_paths } = input.check(&mut problems);
    if !problems.is_empty() {
        // Refused anyway: then whoever sent it hears of the names that are taken in the same answer.
        let mut taken = Vec::new();
        for claim in claims(OrganizationId(0), &organization) {
            let holder = identity::find(&directory.store, caller.company, claim.kind, &claim.key).await?;
            taken.extend(holder.map(|holder| (claim, holder)));
        }
        tell_held(&taken, &organization, &domain_paths, &mut problems);
        return Err(problems.into());
    }
    let id = OrganizationId(directory.store.take_ids(1).await?.ids.start);
    let change = write_new(Change::new(caller.company), caller, id, organization.clone(), directory.clock.now());
    match directory.commit(&caller.answering(Made::listed(id)), change).await {
        Ok(_) => Ok(id),
        Err(store::Error::Refused(Refusal::Taken(taken))) => {
            tell_held(&taken, &organization, &domain_paths, &mut problems);
            Err(Error::Conflict(problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts other fields in the place of an organization's own; what the input leaves out becomes empty. Property values stay.
pub async fn update(
    directory: &Directory,
    caller: &Caller,
    id: OrganizationId,
    input: OrganizationInput,
    mut problems: Problems,
) -> Result<Version, Error> {
    let ValidOrganization { organization, domain_paths } = input.check(&mut problems);
    let changed = change(directory, caller, id, &domain_paths, |present| {
        problems.clone().or(())?;
        let properties = std::mem::take(&mut present.properties);
        *present = Organization { properties, ..organization.clone() };
        Ok(())
    });
    changed.await.map(|(_, version)| version)
}

/// Removes an organization. Its name and its domains are free at once, and its members are without an organization.
pub async fn delete(directory: &Directory, caller: &Caller, id: OrganizationId) -> Result<(), Error> {
    let _turn = directory.turns.take(id.0).await;
    for _ in 0..TRIES {
        let before = get(directory, caller, id).await?;
        check(directory, caller, &before).await?;
        let event =
            record::removed(Subject::Organization, id, whole(&before.value), &caller.actor, directory.clock.now());
        let mut change = Change::new(caller.company)
            .write(Write::DeletedOrganization(id, before.version), event)
            .values(id.0, &before.value.properties, &PropertyValues::new());
        change.frees = claims(id, &before.value);
        if directory.commit_in_time(caller, change).await? {
            directory.leftovers.notify_one();
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Changes an organization: `decide` works on what is there and is asked again when somebody else was faster. `domain_paths` tell where in
/// the request its domains stand. Deciding that everything stays as it is writes nothing. What the caller expects of the organization is held
/// against the version that is changed.
pub(super) async fn change<T>(
    directory: &Directory,
    caller: &Caller,
    id: OrganizationId,
    domain_paths: &[String],
    mut decide: impl FnMut(&mut Organization) -> Result<T, Error>,
) -> Result<(T, Version), Error> {
    let _turn = directory.turns.take(id.0).await;
    for _ in 0..TRIES {
        let before = get(directory, caller, id).await?;
        let mut value = before.value.clone();
        let decided = decide(&mut value)?;
        check(directory, caller, &before).await?;
        if value == before.value {
            return Ok((decided, before.version));
        }
        let after = before.changed(value.clone(), directory.clock.now());
        let version = after.version;
        match directory.commit(caller, changes(caller, &before, after)).await {
            Ok(_) => return Ok((decided, version)),
            Err(store::Error::Refused(Refusal::Moved)) => {}
            Err(store::Error::Refused(Refusal::Taken(taken))) => {
                let mut held = Problems::default();
                tell_held(&taken, &value, domain_paths, &mut held);
                return Err(Error::Conflict(held));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Busy)
}

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
    write_new(change, caller, id, Organization::named(name), now)
}

async fn get(
    directory: &Directory,
    caller: &Caller,
    id: OrganizationId,
) -> Result<Record<OrganizationId, Organization>, Error> {
    let organization = store::organizations::get(&directory.store, caller.company, id).await?;
    organization.ok_or(Error::Missing("organization"))
}

/// Refuses when the caller expects another organization than this one, in whichever form of its answer.
async fn check(
    directory: &Directory,
    caller: &Caller,
    record: &Record<OrganizationId, Organization>,
) -> Result<(), Error> {
    if caller.expected.is_none() {
        return Ok(());
    }
    let (store, company) = (&directory.store, caller.company);
    let customers = store::organizations::find(store, company, record.id).await?.map(|found| found.customers);
    let definitions = store::properties::list(store, company, PropertyOwner::Organization).await?;
    let shown = store::properties::shown(&definitions, &record.value.properties);
    let forms = [(None, None), (customers, None), (None, shown), (customers, shown)];
    caller.check(&forms.map(|(customers, shown)| tag::of_organization(record.version, customers, shown)))
}

fn write_new(
    change: Change,
    caller: &Caller,
    id: OrganizationId,
    organization: Organization,
    now: Timestamp,
) -> Change {
    let event = record::made(Subject::Organization, id, whole(&organization), &caller.actor, now);
    let claims = claims(id, &organization);
    let mut change = change.write(Write::NewOrganization(Record::new(id, organization, now)), event);
    change.claims.extend(claims);
    change
}

fn changes(
    caller: &Caller,
    before: &Record<OrganizationId, Organization>,
    after: Record<OrganizationId, Organization>,
) -> Change {
    let (id, at, properties) = (before.id, after.updated_at, after.value.properties.clone());
    let (had, has) = (claims(id, &before.value), claims(id, &after.value));
    let sides = (before.value.flat(), after.value.flat());
    let event = record::changed(Subject::Organization, id, sides.0, sides.1, &caller.actor, at);
    let mut change = Change::new(caller.company).write(Write::ChangedOrganization(after), event).values(
        id.0,
        &before.value.properties,
        &properties,
    );
    change.claims = has.iter().filter(|claim| !had.contains(claim)).cloned().collect();
    change.frees = had.into_iter().filter(|claim| !has.contains(claim)).collect();
    change
}

/// The keys of an organization: its name, then its domains.
fn claims(id: OrganizationId, organization: &Organization) -> Vec<Claim> {
    let claim = |kind, key| Claim { kind, key, holder: id.0 };
    let domains = organization.domains.iter().map(|domain| claim(KeyKind::OrganizationDomain, domain.clone()));
    [claim(KeyKind::OrganizationName, name_key(&organization.name))].into_iter().chain(domains).collect()
}

/// Notes the keys that other organizations hold, each where it stands in the request.
fn tell_held(taken: &[(Claim, i64)], organization: &Organization, domain_paths: &[String], problems: &mut Problems) {
    for (claim, holder) in taken {
        let holder = OrganizationId(*holder);
        let domain = organization.domains.iter().position(|domain| *domain == claim.key);
        match domain.and_then(|at| domain_paths.get(at)).filter(|_| claim.kind == KeyKind::OrganizationDomain) {
            Some(path) => problems.held(path, DOMAIN_HELD, holder),
            None => problems.held("name", NAME_HELD, holder),
        }
    }
}

fn whole(organization: &Organization) -> Arc<str> {
    Value::Object(organization.flat()).to_string().into()
}
