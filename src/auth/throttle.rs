//! Throttling: whoever guesses has to wait, longer with each guess. Counts are kept in memory, for one server, up to a number of keys.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

/// The longest wait, in seconds: a quarter of an hour.
const WAIT_MAX: i64 = 900;
/// The first wait, in seconds; each further one is twice as long.
const WAIT_FIRST: i64 = 15;
/// How long after the last try a count is forgotten, in seconds: a day.
const FORGOTTEN: i64 = 86_400;
/// The most keys that are remembered.
const MOST: usize = 50_000;

/// The tries of everybody.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Hash, Tries>>);

#[derive(Clone, Copy, Debug)]
struct Tries {
    count: u32,
    last: Timestamp,
    until: Timestamp,
}

impl Throttle {
    /// Begins a try under some keys, each with the number of tries that it has for nothing. It counts as failed until [`Self::forgive`]
    /// says otherwise, so that many at once do not slip through. Where one of the keys has to wait, it is no try, and the seconds are told.
    pub fn begin(&self, keys: &[(Hash, u32)], now: Timestamp) -> Result<(), i64> {
        let mut tries = self.tries();
        let wait = keys.iter().filter_map(|(key, _)| tries.get(key)).map(|tries| seconds_until(tries.until, now)).max();
        if let Some(wait) = wait.filter(|wait| *wait > 0) {
            return Err(wait);
        }
        make_room(&mut tries, now);
        for (key, free) in keys {
            let before = tries
                .get(key)
                .filter(|before| now < before.last.plus_seconds(FORGOTTEN))
                .map_or(0, |before| before.count);
            let count = before.saturating_add(1);
            tries.insert(*key, Tries { count, last: now, until: now.plus_seconds(wait_after(count, *free)) });
        }
        Ok(())
    }

    /// Takes one try of a key back: it was right, which says nothing of the others.
    pub fn take_back(&self, key: &Hash) {
        if let Some(tries) = self.tries().get_mut(key) {
            tries.count = tries.count.saturating_sub(1);
            tries.until = tries.last;
        }
    }

    /// Forgets every try of a key: whoever tried was right.
    pub fn forgive(&self, key: &Hash) {
        self.tries().remove(key);
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<Hash, Tries>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait_after(count: u32, free: u32) -> i64 {
    if count < free {
        return 0;
    }
    WAIT_FIRST.checked_shl((count - free).min(16)).unwrap_or(WAIT_MAX).min(WAIT_MAX)
}

fn seconds_until(until: Timestamp, now: Timestamp) -> i64 {
    ((until.micros() - now.micros()).max(0) + 999_999) / 1_000_000
}

/// Forgets what is old, and where that is not enough what was tried only once or twice.
fn make_room(tries: &mut HashMap<Hash, Tries>, now: Timestamp) {
    if tries.len() < MOST {
        return;
    }
    tries.retain(|_, tries| now < tries.last.plus_seconds(FORGOTTEN));
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
            assert_eq!(throttle.begin(&KEY, now), Ok(()));
        }
        for wait in [15, 30, 60, 120, 240, 480, 900, 900] {
            assert_eq!(throttle.begin(&KEY, now), Err(wait));
            assert_eq!(throttle.begin(&KEY, now.plus_seconds(wait - 1)), Err(1), "waiting does not make it longer");
            now = now.plus_seconds(wait);
            assert_eq!(throttle.begin(&KEY, now), Ok(()));
        }
    }

    #[test]
    fn whoever_was_right_begins_anew_and_others_are_not_concerned() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_micros(0));
        for _ in 0..5 {
            assert_eq!(throttle.begin(&KEY, now), Ok(()));
        }
        assert_eq!(throttle.begin(&[([2; 32], 5)], now), Ok(()));
        assert!(throttle.begin(&[([2; 32], 5), KEY[0]], now).is_err());
        throttle.forgive(&[1; 32]);
        assert_eq!(throttle.begin(&KEY, now), Ok(()));
    }

    #[test]
    fn a_try_that_was_right_says_nothing_of_the_others() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_micros(0));
        for _ in 0..4 {
            assert_eq!(throttle.begin(&KEY, now), Ok(()));
        }
        for _ in 0..3 {
            assert_eq!(throttle.begin(&KEY, now), Ok(()));
            throttle.take_back(&[1; 32]);
        }
        assert_eq!(throttle.begin(&KEY, now), Ok(()));
        assert_eq!(throttle.begin(&KEY, now), Err(WAIT_FIRST));
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let throttle = Throttle::default();
        for at in 0..MOST as u64 + 10 {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&at.to_be_bytes());
            assert_eq!(throttle.begin(&[(key, 5)], Timestamp::from_micros(0)), Ok(()));
        }
        assert!(throttle.tries().len() <= MOST);
    }
}
