//! Lists of what a customer directory does not have (the conventions page of the wire). Clients list them when they start, and find
//! nothing instead of failing.

use axum::extract::Extension;
use axum::response::Response;
use axum::routing;
use utoipa_axum::router::OpenApiRouter;

use super::caller::Authorized;
use super::context::Context;
use super::parameters::{AskedPage, PAGE_SIZE, Parameters};
use super::{ApiState, Error, answer, openapi};
use crate::hal::page::{self, List};

/// How many conversations a page has.
pub(super) const CONVERSATIONS: i64 = 25;

/// The lists by their names, each with how many items a page of it would have.
const LISTS: [(&str, i64); 4] =
    [("conversations", CONVERSATIONS), ("tags", PAGE_SIZE), ("teams", PAGE_SIZE), ("workflows", PAGE_SIZE)];

/// The routes of every list, with their documentation.
pub fn routes() -> OpenApiRouter<ApiState> {
    LISTS.into_iter().fold(OpenApiRouter::new(), |router, (name, size)| {
        let path = format!("/v2/{name}");
        let mut router = router
            .route(&path, routing::get(move |context, who, parameters| list(name, size, context, who, parameters)));
        openapi::describe_empty_list(router.get_openapi_mut(), name, &path, size);
        router
    })
}

async fn list(
    name: &str,
    size: i64,
    Extension(context): Extension<Context>,
    Authorized(_): Authorized,
    parameters: Parameters,
) -> Result<Response, Error> {
    let asked = parameters.only_page(size)?;
    Ok(page_of_nothing(&context, &format!("/v2/{name}"), name, asked, &parameters))
}

/// A page of a list that has nothing.
pub(super) fn page_of_nothing(
    context: &Context,
    path: &str,
    key: &str,
    asked: AskedPage,
    parameters: &Parameters,
) -> Response {
    let query = parameters.carried();
    answer::resource(page::write_empty(context.links(), List { path, key, query: &query, numbers: asked.of(0) }))
}
