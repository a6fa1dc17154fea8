//! `/v2/mailboxes` (the conventions page of the wire): one mailbox, which stands for the company.

use axum::extract::{Extension, State};
use axum::response::Response;

use super::caller::Authorized;
use super::context::Context;
use super::parameters::{PAGE_SIZE, Parameters};
use super::path::Segments;
use super::schemas::users::{EmptyPage, Mailbox, MailboxPage};
use super::{Api, ApiState, Error, answer, empty_lists};
use crate::actions::{self, Caller};
use crate::domain::app::Company;
use crate::domain::id::CompanyId;
use crate::hal;
use crate::hal::page::List;
use crate::store;

/// List mailboxes: the one.
#[utoipa::path(get, path = "/v2/mailboxes", tag = "Mailboxes", operation_id = "listMailboxes", params(
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Mailboxes a page, 50 by default"),
), responses(
    (status = 200, description = "A page of mailboxes", body = MailboxPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let page = parameters.only_page(PAGE_SIZE)?;
    let mailbox = find(&api, &caller, caller.company).await?;
    let shown = if page.offset() == 0 { std::slice::from_ref(&mailbox) } else { &[] };
    let query = parameters.carried();
    let list = List { path: "/v2/mailboxes", key: "mailboxes", query: &query, numbers: page.of(1) };
    Ok(answer::resource(hal::mailbox::write_page(context.links(), list, shown)))
}

/// Read the mailbox.
#[utoipa::path(get, path = "/v2/mailboxes/{mailboxId}", tag = "Mailboxes", operation_id = "getMailbox", params(("mailboxId" = i64, Path)), responses(
    (status = 200, description = "The mailbox", body = Mailbox, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    segments: Segments<1>,
) -> Result<Response, Error> {
    let mailbox = find(&api, &caller, parse(&segments)?).await?;
    Ok(answer::resource(hal::mailbox::write(context.links(), &mailbox)))
}

/// List the custom fields of the mailbox, of which there are none.
#[utoipa::path(get, path = "/v2/mailboxes/{mailboxId}/fields", tag = "Mailboxes", operation_id = "listMailboxFields", params(
    ("mailboxId" = i64, Path),
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Items a page, 50 by default"),
), responses(
    (status = 200, description = "An empty page", body = EmptyPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn fields(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    segments: Segments<1>,
    parameters: Parameters,
) -> Result<Response, Error> {
    list_none(&api, &context, &caller, &segments, "fields", &parameters).await
}

/// List the folders of the mailbox, of which there are none.
#[utoipa::path(get, path = "/v2/mailboxes/{mailboxId}/folders", tag = "Mailboxes", operation_id = "listMailboxFolders", params(
    ("mailboxId" = i64, Path),
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Items a page, 50 by default"),
), responses(
    (status = 200, description = "An empty page", body = EmptyPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn folders(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    segments: Segments<1>,
    parameters: Parameters,
) -> Result<Response, Error> {
    list_none(&api, &context, &caller, &segments, "folders", &parameters).await
}

async fn list_none(
    api: &Api,
    context: &Context,
    caller: &Caller,
    segments: &Segments<1>,
    key: &str,
    parameters: &Parameters,
) -> Result<Response, Error> {
    let mailbox = find(api, caller, parse(segments)?).await?;
    let path = format!("/v2/mailboxes/{}/{key}", mailbox.id);
    let asked = parameters.only_page(PAGE_SIZE)?;
    Ok(empty_lists::page_of_nothing(context, &path, key, asked, parameters))
}

/// The mailbox has the identifier of the company that it stands for.
async fn find(api: &Api, caller: &Caller, id: CompanyId) -> Result<Company, Error> {
    let company = store::companies::get(&api.directory.store, caller.company).await?;
    company.filter(|company| company.id == id).ok_or_else(missing)
}

fn parse(Segments([id]): &Segments<1>) -> Result<CompanyId, Error> {
    CompanyId::parse(id).ok_or_else(missing)
}

fn missing() -> Error {
    Error::Action(actions::Error::Missing("mailbox"))
}
