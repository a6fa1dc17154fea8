//! The types of properties. This file says all there is to say of each; forms, answers and documentation loop over them.

use serde::{Deserialize, Serialize};
use url::Url;

use super::id::AnchorId;
use super::problem::{Problems, Rule};
use super::property::Definition;
use super::property_value::Value;
use super::text;
use super::time;

/// The most characters of a text value.
pub const TEXT_MAX: usize = 255;
/// The most characters of a URL value.
pub const URL_MAX: usize = 2000;

/// The type of a property's values; its number is its place in [`PropertyType::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PropertyType {
    /// A 64-bit integer.
    Number,
    /// At most 255 characters.
    Text,
    /// An absolute http or https URL.
    Url,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of the definition's options.
    Dropdown,
    /// One more in this crate's own tests, which show that a further type takes its lines in this file alone.
    #[cfg(test)]
    Percent,
}

/// What is kept for a value, and what it hangs on; or why it is refused.
type Accepted = Result<(Value, AnchorId), Rule>;

/// How a query compares the values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// As words, like names.
    Words,
    /// As numbers, with ranges.
    Numbers,
    /// As days, with ranges.
    Days,
    /// As one of the definition's options.
    Options,
}

/// What a type is called, what it accepts, and how it is asked for.
#[derive(Debug)]
struct TypeRules {
    /// Its name on the wire and in documents.
    name: &'static str,
    /// What a value is typed into (the type of an HTML input); a dropdown's is chosen.
    input: &'static str,
    /// What is kept for what was given, and what it hangs on. Values are sorted as what is kept: numbers as numbers, texts as texts.
    accept: fn(&str, &Definition) -> Accepted,
    /// How a query compares its values.
    compared: Compared,
    /// A value as a query asks for it; a dropdown is rather asked for one of its options.
    asked: &'static str,
}

/// How many types there are.
const COUNT: usize = 5 + cfg!(test) as usize;

const RULES: [TypeRules; COUNT] = [
    TypeRules { name: "number", input: "number", accept: number, compared: Compared::Numbers, asked: "[10 TO 50]" },
    TypeRules { name: "text", input: "text", accept: line, compared: Compared::Words, asked: "gold*" },
    TypeRules { name: "url", input: "url", accept: web_address, compared: Compared::Words, asked: "northwind.example" },
    TypeRules { name: "date", input: "date", accept: day, compared: Compared::Days, asked: "[2026-01-01 TO *]" },
    TypeRules { name: "dropdown", input: "text", accept: option, compared: Compared::Options, asked: "*" },
    #[cfg(test)]
    TypeRules { name: "percent", input: "number", accept: percent, compared: Compared::Numbers, asked: "[10 TO 50]" },
];

impl PropertyType {
    /// Every type, in the order of the wire.
    pub const ALL: [Self; COUNT] = [
        Self::Number,
        Self::Text,
        Self::Url,
        Self::Date,
        Self::Dropdown,
        #[cfg(test)]
        Self::Percent,
    ];

    /// The type's name.
    pub fn as_str(self) -> &'static str {
        self.rules().name
    }

    /// What a value is typed into (the type of an HTML input); a dropdown's is chosen.
    pub fn input(self) -> &'static str {
        self.rules().input
    }

    /// How a query compares values.
    pub fn compared(self) -> Compared {
        self.rules().compared
    }

    /// A value as a query may ask for it.
    pub fn asked(self) -> &'static str {
        self.rules().asked
    }

    /// What is kept for a value that is given, and what it hangs on; or why it is refused.
    pub(super) fn accept(self, given: &str, definition: &Definition) -> Accepted {
        (self.rules().accept)(given, definition)
    }

    fn rules(self) -> &'static TypeRules {
        &RULES[self as usize]
    }
}

fn number(given: &str, definition: &Definition) -> Accepted {
    let number = integer(given).ok_or(NUMBER)?;
    Ok((Value::Number(number), definition.anchor))
}

fn line(given: &str, definition: &Definition) -> Accepted {
    let mut found = Problems::default();
    text::check(given, 0, TEXT_MAX, "", &mut found);
    match found.0.pop() {
        Some(problem) => Err(problem.rule),
        None => Ok((Value::Text(given.to_owned()), definition.anchor)),
    }
}

fn web_address(given: &str, definition: &Definition) -> Accepted {
    let url = Url::parse(given).map_err(|_| URL)?;
    let fits = given.trim() == given && text::length(given) <= URL_MAX && !given.contains('\0');
    match fits && matches!(url.scheme(), "http" | "https") && url.has_host() {
        true => Ok((Value::Text(given.to_owned()), definition.anchor)),
        false => Err(URL),
    }
}

fn day(given: &str, definition: &Definition) -> Accepted {
    match time::is_date(given) {
        true => Ok((Value::Text(given.to_owned()), definition.anchor)),
        false => Err(Rule::Date("must be a day that exists, written YYYY-MM-DD")),
    }
}

/// An option by its id or, letter case ignored, by its label.
fn option(given: &str, definition: &Definition) -> Accepted {
    let options = &definition.options;
    let named = options.iter().find(|option| option.id.eq_ignore_ascii_case(given));
    match named.or_else(|| options.iter().find(|option| text::fold(&option.label) == text::fold(given))) {
        Some(option) => Ok((Value::Text(option.id.clone()), option.anchor)),
        None => Err(Rule::EnumValue(options.iter().map(|option| option.label.clone()).collect())),
    }
}

#[cfg(test)]
fn percent(given: &str, definition: &Definition) -> Accepted {
    let percent = integer(given).filter(|number| (0..=100).contains(number));
    let percent = percent.ok_or(Rule::Number("must be an integer from 0 to 100"))?;
    Ok((Value::Number(percent), definition.anchor))
}

const NUMBER: Rule = Rule::Number("must be an integer from -9223372036854775808 to 9223372036854775807");
const URL: Rule = Rule::Url("must be an absolute http or https URL of at most 2000 characters");

/// An integer in its decimal form; a fraction of zeros (`5.0`) is the same number.
fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.split_once('.') {
        // With a fraction it came as a floating-point number, which is exact up to 2^53 only.
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole.parse().ok().filter(|number: &i64| number.unsigned_abs() < 1 << 53)
        }
        _ => text.parse().ok(),
    }
}
