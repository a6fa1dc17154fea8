//! The lane that writes the file: a batch of changes is one transaction, each change a savepoint in it.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::connection::{execute, query};
use super::index::Waiting;
use super::readers::Readers;
use super::upkeep::Upkeep;
use crate::domain::id::CompanyId;
use crate::store::change::{Change, CommitToken, Receipt, Refusal};
use crate::store::committer::{Answer, Work};
use crate::store::dialect::Dialect;
use crate::store::ids::{Block, Sequence};
use crate::store::steps::{self, Otherwise, Step};
use crate::store::value::Value;
use crate::store::{Error, activity, identity};

/// Whether a change of a batch that is refused can be taken back alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guard {
    /// It cannot: the batch ends with it.
    None,
    /// Each change is a savepoint.
    Savepoints,
}

/// The one writer of a file.
#[derive(Debug)]
pub(in crate::store) struct Lane {
    connection: Connection,
    upkeep: Upkeep,
    readers: Arc<Readers>,
    /// Where the identifiers end that this process reserved last.
    reserved: i64,
    waiting: Waiting,
    /// Whether the batch that was written last erases something.
    erases: bool,
}

/// A company's counters, as the transaction has them so far.
#[derive(Clone, Copy, Debug, Default)]
struct Counters {
    events: i64,
    customers: i64,
    /// When the last customer was made.
    latest: i64,
}

impl Lane {
    pub(super) fn new(connection: Connection, upkeep: Upkeep, readers: Arc<Readers>) -> Self {
        Self { connection, upkeep, readers, reserved: 0, waiting: Waiting::default(), erases: false }
    }

    /// Writes a batch into a transaction that [`Lane::commit`] ends, with an answer for each piece of work that holds once it did.
    pub(in crate::store) fn write(
        &mut self,
        batch: &[&Work],
        token: CommitToken,
    ) -> Result<Vec<Result<Answer, Error>>, Error> {
        self.upkeep.before_write();
        self.erases = batch.iter().any(|work| matches!(work, Work::Change(prepared) if prepared.change.erases()));
        // Refusals are rare and savepoints are not free, so the batch is tried without them first.
        for guard in [Guard::None, Guard::Savepoints] {
            execute(&self.connection, "begin immediate", &[])?;
            match self.fill(batch, token, guard) {
                Ok(Some(answers)) => return Ok(answers),
                Ok(None) => self.roll_back(),
                Err(error) => {
                    self.roll_back();
                    return Err(error);
                }
            }
        }
        Err(Error::Corrupt("a change was refused and could not be taken back".into()))
    }

    /// Ends the transaction: when this answers, its batch is on disk.
    pub(in crate::store) fn commit(&mut self) -> Result<(), Error> {
        let committed = execute(&self.connection, "commit", &[]);
        if committed.is_err() {
            self.roll_back();
        }
        self.readers.committed();
        committed.map(drop)
    }

    /// Does what is due between two commits, when nobody waits for an answer any more.
    pub(in crate::store) fn rest(&self) -> Result<(), Error> {
        self.upkeep.after_commit(&self.connection, self.erases)
    }

    fn roll_back(&mut self) {
        self.waiting.forget();
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

    /// Writes a batch; none when a change is refused that cannot be taken back alone.
    fn fill(
        &mut self,
        batch: &[&Work],
        token: CommitToken,
        guard: Guard,
    ) -> Result<Option<Vec<Result<Answer, Error>>>, Error> {
        let mut counters = HashMap::new();
        let mut answers = Vec::with_capacity(batch.len());
        let superseded = self.is_superseded(batch)?;
        for work in batch {
            answers.push(match work {
                Work::Change(prepared) => {
                    let change = &prepared.change;
                    let applied = if superseded && change.customers_made().next().is_some() {
                        Err(Refusal::Superseded)
                    } else {
                        self.apply(change, token, guard, &mut counters)?
                    };
                    if applied.is_err() && guard == Guard::None {
                        return Ok(None);
                    }
                    applied.map(Answer::Happened).map_err(Error::Refused)
                }
                Work::Reserve(sequence, count) => Ok(Answer::Ids(self.reserve(*sequence, *count)?)),
                Work::Fold(_) => Ok(Answer::Folded),
            });
        }
        let happened = batch.iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
        let indexing = happened.flat_map(|(work, _)| work.indexing());
        let folds = batch.iter().filter_map(|work| if let Work::Fold(company) = work { Some(*company) } else { None });
        self.waiting.write(&self.connection, indexing, folds)?;
        let changes = batch.iter().zip(&answers).filter_map(|(work, answer)| match work {
            Work::Change(prepared) if answer.is_ok() => Some(&prepared.change),
            _ => None,
        });
        for step in activity::count(changes) {
            execute(&self.connection, step.sql.of(Dialect::Sqlite), &step.values)?;
        }
        for (company, counters) in counters {
            let sql = "update companies set events = ?2, customers = ?3, latest = ?4 where company_id = ?1";
            let values =
                [Value::from(company), counters.events.into(), counters.customers.into(), counters.latest.into()];
            execute(&self.connection, sql, &values)?;
            execute(
                &self.connection,
                "insert into commits (company_id, token) values (?1, ?2)",
                &[company.into(), token.0.into()],
            )?;
        }
        Ok(Some(answers))
    }

    /// Whether another process has reserved identifiers that come after those of the batch's customers.
    fn is_superseded(&self, batch: &[&Work]) -> Result<bool, Error> {
        let makes =
            |work: &&Work| matches!(work, Work::Change(prepared) if prepared.change.customers_made().next().is_some());
        if !batch.iter().any(makes) {
            return Ok(false);
        }
        let sql = "select next from sequences where name = ?1";
        let rows = query(&self.connection, sql, &[Sequence::Record.as_str().into()])?;
        rows.first().map_or(Ok(true), |row| Ok(row.integer(0)? != self.reserved))
    }

    fn apply(
        &self,
        change: &Change,
        token: CommitToken,
        guard: Guard,
        counters: &mut HashMap<i64, Counters>,
    ) -> Result<Result<Receipt, Refusal>, Error> {
        self.guard(guard, "savepoint change")?;
        if let Some(refusal) = self.refusal(change)? {
            self.guard(guard, "rollback to change")?;
            self.guard(guard, "release change")?;
            return Ok(Err(refusal));
        }
        let counter = match counters.get(&change.company.0) {
            Some(counter) => *counter,
            None => self.counters(change.company)?,
        };
        for step in steps::of_events(change, counter.events + 1) {
            execute(&self.connection, step.sql.of(Dialect::Sqlite), &step.values)?;
        }
        self.guard(guard, "release change")?;
        let last = counter.events + change.events.len() as i64;
        let customers = counter.customers + change.customers_more();
        let latest = change.customers_made().map(|record| record.created_at.micros()).fold(counter.latest, i64::max);
        counters.insert(change.company.0, Counters { events: last, customers, latest });
        Ok(Ok(Receipt { token, events: counter.events + 1..last + 1 }))
    }

    fn guard(&self, guard: Guard, sql: &str) -> Result<(), Error> {
        match guard {
            Guard::None => Ok(()),
            Guard::Savepoints => execute(&self.connection, sql, &[]).map(drop),
        }
    }

    /// Runs a change's statements. Keys that are taken are all gathered before it is refused.
    fn refusal(&self, change: &Change) -> Result<Option<Refusal>, Error> {
        let mut taken = Vec::new();
        for step in steps::of(change) {
            let is_claim = matches!(step.otherwise, Otherwise::Taken(_));
            if !taken.is_empty() && !is_claim {
                break;
            }
            if execute(&self.connection, step.sql.of(Dialect::Sqlite), &step.values)? > 0 {
                continue;
            }
            if let Otherwise::Taken(claim) = step.otherwise {
                taken.push((claim.clone(), self.holder(&identity::holder(change.company, claim))?));
            } else if let Some(refusal) = step.otherwise.refusal() {
                return Ok(Some(refusal));
            }
        }
        Ok((!taken.is_empty()).then_some(Refusal::Taken(taken)))
    }

    fn holder(&self, step: &Step<'_>) -> Result<i64, Error> {
        query(&self.connection, step.sql.of(Dialect::Sqlite), &step.values)?.first().map_or(Ok(0), |row| row.integer(0))
    }

    fn counters(&self, company: CompanyId) -> Result<Counters, Error> {
        let sql = "select events, customers, latest from companies where company_id = ?1";
        let rows = query(&self.connection, sql, &[company.0.into()])?;
        let row = rows.first().ok_or_else(|| Error::Corrupt(format!("company {company} is not there")))?;
        Ok(Counters { events: row.integer(0)?, customers: row.integer(1)?, latest: row.integer(2)? })
    }

    fn reserve(&mut self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        let sql = "update sequences set next = next + ?1 where name = ?2 \
             returning next, (select coalesce(max(latest), 0) from companies)";
        let rows = query(&self.connection, sql, &[count.into(), sequence.as_str().into()])?;
        let row = rows.first().ok_or_else(|| Error::Corrupt("a sequence is not there".into()))?;
        let next = row.integer(0)?;
        if sequence == Sequence::Record {
            self.reserved = next;
        }
        Ok(Block { ids: next - count..next, after: row.moment(1)? })
    }
}
