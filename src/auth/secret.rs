//! Secrets: 256 random bits each, so their SHA-256 is as hard to guess as they are. Only the hash is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::id::CompanyId;
use crate::random::Random;

/// A new client id. It begins with its company, so that a lookup knows where to look.
pub fn new_client_id(company: CompanyId, random: &Random) -> String {
    let random = u128::from_be_bytes(random.bytes());
    format!("{company}-{random:032x}")
}

/// A new client secret.
pub fn new_client_secret(random: &Random) -> String {
    URL_SAFE_NO_PAD.encode(random.bytes::<32>())
}

/// A new access token. It begins with its company, so that a lookup knows where to look; to clients it is opaque.
pub fn new_access_token(company: CompanyId, random: &Random) -> String {
    format!("{company}-{}", URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
}

/// The company that a client id or a token was made for.
pub fn company_of(credential: &str) -> Option<CompanyId> {
    CompanyId::parse(credential.split_once('-')?.0)
}

/// The form in which a secret is kept.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// One hash of several texts, each with its length, so that none of them runs into the next.
pub fn hash_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// Whether a secret is the one that was kept, in a time that does not depend on where they differ.
pub fn is_same(secret: &str, kept: &[u8; 32]) -> bool {
    hash(secret).ct_eq(kept).into()
}
