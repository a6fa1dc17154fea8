//! Connections that read, handed from query to query.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection;
use crate::store::Error;
use crate::store::query::Query;
use crate::store::value::Row;

/// Queries over many rows that run at the same time; further ones wait.
const SCANS: usize = 4;
/// Connections that are kept open while nobody reads.
const KEPT: usize = 8;

/// The pool of readers.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    pub(super) scans: Semaphore,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Result<Self, Error> {
        let first = connection::open_reader(path)?;
        Ok(Self { path: path.to_owned(), idle: Mutex::new(vec![first]), scans: Semaphore::new(SCANS) })
    }

    /// Runs a query on a free connection, opening one when there is none. A connection that failed is not used again.
    pub(super) fn query(&self, query: &Query) -> Result<Vec<Row>, Error> {
        let free = self.idle().pop();
        let connection = match free {
            Some(connection) => connection,
            None => connection::open_reader(&self.path)?,
        };
        let rows = connection::query(&connection, &query.sql, &query.values)?;
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(rows)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
