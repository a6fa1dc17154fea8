//! The shapes of organizations.

use super::*;
use crate::domain::organization::{DOMAINS_MAX, NAME_MAX, PHONE_MAX, PHONES_MAX, TEXTS};

schema!(/** An organization as it is sent. */ OrganizationBody,
    own_fields().property("domain", string().description(Some("One more domain; a list is accepted too"))).required("name"));
schema!(/** An organization as it is answered. */ Organization, own_fields()
    .property("id", integer()).property("createdAt", date_time()).property("updatedAt", date_time())
    .property("customerCount", integer().description(Some("With includeCounts=true")))
    .property("conversationCount", integer().description(Some("With includeCounts=true")))
    .property("_embedded", object().property("properties", values()).description(Some("With includeProperties=true")))
    .property("_links", links())
    .required("id").required("name").required("domains").required("phones").required("createdAt").required("updatedAt").required("_links"));
schema!(/** A page of organizations. */ OrganizationPage, page_of("organizations", list_of("Organization")));
schema!(/** A page of conversations, of which there are none. */ ConversationPage,
    page_of("conversations", ArrayBuilder::new().items(object()).max_items(Some(0))));
schema!(/** All property definitions of organizations. */ OrganizationDefinitionList, object()
    .property("_embedded", object().property("organization-properties", list_of("Definition")).required("organization-properties"))
    .property("_links", links()).required("_embedded").required("_links"));

/// Every schema here by its name.
pub fn all() -> [(String, RefOr<Schema>); 5] {
    [
        named::<OrganizationBody>(),
        named::<Organization>(),
        named::<OrganizationPage>(),
        named::<ConversationPage>(),
        named::<OrganizationDefinitionList>(),
    ]
}

fn own_fields() -> ObjectBuilder {
    let body = object().property("name", string().min_length(Some(1)).max_length(Some(NAME_MAX)));
    let body = TEXTS.into_iter().fold(body, |body, (name, max)| body.property(name, string().max_length(Some(max))));
    let phone = string().max_length(Some(PHONE_MAX));
    body.property("domains", ArrayBuilder::new().items(string()).max_items(Some(DOMAINS_MAX)))
        .property("phones", ArrayBuilder::new().items(phone).max_items(Some(PHONES_MAX)))
        .property("brandColor", string().pattern(Some("^#[0-9A-Fa-f]{6}$")))
}

fn page_of(key: &str, items: ArrayBuilder) -> ObjectBuilder {
    let names = ["size", "totalElements", "totalPages", "number"];
    let numbers = names.into_iter().fold(object(), |numbers, name| numbers.property(name, integer()).required(name));
    object()
        .property("_embedded", object().property(key, items).required(key))
        .property("_links", links())
        .property("page", numbers)
        .required("_embedded")
        .required("_links")
        .required("page")
}
