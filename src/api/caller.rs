//! Who is calling, from the Authorization header (RFC 6750).

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};

use super::{ApiState, Error};
use crate::actions::Caller;
use crate::auth::{self, Access};

/// A caller whose token was accepted.
#[derive(Debug)]
pub struct Authorized(pub Caller);

impl FromRequestParts<ApiState> for Authorized {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let Opened(access) = Opened::from_request_parts(parts, api).await?;
        Ok(Self(Caller::from(&*access)))
    }
}

/// What the caller's token opens, for whom.
#[derive(Debug)]
pub struct Opened(pub Arc<Access>);

impl FromRequestParts<ApiState> for Opened {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let token = bearer(&parts.headers).ok_or(Error::NoToken)?;
        let directory = &api.directory;
        Ok(Self(auth::access(&directory.store, &directory.leases, token, directory.clock.now()).await?))
    }
}

/// The token of `Authorization: Bearer TOKEN`, the scheme in any letter case.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
