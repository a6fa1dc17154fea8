//! Secrets: 256 random bits each, so their SHA-256 is as hard to guess as they are. Only the hash is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::code::Challenge;
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

/// A new access token, refresh token or code. It begins with its company, so that a lookup knows where to look; to clients it is opaque.
pub fn new_token(company: CompanyId, random: &Random) -> String {
    format!("{company}-{}", URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
}

/// The refresh token that takes the place of another: the same one for the same salt, so that a client that asks again is told the same.
/// Without the salt, which is forgotten soon, the one before does not lead to it.
pub fn successor(company: CompanyId, token: &str, salt: &[u8; 32]) -> String {
    let secret = Sha256::new().chain_update(salt).chain_update(token).finalize();
    format!("{company}-{}", URL_SAFE_NO_PAD.encode(secret))
}

/// What a session's forms send back, so that no other site can send them: it follows from the session's token and does not lead to it.
pub fn form_token(session: &str) -> String {
    URL_SAFE_NO_PAD.encode(hash_of(&[b"form", session.as_bytes()]))
}

/// What secrets are sealed with that wait for the next page of a session: it follows from the session's token and does not lead to it.
pub fn sealing_key(session: &str) -> [u8; 32] {
    hash_of(&[b"seal", session.as_bytes()])
}

/// A new secret as only the session of this key reads it. The pad it is covered with is made of the key and of the secret's own hash, so
/// that no two secrets are covered with the same.
pub fn seal(secret: &str, key: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(covered(secret.as_bytes(), key, &hash(secret)))
}

/// The secret that was sealed, if it was by this key and is the one whose hash was kept.
pub fn unseal(sealed: &str, key: &[u8; 32], kept: &[u8; 32]) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    String::from_utf8(covered(&sealed, key, kept)).ok().filter(|secret| is_same(secret, kept))
}

/// A text covered with a pad, or uncovered.
fn covered(text: &[u8], key: &[u8; 32], kept: &[u8; 32]) -> Vec<u8> {
    let pad = (0u64..).flat_map(|block| hash_of(&[key, kept, &block.to_be_bytes()]));
    text.iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect()
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
pub fn are_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
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

/// Whether a verifier belongs to a challenge (RFC 7636, section 4.6), in a time that does not depend on where they differ.
pub fn verifies(verifier: &str, challenge: &Challenge) -> bool {
    let (shown, kept) = match challenge {
        Challenge::Plain(kept) => (verifier.to_owned(), kept),
        Challenge::S256(kept) => (URL_SAFE_NO_PAD.encode(hash(verifier)), kept),
    };
    shown.as_bytes().ct_eq(kept.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_the_standards_example_belongs_to_its_challenge() {
        let (verifier, hashed) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        let challenge = Challenge::S256(hashed.into());
        assert!(verifies(verifier, &challenge));
        assert!(!verifies(hashed, &challenge) && !verifies("", &challenge));
        let plain = Challenge::Plain(verifier.into());
        assert!(verifies(verifier, &plain) && !verifies(hashed, &plain) && !verifies(&verifier[1..], &plain));
    }

    #[test]
    fn a_sealed_secret_is_read_by_its_session_alone_and_only_as_the_one_that_was_kept() {
        let (mine, other) = (sealing_key("7-session"), sealing_key("7-another"));
        let (first, second) = (format!("7-{}", "a".repeat(43)), format!("7-{}", "b".repeat(43)));
        let sealed = seal(&first, &mine);
        assert_eq!(unseal(&sealed, &mine, &hash(&first)).as_deref(), Some(&*first));
        for (sealed, key, kept) in [
            (&*sealed, &other, &first),
            (&*sealed, &mine, &second),
            (&seal(&second, &mine), &mine, &first),
            (&sealed[..40], &mine, &first),
            ("", &mine, &first),
            ("***", &mine, &first),
        ] {
            assert_eq!(unseal(sealed, key, &hash(kept)), None, "{sealed}");
        }
        assert!(!sealed.contains("aaa"));
    }

    #[test]
    fn a_successor_is_one_for_one_salt_and_another_for_another() {
        let company = CompanyId(7);
        let first = successor(company, "7-a", &[1; 32]);
        assert_eq!(first, successor(company, "7-a", &[1; 32]));
        assert_ne!(first, successor(company, "7-a", &[2; 32]));
        assert_ne!(first, successor(company, "7-b", &[1; 32]));
        assert_eq!(company_of(&first), Some(company));
    }
}
