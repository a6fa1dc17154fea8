//! A customer's document: how the record is written down. Its own fields and its lists stand in it as they are answered, so that
//! answering is copying, and reading it for work is reading JSON.
//!
//! `{"firstName":"Ines",...,"gender":"Unknown","photoType":"unknown","_embedded":{"emails":[...],...,"address":{...}}}`
//!
//! The organization and the property values are kept beside the document: what is answered of them is looked up elsewhere.

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::customer::{Customer, Gender, PhotoType, TextField};
use super::entry::EntryKind;
use super::property_value;

/// Between a customer's own fields and its lists. A quote inside a JSON string is escaped, so this stands in a document only once.
const SEAM: &str = ",\"_embedded\":{";

/// Writes a customer down.
pub fn write(customer: &Customer) -> String {
    // Texts, numbers and lists of them: writing them to memory has no way to fail.
    serde_json::to_string(&Document(customer)).unwrap_or_default()
}

/// The two parts of a document: the fields of the customer, and of what is embedded in it, each without its braces.
pub fn split(document: &str) -> Option<(&str, &str)> {
    let inside = document.strip_prefix('{')?.strip_suffix("}}")?;
    let seam = memchr::memmem::find(inside.as_bytes(), SEAM.as_bytes())?;
    Some((inside.get(..seam)?, inside.get(seam + SEAM.len()..)?))
}

/// Everything of a customer as one flat object, for the log: `/emails/12/value` is the path of an address in it.
pub fn flat(customer: &Customer, document: &str) -> String {
    let (own, embedded) = split(document).unwrap_or_default();
    let mut flat = format!("{{{own},{embedded}");
    if let Some(organization) = customer.organization {
        flat += &format!(",\"organizationId\":{organization}");
    }
    if let Some(properties) = property_value::flat(&customer.properties) {
        flat += &format!(",\"properties\":{properties}");
    }
    flat + "}"
}

/// The same as [`flat`], as a value.
pub fn flat_value(customer: &Customer) -> Map<String, Value> {
    serde_json::from_str(&flat(customer, &write(customer))).unwrap_or_default()
}

/// Reads a customer; its organization and its property values are set by whoever has them.
pub fn read(document: &str) -> serde_json::Result<Customer> {
    serde_json::from_str::<Read>(document).map(|read| read.0)
}

struct Document<'a>(&'a Customer);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let customer = self.0;
        let mut map = serializer.serialize_map(None)?;
        for field in TextField::ALL {
            if let Some(value) = customer.text(field) {
                map.serialize_entry(field.name(), value)?;
            }
        }
        map.serialize_entry("gender", customer.gender.as_str())?;
        map.serialize_entry("photoType", customer.photo_type.as_str())?;
        map.serialize_entry("_embedded", &Embedded(customer))?;
        map.end()
    }
}

struct Embedded<'a>(&'a Customer);

impl Serialize for Embedded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for kind in EntryKind::ALL {
            map.serialize_entry(kind.rules().embedded, &self.0.entries[kind])?;
        }
        if let Some(address) = &self.0.address {
            map.serialize_entry("address", address)?;
        }
        map.end()
    }
}

struct Read(Customer);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut customer = Customer::default();
        deserializer.deserialize_map(Fields(&mut customer))?;
        Ok(Self(customer))
    }
}

/// Reads the fields of an object into a customer; one that a newer server wrote is passed over.
struct Fields<'a>(&'a mut Customer);

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a customer's document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<&str>()? {
            match name {
                "gender" => {
                    self.0.gender = Gender::parse(map.next_value()?).ok_or_else(|| A::Error::custom("gender"))?
                }
                "photoType" => {
                    self.0.photo_type =
                        PhotoType::parse(map.next_value()?).ok_or_else(|| A::Error::custom("photoType"))?
                }
                "address" => self.0.address = Some(map.next_value()?),
                "_embedded" => map.next_value_seed(Nested(&mut *self.0))?,
                name => {
                    if let Some(field) = TextField::named(name) {
                        self.0.set_text(field, Some(map.next_value()?));
                    } else if let Some(kind) = EntryKind::embedded_as(name) {
                        self.0.entries[kind] = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
        }
        Ok(())
    }
}

struct Nested<'a>(&'a mut Customer);

impl<'de> serde::de::DeserializeSeed<'de> for Nested<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(Fields(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::address::Address;
    use crate::domain::entry::Entry;
    use crate::domain::id::EntryId;

    fn customer() -> Customer {
        let mut customer = Customer::default();
        customer.set_text(TextField::FirstName, Some("a \",\"_embedded\":{ b".into()));
        customer.gender = Gender::Female;
        customer.entries[EntryKind::SocialProfile] =
            vec![Entry { id: EntryId(7), value: "@ines".into(), entry_type: None }];
        customer.address = Some(Address { city: Some("Lagos".into()), ..Address::default() });
        customer
    }

    #[test]
    fn a_customer_is_read_as_it_was_written() {
        for customer in [Customer::default(), customer()] {
            assert_eq!(read(&write(&customer)).unwrap(), customer);
        }
    }

    #[test]
    fn the_seam_is_found_whatever_people_type() {
        let document = write(&customer());
        let (own, embedded) = split(&document).unwrap();
        assert!(own.ends_with("\"photoType\":\"unknown\""), "{own}");
        assert!(embedded.starts_with("\"emails\":[]"), "{embedded}");
        assert!(embedded.ends_with("\"address\":{\"city\":\"Lagos\",\"lines\":[]}"), "{embedded}");
    }

    #[test]
    fn the_flat_form_holds_everything() {
        let flat = flat_value(&customer());
        assert_eq!(flat["social_profiles"][0]["value"], "@ines");
        assert_eq!(flat["address"]["city"], "Lagos");
    }
}
