//! Answers in the shapes that the API has.

use std::fmt::Display;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// The media type of resources.
const HAL: HeaderValue = HeaderValue::from_static("application/hal+json");

/// Tells that an answer was given before.
pub const IDEMPOTENT_REPLAYED: header::HeaderName = header::HeaderName::from_static("idempotent-replayed");

/// 200 with a resource.
pub fn resource(body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HAL);
    response
}

/// 200 with a resource and its entity tag (RFC 9110).
pub fn tagged(body: Vec<u8>, tag: impl Display) -> Response {
    let mut response = resource(body);
    set(&mut response, header::ETAG, format_args!("\"{tag}\""));
    response
}

/// 201 without a body: the new resource's identifier and where it is.
pub fn created(id: impl Display, location: impl Display) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CREATED;
    set(&mut response, header::HeaderName::from_static("resource-id"), id);
    set(&mut response, header::LOCATION, location);
    response
}

/// 204: done, and nothing to say.
pub fn no_content() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// Sets a header whose text holds nothing that a header cannot.
pub fn set(response: &mut Response, name: header::HeaderName, value: impl Display) {
    if let Ok(value) = HeaderValue::try_from(value.to_string()) {
        response.headers_mut().insert(name, value);
    }
}
