//! Authorization codes (RFC 6749, section 4.1): a user agreed that an app acts for them, and the app has a minute to show the code.

use super::id::{CompanyId, UserId};
use super::time::Timestamp;
use super::token::Hash;

/// How long a code is accepted, in seconds.
pub const LIFETIME_SECONDS: i64 = 60;

/// A code that was made; the code itself is never kept, only its SHA-256.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The company that it opens.
    pub company: CompanyId,
    /// SHA-256 of the code.
    pub hash: Hash,
    /// The app that it was made for.
    pub client_id: String,
    /// The user who agreed.
    pub user: UserId,
    /// Where the code was sent, when the app named it: then it has to name the same again.
    pub redirect_uri: Option<String>,
    /// What only the sender of the first request can answer.
    pub challenge: Option<Challenge>,
    /// From when it is no longer accepted.
    pub expires_at: Timestamp,
    /// When it was exchanged, which happens once.
    pub used_at: Option<Timestamp>,
}

/// A challenge (RFC 7636): whoever shows the code has to show the verifier that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// The verifier itself.
    Plain(String),
    /// Its SHA-256 in base64url.
    S256(String),
}

impl Challenge {
    /// The methods by their names.
    pub const METHODS: [&'static str; 2] = ["S256", "plain"];

    /// Reads a challenge and its method, `plain` without one (section 4.3); `None` when either is malformed.
    pub fn parse(method: Option<&str>, challenge: &str) -> Option<Self> {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        match method.unwrap_or("plain") {
            "plain" if (43..=128).contains(&challenge.len()) && challenge.bytes().all(is_unreserved) => {
                Some(Self::Plain(challenge.to_owned()))
            }
            "S256" if challenge.len() == 43 && challenge.bytes().all(is_base64url) => {
                Some(Self::S256(challenge.to_owned()))
            }
            _ => None,
        }
    }

    /// The method's name and the challenge.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Plain(challenge) => ("plain", challenge),
            Self::S256(challenge) => ("S256", challenge),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_challenge_has_43_to_128_unreserved_characters() {
        for (length, is_one) in [(42, false), (43, true), (128, true), (129, false)] {
            assert_eq!(Challenge::parse(None, &"~".repeat(length)).is_some(), is_one, "{length}");
        }
        assert_eq!(Challenge::parse(Some("plain"), &"+".repeat(43)), None);
    }

    #[test]
    fn a_hashed_challenge_is_a_sha_256_in_base64url() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(Challenge::parse(Some("S256"), challenge), Some(Challenge::S256(challenge.into())));
        for (method, wrong) in [("S256", &challenge[1..]), ("S256", &*"~".repeat(43)), ("s256", challenge)] {
            assert_eq!(Challenge::parse(Some(method), wrong), None, "{method} {wrong}");
        }
    }
}
