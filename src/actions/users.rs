//! The people of a company: who they are, what they may do, and whether they may sign in.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::invitations::{self, Link};
use super::{Caller, Directory, Error, passwords, record};
use crate::domain::email::EmailKey;
use crate::domain::event::{Actor, Subject};
use crate::domain::id::UserId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::text;
use crate::domain::user::{NAME_MAX, Role, User, UserInput, check_email};
use crate::domain::zone::Zone;
use crate::store::change::{Claim, KeyKind, Write};
use crate::store::{self, Change, Refusal};

/// How often a change is decided anew when the user moved meanwhile.
const TRIES: usize = 5;

const TAKEN: &str = "a person of this company has this address already";

/// Invites somebody: makes the user, who can be found from now on, and a link that begins the account. `by` is the role of who invites.
pub async fn invite(
    directory: &Directory,
    caller: &Caller,
    by: Role,
    input: UserInput,
    role: &str,
) -> Result<(User, Link), Error> {
    let mut problems = Problems::default();
    let email = input.email.clone().unwrap_or_default();
    if email.trim().is_empty() {
        problems.missing("email", Rule::NotEmpty);
    }
    let mut found = problems.apart();
    input.check("", &mut found);
    problems.take(found, |path| path.trim_start_matches('.').to_owned());
    let role = read_role(role, &mut problems);
    let Some(role) = role.filter(|_| problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    may(by, role)?;
    let (company, now) = (caller.company, directory.clock.now());
    let home = store::companies::get(&directory.store, company).await?.ok_or(Error::Missing("company"))?;
    let user = User::invited(company, directory.store.take_user_id().await?, &email, input, role, now);
    let user = User { timezone: home.timezone, ..user };
    let event = record::made(Subject::User, user.id, document_of(&user), &caller.actor, now);
    let (write, link) = invitations::make(directory, &user);
    let mut change = Change::new(company).write(Write::NewUser(user.clone()), event);
    change.writes.push(write);
    change.claims.extend(claim(&user));
    match directory.store.commit(change).await {
        Ok(_) => Ok((user, link)),
        Err(error) => Err(taken_or(error, "email", &email)),
    }
}

/// Changes what somebody may do. There is always an owner who can sign in.
pub async fn change_role(
    directory: &Directory,
    caller: &Caller,
    by: Role,
    id: UserId,
    role: &str,
) -> Result<User, Error> {
    let mut problems = Problems::default();
    let Some(role) = read_role(role, &mut problems) else { return Err(Error::Invalid(problems)) };
    change(directory, caller, id, "role", |user| {
        may(by, user.role)?;
        may(by, role)?;
        user.role = role;
        Ok(Vec::new())
    })
    .await
}

/// Changes the address that somebody else signs in with and is known by. Sessions, passkeys, the password and a link that was made stay good.
pub async fn change_email(
    directory: &Directory,
    caller: &Caller,
    by: Role,
    id: UserId,
    email: &str,
) -> Result<User, Error> {
    if caller.actor == Actor::User(id) {
        return Err(Error::NotAllowed(
            "the own address is changed in the own account, where the password is asked for",
        ));
    }
    change(directory, caller, id, "email", |user| {
        may(by, user.role)?;
        let mut problems = Problems::default();
        check_email(email, "email", &mut problems);
        problems.or(()).map_err(Error::Invalid)?;
        email.trim().clone_into(&mut user.email);
        Ok(Vec::new())
    })
    .await
}

/// Changes the own address, for who knows the own password: it is asked for, and throttled, as for a new one.
pub async fn change_own_email(
    directory: &Directory,
    caller: &Caller,
    user: &User,
    (email, password): (&str, &str),
) -> Result<User, Error> {
    let mut problems = Problems::default();
    check_email(email, "email", &mut problems);
    passwords::prove(directory, user, password, "proof", &mut problems).await?;
    problems.or(()).map_err(Error::Invalid)?;
    change(directory, caller, user.id, "email", |user| {
        email.trim().clone_into(&mut user.email);
        Ok(Vec::new())
    })
    .await
}

/// Keeps somebody out: every session ends, and what apps may do in the user's name. The rest stays as it is.
pub async fn disable(directory: &Directory, caller: &Caller, by: Role, id: UserId) -> Result<User, Error> {
    if caller.actor == Actor::User(id) {
        return Err(Error::NotAllowed("nobody can disable the own account; somebody else has to"));
    }
    let now = directory.clock.now();
    let user = change(directory, caller, id, "role", |user| {
        may(by, user.role)?;
        user.disabled_at.get_or_insert(now);
        Ok(vec![Write::EndedSessions(id, None), Write::RevokedAgreements(id, None)])
    })
    .await?;
    directory.leases.forget_user(id);
    Ok(user)
}

/// Lets somebody in again, with the password that was.
pub async fn enable(directory: &Directory, caller: &Caller, by: Role, id: UserId) -> Result<User, Error> {
    change(directory, caller, id, "role", |user| {
        may(by, user.role)?;
        user.disabled_at = None;
        Ok(Vec::new())
    })
    .await
}

/// What somebody changes of the own account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// First name, 1 to 40 characters.
    pub first_name: String,
    /// Last name, up to 40 characters.
    pub last_name: String,
    /// The name of a time zone (IANA).
    pub timezone: String,
}

impl Profile {
    pub(super) fn check(&self, problems: &mut Problems) {
        text::check(&self.first_name, 1, NAME_MAX, "firstName", problems);
        text::check(&self.last_name, 0, NAME_MAX, "lastName", problems);
        if Zone::parse(&self.timezone).is_none() {
            problems.add(
                "timezone",
                Rule::EnumValue(vec!["UTC, Europe/Berlin and the like".to_owned()]),
                &self.timezone,
            );
        }
    }

    pub(super) fn put_on(&self, user: &mut User) {
        self.first_name.trim().clone_into(&mut user.first_name);
        self.last_name.trim().clone_into(&mut user.last_name);
        self.timezone.clone_into(&mut user.timezone);
    }
}

/// Changes one's own name and time zone.
pub async fn describe(directory: &Directory, caller: &Caller, id: UserId, profile: &Profile) -> Result<User, Error> {
    let mut problems = Problems::default();
    profile.check(&mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    change(directory, caller, id, "role", |user| {
        profile.put_on(user);
        Ok(Vec::new())
    })
    .await
}

/// Loads a user, lets the change be decided, and commits it with what else it means; anew when the user moved meanwhile.
async fn change(
    directory: &Directory,
    caller: &Caller,
    id: UserId,
    path: &str,
    decide: impl Fn(&mut User) -> Result<Vec<Write>, Error>,
) -> Result<User, Error> {
    for _ in 0..TRIES {
        let before = store::users::get(&directory.store, caller.company, id).await?.ok_or(Error::Missing("user"))?;
        let mut after = before.clone();
        let more = decide(&mut after)?;
        let Some(mut change) = changed(directory, caller, &before, &mut after) else { return Ok(before) };
        change.writes.extend(more);
        match directory.store.commit(change).await {
            Ok(_) => return Ok(after),
            Err(store::Error::Refused(Refusal::Moved)) => owner_stays(directory, &before, &after, path).await?,
            Err(error) => return Err(taken_or(error, "email", &after.email)),
        }
    }
    Err(Error::Busy)
}

/// A change of a user with what the log says of it; none where nothing differs.
pub(super) fn changed(directory: &Directory, caller: &Caller, before: &User, after: &mut User) -> Option<Change> {
    if before == after {
        return None;
    }
    after.version = before.version.next();
    after.updated_at = directory.clock.now().max(before.updated_at);
    let event =
        record::changed(Subject::User, after.id, fields(before), fields(after), &caller.actor, after.updated_at);
    let mut change = Change::new(caller.company).write(Write::ChangedUser(after.clone()), event);
    let (had, has) = (claim(before), claim(after));
    if had != has {
        change.frees.extend(had);
        change.claims.extend(has);
    }
    Some(change)
}

/// Refuses a change that was not made because nobody else could sign in as an owner.
async fn owner_stays(directory: &Directory, before: &User, after: &User, path: &str) -> Result<(), Error> {
    let is_one = |user: &User| user.role == Role::Owner && user.disabled_at.is_none();
    if !is_one(before) || is_one(after) {
        return Ok(());
    }
    let people = store::users::people(&directory.store, before.company).await?;
    if people.iter().any(|other| other.user.id != before.id && is_one(&other.user) && other.has_password) {
        return Ok(());
    }
    let mut problems = Problems::default();
    let rule = "this is the only owner who can sign in; make somebody else an owner first";
    problems.add(path, Rule::Pattern(rule), after.role.as_str());
    Err(Error::Invalid(problems))
}

/// Refuses what a role may not do to another.
pub(super) fn may(by: Role, other: Role) -> Result<(), Error> {
    match by {
        _ if by.manages(other) => Ok(()),
        Role::Admin => Err(Error::NotAllowed("what concerns owners is for owners alone")),
        _ => Err(Error::NotAllowed("people are managed by owners and admins")),
    }
}

/// The key of a user's address, which one user of a company has.
pub(super) fn claim(user: &User) -> Option<Claim> {
    let key = EmailKey::parse(&user.email)?.into_string();
    Some(Claim { kind: KeyKind::User, key, holder: user.id.0 })
}

/// The refusal of an address that somebody has, or the error as it is.
pub(super) fn taken_or(error: store::Error, path: &str, email: &str) -> Error {
    match error {
        store::Error::Refused(Refusal::Taken(_)) => {
            let mut problems = Problems::default();
            problems.add(path, Rule::Duplicate(TAKEN), email);
            Error::Conflict(problems)
        }
        other => other.into(),
    }
}

/// A user as the log keeps it.
pub(super) fn document_of(user: &User) -> Arc<str> {
    Value::Object(fields(user)).to_string().into()
}

fn fields(user: &User) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("firstName".into(), user.first_name.as_str().into());
    fields.insert("lastName".into(), user.last_name.as_str().into());
    fields.insert("email".into(), user.email.as_str().into());
    fields.insert("role".into(), user.role.as_str().into());
    fields.insert("timezone".into(), user.timezone.as_str().into());
    if user.disabled_at.is_some() {
        fields.insert("disabled".into(), true.into());
    }
    fields
}

fn read_role(role: &str, problems: &mut Problems) -> Option<Role> {
    let read = Role::parse(role);
    if read.is_none() {
        problems.add("role", Rule::EnumValue(Role::ALL.map(|role| role.as_str().to_owned()).into()), role);
    }
    read
}
