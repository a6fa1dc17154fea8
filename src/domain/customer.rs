//! Customers: their own fields, and how a record is written down.

use std::collections::BTreeMap;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::address::Address;
use super::email::EmailKey;
use super::entry::{Entries, Entry, EntryKind, LIST_MAX, ValidEntry};
use super::id::{EntryId, OrganizationId};
use super::problem::{Problems, Rule};
use super::property_value::PropertyValue;

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
    pub properties: BTreeMap<String, PropertyValue>,
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
    pub fn add_entry(&mut self, kind: EntryKind, entry: ValidEntry, id: EntryId, prefix: &str, problems: &mut Problems) {
        if self.entries[kind].len() >= LIST_MAX {
            problems.add(format_args!("{prefix}value"), Rule::TooMany(LIST_MAX), &entry.value);
        } else if self.is_new_address(kind, &entry, None, prefix, problems) {
            self.entries[kind].push(Entry { id, value: entry.value, entry_type: entry.entry_type });
        }
    }

    /// Puts another value and type in the place of an entry; false when the customer has no such entry.
    pub fn replace_entry(&mut self, kind: EntryKind, id: EntryId, entry: ValidEntry, prefix: &str, problems: &mut Problems) -> bool {
        let Some(at) = self.entries[kind].iter().position(|present| present.id == id) else { return false };
        if self.is_new_address(kind, &entry, Some(id), prefix, problems) {
            self.entries[kind][at] = Entry { id, value: entry.value, entry_type: entry.entry_type };
        }
        true
    }

    fn is_new_address(&self, kind: EntryKind, entry: &ValidEntry, except: Option<EntryId>, prefix: &str, problems: &mut Problems) -> bool {
        let is_there = |key: &EmailKey| self.email_keys().any(|(present, id)| present == *key && Some(id) != except);
        let is_there = kind == EntryKind::Email && entry.key.as_ref().is_some_and(is_there);
        if is_there {
            problems.add(format_args!("{prefix}value"), Rule::Duplicate("the customer has this address already"), &entry.value);
        }
        !is_there
    }
}

// A record is written down flat, under the names of the wire, without what has no value: it is read in SQL too.
impl Serialize for Customer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in TextField::ALL {
            if let Some(value) = self.text(field) {
                map.serialize_entry(field.name(), value)?;
            }
        }
        if self.gender != Gender::default() {
            map.serialize_entry("gender", self.gender.as_str())?;
        }
        if self.photo_type != PhotoType::default() {
            map.serialize_entry("photoType", self.photo_type.as_str())?;
        }
        if let Some(organization) = self.organization {
            map.serialize_entry("organizationId", &organization)?;
        }
        for kind in EntryKind::ALL {
            if !self.entries[kind].is_empty() {
                map.serialize_entry(kind.rules().field, &self.entries[kind])?;
            }
        }
        if let Some(address) = &self.address {
            map.serialize_entry("address", address)?;
        }
        if !self.properties.is_empty() {
            map.serialize_entry("properties", &self.properties)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Customer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Customer;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a customer's record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Customer, A::Error> {
        let mut customer = Customer::default();
        while let Some(name) = map.next_key::<&str>()? {
            if let Some(field) = TextField::ALL.into_iter().find(|field| field.name() == name) {
                customer.texts[field as usize] = Some(map.next_value()?);
            } else if let Some(kind) = EntryKind::ALL.into_iter().find(|kind| kind.rules().field == name) {
                customer.entries[kind] = map.next_value()?;
            } else {
                match name {
                    "gender" => customer.gender = Gender::parse(map.next_value()?).ok_or_else(|| A::Error::custom("gender"))?,
                    "photoType" => {
                        customer.photo_type = PhotoType::parse(map.next_value()?).ok_or_else(|| A::Error::custom("photoType"))?;
                    }
                    "organizationId" => customer.organization = Some(map.next_value()?),
                    "address" => customer.address = Some(map.next_value()?),
                    "properties" => customer.properties = map.next_value()?,
                    // A newer server may have written more.
                    _ => drop(map.next_value::<IgnoredAny>()?),
                }
            }
        }
        Ok(customer)
    }
}
