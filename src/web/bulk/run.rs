//! A run: many customers are changed piece by piece. How far it is, what became of each, and the page that tells it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use tokio::task::JoinSet;

use crate::domain::id::CustomerId;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, customer, page_of};

/// The page of a run.
#[derive(Template)]
#[template(path = "bulk_run.html")]
pub struct Page {
    pub t: &'static Texts,
    pub frame: Frame,
    pub title: String,
    pub explained: String,
    /// What is known of it before it begins.
    pub before: String,
    /// Where its form goes.
    pub action: &'static str,
    /// Where one comes from, and what that is called.
    pub back: (String, &'static str),
    pub list: String,
    /// Whether there is something left to do.
    pub is_open: bool,
    /// How far it goes, beside which [`Progress::at`] is seen.
    pub end: i64,
    pub carried: Vec<(&'static str, String)>,
    pub phrase: String,
    pub is_wrong: bool,
    pub is_delete: bool,
    /// The button that begins it.
    pub begin: String,
    /// What is said beside the button of what can be put back; empty where nothing can.
    pub promise: &'static str,
    pub state: Progress,
    pub results_title: &'static str,
    pub results: Vec<Outcome>,
}

#[derive(Template)]
#[template(path = "parts/bulk_piece.html")]
struct Piece {
    state: Progress,
    results: Vec<Outcome>,
}

/// How far it is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub is_begun: bool,
    /// Where it goes on; empty at the end.
    pub next: String,
    /// How much of it is looked through.
    pub at: i64,
    pub done: i64,
    /// How many of them were not changed.
    pub failed: i64,
    pub total: i64,
    pub said: String,
    /// The number of the company's last event before it began, where that is known.
    pub since: Option<i64>,
    /// Where what it did so far can be put back; empty where nothing can.
    pub undo: String,
}

/// What became of one customer, or will.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub href: String,
    pub name: String,
    pub is_done: bool,
    pub told: String,
    /// How it is shown: what was done, what would be, what was not.
    pub class: &'static str,
}

/// What is said of how far it is: `{0}` are done of `{1}`, and `{2}` are not.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub all: &'static str,
    pub so_far: &'static str,
    pub with_failures: &'static str,
}

impl Progress {
    /// How far the form of a run says that it is.
    pub fn read(form: &Form) -> Self {
        let number = |name: &str| form.get(name).parse::<i64>().ok().map(|number| number.max(0));
        Self {
            is_begun: true,
            next: form.get("next").to_owned(),
            done: number("done").unwrap_or_default(),
            failed: number("failed").unwrap_or_default(),
            total: number("total").unwrap_or_default(),
            since: number("since"),
            ..Self::default()
        }
    }

    /// Takes in what became of a piece, and where the next one begins.
    pub fn add(&mut self, results: &[Outcome], next: String, said: Said, frame: &Frame) {
        self.done = self.done.saturating_add(results.len() as i64);
        let failed = results.iter().filter(|outcome| !outcome.is_done).count() as i64;
        self.failed = self.failed.saturating_add(failed);
        self.total = if next.is_empty() { self.done } else { self.total.max(self.done) };
        self.next = next;
        let text = match (self.failed, self.next.is_empty()) {
            (0, true) => said.all,
            (0, false) => said.so_far,
            _ => said.with_failures,
        };
        let numbers = [self.done.saturating_sub(self.failed), self.total, self.failed];
        let numbers = numbers.map(|number| frame.format.number(number));
        self.said = frame.t.fill(text, &numbers.each_ref().map(String::as_str));
    }
}

impl Outcome {
    /// What was done, or is to be said of it.
    pub fn done(id: CustomerId, name: String, told: impl Into<String>) -> Self {
        Self { href: customer::href(id), name, is_done: true, told: told.into(), class: "good" }
    }

    /// What was not done, and why.
    pub fn failed(id: CustomerId, name: String, told: impl Into<String>) -> Self {
        Self { is_done: false, class: "bad", ..Self::done(id, name, told) }
    }

    /// Somebody who is not there any more.
    pub fn gone(id: CustomerId, t: &Texts) -> Self {
        Self { href: String::new(), ..Self::failed(id, format!("#{id}"), t.bulk.gone) }
    }
}

/// Does something to each of many, side by side so that they are committed together, and tells what became of each in their order.
pub async fn together<F>(all: impl Iterator<Item = F>) -> Result<Vec<Outcome>, Error>
where
    F: Future<Output = Result<Outcome, Error>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for (at, one) in all.enumerate() {
        tasks.spawn(async move { (at, one.await) });
    }
    let mut outcomes = Vec::with_capacity(tasks.len());
    for (at, done) in tasks.join_all().await {
        outcomes.push((at, done?));
    }
    outcomes.sort_by_key(|(at, _)| *at);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// A piece of a run, for our module.
pub fn piece(state: Progress, results: Vec<Outcome>) -> Result<Response, Error> {
    page_of(StatusCode::OK, &Piece { state, results })
}
