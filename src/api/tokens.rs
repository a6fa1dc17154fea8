//! `/v2/oauth2/token` (RFC 6749, and the conventions page of the wire): its answers are OAuth's, not the envelope's.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::schemas::{Token, TokenBody, TokenError};
use super::{ApiState, Error, body};
use crate::actions::tokens;
use crate::auth;
use crate::hal::json::{self, Json};

/// Get an access token.
///
/// The parameters may be sent as a form, as JSON or in the query string, and the client also by HTTP Basic.
#[utoipa::path(post, path = "/v2/oauth2/token", tag = "Tokens", operation_id = "createToken", security(()),
    request_body(content((TokenBody = "application/x-www-form-urlencoded"), (TokenBody = "application/json"))), responses(
    (status = 200, description = "A token", body = Token),
    (status = 400, description = "A parameter is missing or not known", body = TokenError),
    (status = 401, description = "The client id or secret is wrong", body = TokenError),
    (status = 413, response = super::schemas::TooLarge),
))]
pub async fn create(State(api): State<ApiState>, request: Request) -> Result<Response, Error> {
    let (parts, rest) = request.into_parts();
    let mut given = Given::default();
    given.add_form(parts.uri.query().unwrap_or_default().as_bytes());
    let bytes = body::read(Request::from_parts(parts.clone(), rest), api.body_limit).await?;
    let is_json = body::media_type(&parts.headers).is_some_and(|media_type| media_type.ends_with("json"));
    if is_json && !bytes.is_empty() {
        if let Err(reason) = given.add_json(&bytes) {
            return Ok(refusal(StatusCode::BAD_REQUEST, "invalid_request", &reason));
        }
    } else {
        given.add_form(&bytes);
    }
    given.add_basic(&parts.headers);
    issue(&api, given).await
}

/// The parameters that were sent, by whichever way; the later way counts.
#[derive(Default)]
struct Given {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

impl Given {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "grant_type" => self.grant_type = Some(value),
            "client_id" => self.client_id = Some(value),
            "client_secret" => self.client_secret = Some(value),
            _ => {}
        }
    }

    fn add_form(&mut self, form: &[u8]) {
        form_urlencoded::parse(form).for_each(|(name, value)| self.set(&name, value.into_owned()));
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), String> {
        let body = json::read(body).map_err(|error| format!("The body is not readable JSON: {error}"))?;
        let Json::Object(fields) = body else { return Err("The body must be a JSON object.".into()) };
        for (name, value) in fields {
            if let Json::Text(value) = value {
                self.set(&name, value.into_owned());
            }
        }
        Ok(())
    }

    /// HTTP Basic (RFC 6749, section 2.3.1): both parts are form-encoded.
    fn add_basic(&mut self, headers: &HeaderMap) {
        let credentials = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
        let Some((_, encoded)) = credentials.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic")) else { return };
        let Some(decoded) = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return;
        };
        let Some((id, secret)) = decoded.split_once(':') else { return };
        let decode = |part: &str| {
            form_urlencoded::parse(format!("v={part}").as_bytes()).next().map(|(_, value)| value.into_owned())
        };
        self.client_id = decode(id);
        self.client_secret = decode(secret);
    }
}

async fn issue(api: &ApiState, given: Given) -> Result<Response, Error> {
    let missing = |name: &str| {
        Ok(refusal(StatusCode::BAD_REQUEST, "invalid_request", &format!("The parameter {name} is missing.")))
    };
    let Some(grant_type) = given.grant_type.filter(|value| !value.is_empty()) else { return missing("grant_type") };
    if grant_type != "client_credentials" {
        return Ok(refusal(
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "The grant type must be client_credentials.",
        ));
    }
    let Some(client_id) = given.client_id.filter(|value| !value.is_empty()) else { return missing("client_id") };
    let Some(client_secret) = given.client_secret.filter(|value| !value.is_empty()) else {
        return missing("client_secret");
    };
    match tokens::issue(&api.directory, &client_id, &client_secret).await {
        Ok(token) => Ok(answer(
            StatusCode::OK,
            &serde_json::json!({
                "token_type": "bearer",
                "access_token": token,
                "expires_in": tokens::LIFETIME_SECONDS,
            }),
        )),
        Err(auth::Error::Client) => Ok(refusal(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "The client id or the client secret is wrong, or the app is revoked.",
        )),
        Err(error) => Err(error.into()),
    }
}

fn refusal(status: StatusCode, code: &str, description: &str) -> Response {
    let mut response = answer(status, &serde_json::json!({ "error": code, "error_description": description }));
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
    }
    response
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
