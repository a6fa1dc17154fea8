//! Postal addresses.

use std::fmt::Display;

use super::json::Json;
use super::links::Links;
use super::read::{self, Place};
use super::writer::Writer;
use crate::domain::address::{Address, AddressInput, AddressPart};
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;

/// Reads an address; fields that are not known count under strict handling.
pub fn read(json: Json<'_>, place: Place<'_>, problems: &mut Problems) -> AddressInput {
    let mut input = AddressInput::default();
    for (name, value) in read::object(json, place, problems) {
        if let Some(part) = AddressPart::named(&name) {
            *input.part_mut(part) = read_part(part, value, place.field(part.name()), problems);
        } else if name == "lines" {
            input.lines = read_lines(value, place.field("lines"), problems);
        } else {
            read::other(&name, place.field(&name), &value, problems);
        }
    }
    input
}

/// Reads one part; a postal code may come as a number.
pub(super) fn read_part(
    part: AddressPart,
    value: Json<'_>,
    path: impl Display,
    problems: &mut Problems,
) -> Option<String> {
    match part {
        AddressPart::PostalCode => read::text_or_number(value, path, problems),
        _ => read::text(value, path, problems),
    }
}

/// Reads the lines. One that is no text leaves an empty one in its place, so that the others keep their numbers.
pub(super) fn read_lines(json: Json<'_>, path: impl Display, problems: &mut Problems) -> Vec<String> {
    let lines = read::list(json, &path, problems).into_iter().enumerate();
    lines.map(|(at, line)| read::text(line, format_args!("{path}[{at}]"), problems).unwrap_or_default()).collect()
}

/// Reads the address that comes with a customer: null and an empty list (an empty object in PHP) are none.
pub(super) fn read_optional(json: Json<'_>, problems: &mut Problems) -> Option<AddressInput> {
    match json {
        Json::Null => None,
        Json::List(items) if items.is_empty() => None,
        json => Some(read(json, Place::Field("address"), problems)),
    }
}

/// An address as its own resource.
pub fn write(links: Links<'_>, customer: CustomerId, address: &Address) -> Vec<u8> {
    let mut writer = Writer::with_capacity(512);
    writer.begin_object();
    write_fields(&mut writer, address);
    writer.key("_links").begin_object();
    writer.link("self", links.address(customer));
    writer.end_object().end_object();
    writer.finish()
}

fn write_fields(writer: &mut Writer, address: &Address) {
    let parts = [
        ("city", &address.city),
        ("state", &address.state),
        ("postalCode", &address.postal_code),
        ("country", &address.country),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            writer.key(name).text(value);
        }
    }
    writer.key("lines").begin_list();
    for line in &address.lines {
        writer.text(line);
    }
    writer.end_list();
}
