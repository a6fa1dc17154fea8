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
use super::{Error, Visitor, WebState, page};
use crate::domain::time::Timestamp;
use crate::store::days::{self, Day};
use crate::store::{self};
use chart::Chart;
use complete::Share;
use latest::Latest;

/// So many days are shown.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "overview.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    stats: Vec<Stat>,
    chart: Chart,
    days: Vec<Row>,
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
    changed: String,
    removed: String,
}

/// `GET /overview`.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let frame = frame.at("overview");
    let (t, store, company) = (frame.t, &web.directory.store, visitor.company.id);
    let now = web.directory.clock.now();
    let totals = store::companies::totals(store, company).await?;
    let days = every_day(days::of(now), &days::since(store, company, days::of(now) - DAYS + 1).await?);
    let sample = complete::of(&web, company, totals, now).await?;
    let latest = Latest::read(store, company, totals.events, &frame, now).await?;
    let number = |number: i64| frame.format.number(number);
    let stat = |label, count, href: &str| Stat { label, number: number(count), href: href.to_owned() };
    let since = days.first().map_or_else(String::new, |first| date(first.day));
    let row = |day: &Day| Row {
        label: frame.format.date(&date(day.day)),
        made: number(day.made),
        changed: number(day.changed),
        removed: number(day.removed),
    };
    let sampled = [sample.size, totals.customers].map(number);
    let of = if sample.size < totals.customers { t.overview.of_some } else { t.overview.of_all };
    page(&Page {
        stats: vec![
            stat(t.overview.customers, totals.customers, "/customers"),
            stat(t.overview.organizations, totals.organizations, "/organizations"),
            stat(
                t.overview.made_lately,
                days.iter().map(|day| day.made).sum(),
                &format!("/customers?q=createdAt%3A%5B{since}+TO+*%5D"),
            ),
            stat(
                t.overview.changed_lately,
                days.iter().map(|day| day.changed).sum(),
                &format!("/customers?q=modifiedAt%3A%5B{since}+TO+*%5D&sort=changed"),
            ),
        ],
        chart: Chart::of(&days, &frame),
        days: days.iter().rev().map(row).collect(),
        shares: sample.shares(&frame),
        shares_of: t.fill(of, &sampled.each_ref().map(String::as_str)),
        latest,
        t,
        frame,
    })
}

/// The days up to today, those among them on which nothing happened.
fn every_day(today: i64, known: &[Day]) -> Vec<Day> {
    let day = |day| known.iter().find(|known| known.day == day).copied().unwrap_or(Day { day, ..Day::default() });
    (today - DAYS + 1..=today).map(day).collect()
}

/// A day as `2026-11-25`.
fn date(day: i64) -> String {
    let text = Timestamp::from_micros(0).plus_seconds(day * 86_400).to_string();
    text.split('T').next().unwrap_or_default().to_owned()
}
