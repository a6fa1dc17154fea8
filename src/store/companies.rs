//! Companies.

use super::query::Query;
use super::steps::Step;
use super::value::Row;
use super::{Error, Store};
use crate::domain::app::Company;
use crate::domain::id::CompanyId;

/// Every company, the oldest first.
pub async fn list(store: &Store) -> Result<Vec<Company>, Error> {
    let sql = "select company_id, name, created_at from companies order by company_id";
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
    let sql = "select company_id, name, created_at from companies where company_id = ?1";
    store.query(Query::point(id, sql)).await?.first().map(read).transpose()
}

fn read(row: &Row) -> Result<Company, Error> {
    Ok(Company { id: CompanyId(row.integer(0)?), name: row.text(1)?.to_owned(), created_at: row.moment(2)? })
}

pub(super) fn insert<'a>(company: &Company) -> Step<'a> {
    let sql = "insert into companies (company_id, name, created_at) values (?1, ?2, ?3)";
    Step::new(company.id, sql).bind(&*company.name).bind(company.created_at)
}
