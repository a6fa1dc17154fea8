//! Erasing a customer: what goes is told, and the name is asked for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::Field;
use super::record::Record;
use super::rows::text_of;
use super::{labels, name};
use crate::actions::customers;
use crate::domain::customer::{Gender, PhotoType, TextField};
use crate::domain::entry::EntryKind;
use crate::domain::event::Subject;
use crate::domain::id::CustomerId;
use crate::domain::text;
use crate::store::events;
use crate::web::customers::second_line;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::who::{self, Who};
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
    or_number: String,
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
    let given = spelt(form.get("name"));
    if given != spelt(&phrase(&record, frame.t)) && given.trim_start_matches('#') != id.to_string() {
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
    let texts = [TextField::JobTitle, TextField::Location, TextField::Age, TextField::PhotoUrl].map(Field::Text);
    let fields = texts.into_iter().chain([Field::Organization, Field::Address]);
    // What is not known is nothing that could be erased.
    let gender = (customer.gender != Gender::default()).then_some(Field::Gender);
    let photo = (customer.photo_type != PhotoType::default()).then_some(Field::PhotoType);
    for field in fields.chain(gender).chain(photo).chain([Field::Text(TextField::Background)]) {
        erased.push((labels::of(&field, record, t), text_of(&field, &field.draft(record), record, &frame)));
    }
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
        or_number: t.fill(t.delete_customer.or_number, &[&record.id.to_string()]),
        given: wrong.unwrap_or_default().to_owned(),
        is_wrong: wrong.is_some(),
        frame: frame.at("customers"),
    };
    page_of(status, &page)
}

/// What a customer is called where one is asked about by name: the name, an address, or a word.
fn phrase(record: &Record, t: &'static Texts) -> String {
    let named = [who::name(&record.customer), second_line(&record.customer)];
    let typed = named.into_iter().find(|name| !spelt(name).is_empty());
    typed.unwrap_or_else(|| t.delete_customer.phrase.to_owned())
}

/// A name as it can be typed: in any letter case, without what cannot be seen, and with single spaces.
fn spelt(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !text::is_invisible(*c)).collect();
    text::fold(&seen.split_whitespace().collect::<Vec<_>>().join(" "))
}
