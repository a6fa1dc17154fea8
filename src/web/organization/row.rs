//! The rows of an organization's page: each shows one field, or is the form of it.

use super::Record;
use super::field::Field;
use crate::domain::property::PropertyType;
use crate::web::customers::Choice;
use crate::web::customers::columns::shown;
use crate::web::form::input_again;
use crate::web::frame::Frame;
use crate::web::saving::Theirs;
use crate::web::told::Told;

/// One field as it is seen.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The field's name.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What stands in it; empty when nothing does.
    pub text: String,
    /// Where its text leads.
    pub href: String,
    /// Whether its lines are kept.
    pub is_long: bool,
    /// Whether it is one of a few values.
    pub is_badge: bool,
    /// Whether it is a color.
    pub is_color: bool,
    /// The form, when it is being edited.
    pub form: Option<RowForm>,
}

/// The form of a field.
#[derive(Clone, Debug, Default)]
pub struct RowForm {
    /// What stood in the field when the form was opened.
    pub was: String,
    /// The type of the input (HTML), or `textarea`.
    pub input: &'static str,
    /// What belongs in it where its browser cannot read what was typed.
    pub unread: String,
    /// What stands in it.
    pub value: String,
    /// A line of help.
    pub help: &'static str,
    /// The values to choose from.
    pub choices: Vec<Choice>,
    /// What is wrong.
    pub problems: Vec<Told>,
    /// What somebody else put here meanwhile.
    pub theirs: Option<Theirs>,
}

/// A field whose form is open: what stands in the form, what is wrong with it, and what somebody else put there meanwhile.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The field.
    pub field: Field,
    /// What stands in the form.
    pub draft: String,
    /// What stood in the field when the form was opened, or when the other's value was shown.
    pub was: String,
    /// What is wrong.
    pub problems: Vec<Told>,
    /// What somebody else put here.
    pub theirs: Option<Theirs>,
}

impl Editing {
    /// The form of a field with what stands in it now.
    pub fn open(field: Field, record: &Record) -> Self {
        let draft = field.draft(record);
        Self { was: draft.clone(), field, draft, problems: Vec::new(), theirs: None }
    }
}

/// The row of a field; with its form when that is the one that is open.
pub fn row(field: &Field, record: &Record, editing: Option<&Editing>, frame: &Frame) -> Row {
    let draft = field.draft(record);
    let kind = kind_of(field, record);
    Row {
        key: field.key(),
        label: label(field, record, frame),
        href: match field {
            Field::Text(_) if matches!(field.key().as_str(), "website" | "logoUrl") => web_address(&draft),
            Field::Property(_) if kind == Some(PropertyType::Url) => web_address(&draft),
            _ => String::new(),
        },
        text: text_of(field, &draft, record, frame),
        is_long: field.is_long(),
        is_badge: kind == Some(PropertyType::Dropdown),
        is_color: *field == Field::Color && !draft.is_empty(),
        form: editing.filter(|editing| editing.field == *field).map(|editing| form(editing, record, frame)),
    }
}

/// What a field is called.
pub fn label(field: &Field, record: &Record, frame: &Frame) -> String {
    match field {
        Field::Property(slug) => record.definition(slug).map_or_else(|| slug.clone(), |own| own.name.clone()),
        other => label_of(&other.key(), frame).to_owned(),
    }
}

/// What the field of this name is called that every organization has.
pub fn label_of(key: &str, frame: &Frame) -> &'static str {
    frame.t.organizations.fields.iter().find(|(own, _)| *own == key).map_or("", |(_, label)| label)
}

/// What is told beside a field of this name.
pub fn help_of(field: &Field, frame: &Frame) -> &'static str {
    let t = &frame.t.organizations;
    match field {
        Field::Name => t.name_help,
        Field::Domains | Field::Phones => t.one_a_line,
        Field::Color => t.color_help,
        Field::Text(_) | Field::Property(_) => "",
    }
}

/// What a draft of a field reads like.
pub fn text_of(field: &Field, draft: &str, record: &Record, frame: &Frame) -> String {
    let Field::Property(slug) = field else { return draft.to_owned() };
    let Some(definition) = record.definition(slug) else { return draft.to_owned() };
    match definition.value_in(&record.found.record.value.properties) {
        Some(own) if own.value.to_string() == draft => shown(definition, &own.value, &frame.format),
        _ => {
            let option = definition.options.iter().find(|option| option.id == draft);
            option.map_or_else(|| draft.to_owned(), |option| option.label.clone())
        }
    }
}

fn form(editing: &Editing, record: &Record, frame: &Frame) -> RowForm {
    let Editing { field, draft, was, problems, theirs } = editing;
    let mut choices = Vec::new();
    let kind = kind_of(field, record);
    if let (Field::Property(slug), Some(PropertyType::Dropdown)) = (field, kind) {
        let options = record.definition(slug).map(|own| own.options.as_slice()).unwrap_or_default();
        let choice = |value: &str, label: &str| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            is_chosen: value == draft,
        };
        choices.push(choice("", frame.t.customer.empty));
        choices.extend(options.iter().map(|option| choice(&option.id, &option.label)));
    }
    let meant = if field.is_long() { "textarea" } else { kind.map_or("text", PropertyType::input) };
    let (input, value) = input_again(meant, draft, &field.draft(record));
    RowForm {
        was: was.clone(),
        input,
        unread: frame.t.belongs(meant),
        value,
        help: help_of(field, frame),
        choices,
        problems: problems.clone(),
        theirs: theirs.clone(),
    }
}

fn kind_of(field: &Field, record: &Record) -> Option<PropertyType> {
    match field {
        Field::Property(slug) => record.definition(slug).map(|definition| definition.property_type),
        _ => None,
    }
}

/// A text as the address of a page, where the scheme may be left out; empty for what would lead anywhere else.
fn web_address(text: &str) -> String {
    let text = text.trim();
    let has = |scheme: &str| text.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme));
    match text {
        "" => String::new(),
        _ if has("http://") || has("https://") => text.to_owned(),
        _ => format!("https://{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn nothing_but_a_web_address_is_led_to() {
        assert_eq!(web_address("HTTPS://a.example/x"), "HTTPS://a.example/x");
        assert_eq!(web_address(" a.example "), "https://a.example");
        assert_eq!(web_address("javascript:alert(1)"), "https://javascript:alert(1)");
        assert_eq!(web_address(""), "");
    }
}
