//! The engine for more than one machine: PostgreSQL, and what speaks its protocol.

mod address;
mod batch;
mod bulk;
mod connection;
mod distribute;
mod failure;
mod lane;
mod password;
mod pool;
mod reads;
mod schema;
mod seen;
mod tls;
mod together;
mod values;

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

pub use address::PostgresUrl;
pub(super) use address::shown;
pub(super) use bulk::Bulk;
pub(super) use distribute::distribute;
pub use distribute::{Place, Placed};
pub(super) use lane::Lane;

use connection::Opener;
use failure::Failure;
use pool::{Pool, Pools};
use reads::Reads;
use seen::Seen;

use super::Error;
use super::ids::{Block, Sequence};
use super::query::{Query, Reach};
use super::value::{Row, Value};
use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

/// The most connections of a server for queries that read a few rows, for those that may read many, for changing numbers, and for writing:
/// what takes long does not hold up what does not.
const READERS: usize = 4;
const SCANS: usize = 6;
const NUMBERS: usize = 4;
const WRITERS: usize = 8;
/// Small reads follow keys from row to row, however few rows there were when they were planned.
const FOLLOW_KEYS: &str = "set enable_hashjoin = off; set enable_mergejoin = off";
/// What should come outside of a transaction is refused by the database: whoever sends a transaction without waiting for its beginning
/// cannot know that there is one.
const ONLY_IN_TRANSACTIONS: &str = "set default_transaction_read_only = on";
/// How long an answer may take before its connection is given up: the server ends a statement sooner.
const ANSWER: Duration = Duration::from_secs(20);
/// How often something is tried that can be done again without harm.
const TRIES: usize = 3;

/// A database on PostgreSQL that is open.
#[derive(Debug)]
pub(super) struct Postgres {
    opener: Arc<Opener>,
    pools: Arc<Pools>,
    reads: Arc<Reads>,
    seen: Seen,
    /// Whether the tables were spread over nodes when this was opened.
    is_distributed: bool,
}

impl Postgres {
    /// Opens the database, making and migrating its schema as needed.
    pub(super) async fn open(url: &PostgresUrl, now: Timestamp) -> Result<Self, Error> {
        let opener = Arc::new(Opener::new(url).map_err(Error::Url)?);
        let mut first = opener.open("").await?;
        schema::migrate(&mut first, now).await?;
        schema::check_whole(&mut first).await?;
        let is_distributed = distribute::is_distributed(&mut first).await?;
        let pool = |most, manners| Pool::new(&opener, most, manners);
        let pools = Arc::new(Pools {
            points: pool(READERS, FOLLOW_KEYS),
            scans: pool(SCANS, ""),
            numbers: pool(NUMBERS, ""),
            writers: pool(WRITERS, ONLY_IN_TRANSACTIONS),
        });
        let reads = Reads::new(Arc::clone(&pools));
        Ok(Self { opener, pools, reads, seen: Seen::default(), is_distributed })
    }

    /// The runtime that everything of this database lives in.
    pub(super) fn runtime(&self) -> &Handle {
        self.opener.runtime()
    }

    /// Runs a query. One whose connection turns out to be gone is sent again: to read twice does no harm.
    pub(super) async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        if query.reach != Reach::Scan {
            return self.reads.read(query, self.runtime()).await;
        }
        let mut tries = 1;
        loop {
            let held = self.pools.scans.take().await?;
            match tokio::time::timeout(ANSWER, held.query(&query)).await {
                Ok(Ok(rows)) => {
                    held.give_back();
                    return Ok(rows);
                }
                Ok(Err(Failure::Lost(_))) if tries < TRIES => self.pools.forget(),
                Ok(Err(failure)) => {
                    if failure.spares_the_connection() {
                        held.give_back();
                    }
                    return Err(failure.into());
                }
                Err(_) => return Err(Error::Unavailable("the database did not answer in time".into())),
            }
            tries += 1;
        }
    }

    /// Takes the next numbers of a sequence, in a transaction of their own: numbers that nobody came to use are no loss.
    pub(super) async fn reserve(&self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        let sql = "update sequences set next = next + ?1 where name = ?2 returning next";
        let next = self.changed(sql, &[count.into(), sequence.as_str().into()]).await?;
        Ok(Block { ids: next - count..next, after: Timestamp::from_micros(i64::MIN) })
    }

    /// Counts so many requests of a company in a minute, and answers how many there are now.
    pub(super) async fn count_requests(&self, company: CompanyId, minute: i64, count: i64) -> Result<i64, Error> {
        let sql = "insert into rate_windows as w (company_id, minute, used) values (?1, ?2, ?3) on conflict (company_id) do update \
             set used = excluded.used + case when w.minute >= excluded.minute then w.used else 0 end, \
             minute = greatest(w.minute, excluded.minute) returning used";
        self.changed(sql, &[company.0.into(), minute.into(), count.into()]).await
    }

    /// Runs a statement that changes one number, which does no harm when it happens twice, and answers the number.
    async fn changed(&self, sql: &str, values: &[Value]) -> Result<i64, Error> {
        let rows = self.told(sql, values).await?;
        rows.first().ok_or_else(|| Error::Corrupt("a number is not there".into()))?.integer(0)
    }

    /// Runs a statement of no company, which does no harm when it happens twice, and answers its rows.
    pub(super) async fn told(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        let mut tries = 1;
        loop {
            let mut held = self.pools.numbers.take().await?;
            match tokio::time::timeout(ANSWER, held.rows(sql, values)).await {
                Ok(Ok(rows)) => {
                    held.give_back();
                    return Ok(rows);
                }
                Ok(Err(failure)) if matches!(failure, Failure::Broken(_)) || tries == TRIES => {
                    return Err(failure.into());
                }
                Ok(Err(_)) => self.pools.forget(),
                Err(_) => return Err(Error::Unavailable("the database did not answer in time".into())),
            }
            tries += 1;
        }
    }
}
