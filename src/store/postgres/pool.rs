//! A pool of connections: so many at most, and so many who wait for one, each for so long at most.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::connection::{Connection, Opener};
use super::failure::Failure;

/// The most who wait for a connection at the same time; whoever comes then is told at once.
const WAITING: usize = 2048;
/// How long one waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// All connections of a server.
#[derive(Debug)]
pub(super) struct Pools {
    /// Those that read a few rows, over which many reads are sent at once.
    pub(super) points: Pool,
    /// Those that may read many rows.
    pub(super) scans: Pool,
    /// Those that change a number by one statement alone.
    pub(super) numbers: Pool,
    /// Those that write, in transactions only: what should come without one is refused by the database.
    pub(super) writers: Pool,
}

impl Pools {
    /// Closes connections that nobody uses: one of them was found dead, so others may be.
    pub(super) fn forget(&self) {
        [&self.points, &self.scans, &self.numbers, &self.writers].into_iter().for_each(Pool::forget);
    }
}

/// Connections for one purpose.
#[derive(Debug)]
pub(super) struct Pool {
    opener: Arc<Opener>,
    /// What each connection is told beside what all are told.
    manners: &'static str,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
    waiting: AtomicUsize,
}

/// A connection that is in use. One that is not given back is closed: nobody knows what it is in the middle of.
#[derive(Debug)]
pub(super) struct Held<'a> {
    pool: &'a Pool,
    connection: Connection,
    _turn: SemaphorePermit<'a>,
}

impl Pool {
    pub(super) fn new(opener: &Arc<Opener>, most: usize, manners: &'static str) -> Self {
        let (idle, turns, waiting) = (Mutex::default(), Semaphore::new(most), AtomicUsize::new(0));
        Self { opener: Arc::clone(opener), manners, idle, turns, waiting }
    }

    /// A connection: an idle one, or a new one while there are not too many, or else the next that is given back.
    pub(super) async fn take(&self) -> Result<Held<'_>, Failure> {
        let turn = match self.turns.try_acquire() {
            Ok(turn) => turn,
            Err(_) => self.wait().await?,
        };
        let idle = {
            let mut idle = self.idle();
            idle.retain(|connection| !connection.is_closed());
            idle.pop()
        };
        let connection = match idle {
            Some(connection) => connection,
            None => self.opener.open(self.manners).await?,
        };
        Ok(Held { pool: self, connection, _turn: turn })
    }

    async fn wait(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let _counted = Counted::of(&self.waiting).ok_or_else(|| Failure::Busy("too much waits for it".into()))?;
        match tokio::time::timeout(PATIENCE, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) => Err(Failure::Lost("the server is stopping".into())),
            Err(_) => Err(Failure::Busy("all of its connections are busy".into())),
        }
    }

    /// Closes what is idle: the server behind it went away, or serves no longer what it did.
    fn forget(&self) {
        self.idle().clear();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held<'_> {
    /// Gives the connection back: nothing is under way on it.
    pub(super) fn give_back(self) {
        self.pool.idle().push(self.connection);
    }
}

impl Deref for Held<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// One who waits, and is counted as long.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn of(count: &'a AtomicUsize) -> Option<Self> {
        let counted = Self(count);
        (count.fetch_add(1, Ordering::Relaxed) < WAITING).then_some(counted)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
