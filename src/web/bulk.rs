//! Changing many customers at once: those that were chosen, or all that fit a query. It is looked at first, and done piece by piece: each
//! answer tells what became of its customers, and where it goes on, so that nothing has to be kept between them.

mod act;
mod chosen;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::customers::{Choice, read, shown_name};
use super::form::Form;
use super::frame::Frame;
use super::part::IsPart;
use super::texts::Texts;
use super::who::Who;
use super::{Error, Visitor, Web, WebState, page_of};
use crate::domain::property::PropertyOwner;
use crate::store::properties;
use act::Act;
use chosen::Chosen;

/// How many customers are changed before an answer.
const PIECE: i64 = 50;
/// How many are shown before anything is done.
const SAMPLE: i64 = 8;

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
    refusal: Option<String>,
    acts: Vec<Choice>,
    carried: Vec<(&'static str, String)>,
    properties: Vec<Choice>,
    options: Vec<String>,
}

/// Somebody who is to be changed.
struct Shown {
    href: String,
    who: Who,
}

#[derive(Template)]
#[template(path = "bulk_run.html")]
struct Run {
    t: &'static Texts,
    frame: Frame,
    title: String,
    explained: String,
    back: String,
    list: String,
    count: i64,
    carried: Vec<(&'static str, String)>,
    phrase: String,
    is_wrong: bool,
    is_delete: bool,
    state: Progress,
    results_title: &'static str,
    results: Vec<Outcome>,
}

#[derive(Template)]
#[template(path = "parts/bulk_piece.html")]
struct Piece {
    state: Progress,
    results: Vec<Outcome>,
}

/// How far it is.
#[derive(Clone, Debug, Default)]
struct Progress {
    is_begun: bool,
    next: String,
    done: i64,
    failed: i64,
    total: i64,
    said: String,
}

/// What became of one customer, or will.
#[derive(Clone, Debug)]
struct Outcome {
    href: String,
    name: String,
    is_done: bool,
    told: String,
    /// How it is shown: what was done, what would be, what was not.
    class: &'static str,
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
    let chosen = Chosen::read(&pairs);
    if !pairs.iter().any(|(name, _)| name == "act") {
        return choose(&web, &visitor, frame, &chosen, None).await;
    }
    match Act::read(&web, &visitor, &pairs, &frame).await? {
        Ok(act) => run(&web, &visitor, frame, &chosen, &act, Progress::default(), Vec::new(), false).await,
        Err(refusal) => choose(&web, &visitor, frame, &chosen, Some(refusal)).await,
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
    let act = match Act::read(&web, &visitor, &pairs, &frame).await? {
        Ok(act) => act,
        Err(refusal) => return choose(&web, &visitor, frame, &chosen, Some(refusal)).await,
    };
    let number = |name: &str| form.get(name).parse::<i64>().unwrap_or_default().max(0);
    let mut state = Progress {
        is_begun: true,
        next: form.get("next").to_owned(),
        done: number("done"),
        failed: number("failed"),
        ..Progress::default()
    };
    if act.is_delete() && state.next.is_empty() {
        let count = chosen.count(&web, &visitor).await?;
        let typed: String = form.get("sure").chars().filter(char::is_ascii_digit).collect();
        if typed != count.to_string() {
            return run(&web, &visitor, frame, &chosen, &act, Progress::default(), Vec::new(), true).await;
        }
    }
    let (ids, next) = chosen.piece(&web, &visitor, &state.next).await?;
    let results = act.apply(&web, &visitor, &ids, frame.t).await?;
    state.done += ids.len() as i64;
    state.failed += results.iter().filter(|outcome| !outcome.is_done).count() as i64;
    state.next = next;
    state.total = if state.next.is_empty() { state.done } else { number("total").max(state.done) };
    state.said = said(&state, &frame);
    let results: Vec<Outcome> = results.into_iter().rev().collect();
    if is_part {
        return page_of(StatusCode::OK, &Piece { state, results });
    }
    run(&web, &visitor, frame, &chosen, &act, state, results, false).await
}

fn said(state: &Progress, frame: &Frame) -> String {
    let (t, number) = (&frame.t.bulk, |number: i64| frame.format.number(number));
    let numbers = [number(state.done - state.failed), number(state.total), number(state.failed)];
    let text = match (state.failed, state.next.is_empty()) {
        (0, true) => t.all_done,
        (0, false) => t.so_far,
        _ => t.with_failures,
    };
    frame.t.fill(text, &numbers.each_ref().map(String::as_str))
}

async fn choose(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    chosen: &Chosen,
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
    let choice =
        |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned(), is_chosen: false };
    let mut acts = vec![
        choice("property", t.bulk.set_property),
        choice("organization", t.bulk.set_organization),
        choice("delete", t.bulk.delete),
    ];
    acts.retain(|act| act.value != "property" || !definitions.is_empty());
    let rest = count - sample.len() as i64;
    let options = definitions.iter().flat_map(|defined| &defined.value.options).map(|option| option.label.clone());
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Choose {
        title: title(count, false, &frame),
        q: chosen.q().to_owned(),
        back: chosen.list(),
        count,
        rest: if rest > 0 { t.fill(t.bulk.and_more, &[&frame.format.number(rest)]) } else { String::new() },
        sample,
        refusal,
        acts,
        carried: chosen.carried(),
        properties: definitions.iter().map(|defined| choice(&defined.value.slug, &defined.value.name)).collect(),
        options: options.collect(),
        t,
        frame,
    };
    page_of(status, &page)
}

#[expect(clippy::too_many_arguments, reason = "what the page shows")]
async fn run(
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
    if !state.is_begun {
        for found in chosen.sample(web, visitor, SAMPLE).await? {
            let told = act.preview(&found, &frame);
            let name = shown_name(&read(&found)?, t);
            let class = if act.is_delete() { "bad" } else { "dim" };
            results.push(Outcome { href: super::customer::href(found.record.id), name, is_done: true, told, class });
        }
    }
    let mut carried = chosen.carried();
    carried.extend(act.carried());
    carried.push(("total", count.to_string()));
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Run {
        title: title(count, act.is_delete(), &frame),
        explained: act.explained(t),
        back: chosen.again(),
        list: chosen.list(),
        count,
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
