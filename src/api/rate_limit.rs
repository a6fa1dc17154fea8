//! The rate limit: so many requests of a company in each minute of the clock, whichever server they come to.

use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;
use crate::store::{self, Store};

const MINUTE: i64 = 60_000_000;

/// How many requests a company has in a minute.
#[derive(Clone, Copy, Debug, Default)]
pub struct RateLimit {
    per_minute: u32,
}

/// Where a company stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many requests it has in a minute.
    pub limit: u32,
    /// How many are left in this minute.
    pub remaining: u32,
    /// In how many seconds there are requests again, when there was none for this one.
    pub retry_after: Option<i64>,
}

impl RateLimit {
    /// A limit of so many requests in a minute; 0 is none.
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute }
    }

    /// Whether there is one.
    pub fn is_on(self) -> bool {
        self.per_minute > 0
    }

    /// Takes one of a company's requests, where there is a limit.
    pub async fn take(
        self,
        store: &Store,
        company: CompanyId,
        now: Timestamp,
    ) -> Result<Option<Standing>, store::Error> {
        if !self.is_on() {
            return Ok(None);
        }
        let minute = now.micros().div_euclid(MINUTE);
        let place = store.count_request(company, minute, self.per_minute.into()).await?;
        let left = place.map(|place| i64::from(self.per_minute) - place);
        let remaining = left.and_then(|left| u32::try_from(left).ok()).unwrap_or(0);
        let until_next = || (MINUTE - now.micros().rem_euclid(MINUTE) + 999_999) / 1_000_000;
        let retry_after = place.is_none().then(until_next);
        Ok(Some(Standing { limit: self.per_minute, remaining, retry_after }))
    }
}
