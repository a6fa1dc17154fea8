//! Totals of lists. Counting takes its time where many customers fit, so a total is kept until the company changes, and counted once
//! however many ask for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::query::Query;
use super::{Error, Store};
use crate::domain::id::CompanyId;

/// The most totals that are kept.
const MOST: usize = 1000;

/// The totals that were counted lately, by company and query.
#[derive(Debug, Default)]
pub(super) struct Totals(Mutex<HashMap<(CompanyId, String), Arc<Kept>>>);

/// A total, and up to which event of the company it holds.
type Kept = tokio::sync::Mutex<Option<(i64, i64)>>;

impl Totals {
    /// What a counting query of a company comes to now.
    pub(super) async fn of(&self, store: &Store, company: CompanyId, query: Query) -> Result<i64, Error> {
        let kept = self.kept(company, &query);
        let mut kept = kept.lock().await;
        // Looked at before counting: a change that comes between makes the total count again, never too old.
        let changes = Query::point(company, "select events from companies where company_id = ?1");
        let changes = store.query(changes).await?.first().map_or(Ok(0), |row| row.integer(0))?;
        if let Some((at, total)) = *kept
            && at == changes
        {
            return Ok(total);
        }
        let total = store.query(query).await?.first().map_or(Ok(0), |row| row.integer(0))?;
        *kept = Some((changes, total));
        Ok(total)
    }

    fn kept(&self, company: CompanyId, query: &Query) -> Arc<Kept> {
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if totals.len() >= MOST {
            totals.clear();
        }
        let key = (company, format!("{}{:?}", query.sql, query.values));
        Arc::clone(totals.entry(key).or_default())
    }
}
