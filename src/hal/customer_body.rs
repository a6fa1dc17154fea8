//! A customer as clients send it.

use super::json::Json;
use super::{address, entry, property, read};
use crate::domain::customer::TextField;
use crate::domain::customer_input::CustomerInput;
use crate::domain::entry::EntryKind;
use crate::domain::id::OrganizationId;
use crate::domain::problem::Problems;

/// Reads a customer; fields that are not known count under strict handling.
pub fn read(body: Json<'_>, problems: &mut Problems) -> CustomerInput {
    let mut input = CustomerInput::default();
    for (name, value) in read::object(body, "", problems) {
        let Some(value) = read_own(&mut input, &name, value, problems) else { continue };
        if let Some(kind) = EntryKind::of_field(&name) {
            input.entries[kind as usize] = entry::read_list(value, kind.rules().field, problems);
        } else {
            match &*name {
                "address" => input.address = address::read_optional(value, problems),
                "properties" => input.properties = property::read_values(value, problems),
                other => read::other(other, other, &value, problems),
            }
        }
    }
    input
}

/// Reads a customer's own fields, for a call that leaves lists, address and property values alone: those count as not known.
pub fn read_own_fields(body: Json<'_>, problems: &mut Problems) -> CustomerInput {
    let mut input = CustomerInput::default();
    for (name, value) in read::object(body, "", problems) {
        if let Some(value) = read_own(&mut input, &name, value, problems) {
            read::other(&name, &name, &value, problems);
        }
    }
    input
}

/// Reads one own field; gives back the value of any other.
fn read_own<'a>(input: &mut CustomerInput, name: &str, value: Json<'a>, problems: &mut Problems) -> Option<Json<'a>> {
    if let Some(field) = TextField::named(name) {
        input.texts[field as usize] = match field {
            TextField::Age => read::text_or_number(value, name, problems),
            _ => read::text(value, name, problems),
        };
        return None;
    }
    match name {
        "phone" => input.phone = read::text_or_number(value, "phone", problems),
        "organization" => input.organization = read::text(value, "organization", problems),
        "organizationId" => input.organization_id = read::id(value, "organizationId", OrganizationId::parse, problems),
        "gender" => input.gender = read::text(value, "gender", problems),
        "photoType" => input.photo_type = read::text(value, "photoType", problems),
        _ => return Some(value),
    }
    None
}
