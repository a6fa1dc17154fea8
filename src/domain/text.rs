//! Text: how its length is counted, and the form under which two texts are the same.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use unicode_normalization::UnicodeNormalization;

use super::problem::{Problems, Rule};

/// How many characters (Unicode scalar values) a text has.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// The form under which names are compared: Unicode case folding and composed characters (NFC).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Marks are put in order before letters are folded: folding may take a letter's own mark away from it (Unicode, D145).
    let decomposed: String = text.nfd().collect();
    CaseMapper::new().fold_string(&decomposed).nfc().collect()
}

/// Whether nothing is drawn for a character: control characters, marks of direction, joiners, selectors and tags (Unicode,
/// Default_Ignorable_Code_Point). White space is not among them.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Notes what keeps a text from being stored: a length outside `min..=max` characters, or a NUL character.
pub fn check(text: &str, min: usize, max: usize, path: impl std::fmt::Display, problems: &mut Problems) {
    let size = length(text);
    if size < min || size > max {
        problems.add(path, Rule::Size { min, max }, text);
    } else if text.contains('\0') {
        problems.add(path, Rule::Pattern("must not hold the NUL character (U+0000)"), text);
    }
}

/// The text cut to so many characters, for showing what was given; never used on what is stored.
pub fn shorten(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((end, _)) => Cow::Owned(text[..end].to_owned()),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(length("Zoë"), 3);
        assert_eq!(length("👩‍👩‍👧"), 5);
        assert_eq!(shorten("שלום", 2), "של");
    }

    #[test]
    fn what_cannot_be_seen_is_known() {
        for c in ['\u{202e}', '\u{200b}', '\u{200d}', '\u{feff}', '\u{7}', '\u{e0041}'] {
            assert!(is_invisible(c), "{c:?}");
        }
        for c in ['a', ' ', '\t', '\n', '\u{a0}', '\u{301}', '👩', 'ن'] {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn names_are_the_same_in_any_letter_case_and_composition() {
        assert_eq!(fold("ÉLODIE"), fold("e\u{301}lodie"));
        assert_eq!(fold("STRASSE"), fold("straße"));
        assert_eq!(fold("Smith"), "smith");
    }
}
