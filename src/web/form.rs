//! Forms: what was sent, what is wrong with it, and the fields that a page asks with.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::Error;
use super::texts::{EN, capital};
use crate::domain::problem::{Problem, Problems};
use crate::domain::time;

/// How long a form may take to arrive, in seconds.
const SECONDS: u64 = 30;

/// The fields of a form as they were sent. As an argument of a handler it stands after everything else.
#[derive(Clone, Debug, Default)]
pub struct Form(Arc<Vec<(String, String)>>);

impl Form {
    /// A field's text; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// Whether a field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// Every field in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        // It is read at the edge, where it is checked that it comes from a page of ours.
        parts.extensions.get::<Self>().cloned().ok_or(Error::Forged)
    }
}

/// Reads a form of at most so many bytes.
pub(super) async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Form, Error> {
    let whole = tokio::time::timeout(Duration::from_secs(SECONDS), Limited::new(body, limit).collect());
    let bytes = match whole.await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(Error::TooLarge(limit)),
        Ok(Err(_)) | Err(_) => return Err(Error::TooSlow),
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form =
        kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !is_form && !bytes.is_empty() {
        return Err(Error::NoForm);
    }
    Ok(Form(Arc::new(form_urlencoded::parse(&bytes).into_owned().collect())))
}

/// What is wrong with a form, to be told beside its fields.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Problem>);

impl Faults {
    /// What is wrong with a field, in words; empty when nothing is.
    pub fn of(&self, path: &str) -> String {
        let found = self.0.iter().find(|problem| problem.path == path);
        found.map_or_else(String::new, |problem| capital(&EN.told(problem)))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every problem.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl From<Problems> for Faults {
    fn from(problems: Problems) -> Self {
        Self(problems.0)
    }
}

/// The type of the input (HTML) for a value: one that a browser could not show in the type that is meant is shown as the text that it is.
pub fn input_of(meant: &'static str, value: &str) -> &'static str {
    let is_fit = match meant {
        _ if value.is_empty() => true,
        "number" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "date" => time::is_date(value),
        _ => true,
    };
    if is_fit { meant } else { "text" }
}

/// The type of the input for a value that was typed, and what stands in it: what is no date would be shown as none, so the one that is
/// kept stands there again.
pub fn input_again(meant: &'static str, typed: &str, kept: &str) -> (&'static str, String) {
    match input_of(meant, typed) {
        "text" if meant == "date" => (meant, kept.to_owned()),
        input => (input, typed.to_owned()),
    }
}

/// A field that a page asks with, as `asking.html` draws it.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Its name in the form.
    pub name: &'static str,
    /// What it asks for.
    pub label: &'static str,
    /// The kind of input: `text`, `email`, `password`, `textarea`; anything where there are choices.
    pub input: &'static str,
    /// What stands in it.
    pub value: String,
    /// What a browser may fill in by itself (the autocomplete attribute).
    pub autocomplete: &'static str,
    /// A line of help below it.
    pub help: &'static str,
    /// What is wrong with it.
    pub fault: String,
    /// The values that it offers, each with its words, where it offers any.
    pub choices: Vec<(String, String)>,
    /// The same in groups, each with its name, after those that are in none.
    pub groups: Vec<(String, Vec<(String, String)>)>,
    /// Whether it may stay empty.
    pub is_optional: bool,
    /// Whether one types into it first.
    pub is_first: bool,
}

#[cfg(test)]
mod tests {
    use super::{input_again, input_of};

    #[test]
    fn the_date_that_is_kept_stands_again_where_half_a_date_was_typed() {
        for (meant, typed, shown) in [
            ("date", "2024-02", ("date", "2023-01-02")),
            ("date", "2024-02-03", ("date", "2024-02-03")),
            ("date", "", ("date", "")),
            ("number", "many", ("text", "many")),
            ("text", "2024-02", ("text", "2024-02")),
        ] {
            let (input, value) = input_again(meant, typed, "2023-01-02");
            assert_eq!((input, value.as_str()), shown, "{meant}: {typed}");
        }
    }

    #[test]
    fn what_a_browser_would_not_show_is_shown_as_text() {
        for (meant, value, shown) in [
            ("number", "7", "number"),
            ("number", "-1.5", "number"),
            ("number", "", "number"),
            ("number", "many", "text"),
            ("number", "inf", "text"),
            ("date", "2023-02-28", "date"),
            ("date", "2023-02-30", "text"),
            ("date", "30.2.2023", "text"),
            ("url", "x", "url"),
        ] {
            assert_eq!(input_of(meant, value), shown, "{meant}: {value}");
        }
    }
}
