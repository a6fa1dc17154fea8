//! What a token or a client secret opens.

use std::sync::Arc;

use super::secret;
use super::{Error, Leases};
use crate::domain::app::App;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::time::Timestamp;
use crate::store::{Store, apps, tokens};

/// Who is asking: an app, for its company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The company.
    pub company: CompanyId,
    /// The app.
    pub client_id: String,
    /// The user for whom the app acts.
    pub user: UserId,
    /// From when the token is no longer accepted.
    pub expires_at: Timestamp,
}

/// What an access token opens now.
pub async fn access(store: &Store, leases: &Leases, token: &str, now: Timestamp) -> Result<Arc<Access>, Error> {
    let company = secret::company_of(token).ok_or(Error::UnknownToken)?;
    let hash = secret::hash(token);
    let access = match leases.find(&hash, now) {
        Some(access) => access,
        None => {
            let (found, is_accepted) = tokens::get(store, company, hash).await?.ok_or(Error::UnknownToken)?;
            if !is_accepted {
                return Err(Error::RevokedApp);
            }
            let access = Arc::new(Access {
                company,
                client_id: found.client_id,
                user: found.user,
                expires_at: found.expires_at,
            });
            leases.keep(hash, Arc::clone(&access), now);
            access
        }
    };
    if now < access.expires_at { Ok(access) } else { Err(Error::ExpiredToken) }
}

/// The app with this client id, when the secret is its own and it is not revoked.
pub async fn client(store: &Store, client_id: &str, client_secret: &str) -> Result<App, Error> {
    let company = secret::company_of(client_id).ok_or(Error::Client)?;
    let app = apps::get(store, company, client_id).await?.ok_or(Error::Client)?;
    if secret::is_same(client_secret, &app.secret_hash) && app.revoked_at.is_none() {
        Ok(app)
    } else {
        Err(Error::Client)
    }
}
