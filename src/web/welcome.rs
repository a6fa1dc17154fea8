//! Links that people are given: an account begins, or a new password is set. Whoever opens one has proved to have it; it works once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::asked::Asked;
use super::form::{Asking, Faults, Form};
use super::frame::Frame;
use super::sign_in::{end_own, with_session};
use super::texts::Texts;
use super::{Error, WebState, go, page_of, zones};
use crate::actions::invitations::{self, Acceptance, Invited};
use crate::actions::users::Profile;
use crate::actions::{self, sessions};
use crate::store;

#[derive(Template)]
#[template(path = "welcome.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    title: &'static str,
    hint: String,
    path: String,
    email: String,
    has_zone: bool,
    fields: Vec<Asking>,
}

#[derive(Template)]
#[template(path = "welcome_gone.html")]
struct Gone {
    t: &'static Texts,
    frame: Frame,
}

/// `GET /welcome/{token}`: what is asked of whoever follows the link.
pub async fn show(State(web): State<WebState>, frame: Frame, Path(token): Path<String>) -> Result<Response, Error> {
    let Some(invited) = invitations::find(&web.directory, &token).await? else { return gone(frame) };
    let said = Acceptance {
        profile: Profile {
            first_name: if invited.wants_email { String::new() } else { invited.user.first_name.clone() },
            last_name: if invited.wants_email { String::new() } else { invited.user.last_name.clone() },
            timezone: invited.user.timezone.clone(),
        },
        ..Acceptance::default()
    };
    ask(&web, StatusCode::OK, frame, &token, &invited, &said, &Faults::default()).await
}

/// `POST /welcome/{token}`: the account begins and whoever it is for is signed in.
pub async fn accept(
    State(web): State<WebState>,
    Extension(asked): Extension<Arc<Asked>>,
    frame: Frame,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let Some(invited) = invitations::find(&web.directory, &token).await? else { return gone(frame) };
    let text = |name: &str| form.get(name).to_owned();
    let profile = Profile { first_name: text("firstName"), last_name: text("lastName"), timezone: text("timezone") };
    let said = Acceptance { profile, email: text("email"), password: text("password") };
    match invitations::accept(&web.directory, &token, &said).await {
        Ok(user) => {
            end_own(&web, asked.visitor.as_ref()).await?;
            let token = sessions::begin(&web.directory, &user, &asked.client).await?;
            let notice = if invited.is_reset { "password-changed" } else { "welcome" };
            Ok(with_session(&web, go::and_tell("/", notice), &token))
        }
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let (status, faults) = (StatusCode::UNPROCESSABLE_ENTITY, Faults::from(problems));
            ask(&web, status, frame, &token, &invited, &said, &faults).await
        }
        Err(actions::Error::Missing(_)) => gone(frame),
        Err(error) => Err(error.into()),
    }
}

async fn ask(
    web: &WebState,
    status: StatusCode,
    mut frame: Frame,
    token: &str,
    invited: &Invited,
    said: &Acceptance,
    faults: &Faults,
) -> Result<Response, Error> {
    frame.visitor = None;
    let (t, user) = (&frame.t.welcome, &invited.user);
    let company = store::companies::get(&web.directory.store, user.company).await?.map(|company| company.name);
    let asking = |name, label, input, autocomplete| Asking {
        fault: faults.of(name),
        name,
        label,
        input,
        autocomplete,
        ..Asking::default()
    };
    let mut fields = Vec::new();
    if !invited.is_reset {
        let Profile { first_name, last_name, timezone } = said.profile.clone();
        let first = asking("firstName", t.first_name, "text", "given-name");
        fields.push(Asking { value: first_name, is_first: true, ..first });
        let last = asking("lastName", t.last_name, "text", "family-name");
        fields.push(Asking { value: last_name, is_optional: true, ..last });
        if invited.wants_email {
            fields.push(Asking { value: said.email.clone(), ..asking("email", t.email, "email", "username") });
        }
        let zone = Asking { value: timezone, ..asking("timezone", t.timezone, "select", "") };
        fields.push(zones::asking(zone, frame.t));
    }
    let password = asking("password", t.password, "password", "new-password");
    fields.push(Asking { help: t.password_help, is_first: invited.is_reset, ..password });
    let title = if invited.is_reset { t.reset_title } else { t.title };
    let hint = if invited.is_reset { t.reset_hint } else { t.hint };
    let hint = frame.t.fill(hint, &[company.as_deref().unwrap_or_default()]);
    let email = if invited.wants_email { String::new() } else { user.email.clone() };
    let path = format!("/welcome/{token}");
    keep_secret(page_of(
        status,
        &Page { t: frame.t, frame, title, hint, path, email, has_zone: !invited.is_reset, fields },
    )?)
}

/// 404 for a link that was never given, was used, or is too old; which of them is not told.
fn gone(mut frame: Frame) -> Result<Response, Error> {
    frame.visitor = None;
    keep_secret(page_of(StatusCode::NOT_FOUND, &Gone { t: frame.t, frame })?)
}

/// The address of these pages is a secret: nothing keeps them, and nothing is told where one comes from.
fn keep_secret(mut response: Response) -> Result<Response, Error> {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
