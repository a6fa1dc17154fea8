//! Bodies: size, time and media type are checked before a byte is looked at.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::context::{Context, Told};
use super::{ApiState, Error, prefer};
use crate::domain::problem::{Handling, Problems};
use crate::hal::json::{self, Json};

/// How long a body may take to arrive, in seconds.
const SECONDS: u64 = 30;

/// A JSON body.
#[derive(Debug)]
pub struct JsonBody(pub Sent);

/// What was sent, and how it is to be read.
#[derive(Debug)]
pub struct Sent {
    bytes: Bytes,
    handling: Handling,
    told: Option<Arc<Told>>,
}

impl Sent {
    async fn receive(request: Request, api: &ApiState) -> Result<Self, Error> {
        let handling = prefer::handling(request.headers());
        let told = request.extensions().get::<Context>().map(|context| Arc::clone(&context.told));
        let bytes = read(request, api.body_limit).await?;
        Ok(Self { bytes, handling, told })
    }

    /// The JSON, and room for the problems that reading it finds.
    pub fn read(&self) -> Result<(Json<'_>, Problems), Error> {
        if let Some(told) = self.told.as_ref().filter(|_| self.handling == Handling::Strict) {
            told.strict.store(true, Ordering::Relaxed);
        }
        Ok((json::read(&self.bytes)?, Problems::of(self.handling)))
    }
}

impl FromRequest<ApiState> for JsonBody {
    type Rejection = Error;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Error> {
        check_media_type(request.headers())?;
        Sent::receive(request, api).await.map(Self)
    }
}

/// A body of operations: JSON, also under the name of a patch (RFC 6902).
#[derive(Debug)]
pub struct OperationsBody(pub Sent);

impl FromRequest<ApiState> for OperationsBody {
    type Rejection = Error;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Error> {
        if media_type(request.headers()).as_deref() != Some("application/json-patch+json") {
            check_media_type(request.headers())?;
        }
        Sent::receive(request, api).await.map(Self)
    }
}

/// A patch, by its media type.
#[derive(Debug)]
pub enum PatchBody {
    /// A list of operations (RFC 6902).
    Operations(Sent),
    /// An object of fields (RFC 7396).
    Merge(Sent),
}

impl FromRequest<ApiState> for PatchBody {
    type Rejection = Error;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Error> {
        let read_as = match media_type(request.headers()).as_deref() {
            Some("application/json" | "application/hal+json" | "application/json-patch+json") => Self::Operations,
            Some("application/merge-patch+json") => Self::Merge,
            given => {
                let accepted = "application/json-patch+json or application/json with a list of operations, or \
                     application/merge-patch+json with an object of fields";
                return Err(not_read(given, accepted));
            }
        };
        Sent::receive(request, api).await.map(read_as)
    }
}

/// A body's bytes, at most so many.
pub async fn read(request: Request, limit: usize) -> Result<Bytes, Error> {
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|announced| announced > limit as u64) {
        return Err(Error::TooLarge(limit));
    }
    let whole = tokio::time::timeout(Duration::from_secs(SECONDS), Limited::new(request.into_body(), limit).collect());
    match whole.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Error::TooLarge(limit)),
        Ok(Err(_)) | Err(_) => Err(Error::TooSlow(SECONDS)),
    }
}

/// The media type without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Error> {
    match media_type(headers).as_deref() {
        Some("application/json" | "application/hal+json") => Ok(()),
        given => Err(not_read(given, "application/json")),
    }
}

fn not_read(given: Option<&str>, accepted: &'static str) -> Error {
    Error::MediaType { given: given.unwrap_or("none").chars().take(100).collect(), accepted }
}
