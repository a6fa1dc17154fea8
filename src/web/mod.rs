//! The web application: server-rendered pages for people, one file per noun.

mod account;
mod apps;
mod asked;
mod assets;
mod authorize;
mod bulk;
mod changes;
mod cookie;
mod countries;
mod csrf;
mod customer;
mod customers;
mod edge;
mod error;
mod first_steps;
pub mod form;
pub mod format;
pub mod frame;
mod go;
mod home;
mod marks;
mod moments;
#[cfg(test)]
mod one_more;
mod organization;
mod organizations;
mod overview;
mod parameter;
mod part;
mod people;
mod place;
mod properties;
mod saved_views;
mod saving;
mod security;
mod settings;
mod shown_once;
mod sign_in;
mod suggestions;
pub mod texts;
mod theme;
mod told;
mod visitor;
mod welcome;
mod who;
mod zones;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tower::Service;
use tower_http::compression::CompressionLayer;

use crate::actions::Directory;
use crate::telemetry::Metrics;

pub use error::Error;
pub use overview::complete::Kept as Complete;
pub use saved_views::counts::Kept as ViewCounts;
pub use visitor::Visitor;

/// What every page works with.
#[derive(Debug)]
pub struct Web {
    /// The directory that is looked at.
    pub directory: Arc<Directory>,
    /// The address that people reach the server by, without a slash at its end; none for the one that a browser asks for.
    pub public_url: Option<Arc<str>>,
    /// Whether photos of customers are shown, which come from where their addresses say.
    pub shows_photos: bool,
    /// The largest form that is read, in bytes.
    pub body_limit: usize,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How complete records are, as it was found lately.
    pub complete: Complete,
    /// How many customers saved views have, as it was counted lately.
    pub view_counts: ViewCounts,
}

type WebState = Arc<Web>;

/// The address that a connection comes from, in the extensions of its requests.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The pages as a service.
#[derive(Clone)]
pub struct Pages(Router);

/// Every page, and who answers it.
fn routes() -> Router<WebState> {
    Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/challenge", post(sign_in::passkey::challenge))
        .route("/sign-in/passkey", post(sign_in::passkey::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/welcome/{token}", get(welcome::show).post(welcome::accept))
        .route("/customers", get(customers::show).post(customer::create))
        .route("/customers/new", get(customer::new))
        .route("/customers/bulk", get(bulk::show).post(bulk::go_on))
        .route("/customers/bulk/undo", get(bulk::undo::show).post(bulk::undo::go_on))
        .route("/customers/export", get(customers::export))
        .route("/customers/suggest", get(customers::suggest))
        .route("/customers/recent", get(customers::recent))
        .route("/customers/complete", get(customers::complete))
        .route("/customers/explain", get(customers::explain))
        .route("/customers/filter", get(customers::filter))
        .route("/customers/likely", get(customer::likely))
        .route("/customers/organizations", get(customers::organizations))
        .route("/customers/{customer}", get(customer::show))
        .route("/customers/{customer}/timeline", get(customer::whole_timeline))
        .route("/customers/{customer}/delete", get(customer::ask_to_delete).post(customer::delete))
        .route("/customers/{customer}/fields/{field}", post(customer::save))
        .route("/customers/{customer}/fields/{field}/remove", post(customer::remove))
        .route("/views", get(saved_views::list).post(saved_views::create))
        .route("/views/new", get(saved_views::ask_for_new))
        .route("/views/counts", get(saved_views::counts::show))
        .route("/views/{view}", get(saved_views::show).post(saved_views::describe))
        .route("/views/{view}/list", post(saved_views::save))
        .route("/views/{view}/delete", get(saved_views::ask_to_delete).post(saved_views::delete))
        .route("/organizations", get(organizations::show).post(organization::create))
        .route("/organizations/new", get(organization::new))
        .route("/organizations/suggest", get(organizations::suggest))
        .route("/organizations/{organization}", get(organization::show))
        .route("/organizations/{organization}/fields/{field}", post(organization::save))
        .route("/organizations/{organization}/delete", get(organization::ask_to_delete).post(organization::delete))
        .route("/properties", get(properties::list_of_customers))
        .route("/properties/new", get(properties::ask_for_new))
        .route("/properties/{of}", get(properties::list).post(properties::create))
        .route("/properties/{of}/{slug}", get(properties::show).post(properties::save))
        .route("/properties/{of}/{slug}/move", post(properties::arrange))
        .route("/properties/{of}/{slug}/delete", get(properties::ask_to_delete).post(properties::delete))
        .route("/overview", get(overview::show))
        .route("/overview/latest", get(overview::latest))
        .route("/first-steps", get(first_steps::show))
        .route("/first-steps/sample", post(first_steps::fill))
        .route("/theme", post(theme::choose))
        .route("/settings", get(settings::show))
        .route("/settings/company", get(settings::company::show).post(settings::company::describe))
        .route("/settings/api", get(settings::api::show))
        .route("/settings/account", get(account::show).post(account::describe))
        .route("/settings/account/email", post(account::change_email))
        .route("/settings/account/password", post(account::change_password))
        .route("/settings/account/passkeys", post(account::passkeys::create))
        .route("/settings/account/passkeys/challenge", post(account::passkeys::challenge))
        .route("/settings/account/passkeys/rename", post(account::passkeys::rename))
        .route("/settings/account/passkeys/remove", post(account::passkeys::remove))
        .route("/settings/account/sessions/end", post(account::end_session))
        .route("/settings/account/sessions/end-others", post(account::end_other_sessions))
        .route("/settings/account/apps/take-back", post(account::take_back))
        .route("/settings/people", get(people::list).post(people::invite))
        .route("/settings/people/{user}/role", post(people::change_role))
        .route("/settings/people/{user}/email", post(people::change_email))
        .route("/settings/people/{user}/disable", post(people::disable))
        .route("/settings/people/{user}/enable", post(people::enable))
        .route("/settings/people/{user}/link", get(people::show_link).post(people::link))
        .route("/settings/people/{user}/withdraw", post(people::withdraw))
        .route("/settings/apps", get(apps::list).post(apps::create))
        .route("/settings/apps/{app}", get(apps::show))
        .route("/settings/apps/{app}/redirects", post(apps::redirect))
        .route("/settings/apps/{app}/revoke", post(apps::revoke))
        .route("/authentication/authorizeClientApplication", get(authorize::ask).post(authorize::decide))
}

/// The pages of a directory.
pub fn pages(web: Web) -> Pages {
    let web = Arc::new(web);
    let pages = routes()
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NoMethod })
        .layer(middleware::from_fn_with_state(Arc::clone(&web), edge::finish))
        .with_state(web);
    let assets = Router::new()
        .route("/assets/{folder}/{file}", get(assets::get))
        .layer(middleware::map_response(|response| async { edge::protect(response, false) }));
    Pages(pages.merge(assets).layer(CompressionLayer::new()))
}

impl Web {
    /// Whether browsers come over https, so that cookies are for https alone.
    fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl Pages {
    /// Answers a request.
    pub async fn answer(&self, request: Request) -> Response {
        let Ok(response) = self.0.clone().call(request).await;
        response
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pages")
    }
}

/// 200 with a page.
fn page(template: &impl askama::Template) -> Result<Response, Error> {
    page_of(StatusCode::OK, template)
}

/// 200 with JSON for one of our modules; nothing keeps it.
fn json(value: &serde_json::Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page, or a part of one, with another status.
fn page_of(status: StatusCode, template: &impl askama::Template) -> Result<Response, Error> {
    let html = template.render().map_err(|error| Error::Broken(error.to_string()))?;
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(response)
}
