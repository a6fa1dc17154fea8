//! Edits of one part of a customer each.

use std::ops::Range;

use serde_json::Value;

use super::{Known, Operation};
use crate::domain::address::{self, Address, AddressInput, AddressPart};
use crate::domain::customer::{Customer, TextField};
use crate::domain::customer_input::{check_gender, check_organization, check_photo_type, check_text};
use crate::domain::entry::{Entry, EntryInput, EntryKind, EntryType, LIST_MAX};
use crate::domain::id::{EntryId, OrganizationId};
use crate::domain::joining::Joining;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property_value::{PropertyInput, PropertyValue, ValueSource};
use crate::domain::text;

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
    /// One more entry.
    AddEntry(EntryKind, EntryInput),
    /// Another value and type for an entry; without a type it keeps the one it has.
    Entry(EntryKind, EntryId, EntryInput),
    /// Another value for an entry.
    EntryValue(EntryKind, EntryId, Option<String>),
    /// Another type for an entry.
    EntryType(EntryKind, EntryId, Option<String>),
    /// One entry less.
    RemoveEntry(EntryKind, EntryId),
    /// Another list in the place of a whole one.
    Entries(EntryKind, Vec<ListedEntry>),
    /// The whole address.
    Address(Option<AddressInput>),
    /// One part of the address.
    AddressPart(AddressPart, Option<String>),
    /// All lines of the address.
    Lines(Vec<String>),
    /// One more line, before the one of this number, or at the end.
    AddLine(Option<usize>, String),
    /// Another text for a line.
    Line(usize, String),
    /// One line less.
    RemoveLine(usize),
    /// A property value.
    Property(PropertyInput),
    /// No property values.
    ClearProperties,
}

/// An entry of a list that is sent whole. One that names an entry that the customer has is that entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedEntry {
    /// Its number in the list that was sent, from 0.
    pub at: usize,
    /// Which entry it is.
    pub id: Option<EntryId>,
    /// Its value and type.
    pub input: EntryInput,
}

impl Operation {
    /// How many identifiers the operation may need.
    pub fn ids(&self) -> usize {
        match &self.edit {
            _ if self.expected.is_some() => 0,
            Edit::AddEntry(..) => 1,
            Edit::Entries(_, list) => list.len().min(LIST_MAX),
            _ => 0,
        }
    }
}

impl Edit {
    /// Does it, and answers the entries that were written, with the member of the edit's value that holds theirs. Problems are noted
    /// under members too, and leave the part as it is.
    pub(super) fn apply(
        &self,
        customer: &mut Customer,
        known: &Known<'_>,
        ids: &mut Range<i64>,
        problems: &mut Problems,
    ) -> Vec<(EntryId, String)> {
        let before = problems.0.len();
        match self {
            Self::Text(field, value) => {
                let value = check_text(*field, value.clone(), "", problems);
                if problems.0.len() == before {
                    customer.set_text(*field, value);
                }
            }
            Self::Gender(value) => customer.gender = check_gender(value.clone(), "", problems),
            Self::PhotoType(value) => customer.photo_type = check_photo_type(value.clone(), "", problems),
            Self::Organization(name) => {
                let name = check_organization(name.clone(), "", problems);
                customer.organization = name.and_then(|name| known.joining.named(&name));
            }
            Self::OrganizationId(id) => match id {
                Some(id) if known.joining.name_of(*id).is_none() => {
                    let rule = Rule::Identifier("no organization of the company has this id");
                    problems.add("", rule, &id.to_string());
                }
                id => customer.organization = *id,
            },
            Self::AddEntry(kind, input) => {
                let entry = input.clone().check(*kind, "", kind.default_type(), problems);
                let Some(entry) = entry.filter(|_| problems.0.len() == before) else { return Vec::new() };
                let id = next(ids);
                customer.entries[*kind].push(Entry { id, value: entry.value, entry_type: entry.entry_type });
                return vec![(id, "value".to_owned())];
            }
            Self::Entry(kind, id, input) => return write_entry(customer, *kind, *id, input.clone(), problems),
            Self::EntryValue(kind, id, value) => {
                let input = EntryInput { value: value.clone(), entry_type: None };
                return write_entry(customer, *kind, *id, input, problems);
            }
            Self::EntryType(kind, id, name) => {
                let Some(present) = find(customer, *kind, *id, problems) else { return Vec::new() };
                if name.as_ref().is_none_or(|name| name.trim().is_empty()) {
                    problems.add("type", Rule::NotEmpty, name.as_deref().unwrap_or("null"));
                } else {
                    let input = EntryInput { value: Some(present.value.clone()), entry_type: name.clone() };
                    write_entry(customer, *kind, *id, input, problems);
                }
            }
            Self::RemoveEntry(kind, id) => {
                if find(customer, *kind, *id, problems).is_some() {
                    customer.entries[*kind].retain(|entry| entry.id != *id);
                }
            }
            Self::Entries(kind, list) => return write_list(customer, *kind, list, ids, problems),
            Self::Address(input) => {
                let address = input.clone().and_then(|input| input.check("", problems));
                if problems.0.len() == before {
                    customer.address = address;
                }
            }
            Self::AddressPart(part, value) => {
                let mut input = AddressInput::default();
                input.part_mut(*part).clone_from(value);
                let checked = input.check("", problems);
                if problems.0.len() == before {
                    let value = checked.and_then(|mut address| address.part_mut(*part).take());
                    *customer.address.get_or_insert_default().part_mut(*part) = value;
                }
            }
            Self::Lines(lines) => {
                let input = AddressInput { lines: lines.clone(), ..AddressInput::default() };
                let checked = input.check("", problems).unwrap_or_default();
                if problems.0.len() == before {
                    customer.address.get_or_insert_default().lines = checked.lines;
                }
            }
            Self::AddLine(..) | Self::Line(..) | Self::RemoveLine(_) => {
                self.apply_to_lines(&mut customer.address.get_or_insert_default().lines, problems)
            }
            Self::Property(input) => match input.check(known.definitions.iter().copied(), problems) {
                Some(Some(value)) => {
                    let value = PropertyValue { value, source: ValueSource::Api };
                    customer.properties.insert(input.slug.clone(), value);
                }
                Some(None) => drop(customer.properties.remove(&input.slug)),
                None => {}
            },
            Self::ClearProperties => customer.properties.clear(),
        }
        // An address without a single part is none.
        customer.address = customer.address.take().filter(|address| *address != Address::default());
        Vec::new()
    }

    fn apply_to_lines(&self, lines: &mut Vec<String>, problems: &mut Problems) {
        let (at, line) = match self {
            Self::AddLine(at, line) => (at.unwrap_or(lines.len()), Some(line)),
            Self::Line(at, line) => (*at, Some(line)),
            Self::RemoveLine(at) => (*at, None),
            _ => return,
        };
        let is_new = matches!(self, Self::AddLine(..));
        if at >= lines.len() + usize::from(is_new) {
            problems.add(
                "",
                Rule::Identifier("the address has no line of this number; lines count from 0"),
                &at.to_string(),
            );
            return;
        }
        let Some(line) = line else { return drop(lines.remove(at)) };
        let before = problems.0.len();
        if line.trim().is_empty() {
            problems.add("", Rule::NotEmpty, line);
        } else {
            text::check(line, 1, address::TEXT_MAX, "", problems);
        }
        if problems.0.len() > before {
            return;
        }
        match is_new {
            true => lines.insert(at, line.clone()),
            false => lines[at].clone_from(line),
        }
    }

    /// The edit as it is tried for a test: the entries of a list that name no identifier are compared by their place.
    pub(super) fn as_test_of(&self, customer: &Customer) -> Self {
        let mut tried = self.clone();
        if let Self::Entries(kind, list) = &mut tried {
            for (listed, present) in list.iter_mut().zip(&customer.entries[*kind]) {
                listed.id = listed.id.or(Some(present.id));
            }
        }
        tried
    }

    /// What stands where the edit would write.
    pub(super) fn found(&self, customer: &Customer, joining: &Joining) -> Value {
        let entry = |kind: EntryKind, id: EntryId| customer.entries[kind].iter().find(|entry| entry.id == id);
        let address = customer.address.as_ref();
        match self {
            Self::Text(field, _) => customer.text(*field).into(),
            Self::Gender(_) => customer.gender.as_str().into(),
            Self::PhotoType(_) => customer.photo_type.as_str().into(),
            Self::Organization(_) => {
                customer.organization.and_then(|id| joining.name_of(id).or(joining.to_make(id))).into()
            }
            Self::OrganizationId(_) => customer.organization.map(|id| id.0).into(),
            Self::AddEntry(kind, _) | Self::Entries(kind, _) => json(&customer.entries[*kind]),
            Self::Entry(kind, id, _) | Self::RemoveEntry(kind, id) => json(entry(*kind, *id)),
            Self::EntryValue(kind, id, _) => entry(*kind, *id).map(|entry| &*entry.value).into(),
            Self::EntryType(kind, id, _) => {
                entry(*kind, *id).and_then(|entry| entry.entry_type).map(EntryType::as_str).into()
            }
            Self::Address(_) => json(address),
            Self::AddressPart(part, _) => address.and_then(|address| address.clone().part_mut(*part).take()).into(),
            Self::Lines(_) | Self::AddLine(..) => json(address.map_or(&Vec::new(), |address| &address.lines)),
            Self::Line(at, _) | Self::RemoveLine(at) => {
                address.and_then(|address| address.lines.get(*at)).map(|line| &**line).into()
            }
            Self::Property(input) => json(customer.properties.get(&input.slug).map(|value| &value.value)),
            Self::ClearProperties => json(&customer.properties),
        }
    }
}

fn find<'a>(customer: &'a Customer, kind: EntryKind, id: EntryId, problems: &mut Problems) -> Option<&'a Entry> {
    let present = customer.entries[kind].iter().find(|entry| entry.id == id);
    if present.is_none() {
        problems.add("", Rule::Identifier("the customer has no such entry in this list"), &id.to_string());
    }
    present
}

fn write_entry(
    customer: &mut Customer,
    kind: EntryKind,
    id: EntryId,
    input: EntryInput,
    problems: &mut Problems,
) -> Vec<(EntryId, String)> {
    let before = problems.0.len();
    let Some(present) = find(customer, kind, id, problems) else { return Vec::new() };
    let entry = input.check(kind, "", present.entry_type, problems);
    let Some(entry) = entry.filter(|_| problems.0.len() == before) else { return Vec::new() };
    for present in customer.entries[kind].iter_mut().filter(|present| present.id == id) {
        *present = Entry { id, value: entry.value.clone(), entry_type: entry.entry_type };
    }
    vec![(id, "value".to_owned())]
}

fn write_list(
    customer: &mut Customer,
    kind: EntryKind,
    list: &[ListedEntry],
    ids: &mut Range<i64>,
    problems: &mut Problems,
) -> Vec<(EntryId, String)> {
    let before = problems.0.len();
    if list.len() > LIST_MAX {
        problems.add("", Rule::TooMany(LIST_MAX), &list.len().to_string());
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(list.len());
    let mut written = Vec::with_capacity(list.len());
    for listed in list {
        let at = listed.at;
        let kept = customer.entries[kind].iter().find(|entry| Some(entry.id) == listed.id);
        if kept.is_some_and(|kept| entries.iter().any(|entry| entry.id == kept.id)) {
            let rule = Rule::Repeated("another entry of the list has this id");
            problems.add(format_args!("[{at}].id"), rule, &listed.id.unwrap_or(EntryId(0)).to_string());
        }
        let id = kept.map_or_else(|| next(ids), |kept| kept.id);
        let type_given = kept.map_or(kind.default_type(), |kept| kept.entry_type);
        let entry = listed.input.clone().check(kind, format_args!("[{at}]."), type_given, problems);
        entries.extend(entry.map(|entry| Entry { id, value: entry.value, entry_type: entry.entry_type }));
        written.push((id, format!("[{at}].value")));
    }
    if problems.0.len() > before {
        return Vec::new();
    }
    customer.entries[kind] = entries;
    written
}

/// The next of the identifiers that were taken for this; as many were taken as may be asked for, and none for a test.
fn next(ids: &mut Range<i64>) -> EntryId {
    EntryId(ids.next().unwrap_or_default())
}

fn json(value: impl serde::Serialize) -> Value {
    // Texts, numbers and lists of them have a form in JSON.
    serde_json::to_value(value).unwrap_or_default()
}
