//! A user as it is answered.

use super::links::Links;
use super::page::{self, List};
use super::writer::Writer;
use crate::domain::user::User;

/// A user as its own resource.
pub fn write(links: Links<'_>, user: &User) -> Vec<u8> {
    let mut writer = Writer::with_capacity(512);
    write_resource(&mut writer, links, user);
    writer.finish()
}

/// A page of users.
pub fn write_page(links: Links<'_>, list: List<'_>, users: &[User]) -> Vec<u8> {
    page::write(links, list, users, 512, |writer, user| write_resource(writer, links, user))
}

fn write_resource(writer: &mut Writer, links: Links<'_>, user: &User) {
    writer.begin_object();
    writer.key("id").integer(user.id.0);
    writer.key("firstName").text(&user.first_name);
    writer.key("lastName").text(&user.last_name);
    writer.key("email").text(&user.email);
    writer.key("role").plain(user.role.as_str());
    writer.key("type").plain("user");
    writer.key("timezone").text(&user.timezone);
    if let Some(photo_url) = &user.photo_url {
        writer.key("photoUrl").text(photo_url);
    }
    writer.key("companyId").integer(user.company.0);
    writer.key("createdAt").moment(user.created_at);
    writer.key("updatedAt").moment(user.updated_at);
    writer.key("_links").begin_object();
    writer.link("self", links.path(format_args!("/v2/users/{}", user.id)));
    writer.end_object().end_object();
}
