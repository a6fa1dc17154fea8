//! Saved views of the list of customers: made for oneself, shared with everybody, renamed, changed and removed.

use serde_json::Value;

use super::{Caller, Directory, Error, query, record};
use crate::domain::event::Subject;
use crate::domain::id::SavedViewId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::query::{Calendar, Known};
use crate::domain::saved_view::{Listing, MOST, SavedView, check_name};
use crate::domain::user::User;
use crate::domain::zone::Zone;
use crate::store::change::{Claim, KeyKind, Write};
use crate::store::saved_views::{self, Stored};
use crate::store::{self, Change, Refusal};

/// How often a change is decided anew when the view moved meanwhile.
const TRIES: usize = 5;

const TAKEN: &str = "whoever made it has a view of this name already; each wants a name of its own";
const NOT_YOURS: &str =
    "a view that everybody here sees is changed and removed by who made it, and by owners and admins";

/// What somebody changes of a view, apart from what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// What it is called from now on, when that changes.
    pub name: Option<String>,
    /// Whether everybody of the company sees it.
    pub is_shared: bool,
}

/// The view that is meant, when a user sees it.
pub async fn find(directory: &Directory, by: &User, id: SavedViewId) -> Result<Option<Stored>, Error> {
    let found = saved_views::get(&directory.store, by.company, id).await?;
    Ok(found.filter(|found| found.value.is_seen_by(by.id)))
}

/// The view that is meant, for a user who may change it.
pub async fn find_to_change(directory: &Directory, by: &User, id: SavedViewId) -> Result<Stored, Error> {
    let found = find(directory, by, id).await?.ok_or(Error::Missing("view"))?;
    if found.value.is_managed_by(by.id, by.role) { Ok(found) } else { Err(Error::NotAllowed(NOT_YOURS)) }
}

/// Saves what a list shows under a name that no other view of the user has.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    by: &User,
    name: &str,
    is_shared: bool,
    listing: Listing,
) -> Result<Stored, Error> {
    let mut problems = Problems::default();
    let name = check_name(name, "name", &mut problems);
    check(directory, caller, &listing, &mut problems).await?;
    problems.or(()).map_err(Error::Invalid)?;
    let id = SavedViewId(directory.store.take_ids(1).await?.ids.start);
    let view = SavedView { owner: by.id, name, is_shared, listing };
    let made = Stored::new(id, view, directory.clock.now());
    let document = Value::Object(made.value.fields()).to_string().into();
    let event = record::made(Subject::SavedView, id, document, &caller.actor, made.created_at);
    let mut change = Change::new(caller.company).write(Write::NewSavedView(made.clone()), event);
    change.claims.push(claim(&made));
    match directory.store.commit(change).await {
        Ok(_) => Ok(made),
        Err(store::Error::Refused(Refusal::Full)) => {
            let mut problems = Problems::default();
            problems.missing("view", Rule::TooMany(MOST));
            Err(Error::Invalid(problems))
        }
        Err(error) => Err(taken_or(error, &made)),
    }
}

/// Calls a view otherwise, or shares it, or keeps it to who made it.
pub async fn describe(
    directory: &Directory,
    caller: &Caller,
    by: &User,
    id: SavedViewId,
    said: &Described,
) -> Result<Stored, Error> {
    // Whoever may not change it is told that, whatever was typed.
    find_to_change(directory, by, id).await?;
    let mut problems = Problems::default();
    let name = said.name.as_deref().map(|name| check_name(name, "name", &mut problems));
    problems.or(()).map_err(Error::Invalid)?;
    change(directory, caller, by, id, |view| {
        if let Some(name) = &name {
            view.name.clone_from(name);
        }
        view.is_shared = said.is_shared;
    })
    .await
}

/// Notes what keeps a listing from being saved. Which days its words mean is another matter, each time that it is looked at.
async fn check(
    directory: &Directory,
    caller: &Caller,
    listing: &Listing,
    problems: &mut Problems,
) -> Result<(), store::Error> {
    let properties = query::properties(&directory.store, caller.company).await?;
    let calendar = Some(Calendar { now: directory.clock.now(), zone: &Zone::utc() });
    listing.check(Known { properties: &properties, calendar }, problems);
    Ok(())
}

/// Has a view show something else from now on.
pub async fn show(
    directory: &Directory,
    caller: &Caller,
    by: &User,
    id: SavedViewId,
    listing: &Listing,
) -> Result<Stored, Error> {
    find_to_change(directory, by, id).await?;
    let mut problems = Problems::default();
    check(directory, caller, listing, &mut problems).await?;
    problems.or(()).map_err(Error::Invalid)?;
    change(directory, caller, by, id, |view| view.listing.clone_from(listing)).await
}

/// Removes a view; the customers that it shows stay as they are.
pub async fn delete(directory: &Directory, caller: &Caller, by: &User, id: SavedViewId) -> Result<(), Error> {
    for _ in 0..TRIES {
        let before = find_to_change(directory, by, id).await?;
        let document = Value::Object(before.value.fields()).to_string().into();
        let event = record::removed(Subject::SavedView, id, document, &caller.actor, directory.clock.now());
        let mut change = Change::new(caller.company).write(Write::RemovedSavedView(id, before.version), event);
        change.frees.push(claim(&before));
        if directory.commit_in_time(caller, change).await? {
            return Ok(());
        }
    }
    Err(Error::Busy)
}

/// Loads a view, lets the change be decided, and commits it; anew when the view moved meanwhile.
async fn change(
    directory: &Directory,
    caller: &Caller,
    by: &User,
    id: SavedViewId,
    decide: impl Fn(&mut SavedView),
) -> Result<Stored, Error> {
    for _ in 0..TRIES {
        let before = find_to_change(directory, by, id).await?;
        let mut after = before.clone();
        decide(&mut after.value);
        if after.value == before.value {
            return Ok(before);
        }
        after.version = before.version.next();
        after.updated_at = directory.clock.now().max(before.updated_at);
        let (had, has) = (before.value.fields(), after.value.fields());
        let event = record::changed(Subject::SavedView, id, had, has, &caller.actor, after.updated_at);
        let mut change = Change::new(caller.company).write(Write::ChangedSavedView(after.clone()), event);
        let (had, has) = (claim(&before), claim(&after));
        if had != has {
            change.frees.push(had);
            change.claims.push(has);
        }
        match directory.store.commit(change).await {
            Ok(_) => return Ok(after),
            Err(store::Error::Refused(Refusal::Moved)) => {}
            Err(error) => return Err(taken_or(error, &after)),
        }
    }
    Err(Error::Busy)
}

/// The key of a view's name among those of who made it.
fn claim(view: &Stored) -> Claim {
    let key = format!("{}:{}", view.value.owner, view.value.name_key());
    Claim { kind: KeyKind::SavedView, key, holder: view.id.0 }
}

/// The refusal of a name that another view has, or the error as it is.
fn taken_or(error: store::Error, view: &Stored) -> Error {
    match error {
        store::Error::Refused(Refusal::Taken(_)) => {
            let mut problems = Problems::default();
            problems.add("name", Rule::Duplicate(TAKEN), &view.value.name);
            Error::Conflict(problems)
        }
        other => other.into(),
    }
}
