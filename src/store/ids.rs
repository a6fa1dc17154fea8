//! Identifiers, taken from the database in blocks: unique across servers, without a row that every write has to touch.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Error;
use super::committer::Committer;

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
}

impl Sequence {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Company => "company",
            Self::Anchor => "anchor",
        }
    }
}

/// The part of a block that is left.
#[derive(Debug, Default)]
pub(super) struct Ids {
    left: Mutex<Range<i64>>,
    refill: tokio::sync::Mutex<()>,
}

impl Ids {
    /// So many identifiers in a row, from what is left of a block or from a new one.
    pub(super) async fn take(
        &self,
        sequence: Sequence,
        count: usize,
        committer: &Committer,
    ) -> Result<Range<i64>, Error> {
        let count = count as i64;
        loop {
            if let Some(ids) = self.split(count) {
                return Ok(ids);
            }
            let _turn = self.refill.lock().await;
            // Whoever had the turn before may have filled it already.
            if let Some(ids) = self.split(count) {
                return Ok(ids);
            }
            *self.left() = committer.reserve(sequence, count.max(BLOCK)).await?;
        }
    }

    fn split(&self, count: i64) -> Option<Range<i64>> {
        let mut left = self.left();
        let taken = left.start..left.start + count;
        (taken.end <= left.end).then(|| {
            left.start = taken.end;
            taken
        })
    }

    fn left(&self) -> MutexGuard<'_, Range<i64>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
