//! A customer as it is answered.

use std::sync::LazyLock;

use super::links::Links;
use super::property;
use super::writer::{Parts, Writer};
use crate::domain::customer_document;
use crate::store::customers::Found;
use crate::store::properties::Defined;

/// A customer as its own resource. `definitions` are needed when it has property values.
pub fn write(links: Links<'_>, found: &Found, definitions: &[Defined]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(2048);
    write_resource(&mut writer, links, found, definitions);
    writer.finish()
}

/// Writes a customer; the parts of its document are answered as they are stored.
pub(super) fn write_resource(writer: &mut Writer, links: Links<'_>, found: &Found, definitions: &[Defined]) {
    let record = &found.record;
    let (own, embedded) = customer_document::split(&record.value).unwrap_or_default();
    writer.begin_object();
    writer.key("id").integer(record.id.0);
    writer.json(own);
    if let Some(organization) = &found.organization {
        writer.key("organization").text(&organization.name);
        writer.key("organizationId").integer(organization.id.0);
    }
    writer.json("\"conversationCount\":0,\"draft\":false,\"createdAt\":").moment(record.created_at);
    writer.json("\"updatedAt\":").moment(record.updated_at);
    writer.key("_embedded").begin_object();
    property::write_values(writer, definitions, &found.properties);
    writer.json(embedded);
    writer.end_object();
    write_links(writer, links, found);
    writer.end_object();
}

static PARTS: LazyLock<Parts> =
    LazyLock::new(|| Parts::new(&["address", "chats", "emails", "phones", "social-profiles", "websites"]));

fn write_links(writer: &mut Writer, links: Links<'_>, found: &Found) {
    writer.key("_links").begin_object();
    let own = writer.link_to("self", links.before_customer(), found.record.id.0);
    writer.links_below(own, &PARTS).end_object();
}
