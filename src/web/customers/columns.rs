//! The columns of the list: what each shows of a customer.

use super::super::countries;
use super::super::format::Format;
use super::super::marks::{Piece, pieces};
use super::super::moments::Moment;
use super::super::texts::Texts;
use super::sort::Sort;
use crate::domain::customer::{Customer, TextField};
use crate::domain::entry::EntryKind;
use crate::domain::phone;
use crate::domain::property::{Definition, PropertyType};
use crate::domain::property_value::Value;
use crate::domain::time::Timestamp;
use crate::store::customers::Found;

/// A column.
#[derive(Clone, Debug)]
pub enum Column<'a> {
    /// One of the columns that every company has, by its name.
    Own(&'static str),
    /// A property.
    Property(&'a Definition),
}

/// What a column shows of one customer.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its text, with what was found in it.
    pub pieces: Vec<Piece>,
    /// Whether it is said softly.
    pub is_soft: bool,
    /// Whether it is one of a few values.
    pub is_badge: bool,
    /// Whether it is a number.
    pub is_number: bool,
    /// Whether it is an address, which is longer than other values.
    pub is_mail: bool,
}

/// What cells are made with.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    /// The texts.
    pub t: &'static Texts,
    /// How numbers and moments are written.
    pub format: &'a Format,
    /// Now.
    pub now: Timestamp,
    /// What was looked for.
    pub words: &'a [String],
    /// The telephone numbers that were looked for, in digits.
    pub numbers: &'a [String],
}

/// The names of the columns that every company has, in the order in which they are offered.
pub(super) const OWN: [&str; 8] = ["email", "phone", "organization", "job", "location", "country", "made", "changed"];
/// What stands before the slug of a property in the name of its column.
pub(in crate::web) const PROPERTY: &str = "property.";

impl<'a> Column<'a> {
    /// Every column that can be shown.
    pub fn all(definitions: impl Iterator<Item = &'a Definition>) -> Vec<Self> {
        OWN.into_iter().map(Self::Own).chain(definitions.map(Self::Property)).collect()
    }

    /// Its name in the address.
    pub fn name(&self) -> String {
        match self {
            Self::Own(name) => (*name).to_owned(),
            Self::Property(definition) => format!("{PROPERTY}{}", definition.slug),
        }
    }

    /// Its heading.
    pub fn label(&self, t: &Texts) -> String {
        match self {
            Self::Own(name) => {
                let label = t.customers.column_names.iter().find(|(own, _)| own == name);
                label.map_or(*name, |(_, label)| label).to_owned()
            }
            Self::Property(definition) => definition.name.clone(),
        }
    }

    /// The sorts by it, from its beginning and from its end, where there are any.
    pub(super) fn sorts(&self) -> Option<[Sort; 2]> {
        let names = match self {
            Self::Own("organization") => ["organization", "organization-desc"],
            Self::Own("made") => ["oldest", "newest"],
            Self::Own("changed") => ["unchanged", "changed"],
            Self::Own(_) => return None,
            Self::Property(definition) => return Some(Sort::both_of(definition)),
        };
        Some(names.map(|name| Sort::read(name).unwrap_or_default()))
    }

    /// The property that it shows, if it is one.
    pub(super) fn definition(&self) -> Option<&'a Definition> {
        match self {
            Self::Own(_) => None,
            Self::Property(definition) => Some(definition),
        }
    }

    /// Whether it has moments, of which the latest are wanted first.
    pub(super) fn is_moment(&self) -> bool {
        matches!(self, Self::Own("made" | "changed"))
    }

    /// Whether it has numbers, which stand under each other.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Property(definition) if definition.property_type.input() == "number")
    }

    /// What it shows of a customer.
    pub fn cell(&self, found: &Found, customer: &Customer, with: Cells<'_>) -> Cell {
        let values = |kind: EntryKind| customer.entries[kind].iter().map(|entry| entry.value.as_str());
        let text = |field| customer.text(field);
        let moment = |at| Moment::of(at, with.now, with.format, with.t).short;
        let marked =
            |text: Option<&str>| Cell { pieces: pieces(text.unwrap_or_default(), with.words), ..Cell::default() };
        match self {
            Self::Own("email") => {
                let found = Cell::found(values(EntryKind::Email).map(|value| pieces(value, with.words)));
                Cell { is_mail: true, ..found }
            }
            Self::Own("phone") => Cell::found(values(EntryKind::Phone).map(|value| {
                let is_found = with.numbers.iter().any(|asked| phone::is_meant(&phone::digits(value), asked));
                vec![Piece { text: value.to_owned(), is_found }]
            })),
            Self::Own("organization") => marked(found.organization.as_ref().map(|organization| &*organization.name)),
            Self::Own("job") => Cell::plain(text(TextField::JobTitle)),
            Self::Own("location") => {
                let city = customer.address.as_ref().and_then(|address| address.city.as_deref());
                Cell::plain(text(TextField::Location).or(city))
            }
            Self::Own("country") => {
                let country = customer.address.as_ref().and_then(|address| address.country.as_deref());
                Cell::plain(country.map(|code| countries::named(code, with.t)).as_deref())
            }
            Self::Own("made") => Cell { is_soft: true, ..Cell::plain(Some(&moment(found.record.created_at))) },
            Self::Own("changed") => Cell { is_soft: true, ..Cell::plain(Some(&moment(found.record.updated_at))) },
            Self::Own(_) => Cell::default(),
            Self::Property(definition) => {
                let value =
                    definition.value_in(&found.properties).map(|value| shown(definition, &value.value, with.format));
                let is_badge = definition.property_type == PropertyType::Dropdown && value.is_some();
                Cell { is_badge, is_number: self.is_number(), ..Cell::plain(value.as_deref()) }
            }
        }
    }
}

impl Cell {
    /// The value in which something was found, or else the first.
    fn found(mut values: impl Iterator<Item = Vec<Piece>> + Clone) -> Self {
        let is_found = |pieces: &Vec<Piece>| pieces.iter().any(|piece| piece.is_found);
        let pieces = values.clone().find(is_found).or_else(|| values.next()).unwrap_or_default();
        Self { pieces, ..Self::default() }
    }

    fn plain(text: Option<&str>) -> Self {
        Self { pieces: pieces(text.unwrap_or_default(), &[]), ..Self::default() }
    }

    /// Its text without marks.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// A property's value as people read it.
pub fn shown(definition: &Definition, value: &Value, format: &Format) -> String {
    match value {
        Value::Number(number) => format.number(*number),
        Value::Text(text) => match definition.property_type {
            PropertyType::Dropdown => {
                let option = definition.options.iter().find(|option| option.id == *text);
                option.map_or_else(String::new, |option| option.label.clone())
            }
            PropertyType::Date => format.date(text),
            _ => text.clone(),
        },
    }
}
