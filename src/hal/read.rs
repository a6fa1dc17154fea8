//! Reading typed values out of JSON, noting what has another type.

use std::fmt::{self, Display};

use super::json::Json;
use crate::domain::problem::{Problems, Rule};

/// Where an object stands in a request. Paths are put together only when there is a problem to tell.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    /// The body itself.
    Body,
    /// Under a name.
    Field(&'a str),
    /// In a list, by its number.
    Item(&'a str, usize),
}

impl Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => Ok(()),
            Self::Field(name) => f.write_str(name),
            Self::Item(list, at) => write!(f, "{list}[{at}]"),
        }
    }
}

impl<'a> Place<'a> {
    /// The place of one of the object's fields.
    pub fn field(self, name: &'a str) -> impl Display + Copy {
        FieldPlace(self, name)
    }
}

#[derive(Clone, Copy)]
struct FieldPlace<'a>(Place<'a>, &'a str);

impl Display for FieldPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Place::Body => f.write_str(self.1),
            place => write!(f, "{place}.{}", self.1),
        }
    }
}

/// An object's fields; anything else is noted, and has none. `path` is where it stands.
pub fn object<'a>(
    json: Json<'a>,
    path: impl Display,
    problems: &mut Problems,
) -> Vec<(std::borrow::Cow<'a, str>, Json<'a>)> {
    match json {
        Json::Object(fields) => fields,
        other => {
            problems.add(path, Rule::Type("an object"), &other.shown());
            Vec::new()
        }
    }
}

/// Fields that the server keeps, on one resource or another.
const KEPT: [&str; 7] = ["id", "createdAt", "updatedAt", "conversationCount", "draft", "_embedded", "_links"];

/// A field that is not read: under strict handling it is noted, and otherwise ignored.
pub fn other(name: &str, path: impl Display, value: &Json<'_>, problems: &mut Problems) {
    let rule = if KEPT.contains(&name) {
        Rule::ReadOnly("is kept by the server and cannot be set; leave it out")
    } else {
        Rule::UnknownField
    };
    problems.strictly(path, rule, &value.shown());
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

/// The largest number that is taken for a text: everybody on its way keeps all of its digits (RFC 8259, section 6).
pub const NUMBER_MAX: i64 = (1 << 53) - 1;

/// A text, or a number as its text: for values that clients send either way, such as an age.
pub fn text_or_number(json: Json<'_>, path: impl Display, problems: &mut Problems) -> Option<String> {
    match json {
        // A larger number came rounded: what was meant is not known any more.
        Json::Number(number) if !number.parse().is_ok_and(|given: f64| given.abs() <= NUMBER_MAX as f64) => {
            problems.add(path, Rule::Number("has more digits than a number keeps; send it as a string"), &number);
            None
        }
        Json::Number(number) => Some(number.strip_suffix(".0").unwrap_or(&number).to_owned()),
        other => text(other, path, problems),
    }
}

/// An identifier: a positive integer, as a number or its text; null is none, anything else is noted.
pub fn id<T>(json: Json<'_>, path: impl Display, parse: fn(&str) -> Option<T>, problems: &mut Problems) -> Option<T> {
    let shown = json.shown();
    let id = match json {
        Json::Null => return None,
        Json::Number(digits) => parse(digits.strip_suffix(".0").unwrap_or(&digits)),
        Json::Text(digits) => parse(&digits),
        _ => None,
    };
    if id.is_none() {
        problems.add(path, Rule::Identifier("must be an identifier: a positive integer"), &shown);
    }
    id
}
