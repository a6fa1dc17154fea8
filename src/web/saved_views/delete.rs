//! Removing a saved view: it is asked first whether it is meant.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::id;
use crate::actions::saved_views;
use crate::domain::id::SavedViewId;
use crate::web::customers::view::View;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, go, page};

#[derive(Template)]
#[template(path = "saved_view_delete.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    id: SavedViewId,
    name: String,
    is_shared: bool,
    back: String,
}

/// `GET /views/{view}/delete`.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(view): Path<String>,
) -> Result<Response, Error> {
    let found = saved_views::find_to_change(&web.directory, &visitor.user, id(&view)?).await?;
    let back = View::of_listing(Some(found.id), &found.value.listing).href();
    let (id, is_shared, name) = (found.id, found.value.is_shared, found.value.name);
    page(&Page { t: frame.t, id, name, is_shared, back, frame: frame.at("views") })
}

/// `POST /views/{view}/delete`.
pub async fn delete(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(view): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    saved_views::delete(&web.directory, &visitor.caller(), &visitor.user, id(&view)?).await?;
    Ok(go::and_tell("/customers", "view-removed"))
}
