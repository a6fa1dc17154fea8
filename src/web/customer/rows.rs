//! The rows of a customer's page: each shows one field, or is the form of it.

use super::field::{COUNTRY, Draft, Field, PARTS};
use super::labels;
use super::of_domain::OfDomain;
use super::record::Record;
use crate::domain::customer::{Gender, PhotoType, TextField};
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::property::PropertyType;
use crate::web::countries;
use crate::web::customers::alike;
use crate::web::customers::columns::shown;
use crate::web::customers::{Choice, FIND_OR_MAKE};
use crate::web::form::input_again;
use crate::web::frame::Frame;
use crate::web::saving::{Apart, Theirs};
use crate::web::told::Told;
use crate::web::who::Link;

/// One field as it is seen.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The field's name.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What stands in it; empty when nothing does.
    pub text: String,
    /// What is shown when nothing stands in it.
    pub nothing: &'static str,
    /// Where its text leads.
    pub href: String,
    /// Whether that is somewhere else.
    pub is_outside: bool,
    /// Whether it is one of a few values.
    pub is_badge: bool,
    /// Whether its lines are kept.
    pub is_long: bool,
    /// Whether it stands alone, without its name.
    pub is_bare: bool,
    /// Whether it can be taken away.
    pub is_entry: bool,
    /// The list of everyone who has it too.
    pub alike: Option<Link>,
    /// Who else has the number that stands in it.
    pub also: Vec<Link>,
    /// The organization that is proposed where there is none.
    pub proposed: Option<OfDomain>,
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
    /// The keys that a phone shows for it.
    pub mode: &'static str,
    /// What stands in it.
    pub value: String,
    /// The types of the entry.
    pub types: Vec<Choice>,
    /// The values to choose from.
    pub choices: Vec<Choice>,
    /// Where proposals come from.
    pub suggest: &'static str,
    /// The most characters of a long text.
    pub max: usize,
    /// The characters that are left, in words.
    pub max_text: String,
    /// Whether it is the form of an address.
    pub is_address: bool,
    /// The parts of an address.
    pub parts: Vec<Part>,
    /// What is wrong.
    pub problems: Vec<Told>,
    /// What somebody else put here meanwhile.
    pub theirs: Option<Theirs>,
}

/// A part of an address in its form.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name of its input.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What stands in it.
    pub value: String,
    /// Whether it has lines.
    pub is_long: bool,
    /// The values to choose from.
    pub choices: Vec<Choice>,
    /// What is wrong with it.
    pub problem: String,
}

/// A field whose form is open: what stands in the form, what is wrong with it, and what somebody else put there meanwhile.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The field.
    pub field: Field,
    /// What stands in the form.
    pub draft: Draft,
    /// What stood in the field when the form was opened, or when the other's value was shown.
    pub was: String,
    /// What is wrong.
    pub problems: Vec<Told>,
    /// What somebody else put here.
    pub theirs: Option<Theirs>,
}

impl Row {
    /// Whether its text is one that people take elsewhere.
    pub fn is_copied(&self) -> bool {
        !self.text.is_empty() && (self.is_entry || self.is_long)
    }
}

impl RowForm {
    /// Whether what was typed was refused.
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty()
    }

    /// The names of the parts that are taken from somebody else, where the others stay as they were typed.
    pub fn take(&self) -> Option<String> {
        let theirs = self.theirs.as_ref().filter(|_| self.is_address)?;
        let names: Vec<&str> = theirs.parts.iter().map(|part| part.name).collect();
        Some(names.join(" "))
    }
}

/// The row of a field; with its form when that is the one that is open.
pub fn row(field: &Field, record: &Record, editing: Option<&Editing>, frame: &Frame) -> Row {
    let t = &frame.t.customer;
    let draft = field.draft(record);
    let mut row = Row {
        key: field.key(),
        label: labels::of(field, record, frame.t),
        text: text_of(field, &draft, record, frame),
        nothing: t.empty,
        is_bare: *field == Field::Text(TextField::Background),
        is_long: matches!(field, Field::Text(TextField::Background) | Field::Address),
        is_entry: matches!(field, Field::Entry(..)),
        ..Row::default()
    };
    match field {
        Field::Gender if record.customer.gender == Gender::Unknown => row.text.clear(),
        Field::PhotoType if record.customer.photo_type == PhotoType::default() => row.text.clear(),
        Field::Organization => {
            row.href =
                record.organization.as_ref().map_or_else(String::new, |own| format!("/organizations/{}", own.id));
        }
        Field::Text(TextField::PhotoUrl) => (row.href, row.is_outside) = (row.text.clone(), true),
        Field::Entry(kind, _) => {
            if let Some(entry) = field.entry(record) {
                row.href = href_of(*kind, entry);
                row.is_outside = row.href.starts_with("http");
                let domain = Some(&entry.value).filter(|_| *kind == EntryKind::Email);
                row.alike = domain
                    .and_then(|address| alike::at_domain(address))
                    .map(|(href, domain)| Link { href, name: frame.t.fill(t.alike_domain, &[domain]) });
            }
        }
        Field::Property(slug) => {
            let Some(definition) = record.definition(slug) else { return row };
            match definition.property_type {
                PropertyType::Url => (row.href, row.is_outside) = (row.text.clone(), true),
                PropertyType::Dropdown => row.is_badge = true,
                _ => {}
            }
            let value = definition.value_in(&record.values);
            row.alike = value
                .and_then(|value| alike::with_value(definition, &value.value))
                .map(|href| Link { href, name: frame.t.fill(t.alike, &[&row.label, &row.text]) });
        }
        _ => {}
    }
    if matches!(field, Field::Gender | Field::PhotoType) {
        row.nothing = t.not_known;
    }
    row.form = editing.filter(|editing| editing.field == *field).map(|editing| form(editing, record, frame));
    row
}

/// What a draft of a field reads like.
pub fn text_of(field: &Field, draft: &Draft, record: &Record, frame: &Frame) -> String {
    match field {
        Field::Gender | Field::PhotoType => labels::of_type(&draft.value, frame.t),
        Field::Address => {
            let [lines, city, state, code, country] = &draft.parts;
            let town = [code, city, state].map(String::as_str);
            let town = town.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let country = countries::named(country, frame.t);
            let all = [lines.as_str(), &town, &country];
            all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Field::Property(slug) => {
            let definition = record.definition(slug);
            let value = definition.and_then(|definition| definition.value_in(&record.values)).map(|value| &value.value);
            match (definition, value) {
                (Some(definition), Some(value)) if value.to_string() == draft.value => {
                    shown(definition, value, &frame.format)
                }
                (Some(definition), _) => {
                    let option = definition.options.iter().find(|option| option.id == draft.value);
                    option.map_or_else(|| draft.value.clone(), |option| option.label.clone())
                }
                (None, _) => draft.value.clone(),
            }
        }
        _ => draft.value.clone(),
    }
}

/// What two people want to be different in a field, where the one put `now` and the other typed a draft; `was` is the mark of what stood
/// there before both.
pub fn apart(field: &Field, was: &str, now: &Draft, typed: &Draft, record: &Record, frame: &Frame) -> Vec<Apart> {
    let was = Draft::of_mark(was).unwrap_or_default();
    if *field == Field::Address {
        let shown = |name: &str, part: &str| {
            if name == COUNTRY { countries::named(part, frame.t) } else { part.to_owned() }
        };
        let parts = PARTS.into_iter().enumerate().filter_map(|(at, name)| {
            let [was, now, typed] = [&was, now, typed].map(|draft| draft.parts.get(at).map_or("", String::as_str));
            (now != typed && now != was).then(|| Apart {
                name,
                label: labels::of_name(name, frame.t).to_owned(),
                theirs: shown(name, now),
                yours: shown(name, typed),
            })
        });
        return parts.collect();
    }
    let mut parts = Vec::new();
    if now.kind != typed.kind {
        let [theirs, yours] = [now, typed].map(|draft| labels::of_type(&draft.kind, frame.t));
        parts.push(Apart { name: "type", label: frame.t.customer.kind.to_owned(), theirs, yours });
    }
    if parts.is_empty() || now.value != typed.value {
        let [theirs, yours] = [now, typed].map(|draft| text_of(field, draft, record, frame));
        parts.push(Apart { name: "value", theirs, yours, ..Apart::default() });
    }
    parts
}

fn form(editing: &Editing, record: &Record, frame: &Frame) -> RowForm {
    let Editing { field, draft, was, problems, theirs } = editing;
    let t = frame.t;
    let choose = |value: &str, label: String, chosen: &str| Choice {
        value: value.to_owned(),
        label,
        is_chosen: value == chosen,
    };
    let none = || choose("", t.customer.empty.to_owned(), &draft.value);
    let mut form = RowForm {
        was: was.clone(),
        input: "text",
        value: draft.value.clone(),
        problems: problems.clone(),
        theirs: theirs.clone(),
        ..RowForm::default()
    };
    match field {
        Field::Text(TextField::Background) => {
            let (max, length) = (TextField::Background.max(), draft.value.chars().count());
            form.input = "textarea";
            form.max = max;
            form.max_text = t.customer.left.replace("{}", &max.saturating_sub(length).to_string());
        }
        Field::Text(TextField::PhotoUrl) => form.mode = "url",
        Field::Text(_) => {}
        Field::Gender => {
            let genders = Gender::ALL.iter().map(|gender| gender.as_str());
            form.choices = genders.map(|name| choose(name, labels::of_type(name, t), &draft.value)).collect();
        }
        Field::PhotoType => {
            form.choices =
                PhotoType::NAMES.iter().map(|name| choose(name, labels::of_type(name, t), &draft.value)).collect();
        }
        Field::Organization => form.suggest = FIND_OR_MAKE,
        Field::Address => {
            form.is_address = true;
            form.parts = parts(draft, problems, t);
            form.problems.retain(|told| !form.parts.iter().any(|part| part.problem == told.text));
        }
        Field::Entry(kind, _) | Field::NewEntry(kind) => {
            form.mode = kind.rules().input_mode;
            form.types =
                kind.rules().types.iter().map(|name| choose(name, labels::of_type(name, t), &draft.kind)).collect();
        }
        Field::Property(slug) => {
            let Some(definition) = record.definition(slug) else { return form };
            let meant = definition.property_type.input();
            (form.input, form.value) = input_again(meant, &draft.value, &field.draft(record).value);
            form.unread = t.belongs(meant);
            if definition.property_type == PropertyType::Dropdown {
                let options =
                    definition.options.iter().map(|option| choose(&option.id, option.label.clone(), &draft.value));
                form.choices = std::iter::once(none()).chain(options).collect();
            }
        }
    }
    form
}

fn parts(draft: &Draft, problems: &[Told], t: &crate::web::texts::Texts) -> Vec<Part> {
    let problem = |name: &str| {
        let of_part =
            |told: &&Told| told.path.split('.').next_back().is_some_and(|own| own.split('[').next() == Some(name));
        problems.iter().find(of_part).map_or_else(String::new, |told| told.text.clone())
    };
    let part = |(name, value): (&&'static str, &String)| Part {
        name,
        label: labels::of_name(name, t),
        value: value.clone(),
        is_long: *name == "lines",
        choices: if *name == COUNTRY { countries::choices(value, t) } else { Vec::new() },
        problem: problem(name),
    };
    PARTS.iter().zip(&draft.parts).map(part).collect()
}

/// Where an entry leads: a way to write, to call or to look; empty where there is none. What is no web address never becomes one.
fn href_of(kind: EntryKind, entry: &Entry) -> String {
    let value = entry.value.trim();
    let is_web = |text: &str| {
        ["http://", "https://"]
            .iter()
            .any(|scheme| text.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme)))
    };
    match kind {
        EntryKind::Email => format!("mailto:{}", escaped(value)),
        EntryKind::Phone => {
            let digits: String = value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            if digits.len() < 3 { String::new() } else { format!("tel:{digits}") }
        }
        EntryKind::Website if !is_web(value) => format!("https://{value}"),
        _ if is_web(value) => value.to_owned(),
        _ => String::new(),
    }
}

/// An address in a link to write to it: signs that have a meaning in one are told apart from it (RFC 6068).
fn escaped(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '%' | '?' | '&' | '#' | '"' | ' ' | '/' => escaped.push_str(&format!("%{:02X}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::EntryId;

    #[test]
    fn nothing_but_web_addresses_leads_to_the_web() {
        let href =
            |kind, value: &str| href_of(kind, &Entry { id: EntryId(1), value: value.to_owned(), entry_type: None });
        assert_eq!(href(EntryKind::Website, "northwind.example"), "https://northwind.example");
        assert_eq!(href(EntryKind::Website, "HTTP://northwind.example"), "HTTP://northwind.example");
        assert_eq!(href(EntryKind::SocialProfile, "javascript:alert(1)"), "");
        assert_eq!(href(EntryKind::SocialProfile, "https://x.example/@ines"), "https://x.example/@ines");
        assert_eq!(href(EntryKind::Chat, "ines"), "");
        assert_eq!(href(EntryKind::Email, "a?subject=x@b.example"), "mailto:a%3Fsubject=x@b.example");
        assert_eq!(href(EntryKind::Phone, "+49 (0)30 / 12"), "tel:+4903012");
        assert_eq!(href(EntryKind::Phone, "ask"), "");
    }
}
