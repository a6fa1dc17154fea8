//! The list of organizations: found by the beginning of their name or a whole domain, sorted, in pages, all of it in the address.

mod view;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::frame::{Frame, initials};
use super::moments::Moment;
use super::part::IsPart;
use super::suggestions::{Suggestion, Suggestions};
use super::texts::Texts;
use super::{Error, Visitor, Web, WebState, page};
use crate::domain::id::OrganizationId;
use crate::domain::organization::domain;
use crate::domain::text;
use crate::store::change::KeyKind;
use crate::store::organizations::Found;
use crate::store::place::Place;
use crate::store::{self, identity};
use view::{COLUMNS, SIZE};
pub use view::{SORTS, View};

/// Organizations have faces of so many colours.
const HUES: i64 = 12;
/// The most proposals of the command palette.
const MOST: i64 = 4;

/// The list as its page shows it.
#[derive(Debug)]
pub struct List {
    view: View,
    rows: Vec<Row>,
    heads: Vec<Head>,
    total: String,
    found: String,
    range: String,
    first: String,
    next: String,
    make: String,
    make_text: String,
}

/// One organization of the list.
#[derive(Debug)]
struct Row {
    href: String,
    name: String,
    initials: String,
    hue: i64,
    domains: String,
    location: String,
    members: String,
    members_text: String,
    changed: Moment,
}

/// A heading.
#[derive(Debug)]
struct Head {
    label: &'static str,
    class: &'static str,
    href: String,
    direction: &'static str,
}

#[derive(Template)]
#[template(path = "organizations.html")]
struct Whole {
    t: &'static Texts,
    frame: Frame,
    list: List,
}

#[derive(Template)]
#[template(path = "parts/organizations.html")]
struct Results {
    t: &'static Texts,
    frame: Frame,
    list: List,
}

/// Where an organization's page is.
pub(super) fn href(id: OrganizationId) -> String {
    format!("/organizations/{id}")
}

/// The number of the colour of an organization's face; it keeps it.
pub(super) fn hue(id: OrganizationId) -> i64 {
    id.0.rem_euclid(HUES)
}

/// So many members, in words.
pub(super) fn members(count: i64, frame: &Frame) -> String {
    let t = &frame.t.organizations;
    format!("{} {}", frame.format.number(count), if count == 1 { t.member } else { t.members })
}

/// `GET /organizations`: the whole page, or for our module what is found.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let (t, frame) = (frame.t, frame.at("organizations"));
    let list = list(&web, &visitor, &frame, View::read(query.as_deref().unwrap_or_default())).await?;
    if is_part { page(&Results { t, frame, list }) } else { page(&Whole { t, frame, list }) }
}

/// `GET /organizations/suggest?q=`: a few for the command palette.
pub async fn suggest(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let view = View::read(query.as_deref().unwrap_or_default());
    let mut found = Vec::new();
    if !view.q.is_empty() {
        (found, _) = find(&web, &visitor, &view.at_start(), MOST).await?;
        found.truncate(MOST.unsigned_abs() as usize);
    }
    let begins = text::fold(view.q.trim());
    let suggestions = found.into_iter().map(|found| Suggestion {
        second: format!("{} · {}", frame.t.organizations.one, members(found.customers, &frame)),
        is_near: text::fold(&found.record.value.name).starts_with(&begins),
        href: href(found.record.id),
        value: found.record.value.name,
    });
    page(&Suggestions { suggestions: suggestions.collect() })
}

async fn list(web: &Web, visitor: &Visitor, frame: &Frame, view: View) -> Result<List, Error> {
    let (t, now) = (frame.t, web.directory.clock.now());
    let (store, company) = (&web.directory.store, visitor.company.id);
    let (found, next) = match view.q.as_str() {
        "" => store::organizations::walk(store, company, view.order(), view.place.as_ref(), SIZE).await?,
        _ => find(web, visitor, &view, SIZE).await?,
    };
    let total = if view.q.is_empty() { store::organizations::count(store, company).await? } else { 0 };
    let row = |found: &Found| {
        let (id, organization) = (found.record.id, &found.record.value);
        Row {
            href: href(id),
            name: organization.name.clone(),
            initials: initials(&organization.name),
            hue: hue(id),
            domains: organization.domains.join(", "),
            location: location(found).to_owned(),
            members: frame.format.number(found.customers),
            members_text: members(found.customers, frame),
            changed: Moment::of(found.record.updated_at, now, &frame.format, t),
        }
    };
    let rows: Vec<Row> = found.iter().map(row).collect();
    let last = view.before + rows.len() as i64;
    let ends = [view.before + 1, last, total].map(|number| frame.format.number(number));
    let ends = ends.each_ref().map(String::as_str);
    let next = next.map(|place| View { place: Some(place), before: last, ..view.clone() }.href());
    Ok(List {
        heads: heads(&view, t),
        total: if view.q.is_empty() { frame.format.number(total) } else { String::new() },
        found: match view.q.as_str() {
            "" => if total == 1 { t.organizations.one } else { t.organizations.many }.to_owned(),
            q => t.fill(t.organizations.begin, &[q]),
        },
        range: t.fill(if view.q.is_empty() { t.customers.range } else { t.organizations.range }, &ends),
        first: if view.place.is_some() { view.at_start().href() } else { String::new() },
        next: next.unwrap_or_default(),
        make: format!("/organizations/new?name={}", super::go::encode(&view.q)),
        make_text: t.fill(t.organizations.make_it, &[&view.q]),
        rows,
        view,
    })
}

/// Whose domain it is, then those whose name begins so, and where that goes on when there are more.
async fn find(web: &Web, visitor: &Visitor, view: &View, size: i64) -> Result<(Vec<Found>, Option<Place>), Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let (mut found, next) =
        store::organizations::walk_named(store, company, &view.q, view.place.as_ref(), size).await?;
    if let Some(domain) = domain(&view.q).filter(|_| view.place.is_none())
        && let Some(id) = identity::find(store, company, KeyKind::OrganizationDomain, &domain).await?
        && !found.iter().any(|other| other.record.id.0 == id)
    {
        let holder = store::organizations::find(store, company, OrganizationId(id)).await?;
        found.splice(0..0, holder);
    }
    Ok((found, next))
}

fn location(found: &Found) -> &str {
    let mut texts = crate::domain::organization::TEXTS.iter().zip(&found.record.value.texts.0);
    texts.find(|((name, _), _)| *name == "location").and_then(|(_, text)| text.as_deref()).unwrap_or_default()
}

fn heads(view: &View, t: &'static Texts) -> Vec<Head> {
    let now = SORTS.get(view.sort).map_or("", |(name, ..)| *name);
    let head = |((class, sorts), label): (&(&'static str, Option<[&'static str; 2]>), &'static str)| {
        // What is found by its name comes by its name.
        let Some([first, second]) = sorts.filter(|_| view.q.is_empty()) else {
            return Head { label, class, href: String::new(), direction: "" };
        };
        let (other, is_first) = if now == first { (second, true) } else { (first, false) };
        let direction = match (is_first || now == second, now.starts_with("name") == is_first) {
            (false, _) => "",
            (true, true) => "ascending",
            (true, false) => "descending",
        };
        Head { label, class, href: view.sorted(other).href(), direction }
    };
    COLUMNS.iter().zip(t.organizations.columns).map(head).collect()
}
