//! Query parameters: one that comes twice counts as it came last, one that is not known is ignored.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use form_urlencoded::Serializer;

use super::{ApiState, Error};
use crate::domain::problem::{Problems, Rule};
use crate::domain::time::Timestamp;
use crate::hal::page::Numbers;
use crate::store::customer_list::Page;

/// How many items a page has unless the list or the client says otherwise.
pub const PAGE_SIZE: i64 = 50;
/// The highest page that is looked for; far beyond what a list can have.
pub const PAGE_MAX: i64 = 1 << 40;

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

    /// Which page is asked for; it has so many items unless `pageSize` says otherwise.
    pub fn page(&self, size: i64, problems: &mut Problems) -> AskedPage {
        AskedPage {
            number: self.number("page", 1..=PAGE_MAX, "must be a page number, from 1", problems).unwrap_or(1),
            size: self.page_size(size, problems),
        }
    }

    /// How many items are asked for at once: so many unless `pageSize` says otherwise.
    pub fn page_size(&self, size: i64, problems: &mut Problems) -> i64 {
        self.number("pageSize", 1..=200, "must be from 1 to 200", problems).unwrap_or(size)
    }

    /// The same as [`Parameters::page`], where nothing else is asked for.
    pub fn only_page(&self, size: i64) -> Result<AskedPage, Error> {
        let mut problems = Problems::default();
        let asked = self.page(size, &mut problems);
        problems.or(asked).map_err(Error::Query)
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

    /// The named parameters that are there, escaped.
    pub fn named(&self, names: &[&str]) -> String {
        self.escaped(names.iter().copied())
    }

    /// Every parameter but the place in the list, escaped, for the links to other places.
    pub fn carried(&self) -> String {
        let names = self.0.iter().map(|(name, _)| name.as_str()).enumerate();
        let first = names.filter(|(at, name)| !self.0[..*at].iter().any(|(before, _)| before == name));
        self.escaped(first.map(|(_, name)| name).filter(|name| !["page", "cursor"].contains(name)))
    }

    fn escaped<'a>(&self, names: impl Iterator<Item = &'a str>) -> String {
        let mut query = Serializer::new(String::new());
        for name in names {
            if let Some(value) = self.get(name) {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// The page of a list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedPage {
    /// Which page, from 1.
    pub number: i64,
    /// How many items it has at most.
    pub size: i64,
}

impl AskedPage {
    /// How many items come before it.
    pub fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }

    /// The rows of it.
    pub fn rows(self) -> Page {
        Page { offset: self.offset(), size: self.size }
    }

    /// The page's numbers in a list of so many items.
    pub fn of(self, total: i64) -> Numbers {
        Numbers { size: self.size, total, number: self.number }
    }
}

impl FromRequestParts<ApiState> for Parameters {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Error> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self(pairs.into_owned().collect()))
    }
}
