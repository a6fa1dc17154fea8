//! The HTTP API: one file per resource.

mod accept;
mod addresses;
mod answer;
mod body;
mod caller;
mod context;
mod cors;
mod cursor;
mod customer_changes;
mod customer_list;
mod customers;
mod docs;
mod edge;
mod empty_lists;
mod entries;
mod error;
mod etag;
mod health;
mod introspection;
mod mailboxes;
mod metadata;
mod oauth;
mod once;
mod openapi;
mod organization_properties;
mod organization_values;
mod organizations;
mod parameters;
mod path;
mod prefer;
mod properties;
mod property_values;
mod rate_limit;
mod revocation;
mod schemas;
mod tokens;
mod users;

use std::sync::Arc;

use axum::middleware;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::actions::Directory;
use crate::telemetry::Metrics;

pub use edge::Edge;
pub use error::Error;
pub use rate_limit::RateLimit;

/// The largest body that is read, in bytes, unless a setting says otherwise (100 kB).
pub const BODY_LIMIT: usize = 100_000;

/// What every handler works with.
#[derive(Debug)]
pub struct Api {
    /// The directory that is served.
    pub directory: Arc<Directory>,
    /// The address that links are made with, without a slash at its end; none for the one that the client asked for.
    pub public_url: Option<Arc<str>>,
    /// Whether the answer to a create carries the session cookie of the wire's example. It opens nothing.
    pub session_cookie: bool,
    /// The largest body that is read, in bytes.
    pub body_limit: usize,
    /// How many requests a company has.
    pub rate_limit: RateLimit,
    /// What is counted.
    pub metrics: Arc<Metrics>,
}

impl Api {
    /// A directory that is served as it is without settings.
    pub fn new(directory: Directory) -> Self {
        Self {
            directory: Arc::new(directory),
            public_url: None,
            session_cookie: false,
            body_limit: BODY_LIMIT,
            rate_limit: RateLimit::default(),
            metrics: Arc::default(),
        }
    }
}

type ApiState = Arc<Api>;

/// Every route with its documentation.
fn routes() -> OpenApiRouter<ApiState> {
    let mut routes = OpenApiRouter::with_openapi(openapi::document())
        .routes(routes!(tokens::create))
        .routes(routes!(revocation::create))
        .routes(routes!(introspection::create))
        .routes(routes!(metadata::get))
        .routes(routes!(customer_list::list, customers::create))
        .routes(routes!(customer_list::walk))
        .routes(routes!(customers::get, customer_changes::overwrite, customer_changes::patch, customer_changes::delete))
        .merge(entries::routes())
        .routes(routes!(addresses::get, addresses::create, addresses::update, addresses::delete))
        .routes(routes!(property_values::patch, property_values::put))
        .routes(routes!(properties::list, properties::create))
        .routes(routes!(properties::get, properties::update, properties::patch, properties::delete))
        .routes(routes!(organizations::list, organizations::create))
        .routes(routes!(organizations::get, organizations::update, organizations::delete))
        .routes(routes!(organizations::members))
        .routes(routes!(organizations::conversations))
        .routes(routes!(organization_properties::list, organization_properties::create))
        .routes(routes!(
            organization_properties::get,
            organization_properties::update,
            organization_properties::patch,
            organization_properties::delete
        ))
        .routes(routes!(organization_values::put, organization_values::delete))
        .routes(routes!(users::me))
        .routes(routes!(users::list))
        .routes(routes!(users::get))
        .routes(routes!(mailboxes::list))
        .routes(routes!(mailboxes::get))
        .routes(routes!(mailboxes::fields))
        .routes(routes!(mailboxes::folders))
        .merge(empty_lists::routes())
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics));
    openapi::describe_manners(routes.get_openapi_mut());
    openapi::describe_headers(routes.get_openapi_mut());
    openapi::describe_links(routes.get_openapi_mut());
    routes
}

/// The whole API as a service: routes, documentation, and what every answer has; and the state that its handlers share.
pub fn service(api: Api) -> (Edge, Arc<Api>) {
    let api = Arc::new(api);
    let (router, document) = routes().split_for_parts();
    let router = router
        .merge(docs::routes(document))
        .fallback(edge::no_path)
        .method_not_allowed_fallback(edge::no_method)
        .layer(middleware::from_fn_with_state(Arc::clone(&api), edge::finish));
    (Edge::new(router.with_state(Arc::clone(&api))), api)
}

/// Whether a path is one of the API, there or not: what begins with a version, its documentation, and what is for machines.
pub fn has(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if let [b'v' | b'V', digit, ..] = first.as_bytes() {
        return digit.is_ascii_digit();
    }
    ["docs", "health", "metrics", "openapi.json", ".well-known"].iter().any(|own| own.eq_ignore_ascii_case(first))
}

/// The OpenAPI document, as `/openapi.json` answers it.
pub fn openapi_json() -> String {
    openapi::json(&routes().into_openapi())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_document_is_made_from_the_handlers() {
        assert!(super::openapi_json().contains("/v2/customers/{customerId}/social-profiles/{entryId}"));
    }
}
