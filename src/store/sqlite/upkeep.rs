//! Upkeep: what is done beside the writing, on a thread and a connection of its own. What stands in the write-ahead log is written back
//! into the file while others go on writing; only the little that came meanwhile is written back by the lane itself, between two
//! commits, and the log is begun anew then. When something was erased, the log is emptied soon after: pages from before stand in it. And
//! when nobody writes for a while, the pieces of the search index are joined.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::connection::{self, query};
use super::index;
use super::readers::Readers;
use crate::store::{Error, Purpose};

/// Pages in the log from which on they are written back.
const FULL: i64 = 4096;
/// Pages in the log with which the lane waits for them to be written back, so that the log does not grow without end.
const OVERFULL: i64 = 4 * FULL;
/// So few pages are left to the lane.
const FEW: i64 = 256;
/// How often what came meanwhile is written back too, before the lane is asked to.
const PASSES: usize = 3;
/// How long nobody has written when the index is joined.
const QUIET: Duration = Duration::from_secs(1);
/// How often the log is emptied at most. Each time a commit may have to wait, and the file has to grow anew.
const FORGETTING: Duration = Duration::from_secs(1);
/// How long emptying the log waits for those who still read from it, while nobody can write.
const READING: Duration = Duration::from_millis(20);
/// How many steps of joining fill the log so far that it is written back.
const STEPS: usize = 32;

const PASSIVE: &str = "pragma wal_checkpoint(passive)";
const TRUNCATE: &str = "pragma wal_checkpoint(truncate)";

/// The upkeep of one file, beside the lane that writes it.
#[derive(Debug)]
pub(super) struct Upkeep {
    log: Arc<Log>,
    readers: Arc<Readers>,
    asked: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the lane and the thread know of the log.
#[derive(Debug, Default)]
struct Log {
    /// How many pages it had after the lane's last commit.
    pages: AtomicI64,
    /// How many transactions the lane has begun, or is about to.
    begun: AtomicU64,
    /// Whose turn it is to write back.
    turn: AtomicU8,
    /// Whether something that is erased may still stand in it.
    erased: AtomicBool,
}

/// Nobody has anything to do.
const NOBODY: u8 = 0;
/// The thread writes back.
const THREAD: u8 = 1;
/// Most is written back; the rest is for the lane.
const LANE: u8 = 2;

impl Upkeep {
    /// Takes over from the connection that writes. Only who serves the file joins its index.
    pub(super) fn start(
        path: &Path,
        writer: &mut Connection,
        readers: &Arc<Readers>,
        purpose: Purpose,
    ) -> Result<Self, Error> {
        let log = Arc::new(Log::default());
        // What a process left that was ended in the middle of it is not known.
        log.erased.store(purpose == Purpose::Serve, Ordering::Relaxed);
        let seen = Arc::clone(&log);
        writer.wal_hook(Some(move |_: &mut Wal, pages| {
            seen.pages.store(i64::from(pages), Ordering::Relaxed);
            Ok(())
        }))?;
        let (asked, asking) = sync_channel(1);
        let connection = connection::open_writer(path)?;
        let worker = Worker { log: Arc::clone(&log), connection, readers: Arc::clone(readers), asking };
        let thread = std::thread::Builder::new().name("upkeep".into());
        let thread = thread.spawn(move || worker.run(purpose == Purpose::Serve));
        let thread = thread.map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { log, readers: Arc::clone(readers), asked: Some(asked), thread: Some(thread) })
    }

    /// Tells that the lane is about to begin a transaction: joining ends with the step that is under way. A log that is full is begun
    /// anew with it, when all of it is written back and nobody has a view from before that.
    pub(super) fn before_write(&self) {
        self.log.begun.fetch_add(1, Ordering::Relaxed);
        if self.log.pages.load(Ordering::Relaxed) >= FULL {
            self.readers.end_idle_views();
        }
    }

    /// Does what is due after a commit, which may have erased something.
    pub(super) fn after_commit(&self, writer: &Connection, erases: bool) -> Result<(), Error> {
        if erases {
            self.log.erased.store(true, Ordering::Release);
        }
        let pages = self.log.pages.load(Ordering::Relaxed);
        let turn = self.log.turn.load(Ordering::Acquire);
        if turn == LANE || pages >= OVERFULL {
            write_back(writer)?;
            // When the log is overfull, the thread may be at it.
            let _ = self.log.turn.compare_exchange(LANE, NOBODY, Ordering::AcqRel, Ordering::Acquire);
        } else if turn == NOBODY && pages >= FULL {
            self.log.turn.store(THREAD, Ordering::Release);
            if let Some(asked) = &self.asked {
                // It has room for one, and one is asked at a time.
                let _ = asked.try_send(());
            }
        }
        Ok(())
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        drop(self.asked.take());
        // A thread that panicked has nothing more to do.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// What the thread works with.
struct Worker {
    log: Arc<Log>,
    connection: Connection,
    readers: Arc<Readers>,
    asking: Receiver<()>,
}

impl Worker {
    fn run(&self, joins: bool) {
        let (mut begun, mut is_joined) = (self.log.begun.load(Ordering::Relaxed), !joins);
        let mut forgot = Instant::now();
        loop {
            match self.asking.recv_timeout(QUIET) {
                Ok(()) => self.write_most_back(),
                Err(RecvTimeoutError::Timeout) => {
                    let now = self.log.begun.load(Ordering::Relaxed);
                    let is_quiet = now == begun;
                    is_joined &= is_quiet || !joins;
                    begun = now;
                    if is_quiet && !is_joined {
                        is_joined = self.join(begun);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if forgot.elapsed() >= FORGETTING && self.log.erased.swap(false, Ordering::AcqRel) {
                if !self.forget() {
                    self.log.erased.store(true, Ordering::Release);
                }
                forgot = Instant::now();
            }
        }
    }

    /// Empties the log, so that nothing of what was erased stands in it any more; tells whether it could.
    fn forget(&self) -> bool {
        // Most of it beside the writing: only what comes meanwhile is left to do while nobody can write.
        self.write_back();
        self.readers.end_idle_views();
        let emptied = connection::with_patience(&self.connection, READING, |connection| {
            let rows = query(connection, TRUNCATE, &[])?;
            rows.first().map_or(Ok(false), |row| Ok(row.integer(0)? == 0))
        });
        emptied.unwrap_or_else(|reason| {
            tracing::warn!(%reason, "the write-ahead log could not be emptied; it is tried again");
            false
        })
    }

    /// Joins pieces of the index until somebody is about to write; tells whether none are left that are worth it.
    fn join(&self, begun: u64) -> bool {
        for step in 1.. {
            match index::join(&self.connection) {
                Ok(true) => {}
                Ok(false) => {
                    self.write_back();
                    return true;
                }
                Err(reason) => {
                    // Another process writes, most likely.
                    tracing::debug!(%reason, "the search index could not be joined; it is tried again");
                    return false;
                }
            }
            if step % STEPS == 0 {
                self.write_back();
            }
            match self.asking.try_recv() {
                Err(TryRecvError::Empty) if self.log.begun.load(Ordering::Relaxed) == begun => {}
                Ok(()) => {
                    self.write_most_back();
                    return false;
                }
                Err(_) => return false,
            }
        }
        false
    }

    fn write_most_back(&self) {
        for _ in 0..PASSES {
            let left = self.write_back();
            // The engine leaves that to whoever writes back the last page, for whom all would wait.
            if let Err(reason) = self.readers.sync() {
                tracing::warn!(%reason, "what was written back could not be synced; it is with the rest");
            }
            if left <= FEW {
                break;
            }
        }
        self.log.turn.store(LANE, Ordering::Release);
    }

    fn write_back(&self) -> i64 {
        write_back(&self.connection).unwrap_or_else(|reason| {
            tracing::warn!(%reason, "the write-ahead log could not be written back; it is tried again");
            0
        })
    }
}

/// Writes back what nobody needs to stay in the log, and tells how many pages are left there.
fn write_back(connection: &Connection) -> Result<i64, Error> {
    let rows = query(connection, PASSIVE, &[])?;
    // Whether another connection is at it, pages in the log, and pages of them that are written back.
    rows.first().map_or(Ok(0), |row| Ok(row.integer(1)? - row.integer(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::query::Query;
    use crate::store::sqlite::schema;
    use connection::execute;

    /// An index of many pieces, and who joins them.
    fn worker(file: &Path) -> (Worker, SyncSender<()>) {
        let mut connection = connection::open_writer(file).unwrap();
        schema::migrate(&mut connection, crate::domain::time::Timestamp::from_micros(0)).unwrap();
        // Left to itself the engine would join some while they are written.
        let by_hand = "insert into customer_search (customer_search, rank) values ('automerge', 0)";
        execute(&connection, by_hand, &[]).unwrap();
        for row in 0..12_i64 {
            let terms: String = (0..15_000).map(|term| format!("1n{row}x{term} ")).collect();
            let sql = "insert into customer_search (rowid, terms) values (?1, ?2)";
            execute(&connection, sql, &[(-row).into(), terms.into()]).unwrap();
        }
        let (asked, asking) = sync_channel(1);
        let readers = Arc::new(Readers::new(file).unwrap());
        (Worker { log: Arc::default(), connection, readers, asking }, asked)
    }

    #[test]
    fn joining_ends_with_its_step_when_somebody_is_about_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let (worker, _asked) = worker(&folder.path().join("cardfile.db"));
        let changes = || worker.connection.total_changes();
        worker.log.begun.store(1, Ordering::Relaxed);
        let before = changes();
        assert!(!worker.join(0), "there is more to join");
        let one_step = changes() - before;
        // A page is a row of the index's tables; beside them stand its own books.
        assert!((1..=4 * 64).contains(&one_step), "{one_step} rows were written before the writer was let in");
        let mut steps = 1;
        while !worker.join(0) {
            steps += 1;
        }
        assert!(steps > 3, "all was joined in {steps} steps: there is too little for this test");
        assert!(worker.join(1), "nothing is left for when nobody writes");
    }

    #[test]
    fn a_full_log_is_begun_anew_though_somebody_reads_after_every_commit() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cardfile.db");
        let mut writer = connection::open_writer(&file).unwrap();
        writer.execute_batch("create table pages (page blob)").unwrap();
        let readers = Arc::new(Readers::new(&file).unwrap());
        let upkeep = Upkeep::start(&file, &mut writer, &readers, Purpose::Command).unwrap();
        let count = Query::point(crate::domain::id::CompanyId(1), "select count(*) from pages where ?1 > 0");
        let (mut most, mut is_begun_anew) = (0, false);
        while most < 2 * OVERFULL && !is_begun_anew {
            upkeep.before_write();
            execute(&writer, "insert into pages values (zeroblob(400000))", &[]).unwrap();
            readers.committed();
            // As whoever has the answer may do before the lane goes on.
            readers.query(&count).unwrap();
            upkeep.after_commit(&writer, false).unwrap();
            let pages = upkeep.log.pages.load(Ordering::Relaxed);
            is_begun_anew = pages < most;
            most = most.max(pages);
        }
        assert!(is_begun_anew, "the log has {most} pages and goes on growing");
    }

    #[test]
    fn joining_ends_with_its_step_when_the_log_is_to_be_written_back() {
        let folder = tempfile::tempdir().unwrap();
        let (worker, asked) = worker(&folder.path().join("cardfile.db"));
        asked.send(()).unwrap();
        assert!(!worker.join(0), "there is more to join");
        assert_eq!(worker.log.turn.load(Ordering::Relaxed), LANE, "most is written back, the rest is for the lane");
        assert!(worker.join(0), "and it is joined afterwards");
    }
}
