//! Customers: their own fields, and how a record is written down.

use super::address::Address;
use super::email::EmailKey;
use super::entry::{Entries, Entry, EntryKind, LIST_MAX, ValidEntry};
use super::id::{EntryId, OrganizationId};
use super::problem::{Problems, Rule};
use super::property_value::PropertyValues;

/// A text field of a customer; its number is its place in [`TextField::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Job title.
    JobTitle,
    /// Where the person is.
    Location,
    /// Notes.
    Background,
    /// Age in words, such as `30-35`.
    Age,
    /// Where a photo is.
    PhotoUrl,
}

impl TextField {
    /// Every text field.
    pub const ALL: [Self; 7] =
        [Self::FirstName, Self::LastName, Self::JobTitle, Self::Location, Self::Background, Self::Age, Self::PhotoUrl];

    /// The field of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The field's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstName => "firstName",
            Self::LastName => "lastName",
            Self::JobTitle => "jobTitle",
            Self::Location => "location",
            Self::Background => "background",
            Self::Age => "age",
            Self::PhotoUrl => "photoUrl",
        }
    }

    /// The most characters.
    pub fn max(self) -> usize {
        match self {
            Self::FirstName | Self::LastName => 40,
            Self::JobTitle | Self::Location | Self::Age => 60,
            Self::Background | Self::PhotoUrl => 200,
        }
    }

    /// The fewest characters: a name that is given cannot be empty; elsewhere an empty text means no value.
    pub fn min(self) -> usize {
        match self {
            Self::FirstName | Self::LastName => 1,
            _ => 0,
        }
    }
}

/// A customer's gender; capital on the wire, any letter case on the way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not known: the default.
    #[default]
    Unknown,
}

impl Gender {
    /// Every gender.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unknown];

    /// The gender as it is answered.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Male => "Male",
            Self::Female => "Female",
            Self::Unknown => "Unknown",
        }
    }

    /// Reads a gender in any letter case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gender| gender.as_str().eq_ignore_ascii_case(text.trim()))
    }
}

/// Where a customer's photo is from: one of [`PhotoType::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoType(&'static str);

impl PhotoType {
    /// Every accepted name; the first is the default.
    pub const NAMES: [&str; 8] =
        ["unknown", "gravatar", "twitter", "facebook", "googleprofile", "googleplus", "linkedin", "instagram"];

    /// The type as it is answered, in lower case.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Reads a type in any letter case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|name| name.eq_ignore_ascii_case(text.trim())).map(Self)
    }
}

impl Default for PhotoType {
    fn default() -> Self {
        Self(Self::NAMES[0])
    }
}

/// A customer: everything that is known of a person, in one value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Customer {
    texts: [Option<String>; TextField::ALL.len()],
    /// Gender.
    pub gender: Gender,
    /// Where the photo is from.
    pub photo_type: PhotoType,
    /// The organization that the person belongs to.
    pub organization: Option<OrganizationId>,
    /// The five lists of entries.
    pub entries: Entries,
    /// The postal address.
    pub address: Option<Address>,
    /// Values by the slug of their property.
    pub properties: PropertyValues,
    /// Values whose definition or option is gone. Nobody is shown them, and the next change or cleaning takes them away.
    pub lost: PropertyValues,
}

impl Customer {
    /// A text field's value.
    pub fn text(&self, field: TextField) -> Option<&str> {
        self.texts[field as usize].as_deref()
    }

    /// Sets a text field's value, which was checked before.
    pub fn set_text(&mut self, field: TextField, value: Option<String>) {
        self.texts[field as usize] = value;
    }

    /// The keys of the customer's email addresses with the ids of their entries.
    pub fn email_keys(&self) -> impl Iterator<Item = (EmailKey, EntryId)> {
        self.entries[EntryKind::Email].iter().filter_map(|entry| Some((EmailKey::parse(&entry.value)?, entry.id)))
    }

    /// Adds an entry, unless the list is full or has the same address already.
    pub fn add_entry(
        &mut self,
        kind: EntryKind,
        entry: ValidEntry,
        id: EntryId,
        prefix: &str,
        problems: &mut Problems,
    ) {
        if self.entries[kind].len() >= LIST_MAX {
            problems.add(format_args!("{prefix}value"), Rule::TooMany(LIST_MAX), &entry.value);
        } else if self.is_new_address(kind, &entry, None, prefix, problems) {
            self.entries[kind].push(Entry { id, value: entry.value, entry_type: entry.entry_type });
        }
    }

    /// Puts another value and type in the place of an entry; false when the customer has no such entry.
    pub fn replace_entry(
        &mut self,
        kind: EntryKind,
        id: EntryId,
        entry: ValidEntry,
        prefix: &str,
        problems: &mut Problems,
    ) -> bool {
        let Some(at) = self.entries[kind].iter().position(|present| present.id == id) else { return false };
        if self.is_new_address(kind, &entry, Some(id), prefix, problems) {
            self.entries[kind][at] = Entry { id, value: entry.value, entry_type: entry.entry_type };
        }
        true
    }

    fn is_new_address(
        &self,
        kind: EntryKind,
        entry: &ValidEntry,
        except: Option<EntryId>,
        prefix: &str,
        problems: &mut Problems,
    ) -> bool {
        let is_there = |key: &EmailKey| self.email_keys().any(|(present, id)| present == *key && Some(id) != except);
        let is_there = kind == EntryKind::Email && entry.key.as_ref().is_some_and(is_there);
        if is_there {
            problems.add(
                format_args!("{prefix}value"),
                Rule::Duplicate("the customer has this address already"),
                &entry.value,
            );
        }
        !is_there
    }
}
