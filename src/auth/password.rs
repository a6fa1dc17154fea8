//! Passwords as they are kept: Argon2id, slow to try and the same time for everybody.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::domain::password::Password;
use crate::random::Random;

/// How many passwords are hashed at the same time; each takes 19 MiB.
const AT_ONCE: usize = 4;
/// How many wait for that at most.
const WAITING_MAX: usize = 200;

/// A hash that is nobody's, for whoever has none: it takes the same time.
static NOBODYS: LazyLock<Option<String>> =
    LazyLock::new(|| hash_now(&Password::typed("nobody has this password"), &[0; 16]));

/// Why a password was neither kept nor compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many others are waiting.
    #[error("too many passwords are being checked at once; try again")]
    Busy,
    /// The hash could not be made, or the one that is kept is not readable.
    #[error("a password could not be hashed")]
    Broken,
}

/// Hashes passwords, a few at a time, beside everything else that the server does.
#[derive(Debug)]
pub struct Passwords {
    room: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { room: Semaphore::new(AT_ONCE), waiting: AtomicUsize::new(0) }
    }
}

impl Passwords {
    /// The form in which a password is kept.
    pub async fn hash(&self, password: &Password, random: &Random) -> Result<String, PasswordError> {
        let (password, salt) = (password.clone(), random.bytes::<16>());
        self.work(move || hash_now(&password, &salt)).await
    }

    /// Whether a password is the one that is kept. Where none is kept it takes as long to say no.
    pub async fn is_same(&self, password: &Password, kept: Option<&str>) -> Result<bool, PasswordError> {
        let (password, kept) = (password.clone(), kept.map(ToOwned::to_owned));
        self.work(move || {
            let is_kept = kept.is_some() && !password.is_too_long();
            let kept = if is_kept { kept.as_deref() } else { NOBODYS.as_deref() };
            let bytes = if password.is_too_long() { &[][..] } else { password.as_bytes() };
            let kept = PasswordHash::new(kept?).ok()?;
            Some(argon2().verify_password(bytes, &kept).is_ok() && is_kept)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = Place::take(&self.waiting).ok_or(PasswordError::Busy)?;
        let _room = self.room.acquire().await.map_err(|_| PasswordError::Broken)?;
        tokio::task::spawn_blocking(work).await.ok().flatten().ok_or(PasswordError::Broken)
    }
}

/// A place among those who wait, given back when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < WAITING_MAX).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Argon2id with 19 MiB, two passes and one lane, as OWASP's cheat sheet on password storage asks for at least.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn hash_now(password: &Password, salt: &[u8; 16]) -> Option<String> {
    argon2().hash_password_with_salt(password.as_bytes(), salt).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_a_hash_that_does_not_tell_it() {
        let (passwords, random) = (Passwords::default(), Random::seeded(1));
        let password = Password::typed("quiet lamp over the sea");
        let kept = passwords.hash(&password, &random).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, passwords.hash(&password, &random).await.unwrap(), "each has a salt of its own");
        assert!(passwords.is_same(&password, Some(&kept)).await.unwrap());
        for other in ["quiet lamp over the se", "Quiet lamp over the sea", "", &"x".repeat(5000)] {
            assert!(!passwords.is_same(&Password::typed(other), Some(&kept)).await.unwrap(), "{other}");
        }
    }

    #[tokio::test]
    async fn nobody_has_the_password_that_stands_in_for_none() {
        let passwords = Passwords::default();
        assert!(!passwords.is_same(&Password::typed("nobody has this password"), None).await.unwrap());
    }
}
