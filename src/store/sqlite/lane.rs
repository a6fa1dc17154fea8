//! The lane that writes the file: a batch of changes is one transaction, each change a savepoint in it.

use std::collections::HashMap;

use rusqlite::Connection;

use super::connection::{execute, query};
use crate::domain::id::CompanyId;
use crate::store::change::{Change, CommitToken, Receipt, Refusal};
use crate::store::committer::{Answer, Work};
use crate::store::ids::Sequence;
use crate::store::steps::{self, Otherwise, Step};
use crate::store::value::Value;
use crate::store::{Error, identity};

/// The one writer of a file.
#[derive(Debug)]
pub(in crate::store) struct Lane {
    connection: Connection,
}

/// A company's counters, as the transaction has them so far.
#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    events: i64,
    customers: i64,
}

impl Lane {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    /// Writes a batch into a transaction that [`Lane::commit`] ends, with an answer for each piece of work that holds once it did.
    pub(in crate::store) fn write(
        &mut self,
        batch: &[&Work],
        token: CommitToken,
    ) -> Result<Vec<Result<Answer, Error>>, Error> {
        execute(&self.connection, "begin immediate", &[])?;
        let answers = self.fill(batch, token);
        if answers.is_err() {
            self.roll_back();
        }
        answers
    }

    /// Ends the transaction: when this answers, its batch is on disk.
    pub(in crate::store) fn commit(&mut self) -> Result<(), Error> {
        let committed = execute(&self.connection, "commit", &[]);
        if committed.is_err() {
            self.roll_back();
        }
        committed.map(drop)
    }

    fn roll_back(&self) {
        if !self.connection.is_autocommit() {
            // The error that led here is the one that is told.
            drop(execute(&self.connection, "rollback", &[]));
        }
    }

    /// Whether a commit with this token is in the file, for when the commit itself gave no clear answer.
    pub(in crate::store) fn happened(&self, company: CompanyId, token: CommitToken) -> Result<bool, Error> {
        let sql = "select 1 from commits where company_id = ?1 and token = ?2";
        Ok(!query(&self.connection, sql, &[company.0.into(), token.0.into()])?.is_empty())
    }

    fn fill(&self, batch: &[&Work], token: CommitToken) -> Result<Vec<Result<Answer, Error>>, Error> {
        let mut counters = HashMap::new();
        let mut answers = Vec::with_capacity(batch.len());
        for work in batch {
            answers.push(match work {
                Work::Change(change) => {
                    self.apply(change, token, &mut counters)?.map(Answer::Happened).map_err(Error::Refused)
                }
                Work::Reserve(sequence, count) => Ok(Answer::Ids(self.reserve(*sequence, *count)?)),
            });
        }
        for (company, counters) in counters {
            let sql = "update companies set events = ?2, customers = ?3 where company_id = ?1";
            let values = [Value::from(company), counters.events.into(), counters.customers.into()];
            execute(&self.connection, sql, &values)?;
            execute(
                &self.connection,
                "insert into commits (company_id, token) values (?1, ?2)",
                &[company.into(), token.0.into()],
            )?;
        }
        Ok(answers)
    }

    fn apply(
        &self,
        change: &Change,
        token: CommitToken,
        counters: &mut HashMap<i64, Counters>,
    ) -> Result<Result<Receipt, Refusal>, Error> {
        execute(&self.connection, "savepoint change", &[])?;
        if let Some(refusal) = self.refusal(change)? {
            execute(&self.connection, "rollback to change", &[])?;
            execute(&self.connection, "release change", &[])?;
            return Ok(Err(refusal));
        }
        let counter = match counters.get(&change.company.0) {
            Some(counter) => *counter,
            None => self.counters(change.company)?,
        };
        for step in steps::of_events(change, counter.events + 1) {
            execute(&self.connection, step.sql, &step.values)?;
        }
        execute(&self.connection, "release change", &[])?;
        let last = counter.events + change.events.len() as i64;
        counters.insert(
            change.company.0,
            Counters { events: last, customers: counter.customers + change.customers_made() },
        );
        Ok(Ok(Receipt { token, events: counter.events + 1..last + 1 }))
    }

    /// Runs a change's statements. Keys that are taken are all gathered before it is refused.
    fn refusal(&self, change: &Change) -> Result<Option<Refusal>, Error> {
        let mut taken = Vec::new();
        for step in steps::of(change) {
            let is_claim = matches!(step.otherwise, Otherwise::Taken(_));
            if !taken.is_empty() && !is_claim {
                break;
            }
            if execute(&self.connection, step.sql, &step.values)? > 0 {
                continue;
            }
            match step.otherwise {
                Otherwise::Fine => {}
                Otherwise::Taken(claim) => {
                    taken.push((claim.clone(), self.holder(&identity::holder(change.company, claim))?))
                }
                Otherwise::Moved => return Ok(Some(Refusal::Moved)),
                Otherwise::Gone => return Ok(Some(Refusal::Gone)),
                Otherwise::Exists => return Ok(Some(Refusal::Exists)),
                Otherwise::Full => return Ok(Some(Refusal::Full)),
            }
        }
        Ok((!taken.is_empty()).then_some(Refusal::Taken(taken)))
    }

    fn holder(&self, step: &Step<'_>) -> Result<i64, Error> {
        query(&self.connection, step.sql, &step.values)?.first().map_or(Ok(0), |row| row.integer(0))
    }

    fn counters(&self, company: CompanyId) -> Result<Counters, Error> {
        let sql = "select events, customers from companies where company_id = ?1";
        let rows = query(&self.connection, sql, &[company.0.into()])?;
        let row = rows.first().ok_or_else(|| Error::Corrupt(format!("company {company} is not there")))?;
        Ok(Counters { events: row.integer(0)?, customers: row.integer(1)? })
    }

    fn reserve(&self, sequence: Sequence, count: i64) -> Result<std::ops::Range<i64>, Error> {
        let sql = "update sequences set next = next + ?1 where name = ?2 returning next";
        let rows = query(&self.connection, sql, &[count.into(), sequence.as_str().into()])?;
        let next = rows.first().ok_or_else(|| Error::Corrupt("a sequence is not there".into()))?.integer(0)?;
        Ok(next - count..next)
    }
}
