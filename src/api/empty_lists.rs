//! Lists of what a customer directory does not have (the conventions page of the wire). Clients list them when they start, and find
//! nothing instead of failing.

use axum::extract::Extension;
use axum::response::Response;
use axum::routing;
use utoipa_axum::router::OpenApiRouter;

use super::caller::Authorized;
use super::context::Context;
use super::parameters::{PAGE_SIZE, Parameters};
use super::{ApiState, Error, answer, openapi};
use crate::domain::problem::Problems;
use crate::hal::page::{self, List};

/// The lists by their names, each with how many items a page of it would have.
const LISTS: [(&str, i64); 4] =
    [("conversations", 25), ("tags", PAGE_SIZE), ("teams", PAGE_SIZE), ("workflows", PAGE_SIZE)];

/// The routes of every list, with their documentation.
pub fn routes() -> OpenApiRouter<ApiState> {
    LISTS.into_iter().fold(OpenApiRouter::new(), |router, (name, size)| {
        let path = format!("/v2/{name}");
        let mut router = router
            .route(&path, routing::get(move |context, who, parameters| list(name, size, context, who, parameters)));
        openapi::describe_empty_list(router.get_openapi_mut(), name, &path);
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
    let mut problems = Problems::default();
    let page = parameters.page(size, &mut problems);
    problems.or(()).map_err(Error::Query)?;
    let (path, query) = (format!("/v2/{name}"), parameters.carried(&["pageSize"]));
    let list = List { path: &path, key: name, query: &query, numbers: page.of(0) };
    Ok(answer::resource(page::write_empty(context.links(), list)))
}
