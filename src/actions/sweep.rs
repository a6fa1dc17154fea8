//! Sweeping: what has no use any more is removed.

use super::{Directory, Error};
use crate::domain::token::OVERLAP_SECONDS;
use crate::store::change::Write;
use crate::store::{self, Change};

/// How long an expired token or code is kept, so that its answer can say that it expired: a day.
const EXPIRED_KEPT_SECONDS: i64 = 86_400;
/// How long one can ask whether a commit happened: a day.
const COMMITS_KEPT_SECONDS: i64 = 86_400;

/// Removes what has expired, in every company.
pub async fn sweep(directory: &Directory) -> Result<(), Error> {
    let now = directory.clock.now();
    for company in store::companies::list(&directory.store).await? {
        let mut change = Change::new(company.id);
        change.writes.push(Write::Sweep {
            expired: now.plus_seconds(-EXPIRED_KEPT_SECONDS),
            replaced: now.plus_seconds(-OVERLAP_SECONDS),
            committed: now.plus_seconds(-COMMITS_KEPT_SECONDS),
        });
        directory.store.commit(change).await?;
    }
    Ok(())
}
