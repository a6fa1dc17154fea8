//! Secrets that are shown once, on the page that a form leads to: between the two the browser has them, sealed for its session and for that
//! page alone. Nothing of it stands in an address or in the database, and any server behind the same address can show it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::{Visitor, Web, cookie, go};
use crate::auth::secret;
use crate::domain::token::Hash;

/// The cookie in which a secret waits.
const COOKIE: &str = "cardfile_once";
/// How long it waits, in seconds.
const WAITS_SECONDS: i64 = 120;

/// A page on which a secret may be shown.
#[derive(Debug)]
pub(super) struct ShownOnce {
    /// The secret, this once.
    pub secret: Option<String>,
    /// Whether something waited, which is to be forgotten now.
    waited: bool,
}

/// 303 to the page of this path, which shows the secret.
pub(super) fn go_and_show(web: &Web, visitor: &Visitor, path: &str, secret: &str) -> Response {
    let sealed = secret::seal(secret, visitor.sealing_key());
    with_cookie(go::to(path), &cookie::write_for(path, COOKIE, &sealed, WAITS_SECONDS, web.is_https()))
}

/// What waits for this page: it is shown only as the secret of the hash that is kept, so that one that was replaced meanwhile is not.
pub(super) fn find(visitor: &Visitor, headers: &HeaderMap, kept: Option<&Hash>) -> ShownOnce {
    let sealed = cookie::read(headers, COOKIE);
    let secret = sealed.zip(kept).and_then(|(sealed, kept)| secret::unseal(sealed, visitor.sealing_key(), kept));
    ShownOnce { secret, waited: sealed.is_some() }
}

impl ShownOnce {
    /// The page of this path, after which the browser has nothing of the secret any more.
    pub(super) fn on(&self, web: &Web, path: &str, mut page: Response) -> Response {
        if !self.waited {
            return page;
        }
        page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        with_cookie(page, &cookie::write_for(path, COOKIE, "", 0, web.is_https()))
    }
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
