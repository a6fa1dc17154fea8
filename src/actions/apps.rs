//! API apps.

use super::{Caller, Directory, Error, companies, record};
use crate::auth::secret;
use crate::domain::app::App;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::problem::Problems;
use crate::domain::redirect::Redirect;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// Makes an app in the name of who asks, or of the company's owner where nobody of the company does, and answers it with its secret, which is never to be had again.
pub async fn create(directory: &Directory, caller: &Caller, name: &str) -> Result<(App, String), Error> {
    companies::check_name(name)?;
    let owner = match caller.actor {
        Actor::User(user) => user,
        _ => store::users::owner(&directory.store, caller.company).await?.ok_or(Error::Missing("company"))?,
    };
    let (change, app, secret) = make(directory, Change::new(caller.company), caller, owner, name);
    directory.store.commit(change).await?;
    Ok((app, secret))
}

/// Adds the making of an app by a user to a change.
pub(super) fn make(
    directory: &Directory,
    change: Change,
    caller: &Caller,
    user: UserId,
    name: &str,
) -> (Change, App, String) {
    let client_secret = secret::new_client_secret(&directory.random);
    let app = App {
        company: caller.company,
        client_id: secret::new_client_id(caller.company, &directory.random),
        name: name.to_owned(),
        user,
        redirects: Vec::new(),
        used_at: None,
        secret_hash: secret::hash(&client_secret),
        revoked_at: None,
        created_at: directory.clock.now(),
    };
    let document = serde_json::json!({ "name": name }).to_string().into();
    let event = record::made(Subject::App, &app.client_id, document, &caller.actor, app.created_at);
    (change.write(Write::NewApp(app.clone()), event), app, client_secret)
}

/// Makes an app and its tokens unusable. Other servers may let it in for [`crate::auth::LEASE_SECONDS`] more.
pub async fn revoke(directory: &Directory, caller: &Caller, client_id: &str) -> Result<(), Error> {
    let at = directory.clock.now();
    let side = |revoked: serde_json::Value| Some(serde_json::json!({ "/revoked": revoked }).to_string().into());
    let event = Event {
        subject: Subject::App,
        subject_id: client_id.to_owned(),
        verb: Verb::Revoked,
        actor: caller.actor.clone(),
        at,
        before: side(false.into()),
        after: side(true.into()),
    };
    let write = Write::RevokedApp { client_id: client_id.to_owned(), at };
    match directory.store.commit(Change::new(caller.company).write(write, event)).await {
        Ok(_) => {
            directory.leases.forget(client_id);
            Ok(())
        }
        Err(store::Error::Refused(Refusal::Moved)) => Err(Error::Missing("app in use")),
        Err(error) => Err(error.into()),
    }
}

/// Changes where an app may send users back to, a list with one URL a line.
pub async fn redirect(directory: &Directory, caller: &Caller, client_id: &str, lines: &str) -> Result<(), Error> {
    let mut problems = Problems::default();
    let redirects = Redirect::parse_lines(lines, &mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    let app = store::apps::get(&directory.store, caller.company, client_id).await?;
    let app = app.filter(|app| app.revoked_at.is_none()).ok_or(Error::Missing("app in use"))?;
    let side = |redirects: &[Redirect]| {
        let list = redirects.iter().map(Redirect::as_str).collect::<Vec<_>>();
        serde_json::Map::from_iter([("redirects".to_owned(), list.into())])
    };
    let (before, after, at) = (side(&app.redirects), side(&redirects), directory.clock.now());
    let event = record::changed(Subject::App, client_id, before, after, &caller.actor, at);
    let write = Write::RedirectedApp(client_id.to_owned(), redirects);
    match directory.store.commit(Change::new(caller.company).write(write, event)).await {
        Ok(_) => Ok(()),
        Err(store::Error::Refused(Refusal::Moved)) => Err(Error::Missing("app in use")),
        Err(error) => Err(error.into()),
    }
}

/// The apps of a company with when each was last used, the oldest first.
pub async fn list(directory: &Directory, company: CompanyId) -> Result<Vec<App>, Error> {
    let mut apps = store::apps::list(&directory.store, company).await?;
    for app in &mut apps {
        app.used_at = app.used_at.max(directory.leases.uses.of(&app.client_id));
    }
    Ok(apps)
}

/// Writes down which apps were used since the last time.
pub async fn note_uses(directory: &Directory) -> Result<(), Error> {
    for (company, client_id, at) in directory.leases.uses.take() {
        let mut change = Change::new(company);
        change.writes.push(Write::UsedApp(client_id, at));
        directory.store.commit(change).await?;
    }
    Ok(())
}

/// The company that an app belongs to, by its client id.
pub fn company_of(client_id: &str) -> Option<CompanyId> {
    secret::company_of(client_id)
}
