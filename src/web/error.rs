//! What is refused, and the pages that say so to people.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::frame::Frame;
use super::texts::Texts;
use super::{Web, go, page_of};
use crate::{actions, auth, store};

/// A refusal of a request, or a failure to answer it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, and somebody has to be.
    #[error("nobody is signed in")]
    SignIn,
    /// The path leads nowhere, or to nothing of this company.
    #[error("there is nothing at this address")]
    NotFound,
    /// What somebody works on is gone since, and how that is told.
    #[error("{0}")]
    Gone(&'static str),
    /// The path is not asked in this way.
    #[error("this address is not asked in this way")]
    NoMethod,
    /// Who is signed in may not do that, and why where it is known.
    #[error("not permitted")]
    NoPermission(Option<&'static str>),
    /// The request does not come from a page of this server, or from one of another session.
    #[error("the form is not of this session")]
    Forged,
    /// The form is larger than so many bytes.
    #[error("the form is larger than {0} bytes")]
    TooLarge(usize),
    /// The form did not arrive in time.
    #[error("the form did not arrive whole")]
    TooSlow,
    /// What was sent is no form.
    #[error("what was sent is no form")]
    NoForm,
    /// What an app asks for cannot be answered, and why.
    #[error("{0}")]
    App(String),
    /// An action was not done.
    #[error(transparent)]
    Action(#[from] actions::Error),
    /// Something in the server is broken.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotFound | Self::Gone(_) | Self::Action(actions::Error::Missing(_)) => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoPermission(_) | Self::Forged | Self::Action(actions::Error::NotAllowed(_)) => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::NoForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::App(_) => StatusCode::BAD_REQUEST,
            Self::Action(actions::Error::Invalid(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Action(actions::Error::Conflict(_) | actions::Error::Precondition) => StatusCode::CONFLICT,
            Self::Action(actions::Error::Wait(_)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Action(actions::Error::Store(error)) => match error {
                store::Error::Unavailable(_) | store::Error::InDoubt(_) | store::Error::Refused(_) => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Action(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The same error, told of something that was there a moment ago.
    pub(super) fn of_gone(self, told: &'static str) -> Self {
        if matches!(self, Self::NotFound | Self::Action(actions::Error::Missing(_))) { Self::Gone(told) } else { self }
    }

    /// The title of its page, and what it says.
    fn words(&self, t: &Texts) -> (&'static str, String) {
        let e = &t.errors;
        match self {
            Self::NotFound | Self::SignIn | Self::Action(actions::Error::Missing(_)) => {
                (e.not_found, e.not_found_more.into())
            }
            Self::Gone(told) => (e.not_found, (*told).into()),
            Self::NoMethod => (e.no_method, e.no_method_more.into()),
            Self::NoPermission(Some(why)) | Self::Action(actions::Error::NotAllowed(why)) => {
                (e.no_permission, t.sentence(why))
            }
            Self::NoPermission(None) => (e.no_permission, e.no_permission_more.into()),
            Self::Forged => (e.forged, e.forged_more.into()),
            Self::TooLarge(limit) => (e.too_large, t.fill(e.too_large_more, &[&limit.to_string()])),
            Self::TooSlow | Self::NoForm => (e.no_form, e.no_form_more.into()),
            Self::App(why) => (e.app, why.clone()),
            Self::Action(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
                let told: Vec<String> = problems.0.iter().map(|problem| t.refusal(problem)).collect();
                (e.invalid, told.join(" "))
            }
            Self::Action(actions::Error::Precondition) => (e.moved, e.moved_more.into()),
            Self::Action(actions::Error::Wait(seconds)) => (e.wait, t.fill(e.wait_more, &[&t.seconds(*seconds)])),
            _ if self.status() == StatusCode::SERVICE_UNAVAILABLE => (e.busy, e.busy_more.into()),
            _ => (e.broken, e.broken_more.into()),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Action(error.into())
    }
}

impl From<auth::Error> for Error {
    fn from(error: auth::Error) -> Self {
        match error {
            auth::Error::Store(error) => error.into(),
            other => Self::Broken(other.to_string()),
        }
    }
}

/// An error travels to the edge inside an empty answer: only there is it known for whom its page is.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    t: &'static Texts,
    frame: Frame,
    title: &'a str,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "error_part.html")]
struct Part<'a> {
    text: &'a str,
}

/// The page of an error, or the part that one of our modules shows; whoever has to sign in is sent there, and back afterwards.
pub(super) fn page(
    web: &Web,
    asked: &Asked,
    error: &Error,
    reference: &str,
    method: &Method,
    referer: Option<&HeaderValue>,
) -> Response {
    if let Error::SignIn = error {
        let back =
            if method == Method::GET && !asked.is_part { Some(asked.path.as_str()) } else { path_of(web, referer) };
        let back = back.and_then(go::own_path).filter(|path| *path != "/");
        return go::to(
            &back.map_or_else(|| "/sign-in".to_owned(), |path| format!("/sign-in?next={}", go::encode(path))),
        );
    }
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(reference, %error, "a page could not be made");
    }
    let (title, text) = error.words(asked.t);
    let made = if asked.is_part {
        page_of(status, &Part { text: &text })
    } else {
        page_of(status, &Page { t: asked.t, frame: Frame::of(asked), title, text: &text })
    };
    let mut response = made.unwrap_or_else(|_| status.into_response());
    if let Error::Action(actions::Error::Wait(seconds)) = error {
        response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    }
    if matches!(error, Error::TooLarge(_) | Error::TooSlow) {
        // The rest of the form is not read, so the connection cannot be used again.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// What is answered where it cannot be found out who asks: the database is not there.
pub(super) fn without_frame(error: &Error, reference: &str) -> Response {
    tracing::error!(reference, %error, "it could not be found out who asks");
    let t = &super::texts::EN;
    let (title, text) = error.words(t);
    let html = format!(
        "<!doctype html><html lang=\"{}\"><title>{title}</title><h1>{title}</h1><p>{text}</p></html>",
        t.language
    );
    let mut response = (error.status(), html).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// The path and query of the page that a request came from.
fn path_of<'a>(web: &Web, referer: Option<&'a HeaderValue>) -> Option<&'a str> {
    let url = referer?.to_str().ok()?;
    let (_, rest) = url.split_once("://")?;
    let base = web.public_url.as_deref().and_then(|public| url.strip_prefix(public));
    base.or_else(|| rest.find('/').map(|at| &rest[at..]))
}
