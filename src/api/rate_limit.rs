//! The rate limit: so many requests of a company in each minute of the clock.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

const MINUTE: i64 = 60_000_000;

/// Counts requests. It remembers one number for each company that called in the current minute.
#[derive(Debug, Default)]
pub struct RateLimit {
    per_minute: u32,
    window: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    taken: HashMap<CompanyId, u32>,
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
        Self { per_minute, window: Mutex::default() }
    }

    /// Takes one of a company's requests, where there is a limit.
    pub fn take(&self, company: CompanyId, now: Timestamp) -> Option<Standing> {
        if self.per_minute == 0 {
            return None;
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.micros().div_euclid(MINUTE);
        if window.minute != minute {
            *window = Window { minute, taken: HashMap::new() };
        }
        let taken = window.taken.entry(company).or_default();
        let retry_after = (*taken >= self.per_minute).then(|| {
            let left = MINUTE - now.micros().rem_euclid(MINUTE);
            (left + 999_999) / 1_000_000
        });
        if retry_after.is_none() {
            *taken += 1;
        }
        Some(Standing { limit: self.per_minute, remaining: self.per_minute - *taken, retry_after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_its_requests_and_the_next_one_has_them_again() {
        let (limit, company) = (RateLimit::new(2), CompanyId(1));
        let at = |micros| Timestamp::from_micros(MINUTE * 7 + micros);
        let stand = |remaining, retry_after| Some(Standing { limit: 2, remaining, retry_after });
        assert_eq!(limit.take(company, at(0)), stand(1, None));
        assert_eq!(limit.take(company, at(59_000_000)), stand(0, None));
        assert_eq!(limit.take(company, at(59_000_000)), stand(0, Some(1)));
        assert_eq!(limit.take(company, at(1)), stand(0, Some(60)));
        assert_eq!(limit.take(CompanyId(2), at(1)), stand(1, None), "another company has its own");
        assert_eq!(limit.take(company, at(MINUTE)), stand(1, None));
        assert_eq!(limit.window.lock().unwrap().taken.len(), 1, "the minute before is forgotten");
    }

    #[test]
    fn without_a_limit_nothing_is_counted() {
        let limit = RateLimit::default();
        assert_eq!(limit.take(CompanyId(1), Timestamp::from_micros(0)), None);
        assert!(limit.window.lock().unwrap().taken.is_empty());
    }
}
