//! Passwords: set by who follows a link, changed by who knows the old one.

use super::{Caller, Directory, Error, record, tries};
use crate::auth::PasswordError;
use crate::domain::event::Subject;
use crate::domain::password::Password;
use crate::domain::problem::{Problems, Rule};
use crate::domain::token::Hash;
use crate::domain::user::User;
use crate::store::change::Write;
use crate::store::{self, Change};

/// Changes one's own password; every other session ends. The old one is asked for so that nobody changes it at a desk that was left, and
/// it is throttled as a sign-in is.
pub async fn change(
    directory: &Directory,
    caller: &Caller,
    user: &User,
    (old, new): (&str, &str),
    session: Hash,
) -> Result<(), Error> {
    let mut problems = Problems::default();
    prove(directory, user, old, "old", &mut problems).await?;
    let password = check(new, user, "password", &mut problems);
    let Some(password) = password.filter(|_| problems.is_empty()) else { return Err(Error::Invalid(problems)) };
    let change = set(directory, Change::new(user.company), caller, user, &password, true).await?;
    let mut change = change;
    change.writes.push(Write::EndedSessions(user.id, Some(session)));
    directory.store.commit(change).await?;
    Ok(())
}

/// Notes when what somebody typed is not the own password. Guessing it is throttled as signing in is.
pub(super) async fn prove(
    directory: &Directory,
    user: &User,
    typed: &str,
    path: &str,
    problems: &mut Problems,
) -> Result<(), Error> {
    let key = super::sessions::account_key(user);
    tries::begin(directory, &[key]).await?;
    let kept = store::passwords::get(&directory.store, user.company, user.id).await?;
    let kept = kept.as_ref().map(|(hash, _)| hash.as_str());
    if directory.passwords.is_same(&Password::typed(typed), kept).await? {
        tries::forgive(directory, Some(&key.0), None).await;
    } else {
        problems.missing(path, Rule::Pattern("that is not your password"));
    }
    Ok(())
}

/// Reads a password that is to be kept for a user.
pub(super) fn check(typed: &str, user: &User, path: &str, problems: &mut Problems) -> Option<Password> {
    Password::check(typed, &[&user.first_name, &user.last_name, &user.email], path, problems)
}

/// Adds a user's password to a change. The log tells that it was changed, where there was one, and nothing more.
pub(super) async fn set(
    directory: &Directory,
    mut change: Change,
    caller: &Caller,
    user: &User,
    password: &Password,
    was_there: bool,
) -> Result<Change, Error> {
    let (hash, at) = (directory.passwords.hash(password, &directory.random).await?, directory.clock.now());
    change.writes.push(Write::Password { user: user.id, hash, at });
    if was_there {
        let side = |text: &str| serde_json::Map::from_iter([("password".to_owned(), text.into())]);
        change.events.push(record::changed(Subject::User, user.id, side("old"), side("new"), &caller.actor, at));
    }
    Ok(change)
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Broken => Self::Store(store::Error::Corrupt("a password that cannot be hashed".into())),
        }
    }
}
