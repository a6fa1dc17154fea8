//! `/.well-known/oauth-authorization-server`: where the calls of OAuth are, and what they understand (RFC 8414).

use axum::body::Body;
use axum::extract::Extension;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::context::Context;
use super::schemas::oauth::Metadata;
use crate::actions::tokens;
use crate::domain::code::Challenge;

/// Where a user agrees that an app acts for them.
pub const AUTHORIZE: &str = "/authentication/authorizeClientApplication";

/// Read where the calls of OAuth are, and what they understand.
#[utoipa::path(get, path = "/.well-known/oauth-authorization-server", tag = "Tokens", operation_id = "getAuthorizationServer", security(()), responses(
    (status = 200, description = "The metadata of this authorization server", body = Metadata),
))]
pub async fn get(Extension(context): Extension<Context>) -> Response {
    let url = |path: &str| context.links().path(path).to_string();
    let methods = ["client_secret_basic", "client_secret_post"];
    let body = serde_json::json!({
        "issuer": url(""),
        "authorization_endpoint": url(AUTHORIZE),
        "token_endpoint": url("/v2/oauth2/token"),
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint": url("/v2/oauth2/revoke"),
        "revocation_endpoint_auth_methods_supported": methods,
        "introspection_endpoint": url("/v2/oauth2/introspect"),
        "introspection_endpoint_auth_methods_supported": methods,
        "response_types_supported": ["code"],
        "grant_types_supported": tokens::GRANT_TYPES,
        "code_challenge_methods_supported": Challenge::METHODS,
        "service_documentation": url("/docs"),
    });
    let mut response = Response::new(Body::from(body.to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
