//! The engines, and the verbs that are written for each: reading, and committing a batch.

use super::change::CommitToken;
use super::committer::{Answer, Prepared, Work};
use super::dialect::Dialect;
use super::query::Query;
use super::value::Row;
use super::{Error, postgres, sqlite};

/// An open database, for reading.
#[derive(Debug)]
pub(super) enum Engine {
    /// One file.
    Sqlite(sqlite::Sqlite),
    /// A server that other processes use too.
    Postgres(std::sync::Arc<postgres::Postgres>),
}

impl Engine {
    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a query.
    pub(super) async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.query(query).await,
            // In a box: what waits for a network is larger than what reads a file, and every reader would be moved about with it.
            Self::Postgres(postgres) => Box::pin(postgres.query(query)).await,
        }
    }
}

/// What commits one batch after the other.
#[derive(Debug)]
pub(super) enum Lane {
    /// The one lane of a file.
    Sqlite(Box<sqlite::Lane>),
    /// The lane of a company.
    Postgres(postgres::Lane),
}

impl Lane {
    /// Commits a batch, with an answer for each piece of work; an error says that nothing of it happened, or that nobody knows.
    pub(super) async fn commit(
        &mut self,
        batch: &[&Work],
        token: CommitToken,
    ) -> Result<Vec<Result<Answer, Error>>, Error> {
        match self {
            Self::Sqlite(lane) => commit_file(lane, batch, token),
            Self::Postgres(lane) => lane.commit(&changes(batch)?, token).await,
        }
    }

    /// Does what is due between two commits, when nobody waits for an answer any more. A file's log is written back then; a server sees
    /// to its own.
    pub(super) fn rest(&self) {
        if let Self::Sqlite(lane) = self
            && let Err(reason) = lane.rest()
        {
            tracing::warn!(%reason, "the write-ahead log could not be written back; it is tried again");
        }
    }
}

fn commit_file(
    lane: &mut sqlite::Lane,
    batch: &[&Work],
    token: CommitToken,
) -> Result<Vec<Result<Answer, Error>>, Error> {
    let answers = lane.write(batch, token)?;
    let Err(error) = lane.commit() else { return Ok(answers) };
    // The error does not say whether the commit happened; its token does.
    let company = batch
        .iter()
        .find_map(|work| if let Work::Change(prepared) = work { Some(prepared.change.company) } else { None });
    match company.map(|company| lane.happened(company, token)) {
        Some(Ok(true)) => Ok(answers),
        _ => Err(error),
    }
}

/// The changes of a batch; a lane of a company is given nothing else.
fn changes<'a>(batch: &[&'a Work]) -> Result<Vec<&'a Prepared>, Error> {
    let change = |work: &&'a Work| match work {
        Work::Change(prepared) => Ok(&**prepared),
        Work::Reserve(..) | Work::Fold(_) => Err(Error::Corrupt("a company's lane was given something else".into())),
    };
    batch.iter().map(change).collect()
}
