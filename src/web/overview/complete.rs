//! How complete the records are: of few customers all are looked at, of very many some who stand for them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::customer::{Customer, TextField};
use crate::domain::customer_document;
use crate::domain::entry::EntryKind;
use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;
use crate::store::companies::Totals;
use crate::store::customers::{self, Sampled};
use crate::web::frame::Frame;
use crate::web::{Error, Web, who};

/// What a record may have.
const PARTS: usize = 8;
/// Of no more customers than this all are looked at.
const EVERYBODY: i64 = 20_000;
/// So many of them are read at once.
const TOGETHER: i64 = 1_000;
/// Of more, so many runs of so many.
const RUNS: i64 = 100;
const RUN: i64 = 20;
/// Of no more customers than this it is told as it is now.
const FEW: i64 = 300;
/// How long what was found is told while the directory changes, in seconds.
const KEPT_SECONDS: i64 = 60;
/// The most companies of which it is kept.
const COMPANIES: usize = 1_000;

/// What was found out lately, by company.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<CompanyId, (Timestamp, i64, Complete)>>);

/// How many of the customers that were looked at have each part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Complete {
    /// How many were looked at.
    pub size: i64,
    have: [i64; PARTS],
}

/// The share of the customers that have something.
#[derive(Debug)]
pub struct Share {
    /// What they have.
    pub label: &'static str,
    /// How many of a hundred; only all of them are a hundred.
    pub percent: i64,
    /// Whether it is less than one of a hundred, and not nothing.
    pub is_under_one: bool,
}

/// How complete the records of a company are, as of now or a moment ago.
pub async fn of(web: &Web, company: CompanyId, totals: Totals, now: Timestamp) -> Result<Complete, Error> {
    if let Some(kept) = web.complete.get(company, totals.events, now) {
        return Ok(kept);
    }
    let mut complete = Complete::default();
    let store = &web.directory.store;
    let mut add = |some: Vec<Sampled>| {
        some.iter().try_for_each(|sampled| {
            let customer =
                customer_document::read(&sampled.document).map_err(|error| Error::Broken(error.to_string()))?;
            complete.add(sampled, &customer);
            Ok::<_, Error>(())
        })
    };
    if totals.customers <= EVERYBODY {
        let mut from = None;
        loop {
            let some = customers::in_order(store, company, from, TOGETHER).await?;
            from = some.last().map(|last| last.id);
            let is_last = (some.len() as i64) < TOGETHER;
            add(some)?;
            if is_last {
                break;
            }
        }
    } else {
        add(customers::sample(store, company, RUNS, RUN).await?)?;
    }
    web.complete.put(company, totals.events, now, complete);
    Ok(complete)
}

impl Complete {
    fn add(&mut self, sampled: &Sampled, customer: &Customer) {
        let has = |field| customer.text(field).is_some_and(|text| !text.trim().is_empty());
        let has_entry = |kind: EntryKind| !customer.entries[kind].is_empty();
        let parts: [bool; PARTS] = [
            !who::name(customer).is_empty(),
            has_entry(EntryKind::Email),
            has_entry(EntryKind::Phone),
            sampled.has_organization,
            has(TextField::JobTitle),
            has(TextField::Location) || customer.address.is_some(),
            has(TextField::Background),
            has(TextField::PhotoUrl),
        ];
        self.size += 1;
        for (count, has) in self.have.iter_mut().zip(parts) {
            *count += i64::from(has);
        }
    }

    /// The shares, in the order of the texts; none where nobody was looked at.
    pub fn shares(&self, frame: &Frame) -> Vec<Share> {
        let share = |(label, have): (&'static str, &i64)| {
            let percent = (have * 100 + self.size / 2) / self.size;
            let percent = if *have < self.size { percent.min(99) } else { percent };
            Share { label, percent, is_under_one: *have > 0 && have * 100 < self.size }
        };
        if self.size == 0 {
            Vec::new()
        } else {
            frame.t.overview.parts.into_iter().zip(&self.have).map(share).collect()
        }
    }
}

impl Kept {
    /// What was found when nothing has changed since, or not for long.
    fn get(&self, company: CompanyId, events: i64, now: Timestamp) -> Option<Complete> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, then, complete) = kept.get(&company)?;
        // A few are counted anew at once: who makes the first customers looks at what becomes of it.
        let is_few = complete.size < FEW;
        let is_new = (at.seconds()..at.seconds() + KEPT_SECONDS).contains(&now.seconds());
        (*then == events || is_new && !is_few).then_some(*complete)
    }

    fn put(&self, company: CompanyId, events: i64, now: Timestamp, complete: Complete) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= COMPANIES {
            kept.clear();
        }
        kept.insert(company, (now, events, complete));
    }
}
