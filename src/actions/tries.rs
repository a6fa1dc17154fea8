//! Tries of what can be guessed: whoever is wrong often has to wait.

use super::{Directory, Error};
use crate::domain::token::Hash;

/// Begins a try under some keys, each with the number of tries that it has for nothing; refused while one of them has to wait.
pub(super) async fn begin(directory: &Directory, keys: &[(Hash, u32)]) -> Result<(), Error> {
    let wait = directory.throttle.begin(&directory.store, keys, directory.clock.now()).await?;
    wait.map_or(Ok(()), |seconds| Err(Error::Wait(seconds)))
}

/// Notes that a try was right: those of its account are forgotten, and of its network's it is taken back.
pub(super) async fn forgive(directory: &Directory, account: Option<&Hash>, network: Option<&Hash>) {
    let (throttle, store) = (&directory.throttle, &directory.store);
    let noted = async {
        if let Some(key) = account {
            throttle.forgive(store, key).await?;
        }
        if let Some(key) = network {
            throttle.take_back(store, key).await?;
        }
        Ok::<(), crate::store::Error>(())
    };
    // Whoever was right is let in; the next one may have to wait.
    if let Err(error) = noted.await {
        tracing::warn!(%error, "it could not be noted that somebody was right");
    }
}
