//! How many customers each view of the rail has: a module of ours asks once the page is there, so that no page waits for it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value};

use super::rail::SHOWN;
use crate::actions;
use crate::domain::id::{CompanyId, SavedViewId};
use crate::domain::property::Definition;
use crate::domain::record::Version;
use crate::domain::time::Timestamp;
use crate::store;
use crate::store::customer_list::{self, Filter};
use crate::store::saved_views::{self, Stored};
use crate::web::customers::query;
use crate::web::frame::Frame;
use crate::web::{self, Error, Visitor, Web, WebState};

/// How long a count is told while the directory changes, in seconds.
const KEPT_SECONDS: i64 = 60;
/// The most counts that are kept.
const KEPT_MOST: usize = 10_000;

/// What was counted lately, by view and the time zone of whoever looked: `today` is another day elsewhere.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<Key, Counted>>);

type Key = (CompanyId, SavedViewId, Box<str>);

/// What was counted of a view, where it has a count: when, and at which of its versions.
#[derive(Clone, Copy, Debug)]
struct Counted {
    at: Timestamp,
    version: Version,
    count: Option<i64>,
}

/// `GET /views/counts`: the counts of the views in the rail by their identifiers, as they are written for the reader. A view that has no
/// count is left out.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let (store, company, user) = (&web.directory.store, visitor.company.id, visitor.user.id);
    let (views, _) = saved_views::walk(store, company, user, None, SHOWN as i64).await?;
    let properties = actions::query::properties(store, company).await?;
    let mut counts = Map::new();
    for view in &views {
        if let Some(count) = count(&web, &visitor, &properties, view).await? {
            counts.insert(view.id.to_string(), Value::from(frame.format.number(count)));
        }
    }
    Ok(web::json(&Value::Object(counts)))
}

async fn count(web: &Web, visitor: &Visitor, properties: &[Definition], view: &Stored) -> Result<Option<i64>, Error> {
    let (now, company) = (web.directory.clock.now(), visitor.company.id);
    let key = (company, view.id, visitor.user.timezone.as_str().into());
    if let Some(kept) = web.view_counts.get(&key, view, now) {
        return Ok(kept);
    }
    let count = match query::meant(web, visitor, properties, &view.value.listing.query).await? {
        Ok(query) => {
            let filter = Filter { query, ..Filter::default() };
            match customer_list::count(&web.directory.store, company, &filter).await {
                Err(store::Error::TooManyOrganizations) => None,
                count => Some(count?),
            }
        }
        // It is told on the page of the list.
        Err(_) => None,
    };
    web.view_counts.put(key, view, now, count);
    Ok(count)
}

impl Kept {
    fn get(&self, key: &Key, view: &Stored, now: Timestamp) -> Option<Option<i64>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Counted { at, version, count } = *kept.get(key)?;
        let is_new = (at.seconds()..at.seconds() + KEPT_SECONDS).contains(&now.seconds());
        (is_new && version == view.version).then_some(count)
    }

    fn put(&self, key: Key, view: &Stored, now: Timestamp, count: Option<i64>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MOST {
            kept.clear();
        }
        kept.insert(key, Counted { at: now, version: view.version, count });
    }
}
