//! Requests from other origins (the Fetch standard): any origin, no credentials; and OPTIONS, by which browsers ask before they send.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::Error;

/// Headers of answers that a page may read.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Resource-ID, Location, ETag, Correlation-Id, X-RateLimit-Limit-Minute, X-RateLimit-Remaining-Minute, \
     X-RateLimit-Retry-After, Retry-After, Preference-Applied, Idempotent-Replayed",
);
/// Methods that the paths of the API have.
const METHODS: &str = "GET,HEAD,POST,PUT,PATCH,DELETE";

/// Lets pages of any origin read an answer.
pub fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
}

/// An OPTIONS request.
#[derive(Debug)]
pub struct Options {
    is_preflight: bool,
    asked: Option<HeaderValue>,
}

impl Options {
    /// What is asked, when the request is one.
    pub fn of(request: &Request) -> Option<Self> {
        let headers = request.headers();
        (request.method() == Method::OPTIONS).then(|| Self {
            is_preflight: headers.contains_key(header::ORIGIN)
                && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD),
            asked: headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned(),
        })
    }

    /// Whether it is answered in the place of this refusal: a path that is there tells its methods; and a browser that asks for leave gets
    /// it for any path, because without it the page could not read that there is nothing.
    pub fn is_answered(&self, refusal: &Error) -> bool {
        matches!(refusal, Error::NoMethod) || (self.is_preflight && matches!(refusal, Error::NoPath))
    }

    /// Writes methods and headers that may be used into an answer that [`Options::is_answered`]; `Allow` lists the path's methods.
    pub fn tell(self, response: &mut Response) {
        if response.status() != StatusCode::NO_CONTENT {
            return;
        }
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        let allow = headers.get(header::ALLOW).and_then(|allow| allow.to_str().ok());
        let methods = HeaderValue::try_from(format!("{},OPTIONS", allow.unwrap_or(METHODS)));
        let methods = methods.unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"));
        if allow.is_some() {
            headers.insert(header::ALLOW, methods.clone());
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        if let Some(asked) = self.asked {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
    }
}

/// The answer to an OPTIONS request, before it tells anything.
pub fn nothing_to_say() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
