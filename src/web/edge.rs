//! The edge: what happens to every request before its page is made and to every page after it.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::security::{self, FormTarget};
use super::{Error, WebState, csrf, error, form};
use crate::domain::id;

/// Finds out who asks, reads what a form sent and refuses what another site sent; makes refusals into pages, and protects what is answered.
pub(super) async fn finish(State(web): State<WebState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let directory = &web.directory;
    let reference = id::sortable_uuid(directory.clock.now(), directory.random.bytes());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let referer = request.headers().get(header::REFERER).cloned();
    let (mut parts, body) = request.into_parts();
    let asked = Asked::of(&web, &parts).await.map(Arc::new);
    let mut response = match &asked {
        Ok(asked) => {
            parts.extensions.insert(Arc::clone(asked));
            match admit(&web, asked, parts, body).await {
                Ok(request) => next.run(request).await,
                Err(error) => error.into_response(),
            }
        }
        Err(_) => Response::default(),
    };
    let known = asked.as_ref().ok();
    let refusal = response.extensions_mut().remove::<Arc<Error>>();
    match (&asked, refusal) {
        (Err(failure), _) => response = error::without_frame(failure, &reference),
        (Ok(asked), Some(refusal)) => {
            response = error::page(&web, asked, &refusal, &reference, &method, referer.as_ref())
        }
        (Ok(_), None) => {}
    }
    if known.is_some_and(|asked| asked.is_part) {
        // The same address has a whole page for who reads it, which the other is not to be taken for.
        response.headers_mut().append(header::VARY, HeaderValue::from_static("x-requested-with"));
    }
    if let Ok(reference) = HeaderValue::try_from(reference) {
        response.headers_mut().insert("correlation-id", reference);
    }
    let response = protect(response, web.shows_photos);
    web.metrics.count(&method, route, response.status(), started.elapsed());
    response
}

/// Lets a request through to its page: what changes something has to come from a page of ours.
async fn admit(web: &WebState, asked: &Asked, mut parts: Parts, body: Body) -> Result<Request, Error> {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(&parts.method) {
        return Ok(Request::from_parts(parts, body));
    }
    csrf::check_origin(web, &parts.headers)?;
    let form = form::read(&parts.headers, body, web.body_limit).await?;
    // What begins a session is not a form of one: a page to sign in may have stood open since before.
    let path = parts.uri.path();
    let begins = path == "/sign-in" || path.starts_with("/sign-in/") || path.starts_with("/welcome/");
    if !begins {
        csrf::check_token(asked.visitor.as_ref(), &form)?;
    }
    parts.extensions.insert(form);
    Ok(Request::from_parts(parts, Body::empty()))
}

/// Puts the headers on an answer that protect it.
pub(super) fn protect(mut response: Response, with_photos: bool) -> Response {
    let target = response.extensions_mut().remove::<FormTarget>();
    security::protect(response.headers_mut(), target.as_ref(), with_photos);
    response
}
