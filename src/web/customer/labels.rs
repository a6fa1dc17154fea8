//! What the fields of a customer are called.

use super::field::Field;
use super::record::Record;
use crate::domain::entry::EntryKind;
use crate::web::texts::{Texts, capital};

/// What a field is called; an entry that is there by its type.
pub fn of(field: &Field, record: &Record, t: &Texts) -> String {
    match field {
        Field::Entry(kind, _) => {
            let named = field.entry(record).and_then(|entry| entry.entry_type);
            named.map_or_else(|| of_kind(*kind, t), |named| of_type(named.as_str(), t))
        }
        Field::NewEntry(kind) => of_kind(*kind, t),
        Field::Property(slug) => {
            record.definition(slug).map_or_else(|| slug.clone(), |definition| definition.name.clone())
        }
        other => of_name(&other.key(), t).to_owned(),
    }
}

/// What a field of this name on the wire is called; itself when it has no other name.
pub fn of_name(name: &str, t: &Texts) -> &'static str {
    let named = t.customer.fields.iter().chain(&t.customer.types).find(|(own, _)| *own == name);
    named.map_or("", |(_, label)| label)
}

/// What a kind of entries is called; one that has no text of its own by its noun.
pub fn of_kind(kind: EntryKind, t: &Texts) -> String {
    let named = t.customer.kinds.iter().find(|(path, _)| *path == kind.rules().path);
    named.map_or_else(|| capital(kind.rules().noun), |(_, label)| (*label).to_owned())
}

/// The command that adds an entry of a kind; one that has no text of its own is added like any other.
pub fn to_add(kind: EntryKind, t: &Texts) -> &'static str {
    let named = t.customer.add_commands.iter().find(|(path, _)| *path == kind.rules().path);
    named.map_or(t.customer.add, |(_, command)| command)
}

/// What a type of entries is called, or another of a few values.
pub fn of_type(name: &str, t: &Texts) -> String {
    let named = t.customer.types.iter().find(|(own, _)| *own == name);
    named.map_or_else(|| capital(name), |(_, label)| (*label).to_owned())
}
