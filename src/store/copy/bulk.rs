//! One connection to a database for much at once, whatever its engine.

use crate::domain::time::Timestamp;
use crate::store::dialect::Dialect;
use crate::store::value::{Row, Value};
use crate::store::{DatabaseUrl, Error, postgres, sqlite};

/// A customer's entry in the search index: its terms as the index of the target takes them when many come at once.
#[derive(Debug)]
pub(in crate::store) struct Entry {
    pub(in crate::store) company: i64,
    pub(in crate::store) id: i64,
    pub(in crate::store) terms: Vec<u8>,
}

/// A database that is read or filled.
#[derive(Debug)]
pub(super) enum Bulk {
    Sqlite(sqlite::Bulk),
    Postgres(postgres::Bulk),
}

impl Bulk {
    /// What is there, as it is at this moment, until it is dropped.
    pub(super) async fn source(url: &DatabaseUrl, now: Timestamp) -> Result<Self, Error> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::Bulk::source(path, now).map(Self::Sqlite),
            DatabaseUrl::Postgres(url) => postgres::Bulk::source(url, now).await.map(Self::Postgres),
        }
    }

    /// A database to be filled, made and migrated as needed. Nobody else fills it meanwhile.
    pub(super) async fn target(url: &DatabaseUrl, now: Timestamp) -> Result<Self, Error> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::Bulk::target(path, now).map(Self::Sqlite),
            DatabaseUrl::Postgres(url) => postgres::Bulk::target(url, now).await.map(Self::Postgres),
        }
    }

    /// Another connection to a database that is being filled, where two can write it at the same time.
    pub(super) async fn beside(url: &DatabaseUrl) -> Result<Option<Self>, Error> {
        match url {
            DatabaseUrl::Sqlite(_) => Ok(None),
            DatabaseUrl::Postgres(url) => postgres::Bulk::beside(url).await.map(Self::Postgres).map(Some),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement that may answer rows.
    pub(super) async fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(bulk) => bulk.rows(sql, values),
            Self::Postgres(bulk) => bulk.rows(sql, values).await,
        }
    }

    /// Runs statements without values or answers.
    pub(super) async fn tell(&mut self, sql: &str) -> Result<(), Error> {
        match self {
            Self::Sqlite(bulk) => bulk.tell(sql),
            Self::Postgres(bulk) => bulk.tell(sql).await,
        }
    }

    /// Adds rows to a table.
    pub(super) async fn insert(&mut self, table: &'static str, columns: &[&str], rows: &[Row]) -> Result<(), Error> {
        match self {
            _ if rows.is_empty() => Ok(()),
            Self::Sqlite(bulk) => bulk.insert(table, columns, rows),
            Self::Postgres(bulk) => bulk.insert(table, columns, rows).await,
        }
    }

    /// Adds customers to the search index.
    pub(super) async fn index(&mut self, entries: &[Entry]) -> Result<(), Error> {
        match self {
            _ if entries.is_empty() => Ok(()),
            Self::Sqlite(bulk) => bulk.index(entries),
            Self::Postgres(bulk) => bulk.index(entries).await,
        }
    }
}
