//! Leases: what was found out about a token holds for a second, so that a busy client is not looked up with every call. Whoever revokes
//! an app or a token forgets them here at once; after that second no other server lets it in any more either.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Access, Uses};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;

/// How long what was found out holds, in seconds.
pub const LEASE_SECONDS: i64 = 1;
/// The most tokens that are remembered.
const MOST: usize = 10_000;

/// What was found out about tokens lately, and which apps were seen by that.
#[derive(Debug, Default)]
pub struct Leases {
    found: Mutex<HashMap<[u8; 32], Lease>>,
    /// When apps were last used.
    pub uses: Uses,
}

#[derive(Debug)]
struct Lease {
    access: Arc<Access>,
    from: Timestamp,
}

impl Leases {
    /// What is known of a token, while its lease lasts.
    pub(super) fn find(&self, hash: &[u8; 32], now: Timestamp) -> Option<Arc<Access>> {
        let leases = self.leases();
        let lease = leases.get(hash)?;
        (lease.from <= now && now < lease.from.plus_seconds(LEASE_SECONDS)).then(|| Arc::clone(&lease.access))
    }

    /// Remembers what was found out from this moment on.
    pub(super) fn keep(&self, hash: [u8; 32], access: Arc<Access>, from: Timestamp) {
        self.uses.note(access.company, &access.client_id, from);
        let mut leases = self.leases();
        if leases.len() >= MOST {
            leases.clear();
        }
        leases.insert(hash, Lease { access, from });
    }

    /// Forgets what is known of an app's tokens.
    pub fn forget(&self, client_id: &str) {
        self.leases().retain(|_, lease| lease.access.client_id != client_id);
    }

    /// Forgets what is known of tokens with which apps act for a user.
    pub fn forget_user(&self, user: UserId) {
        self.leases().retain(|_, lease| lease.access.user != user);
    }

    fn leases(&self) -> MutexGuard<'_, HashMap<[u8; 32], Lease>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
