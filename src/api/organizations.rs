//! `/v2/organizations` (the organizations page of the wire).

use axum::extract::{Extension, State};
use axum::response::Response;

use super::body::JsonBody;
use super::caller::Authorized;
use super::context::Context;
use super::empty_lists::{self, CONVERSATIONS};
use super::parameters::{PAGE_SIZE, Parameters};
use super::path::OrganizationInPath;
use super::schemas::CustomerPage;
use super::schemas::organizations::{ConversationPage, Organization, OrganizationPage, OrganizationSort};
use super::schemas::sent::OrganizationBody;
use super::{Api, ApiState, Error, answer, customers};
use crate::actions::{self, Caller, organizations};
use crate::domain::id::OrganizationId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::PropertyOwner;
use crate::domain::tag;
use crate::hal;
use crate::hal::organization::Shows;
use crate::hal::page::{self, List};
use crate::store;
use crate::store::organizations::{Found, Sort};
use crate::store::properties::Defined;

/// Where organizations are.
pub(super) const LIST: &str = "/v2/organizations";
/// What stands behind the URL of an organization that was made.
pub(super) const SHOWN: &str = "?includeCounts=false&includeProperties=false";

/// Make an organization.
#[utoipa::path(post, path = "/v2/organizations", tag = "Organizations", operation_id = "createOrganization", request_body = OrganizationBody, responses(
    (status = 201, description = "Made", headers(("Resource-ID" = i64, description = "The organization's id"), ("Location" = String, description = "The organization's URL"))),
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
    let input = hal::organization::read(json, &mut problems);
    let id = organizations::create(&api.directory, &caller, input, problems).await?;
    Ok(answer::created(id, format_args!("{}{SHOWN}", context.links().organization(id))))
}

/// Read an organization.
#[utoipa::path(get, path = "/v2/organizations/{organizationId}", tag = "Organizations", operation_id = "getOrganization", params(
    ("organizationId" = i64, Path),
    ("includeCounts" = Option<bool>, Query, description = "Whether customers and conversations are counted; false by default"),
    ("includeProperties" = Option<bool>, Query, description = "Whether property values are shown; false by default"),
), responses(
    (status = 200, description = "The organization", body = Organization, content_type = "application/hal+json", headers(("ETag" = String))),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    OrganizationInPath(id): OrganizationInPath,
    parameters: Parameters,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let shows = shows(&parameters, &mut problems);
    problems.or(()).map_err(Error::Query)?;
    let found = find(&api, &caller, id).await?;
    let definitions = definitions(&api, &caller, shows, std::slice::from_ref(&found)).await?;
    let body = hal::organization::write(context.links(), &found, shows, &definitions);
    Ok(answer::tagged(body, tag_of(&found, shows, &definitions)))
}

/// List organizations, 50 a page.
#[utoipa::path(get, path = "/v2/organizations", tag = "Organizations", operation_id = "listOrganizations", params(
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("sort" = Option<OrganizationSort>, Query, description = "In any letter case"),
    ("includeCounts" = Option<bool>, Query, description = "Whether customers and conversations are counted; false by default"),
    ("includeProperties" = Option<bool>, Query, description = "Whether property values are shown; false by default"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Organizations a page, 50 by default"),
), responses(
    (status = 200, description = "A page of organizations", body = OrganizationPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let asked = parameters.page(PAGE_SIZE, &mut problems);
    let (sort, descending) = sort(&parameters, &mut problems);
    let shows = shows(&parameters, &mut problems);
    problems.or(()).map_err(Error::Query)?;
    let store = &api.directory.store;
    let (found, total) = store::organizations::list(store, caller.company, sort, descending, asked.rows()).await?;
    let definitions = definitions(&api, &caller, shows, &found).await?;
    let carried = parameters.carried();
    let links = context.links();
    Ok(answer::resource(hal::organization::write_page(links, &carried, asked.of(total), &found, shows, &definitions)))
}

/// Overwrite an organization: a field that is left out becomes empty.
#[utoipa::path(put, path = "/v2/organizations/{organizationId}", tag = "Organizations", operation_id = "updateOrganization", params(("organizationId" = i64, Path)), request_body = OrganizationBody, responses(
    (status = 204, description = "Done"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
    (status = 409, response = super::schemas::Conflict), (status = 413, response = super::schemas::TooLarge), (status = 415, response = super::schemas::MediaType),
))]
pub async fn update(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    OrganizationInPath(id): OrganizationInPath,
    JsonBody(body): JsonBody,
) -> Result<Response, Error> {
    let (json, mut problems) = body.read()?;
    let input = hal::organization::read(json, &mut problems);
    organizations::update(&api.directory, &caller, id, input, problems).await?;
    Ok(answer::no_content())
}

/// Remove an organization. Its customers stay, without an organization.
#[utoipa::path(delete, path = "/v2/organizations/{organizationId}", tag = "Organizations", operation_id = "deleteOrganization", params(("organizationId" = i64, Path)), responses(
    (status = 204, description = "Done"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn delete(
    State(api): State<ApiState>,
    Authorized(caller): Authorized,
    OrganizationInPath(id): OrganizationInPath,
) -> Result<Response, Error> {
    organizations::delete(&api.directory, &caller, id).await?;
    Ok(answer::no_content())
}

/// List the customers of an organization, the newest first.
#[utoipa::path(get, path = "/v2/organizations/{organizationId}/customers", tag = "Organizations", operation_id = "listOrganizationCustomers", params(
    ("organizationId" = i64, Path),
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Customers a page, 50 by default"),
), responses(
    (status = 200, description = "A page of customers", body = CustomerPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn members(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    OrganizationInPath(id): OrganizationInPath,
    parameters: Parameters,
) -> Result<Response, Error> {
    let asked = parameters.only_page(PAGE_SIZE)?;
    let organization = find(&api, &caller, id).await?;
    let members = store::organizations::members(&api.directory.store, caller.company, id, asked.rows()).await?;
    let definitions = customers::definitions(&api, &caller, &members).await?;
    let (path, query) = (format!("/v2/organizations/{id}/customers"), parameters.carried());
    let list = List { path: &path, key: "customers", query: &query, numbers: asked.of(organization.customers) };
    Ok(answer::resource(page::write_customer_list(context.links(), list, &members, &definitions)))
}

/// List the conversations of an organization, of which this directory has none.
#[utoipa::path(get, path = "/v2/organizations/{organizationId}/conversations", tag = "Organizations", operation_id = "listOrganizationConversations", params(
    ("organizationId" = i64, Path),
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Items a page, 25 by default"),
), responses(
    (status = 200, description = "An empty page", body = ConversationPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn conversations(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    OrganizationInPath(id): OrganizationInPath,
    parameters: Parameters,
) -> Result<Response, Error> {
    let asked = parameters.only_page(CONVERSATIONS)?;
    find(&api, &caller, id).await?;
    let path = format!("{LIST}/{id}/conversations");
    Ok(empty_lists::page_of_nothing(&context, &path, "conversations", asked, &parameters))
}

async fn find(api: &Api, caller: &Caller, id: OrganizationId) -> Result<Found, Error> {
    let found = store::organizations::find(&api.directory.store, caller.company, id).await?;
    found.ok_or(Error::Action(actions::Error::Missing("organization")))
}

/// The property definitions of organizations, when any of these shows a value.
async fn definitions(api: &Api, caller: &Caller, shows: Shows, organizations: &[Found]) -> Result<Vec<Defined>, Error> {
    if !shows.properties || organizations.iter().all(|found| found.record.value.properties.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(store::properties::as_made(&api.directory.store, caller.company, PropertyOwner::Organization).await?)
}

/// The entity tag of an organization: its version, and everything else that its answer shows.
fn tag_of(found: &Found, shows: Shows, definitions: &[Defined]) -> String {
    let shown = store::properties::shown(definitions, &found.record.value.properties);
    tag::of_organization(found.record.version, shows.counts.then_some(found.customers), shown)
}

fn shows(parameters: &Parameters, problems: &mut Problems) -> Shows {
    const ANSWERS: [(&str, bool); 2] = [("true", true), ("false", false)];
    Shows {
        counts: parameters.one_of("includeCounts", &ANSWERS, problems).unwrap_or_default(),
        properties: parameters.one_of("includeProperties", &ANSWERS, problems).unwrap_or_default(),
    }
}

/// What the list is sorted by, and whether the last comes first: `sort=name,asc`.
fn sort(parameters: &Parameters, problems: &mut Problems) -> (Sort, bool) {
    const SORTS: [(&str, Sort); 4] = [
        ("name", Sort::Name),
        ("customerCount", Sort::Customers),
        // Nobody has conversations here: all are equal.
        ("conversationCount", Sort::Id),
        ("lastInteractionAt", Sort::UpdatedAt),
    ];
    let Some(given) = parameters.get("sort") else { return (Sort::default(), true) };
    let (field, order) = given.split_once(',').unwrap_or((given, ""));
    let sort = SORTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(field.trim())).map(|(_, sort)| *sort);
    let descending = match order.trim().to_ascii_lowercase().as_str() {
        "desc" | "" => Some(true),
        "asc" => Some(false),
        _ => None,
    };
    sort.zip(descending).unwrap_or_else(|| {
        let names = SORTS.iter().flat_map(|(name, _)| [format!("{name},asc"), format!("{name},desc")]);
        problems.query("sort", Rule::EnumValue(names.collect()), given);
        (Sort::default(), true)
    })
}
