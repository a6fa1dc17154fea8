//! The fields of a customer that are edited one by one: their names, what stands in them, and what a form makes of them.

use crate::domain::address::{Address, AddressInput, AddressPart};
use crate::domain::customer::TextField;
use crate::domain::customer_patch::{AddressEdit, Edit, EntryEdit};
use crate::domain::entry::{Entry, EntryInput, EntryKind};
use crate::domain::id::EntryId;
use crate::domain::property_value::{Given, PropertyInput};
use crate::web::customer::record::Record;
use crate::web::form::Form;

/// A field that is edited by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A text field.
    Text(TextField),
    /// Gender.
    Gender,
    /// Where the photo is from.
    PhotoType,
    /// The organization, by its name.
    Organization,
    /// The postal address.
    Address,
    /// An entry that is there.
    Entry(EntryKind, EntryId),
    /// An entry that is to be added.
    NewEntry(EntryKind),
    /// The value of the property of this slug.
    Property(String),
}

/// What stands in the form of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The value.
    pub value: String,
    /// The type of an entry.
    pub kind: String,
    /// The parts of an address by the names of their inputs.
    pub parts: [String; PARTS.len()],
}

/// The parts of an address by the names of their inputs, in the order in which they are asked for.
pub const PARTS: [&str; 5] = ["lines", "city", "state", "postalCode", COUNTRY];

/// The part that is chosen from a list.
pub const COUNTRY: &str = AddressPart::Country.name();

impl Field {
    /// The field of this name.
    pub fn parse(key: &str) -> Option<Self> {
        if let Some(field) = TextField::named(key) {
            return Some(Self::Text(field));
        }
        match (key, key.split_once('.')) {
            ("gender", _) => Some(Self::Gender),
            ("photoType", _) => Some(Self::PhotoType),
            ("organization", _) => Some(Self::Organization),
            ("address", _) => Some(Self::Address),
            (_, Some(("property", slug))) if !slug.is_empty() => Some(Self::Property(slug.to_owned())),
            (_, Some((path, id))) => {
                let kind = EntryKind::ALL.into_iter().find(|kind| kind.rules().path == path)?;
                if id == "new" { Some(Self::NewEntry(kind)) } else { Some(Self::Entry(kind, EntryId::parse(id)?)) }
            }
            _ => None,
        }
    }

    /// Its name, in paths and in the page.
    pub fn key(&self) -> String {
        match self {
            Self::Text(field) => field.name().to_owned(),
            Self::Gender => "gender".to_owned(),
            Self::PhotoType => "photoType".to_owned(),
            Self::Organization => "organization".to_owned(),
            Self::Address => "address".to_owned(),
            Self::Entry(kind, id) => format!("{}.{id}", kind.rules().path),
            Self::NewEntry(kind) => format!("{}.new", kind.rules().path),
            Self::Property(slug) => format!("property.{slug}"),
        }
    }

    /// What a save of the draft does to the customer.
    pub fn edit(&self, draft: &Draft) -> Edit {
        let value = Some(draft.value.clone()).filter(|value| !value.trim().is_empty());
        match self {
            Self::Text(field) => Edit::Text(*field, value),
            Self::Gender => Edit::Gender(value),
            Self::PhotoType => Edit::PhotoType(value),
            Self::Organization => Edit::Organization(value),
            Self::Address => Edit::Address(AddressEdit::Whole(Some(draft.address()))),
            Self::Entry(kind, id) => Edit::Entries(*kind, EntryEdit::Replace(*id, draft.entry())),
            Self::NewEntry(kind) => Edit::Entries(*kind, EntryEdit::Add(draft.entry())),
            Self::Property(slug) => Edit::Property(PropertyInput {
                slug: slug.clone(),
                value: Given::Text(draft.value.clone()),
                slug_path: "value".to_owned(),
                value_path: "value".to_owned(),
            }),
        }
    }

    /// What taking the field away does to the customer; only entries are taken away.
    pub fn removal(&self) -> Option<Edit> {
        match self {
            Self::Entry(kind, id) => Some(Edit::Entries(*kind, EntryEdit::Remove(*id))),
            _ => None,
        }
    }

    /// Where the log has it.
    pub fn path(&self) -> String {
        match self {
            Self::Organization => "/organizationId".to_owned(),
            Self::Entry(kind, id) => format!("/{}/{id}", kind.rules().embedded),
            Self::NewEntry(kind) => format!("/{}", kind.rules().embedded),
            Self::Property(slug) => format!("/properties/{slug}"),
            other => format!("/{}", other.key()),
        }
    }

    /// What was typed, put together with what stands in the field by now; `was` is what stood there before, by its mark. Of an address each
    /// part is by itself: one that was not touched is as somebody else left it. Also tells whether somebody else wants what was typed to
    /// be different.
    pub fn meet(&self, typed: &Draft, was: &str, now: &Draft) -> (Draft, bool) {
        if now.mark() == was {
            return (typed.clone(), false);
        }
        let (Self::Address, Some(was)) = (self, Draft::of_mark(was)) else { return (typed.clone(), true) };
        let mut met = typed.clone();
        let mut is_moved = false;
        for ((own, was), now) in met.parts.iter_mut().zip(&was.parts).zip(&now.parts) {
            if own == was {
                own.clone_from(now);
            } else if now != was && now != own {
                is_moved = true;
            }
        }
        (met, is_moved)
    }

    /// What stands in the field now.
    pub fn draft(&self, record: &Record) -> Draft {
        let customer = &record.customer;
        let value = match self {
            Self::Text(field) => customer.text(*field).unwrap_or_default().to_owned(),
            Self::Gender => customer.gender.as_str().to_owned(),
            Self::PhotoType => customer.photo_type.as_str().to_owned(),
            Self::Organization => record.organization.as_ref().map_or_else(String::new, |own| own.name.to_string()),
            Self::Address => {
                return Draft {
                    parts: customer.address.as_ref().map(parts_of).unwrap_or_default(),
                    ..Draft::default()
                };
            }
            Self::Entry(..) => return self.entry(record).map(Draft::of_entry).unwrap_or_default(),
            Self::NewEntry(kind) => {
                let kind = kind.rules().default_type.unwrap_or_default().to_owned();
                return Draft { kind, ..Draft::default() };
            }
            Self::Property(slug) => {
                let definition = record.definition(slug);
                let value = definition.and_then(|definition| definition.value_in(&record.values));
                value.map_or_else(String::new, |value| value.value.to_string())
            }
        };
        Draft { value, ..Draft::default() }
    }

    /// Whether the field is there to be edited.
    pub fn is_in(&self, record: &Record) -> bool {
        match self {
            Self::Entry(..) => self.entry(record).is_some(),
            Self::Property(slug) => record.definition(slug).is_some(),
            _ => true,
        }
    }

    /// The entry that it is.
    pub fn entry<'a>(&self, record: &'a Record) -> Option<&'a Entry> {
        match self {
            Self::Entry(kind, id) => record.customer.entries[*kind].iter().find(|entry| entry.id == *id),
            _ => None,
        }
    }
}

impl Draft {
    /// What was typed into a form. The parts that it names to be taken are left as they stood there.
    pub fn read(form: &Form) -> Self {
        let get = |name: &str| lines(form.get(name));
        let mut draft = Self { value: get("value"), kind: get("type"), parts: PARTS.map(get) };
        let (taken, was) = (form.get("take"), Self::of_mark(&get("was")));
        let Some(was) = was.filter(|_| !taken.is_empty()) else { return draft };
        for ((name, own), was) in PARTS.iter().zip(&mut draft.parts).zip(was.parts) {
            if taken.split(' ').any(|taken| taken == *name) {
                *own = was;
            }
        }
        draft
    }

    fn of_entry(entry: &Entry) -> Self {
        let kind = entry.entry_type.map_or("", |own| own.as_str()).to_owned();
        Self { value: entry.value.clone(), kind, ..Self::default() }
    }

    /// One text that is another for every other draft.
    pub fn mark(&self) -> String {
        let parts = [&self.kind, &self.value].into_iter().chain(&self.parts);
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        parts.join("\t")
    }

    /// The draft of a mark, where that can be told.
    pub fn of_mark(mark: &str) -> Option<Self> {
        let mut parts = mark.split('\t').map(ToOwned::to_owned);
        let (kind, value) = (parts.next()?, parts.next()?);
        let parts: Vec<String> = parts.collect();
        Some(Self { value, kind, parts: parts.try_into().ok()? })
    }

    fn entry(&self) -> EntryInput {
        EntryInput {
            value: Some(self.value.clone()),
            entry_type: Some(self.kind.clone()).filter(|kind| !kind.is_empty()),
        }
    }

    fn address(&self) -> AddressInput {
        let [lines, ..] = &self.parts;
        let mut input =
            AddressInput { lines: lines.lines().map(ToOwned::to_owned).collect(), ..AddressInput::default() };
        for (name, value) in PARTS.iter().zip(&self.parts) {
            if let Some(part) = AddressPart::named(name) {
                *input.part_mut(part) = Some(value.clone());
            }
        }
        input
    }
}

/// The parts of an address, in the order of [`PARTS`].
fn parts_of(address: &Address) -> [String; PARTS.len()] {
    let mut address = address.clone();
    PARTS.map(|name| match AddressPart::named(name) {
        Some(part) => address.part_mut(part).take().unwrap_or_default(),
        None => address.lines.join("\n"),
    })
}

/// A text with line ends as the record keeps them; forms send two characters for one.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_put_together_part_by_part() {
        let address = |parts: [&str; PARTS.len()]| Draft { parts: parts.map(ToOwned::to_owned), ..Draft::default() };
        let was = address(["1 Quay", "Lagos", "", "", "NG"]);
        assert_eq!(Draft::of_mark(&was.mark()), Some(was.clone()));
        let now = address(["1 Quay", "Porto", "", "", "PT"]);
        let met = Field::Address.meet(&address(["2 Quay", "Lagos", "", "", "NG"]), &was.mark(), &now);
        assert_eq!(met, (address(["2 Quay", "Porto", "", "", "PT"]), false), "each changed other parts");
        let met = Field::Address.meet(&address(["2 Quay", "Porto", "", "", "NG"]), &was.mark(), &now);
        assert_eq!(met, (address(["2 Quay", "Porto", "", "", "PT"]), false), "both want the same city");
        let met = Field::Address.meet(&address(["2 Quay", "Braga", "", "", "NG"]), &was.mark(), &now);
        assert_eq!(met, (address(["2 Quay", "Braga", "", "", "PT"]), true), "both changed the city");
        let other = |value: &str| Draft { value: value.to_owned(), ..Draft::default() };
        let field = Field::Text(TextField::JobTitle);
        assert_eq!(field.meet(&other("a"), &other("b").mark(), &other("b")), (other("a"), false));
        assert_eq!(field.meet(&other("a"), &other("b").mark(), &other("c")), (other("a"), true));
    }

    #[test]
    fn a_field_is_found_by_its_name() {
        let entry = |kind| Field::Entry(kind, EntryId(12));
        for (key, field) in [
            ("firstName", Field::Text(TextField::FirstName)),
            ("gender", Field::Gender),
            ("organization", Field::Organization),
            ("address", Field::Address),
            ("emails.12", entry(EntryKind::Email)),
            ("social-profiles.12", entry(EntryKind::SocialProfile)),
            ("phones.new", Field::NewEntry(EntryKind::Phone)),
            ("property.plan", Field::Property("plan".to_owned())),
        ] {
            assert_eq!(Field::parse(key).as_ref(), Some(&field), "{key}");
            assert_eq!(field.key(), key);
        }
        for wrong in ["", "emails", "emails.", "emails.0", "emails.x", "faxes.1", "property.", "id"] {
            assert_eq!(Field::parse(wrong), None, "{wrong}");
        }
    }
}
