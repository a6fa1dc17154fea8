//! A patch of a customer as an object of fields (RFC 7396), read into edits: what is left out stays, null is no value.

use super::customer_patch::{list_named, read_entries, read_own};
use super::json::Json;
use super::{address, property, read};
use crate::domain::address::AddressPart;
use crate::domain::customer_patch::{AddressEdit, Edit, EntryEdit, Operation, Place};
use crate::domain::problem::{Problems, Rule};

/// Reads the fields that are sent; those that are not known count under strict handling.
pub fn read(json: Json<'_>, problems: &mut Problems) -> Vec<Operation> {
    let mut fields = match json {
        Json::Object(fields) => fields,
        other => {
            let hint = "an object of fields; a list of operations is read as application/json-patch+json";
            problems.add("", Rule::Type(hint), &other.shown());
            return Vec::new();
        }
    };
    // An organization's identifier counts before its name, and its name before no identifier.
    let is_named = fields.iter().any(|(name, value)| name == "organization" && *value != Json::Null);
    fields.retain(|(name, value)| !(is_named && name == "organizationId" && *value == Json::Null));
    fields.sort_by_key(|(name, _)| name == "organizationId");
    fields.into_iter().flat_map(|(name, value)| read_field(&name, value, problems)).collect()
}

fn read_field(name: &str, value: Json<'_>, problems: &mut Problems) -> Vec<Operation> {
    let mut found = problems.apart();
    let edits = if let Some(edit) = read_own(name, &value, &mut found) {
        vec![edit]
    } else if let Some(kind) = list_named(name) {
        vec![Edit::Entries(kind, EntryEdit::All(read_entries(value, &mut found)))]
    } else {
        match (name, value) {
            ("address", value) => read_address(value, &mut found),
            ("properties", Json::Null) => vec![Edit::ClearProperties],
            ("properties", value) => {
                // Values know their paths themselves.
                property::read_values(value, problems).into_iter().map(Edit::Property).collect()
            }
            ("phone", Json::Null) => Vec::new(),
            ("phone", value) => {
                found.add(
                    "",
                    Rule::Pattern("phone is a field of create and overwrite; send the list phones"),
                    &value.shown(),
                );
                Vec::new()
            }
            (name, value) => {
                read::other(name, "", &value, &mut found);
                Vec::new()
            }
        }
    };
    let place = Place::Field(name.to_owned());
    problems.take(found, |member| place.of(member));
    edits.into_iter().map(|edit| Operation { place: place.clone(), edit, expected: None }).collect()
}

/// The address, merged part by part; null is no address, and an empty list (an empty object in PHP) says nothing.
fn read_address(json: Json<'_>, problems: &mut Problems) -> Vec<Edit> {
    match json {
        Json::Null => return vec![Edit::Address(AddressEdit::Whole(None))],
        Json::List(items) if items.is_empty() => return Vec::new(),
        _ => {}
    }
    let fields = read::object(json, "", problems).into_iter();
    let edit = |(name, value): (std::borrow::Cow<'_, str>, _)| match AddressPart::named(&name) {
        Some(part) => Some(AddressEdit::Part(part, address::read_part(part, value, part.name(), problems))),
        None if name == "lines" => Some(AddressEdit::Lines(address::read_lines(value, "lines", problems))),
        None => {
            read::other(&name, &name, &value, problems);
            None
        }
    };
    fields.filter_map(edit).map(Edit::Address).collect()
}
