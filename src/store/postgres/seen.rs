//! What a server saw last of companies' counters. While nobody else writes in a company they are as they were, and a transaction can be sent
//! whole, without waiting for what it begins with.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::batch::Counters;
use crate::domain::id::CompanyId;

/// The most companies that are remembered.
const MOST: usize = 10_000;

/// Counters by company.
#[derive(Debug, Default)]
pub(super) struct Seen {
    all: Mutex<HashMap<CompanyId, Last>>,
    /// The database does not take transactions that are sent whole.
    is_useless: AtomicBool,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    counters: Counters,
    /// Whether it is likely that nobody else writes in the company.
    is_alone: bool,
}

impl Seen {
    /// The counters, when it is likely that they are the same still.
    pub(super) fn likely(&self, company: CompanyId) -> Option<Counters> {
        let is_likely = |last: &&Last| last.is_alone && !self.is_useless.load(Ordering::Relaxed);
        self.all().get(&company).filter(is_likely).map(|last| last.counters)
    }

    /// Remembers the counters after a commit, and before it. Others write in a company whose counters were not as they had been left.
    pub(super) fn note(&self, company: CompanyId, before: Counters, after: Counters) {
        let mut all = self.all();
        if all.len() >= MOST {
            all.clear();
        }
        let is_alone = all.get(&company).is_none_or(|last| last.counters == before);
        all.insert(company, Last { counters: after, is_alone });
    }

    /// The counters were others.
    pub(super) fn mistook(&self, company: CompanyId) {
        self.all().entry(company).and_modify(|last| last.is_alone = false);
    }

    /// From now on nothing is likely: what follows from it does not work here.
    pub(super) fn give_up(&self) {
        self.is_useless.store(true, Ordering::Relaxed);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<CompanyId, Last>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_others_write_nothing_is_likely_until_they_stop() {
        let (seen, company) = (Seen::default(), CompanyId(7));
        let at = |events| Counters { events, customers: 1 };
        assert_eq!(seen.likely(company), None);
        seen.note(company, at(3), at(5));
        assert_eq!(seen.likely(company), Some(at(5)));
        seen.mistook(company);
        assert_eq!(seen.likely(company), None);
        seen.note(company, at(8), at(9));
        assert_eq!(seen.likely(company), None, "somebody wrote in between");
        seen.note(company, at(9), at(10));
        assert_eq!(seen.likely(company), Some(at(10)));
        assert_eq!(seen.likely(CompanyId(8)), None);
    }
}
