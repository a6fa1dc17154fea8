//! Who is calling, from the Authorization header (RFC 6750), and whether they may now.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};

use super::context::Context;
use super::{Api, ApiState, Error, etag};
use crate::actions::Caller;
use crate::auth::{self, Access};

/// A caller whose token was accepted, with the terms of the request.
#[derive(Debug)]
pub struct Authorized(pub Caller);

impl FromRequestParts<ApiState> for Authorized {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        match parts.extensions.remove::<Caller>() {
            Some(caller) => Ok(Self(caller)),
            None => admit(parts, api).await.map(Self),
        }
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

/// Lets a request in: its token is accepted, and its company has requests left.
pub(super) async fn admit(parts: &mut Parts, api: &Api) -> Result<Caller, Error> {
    let token = bearer(&parts.headers).ok_or(Error::NoToken)?;
    let (directory, now) = (&api.directory, api.directory.clock.now());
    let access = auth::access(&directory.store, &directory.leases, token, now).await?;
    if let Some(standing) = api.rate_limit.take(&api.directory.store, access.company, now).await? {
        if let Some(context) = parts.extensions.get::<Context>() {
            // A request is let in once, so nothing was told before.
            let _ = context.told.standing.set(standing);
        }
        if let Some(seconds) = standing.retry_after {
            return Err(Error::RateLimit(seconds));
        }
    }
    let mut caller = Caller::from(&*access);
    caller.expected = etag::expected(&parts.method, &parts.headers)?;
    Ok(caller)
}

/// The token of `Authorization: Bearer TOKEN`, the scheme in any letter case.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
