//! JSON as it comes in (RFC 8259), read into a tree. A key that stands twice in an object is refused: what it means would be chance.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// null
    Null,
    /// true or false
    Bool(bool),
    /// A number, as its shortest text.
    Number(String),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Self>),
    /// An object, in the order of its keys.
    Object(Vec<(Cow<'a, str>, Self)>),
}

/// Why a body is not JSON: what was expected or found, with its line and column, each from 1.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(String);

/// Reads a body: UTF-8, at most 127 levels deep, no key twice in one object.
pub fn read(body: &[u8]) -> Result<Json<'_>, Unreadable> {
    // Some clients begin every text with a byte order mark, which a reader may pass over (RFC 8259, section 8.1).
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable("the body is empty; a JSON value was expected".into()));
    }
    serde_json::from_slice(body).map_err(|error| Unreadable(error.to_string()))
}

impl Json<'_> {
    /// The value's JSON type in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The value in a form short enough to show: itself where it is simple, else its type.
    pub fn shown(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.clone(),
            Self::Text(text) => text.to_string(),
            Self::Null | Self::List(_) | Self::Object(_) => self.kind().into(),
        }
    }

    /// The value as JSON text, for showing what was given.
    pub fn text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(_) | Self::Number(_) => self.shown(),
            Self::Text(text) => serde_json::Value::from(&**text).to_string(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::text).collect::<Vec<_>>().join(",")),
            Self::Object(fields) => {
                let field = |(name, value): &(Cow<'_, str>, Self)| {
                    format!("{}:{}", serde_json::Value::from(&**name), value.text())
                };
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Number(format!("{value:?}")))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json<'de>, A::Error> {
        // Few keys are compared one by one, many through a set, so that a large object costs no more than its size.
        let mut object: Vec<(Cow<'de, str>, Json<'de>)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(Json::Text(key)) = fields.next_key::<Json<'de>>()? {
            let is_there = match object.len() {
                0..FEW => object.iter().any(|(other, _)| *other == key),
                FEW => {
                    seen.extend(object.iter().map(|(other, _)| other.clone()));
                    !seen.insert(key.clone())
                }
                _ => !seen.insert(key.clone()),
            };
            if is_there {
                return Err(A::Error::custom(format_args!("the key {key:?} stands twice in one object")));
            }
            object.push((key, fields.next_value()?));
        }
        Ok(Json::Object(object))
    }
}

const FEW: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> String {
        read(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_refusal_names_line_and_column() {
        assert_eq!(refusal("{\n  \"a\": 1,\n  \"b\" 2\n}"), "expected `:` at line 3 column 7");
        assert!(
            refusal("{\"a\": 1, \"a\": 2}").starts_with("the key \"a\" stands twice in one object at line 1 column ")
        );
        assert!(refusal("\"\\ud800\"").contains("at line 1 column"), "lone surrogate");
        assert!(refusal("[1e999]").contains("number out of range at line 1"), "number");
        assert!(refusal(&"[".repeat(200)).contains("recursion limit exceeded at line 1"), "depth");
        assert!(refusal("").contains("empty"));
    }

    #[test]
    fn a_key_twice_is_found_among_many() {
        let keys = |count: usize| (0..count).map(|key| format!("\"k{key}\":0")).collect::<Vec<_>>().join(",");
        for count in [2, 31, 32, 33, 500] {
            assert!(read(format!("{{{}}}", keys(count)).as_bytes()).is_ok(), "{count}");
            assert!(read(format!("{{{},\"k1\":1}}", keys(count)).as_bytes()).is_err(), "{count}");
        }
    }
}
