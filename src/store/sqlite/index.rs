//! Keeping the search index up. Its engine writes a piece of index for each transaction and joins the pieces later, which is dear for a
//! customer that is made alone. So few customers wait, until more come together or somebody searches: a company knows up to which
//! identifier its customers are in the index, and those beyond are read again when their time comes.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::connection::{execute, query};
use crate::domain::id::{CompanyId, CustomerId};
use crate::store::search::{self, Indexing, Turn};
use crate::store::value::Value;
use crate::store::{Error, customers};

/// From so many customers in one transaction on, nobody waits.
const AT_ONCE: usize = 16;
/// Pages of the index that are written in one step of joining.
const PAGES: i64 = 64;
/// The most customers that wait.
const WAITING: i64 = 64;

/// Writes what a batch means for the index, after the batch itself; for the companies of `folds` nobody waits any longer.
pub(super) fn write<'a>(
    connection: &Connection,
    indexing: impl Iterator<Item = &'a Indexing>,
    folds: impl Iterator<Item = CompanyId>,
) -> Result<(), Error> {
    let mut companies: BTreeMap<CompanyId, (Vec<&Indexing>, bool)> = BTreeMap::new();
    indexing.for_each(|one| companies.entry(one.company).or_default().0.push(one));
    folds.for_each(|company| companies.entry(company).or_default().1 = true);
    for (company, (indexing, fold)) in companies {
        let known = known(connection, company)?;
        if fold || !may_wait(connection, company, known, &indexing)? {
            write_all(connection, company, known, &indexing)?;
        }
    }
    Ok(())
}

/// Joins some pieces of the index, so that a term is sought in fewer of them; tells whether there was anything worth it.
pub(super) fn join(connection: &Connection) -> Result<bool, Error> {
    let before = connection.total_changes();
    let sql = "insert into customer_search (customer_search, rank) values ('merge', ?1)";
    execute(connection, sql, &[PAGES.into()])?;
    // The statement itself counts as one.
    Ok(connection.total_changes() - before > 1)
}

/// The last identifier whose customer is in the index, with all before it.
fn known(connection: &Connection, company: CompanyId) -> Result<i64, Error> {
    let rows = query(connection, "select indexed from companies where company_id = ?1", &[company.0.into()])?;
    rows.first().map_or(Ok(0), |row| row.integer(0))
}

fn may_wait(connection: &Connection, company: CompanyId, known: i64, indexing: &[&Indexing]) -> Result<bool, Error> {
    let are_new = indexing.iter().all(|one| one.turn == Turn::Made && one.id.0 > known);
    if !are_new || indexing.len() >= AT_ONCE {
        return Ok(false);
    }
    let sql = "select count(*) from customers where company_id = ?1 and id > ?2";
    let rows = query(connection, sql, &[company.0.into(), known.into()])?;
    Ok(rows.first().map_or(Ok(0), |row| row.integer(0))? <= WAITING)
}

fn write_all(connection: &Connection, company: CompanyId, known: i64, indexing: &[&Indexing]) -> Result<(), Error> {
    let mut terms: HashMap<i64, Option<&Indexing>> = HashMap::new();
    for one in indexing {
        // What happened to a customer more than once in the batch is read from what became of it.
        terms.entry(one.id.0).and_modify(|only| *only = None).or_insert((one.turn == Turn::Made).then_some(one));
    }
    // Those whom the index does not know are read as they are now; of the others, it learns the difference.
    let sql = "select id from customers where company_id = ?1 and id > ?2";
    let unknown = query(connection, sql, &[company.0.into(), known.into()])?;
    let (mut last, mut read) = (known, Vec::new());
    let mut all: Vec<&Indexing> = indexing.iter().copied().filter(|one| one.id.0 <= known).collect();
    for row in unknown {
        let id = row.integer(0)?;
        last = last.max(id);
        match terms.get(&id) {
            Some(Some(one)) => all.push(one),
            _ => read.extend(as_it_is(connection, company, id)?),
        }
    }
    all.extend(&read);
    // The engine gathers what a transaction writes as long as places rise. Of one place, what came first stays first.
    all.sort_by_key(|one| place(one.id));
    for one in all {
        let sql = match one.turn {
            Turn::Made | Turn::Added => "insert into customer_search (rowid, terms) values (?2, ?3)",
            Turn::Gone => "insert into customer_search (customer_search, rowid, terms) values ('delete', ?2, ?3)",
        };
        execute(connection, sql, &[one.company.0.into(), place(one.id).into(), one.terms.clone()])?;
    }
    if last > known {
        let sql = "update companies set indexed = ?2 where company_id = ?1";
        execute(connection, sql, &[Value::from(company.0), last.into()])?;
    }
    Ok(())
}

/// Where a customer stands in the index: at its identifier below zero. Then the newest come first in the direction in which the engine
/// can leap from match to match; in the other it takes every step.
fn place(id: CustomerId) -> i64 {
    -id.0
}

/// The terms of a customer that waited.
fn as_it_is(connection: &Connection, company: CompanyId, id: i64) -> Result<Option<Indexing>, Error> {
    let rows = query(connection, customers::FINDABLE, &[company.0.into(), id.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let record = customers::read_findable(row)?;
    Ok(search::indexing(company, record.id, None, Some(&record)).next())
}
