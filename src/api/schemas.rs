//! The shapes of bodies for the OpenAPI document, made from the same tables that bodies are checked by.

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{PartialSchema, ToResponse, ToSchema};

use super::openapi::with_article;
use crate::domain::address::AddressPart;
use crate::domain::customer::{Gender, PhotoType, TextField};
use crate::domain::entry::EntryKind;
use crate::domain::problem::REJECTED_MAX;
use crate::domain::property::PropertyType;

/// Makes a marker type whose schema is the expression, described by its doc comment.
macro_rules! schema {
    (#[doc = $doc:literal] $name:ident, $schema:expr) => {
        #[doc = $doc]
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::from($schema.description(Some($doc.trim())).build()))
            }
        }

        impl ToSchema for $name {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                let _ = schemas;
            }
        }
    };
}

/// Makes a marker type for a response that many operations share.
macro_rules! response {
    ($(#[$doc:meta])* $name:ident, $description:literal, $kind:literal, $body:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl<'r> ToResponse<'r> for $name {
            fn response() -> (&'r str, RefOr<Response>) {
                let content = Content::new(Some(Ref::from_schema_name(stringify!($body))));
                let response = ResponseBuilder::new().description($description).content($kind, content);
                (stringify!($name), response.build().into())
            }
        }
    };
}

pub mod oauth;
pub mod organizations;
pub mod sent;
pub mod users;

response!(/** 400. */ BadRequest, "Something in the request breaks a rule; every problem is told", "application/vnd.error+json", Problem);
response!(/** 401. */ Unauthorized, "The token is missing, not known or expired", "application/json", TokenError);
response!(/** 403. */ Forbidden, "The app that the token was given to is revoked", "application/vnd.error+json", Problem);
response!(/** 404. */ NotFound, "The company has no such record", "application/vnd.error+json", Problem);
response!(/** 409. */ Conflict, "What has to be unique is there already, and the holder is named; or a test of a patch does not hold; or a request with this Idempotency-Key is on its way", "application/vnd.error+json", Problem);
response!(/** 413. */ TooLarge, "The body is larger than the limit", "application/vnd.error+json", Problem);
response!(/** 415. */ MediaType, "The body is not of a media type that is read here", "application/vnd.error+json", Problem);

schema!(/** A customer as it is answered. */ Customer, customer());
schema!(/** A page of customers. */ CustomerPage, page_of("customers", list_of("Customer")));
schema!(/** The next customers of a walk. */ CustomerWalk, object()
    .property("_embedded", object().property("customers", list_of("Customer")).required("customers"))
    .property("_links", links()).required("_embedded").required("_links"));
schema!(/** An address as it is answered. */ Address, address());
schema!(/** A property definition as it is answered. */ Definition,
    definition().property("_links", links()).required("type").required("slug").required("name"));
schema!(/** All property definitions. */ DefinitionList, object()
    .property("_embedded", object().property("customer-properties", list_of("Definition")).required("customer-properties"))
    .property("_links", links()).required("_embedded").required("_links"));
schema!(/** A refusal of OAuth. */ TokenError, object()
    .property("error", string().enum_values(Some(["invalid_request", "invalid_client", "invalid_grant", "unsupported_grant_type", "invalid_token"])))
    .property("error_description", string()).required("error").required("error_description"));
schema!(/** A refusal. */ Problem, problem());
schema!(/** Whether the server lives, or can answer. */ Status, object().property("status", string().enum_values(Some(["live", "ready"]))).required("status"));
schema!(/** A link. */ Link, object().property("href", string()).property("templated", ObjectBuilder::new().schema_type(Type::Boolean)).required("href"));

/// Every schema of the document by its name.
pub fn all() -> Vec<(String, RefOr<Schema>)> {
    let mut all = vec![
        named::<Customer>(),
        named::<CustomerPage>(),
        named::<CustomerWalk>(),
        named::<Address>(),
        named::<Definition>(),
        named::<DefinitionList>(),
        named::<TokenError>(),
        named::<Problem>(),
        named::<Link>(),
        named::<Status>(),
    ];
    all.push((
        "PhotoType".to_owned(),
        string().enum_values(Some(PhotoType::NAMES)).description(Some("Where a photo is from.")).into(),
    ));
    all.push((
        "Gender".to_owned(),
        string().enum_values(Some(Gender::ALL.map(Gender::as_str))).description(Some("A customer's gender.")).into(),
    ));
    all.extend(EntryKind::ALL.map(|kind| (entry_name(kind), entry(kind).into())));
    all.extend(EntryKind::ALL.into_iter().filter(|kind| !kind.rules().types.is_empty()).map(|kind| {
        let types = string().enum_values(Some(kind.rules().types.iter().copied()));
        let types = types.description(Some(format!("What {} may be.", with_article(kind.rules().noun))));
        (entry_type_name(kind), types.into())
    }));
    all.extend(sent::all());
    all.extend(oauth::all());
    all.extend(organizations::all());
    all.extend(users::all());
    all
}

/// The name of the schema of an entry as it is answered.
pub fn entry_name(kind: EntryKind) -> String {
    format!("{kind:?}")
}

/// The name of the schema of the types of entries.
pub fn entry_type_name(kind: EntryKind) -> String {
    format!("{}Type", entry_name(kind))
}

/// A reference to a schema by its name.
pub fn reference(name: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name))
}

/// A list's own answer.
pub fn entry_list(kind: EntryKind) -> ObjectBuilder {
    let path = kind.rules().path;
    let embedded = object().property(path, list_of(&entry_name(kind))).required(path);
    object().property("_embedded", embedded).property("_links", links()).required("_embedded").required("_links")
}

fn named<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), T::schema())
}

fn problem() -> ObjectBuilder {
    let path = string().description(Some("The field's path, such as emails[0].value; of a patch, the operation's"));
    let given =
        string().max_length(Some(REJECTED_MAX)).description(Some("What was given, cut; or the id of the holder"));
    let error = object()
        .property("path", path)
        .property("message", string().description(Some("The rule, with its limit")))
        .property("rejectedValue", given)
        .property("source", string().enum_values(Some(["JSON", "QUERY", "HEADER"])))
        .property("_links", links().description(Some("about: what the rule means; holder: who has what is taken")))
        .required("path")
        .required("message")
        .required("source");
    let errors = ArrayBuilder::new().items(error).description(Some("Every value at fault, not only the first"));
    let embedded = object().property("errors", errors).required("errors");
    object()
        .property("logRef", string().description(Some("The request's Correlation-Id")))
        .property("message", string())
        .property("_embedded", embedded.description(Some("Where single values are at fault")))
        .property("_links", links())
        .required("logRef")
        .required("message")
        .required("_links")
}

fn customer() -> ObjectBuilder {
    let embedded = EntryKind::ALL.into_iter().fold(object(), |embedded, kind| {
        let name = kind.rules().embedded;
        embedded.property(name, list_of(&entry_name(kind))).required(name)
    });
    let embedded =
        embedded.property("properties", values()).required("properties").property("address", reference("Address"));
    own_fields()
        .property("id", integer())
        .property("conversationCount", integer().description(Some("0: this directory has no conversations")))
        .property("draft", ObjectBuilder::new().schema_type(Type::Boolean).description(Some("Always false")))
        .property("createdAt", date_time())
        .property("updatedAt", date_time())
        .property("_embedded", embedded)
        .property("_links", links())
        .required("id")
        .required("conversationCount")
        .required("draft")
        .required("gender")
        .required("photoType")
        .required("createdAt")
        .required("updatedAt")
        .required("_embedded")
        .required("_links")
}

fn values() -> ArrayBuilder {
    let value = object()
        .property("type", string().enum_values(Some(PropertyType::ALL.map(PropertyType::as_str))))
        .property("slug", string())
        .property("name", string())
        .property(
            "value",
            ObjectBuilder::new()
                .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
                .description(Some("Of a dropdown the option's id")),
        )
        .property("text", string().description(Some("The value as text; of a dropdown the option's label")))
        .property("source", object().property("name", string().enum_values(Some(["api", "web"]))).required("name"))
        .required("type")
        .required("slug")
        .required("name")
        .required("value")
        .required("text")
        .required("source");
    ArrayBuilder::new().items(value)
}

fn own_fields() -> ObjectBuilder {
    let body = TextField::ALL.into_iter().fold(object(), |body, field| body.property(field.name(), string()));
    body.property("photoType", reference("PhotoType"))
        .property("gender", reference("Gender"))
        .property("organization", string())
        .property("organizationId", integer())
}

fn entry(kind: EntryKind) -> ObjectBuilder {
    let body = object().property("id", integer()).property("value", string()).required("id").required("value");
    let body = body.description(Some(format!("What is answered of {}.", with_article(kind.rules().noun))));
    let body = match kind.rules().types {
        [] => body,
        _ => body.property("type", reference(&entry_type_name(kind))).required("type"),
    };
    body.property("_links", links().description(Some("Not where it stands within its customer")))
}

fn address() -> ObjectBuilder {
    let parts = AddressPart::ALL.into_iter().fold(object(), |body, part| body.property(part.name(), string()));
    parts
        .property("lines", ArrayBuilder::new().items(string()))
        .required("lines")
        .property("_links", links().description(Some("Not where it stands within its customer")))
}

fn definition() -> ObjectBuilder {
    let option = object().property("id", string()).property("label", string()).required("id").required("label");
    object()
        .property("type", string().enum_values(Some(PropertyType::ALL.map(PropertyType::as_str))))
        .property("slug", string())
        .property("name", string())
        .property("options", ArrayBuilder::new().items(option).description(Some("Of a dropdown")))
}

fn object() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Object)
}

fn string() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn integer() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
}

fn date_time() -> ObjectBuilder {
    string().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
}

fn list_of(name: &str) -> ArrayBuilder {
    ArrayBuilder::new().items(reference(name))
}

fn page_of(key: &str, items: ArrayBuilder) -> ObjectBuilder {
    page(object().property(key, items).required(key))
}

fn page(embedded: ObjectBuilder) -> ObjectBuilder {
    let names = ["size", "totalElements", "totalPages", "number"];
    let numbers = names.into_iter().fold(object(), |numbers, name| numbers.property(name, integer()).required(name));
    object()
        .property("_embedded", embedded)
        .property("_links", links())
        .property("page", numbers)
        .required("_embedded")
        .required("_links")
        .required("page")
}

fn links() -> ObjectBuilder {
    object().additional_properties(Some(AdditionalProperties::<Schema>::RefOr(reference("Link"))))
}
