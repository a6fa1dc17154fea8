//! `/v2/customers` (the customers page of the wire).

use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::parameters::Parameters;
use super::path::InPath;
use super::schemas::{Customer, CustomerBody, CustomerPage};
use super::{Api, ApiState, Error, answer};
use crate::actions::{self, Caller};
use crate::domain;
use crate::domain::id::CustomerId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::PropertyOwner;
use crate::domain::record::Record;
use crate::hal::page::Numbers;
use crate::hal::{self, customer_body, json};
use crate::store::customer_list::{Filter, Page, Sort};
use crate::store::customers::Found;
use crate::store::properties::Defined;
use crate::store::{self, customer_list};

/// How many customers a page has unless the client asks otherwise.
const PAGE_SIZE: i64 = 50;
/// The highest page that is looked for; far beyond what a list can have.
const PAGE_MAX: i64 = 1 << 40;

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
    let mut problems = Problems::default();
    let input = customer_body::read(json::read(&body)?, &mut problems);
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
    Ok(answer::tagged(hal::customer::write(context.links(), &found, &definitions), tag(&found, &definitions)))
}

/// List customers, 50 a page.
#[utoipa::path(get, path = "/v2/customers", tag = "Customers", operation_id = "listCustomers", params(
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("firstName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("lastName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("modifiedSince" = Option<String>, Query, format = DateTime, description = "Changed after"),
    ("sortField" = Option<String>, Query, description = "createdAt (default), firstName, lastName, modifiedAt or score"),
    ("sortOrder" = Option<String>, Query, description = "desc (default) or asc"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Customers a page, 50 by default"),
), responses(
    (status = 200, description = "A page of customers", body = CustomerPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let wanted = Wanted::read(&parameters)?;
    let page = Page { offset: (wanted.page - 1) * wanted.size, size: wanted.size };
    let store = &api.directory.store;
    let (customers, total) =
        customer_list::list(store, caller.company, &wanted.filter, wanted.sort, wanted.descending, page).await?;
    let definitions = definitions(&api, &caller, &customers).await?;
    let numbers = Numbers { size: wanted.size, total, number: wanted.page };
    let carried = parameters.carried(&["firstName", "lastName", "modifiedSince", "sortField", "sortOrder", "pageSize"]);
    Ok(answer::resource(hal::page::write_customers(context.links(), &carried, numbers, &customers, &definitions)))
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

/// What a list is asked for.
struct Wanted {
    page: i64,
    size: i64,
    filter: Filter,
    sort: Sort,
    descending: bool,
}

impl Wanted {
    fn read(parameters: &Parameters) -> Result<Self, Error> {
        const SORTS: [(&str, Sort); 5] = [
            ("createdAt", Sort::CreatedAt),
            ("firstName", Sort::FirstName),
            ("lastName", Sort::LastName),
            ("modifiedAt", Sort::UpdatedAt),
            // Without a query nobody scores higher than another.
            ("score", Sort::CreatedAt),
        ];
        let mut problems = Problems::default();
        if let Some(query) = parameters.get("query") {
            problems.query(
                "query",
                Rule::Pattern("queries are not understood yet; filter by firstName, lastName or modifiedSince"),
                query,
            );
        }
        let wanted = Self {
            page: parameters.number("page", 1..=PAGE_MAX, "must be a page number, from 1", &mut problems).unwrap_or(1),
            size: parameters.number("pageSize", 1..=200, "must be from 1 to 200", &mut problems).unwrap_or(PAGE_SIZE),
            filter: Filter {
                first_name: parameters.get("firstName").map(ToOwned::to_owned),
                last_name: parameters.get("lastName").map(ToOwned::to_owned),
                updated_after: parameters.moment("modifiedSince", &mut problems),
            },
            sort: parameters.one_of("sortField", &SORTS, &mut problems).unwrap_or_default(),
            descending: parameters
                .one_of("sortOrder", &[("desc", true), ("asc", false)], &mut problems)
                .unwrap_or(true),
        };
        problems.or(wanted).map_err(Error::Query)
    }
}

/// The property definitions of the company, when any of these customers has a value.
pub(super) async fn definitions(api: &Api, caller: &Caller, customers: &[Found]) -> Result<Vec<Defined>, Error> {
    if customers.iter().all(|found| found.properties.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(store::properties::list(&api.directory.store, caller.company, PropertyOwner::Customer).await?)
}

/// The entity tag of a customer: its version, and that of everything else that its answer shows.
fn tag(found: &Found, definitions: &[Defined]) -> String {
    let mut tag = found.record.version.0.to_string();
    if let Some(organization) = &found.organization {
        tag += &format!("-o{}", organization.version.0);
    }
    if let Some((count, versions)) = store::properties::shown(definitions, &found.properties) {
        tag += &format!("-p{count}.{versions}");
    }
    tag
}
