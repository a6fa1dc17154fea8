//! Identifiers in paths: one that cannot exist leads nowhere.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::{ApiState, Error};
use crate::actions;
use crate::domain::id::{CustomerId, OrganizationId};

/// The variable parts of a path, in order.
#[derive(Debug)]
pub struct Segments<const N: usize>(pub [String; N]);

impl<const N: usize> FromRequestParts<ApiState> for Segments<N> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let Path(segments) = Path::<Vec<String>>::from_request_parts(parts, api).await.map_err(|_| Error::NoPath)?;
        segments.try_into().map(Self).map_err(|_| Error::NoPath)
    }
}

/// The customer that a path names.
#[derive(Clone, Copy, Debug)]
pub struct InPath(pub CustomerId);

impl FromRequestParts<ApiState> for InPath {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let Segments([id]) = Segments::from_request_parts(parts, api).await?;
        customer(&id).map(Self)
    }
}

/// A customer's identifier as it stands in a path.
pub fn customer(id: &str) -> Result<CustomerId, Error> {
    CustomerId::parse(id).ok_or(Error::Action(actions::Error::Missing("customer")))
}

/// An organization's identifier as it stands in a path.
pub fn organization(id: &str) -> Result<OrganizationId, Error> {
    OrganizationId::parse(id).ok_or(Error::Action(actions::Error::Missing("organization")))
}

/// The organization that a path names.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationInPath(pub OrganizationId);

impl FromRequestParts<ApiState> for OrganizationInPath {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let Segments([id]) = Segments::from_request_parts(parts, api).await?;
        organization(&id).map(Self)
    }
}

/// The slug that a path names.
#[derive(Debug)]
pub struct SlugInPath(pub String);

impl FromRequestParts<ApiState> for SlugInPath {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, api: &ApiState) -> Result<Self, Error> {
        let Segments([slug]) = Segments::from_request_parts(parts, api).await?;
        Ok(Self(slug))
    }
}
