//! `/settings/company`: what the company is called, and the time zone that new people begin with.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::actions::{self, companies};
use crate::domain::user::Role;
use crate::web::form::{Asking, Faults, Form};
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, go, page_of, zones};

#[derive(Template)]
#[template(path = "settings_company.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    name: String,
    timezone: String,
    made: String,
    fields: Vec<Asking>,
    may_change: bool,
}

/// `GET /settings/company`.
pub async fn show(visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let (name, timezone) = (visitor.company.name.clone(), visitor.company.timezone.clone());
    answer(StatusCode::OK, &visitor, frame, name, timezone, &Faults::default())
}

/// `POST /settings/company`.
pub async fn describe(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (name, timezone) = (form.get("name"), form.get("timezone"));
    match companies::describe(&web.directory, &visitor.caller(), visitor.user.role, name, timezone).await {
        Ok(()) => Ok(go::and_tell("/settings/company", "saved")),
        Err(actions::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(status, &visitor, frame, name.to_owned(), timezone.to_owned(), &problems.into())
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(
    status: StatusCode,
    visitor: &Visitor,
    frame: Frame,
    name: String,
    timezone: String,
    faults: &Faults,
) -> Result<Response, Error> {
    let t = &frame.t.settings;
    let asking = |name, label, value: &String| Asking {
        name,
        label,
        input: "text",
        value: value.clone(),
        autocomplete: "off",
        fault: faults.of(name),
        ..Asking::default()
    };
    let fields = vec![
        asking("name", t.company_name, &name),
        zones::asking(Asking { help: t.company_zone_help, ..asking("timezone", t.company_zone, &timezone) }, frame.t),
    ];
    let page = Page {
        t: frame.t,
        name,
        timezone,
        made: frame.format.day(visitor.company.created_at),
        fields,
        may_change: visitor.user.role == Role::Owner,
        frame: frame.at("settings"),
    };
    page_of(status, &page)
}
