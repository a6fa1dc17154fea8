//! The list as its page shows it: what a view finds, its headings, and what leads on from it.

use std::time::{Duration, Instant};

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::columns::{Cell, Cells, Column};
use super::explain::{self, Line};
use super::filter::Filter as Filtering;
use super::filter::condition::Asked;
use super::filter::parts::{Part, parts};
use super::near::near_to;
use super::query::{self, Fault};
use super::sort::Sort;
use super::view::{SIZE, View};
use super::{Choice, read};
use crate::domain::entry::EntryKind;
use crate::domain::id::CustomerId;
use crate::domain::property::Definition;
use crate::store;
use crate::store::customer_list::{self, Cursor, Filter, Walked};
use crate::store::customers::Found;
use crate::web::frame::Frame;
use crate::web::marks::{self, Piece, pieces};
use crate::web::saved_views::offer::Offer;
use crate::web::texts::Texts;
use crate::web::who::{Link, Who};
use crate::web::{Error, Visitor, Web, page_of};

/// The list as its page shows it.
#[derive(Debug)]
pub struct List {
    view: View,
    /// The names of its columns.
    shown: Vec<String>,
    offer: Offer,
    filter: Filtering,
    mistake: Option<Fault>,
    rows: Vec<Row>,
    heads: Vec<Head>,
    sorts: Vec<Choice>,
    choices: Vec<Choice>,
    carried: Vec<(&'static str, String)>,
    total: String,
    found: &'static str,
    order: String,
    range: String,
    change_all: String,
    first: String,
    next: String,
    make: String,
    took: String,
    how: Vec<Line>,
    explain: String,
    parts: Vec<Part>,
    /// What may have been meant, where nobody is found.
    near: Vec<Link>,
}

/// One customer of the list.
#[derive(Debug)]
struct Row {
    id: CustomerId,
    href: String,
    who: Who,
    name: Vec<Piece>,
    second: String,
    /// The address by which it is found, where none of the columns shows what was looked for.
    found_by: String,
    /// Whether that is the second line too, where there is one.
    is_second: bool,
    cells: Vec<Cell>,
}

/// A heading.
#[derive(Debug)]
struct Head {
    label: String,
    href: String,
    direction: &'static str,
    class: &'static str,
}

/// How the heading of the names is drawn.
const NAME: &str = "name";

#[derive(Template)]
#[template(path = "customers.html")]
struct Whole {
    t: &'static Texts,
    frame: Frame,
    list: List,
}

#[derive(Template)]
#[template(path = "parts/results.html")]
struct Results {
    t: &'static Texts,
    frame: Frame,
    list: List,
}

/// A list that is looked at, in its frame.
pub async fn look_at(
    web: &Web,
    visitor: &Visitor,
    definitions: &[Definition],
    frame: Frame,
    view: View,
) -> Result<(Frame, List), Error> {
    let (frame, started) = (frame.at("customers"), Instant::now());
    let mut list = list(web, visitor, definitions, &frame, view).await?;
    list.took = took(started.elapsed(), &frame);
    let frame = frame.viewing(list.offer.open.as_ref().map(|open| &open.link));
    Ok((frame, list))
}

/// The list as it is, or for our module what is found.
pub fn answer(frame: Frame, list: List, is_part: bool) -> Result<Response, Error> {
    let t = frame.t;
    let status = if list.mistake.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if is_part { page_of(status, &Results { t, frame, list }) } else { page_of(status, &Whole { t, frame, list }) }
}

/// How long the server took to find it.
fn took(took: Duration, frame: &Frame) -> String {
    match i64::try_from(took.as_millis()).unwrap_or(i64::MAX) {
        0 => frame.t.search.took_less.to_owned(),
        millis => frame.t.fill(frame.t.search.took, &[&frame.format.number(millis)]),
    }
}

async fn list(
    web: &Web,
    visitor: &Visitor,
    definitions: &[Definition],
    frame: &Frame,
    mut view: View,
) -> Result<List, Error> {
    let t = frame.t;
    view = view.settled(definitions);
    let offer = Offer::of(web, visitor, &mut view, definitions).await?;
    let every = Column::all(definitions.iter());
    let shown = view.shown(definitions);
    let chosen: Vec<&Column<'_>> =
        shown.iter().filter_map(|name| every.iter().find(|column| column.name() == *name)).collect();
    let filter = Filtering::of(definitions, Asked::default(), t);
    let mut list = List::empty(&view, offer, filter, &every, &chosen, t);
    let zone = visitor.zone();
    let known = query::known(web, definitions, &zone);
    let query = match query::meant(web, visitor, definitions, &view.q).await? {
        Ok(query) => query,
        Err(mistake) => {
            list.mistake = Some(Fault::of(&view.q, &mistake, t, |q| view.with_query(q).href()));
            return Ok(list);
        }
    };
    if let Some(query) = &query {
        list.how = explain::lines(query, definitions, frame);
        list.explain = explain::href(&view.q);
        list.parts = parts(&view, query, known, frame);
    }
    let filter = Filter { query, ..Filter::default() };
    let found = match find(web, visitor, definitions, &view, &filter).await {
        Err(store::Error::TooManyOrganizations) => {
            list.mistake = Some(Fault::of_all(&view.q, t.customers.too_many_organizations));
            return Ok(list);
        }
        found => found?,
    };
    let words = marks::words(filter.query.as_ref());
    let numbers = marks::numbers(filter.query.as_ref());
    let now = web.directory.clock.now();
    let cells = Cells { t, format: &frame.format, now, words: &words, numbers: &numbers };
    list.rows =
        found.rows.iter().map(|found| row(found, &chosen, cells, web.shows_photos)).collect::<Result<_, _>>()?;
    list.tell(&view, &found, frame);
    if let Some(query) = filter.query.as_ref().filter(|_| list.finds_nobody()) {
        let near = near_to(&web.directory.store, visitor.company.id, query).await?;
        let link = |name: String| Link { href: view.with_query(&name).href(), name };
        list.near = near.instead.into_iter().map(link).collect();
    }
    Ok(list)
}

/// What a view finds.
struct Seen {
    rows: Vec<Found>,
    total: i64,
    next: Option<View>,
}

async fn find(
    web: &Web,
    visitor: &Visitor,
    definitions: &[Definition],
    view: &View,
    filter: &Filter,
) -> Result<Seen, store::Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let Some((order, descending)) = view.sort.order(definitions) else {
        let (rows, next) = customer_list::walk(store, company, filter, view.cursor.as_ref(), SIZE).await?;
        let total = customer_list::count(store, company, filter).await?;
        let next = next.map(|cursor: Cursor| View { cursor: Some(cursor), before: view.before + SIZE, ..view.clone() });
        return Ok(Seen { rows, total, next });
    };
    let Walked { found, total, next } =
        customer_list::walk_by(store, company, filter, (&order, descending), view.place.as_ref(), SIZE).await?;
    let next = next.map(|place| View { place: Some(place), before: view.before + SIZE, ..view.clone() });
    Ok(Seen { rows: found, total, next })
}

fn row(found: &Found, columns: &[&Column<'_>], cells: Cells<'_>, with_photos: bool) -> Result<Row, Error> {
    let customer = read(found)?;
    let id = found.record.id;
    let who = Who::of(id, &customer, with_photos, cells.t);
    let second = [EntryKind::Email, EntryKind::Phone].into_iter().find_map(|kind| customer.entries[kind].first());
    let name = pieces(&who.name, cells.words);
    let columns: Vec<Cell> = columns.iter().map(|column| column.cell(found, &customer, cells)).collect();
    let is_shown = marks::is_found(&name) || columns.iter().any(|cell| marks::is_found(&cell.pieces));
    let mut addresses = customer.entries[EntryKind::Email].iter().map(|entry| &entry.value);
    let found_by = addresses.find(|address| !is_shown && marks::is_found(&pieces(address, cells.words)));
    Ok(Row {
        id,
        href: format!("/customers/{id}"),
        name,
        is_second: found_by.is_some_and(|address| second.is_some_and(|second| second.value == *address)),
        found_by: found_by.map_or_else(String::new, |address| cells.t.fill(cells.t.search.found_by, &[address])),
        who,
        second: second.map_or_else(String::new, |entry| entry.value.clone()),
        cells: columns,
    })
}

impl List {
    fn empty(
        view: &View,
        offer: Offer,
        filter: Filtering,
        every: &[Column<'_>],
        chosen: &[&Column<'_>],
        t: &'static Texts,
    ) -> Self {
        let choice = |value: String, label: String, is_chosen| Choice { value, label, is_chosen };
        let shown: Vec<String> = chosen.iter().map(|column| column.name()).collect();
        let is_shown = |column: &Column<'_>| shown.contains(&column.name());
        Self {
            sorts: view.sort.choices(chosen, every, t),
            choices: every.iter().map(|column| choice(column.name(), column.label(t), is_shown(column))).collect(),
            heads: heads(view, chosen, t),
            shown,
            carried: view.carried(),
            offer,
            filter,
            mistake: None,
            rows: Vec::new(),
            total: String::new(),
            found: t.customers.many,
            order: view.sort.label(every.iter().filter_map(Column::definition), t),
            range: String::new(),
            change_all: String::new(),
            first: String::new(),
            next: String::new(),
            make: make(&view.q),
            took: String::new(),
            how: Vec::new(),
            explain: String::new(),
            parts: Vec::new(),
            near: Vec::new(),
            view: view.clone(),
        }
    }

    /// Whether nobody is found at all.
    pub fn finds_nobody(&self) -> bool {
        self.rows.is_empty() && self.mistake.is_none() && self.view.is_at_start()
    }

    /// What the page is called: after the saved view that is looked at.
    fn title<'a>(&'a self, t: &'a Texts) -> &'a str {
        self.offer.open.as_ref().map_or(t.customers.title, |open| &open.link.name)
    }

    /// How many there are and which of them are seen.
    fn tell(&mut self, view: &View, seen: &Seen, frame: &Frame) {
        let (t, format) = (frame.t, &frame.format);
        self.total = format.number(seen.total);
        self.found = if seen.total == 1 { t.customers.one } else { t.customers.many };
        let last = view.before + i64::try_from(self.rows.len()).unwrap_or(SIZE);
        // Some who stood before this page may be gone since.
        if last <= seen.total {
            let ends = [view.before + 1, last, seen.total].map(|number| format.number(number));
            self.range = t.fill(t.customers.range, &ends.each_ref().map(String::as_str));
        }
        // Where all of them are on the page, to choose all is to choose each.
        if seen.total > SIZE {
            self.change_all = t.fill(t.customers.change_all, &[&self.total]);
        }
        self.next = seen.next.as_ref().map(View::href).unwrap_or_default();
        self.first = if view.cursor.is_some() || view.place.is_some() { view.at_start().href() } else { String::new() };
    }
}

fn heads(view: &View, chosen: &[&Column<'_>], t: &Texts) -> Vec<Head> {
    let head = |label: String, sorts: Option<[Sort; 2]>, class, is_moment: bool| {
        let Some([up, down]) = sorts else { return Head { label, href: String::new(), direction: "", class } };
        let direction = if view.sort == up {
            "ascending"
        } else if view.sort == down {
            "descending"
        } else {
            ""
        };
        let other = match direction {
            "ascending" => down,
            "descending" => up,
            // Moments from the latest on, anything else from its beginning.
            _ if is_moment => down,
            _ => up,
        };
        Head { label, href: view.sorted(other).href(), direction, class }
    };
    let name = t.customers.column_names.iter().find(|(own, _)| *own == "name").map_or("", |(_, label)| label);
    let by_last = ["last", "last-desc"].map(|name| Sort::read(name).unwrap_or_default());
    let by_first = ["first", "first-desc"].map(|name| Sort::read(name).unwrap_or_default());
    let by_name = if by_last.contains(&view.sort) { by_last } else { by_first };
    let own = head(name.to_owned(), Some(by_name), NAME, false);
    let class = |column: &Column<'_>| match column {
        Column::Own("email") => "wide mail",
        column if column.is_number() => "wide num",
        _ => "wide",
    };
    std::iter::once(own)
        .chain(chosen.iter().map(|column| head(column.label(t), column.sorts(), class(column), column.is_moment())))
        .collect()
}

/// Where a new customer is made of what was looked for.
fn make(q: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let words: Vec<&str> = q.split_whitespace().collect();
    match words.as_slice() {
        _ if q.contains(['"', ':', '(', '[', '*']) => {}
        [address] if address.contains('@') => drop(query.append_pair("emails[0].value", address)),
        [first, rest @ ..] => {
            query.append_pair("firstName", first);
            if !rest.is_empty() {
                query.append_pair("lastName", &rest.join(" "));
            }
        }
        [] => {}
    }
    let query = query.finish();
    if query.is_empty() { "/customers/new".to_owned() } else { format!("/customers/new?{query}") }
}
