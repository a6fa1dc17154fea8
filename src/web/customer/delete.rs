//! Erasing a customer: what goes is told, and the name is asked for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::record::Record;
use super::{labels, name, phrase};
use crate::actions::customers;
use crate::domain::entry::EntryKind;
use crate::domain::event::Subject;
use crate::domain::id::CustomerId;
use crate::domain::text;
use crate::store::events;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::who::Who;
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

/// Changes are counted up to here.
const COUNTED: i64 = 100;

#[derive(Template)]
#[template(path = "customer_delete.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    id: CustomerId,
    who: Who,
    erased: Vec<(String, String)>,
    phrase: String,
    given: String,
    is_wrong: bool,
}

/// `GET /customers/{id}/delete`.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    page(&web, &visitor, frame, &record, None).await
}

/// `POST /customers/{id}/delete`: does it when the name was typed.
pub async fn delete(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    let spelt = |text: &str| text::fold(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if spelt(form.get("name")) != spelt(&phrase(&record, frame.t)) {
        return page(&web, &visitor, frame, &record, Some(form.get("name"))).await;
    }
    customers::delete(&web.directory, &visitor.caller(), id).await?;
    Ok(go::and_tell("/customers", "customer-deleted"))
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    record: &Record,
    wrong: Option<&str>,
) -> Result<Response, Error> {
    let (t, format, customer) = (frame.t, &frame.format, &record.customer);
    let mut erased = vec![(t.delete_customer.name.to_owned(), name(record, t))];
    for kind in EntryKind::ALL {
        let values: Vec<&str> = customer.entries[kind].iter().map(|entry| entry.value.as_str()).collect();
        erased.push((labels::of_kind(kind, t), values.join(", ")));
    }
    let city = customer.address.as_ref().and_then(|address| address.city.clone());
    erased.push((labels::of_name("address", t).to_owned(), city.unwrap_or_default()));
    erased.push((t.customer.notes.to_owned(), record.text(crate::domain::customer::TextField::Background).to_owned()));
    let values = record.definitions.iter().filter(|defined| defined.value.value_in(&record.values).is_some()).count();
    let count = |number: i64| if number == 0 { String::new() } else { format.number(number) };
    erased.push((t.delete_customer.values.to_owned(), count(values as i64)));
    let store = &web.directory.store;
    let events = events::of(store, visitor.company.id, Subject::Customer, record.id, None, COUNTED).await?.len() as i64;
    let counted = if events < COUNTED { count(events) } else { t.fill(t.delete_customer.and_more, &[&count(events)]) };
    erased.push((t.delete_customer.events.to_owned(), counted));
    erased.retain(|(_, text)| !text.is_empty());
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        t,
        id: record.id,
        who: Who::of(record.id, customer, false, t),
        erased,
        phrase: phrase(record, t),
        given: wrong.unwrap_or_default().to_owned(),
        is_wrong: wrong.is_some(),
        frame: frame.at("customers"),
    };
    page_of(status, &page)
}
