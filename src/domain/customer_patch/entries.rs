//! Edits of a customer's lists of entries.

use std::ops::Range;

use serde_json::Value;

use super::edit::{WrittenEntries, json};
use crate::domain::entry::{Entry, EntryInput, EntryKind, EntryType, LIST_MAX};
use crate::domain::id::EntryId;
use crate::domain::problem::{Problems, Rule};

/// What becomes of a list, or of one of its entries.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryEdit {
    /// One more.
    Add(EntryInput),
    /// Another value and type; without a type it keeps the one it has.
    Replace(EntryId, EntryInput),
    /// Another value.
    Value(EntryId, Option<String>),
    /// Another type.
    Type(EntryId, Option<String>),
    /// One less.
    Remove(EntryId),
    /// Another list in the place of the whole.
    All(Vec<ListedEntry>),
}

/// An entry of a list that is sent whole. One that names an entry that the customer has is that entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedEntry {
    /// Its number in the list that was sent, from 0.
    pub at: usize,
    /// Which entry it is.
    pub id: Option<EntryId>,
    /// Its value and type.
    pub input: EntryInput,
}

impl EntryEdit {
    pub(super) fn apply(
        &self,
        kind: EntryKind,
        list: &mut Vec<Entry>,
        ids: &mut Range<i64>,
        problems: &mut Problems,
    ) -> WrittenEntries {
        match self {
            Self::Add(input) => add(kind, list, input, ids, problems),
            Self::Replace(id, input) => replace(kind, list, *id, input, problems),
            Self::Value(id, value) => {
                replace(kind, list, *id, &EntryInput { value: value.clone(), entry_type: None }, problems)
            }
            Self::Type(id, name) => {
                set_type(kind, list, *id, name.as_deref(), problems);
                Vec::new()
            }
            Self::Remove(id) => {
                if find(list, *id, problems).is_some() {
                    list.retain(|entry| entry.id != *id);
                }
                Vec::new()
            }
            Self::All(listed) => replace_all(kind, list, listed, ids, problems),
        }
    }

    /// Whether the list may have become longer.
    pub(super) fn grows(&self) -> bool {
        matches!(self, Self::Add(_) | Self::All(_))
    }

    pub(super) fn found(&self, list: &[Entry]) -> Value {
        let entry = |id: &EntryId| list.iter().find(|entry| entry.id == *id);
        match self {
            Self::Add(_) | Self::All(_) => json(list),
            Self::Replace(id, _) | Self::Remove(id) => json(entry(id)),
            Self::Value(id, _) => entry(id).map(|entry| &*entry.value).into(),
            Self::Type(id, _) => entry(id).and_then(|entry| entry.entry_type).map(EntryType::as_str).into(),
        }
    }
}

fn add(
    kind: EntryKind,
    list: &mut Vec<Entry>,
    input: &EntryInput,
    ids: &mut Range<i64>,
    problems: &mut Problems,
) -> WrittenEntries {
    let entry = input.clone().check(kind, "", kind.default_type(), problems);
    let Some(entry) = entry.filter(|_| problems.is_empty()) else { return Vec::new() };
    let id = next(ids);
    list.push(Entry { id, value: entry.value, entry_type: entry.entry_type });
    vec![(id, "value".to_owned())]
}

fn replace(
    kind: EntryKind,
    list: &mut [Entry],
    id: EntryId,
    input: &EntryInput,
    problems: &mut Problems,
) -> WrittenEntries {
    let Some(present) = find(list, id, problems) else { return Vec::new() };
    let entry = input.clone().check(kind, "", present.entry_type, problems);
    let Some(entry) = entry.filter(|_| problems.is_empty()) else { return Vec::new() };
    *present = Entry { id, value: entry.value, entry_type: entry.entry_type };
    vec![(id, "value".to_owned())]
}

fn set_type(kind: EntryKind, list: &mut [Entry], id: EntryId, name: Option<&str>, problems: &mut Problems) {
    let Some(present) = find(list, id, problems) else { return };
    match name.filter(|name| !name.trim().is_empty()) {
        None => problems.add("type", Rule::NotEmpty, name.unwrap_or("null")),
        Some(name) => {
            let input = EntryInput { value: Some(present.value.clone()), entry_type: Some(name.to_owned()) };
            replace(kind, list, id, &input, problems);
        }
    }
}

fn replace_all(
    kind: EntryKind,
    list: &mut Vec<Entry>,
    listed: &[ListedEntry],
    ids: &mut Range<i64>,
    problems: &mut Problems,
) -> WrittenEntries {
    if listed.len() > LIST_MAX {
        problems.add("", Rule::TooMany(LIST_MAX), &listed.len().to_string());
        return Vec::new();
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(listed.len());
    let mut written = Vec::with_capacity(listed.len());
    for ListedEntry { at, id, input } in listed {
        let kept = list.iter().find(|entry| Some(entry.id) == *id);
        let id = kept.map_or_else(|| next(ids), |kept| kept.id);
        if kept.is_some() && entries.iter().any(|entry| entry.id == id) {
            let rule = Rule::Repeated("another entry of the list has this id");
            problems.add(format_args!("[{at}].id"), rule, &id.to_string());
        }
        let type_given = kept.map_or(kind.default_type(), |kept| kept.entry_type);
        let entry = input.clone().check(kind, format_args!("[{at}]."), type_given, problems);
        entries.extend(entry.map(|entry| Entry { id, value: entry.value, entry_type: entry.entry_type }));
        written.push((id, format!("[{at}].value")));
    }
    if !problems.is_empty() {
        return Vec::new();
    }
    *list = entries;
    written
}

fn find<'a>(list: &'a mut [Entry], id: EntryId, problems: &mut Problems) -> Option<&'a mut Entry> {
    let present = list.iter_mut().find(|entry| entry.id == id);
    if present.is_none() {
        problems.add("", Rule::Identifier("the customer has no such entry in this list"), &id.to_string());
    }
    present
}

/// The next of the identifiers that were taken for this; as many were taken as may be asked for, and none for a test.
fn next(ids: &mut Range<i64>) -> EntryId {
    EntryId(ids.next().unwrap_or_default())
}
