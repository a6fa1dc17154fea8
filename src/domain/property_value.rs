//! Property values: what a customer or an organization has under a property definition.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::AnchorId;
use super::problem::{Problems, Rule};
use super::property::Definition;
use super::query::fold_line;

/// The most characters of the form by which a value is sorted.
const SORT_KEY_MAX: usize = 64;

/// A value as it is kept: a number, or text (a dropdown's is the id of its option).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A 64-bit integer.
    Number(i64),
    /// Text, a URL, a date, or the id of an option.
    Text(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl Value {
    /// The form by which values are sorted, as text in whose order they are: numbers as numbers, anything else by the first 64 characters of
    /// its folded form.
    pub fn sort_key(&self) -> String {
        match self {
            // From the least number on, counted from zero.
            Self::Number(number) => format!("{:016x}", number.cast_unsigned() ^ 1 << 63),
            Self::Text(text) => fold_line(text).chars().take(SORT_KEY_MAX).collect(),
        }
    }
}

/// By which door a value came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueSource {
    /// The API.
    Api,
    /// The web application.
    Web,
}

impl ValueSource {
    /// The door's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Web => "web",
        }
    }
}

/// The values of a record by the slug of their property.
pub type PropertyValues = BTreeMap<String, PropertyValue>;

/// A value with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyValue {
    /// The value.
    pub value: Value,
    /// By which door it came.
    pub source: ValueSource,
    /// What it hangs on: when that is gone, so is the value.
    #[serde(default)]
    pub anchor: AnchorId,
}

/// Values as they are stored, when there are any: an object by slug.
pub fn write(values: &PropertyValues) -> Option<String> {
    // Texts and numbers: writing them to memory has no way to fail.
    (!values.is_empty()).then(|| serde_json::to_string(values).unwrap_or_default())
}

/// Values as the log tells them: an object by slug, without what they hang on; none when there are none.
pub fn flat(values: &PropertyValues) -> Option<String> {
    #[derive(Serialize)]
    struct Told<'a> {
        value: &'a Value,
        source: ValueSource,
    }
    let told = values.iter().map(|(slug, value)| (slug, Told { value: &value.value, source: value.source }));
    let told: BTreeMap<_, _> = told.collect();
    (!told.is_empty()).then(|| serde_json::to_string(&told).unwrap_or_default())
}

/// A value as somebody sends it: any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// Anything else, named by its JSON type.
    Other(&'static str),
}

/// A value for a property, as somebody sends it, with its paths in the request for problems.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyInput {
    /// The property's slug.
    pub slug: String,
    /// The value.
    pub value: Given,
    /// Where the slug stands.
    pub slug_path: String,
    /// Where the value stands.
    pub value_path: String,
}

impl PropertyInput {
    /// The value that the definition of this slug accepts: `Some(None)` clears it, `None` stands for a problem that was noted.
    pub fn check<'a>(
        &self,
        definitions: impl IntoIterator<Item = &'a Definition>,
        source: ValueSource,
        problems: &mut Problems,
    ) -> Option<Option<PropertyValue>> {
        let Some(definition) = definitions.into_iter().find(|definition| definition.slug == self.slug) else {
            problems.add(&self.slug_path, Rule::UnknownProperty, &self.slug);
            return None;
        };
        match self.accepted(definition) {
            Ok(accepted) => Some(accepted.map(|(value, anchor)| PropertyValue { value, source, anchor })),
            Err(rule) => {
                problems.add(&self.value_path, rule, &self.shown());
                None
            }
        }
    }

    fn accepted(&self, definition: &Definition) -> Result<Option<(Value, AnchorId)>, Rule> {
        let given = match &self.value {
            Given::Null => return Ok(None),
            Given::Text(text) if text.is_empty() => return Ok(None),
            Given::Text(text) | Given::Number(text) => text,
            Given::Other(_) => return Err(Rule::Type("a string or a number, or null for no value")),
        };
        definition.property_type.accept(given, definition).map(Some)
    }

    fn shown(&self) -> String {
        match &self.value {
            Given::Null => "null".into(),
            Given::Text(text) | Given::Number(text) => text.clone(),
            Given::Other(name) => (*name).into(),
        }
    }
}
