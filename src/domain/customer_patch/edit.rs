//! Edits of one part of a customer each.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::address::AddressEdit;
use super::entries::EntryEdit;
use super::{Known, Operation};
use crate::domain::customer::{Customer, TextField};
use crate::domain::customer_input::{check_gender, check_organization, check_photo_type, check_text};
use crate::domain::entry::{EntryKind, LIST_MAX};
use crate::domain::id::{EntryId, OrganizationId};
use crate::domain::joining::Joining;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property_value::PropertyInput;

/// What becomes of one part of a customer; none stands for no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A text field.
    Text(TextField, Option<String>),
    /// Gender, in any letter case.
    Gender(Option<String>),
    /// Photo type, in any letter case.
    PhotoType(Option<String>),
    /// The organization by its name, to be found or made.
    Organization(Option<String>),
    /// The organization by its identifier.
    OrganizationId(Option<OrganizationId>),
    /// A list of entries, or one of them.
    Entries(EntryKind, EntryEdit),
    /// The address, or a part of it.
    Address(AddressEdit),
    /// A property value.
    Property(PropertyInput),
    /// No property values.
    ClearProperties,
}

/// The entries that an edit wrote, each with the member of the edit's value that holds its own.
pub(super) type WrittenEntries = Vec<(EntryId, String)>;

impl Operation {
    /// How many identifiers the operation may need.
    pub fn ids(&self) -> usize {
        match &self.edit {
            _ if self.expected.is_some() => 0,
            Edit::Entries(_, EntryEdit::Add(_)) => 1,
            Edit::Entries(_, EntryEdit::All(list)) => list.len().min(LIST_MAX),
            _ => 0,
        }
    }
}

impl Edit {
    /// Does it. Problems are noted under members of the edit's value, and leave the part of no use.
    pub(super) fn apply(
        &self,
        customer: &mut Customer,
        known: &Known<'_>,
        ids: &mut Range<i64>,
        problems: &mut Problems,
    ) -> WrittenEntries {
        match self {
            Self::Text(field, value) => customer.set_text(*field, check_text(*field, value.clone(), "", problems)),
            Self::Gender(value) => customer.gender = check_gender(value.clone(), "", problems),
            Self::PhotoType(value) => customer.photo_type = check_photo_type(value.clone(), "", problems),
            Self::Organization(name) => {
                let name = check_organization(name.clone(), "", problems);
                customer.organization = name.and_then(|name| known.joining.named(&name));
            }
            Self::OrganizationId(id) => {
                if let Some(id) = id.filter(|id| known.joining.name_of(*id).is_none()) {
                    let rule = Rule::Identifier("no organization of the company has this id");
                    problems.add("", rule, &id.to_string());
                }
                customer.organization = *id;
            }
            Self::Entries(kind, edit) => return edit.apply(*kind, &mut customer.entries[*kind], ids, problems),
            Self::Address(edit) => edit.apply(&mut customer.address, problems),
            Self::Property(input) => match input.check(known.definitions.iter().copied(), known.source, problems) {
                Some(Some(value)) => drop(customer.properties.insert(input.slug.clone(), value)),
                Some(None) => drop(customer.properties.remove(&input.slug)),
                None => {}
            },
            Self::ClearProperties => customer.properties.clear(),
        }
        Vec::new()
    }

    /// The edit as it is tried for a test: the entries of a list that name no identifier are compared by their place.
    pub(super) fn as_test_of(&self, customer: &Customer) -> Self {
        let mut tried = self.clone();
        if let Self::Entries(kind, EntryEdit::All(list)) = &mut tried {
            for (listed, present) in list.iter_mut().zip(&customer.entries[*kind]) {
                listed.id = listed.id.or(Some(present.id));
            }
        }
        tried
    }

    /// What stands where the edit would write.
    pub(super) fn found(&self, customer: &Customer, joining: &Joining) -> Value {
        match self {
            Self::Text(field, _) => customer.text(*field).into(),
            Self::Gender(_) => customer.gender.as_str().into(),
            Self::PhotoType(_) => customer.photo_type.as_str().into(),
            Self::Organization(_) => {
                customer.organization.and_then(|id| joining.name_of(id).or(joining.to_make(id))).into()
            }
            Self::OrganizationId(_) => customer.organization.map(|id| id.0).into(),
            Self::Entries(kind, edit) => edit.found(&customer.entries[*kind]),
            Self::Address(edit) => edit.found(customer.address.as_ref()),
            Self::Property(input) => json(customer.properties.get(&input.slug).map(|value| &value.value)),
            Self::ClearProperties => {
                json(customer.properties.iter().map(|(slug, value)| (slug, &value.value)).collect::<BTreeMap<_, _>>())
            }
        }
    }
}

/// A part of a customer as JSON: texts, numbers and lists of them, which all have a form in it.
pub(super) fn json(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
