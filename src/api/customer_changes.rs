//! `PUT`, `PATCH` and `DELETE /v2/customers/{id}` (the customers page of the wire).

use axum::extract::State;
use axum::response::Response;

use super::body::{JsonBody, PatchBody};
use super::caller::Authorized;
use super::path::InPath;
use super::schemas::sent::{CustomerFields, CustomerMergePatch, CustomerOperations};
use super::{ApiState, Error, answer};
use crate::actions::customers;
use crate::hal::{customer_body, customer_merge_patch, customer_patch};

/// Overwrite a customer's own fields. One that is left out becomes empty; entries, address and property values stay as they are.
#[utoipa::path(put, path = "/v2/customers/{customerId}", tag = "Customers", operation_id = "updateCustomer", params(("customerId" = i64, Path)), request_body = CustomerFields, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn overwrite(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = customer_body::read_own_fields(json, &mut problems);
    customers::overwrite(&api.directory, &caller, id, input, problems).await?;
    Ok(answer::no_content())
}

/// Change any parts of a customer in one call, all or none: by operations, or by an object of fields.
#[utoipa::path(patch, path = "/v2/customers/{customerId}", tag = "Customers", operation_id = "patchCustomer", params(("customerId" = i64, Path)),
    request_body(content((CustomerOperations = "application/json"), (CustomerOperations = "application/json-patch+json"), (CustomerMergePatch = "application/merge-patch+json"))), responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 409, response = super::schemas::Conflict), (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn patch(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
    body: PatchBody,
) -> Result<Response, Error> {
    let (operations, problems) = match &body {
        PatchBody::Operations(body) => {
            let (json, mut problems) = body.read()?;
            (customer_patch::read(json, &mut problems), problems)
        }
        PatchBody::Merge(body) => {
            let (json, mut problems) = body.read()?;
            (customer_merge_patch::read(json, &mut problems), problems)
        }
    };
    customers::patch(&api.directory, &caller, id, &operations, problems).await?;
    Ok(answer::no_content())
}

/// Erase a customer for good, with its addresses and everything that the log kept of it.
#[utoipa::path(delete, path = "/v2/customers/{customerId}", tag = "Customers", operation_id = "deleteCustomer", params(("customerId" = i64, Path)), responses(
    (status = 204, description = "Erased"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
) -> Result<Response, Error> {
    customers::delete(&api.directory, &caller, id).await?;
    Ok(answer::no_content())
}
