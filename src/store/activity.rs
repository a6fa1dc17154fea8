//! What happened to the customers of a company, by quarters of an hour: kept with every commit, because to count it would be to read them
//! all. Quarters, because the clocks of every zone differ from UTC by whole ones, so that the days of any reader are made of them.

use std::collections::BTreeMap;

use super::change::Change;
use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::event::{Subject, Verb};
use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

/// A quarter of an hour, in microseconds.
const QUARTER: i64 = 900_000_000;

/// What happened in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
    /// Customers that were made.
    pub made: i64,
    /// Changes of customers.
    pub changed: i64,
    /// Customers that were erased.
    pub removed: i64,
}

/// What happened between each of some moments and the next; they come in order, the oldest first. A quarter of an hour belongs to the span
/// in which it begins, and no more rows are read than there are quarters.
pub async fn between(store: &Store, company: CompanyId, moments: &[Timestamp]) -> Result<Vec<Activity>, Error> {
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Ok(Vec::new()) };
    let mut spans: Vec<_> = moments.windows(2).map(|span| Activity::none(span[0], span[1])).collect();
    let sql = "select begins_at, made, changed, removed from activity \
         where company_id = ?1 and begins_at >= ?2 and begins_at < ?3";
    for row in store.query(Query::scan(company, sql).bind(*first).bind(*last)).await? {
        let at = row.moment(0)?;
        let after = spans.partition_point(|span| span.from <= at);
        if let Some(span) = spans[..after].last_mut() {
            span.made += row.integer(1)?;
            span.changed += row.integer(2)?;
            span.removed += row.integer(3)?;
        }
    }
    Ok(spans)
}

/// The statements that count what changes mean for their quarters of an hour: one for each company and quarter.
pub(super) fn count<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Step<'static>> {
    let mut quarters: BTreeMap<(CompanyId, i64), Activity> = BTreeMap::new();
    for change in changes {
        for event in change.events.iter().filter(|event| event.subject == Subject::Customer) {
            let number = event.at.micros().div_euclid(QUARTER);
            let [from, to] = [number, number + 1].map(|number| Timestamp::from_micros(number * QUARTER));
            let quarter = quarters.entry((change.company, number)).or_insert(Activity::none(from, to));
            match event.verb {
                Verb::Created => quarter.made += 1,
                Verb::Updated | Verb::Revoked => quarter.changed += 1,
                Verb::Deleted => quarter.removed += 1,
            }
        }
    }
    let sql = "insert into activity (company_id, begins_at, made, changed, removed) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (company_id, begins_at) do update set made = activity.made + excluded.made, \
         changed = activity.changed + excluded.changed, removed = activity.removed + excluded.removed";
    let step = |((company, _), quarter): ((CompanyId, i64), Activity)| {
        Step::new(company, sql).bind(quarter.from).bind(quarter.made).bind(quarter.changed).bind(quarter.removed)
    };
    quarters.into_iter().map(step).collect()
}

impl Activity {
    fn none(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, made: 0, changed: 0, removed: 0 }
    }
}
