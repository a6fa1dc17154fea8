//! How many requests companies have made in the present minute. One process serves a file and counts in memory. Servers that share a
//! database count in it, for as many requests at once as came while they were on their way there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Error;
use super::postgres::Postgres;
use crate::domain::id::CompanyId;

/// The counts of the present minute, and of one before while somebody waits to be counted in it.
#[derive(Debug, Default)]
pub(super) struct Requests(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    counts: HashMap<(CompanyId, i64), Count>,
}

#[derive(Debug, Default)]
struct Count {
    /// How many there were, as far as is known here.
    used: i64,
    /// Those who wait to be counted by the database, and whether somebody is on the way there.
    waiting: Vec<oneshot::Sender<i64>>,
    is_asking: bool,
}

impl Requests {
    /// Counts one in memory.
    pub(super) fn count_here(&self, company: CompanyId, minute: i64, most: i64) -> Option<i64> {
        let mut window = self.window(minute);
        let count = window.counts.entry((company, minute)).or_default();
        (count.used < most).then(|| {
            count.used += 1;
            count.used
        })
    }

    /// Counts one in the database.
    pub(super) async fn count_there(
        self: &Arc<Self>,
        postgres: &Arc<Postgres>,
        company: CompanyId,
        minute: i64,
        most: i64,
    ) -> Result<Option<i64>, Error> {
        let place = {
            let mut window = self.window(minute);
            let count = window.counts.entry((company, minute)).or_default();
            if count.used >= most {
                return Ok(None);
            }
            let (waiting, place) = oneshot::channel();
            count.waiting.push(waiting);
            if !count.is_asking {
                count.is_asking = true;
                // Not by whoever came first: he may go away, and others wait for the same answer.
                postgres.runtime().spawn(Arc::clone(self).ask(Arc::clone(postgres), company, minute));
            }
            place
        };
        let place = place.await.map_err(|_| Error::Unavailable("requests cannot be counted".into()))?;
        Ok((place <= most).then_some(place))
    }

    /// Counts those who wait in a minute until nobody does.
    async fn ask(self: Arc<Self>, postgres: Arc<Postgres>, company: CompanyId, minute: i64) {
        while let Some(waiting) = self.waiting(company, minute) {
            match postgres.count_requests(company, minute, waiting.len() as i64).await {
                Ok(used) => {
                    self.lock().counts.entry((company, minute)).or_default().used = used;
                    let first = used - waiting.len() as i64 + 1;
                    for (place, one) in (first..).zip(waiting) {
                        // Whoever went away is counted all the same.
                        let _ = one.send(place);
                    }
                }
                Err(error) => tracing::warn!(%company, %error, "requests could not be counted"),
            }
        }
    }

    /// Those who wait in a minute; none when nobody does, and then nobody asks any more.
    fn waiting(&self, company: CompanyId, minute: i64) -> Option<Vec<oneshot::Sender<i64>>> {
        let mut window = self.lock();
        let is_over = window.minute != minute;
        let count = window.counts.get_mut(&(company, minute))?;
        if !count.waiting.is_empty() {
            return Some(std::mem::take(&mut count.waiting));
        }
        count.is_asking = false;
        if is_over {
            window.counts.remove(&(company, minute));
        }
        None
    }

    /// The counts of a minute; those of the one before are forgotten once nobody waits in them.
    fn window(&self, minute: i64) -> MutexGuard<'_, Window> {
        let mut window = self.lock();
        if window.minute != minute {
            window.minute = minute;
            window.counts.retain(|_, count| count.is_asking);
        }
        window
    }

    fn lock(&self) -> MutexGuard<'_, Window> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_before_is_forgotten() {
        let (requests, company) = (Requests::default(), CompanyId(1));
        assert_eq!([1, 2, 3].map(|_| requests.count_here(company, 7, 2)), [Some(1), Some(2), None]);
        assert_eq!(requests.count_here(CompanyId(2), 7, 2), Some(1), "another company has its own");
        assert_eq!(requests.count_here(company, 8, 2), Some(1));
        assert_eq!(requests.lock().counts.len(), 1);
    }

    #[test]
    fn whoever_waits_when_the_minute_ends_is_counted_in_it() {
        let (requests, company) = (Requests::default(), CompanyId(1));
        let (waiting, mut place) = oneshot::channel();
        let count = Count { waiting: vec![waiting], is_asking: true, ..Count::default() };
        requests.window(7).counts.insert((company, 7), count);
        assert_eq!(requests.count_here(company, 8, 2), Some(1), "the next minute begins anew");
        for one in requests.waiting(company, 7).unwrap() {
            one.send(1).unwrap();
        }
        assert_eq!(place.try_recv(), Ok(1));
        assert!(requests.waiting(company, 7).is_none());
        assert_eq!(requests.lock().counts.len(), 1, "the minute before is forgotten then");
    }
}
