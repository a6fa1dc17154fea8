//! The shapes of users, mailboxes and empty lists.

use super::*;
use crate::domain::user::Role;

schema!(/** A user. */ User, object()
    .property("id", integer()).property("firstName", string()).property("lastName", string()).property("email", string())
    .property("role", string().enum_values(Some(Role::ALL.map(Role::as_str)))).property("type", string().enum_values(Some(["user"])))
    .property("timezone", string()).property("photoUrl", string().description(Some("Left out when there is none"))).property("companyId", integer())
    .property("createdAt", date_time()).property("updatedAt", date_time()).property("_links", links())
    .required("id").required("firstName").required("lastName").required("email").required("role").required("type").required("timezone")
    .required("companyId").required("createdAt").required("updatedAt").required("_links"));
schema!(/** A page of users. */ UserPage, page_of("users", list_of("User")));
schema!(/** The mailbox that stands for the company. */ Mailbox, object()
    .property("id", integer()).property("name", string()).property("slug", string()).property("email", string())
    .property("createdAt", date_time()).property("updatedAt", date_time()).property("_links", links())
    .required("id").required("name").required("slug").required("email").required("createdAt").required("updatedAt").required("_links"));
schema!(/** A page of mailboxes. */ MailboxPage, page_of("mailboxes", list_of("Mailbox")));
schema!(/** A page of a list that has nothing. */ EmptyPage, page(object()
    .additional_properties(Some(AdditionalProperties::<Schema>::RefOr(Schema::from(ArrayBuilder::new().max_items(Some(0)).build()).into())))
    .description(Some("An empty list under the name of the list"))));

/// Every schema here by its name.
pub fn all() -> [(String, RefOr<Schema>); 5] {
    [named::<User>(), named::<UserPage>(), named::<Mailbox>(), named::<MailboxPage>(), named::<EmptyPage>()]
}
