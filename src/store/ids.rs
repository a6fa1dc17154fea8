//! Identifiers, taken from the database in blocks: unique across servers, without a row that every write has to touch. With them comes
//! a moment: of two records, the one with the larger identifier was not made earlier.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Error;
use super::committer::Committer;
use crate::clock::Clock;
use crate::domain::time::Timestamp;

/// How many identifiers a block has.
const BLOCK: i64 = 4096;

/// A row of numbers in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// Customers, entries and organizations.
    Record,
    /// Companies.
    Company,
    /// What property values hang on.
    Anchor,
    /// Users.
    User,
}

impl Sequence {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Company => "company",
            Self::Anchor => "anchor",
            Self::User => "user",
        }
    }
}

/// Identifiers in a row that nobody else gets, and the moment at which they were taken: it never goes back from one taking to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The identifiers.
    pub ids: Range<i64>,
    /// The moment.
    pub at: Timestamp,
}

/// Numbers that a process has reserved, and the latest moment that goes with any that were reserved before them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) ids: Range<i64>,
    pub(super) after: Timestamp,
}

/// The part of a block that is left.
#[derive(Debug)]
pub(super) struct Ids {
    left: Mutex<Block>,
    refill: tokio::sync::Mutex<()>,
    clock: Clock,
}

impl Ids {
    pub(super) fn new(clock: Clock) -> Self {
        let left = Block { ids: 0..0, after: Timestamp::from_micros(i64::MIN) };
        Self { left: Mutex::new(left), refill: tokio::sync::Mutex::default(), clock }
    }

    /// So many identifiers in a row, from what is left of a block or from a new one.
    pub(super) async fn take(&self, count: usize, committer: &Committer) -> Result<Taken, Error> {
        let count = count as i64;
        loop {
            if let Some(taken) = self.split(count) {
                return Ok(taken);
            }
            let _turn = self.refill.lock().await;
            // Whoever had the turn before may have filled it already.
            if let Some(taken) = self.split(count) {
                return Ok(taken);
            }
            let block = committer.reserve(Sequence::Record, count.max(BLOCK)).await?;
            let mut left = self.left();
            left.ids = block.ids;
            left.after = left.after.max(block.after);
        }
    }

    /// Gives up what is left of the block: another process has reserved a later one.
    pub(super) fn give_up(&self) {
        self.left().ids = 0..0;
    }

    fn split(&self, count: i64) -> Option<Taken> {
        let mut left = self.left();
        let ids = left.ids.start..left.ids.start + count;
        (ids.end <= left.ids.end).then(|| {
            left.ids.start = ids.end;
            left.after = left.after.max(self.clock.now());
            Taken { ids, at: left.after }
        })
    }

    fn left(&self) -> MutexGuard<'_, Block> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
