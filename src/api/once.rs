//! The header `Idempotency-Key`: a POST that carries one is done once for its key, however often it is sent within a day.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::context::Context;
use super::{Api, Error, answer, body, caller, organizations};
use crate::actions::{
    self,
    once::{self, Begun},
};
use crate::auth::secret;
use crate::domain::once::{Made, Once};
use crate::domain::problem::{Problems, Rule};

const KEY: &str = "idempotency-key";
/// The most characters of a key.
pub const KEY_MAX: usize = 255;

/// Whether a request is to be done once. Where tokens are asked for nothing is made, and whatever token is sent along says nothing.
pub fn is_asked(request: &Request) -> bool {
    request.method() == Method::POST
        && request.headers().contains_key(KEY)
        && !request.uri().path().starts_with("/v2/oauth2/")
}

/// Lets the handler answer a request that comes for the first time, and repeats the answer to one that was answered. Refusals are not kept.
pub async fn answer(api: &Api, context: &Context, request: Request, next: Next) -> Response {
    run(api, context, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn run(api: &Api, context: &Context, request: Request, next: Next) -> Result<Response, Error> {
    let (mut parts, rest) = request.into_parts();
    let mut caller = match caller::admit(&mut parts, api).await {
        // A path that leads nowhere says so without a token; a handler refuses.
        Err(Error::NoToken) => return Ok(next.run(Request::from_parts(parts, rest)).await),
        admitted => admitted?,
    };
    let key = read_key(&parts.headers)?;
    let bytes = body::read(Request::from_parts(parts.clone(), rest), api.body_limit).await?;
    let (kind, name) = caller.actor.parts();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let once = Once {
        key: secret::hash_of(&[kind.as_bytes(), name.unwrap_or_default().as_bytes(), key.as_bytes()]),
        request: secret::hash_of(&[parts.method.as_str().as_bytes(), target.as_bytes(), &bytes]),
        at: api.directory.clock.now(),
        made: None,
    };
    let (company, path) = (caller.company, parts.uri.path().to_owned());
    caller.once = Some(once.clone());
    parts.extensions.insert(caller);

    let _flight = match once::begin(&api.directory, company, &once).await? {
        Begun::First(flight) => flight,
        Begun::Answered(made) => return Ok(repeated(context, &path, &made)),
    };
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if response.status().is_success() {
        return Ok(response);
    }
    // It may be refused only because its twin was faster, on this server or another: then it is answered as that one.
    // When nobody can say so, the refusal stands: it knows whether anything was changed.
    match once::answered(&api.directory, company, &once).await {
        Ok(Some(made)) => Ok(repeated(context, &path, &made)),
        Ok(None) | Err(actions::Error::Store(_)) => Ok(response),
        Err(error) => Err(error.into()),
    }
}

fn read_key(headers: &HeaderMap) -> Result<String, Error> {
    let mut keys = headers.get_all(KEY).iter();
    let (key, another) = (keys.next(), keys.next());
    let text = key.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned()).unwrap_or_default();
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let rule = if another.is_some() {
        Rule::Pattern("may stand in a request once")
    } else if text.is_empty() {
        Rule::NotEmpty
    } else if !is_printable {
        Rule::Pattern("must be of printable ASCII characters")
    } else if text.len() > KEY_MAX {
        Rule::Size { min: 1, max: KEY_MAX }
    } else {
        return Ok(text);
    };
    let mut problems = Problems::default();
    problems.header("Idempotency-Key", rule, &text);
    Err(Error::Headers(problems))
}

fn repeated(context: &Context, path: &str, made: &Made) -> Response {
    let shown = if path == organizations::LIST { organizations::SHOWN } else { "" };
    let place = if made.listed { format!("{path}/{}{shown}", made.id) } else { path.to_owned() };
    let mut response = answer::created(&made.id, context.links().path(place));
    answer::set(&mut response, answer::IDEMPOTENT_REPLAYED, true);
    response
}
