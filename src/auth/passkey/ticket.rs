//! Tickets: what was asked of a browser, sealed so that only servers on this database can have given it out, each good for one purpose and
//! for five minutes. That it is good once is kept where it is answered.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::Seal;
use crate::auth::secret;
use crate::domain::passkey::{ANSWER_SECONDS, Spent};
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

/// What a ticket is good for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// To sign in.
    SignIn,
    /// To make a passkey in a session.
    New(Hash),
}

/// A ticket with a state in it.
pub(super) fn seal(with: Seal, purpose: Purpose, state: &[u8]) -> String {
    let until = with.now.plus_seconds(ANSWER_SECONDS).micros().to_be_bytes();
    let body = [&until, state].concat();
    URL_SAFE_NO_PAD.encode([&mark(with.secret, purpose, &body)[..], &body].concat())
}

/// The state in a ticket, and what is spent with it; nothing when it was not sealed here for this purpose, or is too old.
pub(super) fn open(with: Seal, purpose: Purpose, ticket: &str) -> Option<(Vec<u8>, Spent)> {
    let bytes = URL_SAFE_NO_PAD.decode(ticket).ok()?;
    let (shown, body) = bytes.split_at_checked(32)?;
    let is_ours: bool = mark(with.secret, purpose, body).ct_eq(shown).into();
    let (until, state) = body.split_first_chunk::<8>()?;
    let expires_at = Timestamp::from_micros(i64::from_be_bytes(*until));
    let spent = Spent { hash: secret::hash(ticket), expires_at };
    (is_ours && with.now < expires_at).then(|| (state.to_vec(), spent))
}

/// What only who has the secret can put on a ticket: one hash within another, as in HMAC.
fn mark(key: [u8; 32], purpose: Purpose, body: &[u8]) -> Hash {
    let inner = match purpose {
        Purpose::SignIn => secret::hash_of(&[&key, b"sign in", body]),
        Purpose::New(session) => secret::hash_of(&[&key, b"new", &session, body]),
    };
    secret::hash_of(&[&key, &inner])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Seal {
        Seal { secret: [7; 32], now: Timestamp::from_micros(0).plus_seconds(seconds) }
    }

    #[test]
    fn a_ticket_is_good_for_five_minutes_and_for_what_it_was_made_for() {
        let session = [1; 32];
        let ticket = seal(at(0), Purpose::New(session), b"state");
        let (state, spent) = open(at(299), Purpose::New(session), &ticket).unwrap();
        assert_eq!((&*state, spent.expires_at), (&b"state"[..], at(300).now));
        assert_eq!(open(at(300), Purpose::New(session), &ticket), None);
        assert_eq!(open(at(0), Purpose::New([2; 32]), &ticket), None);
        assert_eq!(open(at(0), Purpose::SignIn, &ticket), None);
        assert_eq!(open(Seal { secret: [8; 32], ..at(0) }, Purpose::New(session), &ticket), None);
    }

    #[test]
    fn nothing_in_a_ticket_can_be_changed() {
        let ticket = seal(at(0), Purpose::SignIn, b"state");
        let bytes = URL_SAFE_NO_PAD.decode(&ticket).unwrap();
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            assert_eq!(open(at(0), Purpose::SignIn, &URL_SAFE_NO_PAD.encode(other)), None, "{place}");
        }
        for other in ["", "x", "AAAA", &ticket[1..], &ticket[..ticket.len() - 1]] {
            assert_eq!(open(at(0), Purpose::SignIn, other), None, "{other}");
        }
    }
}
