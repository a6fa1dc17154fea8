//! A customer as somebody sends it, by whichever door, and the rules it has to meet.

use std::collections::HashSet;

use url::Url;

use super::address::{Address, AddressInput};
use super::customer::{Customer, Gender, PhotoType, TextField};
use super::email::EmailKey;
use super::entry::{Entry, EntryInput, EntryKind, LIST_MAX, VALUE_MAX, ValidEntry};
use super::id::{EntryId, OrganizationId};
use super::organization;
use super::problem::{Problems, Rule};
use super::property::Definition;
use super::property_value::{PropertyInput, PropertyValues, ValueSource};
use super::text;

/// A customer as somebody sends it: names and texts not yet checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerInput {
    /// The text fields, in the order of [`TextField::ALL`].
    pub texts: [Option<String>; TextField::ALL.len()],
    /// One phone number, which becomes a phone entry of type work.
    pub phone: Option<String>,
    /// The name of an organization, to be found or made.
    pub organization: Option<String>,
    /// The id of an organization; counts before its name.
    pub organization_id: Option<OrganizationId>,
    /// Gender in any letter case.
    pub gender: Option<String>,
    /// Photo type in any letter case.
    pub photo_type: Option<String>,
    /// The lists of entries, in the order of [`EntryKind::ALL`].
    pub entries: [Vec<EntryInput>; EntryKind::ALL.len()],
    /// The postal address.
    pub address: Option<AddressInput>,
    /// Property values.
    pub properties: Vec<PropertyInput>,
}

/// A customer that meets every rule that needs nothing but the request and the property definitions.
#[derive(Clone, Debug, Default)]
pub struct ValidCustomer {
    own: Customer,
    entries: Vec<(EntryKind, ValidEntry, usize)>,
    /// The name of the organization to be found or made.
    pub organization: Option<String>,
    /// The id of the organization, which has to be there.
    pub organization_id: Option<OrganizationId>,
}

/// An email address of a new customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEmail {
    /// Its key.
    pub key: EmailKey,
    /// Its number in the list of the request.
    pub place: usize,
}

impl CustomerInput {
    /// Checks everything, noting each problem; what comes back is only of use when there is none.
    pub fn check<'a, D>(self, definitions: D, source: ValueSource, problems: &mut Problems) -> ValidCustomer
    where
        D: IntoIterator<Item = &'a Definition> + Clone,
    {
        let mut valid = ValidCustomer::default();
        for (field, value) in TextField::ALL.into_iter().zip(self.texts) {
            valid.own.set_text(field, check_text(field, value, field.name(), problems));
        }
        valid.own.gender = check_gender(self.gender, "gender", problems);
        valid.own.photo_type = check_photo_type(self.photo_type, "photoType", problems);
        valid.organization_id = self.organization_id;
        valid.organization = check_organization(self.organization, "organization", problems);
        valid.entries = check_entries(self.entries, self.phone, problems);
        valid.own.address =
            self.address.and_then(|address: AddressInput| -> Option<Address> { address.check("address.", problems) });
        valid.own.properties = check_properties(&self.properties, definitions, source, problems);
        valid
    }
}

impl ValidCustomer {
    /// How many entries the customer has.
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// The customer's email addresses.
    pub fn emails(&self) -> impl Iterator<Item = NewEmail> {
        self.entries.iter().filter_map(|(_, entry, place)| Some(NewEmail { key: entry.key.clone()?, place: *place }))
    }

    /// Puts the own fields in the place of a customer's; what they do not hold becomes empty, and its lists, address and property
    /// values stay. A phone that the customer does not have yet is added under this identifier.
    pub fn overwrite(&self, customer: &mut Customer, phone_id: EntryId, problems: &mut Problems) {
        for field in TextField::ALL {
            customer.set_text(field, self.own.text(field).map(ToOwned::to_owned));
        }
        customer.gender = self.own.gender;
        customer.photo_type = self.own.photo_type;
        let phones = &mut customer.entries[EntryKind::Phone];
        let given = self.entries.iter().find(|(kind, ..)| *kind == EntryKind::Phone).map(|(_, phone, _)| phone);
        let Some(phone) = given.filter(|given| phones.iter().all(|phone| phone.value != given.value)) else { return };
        if phones.len() >= LIST_MAX {
            problems.add("phone", Rule::TooMany(LIST_MAX), &phone.value);
        }
        phones.push(Entry { id: phone_id, value: phone.value.clone(), entry_type: phone.entry_type });
    }

    /// The customer, its entries numbered by `ids`, and its email addresses.
    pub fn number(self, ids: impl Iterator<Item = i64>) -> (Customer, Vec<NewEmail>) {
        let mut customer = self.own;
        let mut emails = Vec::new();
        for ((kind, entry, place), id) in self.entries.into_iter().zip(ids) {
            emails.extend(entry.key.map(|key| NewEmail { key, place }));
            customer.entries[kind].push(Entry { id: EntryId(id), value: entry.value, entry_type: entry.entry_type });
        }
        (customer, emails)
    }
}

/// A text field's value; an empty text is none where the field allows that.
pub(super) fn check_text(
    field: TextField,
    value: Option<String>,
    path: &str,
    problems: &mut Problems,
) -> Option<String> {
    let value = value?;
    if value.trim().is_empty() && field.min() == 0 {
        return None;
    }
    text::check(&value, field.min(), field.max(), path, problems);
    if field == TextField::PhotoUrl
        && !Url::parse(&value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    {
        problems.add(path, Rule::Url("must be an absolute http or https URL"), &value);
    }
    Some(value)
}

/// A gender; none and the empty text are the default.
pub(super) fn check_gender(value: Option<String>, path: &str, problems: &mut Problems) -> Gender {
    let names = || Gender::ALL.iter().map(|gender| gender.as_str().to_ascii_lowercase()).collect();
    one_of(path, value, Gender::parse, names, problems)
}

/// A photo type; none and the empty text are the default.
pub(super) fn check_photo_type(value: Option<String>, path: &str, problems: &mut Problems) -> PhotoType {
    one_of(path, value, PhotoType::parse, || PhotoType::NAMES.iter().map(ToString::to_string).collect(), problems)
}

/// The name of an organization; nothing but white space is none.
pub(super) fn check_organization(name: Option<String>, path: &str, problems: &mut Problems) -> Option<String> {
    let name = name.filter(|name| !name.trim().is_empty())?;
    text::check(&name, 1, organization::NAME_MAX, path, problems);
    Some(name)
}

fn one_of<T: Default>(
    path: &str,
    value: Option<String>,
    parse: fn(&str) -> Option<T>,
    names: impl Fn() -> Vec<String>,
    problems: &mut Problems,
) -> T {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return T::default() };
    parse(&value).unwrap_or_else(|| {
        problems.add(path, Rule::EnumValue(names()), &value);
        T::default()
    })
}

fn check_entries(
    given: [Vec<EntryInput>; EntryKind::ALL.len()],
    phone: Option<String>,
    problems: &mut Problems,
) -> Vec<(EntryKind, ValidEntry, usize)> {
    let mut entries = Vec::new();
    for (kind, list) in EntryKind::ALL.into_iter().zip(given) {
        let field = kind.rules().field;
        if list.len() > LIST_MAX {
            problems.add(field, Rule::TooMany(LIST_MAX), &list.len().to_string());
        }
        for (at, entry) in list.into_iter().enumerate().take(LIST_MAX) {
            // Nothing was said, nothing is lost: the create page's own example sends such an entry.
            if entry.is_blank() {
                let given = entry.value.as_deref().unwrap_or_default();
                problems.strictly(format_args!("{field}[{at}].value"), Rule::NotEmpty, given);
                entry.check_type(kind, format_args!("{field}[{at}]."), kind.default_type(), problems);
            } else {
                let valid = entry.check(kind, format_args!("{field}[{at}]."), kind.default_type(), problems);
                entries.extend(valid.map(|valid| (kind, valid, at)));
            }
        }
    }
    add_phone(phone, &mut entries, problems);
    note_repeated_addresses(&entries, problems);
    entries
}

fn add_phone(phone: Option<String>, entries: &mut Vec<(EntryKind, ValidEntry, usize)>, problems: &mut Problems) {
    let Some(phone) = phone.filter(|phone| !phone.trim().is_empty()) else { return };
    text::check(&phone, 1, VALUE_MAX, "phone", problems);
    let is_phone = |entry: &&(EntryKind, ValidEntry, usize)| entry.0 == EntryKind::Phone;
    let phones = entries.iter().filter(is_phone).count();
    if entries.iter().filter(is_phone).any(|(_, entry, _)| entry.value == phone) {
        return;
    }
    if phones >= LIST_MAX {
        problems.add("phone", Rule::TooMany(LIST_MAX), &phone);
    }
    entries.push((
        EntryKind::Phone,
        ValidEntry { value: phone, entry_type: EntryKind::Phone.default_type(), key: None },
        phones,
    ));
}

fn note_repeated_addresses(entries: &[(EntryKind, ValidEntry, usize)], problems: &mut Problems) {
    let mut seen = HashSet::new();
    for (_, entry, at) in entries {
        if entry.key.as_ref().is_some_and(|key| !seen.insert(key)) {
            let rule = Rule::Duplicate("the customer has this address already");
            problems.add(format_args!("emails[{at}].value"), rule, &entry.value);
        }
    }
}

fn check_properties<'a, D>(
    given: &[PropertyInput],
    definitions: D,
    source: ValueSource,
    problems: &mut Problems,
) -> PropertyValues
where
    D: IntoIterator<Item = &'a Definition> + Clone,
{
    let mut values = PropertyValues::new();
    let mut seen = HashSet::new();
    for input in given {
        if !seen.insert(&input.slug) {
            problems.add(&input.slug_path, Rule::Repeated("this property was given a value before"), &input.slug);
            continue;
        }
        if let Some(value) = input.check(definitions.clone(), source, problems).flatten() {
            values.insert(input.slug.clone(), value);
        }
    }
    values
}
