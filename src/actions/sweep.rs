//! Sweeping: what has no use any more is removed.

use super::{Directory, Error};
use crate::auth::FORGOTTEN_SECONDS;
use crate::domain::session::{IDLE_SECONDS, LONGEST_SECONDS};
use crate::domain::token::OVERLAP_SECONDS;
use crate::store::change::Write;
use crate::store::{self, Change, Refusal};

/// How long an expired token or code is kept, so that its answer can say that it expired: a day.
const EXPIRED_KEPT_SECONDS: i64 = 86_400;
/// How long one can ask whether a commit happened: a day.
const COMMITS_KEPT_SECONDS: i64 = 86_400;

/// Removes what has expired, in every company, and cleans up after what is gone.
pub async fn sweep(directory: &Directory) -> Result<(), Error> {
    let now = directory.clock.now();
    for company in store::companies::list(&directory.store).await? {
        let mut change = Change::new(company.id);
        change.writes.push(Write::Sweep {
            expired: now.plus_seconds(-EXPIRED_KEPT_SECONDS),
            replaced: now.plus_seconds(-OVERLAP_SECONDS),
            idle: now.plus_seconds(-IDLE_SECONDS),
            begun: now.plus_seconds(-LONGEST_SECONDS),
            committed: now.plus_seconds(-COMMITS_KEPT_SECONDS),
            now,
        });
        directory.store.commit(change).await?;
    }
    if let Some(tries) = directory.store.shared_tries() {
        tries.forget_before(now.plus_seconds(-FORGOTTEN_SECONDS)).await?;
    }
    clean(directory).await
}

/// Cleans the rows that still speak of what is gone, in every company, piece by piece; what is left when it is stopped is found again.
pub async fn clean(directory: &Directory) -> Result<(), Error> {
    for company in store::companies::list(&directory.store).await? {
        while let Some(piece) = store::leftovers::next(&directory.store, company.id).await? {
            let mut change = Change::new(company.id);
            change.writes.push(Write::Erased(piece));
            match directory.store.commit(change).await {
                // Somebody of the piece was changed meanwhile, so it is another one now.
                Ok(_) | Err(store::Error::Refused(Refusal::Moved)) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}
