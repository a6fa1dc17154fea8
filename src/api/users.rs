//! `/v2/users` (the conventions page of the wire): the people of the company.

use axum::extract::{Extension, State};
use axum::response::Response;

use super::caller::{Authorized, Opened};
use super::context::Context;
use super::parameters::{PAGE_SIZE, Parameters};
use super::path::Segments;
use super::schemas::users::{User, UserPage};
use super::{Api, ApiState, Error, answer};
use crate::actions;
use crate::domain::email::EmailKey;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::user;
use crate::hal;
use crate::hal::page::List;
use crate::store;

/// Read the user behind the token.
///
/// That is the user who agreed that the app acts for them, or with client credentials the user who made the app.
#[utoipa::path(get, path = "/v2/users/me", tag = "Users", operation_id = "getResourceOwner", responses(
    (status = 200, description = "The user", body = User, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn me(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    Opened(access): Opened,
) -> Result<Response, Error> {
    let user = find(&api, caller.company, access.user).await?;
    Ok(answer::resource(hal::user::write(context.links(), &user)))
}

/// Read a user.
#[utoipa::path(get, path = "/v2/users/{userId}", tag = "Users", operation_id = "getUser", params(("userId" = i64, Path)), responses(
    (status = 200, description = "The user", body = User, content_type = "application/hal+json"),
    (status = 401, response = super::schemas::Unauthorized), (status = 404, response = super::schemas::NotFound),
))]
pub async fn get(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    segments: Segments<1>,
) -> Result<Response, Error> {
    let Segments([id]) = segments;
    let id = UserId::parse(&id).ok_or_else(missing)?;
    let user = find(&api, caller.company, id).await?;
    Ok(answer::resource(hal::user::write(context.links(), &user)))
}

/// List users, 50 a page, the oldest first.
#[utoipa::path(get, path = "/v2/users", tag = "Users", operation_id = "listUsers", params(
    ("page" = Option<i64>, Query, minimum = 1, description = "From 1; a page past the end is empty"),
    ("email" = Option<String>, Query, description = "The same address, in any spelling"),
    ("mailbox" = Option<String>, Query, description = "Ignored: every user belongs to the one mailbox"),
    ("pageSize" = Option<i64>, Query, minimum = 1, maximum = 200, description = "Users a page, 50 by default"),
), responses(
    (status = 200, description = "A page of users", body = UserPage, content_type = "application/hal+json"),
    (status = 400, response = super::schemas::BadRequest), (status = 401, response = super::schemas::Unauthorized),
))]
pub async fn list(
    State(api): State<ApiState>,
    Extension(context): Extension<Context>,
    Authorized(caller): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let page = parameters.only_page(PAGE_SIZE)?;
    let (users, total) = match parameters.get("email").map(EmailKey::parse) {
        // What is no address is nobody's.
        Some(None) => (Vec::new(), 0),
        email => {
            let email = email.flatten();
            store::users::list(&api.directory.store, caller.company, email.as_ref(), page.offset(), page.size).await?
        }
    };
    let query = parameters.carried();
    let list = List { path: "/v2/users", key: "users", query: &query, numbers: page.of(total) };
    Ok(answer::resource(hal::user::write_page(context.links(), list, &users)))
}

async fn find(api: &Api, company: CompanyId, id: UserId) -> Result<user::User, Error> {
    store::users::get(&api.directory.store, company, id).await?.ok_or_else(missing)
}

fn missing() -> Error {
    Error::Action(actions::Error::Missing("user"))
}
