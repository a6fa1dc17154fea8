//! Connections that read, handed from query to query. A connection keeps its view of the database for a moment, so that many queries
//! share the cost of taking one; a view never outlives a commit of this process.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection::{self, execute};
use crate::store::Error;
use crate::store::query::Query;
use crate::store::value::Row;

/// The fewest queries over many rows that run at the same time, so that a long one does not hold up all others. Where there are more
/// processors it is one for each: more would only take turns on them, and all would end late.
const SCANS: usize = 2;
/// Connections that are kept open while nobody reads.
const KEPT: usize = 8;
/// How long a view is used: what another process commits is seen after this at the latest.
const VIEW: Duration = Duration::from_millis(1);

/// The pool of readers.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Reader>>,
    /// How many commits this process has made.
    commits: AtomicU64,
    pub(super) scans: Semaphore,
    /// The file that they read. Whoever closes it gives up the locks that all connections of this process have on it (POSIX), so it is
    /// the last that is closed: whoever has a connection has these readers too.
    file: File,
}

#[derive(Debug)]
struct Reader {
    connection: Connection,
    view: Option<View>,
}

/// What a connection sees until its read transaction ends.
#[derive(Clone, Copy, Debug)]
struct View {
    /// The commits that had been made when it was taken.
    commits: u64,
    since: Instant,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Result<Self, Error> {
        let first = Reader { connection: connection::open_reader(path)?, view: None };
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![first]),
            commits: AtomicU64::new(0),
            scans: Semaphore::new(std::thread::available_parallelism().map_or(SCANS, |cores| cores.get().max(SCANS))),
            file: File::open(path).map_err(|error| super::cannot_open(path, &error))?,
        })
    }

    /// Runs a query on a free connection, opening one when there is none. A connection that failed is not used again.
    pub(super) fn query(&self, query: &Query) -> Result<Vec<Row>, Error> {
        let free = self.idle().pop();
        let mut reader = match free {
            Some(reader) => reader,
            None => Reader { connection: connection::open_reader(&self.path)?, view: None },
        };
        reader.look(self.commits.load(Ordering::Acquire))?;
        let rows = connection::query(&reader.connection, &query.sql, &query.values)?;
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(reader);
        }
        Ok(rows)
    }

    /// Makes sure that every later query sees a commit that just happened.
    pub(super) fn committed(&self) {
        self.commits.fetch_add(1, Ordering::Release);
        self.end_idle_views();
    }

    /// Makes sure that no connection which nobody uses holds up the write-ahead log.
    pub(super) fn end_idle_views(&self) {
        // A connection whose view cannot be ended is closed, which ends it too.
        self.idle().retain_mut(|reader| reader.end_view().is_ok());
    }

    /// Waits until what was written back into the file is on disk.
    pub(super) fn sync(&self) -> std::io::Result<()> {
        self.file.sync_data()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// Takes a view of the database as it is now, unless the one at hand is as good.
    fn look(&mut self, commits: u64) -> Result<(), Error> {
        let now = Instant::now();
        if self.view.is_some_and(|view| view.commits == commits && now.duration_since(view.since) < VIEW) {
            return Ok(());
        }
        self.end_view()?;
        execute(&self.connection, "begin", &[])?;
        self.view = Some(View { commits, since: now });
        Ok(())
    }

    fn end_view(&mut self) -> Result<(), Error> {
        match self.view.take() {
            Some(_) => execute(&self.connection, "commit", &[]).map(drop),
            None => Ok(()),
        }
    }
}
