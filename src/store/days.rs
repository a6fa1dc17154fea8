//! What happened to the customers of a company, day by day (UTC): kept with every commit, because to count it would be to read them all.

use std::collections::BTreeMap;

use super::change::Change;
use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::event::{Subject, Verb};
use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

/// What happened on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Which day: days since 1970-01-01, in UTC.
    pub day: i64,
    /// Customers that were made.
    pub made: i64,
    /// Changes of customers.
    pub changed: i64,
    /// Customers that were erased.
    pub removed: i64,
}

/// The days from one on, those left out on which nothing happened.
pub async fn since(store: &Store, company: CompanyId, day: i64) -> Result<Vec<Day>, Error> {
    let sql = "select day, made, changed, removed from days where company_id = ?1 and day >= ?2 order by day";
    let rows = store.query(Query::point(company, sql).bind(day)).await?;
    let read = |row: &super::value::Row| {
        Ok(Day { day: row.integer(0)?, made: row.integer(1)?, changed: row.integer(2)?, removed: row.integer(3)? })
    };
    rows.iter().map(read).collect()
}

/// The day of a moment.
pub fn of(at: Timestamp) -> i64 {
    at.seconds().div_euclid(86_400)
}

/// The statements that count what changes mean for their days: one for each company and day.
pub(super) fn count<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Step<'static>> {
    let mut days: BTreeMap<(CompanyId, i64), Day> = BTreeMap::new();
    for change in changes {
        for event in change.events.iter().filter(|event| event.subject == Subject::Customer) {
            let day = of(event.at);
            let counted = days.entry((change.company, day)).or_insert(Day { day, ..Day::default() });
            match event.verb {
                Verb::Created => counted.made += 1,
                Verb::Updated | Verb::Revoked => counted.changed += 1,
                Verb::Deleted => counted.removed += 1,
            }
        }
    }
    let sql = "insert into days (company_id, day, made, changed, removed) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (company_id, day) do update set made = days.made + excluded.made, \
         changed = days.changed + excluded.changed, removed = days.removed + excluded.removed";
    let step = |((company, _), day): ((CompanyId, i64), Day)| {
        Step::new(company, sql).bind(day.day).bind(day.made).bind(day.changed).bind(day.removed)
    };
    days.into_iter().map(step).collect()
}
