//! Reading typed values out of JSON, noting what has another type.

use std::fmt::Display;

use super::json::Json;
use crate::domain::problem::{Problems, Rule};

/// An object's fields; anything else is noted, and has none. `path` is where it stands.
pub fn object<'a>(json: Json<'a>, path: impl Display, problems: &mut Problems) -> Vec<(std::borrow::Cow<'a, str>, Json<'a>)> {
    match json {
        Json::Object(fields) => fields,
        other => {
            problems.add(path, Rule::Type("an object"), &other.shown());
            Vec::new()
        }
    }
}

/// A list's items; null has none, anything else is noted.
pub fn list<'a>(json: Json<'a>, path: impl Display, problems: &mut Problems) -> Vec<Json<'a>> {
    match json {
        Json::List(items) => items,
        Json::Null => Vec::new(),
        other => {
            problems.add(path, Rule::Type("a list"), &other.shown());
            Vec::new()
        }
    }
}

/// A text; null is none, anything else is noted.
pub fn text(json: Json<'_>, path: impl Display, problems: &mut Problems) -> Option<String> {
    match json {
        Json::Text(text) => Some(text.into_owned()),
        Json::Null => None,
        other => {
            problems.add(path, Rule::Type("a string"), &other.shown());
            None
        }
    }
}

/// A text, or a number as its text: for values that clients send either way, such as an age.
pub fn text_or_number(json: Json<'_>, path: impl Display, problems: &mut Problems) -> Option<String> {
    match json {
        Json::Number(number) => Some(number),
        other => text(other, path, problems),
    }
}

/// An identifier: a positive integer, as a number or its text; null is none, anything else is noted.
pub fn id<T>(json: Json<'_>, path: impl Display, parse: fn(&str) -> Option<T>, problems: &mut Problems) -> Option<T> {
    let shown = json.shown();
    let id = match json {
        Json::Null => return None,
        Json::Number(digits) => parse(&digits),
        Json::Text(digits) => parse(&digits),
        _ => None,
    };
    if id.is_none() {
        problems.add(path, Rule::Identifier("must be an identifier: a positive integer"), &shown);
    }
    id
}
