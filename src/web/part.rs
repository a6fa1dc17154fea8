//! Whether a whole page is wanted, or the part of one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Error;
use super::asked::Asked;

/// Whether one of our modules asks, which puts the answer into the page that is there.
#[derive(Clone, Copy, Debug)]
pub struct IsPart(pub bool);

impl<S: Sync> FromRequestParts<S> for IsPart {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(Self(Asked::find(parts)?.is_part))
    }
}
