//! Changing many customers at once: those that were chosen, or all that fit a query. It is looked at first, and done piece by piece: each
//! answer tells what became of its customers, and where it goes on, so that nothing has to be kept between them.

mod act;
mod before;
mod chosen;
mod run;
pub mod undo;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::customers::view::View;
use super::customers::{Choice, read, shown_name, whole_or_part};
use super::form::Form;
use super::frame::Frame;
use super::part::IsPart;
use super::texts::Texts;
use super::who::Who;
use super::{Error, Visitor, Web, WebState, page_of};
use crate::domain::property::{Definition, PropertyOwner, PropertyType};
use crate::store::{companies, properties};
use act::Act;
use chosen::Chosen;
use run::{Outcome, Page, Progress, Said};

/// How many customers are changed before an answer to one of our modules, which asks for the next piece by itself: few enough that one sees
/// how it goes, and can stop it.
const PIECE: i64 = 250;
/// The same before a whole page, after which somebody has to press a button.
const PIECE_OF_PAGE: i64 = 500;
/// How many are shown before anything is done.
const SAMPLE: i64 = 8;
/// How many are read to tell how many have something else now: a million would keep everybody waiting.
const COUNTED: i64 = 1_000;

#[derive(Template)]
#[template(path = "bulk.html")]
struct Choose {
    t: &'static Texts,
    frame: Frame,
    title: String,
    q: String,
    back: String,
    count: i64,
    sample: Vec<Shown>,
    rest: String,
    acts: Vec<Way>,
    carried: Vec<(&'static str, String)>,
    properties: Vec<Choice>,
}

/// Something that can be done, and the form of it.
struct Way {
    act: &'static str,
    label: &'static str,
    /// The type of the input for its value (HTML), and what can be chosen there.
    input: &'static str,
    choices: Vec<Choice>,
    value: String,
    refusal: String,
}

/// Somebody who is to be changed.
struct Shown {
    href: String,
    who: Who,
}

#[derive(Template)]
#[template(path = "parts/bulk_refused.html")]
struct Refused {
    told: String,
}

/// `GET /customers/bulk`: who is chosen and what can be done; with `act`, what it would do.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let frame = frame.at("customers");
    let chosen = Chosen::read(&pairs).there(&web, &visitor).await?;
    if let Some(told) = chosen.refusal(&web, &visitor, frame.t).await? {
        return refuse(&web, &visitor, frame, &chosen, false, told).await;
    }
    // Another property was chosen, and its values are asked for; or nothing was chosen yet.
    if act::get(&pairs, "act").is_empty() || !act::get(&pairs, "fit").is_empty() {
        return choose(&web, &visitor, frame, &chosen, &pairs, None).await;
    }
    match Act::read(&web, &visitor, &pairs, &frame).await? {
        Ok(act) => {
            // What happens from now on is looked through when it is put back.
            let since = Some(companies::totals(&web.directory.store, visitor.company.id).await?.events);
            let state = Progress { since, ..Progress::default() };
            page(&web, &visitor, frame, &chosen, &act, state, Vec::new(), false).await
        }
        Err(refusal) => choose(&web, &visitor, frame, &chosen, &pairs, Some(refusal)).await,
    }
}

/// `POST /customers/bulk`: does a piece of it.
pub async fn go_on(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let pairs: Vec<(String, String)> = form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (frame, chosen) = (frame.at("customers"), Chosen::read(&pairs));
    if let Some(told) = chosen.refusal(&web, &visitor, frame.t).await? {
        return refuse(&web, &visitor, frame, &chosen, is_part, told).await;
    }
    let act = match Act::read(&web, &visitor, &pairs, &frame).await? {
        Ok(act) => act,
        Err(refusal) => return choose(&web, &visitor, frame, &chosen, &pairs, Some(refusal)).await,
    };
    let mut state = Progress::read(&form);
    if act.is_delete() && state.next.is_empty() {
        let count = chosen.count(&web, &visitor).await?;
        let typed: String = form.get("sure").chars().filter(char::is_ascii_digit).collect();
        if typed != count.to_string() {
            return page(&web, &visitor, frame, &chosen, &act, Progress::default(), Vec::new(), true).await;
        }
    }
    let (ids, next) = chosen.piece(&web, &visitor, &state.next, if is_part { PIECE } else { PIECE_OF_PAGE }).await?;
    let results = act.apply(&web, &visitor, &ids, frame.t).await?;
    let t = &frame.t.bulk;
    let said = Said { all: t.all_done, so_far: t.so_far, with_failures: t.with_failures };
    state.add(&results, next, said, &frame);
    state.at = state.done;
    state.undo = undo::address(&web, &visitor, &act, state.since, chosen.list_q()).await?;
    let results: Vec<Outcome> = results.into_iter().rev().collect();
    if is_part {
        return run::piece(state, results);
    }
    page(&web, &visitor, frame, &chosen, &act, state, results, false).await
}

/// A query that is wrong, or became so since it was looked at, changes nobody: it is told on the page of the list, or where our module is.
async fn refuse(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    chosen: &Chosen,
    is_part: bool,
    told: String,
) -> Result<Response, Error> {
    if is_part {
        return page_of(StatusCode::UNPROCESSABLE_ENTITY, &Refused { told });
    }
    whole_or_part(web, visitor, frame, false, View::read("").with_query(chosen.q())).await
}

/// The page on which one chooses what is done; what was typed stays, with what is wrong with it.
async fn choose(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    chosen: &Chosen,
    pairs: &[(String, String)],
    refusal: Option<String>,
) -> Result<Response, Error> {
    let t = frame.t;
    let count = chosen.count(web, visitor).await?;
    let mut sample = Vec::new();
    for found in chosen.sample(web, visitor, SAMPLE).await? {
        let who = Who::of(found.record.id, &read(&found)?, web.shows_photos, t);
        sample.push(Shown { href: super::customer::href(found.record.id), who });
    }
    let definitions = properties::list(&web.directory.store, visitor.company.id, PropertyOwner::Customer).await?;
    let slug = act::get(pairs, "slug");
    let property = definitions.iter().map(|own| &own.value).find(|own| own.slug == slug);
    let property = property.or_else(|| definitions.first().map(|first| &first.value));
    let way = |act, label| {
        let (is_asked, is_typed) = (act::get(pairs, "act") == act, act::get(pairs, "fit").is_empty());
        Way {
            act,
            label,
            input: "text",
            choices: Vec::new(),
            value: if is_asked && is_typed { act::get(pairs, "value").to_owned() } else { String::new() },
            refusal: refusal.clone().filter(|_| is_asked).unwrap_or_default(),
        }
    };
    let mut acts = vec![way("organization", t.bulk.set_organization), way("delete", t.bulk.delete)];
    if let Some(property) = property {
        acts.insert(0, fitting(way("property", t.bulk.set_property), property, t));
    }
    let choice = |own: &Definition| Choice {
        value: own.slug.clone(),
        label: own.name.clone(),
        is_chosen: property.is_some_and(|property| property.slug == own.slug),
    };
    let rest = count - sample.len() as i64;
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Choose {
        title: title(count, false, &frame),
        q: chosen.q().to_owned(),
        back: chosen.list(),
        count,
        rest: if rest > 0 { t.fill(t.bulk.and_more, &[&frame.format.number(rest)]) } else { String::new() },
        sample,
        acts,
        carried: chosen.carried(),
        properties: definitions.iter().map(|defined| choice(&defined.value)).collect(),
        t,
        frame,
    };
    page_of(status, &page)
}

/// The form of a property has an input that fits its type.
fn fitting(mut way: Way, property: &Definition, t: &Texts) -> Way {
    way.input = property.property_type.input();
    if property.property_type == PropertyType::Dropdown {
        let is_chosen = |id: &str, label: &str| [id, label].contains(&way.value.as_str());
        let choice = |id: &str, label: &str| Choice {
            value: id.to_owned(),
            label: label.to_owned(),
            is_chosen: is_chosen(id, label),
        };
        let options = property.options.iter().map(|option| choice(&option.id, &option.label));
        way.choices = std::iter::once(choice("", t.customer.empty)).chain(options).collect();
    }
    way
}

#[expect(clippy::too_many_arguments, reason = "what the page shows")]
async fn page(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    chosen: &Chosen,
    act: &Act,
    state: Progress,
    mut results: Vec<Outcome>,
    is_wrong: bool,
) -> Result<Response, Error> {
    let t = frame.t;
    let count = if state.is_begun { state.total } else { chosen.count(web, visitor).await? };
    let mut before = String::new();
    if !state.is_begun {
        let found = chosen.sample(web, visitor, if act.is_delete() { SAMPLE } else { COUNTED }).await?;
        before = before::told(act, &found, count, &frame);
        for found in found.iter().take(SAMPLE as usize) {
            let told = act.preview(found, &frame);
            let name = shown_name(&read(found)?, t);
            let class = if act.is_delete() { "bad" } else { "dim" };
            results.push(Outcome { href: super::customer::href(found.record.id), name, is_done: true, told, class });
        }
    }
    let mut carried = chosen.carried();
    carried.extend(act.carried());
    carried.push(("total", count.to_string()));
    carried.extend(state.since.filter(|_| !act.is_delete()).map(|since| ("since", since.to_string())));
    let title = title(count, act.is_delete(), &frame);
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page {
        begin: if act.is_delete() { title.clone() } else { t.bulk.run.to_owned() },
        title,
        explained: act.explained(t),
        before,
        action: "/customers/bulk",
        back: (chosen.again(), t.bulk.back),
        list: chosen.list(),
        is_open: !state.is_begun || !state.next.is_empty(),
        end: count,
        promise: if act.is_delete() { "" } else { t.bulk.afterwards },
        phrase: if act.is_delete() { count.to_string() } else { String::new() },
        is_delete: act.is_delete(),
        carried,
        is_wrong,
        results_title: if state.is_begun { t.bulk.results } else { t.bulk.first_of_them },
        state,
        results,
        t,
        frame,
    };
    page_of(status, &page)
}

fn title(count: i64, is_delete: bool, frame: &Frame) -> String {
    let t = &frame.t.bulk;
    let (one, many) = if is_delete { (t.delete_one, t.delete_many) } else { (t.change_one, t.change_many) };
    if count == 1 { one.to_owned() } else { frame.t.fill(many, &[&frame.format.number(count)]) }
}
