//! The edge: what happens to every request before its handler and to every answer after it.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use tower::Service;
use tower_http::compression::Compression;
use tower_http::compression::predicate::SizeAbove;

use super::context::Context;
use super::{ApiState, Error};
use crate::hal;

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
    pub async fn answer(&self, mut request: Request) -> Response {
        trim_slash(request.uri_mut());
        let options = (request.method() == Method::OPTIONS)
            .then(|| request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned());
        let mut response = if request.headers().contains_key(header::ACCEPT_ENCODING) {
            // In a box: an encoder's state is kilobytes, which every answer would otherwise be moved about with.
            Box::pin(self.answer_compressed(request)).await
        } else {
            let Ok(response) = self.plain.clone().call(request).await;
            response
        };
        if let Some(asked) = options {
            tell_options(&mut response, asked);
        }
        response
    }

    async fn answer_compressed(&self, request: Request) -> Response {
        let Ok(response) = self.compressed.clone().call(request).await;
        let mut response = response.map(Body::new);
        mark_encoded(response.headers_mut());
        response
    }
}

impl std::fmt::Debug for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Edge")
    }
}

/// Makes the answer whole: its reference, the envelope of a refusal, what browsers ask for, and the count of it.
pub(super) async fn finish(State(api): State<ApiState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Context::of(&api, &request);
    let method = request.method().clone();
    let origin = request.headers().contains_key(header::ORIGIN);
    let route = request.extensions().get::<MatchedPath>().cloned();
    request.extensions_mut().insert(context.clone());
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<Arc<Error>>() {
        refuse(&mut response, &error, &context);
    }
    let headers = response.headers_mut();
    headers.insert("correlation-id", context.correlation);
    if origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("Resource-ID, Location, ETag, Correlation-Id"),
        );
    }
    api.metrics.count(&method, route, response.status(), started.elapsed());
    response
}

/// Puts a refusal into the form that the wire gives it.
fn refuse(response: &mut Response, error: &Error, context: &Context) {
    if error.status().is_server_error() {
        tracing::error!(reference = context.reference(), %error, "a request failed");
    }
    if let Some((code, description)) = error.token_error() {
        let body = serde_json::json!({ "error": code, "error_description": description });
        *response.body_mut() = Body::from(body.to_string());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return;
    }
    *response.body_mut() =
        Body::from(hal::problem::write(context.links(), context.reference(), &error.message(), error.problems()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.error+json"));
    if error.status() == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if matches!(error, Error::TooLarge(_) | Error::TooSlow(_)) {
        // The rest of the body is not read, so the connection cannot be used again.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
}

/// A path that is there answers OPTIONS with its methods, for people and for browsers that ask before they send.
fn tell_options(response: &mut Response, asked: Option<HeaderValue>) {
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return;
    }
    let methods = response.headers().get(header::ALLOW).and_then(|allow| allow.to_str().ok()).unwrap_or_default();
    let methods =
        HeaderValue::try_from(format!("{methods},OPTIONS")).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"));
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.body_mut() = Body::empty();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::ALLOW, methods.clone());
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    if let Some(asked) = asked {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
}

/// A slash at the end of a path means nothing: clients send it, and it leads to the same place.
fn trim_slash(uri: &mut Uri) {
    let path = uri.path();
    if path.len() < 2 || !path.ends_with('/') || path == "/docs/" {
        return;
    }
    let mut target = path.trim_end_matches('/').to_owned();
    if let Some(query) = uri.query() {
        target.push('?');
        target.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = target.try_into().ok();
    if let Ok(trimmed) = Uri::from_parts(parts) {
        *uri = trimmed;
    }
}

/// A compressed answer is another representation, and has an entity tag of its own (RFC 9110, section 8.8.3.3).
fn mark_encoded(headers: &mut axum::http::HeaderMap) {
    let (Some(encoding), Some(tag)) = (headers.get(header::CONTENT_ENCODING), headers.get(header::ETAG)) else {
        return;
    };
    if let (Ok(encoding), Some(tag)) = (encoding.to_str(), tag.to_str().ok().and_then(|tag| tag.strip_suffix('"')))
        && let Ok(tag) = HeaderValue::try_from(format!("{tag}-{encoding}\""))
    {
        headers.insert(header::ETAG, tag);
    }
}
