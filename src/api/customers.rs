//! `/v2/customers` (the customers page of the wire).

use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::path::InPath;
use super::schemas::Customer;
use super::schemas::sent::CustomerBody;
use super::{Api, ApiState, Error, answer};
use crate::actions::{self, Caller};
use crate::domain;
use crate::domain::id::CustomerId;
use crate::domain::property::PropertyOwner;
use crate::domain::record::Record;
use crate::domain::tag;
use crate::hal::{self, customer_body};
use crate::store;
use crate::store::customers::Found;
use crate::store::properties::Defined;

/// Make a customer with everything at once.
#[utoipa::path(post, path = "/v2/customers", tag = "Customers", operation_id = "createCustomer", request_body = CustomerBody, responses(
    (status = 201, description = "Made, and on disk", headers(("Resource-ID" = i64, description = "The customer's id"), ("Location" = String, description = "The customer's URL"))),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
    (status = 409, response = super::schemas::Conflict), (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn create(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = customer_body::read(json, &mut problems);
    let id = actions::customers::create(&api.directory, &caller, input, problems).await?;
    let mut response = answer::created(id, context.links().customer(id));
    if api.session_cookie {
        let session = u128::from_be_bytes(api.directory.random.bytes());
        answer::set(&mut response, header::SET_COOKIE, format_args!("JSESSIONID={session:032X}; Path=/; HttpOnly"));
    }
    Ok(response)
}

/// Read a customer.
#[utoipa::path(get, path = "/v2/customers/{customerId}", tag = "Customers", operation_id = "getCustomer", params(("customerId" = i64, Path)), responses(
    (status = 200, description = "The customer", body = Customer, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    InPath(id): InPath,
) -> Result<Response, Error> {
    let found = store::customers::find(&api.directory.store, caller.company, id).await?.ok_or_else(missing)?;
    let definitions = definitions(&api, &caller, std::slice::from_ref(&found)).await?;
    Ok(answer::tagged(hal::customer::write(context.links(), &found, &definitions), tag_of(&found, &definitions)))
}

/// A customer of the caller's company, to be looked into.
pub(super) async fn get_record(
    api: &Api,
    caller: &Caller,
    id: CustomerId,
) -> Result<Record<CustomerId, domain::customer::Customer>, Error> {
    store::customers::get(&api.directory.store, caller.company, id).await?.ok_or_else(missing)
}

fn missing() -> Error {
    Error::Action(actions::Error::Missing("customer"))
}

/// The property definitions of the company, when any of these customers has a value.
pub(super) async fn definitions(api: &Api, caller: &Caller, customers: &[Found]) -> Result<Vec<Defined>, Error> {
    if customers.iter().all(|found| found.properties.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(store::properties::as_made(&api.directory.store, caller.company, PropertyOwner::Customer).await?)
}

/// The entity tag of a customer: its version, and that of everything else that its answer shows.
fn tag_of(found: &Found, definitions: &[Defined]) -> String {
    let organization = found.organization.as_ref().map(|organization| organization.version);
    tag::of_customer(found.record.version, organization, store::properties::shown(definitions, &found.properties))
}
