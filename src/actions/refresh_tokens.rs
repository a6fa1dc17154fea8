//! Refresh tokens: each works once, and gives way to a successor (RFC 9700, section 4.14.2).

use super::Directory;
use super::tokens::{self, Issued};
use crate::auth::{self, secret};
use crate::domain::app::App;
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::token::{Hash, RefreshToken};
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// How long a refresh token is accepted when nobody uses it, in seconds: 180 days.
const LIFETIME_SECONDS: i64 = 180 * 86_400;

const UNKNOWN: auth::Error =
    auth::Error::Grant("The refresh token is not known, was revoked, or was handed to another app.");

/// Exchanges a refresh token for an access token and its successor. For [`crate::domain::token::OVERLAP_SECONDS`] whoever asks again is
/// told the same successor, because the first answer may have been lost; after that it takes back everything that came of the same code.
pub(super) async fn exchange(directory: &Directory, app: &App, token: &str) -> Result<Issued, auth::Error> {
    let hash = secret::hash(token);
    // Whoever loses the race for a token finds it replaced in the second round.
    for _ in 0..2 {
        let now = directory.clock.now();
        let kept = store::refresh_tokens::get(&directory.store, app.company, hash).await?;
        let kept = kept.filter(|kept| kept.client_id == app.client_id).ok_or(UNKNOWN)?;
        if now >= kept.expires_at {
            return Err(auth::Error::Grant("The refresh token has expired. Let the user agree again."));
        }
        let (change, salt) = match kept.replaced {
            None => replace(directory, app, &kept, token, now),
            Some(replaced) => match replaced.overlap(now) {
                Some(salt) => (repeat(app, hash), salt),
                None => {
                    tokens::take_back_family(directory, app, kept.family).await?;
                    return Err(auth::Error::Grant(
                        "The refresh token was replaced before; all tokens that came of it are revoked. Let the user agree again.",
                    ));
                }
            },
        };
        let (change, access_token) = tokens::hand_out(directory, change, app, kept.user, Some(kept.family));
        match directory.store.commit(change).await {
            Ok(_) => {
                let refresh_token = secret::successor(app.company, token, &salt);
                return Ok(Issued { access_token, refresh_token: Some(refresh_token) });
            }
            Err(store::Error::Refused(Refusal::Moved)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(UNKNOWN)
}

/// The writing of a new refresh token.
pub(super) fn kept(app: &App, token: &str, user: UserId, family: Hash, now: Timestamp) -> Write {
    Write::NewRefreshToken(RefreshToken {
        company: app.company,
        hash: secret::hash(token),
        client_id: app.client_id.clone(),
        user,
        family,
        issued_at: now,
        expires_at: now.plus_seconds(LIFETIME_SECONDS),
        replaced: None,
    })
}

fn replace(
    directory: &Directory,
    app: &App,
    replaced: &RefreshToken,
    token: &str,
    now: Timestamp,
) -> (Change, [u8; 32]) {
    let salt = directory.random.bytes();
    let successor = secret::successor(app.company, token, &salt);
    let mut change = Change::new(app.company);
    change.writes.push(Write::ReplacedRefreshToken { hash: replaced.hash, at: now, salt });
    change.writes.push(kept(app, &successor, replaced.user, replaced.family, now));
    (change, salt)
}

fn repeat(app: &App, hash: Hash) -> Change {
    let mut change = Change::new(app.company);
    change.writes.push(Write::RepeatedRefreshToken(hash));
    change
}
