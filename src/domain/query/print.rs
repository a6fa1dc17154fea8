//! Prints a query so that reading it gives the same query.

use std::fmt;

use super::range::{FIRST_SECOND, LAST_SECOND};
use super::{Field, Query, Range, Term};
use crate::domain::time::Timestamp;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => joined(f, parts, " AND ", |part| matches!(part, Self::Any(_))),
            Self::Any(parts) => joined(f, parts, " OR ", |_| false),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                grouped(f, inner, matches!(**inner, Self::All(_) | Self::Any(_)))
            }
            Self::Term(term) => write!(f, "{term}"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, value) = match self {
            Self::Name { field, phrase } => (Field::Name(*field), open(&phrase.words.join(" "), phrase.is_beginning)),
            Self::Email(text) => (Field::Email, quoted(text)),
            Self::EmailDomain(domain) => (Field::EmailDomain, quoted(domain)),
            Self::Phone(digits) => (Field::Phone, quoted(digits)),
            Self::Organization { name, is_beginning } => (Field::Organization, open(name, *is_beginning)),
            Self::Moment { field, range } => (Field::Moment(*field), range.to_string()),
            Self::Anywhere { text, phrase } => return f.write_str(&open(text, phrase.is_beginning)),
        };
        write!(f, "{}:{value}", field.name())
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} TO {}]", end(self.from), end(self.to))
    }
}

/// The text in quotes, with its quotes and backslashes escaped.
pub fn quoted(text: &str) -> String {
    open(text, false)
}

fn open(text: &str, is_beginning: bool) -> String {
    let star = if is_beginning { "*" } else { "" };
    format!("\"{}{star}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn end(second: Option<i64>) -> String {
    // Clamped, because a text that cannot be shown would be a panic; no parsed range lies outside.
    let shown = |second: i64| Timestamp::from_micros(second.clamp(FIRST_SECOND, LAST_SECOND) * 1_000_000).to_string();
    second.map_or_else(|| "*".to_owned(), shown)
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Query],
    by: &str,
    in_parentheses: impl Fn(&Query) -> bool,
) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(by)?;
        }
        grouped(f, part, in_parentheses(part))?;
    }
    Ok(())
}

fn grouped(f: &mut fmt::Formatter<'_>, query: &Query, in_parentheses: bool) -> fmt::Result {
    if in_parentheses { write!(f, "({query})") } else { write!(f, "{query}") }
}
