//! The list of customers: the query box and what it finds, as one types; columns, sorts and pages, all of it in the address.

pub(super) mod alike;
pub(super) mod columns;
mod complete;
mod explain;
mod export;
mod filter;
mod list;
mod near;
pub(super) mod query;
pub(super) mod sort;
mod suggest;
mod usual;
pub(super) mod view;

pub use complete::complete;
pub use explain::explain;
pub use export::export;
pub use filter::filter;
pub use suggest::{FIND_OR_MAKE, organizations, recent, suggest};

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::frame::Frame;
use super::part::IsPart;
use super::texts::Texts;
use super::{Error, Visitor, Web, WebState, page, parameter, who};
use crate::actions;
use crate::domain::customer::Customer;
use crate::domain::customer_document;
use crate::domain::entry::EntryKind;
use crate::store::customers::Found;
use columns::Column;
use query::Fault;
use view::View;

/// One of several things to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What stands under the box while a query is unfinished; the rows stay as they are.
#[derive(Template)]
#[template(path = "parts/unfinished.html")]
struct Unfinished {
    fault: Fault,
}

/// `GET /customers`: the whole page, or for our module what the query finds.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let asked = query.as_deref().unwrap_or_default();
    let mut view = View::read(asked);
    let definitions = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let every = Column::all(definitions.iter());
    // What nobody can show does not stay in the address; our module reads there what is shown.
    if view.mend(asked, |name| every.iter().any(|column| column.name() == name)) && !is_part {
        return Ok(super::go::to(&view.href()));
    }
    let zone = visitor.zone();
    let known = query::known(&web, &definitions, &zone);
    let is_typing = is_part && parameter::get(query.as_deref(), "typing").is_some();
    if is_typing
        && let Err(mistake) = query::read(&view.q, known)
        && mistake.is_unfinished
    {
        let fault = Fault::of(&view.q, &mistake, frame.t, |q| view.with_query(q).href());
        return page(&Unfinished { fault });
    }
    let (q, nobody_yet) = (view.q.clone(), frame.t.search.nobody_yet);
    let (frame, list) = list::look_at(&web, &visitor, &definitions, frame, view).await?;
    // The whole value that is asked for may be the beginning of the one that is being typed.
    if is_typing && list.finds_nobody() && query::ends_in_a_value(&q, known) {
        return page(&Unfinished { fault: Fault::of_all(&q, nobody_yet) });
    }
    list::answer(frame, list, is_part)
}

/// The list as it is, also where its query is wrong.
pub(super) async fn whole_or_part(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    is_part: bool,
    view: View,
) -> Result<Response, Error> {
    let definitions = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let (frame, list) = list::look_at(web, visitor, &definitions, frame, view).await?;
    list::answer(frame, list, is_part)
}

/// The customer of a stored document; its organization and its property values stand beside it.
pub(super) fn read(found: &Found) -> Result<Customer, Error> {
    customer_document::read(&found.record.value).map_err(|error| Error::Broken(error.to_string()))
}

/// A customer in a few words, for lists in which one is picked.
pub(super) fn second_line(customer: &Customer) -> String {
    let entry = [EntryKind::Email, EntryKind::Phone].into_iter().find_map(|kind| customer.entries[kind].first());
    entry.map_or_else(String::new, |entry| entry.value.clone())
}

/// The name of a customer, or what stands where there is none.
pub(super) fn shown_name(customer: &Customer, t: &Texts) -> String {
    let name = who::name(customer);
    if name.is_empty() { t.customers.no_name.to_owned() } else { name }
}
