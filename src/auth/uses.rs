//! When apps were last used, kept in memory and written down now and then: not with each request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

/// The most apps that are remembered between two writings.
const MOST: usize = 10_000;

/// The apps that were used and not written down since.
#[derive(Debug, Default)]
pub struct Uses(Mutex<HashMap<String, (CompanyId, Timestamp)>>);

impl Uses {
    /// Notes that an app was used.
    pub(super) fn note(&self, company: CompanyId, client_id: &str, at: Timestamp) {
        let mut uses = self.uses();
        if let Some(known) = uses.get_mut(client_id) {
            known.1 = at;
        } else if uses.len() < MOST {
            uses.insert(client_id.to_owned(), (company, at));
        }
    }

    /// When an app was last used, if that is not written down yet.
    pub fn of(&self, client_id: &str) -> Option<Timestamp> {
        self.uses().get(client_id).map(|(_, at)| *at)
    }

    /// Takes everything out, to be written down.
    pub fn take(&self) -> Vec<(CompanyId, String, Timestamp)> {
        std::mem::take(&mut *self.uses()).into_iter().map(|(app, (company, at))| (company, app, at)).collect()
    }

    fn uses(&self) -> MutexGuard<'_, HashMap<String, (CompanyId, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
