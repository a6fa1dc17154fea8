//! Keeping the search index up. Its engine writes a piece of index for each transaction and joins the pieces later, which is dear for a
//! customer that is made alone. So the terms of few customers wait in a table, until more come together or somebody searches.

use rusqlite::Connection;

use super::connection::{execute, query};
use crate::domain::id::CompanyId;
use crate::store::Error;
use crate::store::search::{Indexing, Turn};
use crate::store::value::Value;

/// From so many customers in one transaction on, nobody waits.
const AT_ONCE: usize = 16;
/// The most customers that wait.
const WAITING: usize = 64;

/// Writes what a batch means for the index; with `fold` also everything that waits.
pub(super) fn write(connection: &Connection, indexing: Vec<&Indexing>, fold: bool) -> Result<(), Error> {
    if indexing.is_empty() && !fold {
        return Ok(());
    }
    let are_few = indexing.len() < AT_ONCE && indexing.iter().all(|one| one.turn == Turn::Made);
    if !fold && are_few && waiting(connection)? + indexing.len() <= WAITING {
        for one in indexing {
            let sql = "insert into search_waiting (company_id, place, terms) values (?1, ?2, ?3)";
            execute(connection, sql, &values(one))?;
        }
        return Ok(());
    }
    let waited = take_waiting(connection)?;
    let mut all: Vec<&Indexing> = waited.iter().chain(indexing).collect();
    // The engine gathers what a transaction writes as long as places rise. Of one place, what came first stays first.
    all.sort_by_key(|one| one.place);
    for one in all {
        let sql = match one.turn {
            Turn::Made | Turn::Added => "insert into customer_search (rowid, terms) values (?2, ?3)",
            Turn::Gone => "insert into customer_search (customer_search, rowid, terms) values ('delete', ?2, ?3)",
        };
        execute(connection, sql, &values(one))?;
    }
    Ok(())
}

fn waiting(connection: &Connection) -> Result<usize, Error> {
    let rows = query(connection, "select count(*) from search_waiting", &[])?;
    let count = rows.first().map_or(Ok(0), |row| row.integer(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn take_waiting(connection: &Connection) -> Result<Vec<Indexing>, Error> {
    let rows = query(connection, "select company_id, place, terms from search_waiting", &[])?;
    if !rows.is_empty() {
        execute(connection, "delete from search_waiting", &[])?;
    }
    let read = |row: &crate::store::value::Row| {
        let company = CompanyId(row.integer(0)?);
        Ok(Indexing { company, place: row.integer(1)?, turn: Turn::Made, terms: row.text(2)?.to_owned() })
    };
    rows.iter().map(read).collect()
}

fn values(one: &Indexing) -> [Value; 3] {
    [one.company.0.into(), one.place.into(), one.terms.as_str().into()]
}
