//! Postal addresses.

use serde::{Deserialize, Serialize};

use super::problem::{Problems, Rule};
use super::text;

/// The most characters of a city, state, postal code or line.
pub const TEXT_MAX: usize = 255;
/// The most lines.
pub const LINES_MAX: usize = 10;
/// The two letters of every country (ISO 3166-1 alpha-2).
pub const COUNTRIES: &[&str] = rust_iso3166::ALL_ALPHA2;

/// The English short name of the country of these two capital letters (ISO 3166-1).
pub fn country_name(code: &str) -> Option<&'static str> {
    rust_iso3166::from_alpha2(code).map(|country| country.name)
}

/// A customer's postal address; at least one part has a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state, province or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country: two capital letters (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Street and house, a line each.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// A part of an address that is one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressPart {
    /// The city.
    City,
    /// The state, province or region.
    State,
    /// The postal code.
    PostalCode,
    /// The country.
    Country,
}

impl AddressPart {
    /// Every part, in the order of the wire.
    pub const ALL: [Self; 4] = [Self::City, Self::State, Self::PostalCode, Self::Country];

    /// The part's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::State => "state",
            Self::PostalCode => "postalCode",
            Self::Country => "country",
        }
    }

    /// The part of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

impl Address {
    /// One part of the address.
    pub fn part_mut(&mut self, part: AddressPart) -> &mut Option<String> {
        match part {
            AddressPart::City => &mut self.city,
            AddressPart::State => &mut self.state,
            AddressPart::PostalCode => &mut self.postal_code,
            AddressPart::Country => &mut self.country,
        }
    }
}

/// An address as somebody sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddressInput {
    /// The city.
    pub city: Option<String>,
    /// The state, province or region.
    pub state: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country's two letters, in any case.
    pub country: Option<String>,
    /// Street and house, a line each.
    pub lines: Vec<String>,
}

impl AddressInput {
    /// One part of the address.
    pub fn part_mut(&mut self, part: AddressPart) -> &mut Option<String> {
        match part {
            AddressPart::City => &mut self.city,
            AddressPart::State => &mut self.state,
            AddressPart::PostalCode => &mut self.postal_code,
            AddressPart::Country => &mut self.country,
        }
    }

    /// The address when it is valid; none when every part is empty. `prefix` stands before the names of fields in problems.
    pub fn check(self, prefix: &str, problems: &mut Problems) -> Option<Address> {
        let mut part = |name: &str, value: Option<String>| {
            let value = value.filter(|value| !value.trim().is_empty())?;
            text::check(&value, 1, TEXT_MAX, format_args!("{prefix}{name}"), problems);
            Some(value)
        };
        let mut address = Address {
            city: part("city", self.city),
            state: part("state", self.state),
            postal_code: part("postalCode", self.postal_code),
            country: None,
            lines: Vec::new(),
        };
        address.country = self.country.filter(|country| !country.trim().is_empty()).map(|country| {
            let code = country.trim().to_ascii_uppercase();
            if country_name(&code).is_none() {
                let rule = Rule::Pattern("must be the two letters of a country (ISO 3166-1 alpha-2), such as US");
                problems.add(format_args!("{prefix}country"), rule, &country);
            }
            code
        });
        if self.lines.len() > LINES_MAX {
            problems.add(format_args!("{prefix}lines"), Rule::TooMany(LINES_MAX), &self.lines.len().to_string());
        }
        for (at, line) in self.lines.into_iter().enumerate().take(LINES_MAX) {
            if !line.trim().is_empty() {
                text::check(&line, 1, TEXT_MAX, format_args!("{prefix}lines[{at}]"), problems);
                address.lines.push(line);
            }
        }
        (address != Address::default()).then_some(address)
    }
}
