//! A customer as it is answered.

use super::links::Links;
use super::writer::Writer;
use super::{address, entry, property};
use crate::domain::customer::TextField;
use crate::domain::entry::EntryKind;
use crate::store::customers::Found;
use crate::store::properties::Defined;

/// A customer as its own resource. `definitions` are needed when it has property values.
pub fn write(links: Links<'_>, found: &Found, definitions: &[Defined]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(2048);
    write_resource(&mut writer, links, found, definitions);
    writer.finish()
}

pub(super) fn write_resource(writer: &mut Writer, links: Links<'_>, found: &Found, definitions: &[Defined]) {
    let (record, customer) = (&found.record, &found.record.value);
    writer.begin_object();
    writer.key("id").integer(record.id.0);
    for field in TextField::ALL {
        if let Some(value) = customer.text(field) {
            writer.key(field.name()).text(value);
        }
    }
    writer.key("gender").plain(customer.gender.as_str());
    writer.key("photoType").plain(customer.photo_type.as_str());
    if let (Some(id), Some(organization)) = (customer.organization, &found.organization) {
        writer.key("organization").text(&organization.name);
        writer.key("organizationId").integer(id.0);
    }
    writer.key("conversationCount").integer(0);
    writer.key("draft").boolean(false);
    writer.key("createdAt").plain(record.created_at);
    writer.key("updatedAt").plain(record.updated_at);
    write_embedded(writer, found, definitions);
    write_links(writer, links, found);
    writer.end_object();
}

fn write_embedded(writer: &mut Writer, found: &Found, definitions: &[Defined]) {
    let customer = &found.record.value;
    writer.key("_embedded").begin_object();
    for kind in EntryKind::ALL {
        writer.key(kind.rules().embedded).begin_list();
        for item in &customer.entries[kind] {
            entry::write_embedded(writer, item);
        }
        writer.end_list();
    }
    writer.key("properties").begin_list();
    for defined in definitions {
        if let Some(value) = customer.properties.get(&defined.value.slug) {
            property::write_value(writer, &defined.value, value);
        }
    }
    writer.end_list();
    if let Some(place) = &customer.address {
        writer.key("address");
        address::write_embedded(writer, place);
    }
    writer.end_object();
}

fn write_links(writer: &mut Writer, links: Links<'_>, found: &Found) {
    let id = found.record.id;
    writer.key("_links").begin_object();
    writer.link("self", links.customer(id));
    writer.link("address", links.address(id));
    for part in ["chats", "emails", "phones", "social-profiles", "websites"] {
        writer.link(part, links.part(id, part));
    }
    writer.end_object();
}
