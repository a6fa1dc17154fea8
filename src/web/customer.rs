//! A customer's page: everything of the record at a glance, each field edited where it stands.

mod delete;
mod field;
mod labels;
mod likely;
mod new;
mod of_domain;
pub(super) mod record;
mod rows;
mod save;
mod timeline;

pub use delete::{ask as ask_to_delete, delete};
pub use likely::show as likely;
pub use new::{create, show as new};
pub use save::{remove, save};

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::customers::shown_name;
use super::frame::Frame;
use super::moments::Moment;
use super::part::IsPart;
use super::saving::Undo;
use super::texts::Texts;
use super::who::{Link, Who};
use super::{Error, Visitor, Web, WebState, page, page_of, parameter};
use crate::domain::customer::TextField;
use crate::domain::entry::EntryKind;
use crate::domain::id::CustomerId;
use field::Field;
use record::Record;
use rows::{Editing, Row, row};
use timeline::{Happening, Timeline};

/// How much of the timeline stands on the page.
const LATEST: i64 = 8;
/// How much of it stands on a page of its own.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "customer.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    id: CustomerId,
    who: Who,
    head: Head,
    groups: Vec<Group>,
    about: Vec<Row>,
    notes: Vec<Row>,
    notes_left: String,
    properties: Vec<Row>,
    timeline: Vec<Happening>,
    has_more: bool,
    delete_command: String,
}

/// What stands under the name.
#[derive(Debug)]
struct Head {
    job: String,
    organization: Option<Link>,
    location: String,
    made: Moment,
    made_by: Option<String>,
    changed: Moment,
    changed_by: Option<String>,
}

/// The entries of a kind.
#[derive(Debug)]
struct Group {
    key: &'static str,
    label: String,
    /// The command that adds one.
    add: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "parts/row_done.html")]
struct RowPart {
    t: &'static Texts,
    frame: Frame,
    id: CustomerId,
    row: Option<Row>,
    undo: Option<Undo>,
}

#[derive(Template)]
#[template(path = "customer_timeline.html")]
struct WholeTimeline {
    t: &'static Texts,
    frame: Frame,
    id: CustomerId,
    who: Who,
    timeline: Vec<Happening>,
    older: String,
}

/// Where a customer's page is.
pub(super) fn href(id: CustomerId) -> String {
    format!("/customers/{id}")
}

/// `GET /customers/{id}`: the page; `?edit=` opens the form of a field, and our module gets the row alone, or by `?show=` as it is seen.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let frame = frame.at("customers");
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    let get = |name: &str| parameter::get(query.as_deref(), name);
    let asked = |name: &str| get(name).and_then(|key| Field::parse(&key)).filter(|field| field.is_in(&record));
    let editing = asked("edit").map(|field| open(field, &record));
    match asked("show").or_else(|| editing.as_ref().map(|editing| editing.field.clone())) {
        Some(field) if is_part => {
            let row = Some(row(&field, &record, editing.as_ref(), &frame));
            page(&RowPart { t: frame.t, frame, id, row, undo: None })
        }
        _ => whole(&web, &visitor, frame, &record, editing, asked("also"), StatusCode::OK).await,
    }
}

/// The form of a field with what stands in it now.
fn open(field: Field, record: &Record) -> Editing {
    let draft = field.draft(record);
    Editing { was: draft.mark(), field, draft, problems: Vec::new(), theirs: None }
}

/// The whole page, with a form when one is open; at a number that was saved stands who else has it.
async fn whole(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    record: &Record,
    editing: Option<Editing>,
    saved: Option<Field>,
    status: StatusCode,
) -> Result<Response, Error> {
    let (store, company, now) = (&web.directory.store, visitor.company.id, web.directory.clock.now());
    let Timeline { happenings, older } = timeline::read(store, visitor, record, &frame, now, None, LATEST).await?;
    let made_by = timeline::maker(store, company, record.id, frame.t).await?;
    let changed_by = happenings.first().map(|latest| latest.who.clone());
    let editing = editing.as_ref();
    let shown = |field: Field| row(&field, record, editing, &frame);
    let mut groups: Vec<Group> = EntryKind::ALL.into_iter().map(|kind| group(kind, record, editing, &frame)).collect();
    if let Some(saved @ Field::Entry(EntryKind::Phone, _)) = saved {
        let also = likely::others(web, visitor, frame.t, record.id, &saved.draft(record).value).await?;
        let key = saved.key();
        if let Some(row) = groups.iter_mut().flat_map(|group| &mut group.rows).find(|row| row.key == key) {
            row.also = also;
        }
    }
    let texts = [TextField::FirstName, TextField::LastName, TextField::JobTitle];
    let others = [TextField::Location, TextField::Age, TextField::PhotoUrl];
    let about = texts.map(Field::Text).into_iter().chain([Field::Organization, Field::Address]);
    let about = about.chain(others.map(Field::Text)).chain([Field::Gender, Field::PhotoType]);
    let mut about: Vec<Row> = about.map(shown).collect();
    if record.organization.is_none() {
        let emails = record.customer.entries[EntryKind::Email].iter().map(|entry| &*entry.value);
        let proposed = of_domain::of(web, visitor, frame.t, emails).await?;
        let own = Field::Organization.key();
        if let Some(row) = about.iter_mut().find(|row| row.key == own && row.form.is_none()) {
            row.proposed = proposed;
        }
    }
    let slugs = record.definitions.iter().map(|defined| Field::Property(defined.value.slug.clone()));
    let notes = record.text(TextField::Background).chars().count();
    let notes_of = [notes, TextField::Background.max()].map(|number| number.to_string());
    let who = Who::of(record.id, &record.customer, web.shows_photos, frame.t);
    let page = Page {
        id: record.id,
        delete_command: frame.t.fill(frame.t.customer.delete_named, &[&who.name]),
        who,
        head: Head {
            job: record.text(TextField::JobTitle).to_owned(),
            organization: record
                .organization
                .as_ref()
                .map(|own| Link { href: format!("/organizations/{}", own.id), name: own.name.to_string() }),
            location: record.text(TextField::Location).to_owned(),
            made: Moment::of(record.created_at, now, &frame.format, frame.t),
            made_by,
            changed: Moment::of(record.updated_at, now, &frame.format, frame.t),
            changed_by,
        },
        groups,
        about,
        notes: vec![shown(Field::Text(TextField::Background))],
        notes_left: frame.t.fill(frame.t.customer.notes_of, &notes_of.each_ref().map(String::as_str)),
        properties: slugs.map(shown).collect(),
        timeline: happenings,
        has_more: older.is_some(),
        t: frame.t,
        frame,
    };
    page_of(status, &page)
}

fn group(kind: EntryKind, record: &Record, editing: Option<&Editing>, frame: &Frame) -> Group {
    let mut fields: Vec<Field> =
        record.customer.entries[kind].iter().map(|entry| Field::Entry(kind, entry.id)).collect();
    fields.extend(editing.map(|editing| editing.field.clone()).filter(|field| *field == Field::NewEntry(kind)));
    Group {
        key: kind.rules().path,
        label: labels::of_kind(kind, frame.t),
        add: labels::to_add(kind, frame.t),
        rows: fields.iter().map(|field| row(field, record, editing, frame)).collect(),
    }
}

/// `GET /customers/{id}/timeline`: all of it, the latest first; `?before=` goes on.
pub async fn whole_timeline(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let id = CustomerId::parse(&id).ok_or(Error::NotFound)?;
    let frame = frame.at("customers");
    let (store, company) = (&web.directory.store, visitor.company.id);
    let record = Record::read(store, company, id).await?;
    let before = parameter::get(query.as_deref(), "before").and_then(|number| number.parse().ok());
    let Timeline { happenings, older } =
        timeline::read(store, &visitor, &record, &frame, web.directory.clock.now(), before, PAGE).await?;
    page(&WholeTimeline {
        t: frame.t,
        id,
        who: Who::of(id, &record.customer, web.shows_photos, frame.t),
        timeline: happenings,
        older: older.map_or_else(String::new, |before| format!("{}/timeline?before={before}", href(id))),
        frame,
    })
}

/// The name of a customer, or what stands where there is none.
fn name(record: &Record, t: &Texts) -> String {
    shown_name(&record.customer, t)
}
