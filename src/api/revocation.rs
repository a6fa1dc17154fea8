//! `/v2/oauth2/revoke`: an app gives a token back (RFC 7009).

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::ApiState;
use super::oauth::{Given, Refused};
use super::schemas::TokenError;
use super::schemas::oauth::ShownToken;
use crate::actions::tokens;

/// Give a token back.
///
/// An access token goes alone. A refresh token takes with it every access and refresh token that came of the same agreement. The
/// parameters may be sent in all the ways of `/v2/oauth2/token`.
#[utoipa::path(post, path = "/v2/oauth2/revoke", tag = "Tokens", operation_id = "revokeToken", security(()),
    request_body(content((ShownToken = "application/x-www-form-urlencoded"), (ShownToken = "application/json"))), responses(
    (status = 200, description = "It is not accepted any more, or never was"),
    (status = 400, description = "A parameter is missing, or the token was handed to another app", body = TokenError),
    (status = 401, description = "The client id or secret is wrong", body = TokenError),
    (status = 413, description = "The body is larger than the limit", body = TokenError),
))]
pub async fn create(State(api): State<ApiState>, given: Given) -> Result<Response, Refused> {
    let token = given.require("token")?;
    let (client_id, client_secret) = given.client()?;
    tokens::revoke(&api.directory, client_id, client_secret, token).await?;
    Ok(().into_response())
}
