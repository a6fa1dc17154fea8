//! Passkeys: made in a session by who knows the password, named and removed there, and what somebody signs in with.

use serde_json::{Map, Value};

use super::sessions::{self, Client};
use super::{Caller, Directory, Error, passwords, record, tries};
use crate::auth::passkey::{self, Answer, Asked, PasskeyError, Seal, Site};
use crate::auth::secret;
use crate::domain::event::{Event, Subject};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::passkey::{MOST, Passkey, check_name};
use crate::domain::problem::{Problems, Rule};
use crate::domain::token::Hash;
use crate::domain::user::User;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

const STALE: &str = "took too long, or was sent twice; try again";
const ELSEWHERE: &str = "answered for another address than that of this server";
const WRONG: &str = "gave an answer that is not accepted here; try again, or use another device";
const THERE: &str = "is registered already";
const NOWHERE: &str = "is only for a server that has a name and https: people have to reach it by its public URL";

/// What came of a try to sign in with a passkey.
#[derive(Clone, Debug, PartialEq)]
pub enum SignIn {
    /// It was right: the token of the session, which is never to be had again.
    Done(String),
    /// It was not, and what of it is told.
    Refused(PasskeyError),
}

/// The passkeys of a user, the oldest first.
pub async fn list(directory: &Directory, company: CompanyId, user: UserId) -> Result<Vec<Passkey>, Error> {
    Ok(store::passkeys::list(&directory.store, company, user).await?)
}

/// Asks a browser for a new passkey of its user. It is another way in, so the password is asked for, and throttled, as for a new password.
pub async fn ask_for_new(
    directory: &Directory,
    user: &User,
    session: Hash,
    (name, password): (&str, &str),
    site: Option<&Site>,
) -> Result<Asked, Error> {
    let mut problems = Problems::default();
    check_name(name, "name", &mut problems);
    passwords::prove(directory, user, password, "current", &mut problems).await?;
    let known = list(directory, user.company, user.id).await?;
    if known.len() >= MOST {
        problems.missing("passkey", Rule::TooMany(MOST));
    }
    problems.or(()).map_err(Error::Invalid)?;
    let site = site.ok_or_else(|| refused(NOWHERE))?;
    let asked = passkey::ask_for_new(site, seal(directory).await?, user, session, &known);
    asked.map_err(|_| Error::Store(store::Error::Corrupt("a passkey that cannot be asked for".into())))
}

/// Registers the passkey that a browser made when it was asked in this session.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    user: &User,
    session: Hash,
    (name, ticket, answer): (&str, &str, &str),
    site: Option<&Site>,
) -> Result<(), Error> {
    let mut problems = Problems::default();
    let name = check_name(name, "name", &mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    let site = site.ok_or_else(|| refused(NOWHERE))?;
    let accepted = passkey::accept_new(site, seal(directory).await?, session, ticket, answer);
    let (credential, spent) = accepted.map_err(|error| refused(words(error)))?;
    let passkey = Passkey {
        company: user.company,
        user: user.id,
        hash: passkey::hash_of(&credential.id),
        credential,
        name,
        created_at: directory.clock.now(),
        used_at: None,
    };
    let event = told(directory, caller, user.id, None, Some(&passkey.name));
    let mut change = Change::new(user.company);
    change.writes.push(Write::SpentChallenge(spent));
    let change = change.write(Write::NewPasskey(passkey), event);
    match directory.store.commit(change).await {
        Ok(_) => Ok(()),
        Err(store::Error::Refused(Refusal::Answered)) => Err(refused(STALE)),
        Err(store::Error::Refused(Refusal::Exists)) => Err(refused(THERE)),
        Err(store::Error::Refused(Refusal::Full)) => {
            let mut problems = Problems::default();
            problems.missing("passkey", Rule::TooMany(MOST));
            Err(Error::Invalid(problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// Calls one's own passkey otherwise, by its name in a form ([`Passkey::id`]).
pub async fn rename(directory: &Directory, caller: &Caller, user: UserId, id: &str, name: &str) -> Result<(), Error> {
    let before = find(directory, caller, user, id).await?;
    let mut problems = Problems::default();
    let name = check_name(name, "name", &mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    if name == before.name {
        return Ok(());
    }
    let event = told(directory, caller, user, Some(&before.name), Some(&name));
    commit(directory, Change::new(caller.company).write(Write::RenamedPasskey(before.hash, name), event)).await
}

/// Removes one's own passkey. It takes a way in away and gives none, so no password is asked for: a device that is lost may have to go at once.
pub async fn delete(directory: &Directory, caller: &Caller, user: UserId, id: &str) -> Result<(), Error> {
    let before = find(directory, caller, user, id).await?;
    let event = told(directory, caller, user, Some(&before.name), None);
    commit(directory, Change::new(caller.company).write(Write::RemovedPasskey(before.hash), event)).await
}

/// Adds to a change that every passkey of a user goes.
pub(super) async fn delete_all(
    directory: &Directory,
    mut change: Change,
    caller: &Caller,
    user: UserId,
) -> Result<Change, Error> {
    let all = list(directory, change.company, user).await?;
    change.events.extend(all.iter().map(|passkey| told(directory, caller, user, Some(&passkey.name), None)));
    change.writes.push(Write::RemovedPasskeys(user));
    Ok(change)
}

/// Asks a browser for a passkey of anybody who may sign in.
pub async fn ask_for_any(directory: &Directory, site: Option<&Site>) -> Result<Asked, Error> {
    let site = site.ok_or_else(|| refused(NOWHERE))?;
    passkey::ask_for_any(site, seal(directory).await?).map_err(|error| refused(words(error)))
}

/// Signs in with a passkey: its company is that of its user. It is throttled as a password is, by user and by network.
pub async fn sign_in(
    directory: &Directory,
    (ticket, answer): (&str, &str),
    client: &Client,
    site: Option<&Site>,
) -> Result<SignIn, Error> {
    let network = sessions::client_key(client);
    let read = Answer::read(answer);
    let key = read.as_ref().ok().map(|answer| account(answer.user()));
    let keys: Vec<_> = key.into_iter().chain([network]).collect();
    tries::begin(directory, &keys).await?;
    let (answer, site) = match (read, site) {
        (Ok(answer), Some(site)) => (answer, site),
        _ => return Ok(SignIn::Refused(PasskeyError::Wrong)),
    };
    let (company, user) = answer.user();
    let found = store::passkeys::get(&directory.store, company, user, answer.passkey()).await?;
    let owner = store::users::get(&directory.store, company, user).await?;
    let (Some(before), Some(user)) = (found, owner.filter(|user| user.disabled_at.is_none())) else {
        return Ok(SignIn::Refused(PasskeyError::Wrong));
    };
    let (state, spent) = match answer.check(site, seal(directory).await?, ticket, &before) {
        Ok(right) => right,
        Err(error) => return Ok(SignIn::Refused(error)),
    };
    let (session, token) = sessions::new(directory, &user, client);
    let used = Write::UsedPasskey { before, state, at: directory.clock.now() };
    let mut change = Change::new(company);
    change.writes.extend([Write::SpentChallenge(spent), used, session]);
    match directory.store.commit(change).await {
        Ok(_) => {}
        Err(store::Error::Refused(Refusal::Answered)) => return Ok(SignIn::Refused(PasskeyError::Stale)),
        // It was removed meanwhile, or a copy of it was quicker.
        Err(store::Error::Refused(Refusal::Moved)) => return Ok(SignIn::Refused(PasskeyError::Wrong)),
        Err(error) => return Err(error.into()),
    }
    tries::forgive(directory, key.as_ref().map(|(key, _)| key), Some(&network.0)).await;
    Ok(SignIn::Done(token))
}

/// One's own passkey.
async fn find(directory: &Directory, caller: &Caller, user: UserId, id: &str) -> Result<Passkey, Error> {
    let all = list(directory, caller.company, user).await?;
    all.into_iter().find(|passkey| passkey.id() == id).ok_or(Error::Missing("passkey"))
}

async fn commit(directory: &Directory, change: Change) -> Result<(), Error> {
    match directory.store.commit(change).await {
        Ok(_) => Ok(()),
        Err(store::Error::Refused(Refusal::Moved)) => Err(Error::Missing("passkey")),
        Err(error) => Err(error.into()),
    }
}

async fn seal(directory: &Directory) -> Result<Seal, Error> {
    Ok(Seal { secret: store::passkeys::secret(&directory.store).await?, now: directory.clock.now() })
}

/// What the log tells of a passkey: what its owner calls it, and nothing by which it is known.
fn told(directory: &Directory, caller: &Caller, user: UserId, before: Option<&str>, after: Option<&str>) -> Event {
    let side = |name: Option<&str>| name.map(|name| ("passkey".to_owned(), Value::from(name)));
    let side = |name| side(name).into_iter().collect::<Map<_, _>>();
    record::changed(Subject::User, user, side(before), side(after), &caller.actor, directory.clock.now())
}

fn refused(why: &'static str) -> Error {
    let mut problems = Problems::default();
    problems.missing("passkey", Rule::Pattern(why));
    Error::Invalid(problems)
}

fn words(error: PasskeyError) -> &'static str {
    match error {
        PasskeyError::Stale => STALE,
        PasskeyError::Elsewhere => ELSEWHERE,
        PasskeyError::Wrong => WRONG,
    }
}

fn account((company, user): (CompanyId, UserId)) -> (Hash, u32) {
    let named = [&b"passkey"[..], &company.0.to_be_bytes(), &user.0.to_be_bytes()];
    (secret::hash_of(&named), sessions::TRIES_OF_ACCOUNT)
}
