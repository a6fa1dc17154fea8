//! `/v2/customer-properties` (the properties page of the wire), and what the definitions of organizations share with it.

use axum::extract::{Extension, State};
use axum::response::Response;

use super::body::{JsonBody, Sent};
use super::caller::Authorized;
use super::context::Context;
use super::path::SlugInPath;
use super::schemas::sent::{DefinitionBody, DefinitionPatch, DefinitionUpdate};
use super::schemas::{Definition, DefinitionList};
use super::{Api, ApiState, Error, answer};
use crate::actions::properties::{self, Manner};
use crate::actions::{self, Caller};
use crate::domain::property::PropertyOwner;
use crate::domain::tag;
use crate::hal;
use crate::store;

const OWNER: PropertyOwner = PropertyOwner::Customer;

/// List the property definitions of customers.
#[utoipa::path(get, path = "/v2/customer-properties", tag = "Properties", operation_id = "listCustomerProperties", responses(
    (status = 200, description = "All definitions, the oldest first", body = DefinitionList, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
) -> Result<Response, Error> {
    list_of(OWNER, &api, &context, &caller).await
}

/// Make a property definition of customers.
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
    make(OWNER, &api, &context, &caller, &body).await
}

/// Read a property definition of customers.
#[utoipa::path(get, path = "/v2/customer-properties/{slug}", tag = "Properties", operation_id = "getCustomerProperty", params(("slug" = String, Path)), responses(
    (status = 200, description = "The definition", body = Definition, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
) -> Result<Response, Error> {
    read(OWNER, &api, &context, &caller, &slug).await
}

/// Overwrite the name and the options of a property definition of customers. Values of an option that is left out go with it.
#[utoipa::path(put, path = "/v2/customer-properties/{slug}", tag = "Properties", operation_id = "updateCustomerProperty", params(("slug" = String, Path)), request_body = DefinitionUpdate, responses(
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
    change(OWNER, Manner::Overwrite, &api, &caller, &slug, &body).await
}

/// Change the name or the options of a property definition of customers; what is left out stays.
#[utoipa::path(patch, path = "/v2/customer-properties/{slug}", tag = "Properties", operation_id = "patchCustomerProperty", params(("slug" = String, Path)), request_body = DefinitionPatch, responses(
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
    change(OWNER, Manner::Merge, &api, &caller, &slug, &body).await
}

/// Remove a property definition of customers, and its values with it.
#[utoipa::path(delete, path = "/v2/customer-properties/{slug}", tag = "Properties", operation_id = "deleteCustomerProperty", params(("slug" = String, Path)), responses(
    (status = 204, description = "Done"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    SlugInPath(slug): SlugInPath,
) -> Result<Response, Error> {
    remove(OWNER, &api, &caller, &slug).await
}

/// The answer to a call for all definitions of a kind of owner.
pub(super) async fn list_of(
    owner: PropertyOwner,
    api: &Api,
    context: &Context,
    caller: &Caller,
) -> Result<Response, Error> {
    let defined = store::properties::as_made(&api.directory.store, caller.company, owner).await?;
    Ok(answer::resource(hal::property::write_definitions(context.links(), owner, &defined)))
}

/// The answer to a call that makes one.
pub(super) async fn make(
    owner: PropertyOwner,
    api: &Api,
    context: &Context,
    caller: &Caller,
    body: &Sent,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::property::read_definition(json, &mut problems);
    let slug = properties::create(&api.directory, caller, owner, input, problems).await?;
    Ok(answer::created(&slug, context.links().definition(owner, &slug)))
}

/// The answer to a call for one. Its tag names the definition too: another one may get the same slug later.
pub(super) async fn read(
    owner: PropertyOwner,
    api: &Api,
    context: &Context,
    caller: &Caller,
    slug: &str,
) -> Result<Response, Error> {
    let defined = store::properties::get(&api.directory.store, caller.company, owner, slug).await?;
    let defined = defined.ok_or(Error::Action(actions::Error::Missing("property definition")))?;
    let body = hal::property::write_definition(context.links(), owner, &defined.value);
    Ok(answer::tagged(body, tag::of_definition(defined.value.anchor, defined.version)))
}

/// The answer to a call that changes one.
pub(super) async fn change(
    owner: PropertyOwner,
    manner: Manner,
    api: &Api,
    caller: &Caller,
    slug: &str,
    body: &Sent,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::property::read_definition(json, &mut problems);
    properties::update(&api.directory, caller, owner, slug, manner, input, problems).await?;
    Ok(answer::no_content())
}

/// The answer to a call that removes one.
pub(super) async fn remove(owner: PropertyOwner, api: &Api, caller: &Caller, slug: &str) -> Result<Response, Error> {
    properties::delete(&api.directory, caller, owner, slug).await?;
    Ok(answer::no_content())
}
