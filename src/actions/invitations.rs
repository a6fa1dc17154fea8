//! Links for people: to begin an account, or to set a new password where there is one. Each works once, for seven days.

use super::users::{self, Profile};
use super::{Caller, Directory, Error};
use super::{passkeys, passwords, record};
use crate::auth::secret;
use crate::domain::event::{Actor, Subject};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::invitation::{Invitation, LIFETIME_SECONDS};
use crate::domain::problem::Problems;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User, check_email};
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// A link that was made. Its token is never to be had again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    token: String,
    /// From when it no longer works.
    pub expires_at: Timestamp,
    /// Whether the account is there, and a new password is to be set.
    pub is_reset: bool,
}

impl Link {
    /// The path that the link leads to, under the server's address.
    pub fn path(&self) -> String {
        path(&self.token)
    }

    /// What makes the link one.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// The path that the link of a token leads to.
pub fn path(token: &str) -> String {
    format!("/welcome/{token}")
}

/// A link that works, and whom it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Invited {
    /// The user.
    pub user: User,
    /// Whether the account is there, and a new password is to be set.
    pub is_reset: bool,
    /// Whether the address has to be said, because the one that is there leads nowhere.
    pub wants_email: bool,
}

/// What somebody says who follows a link.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    /// Name and time zone, where the account begins.
    pub profile: Profile,
    /// The address, where it is wanted.
    pub email: String,
    /// The password, as typed.
    pub password: String,
}

/// Makes a link for somebody, in place of one that was made before.
pub async fn renew(directory: &Directory, caller: &Caller, by: Role, user: UserId) -> Result<(User, Link), Error> {
    let user = store::users::get(&directory.store, caller.company, user).await?.ok_or(Error::Missing("user"))?;
    users::may(by, user.role)?;
    let is_reset = store::passwords::get(&directory.store, caller.company, user.id).await?.is_some();
    let (write, mut link) = make(directory, &user);
    link.is_reset = is_reset;
    let mut change = Change::new(caller.company);
    change.writes.push(write);
    directory.store.commit(change).await?;
    Ok((user, link))
}

/// Takes an invitation back: whoever was invited and has not begun is gone, and the link leads nowhere. The log keeps that it was so.
pub async fn withdraw(directory: &Directory, caller: &Caller, by: Role, user: UserId) -> Result<(), Error> {
    let user = store::users::get(&directory.store, caller.company, user).await?.ok_or(Error::Missing("user"))?;
    users::may(by, user.role)?;
    let (document, now) = (users::document_of(&user), directory.clock.now());
    let event = record::removed(Subject::User, user.id, document, &caller.actor, now);
    let mut change = Change::new(caller.company).write(Write::WithdrawnUser(user.id, user.version), event);
    change.frees.extend(users::claim(&user));
    match directory.store.commit(change).await {
        Ok(_) => Ok(()),
        Err(store::Error::Refused(Refusal::Moved)) => {
            Err(Error::NotAllowed("this account has begun, or apps act in its name; it can be disabled"))
        }
        Err(error) => Err(error.into()),
    }
}

/// A link for the owner that a company begins with, as long as none of its owners has a password.
pub async fn for_first_owner(directory: &Directory, company: CompanyId) -> Result<Option<Link>, Error> {
    let people = store::users::people(&directory.store, company).await?;
    if people.is_empty() {
        return Err(Error::Missing("company"));
    }
    let mut owners =
        people.iter().filter(|person| person.user.role == Role::Owner && person.user.disabled_at.is_none());
    if owners.clone().any(|owner| owner.has_password) {
        return Ok(None);
    }
    let Some(owner) = owners.next() else { return Ok(None) };
    let caller = Caller::new(company, Actor::Operator);
    renew(directory, &caller, Role::Owner, owner.user.id).await.map(|(_, link)| Some(link))
}

/// Whom a link is for; nobody when it was never made, was used, or is too old, and which of them is not told.
pub async fn find(directory: &Directory, token: &str) -> Result<Option<Invited>, Error> {
    let Some(company) = secret::company_of(token) else { return Ok(None) };
    let store = &directory.store;
    let Some(invitation) = store::invitations::get(store, company, secret::hash(token)).await? else { return Ok(None) };
    if directory.clock.now() >= invitation.expires_at {
        return Ok(None);
    }
    let user = store::users::get(store, company, invitation.user).await?;
    let Some(user) = user.filter(|user| user.disabled_at.is_none()) else { return Ok(None) };
    let is_reset = store::passwords::get(store, company, user.id).await?.is_some();
    Ok(Some(Invited { wants_email: !is_reset && user.has_stand_in(), user, is_reset }))
}

/// Begins the account, or sets the new password; every session that was is over, and no passkey that was is good any more: whoever lost the
/// password may have lost the device as well. The link is used up.
pub async fn accept(directory: &Directory, token: &str, said: &Acceptance) -> Result<User, Error> {
    let Some(Invited { user: before, is_reset, wants_email }) = find(directory, token).await? else {
        return Err(Error::Missing("link"));
    };
    let mut problems = Problems::default();
    let mut after = before.clone();
    if !is_reset {
        said.profile.check(&mut problems);
        said.profile.put_on(&mut after);
    }
    if wants_email {
        check_email(&said.email, "email", &mut problems);
        said.email.trim().clone_into(&mut after.email);
    }
    let password = passwords::check(&said.password, &after, "password", &mut problems);
    let Some(password) = password.filter(|_| problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    let caller = Caller::new(before.company, Actor::User(before.id));
    let change = users::changed(directory, &caller, &before, &mut after);
    let change = change.unwrap_or_else(|| Change::new(before.company));
    let mut change = passwords::set(directory, change, &caller, &after, &password, is_reset).await?;
    if is_reset {
        change = passkeys::delete_all(directory, change, &caller, after.id).await?;
    }
    change.writes.push(Write::UsedInvitation(secret::hash(token)));
    change.writes.push(Write::EndedSessions(after.id, None));
    match directory.store.commit(change).await {
        Ok(_) => Ok(after),
        // Somebody else used it, or the user was changed meanwhile: then the page is to be looked at again.
        Err(store::Error::Refused(Refusal::Moved)) => Err(Error::Missing("link")),
        Err(error) => Err(users::taken_or(error, "email", &said.email)),
    }
}

/// A new link and what keeps it, for somebody whose account has not begun.
pub(super) fn make(directory: &Directory, user: &User) -> (Write, Link) {
    let token = secret::new_token(user.company, &directory.random);
    let expires_at = directory.clock.now().plus_seconds(LIFETIME_SECONDS);
    let invitation = Invitation { company: user.company, hash: secret::hash(&token), user: user.id, expires_at };
    (Write::NewInvitation(invitation), Link { token, expires_at, is_reset: false })
}
