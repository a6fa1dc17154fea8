//! The engine for more than one machine: PostgreSQL, and what speaks its protocol.

mod address;
mod batch;
mod connection;
mod distribute;
mod failure;
mod lane;
mod password;
mod pool;
mod schema;
mod tls;
mod values;

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

pub use address::PostgresUrl;
pub(super) use address::shown;
pub(super) use distribute::distribute;
pub use distribute::{Place, Placed};
pub(super) use lane::Lane;

use connection::Opener;
use failure::Failure;
use pool::Pool;

use super::Error;
use super::ids::{Block, Sequence};
use super::query::{Query, Reach};
use super::value::{Row, Value};
use crate::domain::time::Timestamp;

/// The most connections of a server for reading, and how many of them may read much at the same time.
const READERS: usize = 12;
const SCANS: usize = 6;
/// The most connections of a server for writing.
const WRITERS: usize = 8;
/// How long an answer may take before its connection is given up: the server ends a statement sooner.
const ANSWER: Duration = Duration::from_secs(20);
/// How often something is tried that can be done again without harm.
const TRIES: usize = 3;

/// A database on PostgreSQL that is open.
#[derive(Debug)]
pub(super) struct Postgres {
    opener: Arc<Opener>,
    readers: Pool,
    writers: Pool,
    scans: Semaphore,
}

impl Postgres {
    /// Opens the database, making and migrating its schema as needed.
    pub(super) async fn open(url: &PostgresUrl, now: Timestamp) -> Result<Self, Error> {
        let opener = Arc::new(Opener::new(url).map_err(Error::Url)?);
        schema::migrate(&mut opener.open().await?, now).await?;
        let (readers, writers) = (Pool::new(&opener, READERS), Pool::new(&opener, WRITERS));
        Ok(Self { opener, readers, writers, scans: Semaphore::new(SCANS) })
    }

    /// The runtime that everything of this database lives in.
    pub(super) fn runtime(&self) -> &Handle {
        self.opener.runtime()
    }

    /// Runs a query. One whose connection turns out to be gone is sent again: to read twice does no harm.
    pub(super) async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        let _turn = match query.reach {
            Reach::Point => None,
            Reach::Scan => Some(self.scans.acquire().await.map_err(|error| Error::Unavailable(error.to_string()))?),
        };
        let mut tries = 1;
        loop {
            let mut held = self.readers.take().await?;
            let failure = match tokio::time::timeout(ANSWER, held.query(&query)).await {
                Ok(Ok(rows)) => {
                    held.give_back();
                    return Ok(rows);
                }
                Ok(Err(failure)) => failure,
                Err(_) => return Err(Error::Unavailable("the database did not answer in time".into())),
            };
            if matches!(failure, Failure::Broken(_)) || tries == TRIES {
                if failure.spares_the_connection() {
                    held.give_back();
                }
                return Err(failure.into());
            }
            if held.was_idle() {
                self.forget();
            }
            tries += 1;
        }
    }

    /// Takes the next numbers of a sequence, in a transaction of their own: numbers that nobody came to use are no loss.
    pub(super) async fn reserve(&self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        let sql = "update sequences set next = next + ?1 where name = ?2 returning next";
        let values = [Value::from(count), sequence.as_str().into()];
        let mut tries = 1;
        loop {
            let mut held = self.writers.take().await?;
            match tokio::time::timeout(ANSWER, held.rows(sql, &values)).await {
                Ok(Ok(rows)) => {
                    held.give_back();
                    let row = rows.first().ok_or_else(|| Error::Corrupt("a sequence is not there".into()))?;
                    let next = row.integer(0)?;
                    return Ok(Block { ids: next - count..next, after: Timestamp::from_micros(i64::MIN) });
                }
                Ok(Err(failure)) if matches!(failure, Failure::Broken(_)) || tries == TRIES => {
                    return Err(failure.into());
                }
                Ok(Err(_)) => self.forget(),
                Err(_) => return Err(Error::Unavailable("the database did not answer in time".into())),
            }
            tries += 1;
        }
    }

    /// Closes connections that nobody uses: one of them was found dead, so others may be.
    fn forget(&self) {
        self.readers.forget();
        self.writers.forget();
    }
}
