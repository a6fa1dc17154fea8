//! The fields of the language: what may stand before a colon. Whoever reads, prints, proposes or explains queries asks here.

use std::borrow::Cow;

use super::property;
use super::scale::Scale;
use super::{MomentField, NameField};
use crate::domain::property::Definition;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'d> {
    /// One of the two names.
    Name(NameField),
    /// The addresses.
    Email,
    /// What stands behind their `@`.
    EmailDomain,
    /// The telephone numbers.
    Phone,
    /// The name of the organization.
    Organization,
    /// A moment of the record.
    Moment(MomentField),
    /// A property of customers: `property.` and its slug.
    Property(&'d Definition),
}

/// What the name of a property's field begins with.
const PROPERTY: &str = "property.";

impl<'d> Field<'d> {
    /// Every field that is there whatever the company, by its name; the first name of a field is the one that is printed.
    pub(super) const NAMED: [(&'static str, Field<'static>); 9] = [
        ("firstName", Field::Name(NameField::First)),
        ("lastName", Field::Name(NameField::Last)),
        ("email", Field::Email),
        ("emailDomain", Field::EmailDomain),
        ("phone", Field::Phone),
        ("organization", Field::Organization),
        ("createdAt", Field::Moment(MomentField::Created)),
        ("modifiedAt", Field::Moment(MomentField::Modified)),
        ("updatedAt", Field::Moment(MomentField::Modified)),
    ];

    /// Every field once, those of properties last.
    pub fn all(properties: &'d [Definition]) -> impl Iterator<Item = Self> {
        let own = Self::NAMED.into_iter().filter(|(name, field)| field.name() == *name).map(|(_, field)| field);
        own.chain(properties.iter().map(Self::Property))
    }

    /// The name that is printed.
    pub fn name(self) -> Cow<'static, str> {
        self.names().next().unwrap_or_default()
    }

    /// Every name that is understood, the one that is printed first.
    pub fn names(self) -> impl Iterator<Item = Cow<'static, str>> {
        let property = match self {
            Self::Property(definition) => Some(property_name(&definition.slug)),
            _ => None,
        };
        let own = Self::NAMED.into_iter().filter(move |(_, field)| *field == self).map(|(name, _)| name.into());
        own.chain(property.map(Cow::Owned))
    }

    /// A value that the field can have.
    pub fn example(self) -> Cow<'static, str> {
        let example = match self {
            Self::Name(NameField::First) => "Ines",
            Self::Name(NameField::Last) => "Okoro",
            Self::Email => "ines@northwind.example",
            Self::EmailDomain => "northwind.example",
            Self::Phone => "\"+234 1 555 0100\"",
            Self::Organization => "\"Northwind\"",
            Self::Moment(_) => "[2026-01-01 TO *]",
            Self::Property(definition) => {
                let first = definition.options.first().map(|option| property::option_text(definition, option));
                return first.map_or(definition.property_type.asked().into(), Cow::Owned);
            }
        };
        example.into()
    }

    /// What the ends of its ranges are, where it has ranges.
    pub fn scale(self) -> Option<Scale> {
        match self {
            Self::Moment(_) => Some(Scale::Moments),
            Self::Property(definition) => property::scale(definition),
            _ => None,
        }
    }

    /// The field of this name, letter case ignored; where two properties differ in nothing else, the one that is written so.
    pub(super) fn named(name: &str, properties: &'d [Definition]) -> Option<Self> {
        let Some(slug) = slug(name) else {
            return Self::NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field);
        };
        if let Some(exactly) = properties.iter().find(|own| own.slug == slug) {
            return Some(Self::Property(exactly));
        }
        let mut alike = properties.iter().filter(|own| own.slug.eq_ignore_ascii_case(slug));
        alike.next().filter(|_| alike.next().is_none()).map(Self::Property)
    }
}

/// Whether a query may ask for a property. Nothing that names one says no.
pub fn may_name_property(text: &str) -> bool {
    text.as_bytes().windows(PROPERTY.len()).any(|part| part.eq_ignore_ascii_case(PROPERTY.as_bytes()))
}

/// The field of the property with this slug.
pub(super) fn property_name(slug: &str) -> String {
    format!("{PROPERTY}{slug}")
}

/// The slug in the name of a property's field.
pub(super) fn slug(name: &str) -> Option<&str> {
    let (prefix, slug) = name.split_at_checked(PROPERTY.len())?;
    prefix.eq_ignore_ascii_case(PROPERTY).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AnchorId;
    use crate::domain::property::{DropdownOption, PropertyType};
    use crate::domain::query::parse;

    fn defined(slug: &str, property_type: PropertyType) -> Definition {
        let option = |label: &str| DropdownOption { id: String::new(), label: label.to_owned(), anchor: AnchorId(2) };
        let options = if property_type == PropertyType::Dropdown { vec![option("Plus \"2\"")] } else { Vec::new() };
        Definition { property_type, slug: slug.to_owned(), name: slug.to_owned(), options, anchor: AnchorId(1) }
    }

    #[test]
    fn every_field_is_told_once_and_understands_its_example() {
        let names: Vec<Cow<'_, str>> = Field::all(&[]).map(Field::name).collect();
        assert_eq!(
            names,
            ["firstName", "lastName", "email", "emailDomain", "phone", "organization", "createdAt", "modifiedAt"]
        );
        let properties: Vec<Definition> = PropertyType::ALL.into_iter().map(|own| defined(own.as_str(), own)).collect();
        assert_eq!(Field::all(&properties).count(), names.len() + properties.len());
        for field in Field::all(&properties) {
            for name in field.names() {
                let text = format!("{name}:{}", field.example());
                let read = parse(&text, &properties);
                let read = read.unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
                assert_eq!(parse(&read.to_string(), &properties).as_ref(), Ok(&read), "{text}");
            }
        }
    }

    #[test]
    fn a_property_is_named_by_its_slug_and_letter_case_tells_two_apart() {
        let properties = ["Plan", "plan", "seats-2_x"].map(|slug| defined(slug, PropertyType::Text));
        for (name, slug) in [
            ("property.plan", Some("plan")),
            ("PROPERTY.Plan", Some("Plan")),
            ("property.PLAN", None),
            ("property.Seats-2_X", Some("seats-2_x")),
            ("property.", None),
            ("property.x", None),
            ("plan", None),
            ("propertý.plan", None),
        ] {
            let found = Field::named(name, &properties);
            assert_eq!(found.map(|field| field.name()), slug.map(|slug| format!("property.{slug}").into()), "{name}");
            assert!(may_name_property(&format!("ines AND ({name}:x)")) || found.is_none(), "{name}");
        }
        assert!(!may_name_property("property:plan"));
    }
}
