//! Entries: emails, phones, chats, social profiles and websites.

use super::json::Json;
use super::links::Links;
use super::read::{self, Place};
use super::writer::Writer;
use crate::domain::entry::{Entry, EntryInput, EntryKind};
use crate::domain::id::CustomerId;
use crate::domain::problem::{Problems, Rule};

/// Reads an entry; fields that are not known count under strict handling.
pub fn read(json: Json<'_>, place: Place<'_>, problems: &mut Problems) -> EntryInput {
    let mut input = EntryInput::default();
    for (name, value) in read::object(json, place, problems) {
        match &*name {
            "value" => input.value = read::text(value, place.field("value"), problems),
            "type" => input.entry_type = read::text(value, place.field("type"), problems),
            other => read::other(other, place.field(other), &value, problems),
        }
    }
    input
}

/// Reads a list of entries that comes with a customer.
pub(super) fn read_list(json: Json<'_>, field: &str, problems: &mut Problems) -> Vec<EntryInput> {
    let mut entries = Vec::new();
    for (at, item) in read::list(json, field, problems).into_iter().enumerate() {
        let place = Place::Item(field, at);
        if item == Json::Null {
            problems.missing(place, Rule::NotNull);
            entries.push(EntryInput::default());
        } else {
            entries.push(read(item, place, problems));
        }
    }
    entries
}

/// An entry as its own resource.
pub fn write(links: Links<'_>, customer: CustomerId, kind: EntryKind, entry: &Entry) -> Vec<u8> {
    let mut writer = Writer::with_capacity(256);
    write_resource(&mut writer, links, customer, kind, entry);
    writer.finish()
}

/// The list of a customer's entries of one kind.
pub fn write_list(links: Links<'_>, customer: CustomerId, kind: EntryKind, entries: &[Entry]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(256 + 192 * entries.len());
    writer.begin_object();
    writer.key("_embedded").begin_object();
    writer.key(kind.rules().path).begin_list();
    for entry in entries {
        write_resource(&mut writer, links, customer, kind, entry);
    }
    writer.end_list().end_object();
    writer.key("_links").begin_object();
    writer.link("self", links.entries(customer, kind));
    writer.end_object().end_object();
    writer.finish()
}

fn write_resource(writer: &mut Writer, links: Links<'_>, customer: CustomerId, kind: EntryKind, entry: &Entry) {
    writer.begin_object();
    write_fields(writer, entry);
    writer.key("_links").begin_object();
    writer.link("self", links.entry(customer, kind, entry.id));
    writer.end_object().end_object();
}

fn write_fields(writer: &mut Writer, entry: &Entry) {
    writer.key("id").integer(entry.id.0);
    writer.key("value").text(&entry.value);
    if let Some(entry_type) = entry.entry_type {
        writer.key("type").text(entry_type.as_str());
    }
}
