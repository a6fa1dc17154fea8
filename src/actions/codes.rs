//! Authorization codes (RFC 6749, section 4.1): a user agrees, the app gets a code, and exchanges it for tokens.

use super::tokens::{self, Issued};
use super::{Caller, Directory, Error, refresh_tokens};
use crate::auth::{self, secret};
use crate::domain::app::App;
use crate::domain::code::{Challenge, Code, LIFETIME_SECONDS};
use crate::domain::id::UserId;
use crate::domain::token::Hash;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// Makes a code: this user of the caller's company agrees that this app acts for them. The code works once, within
/// [`LIFETIME_SECONDS`]; `redirect_uri` and `challenge` are those of the app's first request, if it sent any.
pub async fn create(
    directory: &Directory,
    caller: &Caller,
    client_id: &str,
    user: UserId,
    redirect_uri: Option<&str>,
    challenge: Option<Challenge>,
) -> Result<String, Error> {
    let (store, company) = (&directory.store, caller.company);
    let app = store::apps::get(store, company, client_id).await?;
    let app = app.filter(|app| app.revoked_at.is_none()).ok_or(Error::Missing("app in use"))?;
    let user = store::users::get(store, company, user).await?.ok_or(Error::Missing("user"))?;
    let code = secret::new_token(company, &directory.random);
    let mut change = Change::new(company);
    change.writes.push(Write::NewCode(Code {
        company,
        hash: secret::hash(&code),
        client_id: app.client_id,
        user: user.id,
        redirect_uri: redirect_uri.map(ToOwned::to_owned),
        challenge,
        expires_at: directory.clock.now().plus_seconds(LIFETIME_SECONDS),
        used_at: None,
    }));
    store.commit(change).await?;
    Ok(code)
}

/// Exchanges a code for the first tokens of its family. A code that is shown again takes back everything that came of it.
pub(super) async fn exchange(
    directory: &Directory,
    app: &App,
    code: &str,
    redirect_uri: Option<&str>,
    verifier: Option<&str>,
) -> Result<Issued, auth::Error> {
    let (hash, now) = (secret::hash(code), directory.clock.now());
    let code = store::codes::get(&directory.store, app.company, hash).await?;
    let code = code.filter(|code| code.client_id == app.client_id);
    let code = code.ok_or(auth::Error::Grant("The code is not known, or was made for another app."))?;
    check(&code, redirect_uri, verifier)?;
    if code.used_at.is_some() {
        return again(directory, app, hash).await;
    }
    if now >= code.expires_at {
        return Err(auth::Error::Grant("The code has expired: it works for 60 seconds. Let the user agree again."));
    }
    let mut change = Change::new(app.company);
    change.writes.push(Write::UsedCode { hash, at: now });
    let refresh_token = secret::new_token(app.company, &directory.random);
    change.writes.push(refresh_tokens::kept(app, &refresh_token, code.user, hash, now));
    let (change, access_token) = tokens::hand_out(directory, change, app, code.user, Some(hash));
    match directory.store.commit(change).await {
        Ok(_) => Ok(Issued { access_token, refresh_token: Some(refresh_token) }),
        Err(store::Error::Refused(Refusal::Moved)) => again(directory, app, hash).await,
        Err(error) => Err(error.into()),
    }
}

/// Whether whoever shows the code is who asked for it.
fn check(code: &Code, redirect_uri: Option<&str>, verifier: Option<&str>) -> Result<(), auth::Error> {
    if code.redirect_uri.is_some() && code.redirect_uri.as_deref() != redirect_uri {
        return Err(auth::Error::Grant("The redirect_uri must be the one that the code was asked for with."));
    }
    match (&code.challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if secret::verifies(verifier, challenge) => Ok(()),
        (Some(_), _) => Err(auth::Error::Grant("The code_verifier must be the one of the code's code_challenge.")),
        // Whoever took the challenge out of the first request would otherwise go unnoticed (RFC 9700, section 2.1.1).
        (None, Some(_)) => Err(auth::Error::Grant("There is a code_verifier, but the code has no code_challenge.")),
    }
}

async fn again(directory: &Directory, app: &App, family: Hash) -> Result<Issued, auth::Error> {
    tokens::take_back_family(directory, app, family).await?;
    Err(auth::Error::Grant("The code was used before; the tokens that it gave are revoked. Let the user agree again."))
}
