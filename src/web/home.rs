//! `/`: where the work begins.

use askama::Template;
use axum::response::Response;

use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, page};

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
}

/// The page that one comes to.
pub async fn show(_: Visitor, frame: Frame) -> Result<Response, Error> {
    page(&Page { t: frame.t, frame })
}
