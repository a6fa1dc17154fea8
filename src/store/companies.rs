//! Companies.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::app::Company;
use crate::domain::id::CompanyId;

/// Every company, the oldest first.
pub async fn list(store: &Store) -> Result<Vec<Company>, Error> {
    let sql = "select company_id, name, created_at, timezone from companies order by company_id";
    store.query(Query::of_companies(sql)).await?.iter().map(read).collect()
}

/// How many companies there are.
pub async fn count(store: &Store) -> Result<i64, Error> {
    store
        .query(Query::of_companies("select count(*) from companies"))
        .await?
        .first()
        .map_or(Ok(0), |row| row.integer(0))
}

/// One company, if it is there.
pub async fn get(store: &Store, id: CompanyId) -> Result<Option<Company>, Error> {
    let sql = "select company_id, name, created_at, timezone from companies where company_id = ?1";
    store.query(Query::point(id, sql)).await?.first().map(read).transpose()
}

/// How much a company has: each is kept with every commit, so that telling it costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Customers.
    pub customers: i64,
    /// Organizations.
    pub organizations: i64,
    /// Events, which is the number of the last one.
    pub events: i64,
}

/// How much a company has.
pub async fn totals(store: &Store, id: CompanyId) -> Result<Totals, Error> {
    let sql = "select customers, organizations, events from companies where company_id = ?1";
    let rows = store.query(Query::point(id, sql)).await?;
    let Some(row) = rows.first() else { return Ok(Totals::default()) };
    Ok(Totals { customers: row.integer(0)?, organizations: row.integer(1)?, events: row.integer(2)? })
}

fn read(row: &Row) -> Result<Company, Error> {
    Ok(Company {
        id: CompanyId(row.integer(0)?),
        name: row.text(1)?.to_owned(),
        timezone: row.text(3)?.to_owned(),
        created_at: row.moment(2)?,
    })
}

pub(super) fn insert<'a>(company: &Company) -> Step<'a> {
    let sql = "insert into companies (company_id, name, created_at, timezone) values (?1, ?2, ?3, ?4)";
    Step::new(company.id, sql).bind(&*company.name).bind(company.created_at).bind(&*company.timezone)
}

pub(super) fn update<'a>(company: &Company) -> Step<'a> {
    let sql = "update companies set name = ?2, timezone = ?3 where company_id = ?1";
    Step::new(company.id, sql).bind(&*company.name).bind(&*company.timezone).or(Otherwise::Gone)
}
