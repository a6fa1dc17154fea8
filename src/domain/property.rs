//! Property definitions: the fields that a company adds to its customers.

use serde::{Deserialize, Serialize};

use super::id;
use super::problem::{Problems, Rule};
use super::text;

/// The most definitions of a company, unless a setting says otherwise.
pub const DEFINITIONS_MAX: usize = 50;
/// The most characters of a slug.
pub const SLUG_MAX: usize = 100;
/// The most characters of a definition's name or an option's label.
pub const NAME_MAX: usize = 255;
/// The most options of a dropdown.
pub const OPTIONS_MAX: usize = 100;
/// Slugs that name fields of every customer, in any letter case.
pub const RESERVED: [&str; 4] = ["email", "name", "company", "jobTitle"];

/// The type of a property's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PropertyType {
    /// A 64-bit integer.
    Number,
    /// At most 255 characters.
    Text,
    /// An absolute http or https URL.
    Url,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of the definition's options.
    Dropdown,
}

impl PropertyType {
    /// Every type, in the order of the wire.
    pub const ALL: [Self; 5] = [Self::Number, Self::Text, Self::Url, Self::Date, Self::Dropdown];

    /// The type's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Url => "url",
            Self::Date => "date",
            Self::Dropdown => "dropdown",
        }
    }
}

/// One choice of a dropdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropdownOption {
    /// A UUID.
    pub id: String,
    /// What people see; unique in the definition.
    pub label: String,
}

/// A property that customers of a company may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The type of its values.
    #[serde(rename = "type")]
    pub property_type: PropertyType,
    /// Its name in paths and bodies; unique in the company.
    pub slug: String,
    /// What people see.
    pub name: String,
    /// The choices of a dropdown; empty for other types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<DropdownOption>,
}

/// A definition as somebody sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DefinitionInput {
    /// The name of the type.
    pub property_type: Option<String>,
    /// The slug.
    pub slug: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The options.
    pub options: Vec<OptionInput>,
}

/// An option as somebody sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionInput {
    /// A UUID; one is made when it is left out.
    pub id: Option<String>,
    /// The label.
    pub label: Option<String>,
}

impl DefinitionInput {
    /// The definition when it is valid; `make_id` makes the ids of options that come without one.
    pub fn check(self, make_id: impl FnMut() -> String, problems: &mut Problems) -> Option<Definition> {
        let property_type = check_type(self.property_type.as_deref(), problems);
        let slug = check_slug(self.slug.unwrap_or_default(), problems);
        let name = check_name(self.name, "name", problems);
        let options = if property_type == Some(PropertyType::Dropdown) {
            check_options(self.options, make_id, problems)
        } else {
            Vec::new()
        };
        Some(Definition { property_type: property_type?, slug, name, options })
    }
}

fn check_type(given: Option<&str>, problems: &mut Problems) -> Option<PropertyType> {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
        problems.missing("type", Rule::NotEmpty);
        return None;
    };
    let named = PropertyType::ALL.into_iter().find(|named| named.as_str().eq_ignore_ascii_case(given.trim()));
    if named.is_none() {
        let names = PropertyType::ALL.iter().map(|named| named.as_str().to_owned()).collect();
        problems.add("type", Rule::EnumValue(names), given);
    }
    named
}

fn check_slug(slug: String, problems: &mut Problems) -> String {
    if slug.is_empty() {
        problems.missing("slug", Rule::NotEmpty);
    } else if slug.chars().count() > SLUG_MAX {
        problems.add("slug", Rule::Size { min: 1, max: SLUG_MAX }, &slug);
    } else if !slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        problems.add("slug", Rule::Pattern("only ASCII letters, digits, - and _ are accepted"), &slug);
    } else if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(&slug)) {
        problems.add("slug", Rule::Pattern("email, name, company and jobTitle are reserved"), &slug);
    }
    slug
}

fn check_name(name: Option<String>, path: impl std::fmt::Display, problems: &mut Problems) -> String {
    let name = name.unwrap_or_default();
    if name.trim().is_empty() {
        problems.missing(path, Rule::NotEmpty);
    } else {
        text::check(&name, 1, NAME_MAX, path, problems);
    }
    name
}

fn check_options(
    given: Vec<OptionInput>,
    mut make_id: impl FnMut() -> String,
    problems: &mut Problems,
) -> Vec<DropdownOption> {
    if given.len() > OPTIONS_MAX {
        problems.add("options", Rule::TooMany(OPTIONS_MAX), &given.len().to_string());
    }
    let mut options: Vec<DropdownOption> = Vec::new();
    for (at, option) in given.into_iter().enumerate().take(OPTIONS_MAX) {
        let label = check_name(option.label, format_args!("options[{at}].label"), problems);
        let id =
            option.id.filter(|id| !id.trim().is_empty()).map_or_else(&mut make_id, |id| id.trim().to_ascii_lowercase());
        if !id::is_uuid(&id) {
            problems.add(
                format_args!("options[{at}].id"),
                Rule::Pattern("must be a UUID; leave it out to have one made"),
                &id,
            );
        }
        if !label.is_empty() && options.iter().any(|other| text::fold(&other.label) == text::fold(&label)) {
            problems.add(format_args!("options[{at}].label"), Rule::Repeated("another option has this label"), &label);
        }
        if options.iter().any(|other| other.id == id) {
            problems.add(format_args!("options[{at}].id"), Rule::Repeated("another option has this id"), &id);
        }
        options.push(DropdownOption { id, label });
    }
    options
}
