//! Turns: whoever changes a record does so one after the other on this server, so that they do not undo each other's work only to do it
//! again. What holds across servers is the version in the commit.

use std::hash::{BuildHasher, RandomState};

use tokio::sync::{Mutex, MutexGuard};

const STRIPES: usize = 512;

/// The turns of all records; records share them by chance.
#[derive(Debug)]
pub(super) struct Turns {
    stripes: Box<[Mutex<()>]>,
    hasher: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self { stripes: (0..STRIPES).map(|_| Mutex::default()).collect(), hasher: RandomState::new() }
    }
}

impl Turns {
    /// Waits for the turn to change a record.
    pub(super) async fn take(&self, record: i64) -> MutexGuard<'_, ()> {
        self.stripes[self.hasher.hash_one(record) as usize % STRIPES].lock().await
    }
}
