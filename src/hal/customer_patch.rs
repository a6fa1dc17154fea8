//! A patch of a customer as a list of operations (RFC 6902), read into edits. Values are read as those of a new customer are; what is
//! wrong is told under the operation's path, or under the operation's number where it is the operation that is at fault.

mod paths;

use super::json::Json;
use super::read::{self, Place as Within};
use super::{address, entry, property};
use crate::domain::address::AddressPart;
use crate::domain::customer::TextField;
use crate::domain::customer_patch::{AddressEdit, Edit, EntryEdit, ListedEntry, OPERATIONS_MAX, Operation, Place};
use crate::domain::entry::EntryKind;
use crate::domain::id::{EntryId, OrganizationId};
use crate::domain::problem::{Problem, Problems, Rule};
use crate::domain::property_value::PropertyInput;

/// What an operation does at its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
    Test,
}

/// Reads operations; those that can be read come back even when others cannot, so that all problems are told at once.
pub fn read(json: Json<'_>, problems: &mut Problems) -> Vec<Operation> {
    let items = match json {
        Json::List(items) => items,
        other => {
            let hint = "a list of operations, such as [{\"op\": \"replace\", \"path\": \"/firstName\", \"value\": \"Ines\"}]; \
                 an object of fields is read as application/merge-patch+json";
            problems.add("", Rule::Type(hint), &other.shown());
            return Vec::new();
        }
    };
    if items.len() > OPERATIONS_MAX {
        problems.add("", Rule::TooMany(OPERATIONS_MAX), &items.len().to_string());
    }
    let items = items.into_iter().take(OPERATIONS_MAX).enumerate();
    items.filter_map(|(at, item)| read_operation(item, at, problems)).collect()
}

fn read_operation(json: Json<'_>, at: usize, problems: &mut Problems) -> Option<Operation> {
    let (mut op, mut path, mut value) = (None, None, None);
    let (before, mut others) = (problems.0.len(), problems.apart());
    for (name, field) in read::object(json, format_args!("[{at}]"), problems) {
        match &*name {
            "op" => op = read::text(field, format_args!("[{at}].op"), problems),
            "path" => path = read::text(field, format_args!("[{at}].path"), problems),
            "value" => value = Some(field),
            name => read::other(name, format_args!("[{at}].{name}"), &field, &mut others),
        }
    }
    let is_whole = problems.0.len() == before;
    problems.take_over(others);
    if !is_whole {
        return None;
    }
    if path.is_none() {
        problems.missing(format_args!("[{at}].path"), Rule::NotEmpty);
    }
    let verb = read_verb(op, at, problems);
    let (path, verb) = (path?, verb?);
    let value = match (verb, value) {
        (Verb::Remove, _) => Json::Null,
        (_, Some(value)) => value,
        (_, None) => {
            problems.missing(&path, Rule::Pattern("add, replace and test need a value; null is no value"));
            return None;
        }
    };
    let expected = (verb == Verb::Test).then(|| value.text());
    let mut found = problems.apart();
    let edit = match paths::tokens(&path) {
        Ok(tokens) => {
            let tokens: Vec<&str> = tokens.iter().map(|token| &**token).collect();
            read_edit(verb, &path, &tokens, value, &mut found)
        }
        Err(rule) => Err(rule),
    };
    let edit = match edit {
        Ok(edit) => Some(edit),
        Err(rule) => {
            problems.add(&path, rule, &path);
            None
        }
    };
    // Of a list or an address those parts that can be read are looked at further, so that all problems are told at once.
    let has_parts = matches!(
        edit,
        Some(Edit::Entries(_, EntryEdit::All(_)) | Edit::Address(AddressEdit::Whole(_) | AddressEdit::Lines(_)))
    );
    let is_extra = |problem: &Problem| matches!(problem.rule, Rule::UnknownField | Rule::ReadOnly(_));
    let is_readable = found.0.iter().all(is_extra) || has_parts && expected.is_none();
    problems.take(found, |_| path.clone());
    Some(Operation { place: Place::Operation(path), edit: edit.filter(|_| is_readable)?, expected })
}

fn read_verb(op: Option<String>, at: usize, problems: &mut Problems) -> Option<Verb> {
    let path = format_args!("[{at}].op");
    let Some(op) = op else {
        problems.missing(path, Rule::NotEmpty);
        return None;
    };
    match &*op.to_ascii_lowercase() {
        "add" => return Some(Verb::Add),
        "replace" => return Some(Verb::Replace),
        "remove" => return Some(Verb::Remove),
        "test" => return Some(Verb::Test),
        "move" | "copy" => {
            let rule = "move and copy are not done on a customer; send remove and add, with the value";
            problems.add(path, Rule::Pattern(rule), &op);
        }
        _ => problems.add(path, Rule::EnumValue(["add", "replace", "remove", "test"].map(str::to_owned).to_vec()), &op),
    }
    None
}

/// The edit that an operation means. What is wrong with its value is noted; a rule comes back when the path cannot be that.
fn read_edit(verb: Verb, path: &str, tokens: &[&str], value: Json<'_>, problems: &mut Problems) -> Result<Edit, Rule> {
    if let [name] = tokens
        && let Some(edit) = read_own(name, &value, problems)
    {
        return Ok(edit);
    }
    if let [list, rest @ ..] = tokens
        && let Some(kind) = list_named(list)
    {
        let edit = read_entry_edit(verb, kind, rest, tokens, value, problems);
        return edit.map(|edit| Edit::Entries(kind, edit));
    }
    match tokens {
        ["address", rest @ ..] => read_address_edit(verb, rest, tokens, value, problems).map(Edit::Address),
        ["properties", slug] if !slug.is_empty() => Ok(Edit::Property(PropertyInput {
            slug: (*slug).to_owned(),
            value: property::given(value),
            slug_path: path.to_owned(),
            value_path: path.to_owned(),
        })),
        tokens => Err(paths::unknown(tokens)),
    }
}

fn read_entry_edit(
    verb: Verb,
    kind: EntryKind,
    rest: &[&str],
    tokens: &[&str],
    value: Json<'_>,
    problems: &mut Problems,
) -> Result<EntryEdit, Rule> {
    let id = |id: &str| EntryId::parse(id).ok_or_else(|| paths::unknown(tokens));
    let has_types = !kind.rules().types.is_empty();
    match rest {
        [] | ["-"] if verb == Verb::Add => Ok(EntryEdit::Add(entry::read(value, Within::Body, problems))),
        [] => Ok(EntryEdit::All(read_entries(value, problems))),
        ["-"] => Err(paths::END),
        [one] => match verb {
            Verb::Add if id(one).is_ok() => {
                Err(Rule::Pattern("an entry is added at the end of its list (-); replace it to change it"))
            }
            Verb::Remove => Ok(EntryEdit::Remove(id(one)?)),
            _ => Ok(EntryEdit::Replace(id(one)?, entry::read(value, Within::Body, problems))),
        },
        [one, "value"] => Ok(EntryEdit::Value(id(one)?, read::text(value, "", problems))),
        [one, "type"] if has_types => Ok(EntryEdit::Type(id(one)?, read::text(value, "", problems))),
        _ => Err(paths::unknown(tokens)),
    }
}

fn read_address_edit(
    verb: Verb,
    rest: &[&str],
    tokens: &[&str],
    value: Json<'_>,
    problems: &mut Problems,
) -> Result<AddressEdit, Rule> {
    match rest {
        [] => Ok(AddressEdit::Whole(match value {
            Json::Null => None,
            Json::List(items) if items.is_empty() => None,
            value => Some(address::read(value, Within::Body, problems)),
        })),
        ["lines"] => Ok(AddressEdit::Lines(address::read_lines(value, "", problems))),
        ["lines", "-"] if verb == Verb::Add => Ok(AddressEdit::AddLine(None, read_line(value, problems))),
        ["lines", "-"] => Err(paths::END),
        ["lines", number] => {
            let at = paths::index(number).ok_or_else(|| paths::unknown(tokens))?;
            Ok(match verb {
                Verb::Remove => AddressEdit::RemoveLine(at),
                Verb::Add => AddressEdit::AddLine(Some(at), read_line(value, problems)),
                Verb::Replace | Verb::Test => AddressEdit::Line(at, read_line(value, problems)),
            })
        }
        [name] => {
            let part = AddressPart::named(name).ok_or_else(|| paths::unknown(tokens))?;
            Ok(AddressEdit::Part(part, address::read_part(part, value, "", problems)))
        }
        _ => Err(paths::unknown(tokens)),
    }
}

/// The edit of one of a customer's own fields; none when it has no field of this name.
pub(super) fn read_own(name: &str, value: &Json<'_>, problems: &mut Problems) -> Option<Edit> {
    let value = || value.clone();
    if let Some(field) = TextField::named(name) {
        return Some(Edit::Text(
            field,
            match field {
                TextField::Age => read::text_or_number(value(), "", problems),
                _ => read::text(value(), "", problems),
            },
        ));
    }
    Some(match name {
        "gender" => Edit::Gender(read::text(value(), "", problems)),
        "photoType" => Edit::PhotoType(read::text(value(), "", problems)),
        "organization" => Edit::Organization(read::text(value(), "", problems)),
        "organizationId" => Edit::OrganizationId(read::id(value(), "", OrganizationId::parse, problems)),
        _ => return None,
    })
}

/// The list of this name, in any of the spellings that the wire has.
pub(super) fn list_named(name: &str) -> Option<EntryKind> {
    EntryKind::ALL.into_iter().find(|kind| {
        let rules = kind.rules();
        [rules.field, rules.path, rules.embedded].contains(&name)
    })
}

/// The entries of a list that is sent whole, those that can be read.
pub(super) fn read_entries(json: Json<'_>, problems: &mut Problems) -> Vec<ListedEntry> {
    let mut entries = Vec::new();
    for (at, item) in read::list(json, "", problems).into_iter().enumerate() {
        if item == Json::Null {
            problems.missing(format_args!("[{at}]"), Rule::NotNull);
            continue;
        }
        let before = problems.0.len();
        let (id, item) = split_id(item);
        let id = id.and_then(|id| read::id(id, format_args!("[{at}].id"), EntryId::parse, problems));
        let input = entry::read(item, Within::Item("", at), problems);
        if problems.0.len() == before {
            entries.push(ListedEntry { at, id, input });
        }
    }
    entries
}

/// An entry's identifier, which has a meaning only in a list that is sent whole, and the rest of it.
fn split_id(item: Json<'_>) -> (Option<Json<'_>>, Json<'_>) {
    match item {
        Json::Object(mut fields) => {
            let at = fields.iter().position(|(name, _)| name == "id");
            (at.map(|at| fields.remove(at).1), Json::Object(fields))
        }
        item => (None, item),
    }
}

fn read_line(json: Json<'_>, problems: &mut Problems) -> String {
    if json == Json::Null {
        problems.missing("", Rule::NotNull);
    }
    read::text(json, "", problems).unwrap_or_default()
}
