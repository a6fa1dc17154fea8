//! Keeping the search index up. Its engine writes a piece of index for each transaction and joins the pieces later, which is dear for
//! few customers. So those who are made wait, until many have come together or somebody searches: a company knows up to which identifier
//! its customers are in the index, and those beyond are written when their time comes.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::connection::{execute, query};
use crate::domain::id::{CompanyId, CustomerId};
use crate::store::search::{self, Indexing, Turn};
use crate::store::value::Value;
use crate::store::{Error, customers};

/// The most customers of a company that wait.
const WAITING: i64 = 256;
/// The most customers whose terms are kept while they wait.
const KEPT: usize = 1024;
/// Pages of the index that are written in one step of joining.
const PAGES: i64 = 64;

/// What the lane remembers of those who wait. Everything can be forgotten: then it is read again.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    companies: HashMap<CompanyId, Few>,
    /// How many terms are kept.
    kept: usize,
}

/// Those of one company.
#[derive(Debug, Default)]
struct Few {
    count: i64,
    /// The terms of those who were made since this is remembered, and to whom nothing else happened.
    terms: HashMap<i64, Value>,
}

impl Waiting {
    /// Writes what a batch means for the index, after the batch itself; for the companies of `folds` nobody waits any longer.
    pub(super) fn write<'a>(
        &mut self,
        connection: &Connection,
        indexing: impl Iterator<Item = &'a Indexing>,
        folds: impl Iterator<Item = CompanyId>,
    ) -> Result<(), Error> {
        let mut companies: BTreeMap<CompanyId, (Vec<&Indexing>, bool)> = BTreeMap::new();
        indexing.for_each(|one| companies.entry(one.company).or_default().0.push(one));
        folds.for_each(|company| companies.entry(company).or_default().1 = true);
        if self.kept >= KEPT {
            self.forget();
        }
        for (company, (indexing, fold)) in companies {
            let known = known(connection, company)?;
            let are_new = indexing.iter().all(|one| one.turn == Turn::Made && one.id.0 > known);
            let mut few = self.take(connection, company, known, indexing.len())?;
            few.learn(&indexing, known);
            if fold || !are_new || few.count > WAITING {
                write_all(connection, company, known, &indexing, few.terms)?;
            } else {
                self.kept += few.terms.len();
                self.companies.insert(company, few);
            }
        }
        Ok(())
    }

    /// Forgets everything, because what was learnt came to nothing.
    pub(super) fn forget(&mut self) {
        self.companies.clear();
        self.kept = 0;
    }

    /// Takes out those of a company who waited before a batch of so many.
    fn take(&mut self, connection: &Connection, company: CompanyId, known: i64, batch: usize) -> Result<Few, Error> {
        let Some(few) = self.companies.remove(&company) else {
            let count = count(connection, company, known)? - batch as i64;
            return Ok(Few { count, terms: HashMap::new() });
        };
        self.kept -= few.terms.len();
        Ok(few)
    }
}

impl Few {
    fn learn(&mut self, indexing: &[&Indexing], known: i64) {
        for one in indexing.iter().filter(|one| one.id.0 > known) {
            self.count += 1;
            // What happened to a customer more than once is read from what became of it.
            match one.turn {
                Turn::Made => drop(self.terms.insert(one.id.0, one.terms.clone())),
                Turn::Gone | Turn::Added => drop(self.terms.remove(&one.id.0)),
            }
        }
    }
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

fn count(connection: &Connection, company: CompanyId, known: i64) -> Result<i64, Error> {
    let sql = "select count(*) from customers where company_id = ?1 and id > ?2";
    let rows = query(connection, sql, &[company.0.into(), known.into()])?;
    rows.first().map_or(Ok(0), |row| row.integer(0))
}

fn write_all(
    connection: &Connection,
    company: CompanyId,
    known: i64,
    indexing: &[&Indexing],
    mut terms: HashMap<i64, Value>,
) -> Result<(), Error> {
    // Those whom the index does not know come to it as they are now; of the others, it learns the difference.
    let mut all: Vec<(i64, Turn, Value)> = Vec::new();
    let learnt = indexing.iter().filter(|one| one.id.0 <= known);
    all.extend(learnt.map(|one| (place(one.id), one.turn, one.terms.clone())));
    let mut last = known;
    for row in query(
        connection,
        "select id from customers where company_id = ?1 and id > ?2",
        &[company.0.into(), known.into()],
    )? {
        let id = CustomerId(row.integer(0)?);
        last = last.max(id.0);
        let terms = match terms.remove(&id.0) {
            Some(terms) => Some(terms),
            None => as_it_is(connection, company, id)?,
        };
        all.extend(terms.map(|terms| (place(id), Turn::Made, terms)));
    }
    // The engine gathers what a transaction writes as long as places rise. Of one place, what came first stays first.
    all.sort_by_key(|(place, ..)| *place);
    for (place, turn, terms) in all {
        let sql = match turn {
            Turn::Made | Turn::Added => "insert into customer_search (rowid, terms) values (?1, ?2)",
            Turn::Gone => "insert into customer_search (customer_search, rowid, terms) values ('delete', ?1, ?2)",
        };
        execute(connection, sql, &[place.into(), terms])?;
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

/// The terms of a customer, read from the record.
fn as_it_is(connection: &Connection, company: CompanyId, id: CustomerId) -> Result<Option<Value>, Error> {
    let rows = query(connection, customers::FINDABLE, &[company.0.into(), id.0.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let record = customers::read_whole(row)?;
    Ok(search::indexing(company, id, None, Some(&record)).next().map(|one| one.terms))
}
