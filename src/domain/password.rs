//! Passwords: which ones are taken. The rules follow NIST SP 800-63B-4: length counts, kinds of characters do not, and what is known to be
//! guessed first is refused.

use unicode_normalization::UnicodeNormalization;

use super::problem::{Problems, Rule};
use super::text;

/// The fewest characters of a password: it is the only proof that is asked for.
pub const MIN: usize = 15;
/// The most characters of a password.
pub const MAX: usize = 256;
/// So many characters have to be left when what is guessed first is taken out.
const OWN_MIN: usize = 8;

/// What is guessed first, in pieces: words and rows of keys of which common passwords are made, one a line.
const COMMON: &str = include_str!("password/common.txt");

const GUESSED: &str = "this is easy to guess: it is made of your name or address, of common passwords, or of one piece again and again; choose some words that do not belong together";

/// A password in the one spelling in which it is kept and compared (NFC, RFC 8265).
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Reads a password that is to be kept. `about` is what is known of its owner: names and address. What is wrong with it is noted, but
    /// never what it was.
    pub fn check(typed: &str, about: &[&str], path: &str, problems: &mut Problems) -> Option<Self> {
        let password = Self::typed(typed);
        let length = text::length(&password.0);
        if !(MIN..=MAX).contains(&length) {
            problems.missing(path, Rule::Size { min: MIN, max: MAX });
            return None;
        }
        if is_guessed(&password.0, about) {
            problems.missing(path, Rule::Pattern(GUESSED));
            return None;
        }
        Some(password)
    }

    /// A password as somebody typed it, to be compared.
    pub fn typed(typed: &str) -> Self {
        Self(typed.nfc().collect())
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it is longer than any that is kept, so that nobody's is.
    pub fn is_too_long(&self) -> bool {
        self.0.len() > 4 * MAX
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

fn is_guessed(password: &str, about: &[&str]) -> bool {
    let mut rest = text::fold(password);
    if period(&rest) < OWN_MIN {
        return true;
    }
    let own = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(text::fold);
    let mut pieces: Vec<String> =
        own.chain(COMMON.lines().map(str::to_owned)).filter(|piece| text::length(piece) > 2).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    for piece in pieces {
        rest = rest.replace(&piece, " ");
    }
    rest.chars().filter(|c| !c.is_whitespace()).count() < OWN_MIN
}

/// The length of the piece of which the text is repetitions; the length of the text when it is none.
fn period(text: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let repeats = |length: &usize| letters.iter().zip(&letters[*length..]).all(|(one, other)| one == other);
    (1..letters.len()).find(repeats).unwrap_or(letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(password: &str) -> Vec<String> {
        let mut problems = Problems::default();
        let about = ["Nora", "Adeyemi", "nora.adeyemi@northwind.example"];
        let checked = Password::check(password, &about, "password", &mut problems);
        assert_eq!(checked.is_some(), problems.is_empty());
        assert!(problems.0.iter().all(|problem| problem.given.is_none()), "a password is never told");
        problems.0.iter().map(|problem| problem.rule.anchor().to_owned()).collect()
    }

    #[test]
    fn a_password_has_15_to_256_characters_whatever_they_are() {
        for right in [
            "quiet lamp over",
            "ヴィオラと湖の朝と静かな机と紙",
            "тихаялампанадре",
            "👩‍👩‍👧👩‍👩‍👦 über ämter",
            "x7Q#z9!Lm2@Vb5$",
        ] {
            assert_eq!(faults(right), [""; 0], "{right}");
        }
        let long: String = (0..256).map(|at| char::from(b'a' + (at * at % 26) as u8)).collect();
        assert_eq!(faults(&long), [""; 0]);
        for wrong in ["", "quiet lamp ove", &format!("{long}x")] {
            assert_eq!(faults(wrong), ["Size"], "{wrong}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for wrong in [
            "aaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "passwordpassword1",
            "Password123456789!",
            "correcthorsebatterystaple",
            "123456789012345678",
            "qwertyuiopasdfghjkl",
            "nora.adeyemi.2026",
            "NoraAdeyemi-Northwind",
            "cardfilecardfilecardfile!",
        ] {
            assert_eq!(faults(wrong), ["Pattern"], "{wrong}");
        }
    }

    #[test]
    fn two_spellings_of_one_text_are_one_password() {
        assert_eq!(Password::typed("e\u{301}"), Password::typed("é"));
    }
}
