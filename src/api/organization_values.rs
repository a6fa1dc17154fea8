//! `/v2/organizations/{id}/properties/{slug}` (the organizations page of the wire).

use axum::extract::State;
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::path::{self, Segments};
use super::schemas::sent::ValueBody;
use super::{Api, ApiState, Error, answer};
use crate::actions::property_values::{self, Holder};
use crate::actions::{self, Caller};
use crate::domain::problem::Problems;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::PropertyInput;
use crate::hal;
use crate::hal::json::Json;
use crate::store;

/// Set a property value of an organization; null clears it.
#[utoipa::path(put, path = "/v2/organizations/{organizationId}/properties/{slug}", tag = "Organizations", operation_id = "putOrganizationValue", params(("organizationId" = i64, Path), ("slug" = String, Path)), request_body = ValueBody, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn put(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    segments: Segments<2>,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let Segments([id, slug]) = segments;
    let (json, mut problems) = body.read()?;
    let input = hal::property::read_value_of(slug, json, &mut problems);
    set(&api, &caller, &id, input, problems).await
}

/// Clear a property value of an organization.
#[utoipa::path(delete, path = "/v2/organizations/{organizationId}/properties/{slug}", tag = "Organizations", operation_id = "deleteOrganizationValue", params(("organizationId" = i64, Path), ("slug" = String, Path)), responses(
    (status = 204, description = "Done, or there was none"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    segments: Segments<2>,
) -> Result<Response, Error> {
    let Segments([id, slug]) = segments;
    let mut problems = Problems::default();
    let none = Json::Object(vec![("value".into(), Json::Null)]);
    let input = hal::property::read_value_of(slug, none, &mut problems);
    set(&api, &caller, &id, input, problems).await
}

/// The path has to lead somewhere before anything is said of the value.
async fn set(
    api: &Api,
    caller: &Caller,
    id: &str,
    input: PropertyInput,
    problems: Problems,
) -> Result<Response, Error> {
    let (id, store) = (path::organization(id)?, &api.directory.store);
    let missing = |noun| Error::Action(actions::Error::Missing(noun));
    store::organizations::find(store, caller.company, id).await?.ok_or_else(|| missing("organization"))?;
    store::properties::get(store, caller.company, PropertyOwner::Organization, &input.slug)
        .await?
        .ok_or_else(|| missing("property definition"))?;
    property_values::set(&api.directory, caller, Holder::Organization(id), &[input], problems).await?;
    Ok(answer::no_content())
}
