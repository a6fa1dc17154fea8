//! `/v2/organizations/properties` (the organizations page of the wire): the calls of `/v2/customer-properties`, for organizations.

use axum::extract::{Extension, State};
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::path::SlugInPath;
use super::schemas::Definition;
use super::schemas::organizations::OrganizationDefinitionList;
use super::schemas::sent::{DefinitionBody, DefinitionPatch, DefinitionUpdate};
use super::{ApiState, Error, properties};
use crate::actions::properties::Manner;
use crate::domain::property::PropertyOwner;

const OWNER: PropertyOwner = PropertyOwner::Organization;

/// List the property definitions of organizations.
#[utoipa::path(get, path = "/v2/organizations/properties", tag = "Organizations", operation_id = "listOrganizationProperties", responses(
    (status = 200, description = "All definitions, the oldest first", body = OrganizationDefinitionList, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
) -> Result<Response, Error> {
    properties::list_of(OWNER, &api, &context, &caller).await
}

/// Make a property definition of organizations.
#[utoipa::path(post, path = "/v2/organizations/properties", tag = "Organizations", operation_id = "createOrganizationProperty", request_body = DefinitionBody, responses(
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
    properties::make(OWNER, &api, &context, &caller, &body).await
}

/// Read a property definition of organizations.
#[utoipa::path(get, path = "/v2/organizations/properties/{slug}", tag = "Organizations", operation_id = "getOrganizationProperty", params(("slug" = String, Path)), responses(
    (status = 200, description = "The definition", body = Definition, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
) -> Result<Response, Error> {
    properties::read(OWNER, &api, &context, &caller, &slug).await
}

/// Overwrite the name and the options of a property definition of organizations. Values of an option that is left out go with it.
#[utoipa::path(put, path = "/v2/organizations/properties/{slug}", tag = "Organizations", operation_id = "updateOrganizationProperty", params(("slug" = String, Path)), request_body = DefinitionUpdate, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 409, response = super::schemas::Conflict), (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn update(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    properties::change(OWNER, Manner::Overwrite, &api, &caller, &slug, &body).await
}

/// Change the name or the options of a property definition of organizations; what is left out stays.
#[utoipa::path(patch, path = "/v2/organizations/properties/{slug}", tag = "Organizations", operation_id = "patchOrganizationProperty", params(("slug" = String, Path)), request_body = DefinitionPatch, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 409, response = super::schemas::Conflict), (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn patch(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    properties::change(OWNER, Manner::Merge, &api, &caller, &slug, &body).await
}

/// Remove a property definition of organizations, and its values with it.
#[utoipa::path(delete, path = "/v2/organizations/properties/{slug}", tag = "Organizations", operation_id = "deleteOrganizationProperty", params(("slug" = String, Path)), responses(
    (status = 204, description = "Done"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
) -> Result<Response, Error> {
    properties::remove(OWNER, &api, &caller, &slug).await
}
