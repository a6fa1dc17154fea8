//! Answers of a walk by cursor (v3): the items, and the link by which to go on.

use super::customer;
use super::links::Links;
use super::writer::Writer;
use crate::store::customers::Found;
use crate::store::properties::Defined;

/// Where a walk stands.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    /// The list's parameters, escaped, without the cursor.
    pub parameters: &'a str,
    /// The cursor that was sent; none at the beginning.
    pub cursor: Option<&'a str>,
    /// The cursor to go on with; none at the end.
    pub next: Option<&'a str>,
}

/// The next customers of a walk.
pub fn write_customers(links: Links<'_>, walk: Walk<'_>, customers: &[Found], definitions: &[Defined]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(1024 + 1792 * customers.len());
    writer.begin_object();
    writer.key("_embedded").begin_object();
    writer.key("customers").begin_list();
    for found in customers {
        customer::write_resource(&mut writer, links, found, definitions);
    }
    writer.end_list().end_object();
    let at = |cursor: Option<&str>| {
        let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
        let parts: Vec<&str> = [cursor.as_deref().unwrap_or_default(), walk.parameters]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let mark = if parts.is_empty() { "" } else { "?" };
        links.path(format!("/v3/customers{mark}{}", parts.join("&")))
    };
    writer.key("_links").begin_object();
    writer.link("self", at(walk.cursor));
    writer.link("first", at(None));
    if walk.next.is_some() {
        writer.link("next", at(walk.next));
    }
    writer.end_object().end_object();
    writer.finish()
}
