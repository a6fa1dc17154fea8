//! `/first-steps`: three short ways to the first customer.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::form::Form;
use super::frame::Frame;
use super::settings::api;
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page};
use crate::actions::samples;

/// So many people the button adds, and of which sample they are.
const PEOPLE: u64 = 500;
const SEED: u64 = 1;

#[derive(Template)]
#[template(path = "first_steps.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    curl: String,
    is_manager: bool,
}

/// `GET /first-steps`.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let curl = api::curl(web.public_url.as_deref().unwrap_or(&frame.base));
    page(&Page { t: frame.t, curl, is_manager: visitor.is_manager(), frame: frame.at("customers") })
}

/// `POST /first-steps/sample`: adds made-up people, those that are there already left out.
pub async fn fill(State(web): State<WebState>, visitor: Visitor, _: Form) -> Result<Response, Error> {
    visitor.manages()?;
    let filled = samples::fill(&web.directory, &visitor.caller(), SEED, 0..PEOPLE, |_| {}).await?;
    Ok(go::and_tell("/customers", if filled.made == 0 { "sample-there" } else { "sample-made" }))
}
