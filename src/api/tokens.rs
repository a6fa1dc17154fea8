//! `/v2/oauth2/token` (RFC 6749, and the conventions page of the wire).

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::ApiState;
use super::oauth::{self, Given, Refused};
use super::schemas::TokenError;
use super::schemas::oauth::{Token, TokenBody};
use crate::actions::tokens::{self, Grant};

/// Get an access token.
///
/// The parameters may be sent as a form, as JSON or in the query string, and the client also by HTTP Basic.
#[utoipa::path(post, path = "/v2/oauth2/token", tag = "Tokens", operation_id = "createToken", security(()),
    request_body(content((TokenBody = "application/x-www-form-urlencoded"), (TokenBody = "application/json"))), responses(
    (status = 200, description = "A token, and with a code or a refresh token also the next refresh token", body = Token),
    (status = 400, description = "A parameter is missing or not known, or the code or refresh token is not accepted", body = TokenError),
    (status = 401, description = "The client id or secret is wrong", body = TokenError),
    (status = 413, description = "The body is larger than the limit", body = TokenError),
))]
pub async fn create(State(api): State<ApiState>, given: Given) -> Result<Response, Refused> {
    let grant_type = given.require("grant_type")?;
    if !tokens::GRANT_TYPES.contains(&grant_type) {
        let description = format!("The grant type must be one of {}.", tokens::GRANT_TYPES.join(", "));
        return Err(Refused::OAuth(StatusCode::BAD_REQUEST, "unsupported_grant_type", description));
    }
    let (client_id, client_secret) = given.client()?;
    let grant = match grant_type {
        "authorization_code" => Grant::Code {
            code: given.require("code")?,
            redirect_uri: given.get("redirect_uri"),
            verifier: given.get("code_verifier"),
        },
        "refresh_token" => Grant::RefreshToken(given.require("refresh_token")?),
        _ => Grant::Client,
    };
    let issued = tokens::issue(&api.directory, client_id, client_secret, grant).await?;
    let mut body = serde_json::json!({
        "token_type": "bearer",
        "access_token": issued.access_token,
        "expires_in": tokens::LIFETIME_SECONDS,
    });
    if let Some(refresh_token) = issued.refresh_token {
        body["refresh_token"] = refresh_token.into();
    }
    Ok(oauth::answer(&body))
}
