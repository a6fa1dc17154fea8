//! Signing in and out.

pub mod passkey;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::asked::Asked;
use super::form::{Asking, Form};
use super::frame::Frame;
use super::texts::Texts;
use super::visitor::COOKIE;
use super::{Error, Visitor, Web, WebState, cookie, go, page_of, parameter};
use crate::actions::sessions::SignIn;
use crate::actions::{self, sessions};
use crate::auth::passkey::Site;
use crate::domain::app::Company;
use crate::domain::id::CompanyId;
use crate::domain::session::LONGEST_SECONDS;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    next: String,
    fault: String,
    fields: Vec<Asking>,
    /// Whether there can be passkeys where the page is.
    has_passkeys: bool,
}

/// `GET /sign-in`: the form; `next` says where to go afterwards. Whoever is signed in goes there at once.
pub async fn show(frame: Frame, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let next = parameter::get(query.as_deref(), "next");
    let next = next.as_deref().and_then(go::own_path).unwrap_or("/");
    if frame.visitor.is_some() {
        return Ok(go::to(next));
    }
    answer(StatusCode::OK, frame, next, "", String::new(), &[])
}

/// `POST /sign-in`: a session begins, with a token that nobody had before, in place of one that was.
pub async fn sign_in(
    State(web): State<WebState>,
    Extension(asked): Extension<Arc<Asked>>,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (email, password) = (form.get("email"), form.get("password"));
    let next = go::own_path(form.get("next")).unwrap_or("/");
    let company = CompanyId::parse(form.get("company"));
    let refuse = |status, fault, companies: &[Company]| answer(status, frame.clone(), next, email, fault, companies);
    match sessions::sign_in(&web.directory, (email, password), company, &asked.client).await {
        Ok(SignIn::Done(token, _)) => {
            end_own(&web, asked.visitor.as_ref()).await?;
            Ok(with_session(&web, go::to(next), &token))
        }
        Ok(SignIn::Choose(companies)) => {
            refuse(StatusCode::UNPROCESSABLE_ENTITY, frame.t.sign_in.choose.to_owned(), &companies)
        }
        Ok(SignIn::Wrong) => refuse(StatusCode::UNPROCESSABLE_ENTITY, frame.t.sign_in.wrong.to_owned(), &[]),
        Err(actions::Error::Wait(seconds)) => wait(seconds, frame, next, email),
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-out`: the session is over, and the browser forgets the pages that it kept. Whoever signs in next goes on to `next`.
pub async fn sign_out(
    State(web): State<WebState>,
    Extension(asked): Extension<Arc<Asked>>,
    form: Form,
) -> Result<Response, Error> {
    end_own(&web, asked.visitor.as_ref()).await?;
    let next = go::own_path(form.get("next")).map(|next| format!("?next={}", go::encode(next)));
    let mut response = go::and_tell(&format!("/sign-in{}", next.unwrap_or_default()), "signed-out");
    let headers = response.headers_mut();
    if let Ok(cookie) = HeaderValue::try_from(cookie::write(COOKIE, "", 0, web.is_https())) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}

/// Gives a browser the token of its session.
pub(super) fn with_session(web: &Web, mut response: Response, token: &str) -> Response {
    if let Ok(cookie) = HeaderValue::try_from(cookie::write(COOKIE, token, LONGEST_SECONDS, web.is_https())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Ends the session that a browser had.
pub(super) async fn end_own(web: &Web, visitor: Option<&Visitor>) -> Result<(), Error> {
    let Some(visitor) = visitor else { return Ok(()) };
    let ended = sessions::end(&web.directory, &visitor.caller(), visitor.user.id, &visitor.session.name()).await;
    match ended {
        Ok(()) | Err(actions::Error::Missing(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// 429: too many tries, and when the next one is.
fn wait(seconds: i64, frame: Frame, next: &str, email: &str) -> Result<Response, Error> {
    let told = frame.t.fill(frame.t.sign_in.wait, &[&frame.t.seconds(seconds)]);
    let mut response = answer(StatusCode::TOO_MANY_REQUESTS, frame, next, email, told, &[])?;
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    Ok(response)
}

fn answer(
    status: StatusCode,
    mut frame: Frame,
    next: &str,
    email: &str,
    fault: String,
    companies: &[Company],
) -> Result<Response, Error> {
    // Whoever is signed in as somebody else sees the page as everybody does.
    frame.visitor = None;
    let t = &frame.t.sign_in;
    let asking = |name, label, input, autocomplete| Asking { name, label, input, autocomplete, ..Asking::default() };
    let mut fields = vec![
        Asking {
            value: email.to_owned(),
            is_first: email.is_empty(),
            ..asking("email", t.email, "email", "username webauthn")
        },
        Asking { is_first: !email.is_empty(), ..asking("password", t.password, "password", "current-password") },
    ];
    if !companies.is_empty() {
        let choices = companies.iter().map(|company| (company.id.to_string(), company.name.clone())).collect();
        fields.insert(1, Asking { choices, ..asking("company", t.company, "select", "") });
    }
    let has_passkeys = Site::of(&frame.base).is_some();
    page_of(status, &Page { t: frame.t, frame, next: next.to_owned(), fault, fields, has_passkeys })
}
