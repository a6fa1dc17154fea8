//! Property definitions and values.

use super::json::Json;
use super::links::Links;
use super::read;
use super::writer::Writer;
use crate::domain::customer_patch::OPERATIONS_MAX;
use crate::domain::problem::{Problems, Rule};
use crate::domain::property::{Definition, DefinitionInput, OptionInput, PropertyOwner, PropertyType};
use crate::domain::property_value::{Given, PropertyInput, PropertyValue, PropertyValues, Value};
use crate::store::properties::Defined;

/// Reads a definition; fields that are not known count under strict handling.
pub fn read_definition(json: Json<'_>, problems: &mut Problems) -> DefinitionInput {
    let mut input = DefinitionInput { of_options: problems.apart(), ..DefinitionInput::default() };
    for (name, value) in read::object(json, "", problems) {
        match &*name {
            "type" => input.property_type = read::text(value, "type", problems),
            "slug" => input.slug = read::text(value, "slug", problems),
            "name" => input.name = read::text(value, "name", problems),
            "options" if value == Json::Null => input.options = None,
            "options" => {
                let options = read::list(value, "options", &mut input.of_options).into_iter().enumerate();
                let options = options.map(|(at, option)| read_option(option, at, &mut input.of_options));
                input.options = Some(options.collect());
            }
            other => read::other(other, other, &value, problems),
        }
    }
    input
}

fn read_option(json: Json<'_>, at: usize, problems: &mut Problems) -> OptionInput {
    let mut input = OptionInput::default();
    for (name, value) in read::object(json, format_args!("options[{at}]"), problems) {
        match &*name {
            "id" => input.id = read::text(value, format_args!("options[{at}].id"), problems),
            "label" => input.label = read::text(value, format_args!("options[{at}].label"), problems),
            other => read::other(other, format_args!("options[{at}].{other}"), &value, problems),
        }
    }
    input
}

/// Reads the values that come with a customer: a list of `{slug, value}`, or an object of values by slug.
pub(super) fn read_values(json: Json<'_>, problems: &mut Problems) -> Vec<PropertyInput> {
    match json {
        Json::Object(fields) => fields
            .into_iter()
            .map(|(slug, value)| {
                let path = format!("properties.{slug}");
                PropertyInput {
                    slug: slug.into_owned(),
                    value: given(value),
                    slug_path: path.clone(),
                    value_path: path,
                }
            })
            .collect(),
        json => {
            let items = read::list(json, "properties", problems).into_iter().enumerate();
            items.filter_map(|(at, item)| read_value(item, at, problems)).collect()
        }
    }
}

fn read_value(json: Json<'_>, at: usize, problems: &mut Problems) -> Option<PropertyInput> {
    let (mut slug, mut value) = (None, Given::Null);
    let slug_path = format!("properties[{at}].slug");
    let (before, mut others) = (problems.0.len(), problems.apart());
    for (name, field) in read::object(json, format_args!("properties[{at}]"), problems) {
        match &*name {
            "slug" => slug = read::text(field, &slug_path, problems),
            "value" => value = given(field),
            other => read::other(other, format_args!("properties[{at}].{other}"), &field, &mut others),
        }
    }
    if slug.is_none() && problems.0.len() == before {
        problems.missing(&slug_path, Rule::NotEmpty);
    }
    problems.take_over(others);
    Some(PropertyInput { slug: slug?, value, slug_path, value_path: format!("properties[{at}].value") })
}

/// Reads the value that is put under a slug: `{"value": ...}`, null for none.
pub fn read_value_of(slug: String, json: Json<'_>, problems: &mut Problems) -> PropertyInput {
    let before = problems.0.len();
    let mut value = None;
    for (name, field) in read::object(json, "", problems) {
        match &*name {
            "value" => value = Some(given(field)),
            other => read::other(other, other, &field, problems),
        }
    }
    if value.is_none() && problems.0.len() == before {
        problems.missing("value", Rule::NotEmpty);
    }
    PropertyInput { slug, value: value.unwrap_or(Given::Null), slug_path: "slug".into(), value_path: "value".into() }
}

/// Reads operations on values: a list of `{op, path, value}` in the manner of RFC 6902. Problems name the operation's path.
pub fn read_operations(json: Json<'_>, problems: &mut Problems) -> Vec<PropertyInput> {
    if matches!(json, Json::Object(_) | Json::Null) {
        let hint = Rule::Type(
            "a list of operations, such as [{\"op\": \"replace\", \"path\": \"/plan\", \"value\": \"Plus\"}]",
        );
        problems.add("", hint, json.kind());
        return Vec::new();
    }
    let items = read::list(json, "", problems);
    if items.len() > OPERATIONS_MAX {
        problems.add("", Rule::TooMany(OPERATIONS_MAX), &items.len().to_string());
    }
    let items = items.into_iter().take(OPERATIONS_MAX).enumerate();
    items.filter_map(|(at, item)| read_operation(item, at, problems)).collect()
}

fn read_operation(json: Json<'_>, at: usize, problems: &mut Problems) -> Option<PropertyInput> {
    let (mut op, mut path, mut value) = (None, None, None);
    let (before, mut others) = (problems.0.len(), problems.apart());
    for (name, field) in read::object(json, format_args!("[{at}]"), problems) {
        match &*name {
            "op" => op = read::text(field, format_args!("[{at}].op"), problems),
            "path" => path = read::text(field, format_args!("[{at}].path"), problems),
            "value" => value = Some(given(field)),
            other => read::other(other, format_args!("[{at}].{other}"), &field, &mut others),
        }
    }
    let is_readable = problems.0.len() == before;
    problems.take_over(others);
    if !is_readable {
        return None;
    }
    let Some(path) = path else {
        problems.missing(format_args!("[{at}].path"), Rule::NotEmpty);
        return None;
    };
    let value = match op.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("add" | "replace") => value,
        Some("remove") => Some(Given::Null),
        Some(other) => {
            let accepted = ["add", "replace", "remove"].map(str::to_owned).to_vec();
            problems.add(format_args!("[{at}].op"), Rule::EnumValue(accepted), other);
            return None;
        }
        None => {
            problems.missing(format_args!("[{at}].op"), Rule::NotEmpty);
            return None;
        }
    };
    let Some(slug) = path.strip_prefix('/').filter(|slug| !slug.is_empty() && !slug.contains('/')) else {
        problems.add(
            format_args!("[{at}].path"),
            Rule::Pattern("must be / and the slug of a property, such as /plan"),
            &path,
        );
        return None;
    };
    let Some(value) = value else {
        problems.missing(&path, Rule::Pattern("add and replace need a value; null or remove clears"));
        return None;
    };
    Some(PropertyInput { slug: slug.to_owned(), value, slug_path: path.clone(), value_path: path })
}

/// A value as it was sent.
pub(super) fn given(json: Json<'_>) -> Given {
    match json {
        Json::Null => Given::Null,
        Json::Text(text) => Given::Text(text.into_owned()),
        Json::Number(number) => Given::Number(number),
        other => Given::Other(other.kind()),
    }
}

/// A definition as its own resource.
pub fn write_definition(links: Links<'_>, owner: PropertyOwner, definition: &Definition) -> Vec<u8> {
    let mut writer = Writer::with_capacity(512);
    write_resource(&mut writer, links, owner, definition);
    writer.finish()
}

/// The list of a company's definitions for a kind of owner.
pub fn write_definitions(links: Links<'_>, owner: PropertyOwner, definitions: &[Defined]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(4096);
    writer.begin_object();
    writer.key("_embedded").begin_object();
    let key = match owner {
        PropertyOwner::Customer => "customer-properties",
        PropertyOwner::Organization => "organization-properties",
    };
    writer.key(key).begin_list();
    for defined in definitions {
        write_resource(&mut writer, links, owner, &defined.value);
    }
    writer.end_list().end_object();
    writer.key("_links").begin_object();
    writer.link("self", links.definitions(owner));
    writer.end_object().end_object();
    writer.finish()
}

fn write_resource(writer: &mut Writer, links: Links<'_>, owner: PropertyOwner, definition: &Definition) {
    writer.begin_object();
    writer.key("type").plain(definition.property_type.as_str());
    writer.key("slug").plain(&definition.slug);
    writer.key("name").text(&definition.name);
    if definition.property_type == PropertyType::Dropdown {
        writer.key("options").begin_list();
        for option in &definition.options {
            writer.begin_object();
            writer.key("id").plain(&option.id);
            writer.key("label").text(&option.label);
            writer.end_object();
        }
        writer.end_list();
    }
    writer.key("_links").begin_object();
    writer.link("self", links.definition(owner, &definition.slug));
    writer.end_object().end_object();
}

/// Writes the values of a record as they stand inside it, in the order of their definitions.
pub(super) fn write_values(writer: &mut Writer, definitions: &[Defined], values: &PropertyValues) {
    writer.key("properties").begin_list();
    for defined in definitions {
        if let Some(value) = defined.value.value_in(values) {
            write_value(writer, &defined.value, value);
        }
    }
    writer.end_list();
}

fn write_value(writer: &mut Writer, definition: &Definition, value: &PropertyValue) {
    let shown = value.value.to_string();
    writer.begin_object();
    writer.key("type").plain(definition.property_type.as_str());
    writer.key("slug").plain(&definition.slug);
    writer.key("name").text(&definition.name);
    match &value.value {
        Value::Number(number) => writer.key("value").integer(*number),
        Value::Text(text) => writer.key("value").text(text),
    };
    let option = definition.options.iter().find(|option| option.id == shown);
    writer.key("text").text(option.map_or(&shown, |option| &option.label));
    writer.key("source").begin_object();
    writer.key("name").plain(value.source.as_str());
    writer.end_object().end_object();
}
