//! `/v2/customer-properties` (the properties page of the wire).

use axum::extract::{Extension, State};
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::path::Segments;
use super::schemas::sent::DefinitionBody;
use super::schemas::{Definition, DefinitionList};
use super::{ApiState, Error, answer};
use crate::actions::{self, properties};
use crate::hal;
use crate::store;

/// List the property definitions of the company.
#[utoipa::path(get, path = "/v2/customer-properties", tag = "Properties", operation_id = "listCustomerProperties", responses(
    (status = 200, description = "All definitions, the oldest first", body = DefinitionList, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
) -> Result<Response, Error> {
    let defined = store::properties::list(&api.directory.store, caller.company).await?;
    Ok(answer::resource(hal::property::write_definitions(
        context.links(),
        defined.iter().map(|defined| &defined.value),
    )))
}

/// Make a property definition.
#[utoipa::path(post, path = "/v2/customer-properties", tag = "Properties", operation_id = "createCustomerProperty", request_body = DefinitionBody, responses(
    (status = 201, description = "Made", headers(("Resource-ID" = String, description = "The slug"), ("Location" = String))),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 409, response = super::schemas::Conflict),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn create(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::property::read_definition(json, &mut problems);
    let slug = properties::create(&api.directory, &caller, input, problems).await?;
    Ok(answer::created(&slug, context.links().definition(&slug)))
}

/// Read a property definition.
#[utoipa::path(get, path = "/v2/customer-properties/{slug}", tag = "Properties", operation_id = "getCustomerProperty", params(("slug" = String, Path)), responses(
    (status = 200, description = "The definition", body = Definition, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    segments: Segments<1>,
) -> Result<Response, Error> {
    let Segments([slug]) = segments;
    let defined = store::properties::get(&api.directory.store, caller.company, &slug).await?;
    let defined = defined.ok_or(Error::Action(actions::Error::Missing("property definition")))?;
    Ok(answer::tagged(hal::property::write_definition(context.links(), &defined.value), defined.version.0))
}
