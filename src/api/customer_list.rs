//! Lists of customers: `GET /v2/customers` by pages and `GET /v3/customers` by cursor (the customers page of the wire).

use axum::extract::{Extension, State};
use axum::response::Response;

use super::caller::Authorized;
use super::context::Context;
use super::parameters::{PAGE_SIZE, Parameters};
use super::schemas::sent::{Moment, SortField, SortOrder};
use super::schemas::{CustomerPage, CustomerWalk};
use super::{ApiState, Error, answer, cursor, customers};
use crate::actions::{self, Caller};
use crate::domain::email::EmailKey;
use crate::domain::id::MAX_ID;
use crate::domain::problem::{Problems, Rule};
use crate::hal;
use crate::store;
use crate::store::customer_list::{self, Filter, Sort};

/// The parameters of a filter, which links carry on.
const FILTERS: [&str; 6] = ["firstName", "lastName", "email", "modifiedSince", "createdSince", "query"];

/// List customers, 50 a page.
#[utoipa::path(get, path = "/v2/customers", tag = "Customers", operation_id = "listCustomers", params(
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("query" = Option<String>, Query, max_length = 2000, format = "query", description = "Such as (lastName:\"Okoro\" AND createdAt:[2026-01-01 TO *])"),
    ("firstName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("lastName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("email" = Option<String>, Query, format = "email", description = "Has this address"),
    ("modifiedSince" = Option<Moment>, Query, description = "Changed after"),
    ("createdSince" = Option<Moment>, Query, description = "Made after"),
    ("mailbox" = Option<i64>, Query, minimum = 1, maximum = 9007199254740991i64, description = "The id of the company's mailbox; another finds nobody"),
    ("sortField" = Option<SortField>, Query, description = "In any letter case"),
    ("sortOrder" = Option<SortOrder>, Query, description = "In any letter case"),
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
    const SORTS: [(&str, Sort); 5] = [
        ("createdAt", Sort::CreatedAt),
        ("firstName", Sort::FirstName),
        ("lastName", Sort::LastName),
        ("modifiedAt", Sort::UpdatedAt),
        ("score", Sort::Score),
    ];
    let mut problems = Problems::default();
    let filter = filter(&api, &caller, &parameters, &mut problems).await?;
    let asked = parameters.page(PAGE_SIZE, &mut problems);
    let sort = parameters.one_of("sortField", &SORTS, &mut problems).unwrap_or_default();
    let descending = parameters.one_of("sortOrder", &[("desc", true), ("asc", false)], &mut problems).unwrap_or(true);
    let mailbox = parameters.number("mailbox", 1..=MAX_ID, "must be the id of a mailbox", &mut problems);
    let filter = problems.or(filter).map_err(Error::Query)?;
    // The one mailbox, which stands for the company, has all of its customers.
    let (customers, total) = match mailbox {
        Some(other) if other != caller.company.0 => (Vec::new(), 0),
        _ => customer_list::list(&api.directory.store, caller.company, &filter, sort, descending, asked.rows())
            .await
            .map_err(|error| refusal(error, &parameters))?,
    };
    let definitions = customers::definitions(&api, &caller, &customers).await?;
    let carried = parameters.carried();
    let links = context.links();
    Ok(answer::resource(hal::page::write_customers(links, &carried, asked.of(total), &customers, &definitions)))
}

/// Walk through the customers, the newest first.
///
/// Nobody who is there all along is skipped or seen twice, whatever is made, changed or removed meanwhile.
#[utoipa::path(get, path = "/v3/customers", tag = "Customers", operation_id = "walkCustomers", params(
    ("cursor" = Option<String>, Query, format = "cursor", description = "Where to go on: from the next link of the answer before"),
    ("query" = Option<String>, Query, max_length = 2000, format = "query", description = "Such as (lastName:\"Okoro\" AND createdAt:[2026-01-01 TO *])"),
    ("firstName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("lastName" = Option<String>, Query, description = "Equal, letter case ignored"),
    ("email" = Option<String>, Query, format = "email", description = "Has this address"),
    ("modifiedSince" = Option<Moment>, Query, description = "Changed after"),
    ("createdSince" = Option<Moment>, Query, description = "Made after"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Customers an answer, 50 by default"),
), responses(
    (status = 200, description = "The next customers", body = CustomerWalk, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn walk(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let filter = filter(&api, &caller, &parameters, &mut problems).await?;
    let size = parameters.page_size(PAGE_SIZE, &mut problems);
    let filters = parameters.named(&FILTERS);
    let list = cursor::List(caller.company, &filters);
    let from = cursor::read(&parameters, list, &mut problems);
    let filter = problems.or(filter).map_err(Error::Query)?;
    let walked = customer_list::walk(&api.directory.store, caller.company, &filter, from.as_ref(), size).await;
    let (customers, next) = walked.map_err(|error| refusal(error, &parameters))?;
    let definitions = customers::definitions(&api, &caller, &customers).await?;
    let carried = parameters.carried();
    let next = next.map(|next| cursor::write(&next, list));
    let walk = hal::cursor_page::Walk { parameters: &carried, cursor: parameters.get("cursor"), next: next.as_deref() };
    Ok(answer::resource(hal::cursor_page::write_customers(context.links(), walk, &customers, &definitions)))
}

/// What a list that was not answered is told: some queries show only in the store that they ask for too much.
fn refusal(error: store::Error, parameters: &Parameters) -> Error {
    if !matches!(error, store::Error::TooManyOrganizations) {
        return error.into();
    }
    const RULE: &str =
        "the organization condition fits more than 1000 organizations; write more of the name before the *";
    let mut problems = Problems::default();
    problems.query("query", Rule::Pattern(RULE), parameters.get("query").unwrap_or_default());
    Error::Query(problems)
}

/// What both lists are filtered by.
async fn filter(
    api: &ApiState,
    caller: &Caller,
    parameters: &Parameters,
    problems: &mut Problems,
) -> Result<Filter, Error> {
    let mut query = None;
    if let Some(text) = parameters.get("query") {
        match actions::query::read(&api.directory, caller.company, text).await? {
            Ok(read) => query = Some(read),
            Err(mistake) => problems.query("query", Rule::Query(mistake), text),
        }
    }
    Ok(Filter {
        first_name: parameters.get("firstName").map(ToOwned::to_owned),
        last_name: parameters.get("lastName").map(ToOwned::to_owned),
        email: parameters.get("email").and_then(|given| {
            // No address has a space: a plus that was sent without escaping came as one.
            let key = EmailKey::parse(&given.trim().replace(' ', "+"));
            if key.is_none() {
                problems.query("email", Rule::Email, given);
            }
            key
        }),
        updated_after: parameters.moment("modifiedSince", problems),
        created_after: parameters.moment("createdSince", problems),
        query,
    })
}
