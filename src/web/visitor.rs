//! Who is signed in.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::asked::Asked;
use super::{Error, Web, cookie};
use crate::actions::Caller;
use crate::actions::sessions::{self, SignedIn};
use crate::auth::secret;
use crate::domain::event::Actor;
use crate::domain::user::Role;
use crate::domain::zone::Zone;

/// The cookie that holds a session's token.
pub(super) const COOKIE: &str = "cardfile_session";

/// Somebody who is signed in: the user, the company and the session. As an argument of a handler it sends whoever is not to sign in.
#[derive(Clone, Debug)]
pub struct Visitor(Arc<SignedIn>, Keys);

/// What follows from a session's token, which itself is not kept.
#[derive(Clone)]
struct Keys {
    csrf: Arc<str>,
    seal: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Visitor {
    /// Who a request's cookie says it is; `address` is where it comes from.
    pub(super) async fn find(web: &Web, headers: &HeaderMap, address: IpAddr) -> Result<Option<Self>, Error> {
        let Some(token) = cookie::read(headers, COOKIE) else { return Ok(None) };
        let found = sessions::find(&web.directory, token, address).await?;
        let keys = || Keys { csrf: secret::form_token(token).into(), seal: secret::sealing_key(token) };
        Ok(found.map(|found| Self(Arc::new(found), keys())))
    }

    /// Where the person's days begin; in UTC where the zone is none any more.
    pub fn zone(&self) -> Zone {
        Zone::parse(&self.user.timezone).unwrap_or_else(Zone::utc)
    }

    /// Whoever acts when this person does something.
    pub fn caller(&self) -> Caller {
        Caller::new(self.company.id, Actor::User(self.user.id))
    }

    /// What every form of this session sends back in its field `csrf`.
    pub fn csrf(&self) -> &str {
        &self.1.csrf
    }

    /// What a secret is sealed with that this session alone is to read.
    pub(super) fn sealing_key(&self) -> &[u8; 32] {
        &self.1.seal
    }

    /// Whether this person manages people, apps and property definitions: an owner or an admin.
    pub fn is_manager(&self) -> bool {
        self.user.role != Role::User
    }

    /// Refuses whoever is neither owner nor admin.
    pub fn manages(&self) -> Result<(), Error> {
        if self.is_manager() { Ok(()) } else { Err(Error::NoPermission(None)) }
    }
}

impl Deref for Visitor {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let asked = Asked::find(parts)?;
        asked.visitor.clone().ok_or(Error::SignIn)
    }
}
