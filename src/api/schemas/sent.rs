//! The shapes of what is sent. Null is no value wherever a value may be left out, so it may stand there too.

use serde_json::{Value, json};
use utoipa::Number;
use utoipa::openapi::schema::{AnyOfBuilder, OneOfBuilder};

use super::*;
use crate::domain::address::{COUNTRIES, LINES_MAX, TEXT_MAX};
use crate::domain::customer_patch::OPERATIONS_MAX;
use crate::domain::entry::{LIST_MAX, VALUE_MAX};
use crate::domain::id::MAX_ID;
use crate::domain::property::{NAME_MAX, OPTIONS_MAX, SLUG_MAX};
use crate::domain::{organization, property_type};
use crate::hal::read::NUMBER_MAX;

/// A text of any characters but NUL.
const NO_NUL: &str = "^[^\\u0000]*$";
/// A text that is not only white space.
const NOT_BLANK: &str = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$";
/// Nothing but white space.
const BLANK: &str = "^\\s*$";

schema!(/** A customer as it is sent. */ CustomerBody, customer_body().examples([sample()]));
schema!(/** A customer's own fields; one that is left out becomes empty. */ CustomerFields, customer_fields());
schema!(/** Operations on a customer (RFC 6902), in order and all or none. */ CustomerOperations, customer_operations());
schema!(/** Fields of a customer to be changed (RFC 7396): what is left out stays, null empties, a list replaces the whole list. */ CustomerMergePatch,
    customer_merge_patch());
schema!(/** An address as it is sent; at least one part has a value. */ AddressBody, address());
schema!(/** A property definition as it is sent. */ DefinitionBody, OneOfBuilder::new().item(reference("DropdownBody")).item(reference("PlainDefinitionBody")));
schema!(/** The definition of a dropdown as it is sent. */ DropdownBody, definition(true).property("options", or_null(options())));
schema!(/** The definition of any other property as it is sent. */ PlainDefinitionBody, definition(false));
schema!(/** What a property definition becomes. */ DefinitionUpdate, definition_update().required("name"));
schema!(/** What changes of a property definition; what is left out stays. */ DefinitionPatch,
    definition_update().property("name", string_or_null().max_length(Some(NAME_MAX)).pattern(Some(NOT_BLANK))));
schema!(/** An organization as it is sent; a field that is left out becomes empty. */ OrganizationBody, organization());
schema!(/** A property value that is sent alone. */ ValueBody, object().property("value", value()).required("value"));
schema!(/** Operations on property values. */ PropertyOperations, ArrayBuilder::new().items(object()
    .property("op", string().enum_values(Some(["add", "replace", "remove"])))
    .property("path", string().pattern(Some("^/[A-Za-z0-9_-]+$")).description(Some("/ and the property's slug")))
    .property("value", value()).required("op").required("path")));

schema!(/** A property value that comes with its customer. */ NewPropertyValue,
    object().property("slug", string()).property("value", value()).required("slug"));
schema!(/** Values by the slugs of their properties. */ ValuesBySlug, object().additional_properties(Some(value())));
schema!(/** The two letters of a country (ISO 3166-1 alpha-2). */ Country, string().enum_values(Some(COUNTRIES.iter().copied())));
schema!(/** A moment; a day is its midnight in UTC. */ Moment, AnyOfBuilder::new()
    .item(string().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))).item(string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))));
schema!(/** What a list of customers is sorted by; by createdAt unless it is named. */ SortField,
    string().enum_values(Some(["createdAt", "firstName", "lastName", "modifiedAt", "score"])).default(Some("createdAt".into())));
schema!(/** Which end of a list comes first; the highest unless it is named. */ SortOrder,
    string().enum_values(Some(["desc", "asc"])).default(Some("desc".into())));

/// Every schema here by its name.
pub fn all() -> Vec<(String, RefOr<Schema>)> {
    let mut all = vec![
        named::<CustomerBody>(),
        named::<CustomerFields>(),
        named::<CustomerOperations>(),
        named::<CustomerMergePatch>(),
        named::<AddressBody>(),
        named::<DefinitionBody>(),
        named::<DropdownBody>(),
        named::<PlainDefinitionBody>(),
        named::<DefinitionUpdate>(),
        named::<DefinitionPatch>(),
        named::<OrganizationBody>(),
        named::<ValueBody>(),
        named::<PropertyOperations>(),
        named::<NewPropertyValue>(),
        named::<ValuesBySlug>(),
        named::<Country>(),
        named::<Moment>(),
        named::<SortField>(),
        named::<SortOrder>(),
    ];
    all.extend(EntryKind::ALL.map(|kind| (entry_body_name(kind), described(entry(kind), kind, "alone"))));
    all.extend(EntryKind::ALL.map(|kind| {
        (
            new_entry_name(kind),
            described(new_entry(kind), kind, "that comes with its customer; an entry without a value is left out"),
        )
    }));
    all.extend(
        EntryKind::ALL
            .map(|kind| (listed_entry_name(kind), described(listed_entry(kind), kind, "of a list that is sent whole"))),
    );
    all
}

/// The name of the schema of an entry as it is sent alone.
pub fn entry_body_name(kind: EntryKind) -> String {
    format!("{}Body", entry_name(kind))
}

fn described(entry: ObjectBuilder, kind: EntryKind, which: &str) -> RefOr<Schema> {
    entry.description(Some(format!("What is sent of {} {which}.", with_article(kind.rules().noun)))).into()
}

fn new_entry_name(kind: EntryKind) -> String {
    format!("New{}", entry_name(kind))
}

fn listed_entry_name(kind: EntryKind) -> String {
    format!("Listed{}", entry_name(kind))
}

fn customer_body() -> ObjectBuilder {
    let body = EntryKind::ALL.into_iter().fold(customer_fields(), |body, kind| {
        let items = list_of(&new_entry_name(kind)).max_items(Some(LIST_MAX));
        body.property(kind.rules().field, or_null(items))
    });
    let properties = AnyOfBuilder::new().item(list_of("NewPropertyValue")).item(reference("ValuesBySlug")).item(null());
    body.property("address", or_null(reference("AddressBody"))).property("properties", properties)
}

fn customer_fields() -> ObjectBuilder {
    let phone = text_or_number(VALUE_MAX)
        .description(Some("Becomes a phone entry of type work, unless there is one with this number"));
    own_fields().property("phone", phone)
}

fn customer_operations() -> ArrayBuilder {
    let own = TextField::ALL.map(TextField::name).join("|");
    let spellings = |kind: EntryKind| [kind.rules().field, kind.rules().path, kind.rules().embedded];
    let mut lists: Vec<&str> = EntryKind::ALL.into_iter().flat_map(spellings).collect();
    lists.dedup();
    let (lists, parts) = (lists.join("|"), AddressPart::ALL.map(AddressPart::name).join("|"));
    let paths = format!(
        "^/({own}|gender|photoType|organization|organizationId|({lists})(/-|/[1-9][0-9]*(/value|/type)?)?\
         |address(/({parts}|lines(/-|/[0-9]+)?))?|properties/[A-Za-z0-9_-]+)$"
    );
    let of = |ops: &[&str]| {
        let path = string().pattern(Some(&paths)).description(Some("A JSON pointer (RFC 6901)"));
        let op = string().enum_values(Some(ops.iter().copied()));
        object().property("op", op).property("path", path).required("op").required("path")
    };
    let value = ObjectBuilder::new().schema_type(SchemaType::AnyValue);
    let value = value.description(Some("By the path: as it is sent on a create; null is no value"));
    let with_value = of(&["add", "replace", "test"]).property("value", value).required("value");
    let operation = OneOfBuilder::new().item(with_value).item(of(&["remove"]));
    ArrayBuilder::new().items(operation).max_items(Some(OPERATIONS_MAX))
}

fn customer_merge_patch() -> ObjectBuilder {
    let body = EntryKind::ALL.into_iter().fold(own_fields(), |body, kind| {
        let items = list_of(&listed_entry_name(kind)).max_items(Some(LIST_MAX));
        body.property(kind.rules().field, or_null(items))
    });
    body.property("address", or_null(reference("AddressBody")))
        .property("properties", or_null(reference("ValuesBySlug")))
}

/// The own fields of a customer.
fn own_fields() -> ObjectBuilder {
    let body = TextField::ALL.into_iter().fold(object(), |body, field| {
        let min = (field.min() > 0).then_some(field.min());
        match field {
            TextField::PhotoUrl => body.property(field.name(), web_address(field.max())),
            TextField::Age => body.property(field.name(), text_or_number(field.max())),
            _ => body.property(field.name(), text(field.max()).min_length(min)),
        }
    });
    let organization = text(organization::NAME_MAX).description(Some("A name finds or makes the organization"));
    body.property("photoType", or_null(reference("PhotoType")).description(Some(ANY_CASE)))
        .property("gender", or_null(reference("Gender")).description(Some(ANY_CASE)))
        .property("organization", organization)
        .property("organizationId", id().description(Some("An organization of the company; counts before its name")))
}

/// An entry that is sent alone.
fn entry(kind: EntryKind) -> ObjectBuilder {
    let body = object().property("value", entry_value(kind)).required("value");
    if kind.rules().type_required {
        return body.property("type", reference(&entry_type_name(kind))).required("type");
    }
    with_type(body, kind)
}

/// An entry that comes with its customer; one without a value is left out.
fn new_entry(kind: EntryKind) -> ObjectBuilder {
    let blank = blank().description(Some("The entry is left out"));
    with_type(object().property("value", AnyOfBuilder::new().item(entry_value(kind)).item(blank)), kind)
}

/// An entry of a list that is sent whole.
fn listed_entry(kind: EntryKind) -> ObjectBuilder {
    let id = id().description(Some("The entry that is kept under its id; without one it is new"));
    with_type(object().property("value", entry_value(kind)).required("value").property("id", id), kind)
}

fn entry_value(kind: EntryKind) -> ObjectBuilder {
    let value = string().max_length(Some(VALUE_MAX));
    match kind {
        EntryKind::Email => value.format(Some(SchemaFormat::KnownFormat(KnownFormat::Email))),
        EntryKind::Website => website(VALUE_MAX),
        _ => value.pattern(Some(NOT_BLANK)),
    }
}

fn with_type(body: ObjectBuilder, kind: EntryKind) -> ObjectBuilder {
    match kind.rules().types {
        [] => body,
        _ => body.property("type", or_null(reference(&entry_type_name(kind))).description(Some(ANY_CASE))),
    }
}

const ANY_CASE: &str = "In any letter case";

fn address() -> ObjectBuilder {
    let line = text(TEXT_MAX);
    object()
        .property("city", text(TEXT_MAX))
        .property("state", text(TEXT_MAX))
        .property("postalCode", text_or_number(TEXT_MAX))
        .property("country", or_null(reference("Country")).description(Some(ANY_CASE)))
        .property("lines", or_null(ArrayBuilder::new().items(line).max_items(Some(LINES_MAX))))
}

fn definition(is_dropdown: bool) -> ObjectBuilder {
    let types = PropertyType::ALL.into_iter().filter(|named| (*named == PropertyType::Dropdown) == is_dropdown);
    let slug = string().min_length(Some(1)).max_length(Some(SLUG_MAX)).pattern(Some("^[A-Za-z0-9_-]+$"));
    object()
        .property("type", string().enum_values(Some(types.map(PropertyType::as_str))))
        .property("slug", slug.description(Some("Not email, name, company or jobTitle")))
        .property("name", string().max_length(Some(NAME_MAX)).pattern(Some(NOT_BLANK)))
        .required("type")
        .required("slug")
        .required("name")
}

fn definition_update() -> ObjectBuilder {
    object()
        .property("name", string().max_length(Some(NAME_MAX)).pattern(Some(NOT_BLANK)))
        .property("options", or_null(options()))
}

fn options() -> ArrayBuilder {
    let id = string_or_null().format(Some(SchemaFormat::Custom("uuid".into())));
    let option = object()
        .property("id", id.description(Some("Made when it is left out")))
        .property("label", string().max_length(Some(NAME_MAX)).pattern(Some(NOT_BLANK)))
        .required("label");
    ArrayBuilder::new().items(option).unique_items(true).max_items(Some(OPTIONS_MAX))
}

fn organization() -> ObjectBuilder {
    let body = organization::TEXTS.into_iter().fold(object(), |body, (name, max)| match name {
        "website" => body.property(name, AnyOfBuilder::new().item(website(max)).item(blank())),
        "logoUrl" => body.property(name, web_address(max)),
        _ => body.property(name, text(max)),
    });
    let domain =
        || AnyOfBuilder::new().item(string().format(Some(SchemaFormat::Custom("hostname".into())))).item(blank());
    let most = format!("At most {} different ones", organization::DOMAINS_MAX);
    let domains = || ArrayBuilder::new().items(domain()).description(Some(&most));
    let phones =
        ArrayBuilder::new().items(text_or_number(organization::PHONE_MAX)).max_items(Some(organization::PHONES_MAX));
    let color = string_or_null().pattern(Some("^(#[0-9A-Fa-f]{6})?$")).description(Some("#RRGGBB"));
    body.property("name", string().max_length(Some(organization::NAME_MAX)).pattern(Some(NOT_BLANK)))
        .property("domains", or_null(domains()))
        .property("domain", domain().item(domains()).description(Some("One more domain, or a list of them")))
        .property("phones", or_null(phones))
        .property("brandColor", color)
        .required("name")
}

/// A property value.
fn value() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Number, Type::Null]))
        .max_length(Some(property_type::URL_MAX))
        .description(Some(
            "By the property's type: a text, a number, a URL, a day, or the id or label of an option; null clears",
        ))
}

fn text(max: usize) -> ObjectBuilder {
    string_or_null().max_length(Some(max)).pattern(Some(NO_NUL))
}

fn text_or_number(max: usize) -> ObjectBuilder {
    text(max)
        .schema_type(SchemaType::from_iter([Type::String, Type::Number, Type::Null]))
        .minimum(Some(Number::Int(-NUMBER_MAX as isize)))
        .maximum(Some(Number::Int(NUMBER_MAX as isize)))
}

fn web_address(max: usize) -> AnyOfBuilder {
    let url = string().format(Some(SchemaFormat::Custom("uri".into()))).max_length(Some(max));
    let url = url.description(Some("An absolute http or https URL"));
    AnyOfBuilder::new().item(url).item(string_or_null().max_length(Some(0)))
}

fn id() -> ObjectBuilder {
    integer()
        .schema_type(SchemaType::from_iter([Type::Integer, Type::Null]))
        .minimum(Some(Number::Int(1)))
        .maximum(Some(Number::Int(MAX_ID as isize)))
}

fn website(max: usize) -> ObjectBuilder {
    let url = string().format(Some(SchemaFormat::Custom("website".into()))).max_length(Some(max));
    url.description(Some("A URL with http, https or no scheme"))
}

fn blank() -> ObjectBuilder {
    string_or_null().pattern(Some(BLANK))
}

fn string_or_null() -> ObjectBuilder {
    string().schema_type(SchemaType::from_iter([Type::String, Type::Null]))
}

fn or_null(schema: impl Into<RefOr<Schema>>) -> OneOfBuilder {
    OneOfBuilder::new().item(schema).item(null())
}

fn null() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Null)
}

fn sample() -> Value {
    json!({
        "firstName": "Ines", "lastName": "Okoro", "jobTitle": "Buyer", "location": "Lagos", "organization": "Northwind", "age": "30-35",
        "emails": [{ "type": "work", "value": "ines@northwind.example" }],
        "phones": [{ "type": "work", "value": "+234 1 555 0100" }],
        "address": { "city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina"] },
    })
}
