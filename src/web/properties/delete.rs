//! Deleting a definition: how many hold a value of it is told, and it is asked whether it is meant.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::Of;
use crate::actions::properties;
use crate::domain::property::PropertyOwner;
use crate::store;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::saved_views::asking;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

#[derive(Template)]
#[template(path = "property_delete.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    of: Of,
    slug: String,
    name: String,
    held: String,
    /// How many saved views ask for it; empty where none does.
    asked: String,
    is_wrong: bool,
}

/// `GET /properties/{of}/{slug}/delete`.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path((of, slug)): Path<(String, String)>,
) -> Result<Response, Error> {
    visitor.manages()?;
    page(&web, &visitor, frame, Of::parse(&of)?, slug, false).await
}

/// `POST /properties/{of}/{slug}/delete`: does it when it is meant.
pub async fn delete(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path((of, slug)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let of = Of::parse(&of)?;
    if form.get("sure") != "1" {
        return page(&web, &visitor, frame, of, slug, true).await;
    }
    properties::delete(&web.directory, &visitor.caller(), of.0, &slug).await?;
    Ok(go::and_tell(&of.list(), "property-deleted"))
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    of: Of,
    slug: String,
    is_wrong: bool,
) -> Result<Response, Error> {
    let (t, store, company) = (frame.t, &web.directory.store, visitor.company.id);
    let defined = store::properties::get(store, company, of.0, &slug).await?.ok_or(Error::NotFound)?;
    let held = match store::properties::holding(store, company, &defined.value.anchors()).await? {
        0 => t.properties.remove_unheld.to_owned(),
        held => t.fill(t.properties.remove_held[of.place()], &[&frame.format.number(held)]),
    };
    let views = match of.0 {
        PropertyOwner::Customer => asking::for_property(web, visitor, &slug).await?,
        PropertyOwner::Organization => 0,
    };
    let asked = match views {
        0 => String::new(),
        1 => t.properties.remove_asked[0].to_owned(),
        many => t.fill(t.properties.remove_asked[1], &[&many.to_string()]),
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let name = defined.value.name;
    page_of(status, &Page { t, of, slug, name, held, asked, is_wrong, frame: frame.at("properties") })
}
