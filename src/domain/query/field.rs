//! The fields of the language: what may stand before a colon. Whoever reads, prints, proposes or explains queries asks here.

use super::{MomentField, NameField};

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
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
}

impl Field {
    /// Every field by its name; the first name of a field is the one that is printed.
    pub(super) const NAMED: [(&'static str, Self); 9] = [
        ("firstName", Self::Name(NameField::First)),
        ("lastName", Self::Name(NameField::Last)),
        ("email", Self::Email),
        ("emailDomain", Self::EmailDomain),
        ("phone", Self::Phone),
        ("organization", Self::Organization),
        ("createdAt", Self::Moment(MomentField::Created)),
        ("modifiedAt", Self::Moment(MomentField::Modified)),
        ("updatedAt", Self::Moment(MomentField::Modified)),
    ];

    /// Every field once.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMED.into_iter().filter(|(name, field)| field.name() == *name).map(|(_, field)| field)
    }

    /// The name that is printed.
    pub fn name(self) -> &'static str {
        self.names().next().unwrap_or_default()
    }

    /// Every name that is understood, the one that is printed first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMED.into_iter().filter(move |(_, field)| *field == self).map(|(name, _)| name)
    }

    /// A value that the field can have.
    pub fn example(self) -> &'static str {
        match self {
            Self::Name(NameField::First) => "Ines",
            Self::Name(NameField::Last) => "Okoro",
            Self::Email => "ines@northwind.example",
            Self::EmailDomain => "northwind.example",
            Self::Phone => "\"+234 1 555 0100\"",
            Self::Organization => "\"Northwind\"",
            Self::Moment(_) => "[2026-01-01 TO *]",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }
}

#[cfg(test)]
mod tests {
    use super::Field;
    use crate::domain::query::parse;

    #[test]
    fn every_field_is_told_once_and_understands_its_example() {
        let names: Vec<&str> = Field::all().map(Field::name).collect();
        assert_eq!(
            names,
            ["firstName", "lastName", "email", "emailDomain", "phone", "organization", "createdAt", "modifiedAt"]
        );
        for field in Field::all() {
            for name in field.names() {
                let text = format!("{name}:{}", field.example());
                assert!(parse(&text).is_ok(), "{text}");
            }
        }
    }
}
