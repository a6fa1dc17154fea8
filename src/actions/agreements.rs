//! Apps that act for people who agreed to it: which ones do, and taking that back.

use serde_json::Map;

use super::{Caller, Directory, Error, record};
use crate::domain::event::Subject;
use crate::domain::id::{CompanyId, UserId};
use crate::store::apps::Agreed;
use crate::store::change::Write;
use crate::store::{self, Change};

/// The apps that act for a user now, by name.
pub async fn list(directory: &Directory, company: CompanyId, user: UserId) -> Result<Vec<Agreed>, Error> {
    Ok(store::apps::agreed(&directory.store, company, user, directory.clock.now()).await?)
}

/// Takes back that an app acts for a user: every token that came of it ends. Other servers may accept one for
/// [`crate::auth::LEASE_SECONDS`] more. What the app does in its own name goes on.
pub async fn take_back(directory: &Directory, caller: &Caller, user: UserId, client_id: &str) -> Result<(), Error> {
    let agreed = list(directory, caller.company, user).await?;
    let app = agreed.into_iter().find(|app| app.client_id == client_id).ok_or(Error::Missing("app that acts"))?;
    let before = Map::from_iter([("actingApp".to_owned(), app.client_id.as_str().into())]);
    let event = record::changed(Subject::User, user, before, Map::new(), &caller.actor, directory.clock.now());
    let write = Write::RevokedAgreements(user, Some(app.client_id));
    directory.store.commit(Change::new(caller.company).write(write, event)).await?;
    directory.leases.forget(client_id);
    Ok(())
}
