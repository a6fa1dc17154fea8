//! `/settings`: what can be set, and where.

pub(super) mod api;
pub(super) mod company;

use askama::Template;
use axum::response::Response;

use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, page};

#[derive(Template)]
#[template(path = "settings.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    pages: Vec<Place>,
}

/// A page of the settings.
struct Place {
    path: &'static str,
    icon: &'static str,
    title: &'static str,
    hint: &'static str,
}

/// `GET /settings`.
pub async fn show(visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let (t, mut pages) = (frame.t, Vec::new());
    let place = |path, icon, title, hint| Place { path, icon, title, hint };
    pages.push(place("/settings/account", "lock", t.account.title, t.settings.account_hint));
    if visitor.is_manager() {
        pages.push(place("/settings/people", "people", t.settings.people, t.settings.people_hint));
        pages.push(place("/settings/apps", "keys", t.settings.apps, t.settings.apps_hint));
    }
    pages.push(place("/settings/company", "building", t.settings.company, t.settings.company_hint));
    pages.push(place("/settings/api", "link", t.settings.api, t.settings.api_hint));
    pages.push(place("/first-steps", "card", t.settings.first_steps, t.settings.first_steps_hint));
    page(&Page { t, frame: frame.at("settings"), pages })
}
