//! `/v2/oauth2/introspect`: what a token is good for (RFC 7662).

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::ApiState;
use super::oauth::{self, Given, Refused};
use super::schemas::TokenError;
use super::schemas::oauth::{Introspection, ShownToken};
use crate::actions::tokens;

/// Ask what a token is good for.
///
/// Any app of the company may ask, about any token of the company. The parameters may be sent in all the ways of `/v2/oauth2/token`.
#[utoipa::path(post, path = "/v2/oauth2/introspect", tag = "Tokens", operation_id = "introspectToken", security(()),
    request_body(content((ShownToken = "application/x-www-form-urlencoded"), (ShownToken = "application/json"))), responses(
    (status = 200, description = "What is known of a token that is accepted; only `active` of any other", body = Introspection),
    (status = 400, description = "A parameter is missing", body = TokenError),
    (status = 401, description = "The client id or secret is wrong", body = TokenError),
    (status = 413, description = "The body is larger than the limit", body = TokenError),
))]
pub async fn create(State(api): State<ApiState>, given: Given) -> Result<Response, Refused> {
    let token = given.require("token")?;
    let (client_id, client_secret) = given.client()?;
    let Some(found) = tokens::inspect(&api.directory, client_id, client_secret, token).await? else {
        return Ok(oauth::answer(&json!({ "active": false })));
    };
    let mut body = json!({
        "active": true,
        "client_id": found.client_id,
        "sub": found.user.to_string(),
        "iat": found.issued_at.seconds(),
        "exp": found.expires_at.seconds(),
    });
    // A refresh token has none of the types of access tokens, and whoever checks an access token sees that it is not one.
    if found.is_access {
        body["token_type"] = "bearer".into();
    }
    Ok(oauth::answer(&body))
}
