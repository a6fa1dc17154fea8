//! An organization's page: who belongs to it, and every field edited where it stands.

mod delete;
mod field;
mod new;
mod row;
mod save;

pub use delete::{ask as ask_to_delete, delete};
pub use new::{create, show as new};
pub use save::save;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::customers::second_line;
use super::frame::{Frame, initials};
use super::moments::Moment;
use super::organizations::{href, hue, members};
use super::part::IsPart;
use super::saving::Undo;
use super::texts::Texts;
use super::who::Who;
use super::{Error, Visitor, Web, WebState, customers, page, page_of, parameter, place};
use crate::domain::id::{CompanyId, OrganizationId};
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::query::{Query, Term};
use crate::store::organizations::Found;
use crate::store::place::Place;
use crate::store::properties::Defined;
use crate::store::{self, Store};
use field::Field;
use row::{Editing, Row, row};

/// How many members a page shows.
const SIZE: i64 = 25;

/// An organization with what its pages show beside it.
#[derive(Clone, Debug)]
struct Record {
    found: Found,
    definitions: Vec<Defined>,
}

#[derive(Template)]
#[template(path = "organization.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    id: OrganizationId,
    name: String,
    initials: String,
    hue: i64,
    color: String,
    location: String,
    made: Moment,
    changed: Moment,
    members_count: String,
    members: Vec<Member>,
    all_members: String,
    add_member: String,
    range: String,
    first: String,
    next: String,
    fields: Vec<Row>,
    properties: Vec<Row>,
    delete_command: String,
}

/// A member, as the page shows one.
#[derive(Debug)]
struct Member {
    href: String,
    who: Who,
    second: String,
}

#[derive(Template)]
#[template(path = "parts/organization_done.html")]
struct RowPart {
    t: &'static Texts,
    frame: Frame,
    id: OrganizationId,
    row: Row,
    undo: Option<Undo>,
}

impl Record {
    /// An organization of a company; not found when the company has none of this id.
    async fn read(store: &Store, company: CompanyId, id: OrganizationId) -> Result<Self, Error> {
        let found = store::organizations::find(store, company, id).await?.ok_or(Error::NotFound)?;
        let definitions = store::properties::list(store, company, PropertyOwner::Organization).await?;
        Ok(Self { found, definitions })
    }

    fn id(&self) -> OrganizationId {
        self.found.record.id
    }

    fn definition(&self, slug: &str) -> Option<&Definition> {
        self.definitions.iter().map(|defined| &defined.value).find(|definition| definition.slug == slug)
    }
}

/// `GET /organizations/{id}`: the page; `?edit=` opens the form of a field, and our module gets the row alone, or by `?show=` as it is seen.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let id = OrganizationId::parse(&id).ok_or(Error::NotFound)?;
    let frame = frame.at("organizations");
    let record = Record::read(&web.directory.store, visitor.company.id, id).await?;
    let get = |name: &str| parameter::get(query.as_deref(), name);
    let asked = |name: &str| get(name).and_then(|key| Field::parse(&key)).filter(|field| field.is_in(&record));
    let editing = asked("edit").map(|field| Editing::open(field, &record));
    match asked("show").or_else(|| editing.as_ref().map(|editing| editing.field.clone())) {
        Some(field) if is_part => {
            let row = row(&field, &record, editing.as_ref(), &frame);
            page(&RowPart { t: frame.t, frame, id, row, undo: None })
        }
        _ => {
            let from = get("cursor").and_then(|cursor| place::read(&cursor)).map(|place| {
                let before = get("before").and_then(|before| before.parse().ok()).filter(|before| *before >= 0);
                (place, before.unwrap_or(0))
            });
            whole(&web, &visitor, frame, &record, editing, from, StatusCode::OK).await
        }
    }
}

/// The whole page, with a form when one is open; its members from a place on, before which so many stand.
async fn whole(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    record: &Record,
    editing: Option<Editing>,
    from: Option<(Place, i64)>,
    status: StatusCode,
) -> Result<Response, Error> {
    let (t, id, now) = (frame.t, record.id(), web.directory.clock.now());
    let (organization, total) = (&record.found.record.value, record.found.customers);
    let (place, before) = from.unzip();
    let (store, before) = (&web.directory.store, before.unwrap_or(0));
    let (found, next) = store::organizations::walk_members(store, visitor.company.id, id, place.as_ref(), SIZE).await?;
    let last = before + found.len() as i64;
    let member = |found: &store::customers::Found| {
        let customer = customers::read(found)?;
        let who = Who::of(found.record.id, &customer, web.shows_photos, t);
        Ok(Member { href: format!("/customers/{}", found.record.id), second: second_line(&customer), who })
    };
    let to = |place: Place| format!("{}?cursor={}&before={last}", href(id), super::go::encode(&place::write(&place)));
    let ends = [before + 1, last, total].map(|number| frame.format.number(number));
    let shown = |field: Field| row(&field, record, editing.as_ref(), &frame);
    let slugs = record.definitions.iter().map(|defined| Field::Property(defined.value.slug.clone()));
    // The list of customers finds them by the name, which is one organization's.
    let query = Query::Term(Term::Organization { name: organization.name.clone(), is_beginning: false }).to_string();
    let made = Page {
        id,
        name: organization.name.clone(),
        initials: initials(&organization.name),
        hue: hue(id),
        color: organization.brand_color.clone().unwrap_or_default(),
        location: Field::draft(&Field::Text(field::LOCATION), record),
        made: Moment::of(record.found.record.created_at, now, &frame.format, t),
        changed: Moment::of(record.found.record.updated_at, now, &frame.format, t),
        members_count: members(total, &frame),
        members: found.iter().map(member).collect::<Result<_, Error>>()?,
        all_members: if total > 0 { format!("/customers?q={}", super::go::encode(&query)) } else { String::new() },
        add_member: format!("/customers/new?organization={}", super::go::encode(&organization.name)),
        range: if total > SIZE {
            t.fill(t.customers.range, &ends.each_ref().map(String::as_str))
        } else {
            String::new()
        },
        first: if place.is_some() { href(id) } else { String::new() },
        next: next.map(to).unwrap_or_default(),
        fields: Field::own().map(&shown).collect(),
        properties: slugs.map(&shown).collect(),
        delete_command: t.fill(t.organizations.delete_named, &[&organization.name]),
        t,
        frame,
    };
    page_of(status, &made)
}
