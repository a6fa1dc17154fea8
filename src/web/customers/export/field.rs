//! The columns of the file, named as the API names what stands in them.

use std::borrow::Cow;

use super::super::columns::{OWN, PROPERTY};
use crate::domain::address::AddressPart;
use crate::domain::customer::{Customer, TextField};
use crate::domain::entry::EntryKind;
use crate::domain::property::{Definition, PropertyType};
use crate::domain::property_value::Value;
use crate::store::customers::Found;

/// A column of the file.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// The identifier.
    Id,
    /// A text field.
    Text(TextField),
    /// The location as lists show it: where there is none, the city.
    Place,
    /// Gender.
    Gender,
    /// Where the photo is from.
    PhotoType,
    /// The name of the organization.
    Organization,
    /// The identifier of the organization.
    OrganizationId,
    /// All entries of a kind, a line each.
    Entries(EntryKind),
    /// Their types, in the same order.
    Types(EntryKind),
    /// Street and house of the address, a line each.
    Lines,
    /// A part of the address.
    Address(AddressPart),
    /// When the record was made.
    Made,
    /// When it was last changed.
    Changed,
    /// A property.
    Property(Definition),
}

/// Who it is, and the columns of the list that have these names, in their order; what no column is called is left out.
pub(super) fn chosen(names: &[String], definitions: Vec<Definition>) -> Vec<Field> {
    let named = |name: &String| match name.strip_prefix(PROPERTY) {
        Some(slug) => definitions.iter().find(|own| own.slug == slug).cloned().map(Field::Property),
        None => own(OWN.into_iter().find(|own| own == name)?),
    };
    [Field::Id, Field::Text(TextField::FirstName), Field::Text(TextField::LastName)]
        .into_iter()
        .chain(names.iter().filter_map(named))
        .collect()
}

fn own(column: &str) -> Option<Field> {
    Some(match column {
        "email" => Field::Entries(EntryKind::Email),
        "phone" => Field::Entries(EntryKind::Phone),
        "organization" => Field::Organization,
        "job" => Field::Text(TextField::JobTitle),
        "location" => Field::Place,
        "country" => Field::Address(AddressPart::Country),
        "made" => Field::Made,
        "changed" => Field::Changed,
        _ => return None,
    })
}

/// Everything that is known of a customer.
pub(super) fn every(definitions: impl Iterator<Item = Definition>) -> Vec<Field> {
    let mut fields = vec![Field::Id];
    fields.extend(TextField::ALL.map(Field::Text));
    fields.extend([Field::PhotoType, Field::Gender, Field::Organization, Field::OrganizationId]);
    for kind in EntryKind::ALL {
        fields.push(Field::Entries(kind));
        if !kind.rules().types.is_empty() {
            fields.push(Field::Types(kind));
        }
    }
    fields.push(Field::Lines);
    fields.extend(AddressPart::ALL.map(Field::Address));
    fields.extend(definitions.map(Field::Property));
    fields.extend([Field::Made, Field::Changed]);
    fields
}

impl Field {
    /// Its heading.
    pub(super) fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Id => "id".into(),
            Self::Text(field) => field.name().into(),
            Self::Place => TextField::Location.name().into(),
            Self::Gender => "gender".into(),
            Self::PhotoType => "photoType".into(),
            Self::Organization => "organization".into(),
            Self::OrganizationId => "organizationId".into(),
            Self::Entries(kind) => kind.rules().field.into(),
            Self::Types(kind) => format!("{}.type", kind.rules().field).into(),
            Self::Lines => "address.lines".into(),
            Self::Address(part) => format!("address.{}", part.name()).into(),
            Self::Made => "createdAt".into(),
            Self::Changed => "updatedAt".into(),
            Self::Property(definition) => format!("{PROPERTY}{}", definition.slug).into(),
        }
    }

    /// What it has of a customer, in the form for machines; empty where there is nothing.
    pub(super) fn value<'a>(&'a self, found: &'a Found, customer: &'a Customer) -> Cow<'a, str> {
        let address = customer.address.as_ref();
        let text = |text: Option<&'a str>| Cow::Borrowed(text.unwrap_or_default());
        match self {
            Self::Id => found.record.id.to_string().into(),
            Self::Text(field) => text(customer.text(*field)),
            Self::Place => text(customer.text(TextField::Location).or(address.and_then(|own| own.city.as_deref()))),
            Self::Gender => customer.gender.as_str().into(),
            Self::PhotoType => customer.photo_type.as_str().into(),
            Self::Organization => text(found.organization.as_ref().map(|own| &*own.name)),
            Self::OrganizationId => {
                found.organization.as_ref().map_or_else(String::new, |own| own.id.to_string()).into()
            }
            Self::Entries(kind) => lines(customer.entries[*kind].iter().map(|entry| entry.value.as_str())),
            Self::Types(kind) => {
                let types = customer.entries[*kind].iter().map(|entry| entry.entry_type);
                lines(types.map(|own| own.map_or("", |own| own.as_str())))
            }
            Self::Lines => lines(address.into_iter().flat_map(|own| &own.lines).map(String::as_str)),
            Self::Address(part) => text(address.and_then(|own| own.part(*part))),
            Self::Made => found.record.created_at.to_string().into(),
            Self::Changed => found.record.updated_at.to_string().into(),
            Self::Property(definition) => {
                let value = definition.value_in(&found.properties);
                value.map_or(Cow::Borrowed(""), |value| plain(definition, &value.value))
            }
        }
    }
}

fn lines<'a>(mut all: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let first = all.next().unwrap_or_default();
    all.fold(Cow::Borrowed(first), |text, next| text + "\n" + next)
}

/// A number in digits, a day as it is kept, the label of an option.
fn plain<'a>(definition: &'a Definition, value: &'a Value) -> Cow<'a, str> {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Text(id) if definition.property_type == PropertyType::Dropdown => {
            let option = definition.options.iter().find(|option| option.id == *id);
            option.map_or("", |option| &option.label).into()
        }
        Value::Text(text) => text.as_str().into(),
    }
}
