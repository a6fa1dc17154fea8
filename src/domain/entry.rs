//! Entries: the five lists of a customer. One table says what each kind is; routes, storage, JSON and documentation loop over it.

use std::fmt::Display;
use std::ops::{Index, IndexMut};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use url::Url;

use super::email::EmailKey;
use super::id::EntryId;
use super::problem::{Problems, Rule};
use super::text;

/// The most characters of an entry's value.
pub const VALUE_MAX: usize = 500;
/// The most entries of one kind that a customer has.
pub const LIST_MAX: usize = 50;

/// A kind of entry; its number is its place in [`EntryKind::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// Email addresses: each belongs to one customer of a company.
    Email,
    /// Phone numbers, as typed.
    Phone,
    /// Chat handles.
    Chat,
    /// Social profiles.
    SocialProfile,
    /// Websites.
    Website,
    /// One more in this crate's own tests, which show that a further kind takes its lines in this file alone.
    #[cfg(test)]
    Radio,
}

/// How many kinds there are.
const COUNT: usize = 5 + cfg!(test) as usize;

/// What a kind of entry is called and what it accepts (the table of the customers page of the wire).
#[derive(Debug)]
pub struct EntryRules {
    /// The kind in words.
    pub noun: &'static str,
    /// The list's name in a customer that is sent.
    pub field: &'static str,
    /// The list's name in a customer that is answered.
    pub embedded: &'static str,
    /// The list's name in paths, links and its own answers.
    pub path: &'static str,
    /// The accepted types, in lower case; none where entries have no type.
    pub types: &'static [&'static str],
    /// Other spellings of types, in lower case, and what they mean.
    pub spellings: &'static [(&'static str, &'static str)],
    /// The type of an entry that names none.
    pub default_type: Option<&'static str>,
    /// Whether an entry sent alone has to name its type.
    pub type_required: bool,
    /// The keys that a phone shows for typing a value (HTML's inputmode); empty for the usual ones.
    pub input_mode: &'static str,
}

const RULES: [EntryRules; COUNT] = [
    EntryRules {
        noun: "email",
        field: "emails",
        embedded: "emails",
        path: "emails",
        types: &["home", "work", "other"],
        spellings: &[],
        default_type: Some("work"),
        type_required: false,
        input_mode: "email",
    },
    EntryRules {
        noun: "phone",
        field: "phones",
        embedded: "phones",
        path: "phones",
        types: &["fax", "home", "mobile", "other", "pager", "work"],
        spellings: &[],
        default_type: Some("work"),
        type_required: false,
        input_mode: "tel",
    },
    EntryRules {
        noun: "chat handle",
        field: "chats",
        embedded: "chats",
        path: "chats",
        types: &["aim", "gtalk", "icq", "msn", "other", "qq", "skype", "xmpp", "yahoo"],
        spellings: &[],
        default_type: Some("other"),
        type_required: true,
        input_mode: "",
    },
    EntryRules {
        noun: "social profile",
        field: "socialProfiles",
        embedded: "social_profiles",
        path: "social-profiles",
        types: &[
            "aboutme",
            "facebook",
            "flickr",
            "foursquare",
            "google",
            "googleplus",
            "gravatar",
            "instagram",
            "klout",
            "linkedin",
            "other",
            "quora",
            "tungleme",
            "twitter",
            "youtube",
        ],
        spellings: &[("forsquare", "foursquare")],
        default_type: Some("other"),
        type_required: true,
        input_mode: "",
    },
    EntryRules {
        noun: "website",
        field: "websites",
        embedded: "websites",
        path: "websites",
        types: &[],
        spellings: &[],
        default_type: None,
        type_required: false,
        input_mode: "url",
    },
    #[cfg(test)]
    EntryRules {
        noun: "radio call sign",
        field: "radios",
        embedded: "radios",
        path: "radios",
        types: &["air", "sea"],
        spellings: &[],
        default_type: Some("sea"),
        type_required: false,
        input_mode: "",
    },
];

impl EntryKind {
    /// Every kind, in the order of the wire.
    pub const ALL: [Self; COUNT] = [
        Self::Email,
        Self::Phone,
        Self::Chat,
        Self::SocialProfile,
        Self::Website,
        #[cfg(test)]
        Self::Radio,
    ];

    /// What this kind is called and accepts.
    pub fn rules(self) -> &'static EntryRules {
        &RULES[self as usize]
    }

    /// The kind whose list has this name in a customer that is answered, and in one that is stored.
    pub fn embedded_as(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rules().embedded == name)
    }

    /// The kind whose list has this name in a customer that is sent.
    pub fn of_field(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rules().field == name)
    }
}

/// The type of an entry, such as `work`: one of its kind's accepted types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct EntryType(&'static str);

impl EntryType {
    /// The type's name in lower case.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    fn accepted(rules: &EntryRules, given: &str) -> Option<Self> {
        let given = given.trim();
        let spelt = rules.spellings.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(given));
        let meant = spelt.map_or(given, |(_, meant)| meant);
        rules.types.iter().find(|name| name.eq_ignore_ascii_case(meant)).map(|name| Self(name))
    }
}

impl<'de> Deserialize<'de> for EntryType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        let known = RULES.iter().flat_map(|rules| rules.types).find(|known| **known == name);
        known.map(|known| Self(known)).ok_or_else(|| D::Error::custom("an entry's type is not known"))
    }
}

/// One email, phone, chat handle, social profile or website of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its identifier.
    pub id: EntryId,
    /// The value as typed.
    pub value: String,
    /// Its type; none for a website.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", default)]
    pub entry_type: Option<EntryType>,
}

/// An entry as somebody sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryInput {
    /// The value, when there is one.
    pub value: Option<String>,
    /// The name of its type, when there is one.
    pub entry_type: Option<String>,
}

/// An entry whose value and type are accepted, before it has an identifier.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidEntry {
    /// The value as typed.
    pub value: String,
    /// Its type; none for a website.
    pub entry_type: Option<EntryType>,
    /// The key of an email address.
    pub key: Option<EmailKey>,
}

impl EntryInput {
    /// Whether nothing was said: no value, or only white space.
    pub fn is_blank(&self) -> bool {
        self.value.as_deref().is_none_or(|value| value.trim().is_empty())
    }

    /// The entry when it is valid. `prefix` stands before the names of fields in problems; `type_given` is the type that an
    /// entry without one gets, where there is such a type.
    pub fn check(
        self,
        kind: EntryKind,
        prefix: impl Display,
        type_given: Option<EntryType>,
        problems: &mut Problems,
    ) -> Option<ValidEntry> {
        let entry_type = self.check_type(kind, &prefix, type_given, problems);
        let value = self.value.unwrap_or_default();
        if value.trim().is_empty() {
            problems.add(format_args!("{prefix}value"), Rule::NotEmpty, &value);
            return None;
        }
        let key = (kind == EntryKind::Email).then(|| EmailKey::parse(&value)).flatten();
        if kind == EntryKind::Email && key.is_none() && text::length(&value) <= VALUE_MAX {
            problems.add(format_args!("{prefix}value"), Rule::Email, &value);
        } else if kind == EntryKind::Website && !is_website(&value) {
            let rule = Rule::Url("must be an http or https URL; the scheme may be left out");
            problems.add(format_args!("{prefix}value"), rule, &value);
        } else {
            text::check(&value, 1, VALUE_MAX, format_args!("{prefix}value"), problems);
        }
        Some(ValidEntry { value, entry_type, key })
    }

    /// The entry's type when it is accepted; `type_given` where it names none.
    pub fn check_type(
        &self,
        kind: EntryKind,
        prefix: impl Display,
        type_given: Option<EntryType>,
        problems: &mut Problems,
    ) -> Option<EntryType> {
        let rules = kind.rules();
        match self.entry_type.as_deref().filter(|name| !name.trim().is_empty()) {
            None if rules.types.is_empty() || type_given.is_some() => type_given,
            None => {
                problems.missing(format_args!("{prefix}type"), Rule::NotEmpty);
                None
            }
            // A website has no type; one that is sent along is ignored like any other field that is not known.
            Some(name) if rules.types.is_empty() => {
                problems.strictly(format_args!("{prefix}type"), Rule::UnknownField, name);
                None
            }
            Some(name) => {
                let accepted = EntryType::accepted(rules, name);
                if accepted.is_none() {
                    let types = rules.types.iter().map(ToString::to_string).collect();
                    problems.add(format_args!("{prefix}type"), Rule::EnumValue(types), name);
                }
                accepted
            }
        }
    }
}

impl EntryKind {
    /// The type of an entry of this kind that names none, when it comes with its customer.
    pub fn default_type(self) -> Option<EntryType> {
        self.rules().default_type.map(EntryType)
    }
}

/// The entries of a customer: a list for each kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries([Vec<Entry>; EntryKind::ALL.len()]);

impl Index<EntryKind> for Entries {
    type Output = Vec<Entry>;

    fn index(&self, kind: EntryKind) -> &Vec<Entry> {
        &self.0[kind as usize]
    }
}

impl IndexMut<EntryKind> for Entries {
    fn index_mut(&mut self, kind: EntryKind) -> &mut Vec<Entry> {
        &mut self.0[kind as usize]
    }
}

/// Whether the text is an http or https URL, the scheme possibly left out.
pub(super) fn is_website(value: &str) -> bool {
    let value = value.trim();
    if value.contains("://") {
        return Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    }
    // `mailto:a@b.example` would read as a user named mailto.
    Url::parse(&format!("http://{value}")).is_ok_and(|url| url.has_host() && url.username().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: EntryKind, value: &str, entry_type: Option<&str>) -> Result<ValidEntry, Problems> {
        let mut problems = Problems::default();
        let input = EntryInput { value: Some(value.into()), entry_type: entry_type.map(Into::into) };
        let entry = input.check(kind, "", kind.default_type(), &mut problems);
        if problems.is_empty() { Ok(entry.unwrap()) } else { Err(problems) }
    }

    #[test]
    fn every_accepted_type_is_accepted_in_any_letter_case() {
        for kind in EntryKind::ALL {
            for name in kind.rules().types {
                let value = if kind == EntryKind::Email { "a@b.example" } else { "b.example" };
                let entry = check(kind, value, Some(&name.to_uppercase())).unwrap();
                assert_eq!(entry.entry_type.unwrap().as_str(), *name);
            }
        }
    }

    #[test]
    fn a_type_of_another_kind_is_refused() {
        let problems = check(EntryKind::Email, "a@b.example", Some("skype")).unwrap_err();
        assert_eq!(problems.0[0].rule.to_string(), "Expected one of these: home, work, other");
        assert!(check(EntryKind::SocialProfile, "x", Some("forsquare")).is_ok());
    }

    #[test]
    fn a_website_needs_no_scheme_but_no_other_scheme_will_do() {
        for right in ["northwind.example", "https://northwind.example/a?b#c", "bücher.example", "http://127.0.0.1:8080"]
        {
            assert!(check(EntryKind::Website, right, None).is_ok(), "{right}");
        }
        for wrong in ["two words", "javascript:alert(1)", "ftp://northwind.example", "https://"] {
            assert!(check(EntryKind::Website, wrong, None).is_err(), "{wrong}");
        }
    }
}
