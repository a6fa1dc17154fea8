//! Prints a query so that reading it gives the same query.

use std::fmt;

use super::field::property_name;
use super::{Field, PropertyTerm, PropertyTest, Query, Range, Ready, Scale, Term};

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
            Self::Moment { field, range, ready } => (Field::Moment(*field), ranged(Scale::Moments, *range, *ready)),
            Self::Property(property) => return write!(f, "{property}"),
            Self::Anywhere { text, phrase } => return f.write_str(&open(text, phrase.is_beginning)),
        };
        write!(f, "{}:{value}", field.name())
    }
}

impl fmt::Display for PropertyTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match &self.test {
            PropertyTest::Any(_) => "*".to_owned(),
            PropertyTest::Option { label, is_beginning, .. } => open(label, *is_beginning),
            PropertyTest::Words { phrase, .. } => open(&phrase.words.join(" "), phrase.is_beginning),
            PropertyTest::Range { scale, range, ready, .. } => ranged(*scale, *range, *ready),
        };
        write!(f, "{}:{value}", property_name(&self.slug))
    }
}

/// A range, or the words for it.
fn ranged(scale: Scale, range: Range, ready: Option<Ready>) -> String {
    ready.map_or_else(|| scale.text(range), Ready::text)
}

/// The text in quotes, with its quotes and backslashes escaped.
pub fn quoted(text: &str) -> String {
    open(text, false)
}

fn open(text: &str, is_beginning: bool) -> String {
    let star = if is_beginning { "*" } else { "" };
    format!("\"{}{star}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
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
