//! `/overview`: the directory in numbers, day by day, how complete its records are, and what happened last.

mod chart;
pub(super) mod complete;
mod latest;

pub use latest::show as latest;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page};
use crate::domain::time::Timestamp;
use crate::store::activity::{self, Activity};
use crate::store::{self};
use chart::Chart;
use complete::Share;
use latest::Latest;

/// So many days are shown.
const DAYS: usize = 30;

#[derive(Template)]
#[template(path = "overview.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    stats: Vec<Stat>,
    chart: Chart,
    days: Vec<Row>,
    days_hint: String,
    shares: Vec<Share>,
    shares_of: String,
    latest: Latest,
}

/// A number.
#[derive(Debug)]
struct Stat {
    label: &'static str,
    number: String,
    href: String,
}

/// A day of the table beside the chart.
#[derive(Debug)]
struct Row {
    label: String,
    made: String,
    /// Where those are seen who were made then; empty where nobody was.
    href: String,
    changed: String,
    removed: String,
}

/// `GET /overview`.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let frame = frame.at("overview");
    let (t, store, company) = (frame.t, &web.directory.store, visitor.company.id);
    let now = web.directory.clock.now();
    let totals = store::companies::totals(store, company).await?;
    let zone = frame.format.zone();
    let days = activity::between(store, company, &zone.days(now, DAYS)).await?;
    let sample = complete::of(&web, company, totals, now).await?;
    let latest = Latest::read(store, company, totals.events, &frame, now).await?;
    let number = |number: i64| frame.format.number(number);
    let stat = |label, count, href: &str| Stat { label, number: number(count), href: href.to_owned() };
    let since = days.first().map_or(now, |first| first.from);
    let row = |day: &Activity| Row {
        label: frame.format.day(day.from),
        made: number(day.made),
        href: if day.made > 0 { list("createdAt", day.from, Some(day.to)) } else { String::new() },
        changed: number(day.changed),
        removed: number(day.removed),
    };
    let sampled = [sample.size, totals.customers].map(number);
    let of = if sample.size < totals.customers { t.overview.of_some } else { t.overview.of_all };
    page(&Page {
        stats: vec![
            stat(t.overview.customers, totals.customers, "/customers"),
            stat(t.overview.organizations, totals.organizations, "/organizations"),
            stat(t.overview.made_lately, days.iter().map(|day| day.made).sum(), &list("createdAt", since, None)),
            stat(
                t.overview.changed_lately,
                days.iter().map(|day| day.changed).sum(),
                &format!("{}&sort=changed", list("modifiedAt", since, None)),
            ),
        ],
        chart: Chart::of(&days, &frame),
        days: days.iter().rev().map(row).collect(),
        days_hint: t.fill(t.overview.days_hint, &[zone.name()]),
        shares: sample.shares(&frame),
        shares_of: t.fill(of, &sampled.each_ref().map(String::as_str)),
        latest,
        t,
        frame,
    })
}

/// The list of those with a moment in a span, which is open where it has no end.
fn list(field: &str, from: Timestamp, to: Option<Timestamp>) -> String {
    let span = match to {
        Some(to) => format!("[{from} TO {to}}}"),
        None => format!("[{from} TO *]"),
    };
    format!("/customers?q={}", go::encode(&format!("{field}:{span}")))
}
