//! What is wrong with a query, where it stands, and what could stand there instead.

use super::Field;
use super::field::{property_name, slug};
use super::fold::fold_line;
use crate::domain::property::Definition;
use crate::domain::text;

/// Why a query is not understood. Positions count characters (Unicode scalar values) from 0 and lie inside the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Mistake {
    /// Where the part at fault begins.
    pub position: usize,
    /// How many characters it has; 0 where something is missing.
    pub length: usize,
    /// What is wrong, and what to do about it.
    pub message: String,
    /// What to write in place of the part at fault, where that can be said; empty when it is best left out.
    pub suggestion: Option<String>,
    /// Whether the text stops where something goes on: somebody who is still typing has made no mistake yet. An operator without its right
    /// side; a field without its value; a quote, parenthesis or range that is open; a moment or a field's name right at the end.
    pub is_unfinished: bool,
}

/// A part of a query: characters from `start` up to but without `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn one(at: usize) -> Self {
        Self { start: at, end: at + 1 }
    }

    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }

    pub fn mistake(self, message: impl Into<String>) -> Mistake {
        Mistake {
            position: self.start,
            length: self.end.saturating_sub(self.start),
            message: message.into(),
            suggestion: None,
            is_unfinished: false,
        }
    }
}

impl Mistake {
    pub(super) fn suggest(self, instead: impl Into<String>) -> Self {
        Self { suggestion: Some(instead.into()), ..self }
    }

    /// It is one of an end that is not written yet.
    pub(super) fn unfinished(self) -> Self {
        self.unfinished_if(true)
    }

    /// The same, where that is so.
    pub(super) fn unfinished_if(self, is_unfinished: bool) -> Self {
        Self { is_unfinished, ..self }
    }
}

/// A value says nothing that could be looked for.
pub(super) fn nothing(span: Span, wanted: &str) -> Mistake {
    span.mistake(format!("there is nothing to search for here; write {wanted}"))
}

/// No field is called like this.
pub(super) fn unknown_field(span: Span, name: &str, properties: &[Definition]) -> Mistake {
    let known: Vec<&str> = Field::NAMED.iter().map(|(known, _)| *known).collect();
    let of_properties: Vec<String> = properties.iter().map(|own| property_name(&own.slug)).collect();
    let given = text::shorten(name, 40);
    let message = match (slug(name), of_properties.first()) {
        (Some(slug), Some(_)) => {
            let told: Vec<&str> = of_properties.iter().map(String::as_str).take(PROPERTIES_TOLD).collect();
            let slug = text::shorten(slug, 40);
            format!("customers have no property `{slug}`; those that they have are {}", told.join(", "))
        }
        (Some(slug), None) => format!("customers have no property `{}`, nor any other", text::shorten(slug, 40)),
        (None, first) => {
            let properties = first.map_or_else(String::new, |first| format!(", and properties such as {first}"));
            let fields = known.join(", ");
            format!(
                "there is no field `{given}`; the fields are {fields}{properties}. Text with a colon in it stands in quotes"
            )
        }
    };
    let mistake = span.mistake(message);
    let near = match slug(name) {
        Some(slug) => nearest(slug, properties.iter(), |own| &own.slug).map(|own| property_name(&own.slug)),
        None => property_called(name, properties)
            .or_else(|| nearest(name, known.into_iter(), |known| known).map(ToOwned::to_owned)),
    };
    match near {
        Some(near) => mistake.suggest(near),
        None => mistake,
    }
}

/// How many properties are told where one was named that there is not.
const PROPERTIES_TOLD: usize = 12;

/// The field of the property that has this slug, or else is called so.
fn property_called(name: &str, properties: &[Definition]) -> Option<String> {
    let by_slug = properties.iter().find(|own| own.slug.eq_ignore_ascii_case(name));
    let called = by_slug.or_else(|| properties.iter().find(|own| fold_line(&own.name) == fold_line(name)));
    called.map(|own| property_name(&own.slug))
}

/// Of things with names the one whose name is most like another, if any is like it at all.
pub(super) fn nearest<'a, T: Copy>(
    name: &str,
    things: impl Iterator<Item = T>,
    name_of: impl Fn(T) -> &'a str,
) -> Option<T> {
    let name = fold_line(name);
    let size = text::length(&name);
    let strangeness = |thing: T| {
        let known = fold_line(name_of(thing));
        // Of a short name nearly every other one has it in it.
        let is_part = size.min(text::length(&known)) >= 4 && (known.contains(&name) || name.contains(&known));
        let steps = distance(&name, &known);
        (if is_part { 1 } else { steps }, steps)
    };
    let (near, (steps, _)) = things.map(|thing| (thing, strangeness(thing))).min_by_key(|(_, steps)| *steps)?;
    (steps <= 1.max(size / 2)).then_some(near)
}

/// In how many steps one text becomes the other: a character added, removed or replaced (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in from.chars().enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (column, b) in to.iter().enumerate() {
            let replaced = corner + usize::from(a != *b);
            corner = row[column + 1];
            row[column + 1] = replaced.min(corner + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::parse;

    #[test]
    fn an_end_that_is_not_written_yet_is_no_mistake_of_whoever_types() {
        for text in [
            "organization:",
            "ines organization: ",
            "(organization:",
            "organization:\"",
            "organization:\"Nor",
            "\"ines oko",
            "(ines",
            "(ines OR",
            "(",
            "ines AND",
            "ines OR ",
            "NOT",
            "ines AND NOT",
            "firstName:(",
            "firstName:(a OR",
            "createdAt:[",
            "createdAt:[2026-",
            "createdAt:[2026-01-01",
            "createdAt:[2026-01-01 T",
            "createdAt:[2026-01-01 TO",
            "createdAt:[2026-01-01 TO 20",
            "createdAt:[2026-01-01 TO *",
            "createdAt:{\"2026-01-01",
            "createdAt:2026-01",
            "createdAt:last",
            "createdAt:>=2026-01-01",
            "organ:",
            "emial:",
            "NOT create:",
        ] {
            let mistake = parse(text, &[]).unwrap_err();
            assert!(mistake.is_unfinished, "{text}: {mistake:?}");
        }
        for text in [
            "",
            "emial:x",
            "emial:\"",
            "organ: AND",
            "AND",
            "ines AND )",
            "ines AND OR",
            "(ines OR)",
            "()",
            "ines)",
            "organization:)",
            "firstName:AND",
            "createdAt:[2026- TO *]",
            "createdAt:[2026-01-01 to *]",
            "createdAt:[2026-01-01 T 2026",
            "createdAt:2026-01 ines",
            "createdAt:[2026-01-01 TO * ines",
            "firstName:[a",
            "a && b",
            "-ines",
            "a:b:c",
            ":",
            "x ]",
        ] {
            let mistake = parse(text, &[]).unwrap_err();
            assert!(!mistake.is_unfinished, "{text}: {mistake:?}");
        }
    }

    #[test]
    fn the_nearest_field_is_the_one_that_was_meant() {
        for (typed, meant) in [
            ("fristName", Some("firstName")),
            ("first_name", Some("firstName")),
            ("mail", Some("email")),
            ("e-mail", Some("email")),
            ("domain", Some("emailDomain")),
            ("organisation", Some("organization")),
            ("created", Some("createdAt")),
            ("modified", Some("modifiedAt")),
            ("updated_at", Some("updatedAt")),
            ("x", None),
            ("http", None),
            ("", None),
        ] {
            let known = Field::NAMED.iter().map(|(known, _)| *known);
            assert_eq!(nearest(typed, known, |known| known), meant, "{typed}");
        }
    }

    #[test]
    fn distance_counts_steps() {
        for (from, to, steps) in
            [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(from, to), steps, "{from} {to}");
        }
    }
}
