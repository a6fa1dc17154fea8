//! The one mailbox of a company: to clients it stands for the company, and has its identifier.

use super::links::Links;
use super::page::{self, List};
use super::writer::Writer;
use crate::domain::app::Company;

/// The mailbox as its own resource.
pub fn write(links: Links<'_>, company: &Company) -> Vec<u8> {
    let mut writer = Writer::with_capacity(512);
    write_resource(&mut writer, links, company);
    writer.finish()
}

/// A page of mailboxes: of the one, or past it.
pub fn write_page(links: Links<'_>, list: List<'_>, mailboxes: &[Company]) -> Vec<u8> {
    page::write(links, list, mailboxes, 512, |writer, company| write_resource(writer, links, company))
}

fn write_resource(writer: &mut Writer, links: Links<'_>, company: &Company) {
    let id = company.id;
    writer.begin_object();
    writer.key("id").integer(id.0);
    writer.key("name").text(&company.name);
    writer.key("slug").shown(format_args!("company-{id}"));
    writer.key("email").shown(format_args!("mailbox@company-{id}.invalid"));
    writer.key("createdAt").moment(company.created_at);
    writer.key("updatedAt").moment(company.created_at);
    writer.key("_links").begin_object();
    writer.link("self", links.path(format_args!("/v2/mailboxes/{id}")));
    writer.link("fields", links.path(format_args!("/v2/mailboxes/{id}/fields")));
    writer.link("folders", links.path(format_args!("/v2/mailboxes/{id}/folders")));
    writer.end_object().end_object();
}
