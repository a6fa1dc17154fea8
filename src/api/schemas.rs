//! The shapes of bodies for the OpenAPI document, made from the same tables that bodies are checked by.

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType,
    Type,
};
use utoipa::openapi::{Content, HeaderBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{PartialSchema, ToResponse, ToSchema};

use crate::domain::address::{AddressPart, LINES_MAX, TEXT_MAX};
use crate::domain::customer::{Gender, PhotoType, TextField};
use crate::domain::customer_patch::OPERATIONS_MAX;
use crate::domain::entry::{EntryKind, LIST_MAX, VALUE_MAX};
use crate::domain::organization;
use crate::domain::property::{NAME_MAX, OPTIONS_MAX, PropertyType, SLUG_MAX};

/// Makes a marker type whose schema is the expression.
macro_rules! schema {
    ($(#[$doc:meta])* $name:ident, $schema:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::from($schema.build()))
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
                let reference = HeaderBuilder::new().schema(Some(string())).description(Some("Names the request")).build();
                let response = ResponseBuilder::new().description($description).content($kind, content);
                (stringify!($name), response.header("Correlation-Id", reference).build().into())
            }
        }
    };
}

pub mod oauth;
pub mod organizations;
pub mod users;

response!(/** 400. */ BadRequest, "Something in the request breaks a rule; every problem is told", "application/vnd.error+json", Problem);
response!(/** 401. */ Unauthorized, "The token is missing, not known or expired", "application/json", TokenError);
response!(/** 403. */ Forbidden, "The app that the token was given to is revoked", "application/vnd.error+json", Problem);
response!(/** 404. */ NotFound, "The company has no such record", "application/vnd.error+json", Problem);
response!(/** 409. */ Conflict, "What has to be unique is there already, and the holder is named; or a request with this Idempotency-Key is on its way", "application/vnd.error+json", Problem);
response!(/** 413. */ TooLarge, "The body is larger than the limit", "application/vnd.error+json", Problem);
response!(/** 415. */ MediaType, "The body is not of a media type that is read here", "application/vnd.error+json", Problem);

schema!(/** A customer as it is sent. */ CustomerBody, customer_body());
schema!(/** A customer's own fields; one that is left out becomes empty. */ CustomerFields, customer_fields());
schema!(/** Operations on a customer (RFC 6902), in order and all or none. */ CustomerOperations, customer_operations());
schema!(/** Fields of a customer to be changed (RFC 7396): what is left out stays, null empties, a list replaces the whole list. */ CustomerMergePatch,
    customer_merge_patch());
schema!(/** A customer as it is answered. */ Customer, customer());
schema!(/** A page of customers. */ CustomerPage, object()
    .property("_embedded", object().property("customers", list_of("Customer")).required("customers"))
    .property("_links", object().additional_properties(Some(AdditionalProperties::<Schema>::RefOr(reference("Link")))))
    .property("page", object().property("size", integer()).property("totalElements", integer()).property("totalPages", integer()).property("number", integer())
        .required("size").required("totalElements").required("totalPages").required("number"))
    .required("_embedded").required("_links").required("page"));
schema!(/** The next customers of a walk. */ CustomerWalk, object()
    .property("_embedded", object().property("customers", list_of("Customer")).required("customers"))
    .property("_links", links()).required("_embedded").required("_links"));
schema!(/** An address as it is sent. */ AddressBody, address(string));
schema!(/** An address as it is answered. */ Address, address(string).property("_links", links()).required("lines"));
schema!(/** A property definition as it is sent. */ DefinitionBody, definition().required("type").required("slug").required("name"));
schema!(/** A property definition as it is answered. */ Definition,
    definition().property("_links", links()).required("type").required("slug").required("name"));
schema!(/** What a property definition becomes. */ DefinitionUpdate, definition_update().required("name"));
schema!(/** What changes of a property definition; what is left out stays. */ DefinitionPatch, definition_update());
schema!(/** All property definitions. */ DefinitionList, object()
    .property("_embedded", object().property("customer-properties", list_of("Definition")).required("customer-properties"))
    .property("_links", links()).required("_embedded").required("_links"));
schema!(/** Operations on property values. */ PropertyOperations, ArrayBuilder::new().items(object()
    .property("op", string().enum_values(Some(["add", "replace", "remove"])))
    .property("path", string().pattern(Some("^/[A-Za-z0-9_-]+$")).description(Some("/ and the property's slug")))
    .property("value", any_value()).required("op").required("path")));
schema!(/** A refusal of OAuth. */ TokenError, object()
    .property("error", string()).property("error_description", string()).required("error").required("error_description"));
schema!(/** A refusal. */ Problem, object()
    .property("logRef", string()).property("message", string())
    .property("_embedded", object().property("errors", ArrayBuilder::new().items(object()
        .property("path", string()).property("message", string()).property("rejectedValue", string())
        .property("source", string().enum_values(Some(["JSON", "QUERY", "PATH", "HEADER"]))).property("_links", links())
        .required("path").required("message").required("source"))).required("errors"))
    .property("_links", links()).required("logRef").required("message").required("_links"));
schema!(/** A link. */ Link, object().property("href", string()).property("templated", ObjectBuilder::new().schema_type(Type::Boolean)).required("href"));

/// Every schema of the document by its name.
pub fn all() -> Vec<(String, RefOr<Schema>)> {
    let mut all = vec![
        named::<CustomerBody>(),
        named::<CustomerFields>(),
        named::<CustomerOperations>(),
        named::<CustomerMergePatch>(),
        named::<Customer>(),
        named::<CustomerPage>(),
        named::<CustomerWalk>(),
        named::<AddressBody>(),
        named::<Address>(),
        named::<DefinitionBody>(),
        named::<Definition>(),
        named::<DefinitionUpdate>(),
        named::<DefinitionPatch>(),
        named::<DefinitionList>(),
        named::<PropertyOperations>(),
        named::<TokenError>(),
        named::<Problem>(),
        named::<Link>(),
    ];
    all.extend(oauth::all());
    all.extend(organizations::all());
    all.extend(users::all());
    for kind in EntryKind::ALL {
        all.push((entry_body_name(kind), entry_body(kind).into()));
        all.push((
            entry_name(kind),
            entry_body(kind).property("id", integer()).property("_links", links()).required("id").into(),
        ));
    }
    all
}

/// The name of the schema of an entry as it is sent.
pub fn entry_body_name(kind: EntryKind) -> String {
    format!("{}Body", entry_name(kind))
}

/// The name of the schema of an entry as it is answered.
pub fn entry_name(kind: EntryKind) -> String {
    format!("{kind:?}")
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

fn customer_body() -> ObjectBuilder {
    let body = EntryKind::ALL.into_iter().fold(customer_fields(), |body, kind| {
        let items = ArrayBuilder::new().items(reference(&entry_body_name(kind))).max_items(Some(LIST_MAX));
        body.property(kind.rules().field, items)
    });
    let value = object().property("slug", string()).property("value", any_value()).required("slug");
    body.property("address", reference("AddressBody")).property(
        "properties",
        ArrayBuilder::new().items(value).description(Some("An object of values by slug is accepted too")),
    )
}

fn customer_fields() -> ObjectBuilder {
    own_fields(object(), string)
        .property("phone", string().max_length(Some(VALUE_MAX)).description(Some("Becomes a phone entry of type work")))
}

fn customer_operations() -> ArrayBuilder {
    let own = TextField::ALL.map(TextField::name).join("|");
    let lists = EntryKind::ALL.map(|kind| kind.rules().field).join("|");
    let parts = AddressPart::ALL.map(AddressPart::name).join("|");
    let paths = format!(
        "^/({own}|gender|photoType|organization|organizationId|({lists})(/-|/[1-9][0-9]*(/value|/type)?)?\
         |address(/({parts}|lines(/-|/[0-9]+)?))?|properties/[A-Za-z0-9_-]+)$"
    );
    let value = ObjectBuilder::new()
        .schema_type(SchemaType::AnyValue)
        .description(Some("By the path; null is no value. Not needed to remove"));
    let operation = object()
        .property("op", string().enum_values(Some(["add", "replace", "remove", "test"])))
        .property("path", string().pattern(Some(paths)).description(Some("A JSON pointer (RFC 6901)")))
        .property("value", value);
    ArrayBuilder::new().items(operation.required("op").required("path")).max_items(Some(OPERATIONS_MAX))
}

fn customer_merge_patch() -> ObjectBuilder {
    let optional_text = || string().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    let body = EntryKind::ALL.into_iter().fold(own_fields(object(), optional_text), |body, kind| {
        let entry = entry_body(kind).property("id", integer().description(Some("The entry that is kept under its id")));
        body.property(kind.rules().field, or_null(ArrayBuilder::new().items(entry).max_items(Some(LIST_MAX))))
    });
    let values = object()
        .additional_properties(Some(any_value()))
        .description(Some("Values by slug; a list of slug and value is accepted too"));
    body.property("address", or_null(address(optional_text))).property("properties", or_null(values))
}

fn or_null(schema: impl Into<RefOr<Schema>>) -> OneOfBuilder {
    OneOfBuilder::new().item(schema).item(ObjectBuilder::new().schema_type(Type::Null))
}

fn customer() -> ObjectBuilder {
    let embedded = EntryKind::ALL.into_iter().fold(object(), |embedded, kind| {
        let name = kind.rules().embedded;
        embedded.property(name, list_of(&entry_name(kind))).required(name)
    });
    let embedded =
        embedded.property("properties", values()).required("properties").property("address", reference("Address"));
    own_fields(object(), string)
        .property("id", integer())
        .property("conversationCount", integer())
        .property("draft", ObjectBuilder::new().schema_type(Type::Boolean))
        .property("createdAt", date_time())
        .property("updatedAt", date_time())
        .property("_embedded", embedded)
        .property(
            "_links",
            object().additional_properties(Some(AdditionalProperties::<Schema>::RefOr(reference("Link")))),
        )
        .required("id")
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
        .property("value", any_value())
        .property("text", string())
        .property("source", object().property("name", string()));
    ArrayBuilder::new().items(value)
}

/// The own fields of a customer, their texts of this type.
fn own_fields(body: ObjectBuilder, text: fn() -> ObjectBuilder) -> ObjectBuilder {
    let body = TextField::ALL.into_iter().fold(body, |body, field| {
        let min = (field.min() > 0).then_some(field.min());
        body.property(field.name(), text().min_length(min).max_length(Some(field.max())))
    });
    body.property("photoType", string().enum_values(Some(PhotoType::NAMES)))
        .property(
            "gender",
            string()
                .enum_values(Some(Gender::ALL.map(Gender::as_str)))
                .description(Some("Any letter case on the way in")),
        )
        .property(
            "organization",
            text().max_length(Some(organization::NAME_MAX)).description(Some("A name finds or makes the organization")),
        )
        .property("organizationId", integer())
}

fn entry_body(kind: EntryKind) -> ObjectBuilder {
    let rules = kind.rules();
    let body = object().property("value", string().min_length(Some(1)).max_length(Some(VALUE_MAX))).required("value");
    if rules.types.is_empty() {
        body
    } else {
        body.property("type", string().enum_values(Some(rules.types.iter().copied())))
    }
}

fn address(text: fn() -> ObjectBuilder) -> ObjectBuilder {
    let part = || text().max_length(Some(TEXT_MAX));
    object()
        .property("city", part())
        .property("state", part())
        .property("postalCode", part())
        .property("country", text().description(Some("Two letters (ISO 3166-1 alpha-2)")))
        .property("lines", ArrayBuilder::new().items(string().max_length(Some(TEXT_MAX))).max_items(Some(LINES_MAX)))
}

fn definition() -> ObjectBuilder {
    definition_update()
        .property("type", string().enum_values(Some(PropertyType::ALL.map(PropertyType::as_str))))
        .property("slug", string().min_length(Some(1)).max_length(Some(SLUG_MAX)).pattern(Some("^[A-Za-z0-9_-]+$")))
}

fn definition_update() -> ObjectBuilder {
    let option = object()
        .property("id", string())
        .property("label", string().min_length(Some(1)).max_length(Some(NAME_MAX)))
        .required("label");
    object()
        .property("name", string().min_length(Some(1)).max_length(Some(NAME_MAX)))
        .property("options", ArrayBuilder::new().items(option).max_items(Some(OPTIONS_MAX)))
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

fn any_value() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Integer, Type::Null]))
        .description(Some("By the property's type; null clears"))
}

fn list_of(name: &str) -> ArrayBuilder {
    ArrayBuilder::new().items(reference(name))
}

fn links() -> ObjectBuilder {
    object().additional_properties(Some(AdditionalProperties::<Schema>::RefOr(reference("Link"))))
}
