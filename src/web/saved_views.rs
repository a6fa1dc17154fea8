//! Saved views of the list of customers: a page with all of them, the rail, what a list offers, and what is done with one.

pub(super) mod asking;
pub(super) mod counts;
mod delete;
pub(super) mod offer;
pub(super) mod rail;
mod view;

pub use delete::{ask as ask_to_delete, delete};
pub use view::{ask_for_new, create, describe, save, show};

use std::collections::HashMap;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::customers::columns::Column;
use super::customers::view::View;
use super::form::Faults;
use super::frame::Frame;
use super::texts::{Texts, capital};
use super::{Error, Visitor, Web, WebState, page, parameter, place};
use crate::actions;
use crate::domain::id::{SavedViewId, UserId};
use crate::domain::property::Definition;
use crate::domain::saved_view::Listing;
use crate::store::saved_views::{self, Stored};
use crate::store::users;

const HERE: &str = "/views";
/// So many views are on a page.
const SIZE: i64 = 100;

#[derive(Template)]
#[template(path = "saved_views.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    rows: Vec<Row>,
    next: String,
    is_first: bool,
}

/// A view in the list.
struct Row {
    id: SavedViewId,
    name: String,
    href: String,
    query: String,
    sort: String,
    is_shared: bool,
    /// Who made it, where that is somebody else.
    by: String,
    is_managed: bool,
}

/// A part of what a view shows.
struct Shown {
    label: &'static str,
    value: String,
    fault: String,
}

/// `GET /views`: every view that the visitor sees, by name.
pub async fn list(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let from = parameter::get(query.as_deref(), "cursor").and_then(|cursor| place::read(&cursor));
    let (views, next) = saved_views::walk(store, company, visitor.user.id, from.as_ref(), SIZE).await?;
    let others: HashMap<UserId, String> = if views.iter().any(|view| view.value.owner != visitor.user.id) {
        let people = users::people(store, company).await?;
        people.into_iter().map(|person| (person.user.id, person.user.name())).collect()
    } else {
        HashMap::new()
    };
    let definitions = actions::query::properties(store, company).await?;
    let rows = views.iter().map(|view| row(view, &visitor, &others, &definitions, frame.t)).collect();
    let next = next.map(|next| format!("{HERE}?cursor={}", super::go::encode(&place::write(&next))));
    let (t, frame) = (frame.t, frame.at("views"));
    page(&Page { t, frame, rows, next: next.unwrap_or_default(), is_first: from.is_none() })
}

fn row(
    stored: &Stored,
    visitor: &Visitor,
    others: &HashMap<UserId, String>,
    definitions: &[Definition],
    t: &Texts,
) -> Row {
    let value = &stored.value;
    let view = View::of_listing(Some(stored.id), &value.listing);
    let by = others.get(&value.owner).filter(|_| value.owner != visitor.user.id);
    Row {
        id: stored.id,
        name: value.name.clone(),
        href: view.href(),
        query: value.listing.query.clone(),
        sort: view.sort.label(definitions, t),
        is_shared: value.is_shared,
        by: by.map_or_else(String::new, |name| t.fill(t.saved_views.by, &[name])),
        is_managed: value.is_managed_by(visitor.user.id, visitor.user.role),
    }
}

/// What a list shows, in words, with what is wrong with it: its query, its sort and its columns, those left out that are not there any more.
async fn shows(
    web: &Web,
    visitor: &Visitor,
    listing: &Listing,
    faults: &Faults,
    t: &'static Texts,
) -> Result<[Shown; 3], Error> {
    let view = View::of_listing(None, listing);
    let definitions = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let every = Column::all(definitions.iter());
    let shown = view.shown(&definitions);
    let columns = shown.iter().filter_map(|name| every.iter().find(|column| column.name() == *name));
    let columns: Vec<String> = columns.map(|column| column.label(t)).collect();
    let sort = view.sort.label(&definitions, t);
    let query = if view.q.is_empty() { t.customers.all.to_owned() } else { view.q };
    let shown = |label, value, field| Shown { label, value, fault: faults.of(field) };
    Ok([
        shown(t.saved_views.query, query, "q"),
        shown(t.customers.sort_by, capital(&sort), "sort"),
        shown(t.customers.columns, columns.join(", "), "column"),
    ])
}

fn id(text: &str) -> Result<SavedViewId, Error> {
    SavedViewId::parse(text).ok_or(Error::NotFound)
}
