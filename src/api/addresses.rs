//! `/v2/customers/{id}/address` (the customers page of the wire).

use axum::extract::{Extension, State};
use axum::response::Response;

use super::body::{JsonBody, Sent};
use super::caller::Authorized;
use super::context::Context;
use super::path::InPath;
use super::schemas::Address;
use super::schemas::sent::AddressBody;
use super::{ApiState, Error, answer, customers};
use crate::actions::{self, addresses};
use crate::domain::id::CustomerId;
use crate::hal;
use crate::hal::read::Place;

/// Read a customer's address.
#[utoipa::path(get, path = "/v2/customers/{customerId}/address", tag = "Addresses", operation_id = "getAddress", params(("customerId" = i64, Path)), responses(
    (status = 200, description = "The address", body = Address, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
) -> Result<Response, Error> {
    let record = customers::get_record(&api, &caller, id).await?;
    let address = record.value.address.as_ref().ok_or(Error::Action(actions::Error::Missing("address")))?;
    Ok(answer::tagged(hal::address::write(context.links(), record.id, address), record.version.0))
}

/// Make a customer's address, in place of the one that is there.
#[utoipa::path(post, path = "/v2/customers/{customerId}/address", tag = "Addresses", operation_id = "createAddress", params(("customerId" = i64, Path)), request_body = AddressBody, responses(
    (status = 201, description = "Made", headers(("Resource-ID" = i64, description = "The customer's id"), ("Location" = String))),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn create(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    put(&api, &caller, id, &body).await?;
    Ok(answer::created(id, context.links().address(id)))
}

/// Make or replace a customer's address.
#[utoipa::path(put, path = "/v2/customers/{customerId}/address", tag = "Addresses", operation_id = "updateAddress", params(("customerId" = i64, Path)), request_body = AddressBody, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn update(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    put(&api, &caller, id, &body).await?;
    Ok(answer::no_content())
}

/// Remove a customer's address.
#[utoipa::path(delete, path = "/v2/customers/{customerId}/address", tag = "Addresses", operation_id = "deleteAddress", params(("customerId" = i64, Path)), responses(
    (status = 204, description = "Done"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
) -> Result<Response, Error> {
    addresses::delete(&api.directory, &caller, id).await?;
    Ok(answer::no_content())
}

async fn put(api: &ApiState, caller: &actions::Caller, customer: CustomerId, body: &Sent) -> Result<(), Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::address::read(json, Place::Body, &mut problems);
    addresses::put(&api.directory, caller, customer, input, problems).await?;
    Ok(())
}
