//! Checkpoints: what stands in the write-ahead log is written back into the file while others go on writing. Only the little that came
//! meanwhile is written back by the lane itself, between two commits: then the log is begun anew.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::connection::{self, query};
use crate::store::Error;

/// Pages in the log from which on they are written back.
const FULL: i64 = 4096;
/// Pages in the log with which the lane waits for them to be written back, so that the log does not grow without end.
const OVERFULL: i64 = 4 * FULL;
/// So few pages are left to the lane.
const FEW: i64 = 256;
/// How often what came meanwhile is written back too, before the lane is asked to.
const PASSES: usize = 3;

const PASSIVE: &str = "pragma wal_checkpoint(passive)";

/// How the log of a lane's connection is kept short.
#[derive(Debug)]
pub(super) struct Checkpoints {
    pages: Arc<AtomicI64>,
    turn: Arc<AtomicU8>,
    asked: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Nobody has anything to do.
const NOBODY: u8 = 0;
/// The thread writes back.
const THREAD: u8 = 1;
/// Most is written back; the rest is for the lane.
const LANE: u8 = 2;

impl Checkpoints {
    /// Takes over the checkpoints of the connection that writes.
    pub(super) fn start(path: &Path, writer: &mut Connection) -> Result<Self, Error> {
        let pages = Arc::new(AtomicI64::new(0));
        let seen = Arc::clone(&pages);
        writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.store(i64::from(pages), Ordering::Relaxed);
            Ok(())
        }))?;
        let turn = Arc::new(AtomicU8::new(NOBODY));
        let (asked, asking) = sync_channel(1);
        let (own, whose) = (connection::open_writer(path)?, Arc::clone(&turn));
        let thread = std::thread::Builder::new().name("checkpoints".into());
        let thread = thread.spawn(move || run(&asking, &own, &whose));
        let thread = thread.map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { pages, turn, asked: Some(asked), thread: Some(thread) })
    }

    /// Does what is due after a commit.
    pub(super) fn after_commit(&self, writer: &Connection) -> Result<(), Error> {
        let pages = self.pages.load(Ordering::Relaxed);
        let turn = self.turn.load(Ordering::Acquire);
        if turn == LANE || pages >= OVERFULL {
            write_back(writer)?;
            // The thread may be at it, when the log is overfull.
            let _ = self.turn.compare_exchange(LANE, NOBODY, Ordering::AcqRel, Ordering::Acquire);
        } else if turn == NOBODY && pages >= FULL {
            self.turn.store(THREAD, Ordering::Release);
            if let Some(asked) = &self.asked {
                // It has room for one, and one is asked at a time.
                let _ = asked.try_send(());
            }
        }
        Ok(())
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        drop(self.asked.take());
        // A thread that panicked has nothing more to write back.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn run(asking: &Receiver<()>, connection: &Connection, turn: &AtomicU8) {
    while asking.recv().is_ok() {
        for _ in 0..PASSES {
            match write_back(connection) {
                Ok(left) if left > FEW => {}
                Ok(_) => break,
                Err(reason) => {
                    tracing::warn!(%reason, "the write-ahead log could not be written back; it is tried again");
                    break;
                }
            }
        }
        turn.store(LANE, Ordering::Release);
    }
}

/// Writes back what nobody needs to stay in the log, and tells how many pages are left there.
fn write_back(connection: &Connection) -> Result<i64, Error> {
    let rows = query(connection, PASSIVE, &[])?;
    // Whether another connection is at it, pages in the log, and pages of them that are written back.
    rows.first().map_or(Ok(0), |row| Ok(row.integer(1)? - row.integer(2)?))
}
