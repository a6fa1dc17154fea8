//! The fields of an organization that are edited one by one: their names, what stands in them, and what a form makes of them.

use super::Record;
use crate::domain::organization::{Organization, OrganizationInput, TEXTS};
use crate::domain::property_value::{Given, PropertyInput};

/// The place of the location in [`TEXTS`].
pub const LOCATION: usize = 2;

/// A field that is edited by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name.
    Name,
    /// The optional text of this place in [`TEXTS`].
    Text(usize),
    /// The domains, one a line.
    Domains,
    /// The phone numbers, one a line.
    Phones,
    /// The color.
    Color,
    /// The value of the property of this slug.
    Property(String),
}

impl Field {
    /// The fields that every organization has, in the order of the page.
    pub fn own() -> impl Iterator<Item = Self> {
        let lists = [Self::Domains, Self::Phones, Self::Color];
        std::iter::once(Self::Name).chain((0..TEXTS.len()).map(Self::Text)).chain(lists)
    }

    /// The field of this name.
    pub fn parse(key: &str) -> Option<Self> {
        match key.split_once('.') {
            Some(("property", slug)) if !slug.is_empty() => Some(Self::Property(slug.to_owned())),
            _ => Self::own().find(|field| field.key() == key),
        }
    }

    /// Its name, in paths and in the page.
    pub fn key(&self) -> String {
        match self {
            Self::Name => "name".to_owned(),
            Self::Text(at) => TEXTS.get(*at).map_or("", |(name, _)| *name).to_owned(),
            Self::Domains => "domains".to_owned(),
            Self::Phones => "phones".to_owned(),
            Self::Color => "brandColor".to_owned(),
            Self::Property(slug) => format!("property.{slug}"),
        }
    }

    /// Where the log has it.
    pub fn path(&self) -> String {
        match self {
            Self::Property(slug) => format!("/properties/{slug}"),
            other => format!("/{}", other.key()),
        }
    }

    /// Whether the field is there to be edited.
    pub fn is_in(&self, record: &Record) -> bool {
        match self {
            Self::Property(slug) => record.definition(slug).is_some(),
            _ => true,
        }
    }

    /// Whether it has lines.
    pub fn is_long(&self) -> bool {
        match self {
            Self::Domains | Self::Phones => true,
            Self::Text(at) => TEXTS.get(*at).is_some_and(|(_, max)| *max >= 500),
            _ => false,
        }
    }

    /// What stands in the field now.
    pub fn draft(&self, record: &Record) -> String {
        let organization = &record.found.record.value;
        match self {
            Self::Name => organization.name.clone(),
            Self::Text(at) => organization.texts.0.get(*at).cloned().flatten().unwrap_or_default(),
            Self::Domains => organization.domains.join("\n"),
            Self::Phones => organization.phones.join("\n"),
            Self::Color => organization.brand_color.clone().unwrap_or_default(),
            Self::Property(slug) => {
                let value = record.definition(slug).and_then(|own| own.value_in(&organization.properties));
                value.map_or_else(String::new, |value| value.value.to_string())
            }
        }
    }

    /// Puts what was typed into an organization as somebody sends it.
    pub fn put(&self, typed: &str, input: &mut OrganizationInput) {
        let lines = || typed.lines().map(str::trim).filter(|line| !line.is_empty());
        match self {
            Self::Name => input.name = Some(typed.to_owned()),
            Self::Text(at) => {
                if let Some(text) = input.texts.get_mut(*at) {
                    *text = Some(typed.to_owned());
                }
            }
            Self::Domains => input.domains = lines().map(|line| ("domains".to_owned(), line.to_owned())).collect(),
            Self::Phones => input.phones = lines().map(ToOwned::to_owned).collect(),
            Self::Color => input.brand_color = Some(typed.trim().to_owned()),
            Self::Property(_) => {}
        }
    }
}

/// An organization as somebody would send it who changes nothing.
pub fn input_of(organization: &Organization) -> OrganizationInput {
    OrganizationInput {
        name: Some(organization.name.clone()),
        texts: organization.texts.0.clone(),
        domains: organization.domains.iter().map(|domain| ("domains".to_owned(), domain.clone())).collect(),
        phones: organization.phones.clone(),
        brand_color: organization.brand_color.clone(),
    }
}

/// A property's value as it was typed; nothing clears it.
pub fn value_of(slug: &str, typed: &str) -> PropertyInput {
    PropertyInput {
        slug: slug.to_owned(),
        value: Given::Text(typed.to_owned()),
        slug_path: "value".to_owned(),
        value_path: "value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_name() {
        for field in Field::own().chain([Field::Property("plan".to_owned())]) {
            assert_eq!(Field::parse(&field.key()), Some(field));
        }
        for wrong in ["", "property.", "id", "customerCount"] {
            assert_eq!(Field::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Field::Text(LOCATION).key(), "location");
    }
}
