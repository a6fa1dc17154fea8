//! Remembers everything: the only room with SQL. Reads are queries; every write is a [`Change`], committed once.

use std::sync::Arc;

pub mod activity;
pub mod apps;
pub mod change;
pub mod codes;
mod committer;
pub mod companies;
pub mod copy;
pub mod customer_list;
pub mod customers;
mod dialect;
mod engine;
mod error;
pub mod events;
pub mod identity;
mod ids;
pub mod invitations;
pub mod leftovers;
pub mod once;
pub mod organizations;
pub mod passkeys;
pub mod passwords;
pub mod place;
mod postgres;
pub mod properties;
mod property_values;
mod query;
pub mod refresh_tokens;
mod requests;
pub mod saved_views;
mod schema;
mod search;
pub mod sessions;
mod sqlite;
mod steps;
pub mod tokens;
mod totals;
pub mod tries;
mod url;
pub mod users;
mod value;

pub use change::{Change, CommitToken, Receipt, Refusal};
pub use error::Error;
pub use ids::Taken;
pub use postgres::PostgresUrl;
pub use postgres::{Place, Placed};
pub use url::DatabaseUrl;
pub use value::SharedText;

use committer::Committer;
use dialect::Dialect;
use engine::Engine;
use ids::{Ids, Sequence};
use query::Query;
use requests::Requests;
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
    engine: Engine,
    committer: Committer,
    ids: Ids,
    totals: Totals,
    requests: Arc<Requests>,
}

impl Store {
    /// Opens the database, making and migrating it as needed. What works on it in the background lives in the runtime that this is
    /// called in.
    pub async fn open(url: &DatabaseUrl, purpose: Purpose, clock: &Clock, random: Random) -> Result<Self, Error> {
        let (engine, committer) = match url {
            DatabaseUrl::Sqlite(path) => {
                let (sqlite, lane) = sqlite::Sqlite::open(path, purpose, clock.now())?;
                (Engine::Sqlite(sqlite), Committer::of_file(lane, clock.clone(), random)?)
            }
            DatabaseUrl::Postgres(url) => {
                let postgres = Arc::new(postgres::Postgres::open(url, clock.now()).await?);
                (Engine::Postgres(Arc::clone(&postgres)), Committer::of_server(postgres, clock.clone(), random))
            }
        };
        Ok(Self {
            engine,
            committer,
            ids: Ids::new(clock.clone()),
            totals: Totals::default(),
            requests: Arc::default(),
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

    /// Counts a request of a company in a minute, at whichever server it came in, and answers the how many-eth it is; none when the minute has
    /// had as many as it may have.
    pub async fn count_request(&self, company: CompanyId, minute: i64, most: i64) -> Result<Option<i64>, Error> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(self.requests.count_here(company, minute, most)),
            Engine::Postgres(postgres) => self.requests.count_there(postgres, company, minute, most).await,
        }
    }

    /// Answers when the database can be read.
    pub async fn ping(&self) -> Result<(), Error> {
        self.query(Query::of_companies("select 1 from companies limit 1")).await.map(drop)
    }

    /// Spreads the tables over the nodes of a Citus cluster, those that are not yet: all of them or none.
    pub async fn distribute(&self) -> Result<Vec<Placed>, Error> {
        match &self.engine {
            Engine::Postgres(postgres) => postgres::distribute(postgres).await,
            Engine::Sqlite(_) => Err(Error::NotDistributable(
                "a file is on one machine: only a database on PostgreSQL with the extension citus is distributed",
            )),
        }
    }

    /// Finishes what was asked for and closes the database.
    pub async fn close(self) {
        self.committer.close().await;
    }

    /// Makes sure that the search index knows everything that was committed.
    async fn fold_search(&self, company: CompanyId) -> Result<(), Error> {
        if self.dialect() == Dialect::Postgres {
            return Ok(());
        }
        let sql = "select 1 from customers where company_id = ?1 \
             and id > (select indexed from companies where company_id = ?1) limit 1";
        let waiting = self.query(Query::point(company, sql)).await?;
        if waiting.is_empty() { Ok(()) } else { self.committer.fold(company).await }
    }

    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    async fn query(&self, query: Query) -> Result<Vec<Row>, Error> {
        self.engine.query(query).await
    }
}
