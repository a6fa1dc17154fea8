//! Organizations.

use std::sync::LazyLock;

use super::json::Json;
use super::links::Links;
use super::page::{self, List};
use super::writer::{Parts, Writer};
use super::{property, read};
use crate::domain::organization::{OrganizationInput, TEXTS};
use crate::domain::problem::Problems;
use crate::store::organizations::Found;
use crate::store::properties::Defined;

/// What an answer shows beside an organization's own fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shows {
    /// How many customers and conversations it has.
    pub counts: bool,
    /// Its property values.
    pub properties: bool,
}

/// Reads an organization; fields that are not known are ignored.
pub fn read(body: Json<'_>, problems: &mut Problems) -> OrganizationInput {
    let mut input = OrganizationInput::default();
    for (name, value) in read::object(body, "", problems) {
        if let Some(at) = TEXTS.iter().position(|(text, _)| *text == name) {
            input.texts[at] = read::text(value, name, problems);
            continue;
        }
        match &*name {
            "name" => input.name = read::text(value, "name", problems),
            "domain" => input.domains.extend(read_domains(value, "domain", problems)),
            "domains" => input.domains.extend(read_domains(value, "domains", problems)),
            "phones" => {
                let phones = read::list(value, "phones", problems).into_iter().enumerate();
                let phones =
                    phones.map(|(at, phone)| read::text_or_number(phone, format_args!("phones[{at}]"), problems));
                input.phones = phones.map(Option::unwrap_or_default).collect();
            }
            "brandColor" => input.brand_color = read::text(value, "brandColor", problems),
            other => read::other(other, other, &value, problems),
        }
    }
    input
}

/// Reads one domain or a list of them, each with its path; a blank one says nothing.
fn read_domains(json: Json<'_>, field: &str, problems: &mut Problems) -> Vec<(String, String)> {
    let given = match json {
        Json::Text(domain) => vec![(field.to_owned(), domain.into_owned())],
        json => {
            let items = read::list(json, field, problems).into_iter().enumerate();
            let items = items.map(|(at, item)| (format!("{field}[{at}]"), item));
            items.filter_map(|(path, item)| Some((path.clone(), read::text(item, path, problems)?))).collect()
        }
    };
    given.into_iter().filter(|(_, domain)| !domain.trim().is_empty()).collect()
}

/// An organization as its own resource. `definitions` are needed when its values are shown.
pub fn write(links: Links<'_>, found: &Found, shows: Shows, definitions: &[Defined]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(1024);
    write_resource(&mut writer, links, found, shows, definitions);
    writer.finish()
}

/// A page of organizations. `query` holds the list's other parameters, escaped, without the page.
pub fn write_page(
    links: Links<'_>,
    query: &str,
    numbers: page::Numbers,
    organizations: &[Found],
    shows: Shows,
    definitions: &[Defined],
) -> Vec<u8> {
    let list = List { path: "/v2/organizations", key: "organizations", query, numbers };
    page::write(links, list, organizations, 640, |writer, found| {
        write_resource(writer, links, found, shows, definitions)
    })
}

fn write_resource(writer: &mut Writer, links: Links<'_>, found: &Found, shows: Shows, definitions: &[Defined]) {
    let (record, organization) = (&found.record, &found.record.value);
    writer.begin_object();
    writer.key("id").integer(record.id.0);
    writer.key("name").text(&organization.name);
    for ((name, _), text) in TEXTS.iter().zip(&organization.texts.0) {
        if let Some(text) = text {
            writer.key(name).text(text);
        }
    }
    write_list(writer, "domains", &organization.domains);
    write_list(writer, "phones", &organization.phones);
    if let Some(color) = &organization.brand_color {
        writer.key("brandColor").text(color);
    }
    if shows.counts {
        writer.key("customerCount").integer(found.customers);
        writer.key("conversationCount").integer(0);
    }
    writer.key("createdAt").moment(record.created_at);
    writer.key("updatedAt").moment(record.updated_at);
    if shows.properties {
        writer.key("_embedded").begin_object();
        property::write_values(writer, definitions, &organization.properties);
        writer.end_object();
    }
    writer.key("_links").begin_object();
    let own = writer.link_to("self", links.before_organization(), record.id.0);
    writer.links_below(own, &PARTS).end_object().end_object();
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| Parts::new(&["customers", "conversations"]));

fn write_list(writer: &mut Writer, name: &str, items: &[String]) {
    writer.key(name).begin_list();
    for item in items {
        writer.text(item);
    }
    writer.end_list();
}
