//! Conditions: what a field and a value mean together.

use super::fold::{fold, fold_line};
use super::mistake::{Mistake, Span, nothing};
use super::print::quoted;
use super::property;
use super::scan::Value;
use super::{Field, NameField, Phrase, Term};
use crate::domain::{email, phone};

/// The fewest digits by which a telephone number is looked for.
const NUMBER_MIN: usize = 3;

/// The condition of a value. A value of a field that has ranges is read elsewhere.
pub(super) fn read(field: Option<Field<'_>>, value: &Value) -> Result<Term, Mistake> {
    check_stars(field, value)?;
    match field {
        None => anywhere(value),
        Some(Field::Name(field)) => name(field, value),
        Some(Field::Email) => match plain(value) {
            text if text.is_empty() => Err(nothing(value.span, "an address, or a part of one")),
            // No address has a space: a plus that was sent without escaping came as one.
            text => Ok(Term::Email(text.replace(' ', "+"))),
        },
        Some(Field::EmailDomain) => domain(value),
        Some(Field::Phone) => number(value),
        Some(Field::Organization) => organization(value),
        Some(Field::Property(definition)) => property::read(definition, value),
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
    if text.is_empty() {
        return Err(nothing(value.span, "a domain, such as northwind.example"));
    }
    if let Some(domain) = email::domain_of(text) {
        let mistake = value.span.mistake("`emailDomain` is what stands after the @ of an address");
        return Err(mistake.suggest(quoted(domain)));
    }
    if text.contains('*') {
        let mistake = "emailDomain is a whole domain, without *; a part of an address is found by email";
        return Err(value.span.mistake(mistake).suggest(quoted(text.trim_matches('*').trim_start_matches('.'))));
    }
    // Signs in full width become plain in the key, so it is looked at too.
    let is_domain =
        |key: &String| !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || matches!(c, '*' | '@'));
    match email::domain_key(text).filter(is_domain) {
        Some(key) => Ok(Term::EmailDomain(key)),
        None => Err(value.span.mistake("this is not a domain; write one such as northwind.example")),
    }
}

fn number(value: &Value) -> Result<Term, Mistake> {
    let digits = phone::digits(&value.text);
    if value.text.contains('*') {
        let mistake = "a number is found by its last digits, without *";
        return Err(value.span.mistake(mistake).suggest(quoted(&digits)));
    }
    if digits.len() < NUMBER_MIN {
        let wanted = format!("at least {NUMBER_MIN} digits of a telephone number, such as 555 0100");
        return Err(nothing(value.span, &wanted));
    }
    Ok(Term::Phone(digits))
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
fn check_stars(field: Option<Field<'_>>, value: &Value) -> Result<(), Mistake> {
    if value.is_quoted || matches!(field, Some(Field::EmailDomain | Field::Phone)) {
        return Ok(());
    }
    let word = value.text.trim_end_matches('*');
    let may_begin_open = matches!(field, None | Some(Field::Email));
    let leading = if may_begin_open { word.chars().take_while(|c| *c == '*').count() } else { 0 };
    match word.chars().skip(leading).position(|c| c == '*') {
        Some(place) => Err(Span::one(value.span.start + leading + place)
            .mistake("a * stands at the end of a word, for any end it may have; in quotes it is plain text elsewhere")),
        None => Ok(()),
    }
}
