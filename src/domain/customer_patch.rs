//! Changing parts of a customer in one call, by operations (RFC 6902) or by fields (RFC 7396): in order, and all or none.
//!
//! An operation is an edit, or the test that an edit would change nothing. A value that breaks a rule is refused where it stands; what
//! takes the whole customer to see (a full list, an address twice) is looked at when all operations are done.

mod address;
mod edit;
mod entries;

use std::collections::HashMap;
use std::ops::Range;

pub use address::AddressEdit;
pub use edit::Edit;
pub use entries::{EntryEdit, ListedEntry};

use super::address::LINES_MAX;
use super::customer::Customer;
use super::email::EmailKey;
use super::entry::{EntryKind, LIST_MAX};
use super::id::EntryId;
use super::joining::Joining;
use super::problem::{Problems, Rule};
use super::property::Definition;
use super::property_value::ValueSource;

/// The most operations of one patch.
pub const OPERATIONS_MAX: usize = 100;

/// Where in the request an edit stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In an operation: whatever is wrong with it is told under the operation's path.
    Operation(String),
    /// In a field: what is wrong inside is told under its own name, such as `emails[0].value`.
    Field(String),
}

impl Place {
    /// The path of a member of the value that stands here; of the value itself when the member has no name.
    pub fn of(&self, member: &str) -> String {
        match self {
            Self::Operation(path) => path.clone(),
            Self::Field(name) if member.is_empty() || member.starts_with('[') => format!("{name}{member}"),
            Self::Field(name) => format!("{name}.{member}"),
        }
    }
}

/// One operation of a patch.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Where it stands.
    pub place: Place,
    /// What is done.
    pub edit: Edit,
    /// For a test: the value that it expects, as it was sent. Then nothing is done; the edit says what would be no change.
    pub expected: Option<String>,
}

/// What is known beside the customer when a patch is applied.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The company's property definitions.
    pub definitions: &'a [&'a Definition],
    /// By which door values of properties come.
    pub source: ValueSource,
    /// Every organization that the operations name and that is there or may be made, and the customer's own.
    pub joining: &'a Joining,
    /// Identifiers for new entries: as many as [`Operation::ids`] of all operations together.
    pub ids: Range<i64>,
}

/// Which operation an entry was written by.
#[derive(Clone, Debug, Default)]
pub struct Written {
    entries: HashMap<EntryId, String>,
    lists: [Option<String>; EntryKind::ALL.len()],
    lines: Option<String>,
}

impl Written {
    /// The path in the request of the value that this entry was given; empty when the request does not hold it.
    pub fn path_of(&self, entry: EntryId) -> &str {
        self.entries.get(&entry).map_or("", |path| path)
    }
}

/// Applies operations in order. The customer is only of use when no problem was noted.
pub fn apply(operations: &[Operation], customer: &mut Customer, known: &Known<'_>, problems: &mut Problems) -> Written {
    let mut written = Written::default();
    let mut ids = known.ids.clone();
    for Operation { place, edit, expected } in operations {
        if let Some(expected) = expected {
            test(edit, expected, place, customer, known, problems);
            continue;
        }
        let mut found = problems.apart();
        for (entry, member) in edit.apply(customer, known, &mut ids, &mut found) {
            written.entries.insert(entry, place.of(&member));
        }
        match edit {
            Edit::Entries(kind, edit) if edit.grows() => written.lists[*kind as usize] = Some(place.of("")),
            Edit::Address(edit) if edit.grows() => written.lines = Some(place.of("lines")),
            _ => {}
        }
        note(edit, place, found, problems);
    }
    check_end(customer, &written, problems);
    written
}

/// Notes what is not as a test expects, or cannot be tested because it is not there.
fn test(edit: &Edit, expected: &str, place: &Place, customer: &Customer, known: &Known<'_>, problems: &mut Problems) {
    let mut trial = customer.clone();
    let mut found = Problems::default();
    edit.as_test_of(customer).apply(&mut trial, known, &mut (0..0), &mut found);
    let is_absent = |rule: &Rule| matches!(rule, Rule::Identifier(_) | Rule::UnknownProperty);
    if found.0.iter().any(|problem| is_absent(&problem.rule)) {
        note(edit, place, found, problems);
    } else if !found.is_empty() || trial != *customer {
        let found = edit.found(customer, known.joining).to_string();
        problems.add(place.of(""), Rule::Mismatch { found }, expected);
    }
}

fn note(edit: &Edit, place: &Place, found: Problems, problems: &mut Problems) {
    // A property value knows its paths itself.
    let knows = matches!(edit, Edit::Property(_));
    problems.take(found, |member| if knows { member.to_owned() } else { place.of(member) });
}

/// The rules that only the customer as a whole meets or breaks, told where the request broke them.
fn check_end(customer: &Customer, written: &Written, problems: &mut Problems) {
    for kind in EntryKind::ALL {
        let count = customer.entries[kind].len();
        if let Some(path) = written.lists[kind as usize].as_ref().filter(|_| count > LIST_MAX) {
            problems.add(path, Rule::TooMany(LIST_MAX), &count.to_string());
        }
    }
    let mut seen: HashMap<EmailKey, EntryId> = HashMap::new();
    for entry in &customer.entries[EntryKind::Email] {
        let Some(key) = EmailKey::parse(&entry.value) else { continue };
        let Some(first) = seen.get(&key) else {
            seen.insert(key, entry.id);
            continue;
        };
        if let Some(path) = written.entries.get(&entry.id).or_else(|| written.entries.get(first)) {
            problems.add(path, Rule::Duplicate("the customer has this address already"), &entry.value);
        }
    }
    let lines = customer.address.as_ref().map_or(0, |address| address.lines.len());
    if let Some(path) = written.lines.as_ref().filter(|_| lines > LINES_MAX) {
        problems.add(path, Rule::TooMany(LINES_MAX), &lines.to_string());
    }
}
