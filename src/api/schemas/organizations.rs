//! The shapes of organizations.

use super::*;
use crate::domain::organization::TEXTS;

schema!(/** What organizations are sorted by, and which end comes first; by the last change, the newest first, unless it is named. */ OrganizationSort,
    string().enum_values(Some(["name", "customerCount", "conversationCount", "lastInteractionAt"]
        .into_iter().flat_map(|name| ["", ",asc", ",desc"].map(|order| format!("{name}{order}")))))
    .default(Some("lastInteractionAt,desc".into())));
schema!(/** An organization as it is answered. */ Organization, own_fields()
    .property("id", integer()).property("createdAt", date_time()).property("updatedAt", date_time())
    .property("customerCount", integer().description(Some("With includeCounts=true")))
    .property("conversationCount", integer().description(Some("0, with includeCounts=true")))
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
        named::<OrganizationSort>(),
        named::<Organization>(),
        named::<OrganizationPage>(),
        named::<ConversationPage>(),
        named::<OrganizationDefinitionList>(),
    ]
}

fn own_fields() -> ObjectBuilder {
    let texts = TEXTS.into_iter().fold(object(), |body, (name, _)| body.property(name, string()));
    let list = || ArrayBuilder::new().items(string());
    texts
        .property("name", string())
        .property("domains", list())
        .property("phones", list())
        .property("brandColor", string().description(Some("#RRGGBB")))
}
