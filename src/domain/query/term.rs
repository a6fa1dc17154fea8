//! Conditions: what a field and a value mean together.

use super::fold::{fold, fold_line};
use super::mistake::{Mistake, Span};
use super::scan::Value;
use super::{Field, NameField, Phrase, Term};
use crate::domain::email;

/// The condition of a value. A value of a moment is a range, and is read elsewhere.
pub(super) fn read(field: Option<Field>, value: &Value) -> Result<Term, Mistake> {
    check_stars(field, value)?;
    match field {
        None => anywhere(value),
        Some(Field::Name(field)) => name(field, value),
        Some(Field::Email) => match plain(value) {
            text if text.is_empty() => Err(nothing(value.span, "an address, or a part of one")),
            text => Ok(Term::Email(text)),
        },
        Some(Field::EmailDomain) => domain(value),
        Some(Field::Organization) => organization(value),
        Some(Field::Moment(_)) => Err(value.span.mistake("a moment is compared with a range")),
    }
}

fn anywhere(value: &Value) -> Result<Term, Mistake> {
    let text = plain(value);
    if text.is_empty() {
        return Err(nothing(value.span, "a word"));
    }
    let phrase = Phrase::new(&text, !value.is_quoted || ends_open(value));
    Ok(Term::Anywhere { text, phrase })
}

fn name(field: NameField, value: &Value) -> Result<Term, Mistake> {
    let phrase = Phrase::new(&value.text, ends_open(value));
    if phrase.words.is_empty() {
        return Err(nothing(value.span, "a letter or a digit"));
    }
    Ok(Term::Name { field, phrase })
}

fn domain(value: &Value) -> Result<Term, Mistake> {
    let text = value.text.trim();
    let text = text.strip_prefix('@').unwrap_or(text);
    if let Some(domain) = email::domain_of(text) {
        return Err(value
            .span
            .mistake("emailDomain is what stands after the @ of an address")
            .suggest(super::print::quoted(domain)));
    }
    match email::domain_key(text) {
        _ if text.is_empty() => Err(nothing(value.span, "a domain, such as northwind.example")),
        Some(domain) if !domain.contains(char::is_whitespace) => Ok(Term::EmailDomain(domain)),
        _ => Err(value.span.mistake("this is not a domain; write one such as northwind.example")),
    }
}

fn organization(value: &Value) -> Result<Term, Mistake> {
    let name = fold_line(&value.text);
    let is_beginning = name.ends_with('*');
    let name = name.trim_end_matches(|c: char| c == '*' || c.is_whitespace()).to_owned();
    if name.is_empty() {
        return Err(nothing(value.span, "the name of an organization, or its beginning"));
    }
    Ok(Term::Organization { name, is_beginning })
}

/// The text as it is compared with addresses: folded, without stars and white space around it.
fn plain(value: &Value) -> String {
    fold(&value.text).trim_matches(|c: char| c == '*' || c.is_whitespace()).to_owned()
}

/// Whether the value ends with a star, so that its last word is a beginning.
fn ends_open(value: &Value) -> bool {
    fold(&value.text).trim_end().ends_with('*')
}

/// Notes stars that would be taken for something they do not do. In quotes a star that is not the last character is plain text.
fn check_stars(field: Option<Field>, value: &Value) -> Result<(), Mistake> {
    let is_domain = field == Some(Field::EmailDomain);
    if is_domain && value.text.contains('*') {
        let part = value.text.trim_matches(['*', '@', ' ']);
        let mistake =
            value.span.mistake("emailDomain is a whole domain, without *; a part of an address is found by email");
        return Err(mistake.suggest(super::print::quoted(part)));
    }
    if value.is_quoted {
        return Ok(());
    }
    let size = value.text.chars().count();
    let begins_open = matches!(field, None | Some(Field::Email));
    let inner = value.text.trim_end_matches('*');
    let inner_size = inner.chars().count();
    let start = if begins_open { size - value.text.trim_start_matches('*').chars().count() } else { 0 };
    match inner.chars().enumerate().skip(start).find(|(_, c)| *c == '*') {
        Some((place, _)) if place < inner_size => Err(Span::one(value.span.start + place)
            .mistake("a * stands at the end of a word, for any end it may have; in quotes it is plain text elsewhere")),
        _ => Ok(()),
    }
}

fn nothing(span: Span, wanted: &str) -> Mistake {
    span.mistake(format!("there is nothing to search for here; write {wanted}"))
}
