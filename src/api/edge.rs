//! The edge: what happens to every request before its handler and to every answer after it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tower::Service;
use tower_http::compression::Compression;
use tower_http::compression::predicate::SizeAbove;

use super::context::Context;
use super::cors::{self, Options};
use super::{ApiState, Error, accept, caller, etag, once};
use crate::hal;
use crate::hal::problem::Details;

/// Bodies smaller than this, in bytes, are not compressed.
const COMPRESS_ABOVE: u64 = 860;

/// The API as a service.
#[derive(Clone)]
pub struct Edge {
    plain: Router,
    compressed: Compression<Router, SizeAbove>,
}

impl Edge {
    pub(super) fn new(router: Router) -> Self {
        let compressed = Compression::new(router.clone()).compress_when(SizeAbove::new(COMPRESS_ABOVE));
        Self { plain: router, compressed }
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request) -> Response {
        let options = Options::of(&request);
        let mut response = if request.headers().contains_key(header::ACCEPT_ENCODING) {
            // In a box: an encoder's state is kilobytes, which every answer would otherwise be moved about with.
            Box::pin(self.answer_compressed(request)).await
        } else {
            let Ok(response) = self.plain.clone().call(request).await;
            response
        };
        if let Some(options) = options {
            options.tell(&mut response);
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            // It would have to be the length of the answer that is not sent.
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        response
    }

    async fn answer_compressed(&self, request: Request) -> Response {
        let Ok(response) = self.compressed.clone().call(request).await;
        let mut response = response.map(Body::new);
        etag::mark_encoded(response.headers_mut());
        response
    }
}

impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Edge")
    }
}

/// Makes the answer whole: its reference, the form of a refusal, what browsers ask for, and the count of it.
pub(super) async fn finish(State(api): State<ApiState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Context::of(&api, &request);
    let method = request.method().clone();
    let origin = request.headers().contains_key(header::ORIGIN);
    let options = Options::of(&request);
    let reading = etag::Reading::of(&method, request.headers());
    let form = if accept::wants_problem(request.headers()) { Form::Details } else { Form::Envelope };
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(context.clone());
    let mut response = if once::is_asked(&request) {
        Box::pin(once::answer(&api, &context, request, next)).await
    } else {
        next.run(request).await
    };
    if let Some(reading) = reading {
        reading.apply(&mut response);
    }
    if let Some(error) = response.extensions_mut().remove::<Arc<Error>>() {
        if options.is_some_and(|options| options.is_answered(&error)) {
            response = cors::nothing_to_say();
        } else {
            refuse(&mut response, &error, &context, form);
        }
    }
    tell(response.headers_mut(), &context);
    if origin {
        cors::open(response.headers_mut());
    }
    response.headers_mut().insert("correlation-id", context.correlation);
    api.metrics.count(&method, route, response.status(), started.elapsed());
    response
}

/// A path that leads nowhere.
pub(super) async fn no_path(State(api): State<ApiState>, request: Request) -> Error {
    counted(&api, request, Error::NoPath).await
}

/// A method that a path does not have.
pub(super) async fn no_method(State(api): State<ApiState>, request: Request) -> Error {
    counted(&api, request, Error::NoMethod).await
}

/// Requests that lead nowhere are some of those that a company has, so that they are told of and end too.
async fn counted(api: &ApiState, request: Request, refusal: Error) -> Error {
    if !api.rate_limit.is_on() || request.method() == Method::OPTIONS {
        return refusal;
    }
    match caller::admit(&mut request.into_parts().0, api).await {
        Err(limit @ Error::RateLimit(_)) => limit,
        _ => refusal,
    }
}

/// The form of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The wire's own.
    Envelope,
    /// Problem details (RFC 9457).
    Details,
}

/// Puts a refusal into its form.
fn refuse(response: &mut Response, error: &Error, context: &Context, form: Form) {
    if error.status().is_server_error() {
        tracing::error!(reference = context.reference(), %error, "a request failed");
    }
    let token_error = error.token_error();
    let (media_type, body) = match (form, &token_error) {
        (Form::Details, _) => ("application/problem+json", details(error, context)),
        (Form::Envelope, Some((code, description))) => {
            let body = serde_json::json!({ "error": code, "error_description": description });
            ("application/json", body.to_string().into_bytes())
        }
        (Form::Envelope, None) => (
            "application/vnd.error+json",
            hal::problem::write(context.links(), context.reference(), &error.message(), error.problems()),
        ),
    };
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if token_error.is_some() {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = error.retry_after() {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if matches!(error, Error::TooLarge(_) | Error::TooSlow(_)) {
        // The rest of the body is not read, so the connection cannot be used again.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
}

fn details(error: &Error, context: &Context) -> Vec<u8> {
    let status = error.status();
    let title = status.canonical_reason().unwrap_or_default();
    let refusal = Details { status: status.as_u16(), title, reference: context.reference(), message: &error.message() };
    refusal.write(context.links(), error.problems())
}

/// Tells what was found out on the way.
fn tell(headers: &mut HeaderMap, context: &Context) {
    if let Some(standing) = context.told.standing.get() {
        headers.insert("x-ratelimit-limit-minute", standing.limit.into());
        headers.insert("x-ratelimit-remaining-minute", standing.remaining.into());
        if let Some(seconds) = standing.retry_after {
            headers.insert("x-ratelimit-retry-after", seconds.into());
        }
    }
    if context.told.strict.load(Ordering::Relaxed) {
        headers.insert("preference-applied", HeaderValue::from_static("handling=strict"));
    }
}
