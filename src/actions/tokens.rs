//! Access tokens.

use super::Directory;
use crate::auth::{self, secret};
use crate::domain::app::AccessToken;
use crate::store::Change;
use crate::store::change::Write;

/// How long an access token is accepted, in seconds: two days.
pub const LIFETIME_SECONDS: i64 = 172_800;

/// Hands an access token to an app that shows its secret. It opens the app's company for [`LIFETIME_SECONDS`].
pub async fn issue(directory: &Directory, client_id: &str, client_secret: &str) -> Result<String, auth::Error> {
    let app = auth::client(&directory.store, client_id, client_secret).await?;
    let token = secret::new_access_token(app.company, &directory.random);
    let kept = AccessToken {
        company: app.company,
        hash: secret::hash(&token),
        client_id: app.client_id,
        expires_at: directory.clock.now().plus_seconds(LIFETIME_SECONDS),
    };
    let mut change = Change::new(app.company);
    change.writes.push(Write::NewToken(kept));
    directory.store.commit(change).await?;
    Ok(token)
}
