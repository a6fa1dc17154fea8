//! What the calls of OAuth share: parameters sent in any of four ways, and refusals in the words of RFC 6749 instead of the envelope.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{ApiState, Error, body};
use crate::auth;
use crate::hal::json::{self, Json};

/// The parameters of a request: from the query string, a form or JSON body, and HTTP Basic. One that comes twice counts as it came last.
#[derive(Debug, Default)]
pub struct Given(Vec<(String, String)>);

impl Given {
    /// A parameter's value; an empty one is as good as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rfind(|(other, _)| other == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// The value of a parameter that has to be there.
    pub fn require(&self, name: &str) -> Result<&str, Refused> {
        self.get(name).ok_or_else(|| Refused::request(format!("The parameter {name} is missing.")))
    }

    /// The client id and the client secret.
    pub fn client(&self) -> Result<(&str, &str), Refused> {
        Ok((self.require("client_id")?, self.require("client_secret")?))
    }

    fn add_form(&mut self, form: &[u8]) {
        self.0.extend(form_urlencoded::parse(form).into_owned());
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Refused> {
        let body =
            json::read(body).map_err(|error| Refused::request(format!("The body is not readable JSON: {error}")))?;
        let Json::Object(fields) = body else {
            return Err(Refused::request("The body must be a JSON object.".into()));
        };
        for (name, value) in fields {
            if let Json::Text(value) = value {
                self.0.push((name.into_owned(), value.into_owned()));
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
        for (name, part) in [("client_id", id), ("client_secret", secret)] {
            let pair = format!("{name}={part}");
            self.0.extend(form_urlencoded::parse(pair.as_bytes()).into_owned().next());
        }
    }
}

impl FromRequest<ApiState> for Given {
    type Rejection = Refused;

    async fn from_request(request: Request, api: &ApiState) -> Result<Self, Refused> {
        let (parts, rest) = request.into_parts();
        let mut given = Self::default();
        given.add_form(parts.uri.query().unwrap_or_default().as_bytes());
        let bytes = body::read(Request::from_parts(parts.clone(), rest), api.body_limit).await?;
        // Some send JSON under the name of a form, or under none; no form begins like it.
        let is_json = body::media_type(&parts.headers).is_some_and(|media_type| media_type.ends_with("json"))
            || bytes.trim_ascii_start().starts_with(b"{");
        if is_json && !bytes.is_empty() {
            given.add_json(&bytes)?;
        } else {
            given.add_form(&bytes);
        }
        given.add_basic(&parts.headers);
        Ok(given)
    }
}

/// A refusal of a call of OAuth.
#[derive(Debug)]
pub enum Refused {
    /// In the words of OAuth (RFC 6749, section 5.2): the status, the code, and a sentence for people.
    OAuth(StatusCode, &'static str, String),
    /// What any call may be refused for.
    Other(Error),
}

impl Refused {
    /// 400 `invalid_request`.
    pub fn request(description: String) -> Self {
        Self::OAuth(StatusCode::BAD_REQUEST, "invalid_request", description)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::TooLarge(_) => Self::OAuth(error.status(), "invalid_request", error.message()),
            other => Self::Other(other),
        }
    }
}

impl From<auth::Error> for Refused {
    fn from(error: auth::Error) -> Self {
        match error {
            auth::Error::Client => Self::OAuth(
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "The client id or the client secret is wrong, or the app is revoked.".into(),
            ),
            auth::Error::Grant(description) => {
                Self::OAuth(StatusCode::BAD_REQUEST, "invalid_grant", description.into())
            }
            other => Self::Other(other.into()),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code, description) = match self {
            Self::OAuth(status, code, description) => (status, code, description),
            Self::Other(error) => return error.into_response(),
        };
        let mut response = answer(&serde_json::json!({ "error": code, "error_description": description }));
        *response.status_mut() = status;
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"cardfile\""));
        }
        response
    }
}

/// 200 with JSON that nobody keeps.
pub fn answer(body: &serde_json::Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
