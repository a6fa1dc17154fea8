//! `/v2/customers/{id}/properties` (the properties page of the wire).

use axum::extract::State;
use axum::response::Response;

use super::body::{OperationsBody, Sent};
use super::caller::Authorized;
use super::path::InPath;
use super::schemas::sent::PropertyOperations;
use super::{ApiState, Error, answer};
use crate::actions::Caller;
use crate::actions::property_values::{self, Holder};
use crate::domain::id::CustomerId;
use crate::hal;

/// Set and clear property values of a customer, all or none.
#[utoipa::path(patch, path = "/v2/customers/{customerId}/properties", tag = "Properties", operation_id = "patchCustomerProperties", params(("customerId" = i64, Path)), request_body = PropertyOperations, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn patch(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    OperationsBody(body): OperationsBody,
) -> Result<Response, Error> {
    set(&api, &caller, id, &body).await
}

/// The same as PATCH, for a client that sends it so.
#[utoipa::path(put, path = "/v2/customers/{customerId}/properties", tag = "Properties", operation_id = "putCustomerProperties", params(("customerId" = i64, Path)), request_body = PropertyOperations, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn put(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    OperationsBody(body): OperationsBody,
) -> Result<Response, Error> {
    set(&api, &caller, id, &body).await
}

async fn set(api: &ApiState, caller: &Caller, customer: CustomerId, body: &Sent) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let inputs = hal::property::read_operations(json, &mut problems);
    property_values::set(&api.directory, caller, Holder::Customer(customer), &inputs, problems).await?;
    Ok(answer::no_content())
}
