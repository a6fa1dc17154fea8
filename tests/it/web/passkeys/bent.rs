//! Answers of devices in which something is another than it was.

use super::ORIGIN;
use crate::door::authenticator::Authenticator;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cardfile::auth::passkey::{self, Asked, Seal, Site};
use cardfile::domain::id::{CompanyId, UserId};
use cardfile::domain::passkey::Passkey;
use cardfile::domain::time::Timestamp;
use cardfile::domain::user::{User, UserInput};
use serde_json::Value;

#[test]
fn an_answer_of_which_any_bit_is_another_is_read_or_refused_and_opens_nothing() {
    let (site, now) = (Site::of(ORIGIN).unwrap(), Timestamp::from_micros(0));
    let (seal, user) = (Seal { secret: [7; 32], now }, User::owner(CompanyId(7), UserId(9), UserInput::default(), now));
    let asked = passkey::ask_for_new(&site, seal, &user, [1; 32], &[]).unwrap();
    let (mut device, answer) = Authenticator::make(&asked.options, ORIGIN);
    let accept = |asked: &Asked, answer: &str| passkey::accept_new(&site, seal, [1; 32], &asked.ticket, answer);
    for other in bent(&answer, "clientDataJSON").chain(bent(&answer, "attestationObject")) {
        drop(accept(&asked, &other));
    }
    let (credential, _) = accept(&asked, &answer).unwrap();
    let hash = passkey::hash_of(&credential.id);
    let (company, name) = (user.company, String::new());
    let kept = Passkey { company, user: user.id, hash, credential, name, created_at: now, used_at: None };
    let asked = passkey::ask_for_any(&site, seal).unwrap();
    let answer = device.sign(&asked.options);
    let is_right = |answer: &str| {
        passkey::Answer::read(answer).and_then(|answer| answer.check(&site, seal, &asked.ticket, &kept)).is_ok()
    };
    assert!(is_right(&answer));
    for part in ["clientDataJSON", "authenticatorData", "signature", "userHandle"] {
        let right = bent(&answer, part).filter(|other| is_right(other)).count();
        assert_eq!(right, 0, "{part}");
    }
}

/// An answer as often as a part of it has bytes, with a bit of one of them changed; and cut off before each of them.
fn bent(answer: &str, part: &str) -> impl Iterator<Item = String> {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(answer["response"][part].as_str().unwrap()).unwrap();
    let part = part.to_owned();
    (0..2 * bytes.len()).map(move |at| {
        let (mut other, mut bent) = (answer.clone(), bytes.clone());
        let place = at / 2;
        if at % 2 == 0 {
            bent[place] ^= 1 << (place % 8)
        } else {
            bent.truncate(place)
        }
        other["response"][&part] = URL_SAFE_NO_PAD.encode(bent).into();
        other.to_string()
    })
}
