//! Throttling: whoever guesses has to wait, longer with each guess. Where there can be several servers they count together, in their
//! database; one alone counts in memory, up to a number of keys.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::time::Timestamp;
use crate::domain::token::Hash;
use crate::store::tries::{SharedTries, Tries};
use crate::store::{Error, Store};

/// The longest wait, in seconds: a quarter of an hour.
const WAIT_MAX: i64 = 900;
/// The first wait, in seconds; each further one is twice as long.
const WAIT_FIRST: i64 = 15;
/// How long after the last try a count is forgotten, in seconds: a day.
pub const FORGOTTEN_SECONDS: i64 = 86_400;
/// The most keys that are remembered in memory.
const MOST: usize = 50_000;
/// How often one whom others overtake counts anew. Whoever overtakes brings the next nearer to having to wait, so this is never reached.
const TURNS: usize = 1_000;

/// The tries of everybody.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Hash, Tries>>);

impl Throttle {
    /// Begins a try under some keys, each with the number of tries that it has for nothing. It counts as failed until [`Self::forgive`]
    /// says otherwise, so that many at once do not slip through. Where one of the keys has to wait, it is no try, and the seconds are told.
    pub async fn begin(&self, store: &Store, keys: &[(Hash, u32)], now: Timestamp) -> Result<Option<i64>, Error> {
        match store.shared_tries() {
            Some(shared) => begin_there(shared, keys, now).await,
            None => Ok(self.begin_here(keys, now)),
        }
    }

    /// Takes one try of a key back: it was right, which says nothing of the others.
    pub async fn take_back(&self, store: &Store, key: &Hash) -> Result<(), Error> {
        match store.shared_tries() {
            Some(shared) => return take_back_there(shared, key).await,
            None => self.take_back_here(key),
        }
        Ok(())
    }

    /// Forgets every try of a key: whoever tried was right.
    pub async fn forgive(&self, store: &Store, key: &Hash) -> Result<(), Error> {
        match store.shared_tries() {
            Some(shared) => return shared.forget(key).await,
            None => self.forgive_here(key),
        }
        Ok(())
    }

    fn begin_here(&self, keys: &[(Hash, u32)], now: Timestamp) -> Option<i64> {
        let mut tries = self.tries();
        let wait = keys.iter().filter_map(|(key, _)| wait(tries.get(key), now)).max();
        if wait.is_some() {
            return wait;
        }
        make_room(&mut tries, now);
        for (key, free) in keys {
            let after = one_more(tries.get(key), *free, now);
            tries.insert(*key, after);
        }
        None
    }

    fn take_back_here(&self, key: &Hash) {
        let mut tries = self.tries();
        match tries.get(key).map(one_less) {
            Some(Some(after)) => drop(tries.insert(*key, after)),
            Some(None) => drop(tries.remove(key)),
            None => (),
        }
    }

    fn forgive_here(&self, key: &Hash) {
        self.tries().remove(key);
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<Hash, Tries>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn begin_there(shared: SharedTries<'_>, keys: &[(Hash, u32)], now: Timestamp) -> Result<Option<i64>, Error> {
    let mut longest = None;
    for (key, _) in keys {
        longest = longest.max(wait(shared.get(key).await?.as_ref(), now));
    }
    if longest.is_some() {
        return Ok(longest);
    }
    for (at, (key, free)) in keys.iter().enumerate() {
        let wait = count_there(shared, key, *free, now).await?;
        if wait.is_some() {
            // Others were quicker under this key, so it is no try under those before.
            for (key, _) in &keys[..at] {
                take_back_there(shared, key).await?;
            }
            return Ok(wait);
        }
    }
    Ok(None)
}

async fn count_there(shared: SharedTries<'_>, key: &Hash, free: u32, now: Timestamp) -> Result<Option<i64>, Error> {
    for _ in 0..TURNS {
        let before = shared.get(key).await?;
        let wait = wait(before.as_ref(), now);
        if wait.is_some() || shared.replace(key, before, one_more(before.as_ref(), free, now)).await? {
            return Ok(wait);
        }
    }
    Err(Error::Unavailable("a try could not be counted".into()))
}

async fn take_back_there(shared: SharedTries<'_>, key: &Hash) -> Result<(), Error> {
    for _ in 0..TURNS {
        let Some(before) = shared.get(key).await? else { return Ok(()) };
        let is_done = match one_less(&before) {
            Some(after) => shared.replace(key, Some(before), after).await?,
            None => shared.remove(key, before).await?,
        };
        if is_done {
            return Ok(());
        }
    }
    Err(Error::Unavailable("a try could not be taken back".into()))
}

/// How many seconds the next try has to wait, if it has to.
fn wait(tries: Option<&Tries>, now: Timestamp) -> Option<i64> {
    // One that came at the same moment may have been a little later, and does not make others wait by that.
    let until = tries.filter(|tries| tries.until > tries.last)?.until;
    let micros = until.micros() - now.micros();
    (micros > 0).then(|| (micros + 999_999) / 1_000_000)
}

fn one_more(before: Option<&Tries>, free: u32, now: Timestamp) -> Tries {
    let before = before.filter(|before| now < before.last.plus_seconds(FORGOTTEN_SECONDS));
    let count = before.map_or(0, |before| before.count).saturating_add(1);
    Tries { count, last: now, until: now.plus_seconds(wait_after(count, free)) }
}

/// What is left where one try is taken back; nothing when it was the only one.
fn one_less(before: &Tries) -> Option<Tries> {
    let count = before.count.checked_sub(1).filter(|count| *count > 0)?;
    Some(Tries { count, last: before.last, until: before.last })
}

fn wait_after(count: u32, free: u32) -> i64 {
    if count < free {
        return 0;
    }
    WAIT_FIRST.checked_shl((count - free).min(16)).unwrap_or(WAIT_MAX).min(WAIT_MAX)
}

/// Forgets what is old, and where that is not enough what was tried only once or twice.
fn make_room(tries: &mut HashMap<Hash, Tries>, now: Timestamp) {
    if tries.len() < MOST {
        return;
    }
    tries.retain(|_, tries| now < tries.last.plus_seconds(FORGOTTEN_SECONDS));
    if tries.len() >= MOST {
        tries.retain(|_, tries| tries.count > 2 || now < tries.until);
    }
    if tries.len() >= MOST {
        tries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [(Hash, u32); 1] = [([1; 32], 5)];

    #[test]
    fn after_some_tries_each_further_one_waits_twice_as_long() {
        let throttle = Throttle::default();
        let mut now = Timestamp::from_micros(0);
        for _ in 0..5 {
            assert_eq!(throttle.begin_here(&KEY, now), None);
        }
        for wait in [15, 30, 60, 120, 240, 480, 900, 900] {
            assert_eq!(throttle.begin_here(&KEY, now), Some(wait));
            assert_eq!(
                throttle.begin_here(&KEY, now.plus_seconds(wait - 1)),
                Some(1),
                "waiting does not make it longer"
            );
            now = now.plus_seconds(wait);
            assert_eq!(throttle.begin_here(&KEY, now), None);
        }
    }

    #[test]
    fn whoever_was_right_begins_anew_and_others_are_not_concerned() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_micros(0));
        for _ in 0..5 {
            assert_eq!(throttle.begin_here(&KEY, now), None);
        }
        assert_eq!(throttle.begin_here(&[([2; 32], 5)], now), None);
        assert!(throttle.begin_here(&[([2; 32], 5), KEY[0]], now).is_some());
        throttle.forgive_here(&[1; 32]);
        assert_eq!(throttle.begin_here(&KEY, now), None);
    }

    #[test]
    fn whoever_comes_at_the_same_moment_does_not_wait_for_one_a_little_later() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_micros(1_000_000));
        assert_eq!(throttle.begin_here(&KEY, Timestamp::from_micros(1_000_001)), None);
        assert_eq!(throttle.begin_here(&KEY, now), None);
    }

    #[test]
    fn a_try_that_was_right_says_nothing_of_the_others() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_micros(0));
        for _ in 0..4 {
            assert_eq!(throttle.begin_here(&KEY, now), None);
        }
        for _ in 0..3 {
            assert_eq!(throttle.begin_here(&KEY, now), None);
            throttle.take_back_here(&[1; 32]);
        }
        assert_eq!(throttle.begin_here(&KEY, now), None);
        assert_eq!(throttle.begin_here(&KEY, now), Some(WAIT_FIRST));
    }

    #[test]
    fn nothing_is_remembered_of_a_try_that_was_the_only_one_and_right() {
        let throttle = Throttle::default();
        assert_eq!(throttle.begin_here(&KEY, Timestamp::from_micros(0)), None);
        throttle.take_back_here(&[1; 32]);
        assert!(throttle.tries().is_empty());
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let throttle = Throttle::default();
        for at in 0..MOST as u64 + 10 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&at.to_be_bytes());
            assert_eq!(throttle.begin_here(&[(key, 5)], Timestamp::from_micros(0)), None);
        }
        assert!(throttle.tries().len() <= MOST);
    }
}
