//! Signs of other query languages, and characters that nobody sees: they are refused, so that no command is taken for a word.

use unicode_normalization::UnicodeNormalization;

use super::mistake::{Mistake, Span};
use super::print::quoted;
use super::scan::Value;

/// Notes signs that mean something in other query languages and nothing in this one, so that nobody takes a word for a command.
pub(super) fn check_word(word: &Value) -> Result<(), Mistake> {
    let characters: Vec<char> = word.text.chars().collect();
    let at = |place: usize, size: usize| Span { start: word.span.start + place, end: word.span.start + place + size };
    let as_text = |mistake: Mistake| Err(mistake.suggest(quoted(&word.text)));
    for (place, character) in characters.iter().enumerate() {
        check_visible(*character, at(place, 1))?;
        match (character, characters.get(place + 1)) {
            ('&', Some('&')) => return Err(at(place, 2).mistake("`&&` is written AND").suggest(" AND ")),
            ('|', Some('|')) => return Err(at(place, 2).mistake("`||` is written OR").suggest(" OR ")),
            ('“' | '”' | '„' | '‟', _) => {
                return Err(at(place, 1).mistake("quotes are written straight").suggest("\""));
            }
            ('：' | '（' | '）' | '＂' | '［' | '］' | '｛' | '｝', _) => {
                let instead: String = character.nfkd().collect();
                let message =
                    format!("`{character}` is written `{instead}`, in half width; in quotes it is plain text");
                return Err(at(place, 1).mistake(message).suggest(instead));
            }
            ('\\', _) => {
                return as_text(word.span.mistake("a backslash stands only in quotes, before a quote or a backslash"));
            }
            ('?', _) => {
                return as_text(word.span.mistake("a `?` for any character is not supported; in quotes it is itself"));
            }
            _ => {}
        }
    }
    match characters.as_slice() {
        ['/', ..] => {
            return as_text(word.span.mistake("regular expressions are not supported; in quotes this is plain text"));
        }
        ['<' | '>' | '=', ..] => {
            return as_text(word.span.mistake(
                "comparisons are written as ranges, such as createdAt:[2026-01-01 TO *]; in quotes this is plain text",
            ));
        }
        _ => {}
    }
    let tail = characters.iter().rev().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    if let Some(place) = characters.len().checked_sub(tail + 1)
        && matches!(characters[place], '~' | '^')
    {
        let message = "fuzzy search (`~`) and weights (`^`) are not supported; leave this out";
        return Err(at(place, tail + 1).mistake(message).suggest(""));
    }
    Ok(())
}

/// Notes a sign in front of a word or field that is written otherwise here.
pub(super) fn check_start(word: &Value) -> Result<(), Mistake> {
    let sign = Span::one(word.span.start);
    match word.text.chars().next() {
        Some('-') => Err(sign.mistake("a `-` in front is written NOT; in quotes it is plain text").suggest("NOT ")),
        Some('!') => Err(sign.mistake("a `!` in front is written NOT; in quotes it is plain text").suggest("NOT ")),
        Some('+') => Err(sign
            .mistake("a `+` in front is not needed: everything has to hold; in quotes it is plain text")
            .suggest("")),
        _ => Ok(()),
    }
}

/// Notes a control character that is no white space.
pub(super) fn check_visible(character: char, span: Span) -> Result<(), Mistake> {
    if character.is_control() && !character.is_whitespace() {
        let message = format!("the control character U+{:04X} is not supported; leave it out", u32::from(character));
        return Err(span.mistake(message).suggest(""));
    }
    Ok(())
}
