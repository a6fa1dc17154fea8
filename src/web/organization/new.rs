//! A new organization: a form with everything, of which only the name is needed.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::Field;
use super::href;
use super::row::{help_of, label_of};
use crate::actions::{self, organizations};
use crate::domain::organization::OrganizationInput;
use crate::domain::problem::Problems;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::parameter;
use crate::web::texts::Texts;
use crate::web::told::{self, Told};
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

#[derive(Template)]
#[template(path = "organization_new.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    fields: Vec<Asked>,
    problems: Vec<Told>,
}

/// A field of the form.
#[derive(Debug)]
struct Asked {
    name: String,
    label: &'static str,
    help: &'static str,
    value: String,
    is_long: bool,
    is_first: bool,
    problem: Option<Told>,
}

/// `GET /organizations/new`; `?name=` stands in the form.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let name = parameter::get(query.as_deref(), "name").unwrap_or_default();
    let typed = |field: &Field| if *field == Field::Name { name.clone() } else { String::new() };
    answer(&web, &visitor, frame, typed, &Problems::default()).await
}

/// `POST /organizations`.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let typed = |field: &Field| form.get(&field.key()).replace("\r\n", "\n");
    let mut input = OrganizationInput::default();
    for field in Field::own() {
        field.put(&typed(&field), &mut input);
    }
    match organizations::create(&web.directory, &visitor.caller(), input, Problems::default()).await {
        Ok(id) => Ok(go::and_tell(&href(id), "organization-made")),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            answer(&web, &visitor, frame, typed, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn answer(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    typed: impl Fn(&Field) -> String,
    problems: &Problems,
) -> Result<Response, Error> {
    let told = told::tell(&web.directory.store, visitor.company.id, problems, frame.t).await?;
    let asked = |field: Field| {
        let name = field.key();
        let is_of = |told: &&Told| told.path.split('[').next() == Some(&name);
        Asked {
            label: label_of(&name, &frame),
            help: help_of(&field, &frame),
            value: typed(&field),
            is_long: field.is_long(),
            is_first: field == Field::Name,
            problem: told.iter().find(is_of).cloned(),
            name,
        }
    };
    let fields = Field::own().map(asked).collect();
    let status = if told.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_of(status, &Page { t: frame.t, frame: frame.at("organizations"), fields, problems: told })
}
