//! The documentation that the server carries: the OpenAPI document, a page that renders it, and what each rule means.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, middleware, routing};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::Config;

use super::path::Segments;
use super::{ApiState, Error, openapi};
use crate::domain::problem::Rule;

/// What the pages may load and do: the documentation's own scripts and styles, pictures that are part of them, and calls to this server. They
/// stand where sessions of the web application are, so nothing else may run here or show them in a frame. The one hash is that of the style in
/// the drawing of a logo, which the documentation's script puts into the page.
const PROTECTION: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; \
         img-src 'self' data:; connect-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
];

/// `/openapi.json`, `/docs` and `/docs/errors`.
pub fn routes(document: OpenApi) -> Router<ApiState> {
    let json: Arc<str> = openapi::json(&document).into();
    // The address of a validator would be asked for over the network.
    let config = Arc::new(Config::new(["/openapi.json"]).validator_url("none"));
    Router::new()
        .route("/openapi.json", routing::get(move || async move { page("application/json", json.as_bytes().to_vec()) }))
        .route("/docs", routing::get(|| async { Redirect::permanent("/docs/") }))
        .route("/docs/", {
            let config = Arc::clone(&config);
            routing::get(move || async move { file("", config) })
        })
        .route("/docs/errors", routing::get(|| async { page("text/html; charset=utf-8", errors().into_bytes()) }))
        .route("/docs/errors.css", routing::get(|| async { page("text/css; charset=utf-8", ERRORS_CSS.into()) }))
        .route("/docs/{*file}", routing::get(move |Segments([name]): Segments<1>| async move { file(&name, config) }))
        .layer(middleware::map_response(|response| async { protect(response) }))
}

fn file(name: &str, config: Arc<Config<'static>>) -> Response {
    match utoipa_swagger_ui::serve(name, config) {
        Ok(Some(file)) => page(&file.content_type, file.bytes.into_owned()),
        Ok(None) => Error::NoPath.into_response(),
        Err(reason) => {
            tracing::error!(%reason, "the documentation page cannot be made");
            Error::Broken.into_response()
        }
    }
}

fn protect(mut response: Response) -> Response {
    for (name, value) in PROTECTION {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn page(kind: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    if let Ok(kind) = HeaderValue::try_from(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// How the page of errors looks; it is short enough to stand here.
const ERRORS_CSS: &str =
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}";

fn errors() -> String {
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Errors · Cardfile</title><link rel=\"stylesheet\" href=\"/docs/errors.css\"><body>\
         <h1>Errors</h1><p>A refusal lists every value at fault with its path, the rule it breaks, and what was given. \
         <code>logRef</code> is the request's <code>Correlation-Id</code>. These are the rules.</p><dl>",
    );
    for (anchor, meaning) in Rule::EXPLAINED {
        html += &format!("<dt id=\"{anchor}\"><strong>{anchor}</strong></dt><dd>{meaning}</dd>");
    }
    html + "</dl></body></html>"
}
