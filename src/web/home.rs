//! `/`: where the work begins.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, WebState, page};
use crate::store;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    is_empty: bool,
}

/// The page that one comes to; it leads to the first steps as long as nobody is there.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let totals = store::companies::totals(&web.directory.store, visitor.company.id).await?;
    page(&Page { t: frame.t, is_empty: totals.customers == 0, frame })
}
