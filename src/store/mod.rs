//! Remembers everything: the only room with SQL. Reads are queries; every write is a [`Change`], committed once.

pub mod apps;
pub mod change;
pub mod codes;
mod committer;
pub mod companies;
pub mod customer_list;
pub mod customers;
mod error;
mod events;
pub mod identity;
mod ids;
pub mod leftovers;
pub mod once;
pub mod organizations;
pub mod properties;
mod property_values;
mod query;
pub mod refresh_tokens;
mod schema;
mod search;
mod sqlite;
mod steps;
pub mod tokens;
mod totals;
mod url;
pub mod users;
mod value;

pub use change::{Change, CommitToken, Receipt, Refusal};
pub use error::Error;
pub use ids::Taken;
pub use url::DatabaseUrl;
pub use value::SharedText;

use committer::Committer;
use ids::{Ids, Sequence};
use query::Query;
use totals::Totals;
use value::Row;

use crate::clock::Clock;
use crate::domain::id::{CompanyId, UserId};
use crate::random::Random;

/// What a process opens the database for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve it: one process at a time.
    Serve,
    /// To run one command beside whoever serves it.
    Command,
}

/// An open database.
#[derive(Debug)]
pub struct Store {
    engine: sqlite::Sqlite,
    committer: Committer,
    ids: Ids,
    totals: Totals,
}

impl Store {
    /// Opens the database, making and migrating it as needed. Has to be called inside a tokio runtime.
    pub fn open(url: &DatabaseUrl, purpose: Purpose, clock: &Clock, random: Random) -> Result<Self, Error> {
        let DatabaseUrl::Sqlite(path) = url;
        let (engine, lane) = sqlite::Sqlite::open(path, purpose, clock.now())?;
        Ok(Self {
            engine,
            committer: Committer::start(lane, clock.clone(), random)?,
            ids: Ids::new(clock.clone()),
            totals: Totals::default(),
        })
    }

    /// Commits one change: when this answers, it is on disk, whole, or it never happened.
    pub async fn commit(&self, change: Change) -> Result<Receipt, Error> {
        let committed = self.committer.commit(change).await;
        if let Err(Error::Refused(Refusal::Superseded)) = committed {
            self.ids.give_up();
        }
        committed
    }

    /// Whether the commit that carried this token happened.
    pub async fn happened(&self, company: CompanyId, token: CommitToken) -> Result<bool, Error> {
        let sql = "select 1 from commits where company_id = ?1 and token = ?2";
        Ok(!self.query(Query::point(company, sql).bind(token.0)).await?.is_empty())
    }

    /// So many identifiers in a row that nobody else gets, and the moment that goes with them.
    pub async fn take_ids(&self, count: usize) -> Result<Taken, Error> {
        self.ids.take(count, &self.committer).await
    }

    /// The identifier of a company that is about to be made.
    pub async fn take_company_id(&self) -> Result<CompanyId, Error> {
        self.committer.reserve(Sequence::Company, 1).await.map(|block| CompanyId(block.ids.start))
    }

    /// The identifier of a user who is about to be made.
    pub async fn take_user_id(&self) -> Result<UserId, Error> {
        self.committer.reserve(Sequence::User, 1).await.map(|block| UserId(block.ids.start))
    }

    /// So many numbers for what property values hang on.
    pub async fn take_anchors(&self, count: usize) -> Result<std::ops::Range<i64>, Error> {
        self.committer.reserve(Sequence::Anchor, count as i64).await.map(|block| block.ids)
    }

    /// Answers when the database can be read.
    pub async fn ping(&self) -> Result<(), Error> {
        companies::count(self).await.map(drop)
    }

    /// Finishes what was asked for and closes the database.
    pub async fn close(self) {
        self.committer.close().await;
    }

    /// Makes sure that the search index knows everything that was committed.
    async fn fold_search(&self, company: CompanyId) -> Result<(), Error> {
        let sql = "select 1 from customers where company_id = ?1 \
             and id > (select indexed from companies where company_id = ?1) limit 1";
        let waiting = self.query(Query::point(company, sql)).await?;
        if waiting.is_empty() { Ok(()) } else { self.committer.fold(company).await }
    }

    async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        self.engine.query(query).await
    }
}
