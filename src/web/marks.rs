//! Texts of a list with what was found in them marked.

use crate::domain::query::{Query, Term};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The part.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_found: bool,
}

/// What a query looks for in names and addresses, as it is marked there.
pub fn words(query: Option<&Query>) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(query) = query {
        gather(query, &mut words);
    }
    words.retain(|word| !word.is_empty());
    // The longer first: where two fit, more is marked.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// The telephone numbers that a query looks for, in digits.
pub fn numbers(query: Option<&Query>) -> Vec<String> {
    match query {
        Some(Query::All(parts) | Query::Any(parts)) => parts.iter().flat_map(|part| numbers(Some(part))).collect(),
        Some(Query::Term(Term::Phone(digits))) => vec![digits.clone()],
        _ => Vec::new(),
    }
}

fn gather(query: &Query, words: &mut Vec<String>) {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| gather(part, words)),
        Query::Term(Term::Email(text) | Term::Anywhere { text, .. }) => words.push(text.clone()),
        Query::Term(Term::Name { phrase, .. }) => words.push(phrase.words.join(" ")),
        Query::Not(_) | Query::Term(_) => {}
    }
}

/// A text in parts. What is marked is found letter by letter, as it is written or in lower case.
pub fn pieces(text: &str, words: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |part: &str, is_found: bool| match pieces.last_mut() {
        Some(last) if last.is_found == is_found => last.text.push_str(part),
        _ => pieces.push(Piece { text: part.to_owned(), is_found }),
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = words.iter().find_map(|word| beginning(rest, word)).filter(|length| *length > 0);
        let (part, after) = rest.split_at(length.unwrap_or(first.len_utf8()));
        add(part, length.is_some());
        rest = after;
    }
    pieces
}

/// Whether any part of a text is what was looked for.
pub fn is_found(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| piece.is_found)
}

/// How many bytes of a text begin it like this word, letter case ignored; none when it begins otherwise.
fn beginning(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    let mut wanted = word.chars();
    let mut end = 0;
    loop {
        let Some(want) = wanted.next() else { return Some(end) };
        let (at, found) = letters.next()?;
        let mut lower = found.to_lowercase();
        if found != want && (lower.next() != Some(want) || lower.next().is_some()) {
            return None;
        }
        end = at + found.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_marked() {
        let words = ["north".to_owned(), "é".to_owned()];
        let told = |text| {
            let pieces = pieces(text, &words);
            pieces
                .iter()
                .map(|piece| if piece.is_found { format!("[{}]", piece.text) } else { piece.text.clone() })
                .collect::<String>()
        };
        assert_eq!(told("ines@NORTHwind.example"), "ines@[NORTH]wind.example");
        assert_eq!(told("norÉ north"), "nor[É] [north]");
        assert_eq!(told("nort"), "nort");
        assert_eq!(told(""), "");
    }
}
