//! Postal addresses.

use super::json::Json;
use super::links::Links;
use super::read::{self, Place};
use super::writer::Writer;
use crate::domain::address::{Address, AddressInput};
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;

/// Reads an address; fields that are not known count under strict handling.
pub fn read(json: Json<'_>, place: Place<'_>, problems: &mut Problems) -> AddressInput {
    let mut input = AddressInput::default();
    for (name, value) in read::object(json, place, problems) {
        match &*name {
            "city" => input.city = read::text(value, place.field("city"), problems),
            "state" => input.state = read::text(value, place.field("state"), problems),
            "postalCode" => input.postal_code = read::text_or_number(value, place.field("postalCode"), problems),
            "country" => input.country = read::text(value, place.field("country"), problems),
            "lines" => {
                let path = place.field("lines");
                let lines = read::list(value, path, problems).into_iter().enumerate();
                input.lines =
                    lines.filter_map(|(at, line)| read::text(line, format_args!("{path}[{at}]"), problems)).collect();
            }
            other => read::other(other, place.field(other), &value, problems),
        }
    }
    input
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
