//! Query parameters: one that comes twice counts as it came last, one that is not known is ignored.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use form_urlencoded::Serializer;

use super::{ApiState, Error};
use crate::domain::problem::{Problems, Rule};
use crate::domain::time::Timestamp;

/// The query parameters of a request, in the order in which they came.
#[derive(Debug, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// A parameter's value; an empty one is as good as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rfind(|(other, _)| other == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// A whole number in a range.
    pub fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<i64>,
        rule: &'static str,
        problems: &mut Problems,
    ) -> Option<i64> {
        let given = self.get(name)?;
        let number = given.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            problems.query(name, Rule::Number(rule), given);
        }
        number
    }

    /// A moment. A plus that was sent without escaping came as a space.
    pub fn moment(&self, name: &str, problems: &mut Problems) -> Option<Timestamp> {
        let given = self.get(name)?;
        let moment = Timestamp::parse(given).or_else(|| Timestamp::parse(&given.trim().replace(' ', "+")));
        if moment.is_none() {
            problems.query(name, Rule::Date("must be a time such as 2026-11-23T16:11:00Z"), given);
        }
        moment
    }

    /// One of the accepted values, letter case ignored.
    pub fn one_of<T: Copy>(&self, name: &str, accepted: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let given = self.get(name)?;
        let found = accepted.iter().find(|(value, _)| value.eq_ignore_ascii_case(given));
        if found.is_none() {
            let names = accepted.iter().map(|(value, _)| (*value).to_owned()).collect();
            problems.query(name, Rule::EnumValue(names), given);
        }
        found.map(|(_, value)| *value)
    }

    /// The named parameters that are there, escaped for a link.
    pub fn carried(&self, names: &[&str]) -> String {
        let mut query = Serializer::new(String::new());
        for name in names {
            if let Some(value) = self.get(name) {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

impl FromRequestParts<ApiState> for Parameters {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Error> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }
}
