//! The randomness that is handed in: the machine's, or a seeded one for tests.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Gives random bytes, good for secrets.
#[derive(Clone, Debug)]
pub enum Random {
    /// Seeded and reseeded by the machine.
    System,
    /// The same bytes for the same seed: for tests only.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Random {
    /// The same bytes in the same order for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => rand::rng().fill_bytes(&mut bytes),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }
}
