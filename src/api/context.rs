//! What is known of a request before it is routed.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use axum::http::{HeaderMap, HeaderValue, Request, header};

use super::Api;
use super::rate_limit::Standing;
use crate::domain::id;
use crate::domain::origin::origin;
use crate::hal::links::Links;

/// The most characters of a Correlation-Id that is taken over.
const CORRELATION_MAX: usize = 128;

/// A request's own facts: under which address the client came, and by which reference both sides name the request.
#[derive(Clone, Debug)]
pub struct Context {
    base: Arc<str>,
    /// The request's reference, in the Correlation-Id header of its answer and in errors.
    pub correlation: HeaderValue,
    /// What is found out on the way.
    pub told: Arc<Told>,
}

/// What is found out on the way of a request, for the headers of its answer.
#[derive(Debug, Default)]
pub struct Told {
    /// How many requests the company has left.
    pub standing: OnceLock<Standing>,
    /// Whether the body was read strictly, as was asked for.
    pub strict: AtomicBool,
}

impl Context {
    pub(super) fn of<B>(api: &Api, request: &Request<B>) -> Self {
        Self { base: base(api, request), correlation: correlation(api, request.headers()), told: Arc::default() }
    }

    /// URLs under the address by which the client came.
    pub fn links(&self) -> Links<'_> {
        Links::new(&self.base)
    }

    /// The reference as text.
    pub fn reference(&self) -> &str {
        self.correlation.to_str().unwrap_or_default()
    }
}

/// The public URL when it is set, else the host that the client asked for, over the scheme by which it came.
fn base<B>(api: &Api, request: &Request<B>) -> Arc<str> {
    if let Some(public) = &api.public_url {
        return Arc::clone(public);
    }
    let told = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host =
        told(header::HOST.as_str()).or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
    origin(host, told("x-forwarded-proto")).into()
}

fn correlation(api: &Api, headers: &HeaderMap) -> HeaderValue {
    let is_sane = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        !bytes.is_empty() && bytes.len() <= CORRELATION_MAX && bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
    };
    headers.get("correlation-id").filter(is_sane).cloned().unwrap_or_else(|| {
        let made = id::sortable_uuid(api.directory.clock.now(), api.directory.random.bytes());
        HeaderValue::try_from(made).unwrap_or_else(|_| HeaderValue::from_static("none"))
    })
}
