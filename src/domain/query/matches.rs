//! Which customers a query means: the plain definition, against which every index is held.

use super::fold::{fold, fold_line, words};
use super::property::value_words;
use super::{MomentField, NameField, Query, Term};
use crate::domain::customer::{Customer, TextField};
use crate::domain::entry::EntryKind;
use crate::domain::id::{AnchorId, CustomerId};
use crate::domain::property_value::{PropertyValue, Value};
use crate::domain::record::Record;
use crate::domain::time::{self, Timestamp};
use crate::domain::{email, phone};

/// Whether the query finds this customer.
pub fn matches(query: &Query, customer: &Searchable<'_>) -> bool {
    Folded::new(customer).matches(query)
}

/// What a query asks of a customer, as it was typed.
#[derive(Clone, Debug)]
pub struct Searchable<'a> {
    /// The first name.
    pub first_name: Option<&'a str>,
    /// The last name.
    pub last_name: Option<&'a str>,
    /// The email addresses.
    pub emails: Vec<&'a str>,
    /// The telephone numbers.
    pub phones: Vec<&'a str>,
    /// The name of the organization.
    pub organization: Option<&'a str>,
    /// The values of properties.
    pub properties: Vec<&'a PropertyValue>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl<'a> Searchable<'a> {
    /// What there is of a customer's record; the name of its organization stands beside it.
    pub fn of(record: &Record<CustomerId, impl Sized>, customer: &'a Customer, organization: Option<&'a str>) -> Self {
        let values = |kind: EntryKind| customer.entries[kind].iter().map(|entry| entry.value.as_str()).collect();
        Self {
            first_name: customer.text(TextField::FirstName),
            last_name: customer.text(TextField::LastName),
            emails: values(EntryKind::Email),
            phones: values(EntryKind::Phone),
            organization,
            properties: customer.properties.values().collect(),
            created_at: record.created_at,
            updated_at: record.updated_at,
        }
    }
}

/// What search sees of a customer. An index keeps these forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The words of the first name, and after them those of the last.
    pub name: Vec<String>,
    /// How many of the words are of the first name.
    pub first_words: usize,
    /// The folded addresses; one with an international domain stands here in both spellings.
    pub addresses: Vec<String>,
    /// The domains of the addresses in ASCII form (IDNA).
    pub domains: Vec<String>,
    /// The digits of the telephone numbers.
    pub phones: Vec<String>,
    /// The organization's name, folded to one line.
    pub organization: Option<String>,
    /// The values of properties.
    pub values: Vec<FoldedValue>,
    /// When the record was made, in whole seconds.
    pub created: i64,
    /// When it was last changed, in whole seconds.
    pub updated: i64,
}

/// What search sees of a property's value. It does not know its type, so it has every form that any type is asked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedValue {
    /// What it hangs on.
    pub anchor: AnchorId,
    /// Its words.
    pub words: Vec<String>,
    /// The number that it is; of a day, the days since 1970-01-01.
    pub number: Option<i64>,
}

impl FoldedValue {
    fn new(property: &PropertyValue) -> Self {
        let (words, number) = match &property.value {
            Value::Number(number) => (Vec::new(), Some(*number)),
            Value::Text(text) => (value_words(text), time::day(text)),
        };
        Self { anchor: property.anchor, words, number }
    }
}

impl Folded {
    /// Folds what was typed.
    pub fn new(customer: &Searchable<'_>) -> Self {
        let mut name = customer.first_name.map(words).unwrap_or_default();
        let first_words = name.len();
        name.extend(customer.last_name.map(words).unwrap_or_default());
        let spellings = customer.emails.iter().flat_map(|address| email::spellings(address));
        Self {
            name,
            first_words,
            addresses: spellings.map(|spelling| fold(&spelling)).collect(),
            domains: customer
                .emails
                .iter()
                .filter_map(|address| email::domain_key(email::domain_of(address)?))
                .collect(),
            phones: customer
                .phones
                .iter()
                .map(|number| phone::digits(number))
                .filter(|digits| !digits.is_empty())
                .collect(),
            organization: customer.organization.map(fold_line),
            values: customer.properties.iter().map(|value| FoldedValue::new(value)).collect(),
            created: customer.created_at.seconds(),
            updated: customer.updated_at.seconds(),
        }
    }

    /// Whether the query finds this customer.
    pub fn matches(&self, query: &Query) -> bool {
        match query {
            Query::All(parts) => parts.iter().all(|part| self.matches(part)),
            Query::Any(parts) => parts.iter().any(|part| self.matches(part)),
            Query::Not(inner) => !self.matches(inner),
            Query::Term(term) => self.fits(term),
        }
    }

    fn fits(&self, term: &Term) -> bool {
        let (first, last) = self.name.split_at(self.first_words);
        let has_text = |text: &String| self.addresses.iter().any(|address| address.contains(&**text));
        match term {
            Term::Name { field: NameField::First, phrase } => phrase.stands_in(first),
            Term::Name { field: NameField::Last, phrase } => phrase.stands_in(last),
            Term::Email(text) => has_text(text),
            Term::EmailDomain(domain) => self.domains.contains(domain),
            Term::Phone(asked) => self.phones.iter().any(|number| phone::is_meant(number, asked)),
            Term::Organization { name, is_beginning } => self
                .organization
                .as_ref()
                .is_some_and(|has| if *is_beginning { has.starts_with(&**name) } else { has == name }),
            Term::Moment { field: MomentField::Created, range, .. } => range.contains(self.created),
            Term::Moment { field: MomentField::Modified, range, .. } => range.contains(self.updated),
            Term::Property(property) => self.values.iter().any(|value| property.fits(value)),
            Term::Anywhere { text, phrase } => has_text(text) || phrase.stands_in(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::parse;

    fn finds(text: &str) -> bool {
        let customer = Searchable {
            first_name: Some("Anna-María"),
            last_name: Some("de la Cruz"),
            emails: vec!["Ana.Cruz+shop@Bücher.example", "second@x.example"],
            phones: vec!["+234 1 555 0100", "020 7946 0194"],
            organization: Some(" Müller  & Söhne "),
            properties: Vec::new(),
            created_at: Timestamp::parse("2026-03-01T12:00:00.9Z").unwrap(),
            updated_at: Timestamp::parse("2026-03-02T12:00:00Z").unwrap(),
        };
        matches(&parse(text, &[]).unwrap(), &customer)
    }

    #[test]
    fn a_name_has_the_words_side_by_side() {
        for (text, is_found) in [
            ("firstName:anna", true),
            ("firstName:ANNA-MARIA", true),
            ("firstName:\"maria\"", true),
            ("firstName:\"maria anna\"", false),
            ("firstName:ann", false),
            ("firstName:ann*", true),
            ("firstName:\"anna mar*\"", true),
            ("firstName:\"ann* maria\"", false),
            ("firstName:\"anna mar\"*", true),
            ("firstName:cruz", false),
            ("lastName:\"la cruz\"", true),
            ("lastName:\"de cruz\"", false),
            ("lastName:\"de la cruz y\"", false),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn an_address_contains_and_its_domain_equals() {
        for (text, is_found) in [
            ("email:ana.cruz", true),
            ("email:\"ANA.CRUZ+SHOP@BUCHER.EXAMPLE\"", true),
            ("email:xn--bcher-kva", true),
            ("email:@x.example", true),
            ("email:*cruz*", true),
            ("email:anacruz", false),
            ("emailDomain:bücher.example", true),
            ("emailDomain:\"@XN--BCHER-KVA.example\"", true),
            ("emailDomain:bucher.example", false),
            ("emailDomain:X.Example", true),
            ("emailDomain:example", false),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn a_number_ends_so_or_is_the_same_one() {
        for (text, is_found) in [
            ("phone:0100", true),
            ("phone:\"555 0100\"", true),
            ("phone:\"+44 20 7946 0194\"", true),
            ("phone:5550", false),
            ("phone:(0199 OR 0194)", true),
            ("0100", false),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn an_organization_has_the_whole_name_or_begins_with_it() {
        for (text, is_found) in [
            ("organization:\"muller & sohne\"", true),
            ("organization:\"MÜLLER &  SÖHNE\"", true),
            ("organization:muller", false),
            ("organization:mull*", true),
            ("organization:\"müller & s\"*", true),
            ("organization:\"sohne*\"", false),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn a_moment_is_compared_in_whole_seconds() {
        for (text, is_found) in [
            ("createdAt:[2026-03-01T12:00:00Z TO 2026-03-01T12:00:00Z]", true),
            ("createdAt:[2026-03-01T12:00:00.5Z TO *]", false),
            ("createdAt:{2026-03-01T12:00:00Z TO *]", false),
            ("createdAt:[* TO 2026-03-01T12:00:00Z}", false),
            ("createdAt:[2026-03-01 TO 2026-03-02]", true),
            ("createdAt:[* TO *]", true),
            ("modifiedAt:[2026-03-01 TO 2026-03-02]", false),
            ("updatedAt:[2026-03-02 TO *}", true),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn a_bare_word_is_a_beginning_in_the_name_or_a_part_of_an_address() {
        for (text, is_found) in [
            ("mar", true),
            ("\"mar\"", false),
            ("\"mar*\"", true),
            ("\"maria de la\"", true),
            ("\"anna de\"", false),
            ("maria-de-l", true),
            ("econd@", true),
            ("\"econd@\"", true),
            ("muller", false),
            ("anna NOT bob", true),
            ("NOT (anna OR bob)", false),
            ("bob OR (cruz second)", true),
        ] {
            assert_eq!(finds(text), is_found, "{text}");
        }
    }

    #[test]
    fn a_customer_without_anything_is_found_by_what_it_has_not() {
        let nobody = Searchable {
            first_name: None,
            last_name: None,
            emails: Vec::new(),
            phones: Vec::new(),
            organization: None,
            properties: Vec::new(),
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        };
        let finds = |text: &str| matches(&parse(text, &[]).unwrap(), &nobody);
        assert!(finds("NOT a"));
        assert!(finds("NOT (firstName:a OR email:a OR emailDomain:a OR organization:a*)"));
        assert!(!finds("a OR \"@\" OR \"a*\""));
    }
}
