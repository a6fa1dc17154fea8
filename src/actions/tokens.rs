//! Tokens: handed out, exchanged, taken back and looked into.

use super::{Directory, codes, refresh_tokens};
use crate::auth::{self, secret};
use crate::domain::app::App;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::token::{AccessToken, Hash};
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// How long an access token is accepted, in seconds: two days.
pub const LIFETIME_SECONDS: i64 = 172_800;

/// The kinds of grant by their names.
pub const GRANT_TYPES: [&str; 3] = ["client_credentials", "authorization_code", "refresh_token"];

/// What an app shows for a token, beside its secret.
#[derive(Clone, Copy, Debug)]
pub enum Grant<'a> {
    /// Nothing: it acts for the user who made it.
    Client,
    /// The code that a user's agreement gave it.
    Code {
        /// The code.
        code: &'a str,
        /// Where the code was sent.
        redirect_uri: Option<&'a str>,
        /// What belongs to the challenge of the first request.
        verifier: Option<&'a str>,
    },
    /// A refresh token.
    RefreshToken(&'a str),
}

/// Tokens that were handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// It opens the app's company for [`LIFETIME_SECONDS`].
    pub access_token: String,
    /// It gets the next access token, where a user has agreed.
    pub refresh_token: Option<String>,
}

/// What is known of a token that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Whether it is an access token, and no refresh token.
    pub is_access: bool,
    /// The app it was handed to.
    pub client_id: String,
    /// The user for whom the app acts.
    pub user: UserId,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// From when it is no longer accepted.
    pub expires_at: Timestamp,
}

/// Hands tokens to an app that shows its secret and what it has been granted.
pub async fn issue(
    directory: &Directory,
    client_id: &str,
    client_secret: &str,
    grant: Grant<'_>,
) -> Result<Issued, auth::Error> {
    let app = auth::client(&directory.store, client_id, client_secret).await?;
    match grant {
        Grant::Client => {
            let (change, access_token) = hand_out(directory, Change::new(app.company), &app, app.user, None);
            directory.store.commit(change).await?;
            Ok(Issued { access_token, refresh_token: None })
        }
        Grant::Code { code, redirect_uri, verifier } => {
            codes::exchange(directory, &app, code, redirect_uri, verifier).await
        }
        Grant::RefreshToken(token) => refresh_tokens::exchange(directory, &app, token).await,
    }
}

/// Takes a token of the app back: an access token alone, or a refresh token with everything that came of the same code. A token that is
/// not known is taken back already.
pub async fn revoke(
    directory: &Directory,
    client_id: &str,
    client_secret: &str,
    token: &str,
) -> Result<(), auth::Error> {
    let app = auth::client(&directory.store, client_id, client_secret).await?;
    if secret::company_of(token) != Some(app.company) {
        return Ok(());
    }
    let (store, hash) = (&directory.store, secret::hash(token));
    let (holder, write) = if let Some((found, _)) = store::tokens::get(store, app.company, hash).await? {
        (found.client_id, Write::RevokedToken(hash))
    } else if let Some(found) = store::refresh_tokens::get(store, app.company, hash).await? {
        (found.client_id, Write::RevokedFamily(found.family))
    } else {
        return Ok(());
    };
    if holder != app.client_id {
        return Err(auth::Error::Grant("The token was handed to another app."));
    }
    take_back(directory, &app, write).await
}

/// What a token of the asking app's company is good for now; nothing when it is not accepted.
pub async fn inspect(
    directory: &Directory,
    client_id: &str,
    client_secret: &str,
    token: &str,
) -> Result<Option<Inspected>, auth::Error> {
    let app = auth::client(&directory.store, client_id, client_secret).await?;
    if secret::company_of(token) != Some(app.company) {
        return Ok(None);
    }
    let (store, hash, now) = (&directory.store, secret::hash(token), directory.clock.now());
    if let Some((found, is_accepted)) = store::tokens::get(store, app.company, hash).await? {
        return Ok((is_accepted && now < found.expires_at).then_some(Inspected {
            is_access: true,
            client_id: found.client_id,
            user: found.user,
            issued_at: found.issued_at,
            expires_at: found.expires_at,
        }));
    }
    let found = store::refresh_tokens::get(store, app.company, hash).await?;
    let Some(found) = found.filter(|found| found.is_accepted(now)) else { return Ok(None) };
    let holder = store::apps::get(store, app.company, &found.client_id).await?;
    Ok(holder.is_some_and(|holder| holder.revoked_at.is_none()).then_some(Inspected {
        is_access: false,
        client_id: found.client_id,
        user: found.user,
        issued_at: found.issued_at,
        expires_at: found.expires_at,
    }))
}

/// Adds the handing out of an access token to a change.
pub(super) fn hand_out(
    directory: &Directory,
    mut change: Change,
    app: &App,
    user: UserId,
    family: Option<Hash>,
) -> (Change, String) {
    let token = secret::new_token(app.company, &directory.random);
    let now = directory.clock.now();
    change.writes.push(Write::NewToken(AccessToken {
        company: app.company,
        hash: secret::hash(&token),
        client_id: app.client_id.clone(),
        user,
        family,
        issued_at: now,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
    }));
    (change, token)
}

/// Revokes everything that came of one code, because somebody showed what only a thief or a broken client shows.
pub(super) async fn take_back_family(directory: &Directory, app: &App, family: Hash) -> Result<(), auth::Error> {
    tracing::warn!(
        client_id = app.client_id,
        "a code or refresh token was used again; the tokens that came of it are revoked"
    );
    take_back(directory, app, Write::RevokedFamily(family)).await
}

async fn take_back(directory: &Directory, app: &App, write: Write) -> Result<(), auth::Error> {
    let mut change = Change::new(app.company);
    change.writes.push(write);
    match directory.store.commit(change).await {
        // Somebody else was quicker: it is gone all the same.
        Ok(_) | Err(store::Error::Refused(Refusal::Moved)) => {}
        Err(error) => return Err(error.into()),
    }
    directory.leases.forget(&app.client_id);
    Ok(())
}
