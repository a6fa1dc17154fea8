//! Requests that are done once: whether one may begin, and what it was answered before.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Directory, Error};
use crate::domain::id::CompanyId;
use crate::domain::once::{Made, Once};
use crate::store;

/// How a request that is to be done once begins.
#[derive(Debug)]
pub enum Begun<'a> {
    /// It is the first; nobody else begins under its key until this is dropped.
    First(Flight<'a>),
    /// It was done, and this was the answer.
    Answered(Made),
}

/// Begins a request. One that is on its way under the same key is [`Error::InFlight`].
///
/// This spares work and tells clients to wait; that a request is done once is decided by the unique key inside its commit.
pub async fn begin<'a>(directory: &'a Directory, company: CompanyId, once: &Once) -> Result<Begun<'a>, Error> {
    if let Some(made) = answered(directory, company, once).await? {
        return Ok(Begun::Answered(made));
    }
    directory.flights.take_off(once.key).map(Begun::First).ok_or(Error::InFlight)
}

/// What a request was answered before, if it was. Another request under its key is [`Error::KeyReused`].
pub async fn answered(directory: &Directory, company: CompanyId, once: &Once) -> Result<Option<Made>, Error> {
    match store::once::find(&directory.store, company, once).await? {
        Some((request, made)) if request == once.request => Ok(Some(made)),
        Some(_) => Err(Error::KeyReused),
        None => Ok(None),
    }
}

/// The keys whose requests are on their way through this server.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashSet<[u8; 32]>>);

/// A request on its way.
#[derive(Debug)]
pub struct Flight<'a> {
    flights: &'a Flights,
    key: [u8; 32],
}

impl Flights {
    fn take_off(&self, key: [u8; 32]) -> Option<Flight<'_>> {
        let is_first = self.keys().insert(key);
        is_first.then(|| Flight { flights: self, key })
    }

    fn keys(&self) -> MutexGuard<'_, HashSet<[u8; 32]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.flights.keys().remove(&self.key);
    }
}
