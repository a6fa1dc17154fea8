//! How many requests companies have made in the present minute. One process serves a file and counts in memory. Servers that share a
//! database count in it, for as many requests at once as came while they were on their way there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::Error;
use super::postgres::Postgres;
use crate::domain::id::CompanyId;

/// The counts of the present minute.
#[derive(Debug, Default)]
pub(super) struct Requests(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    companies: HashMap<CompanyId, Count>,
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
        let count = window.companies.entry(company).or_default();
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
            let count = window.companies.entry(company).or_default();
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

    /// Counts those who wait until nobody does.
    async fn ask(self: Arc<Self>, postgres: Arc<Postgres>, company: CompanyId, minute: i64) {
        loop {
            let waiting = {
                let mut window = self.lock();
                if window.minute != minute {
                    // Those of another minute have somebody who counts them in it.
                    return;
                }
                let Some(count) = window.companies.get_mut(&company).filter(|count| !count.waiting.is_empty()) else {
                    window.companies.entry(company).and_modify(|count| count.is_asking = false);
                    return;
                };
                std::mem::take(&mut count.waiting)
            };
            match postgres.count_requests(company, minute, waiting.len() as i64).await {
                Ok(used) => {
                    let mut window = self.lock();
                    if window.minute == minute {
                        window.companies.entry(company).or_default().used = used;
                    }
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

    /// The counts of a minute; those of the one before are forgotten.
    fn window(&self, minute: i64) -> MutexGuard<'_, Window> {
        let mut window = self.lock();
        if window.minute != minute {
            *window = Window { minute, companies: HashMap::new() };
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
        assert_eq!(requests.lock().companies.len(), 1);
    }
}
