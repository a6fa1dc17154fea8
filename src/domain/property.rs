//! Property definitions: the fields that a company adds to its customers and its organizations.

use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::id::{self, AnchorId};
use super::problem::{Problems, Rule};
use super::property_value::{PropertyValue, PropertyValues};
use super::text;

pub use super::property_type::{Compared, PropertyType};

/// The most definitions of a company for each kind of owner, unless a setting says otherwise.
pub const DEFINITIONS_MAX: usize = 50;
/// The most characters of a slug.
pub const SLUG_MAX: usize = 100;
/// The most characters of a definition's name or an option's label.
pub const NAME_MAX: usize = 255;
/// The most options of a dropdown.
pub const OPTIONS_MAX: usize = 100;
/// Slugs that name fields of every customer, in any letter case.
pub const RESERVED: [&str; 4] = ["email", "name", "company", "jobTitle"];

/// What has properties. Each kind of owner has definitions of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyOwner {
    /// Customers.
    Customer,
    /// Organizations.
    Organization,
}

impl PropertyOwner {
    /// The kind's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Organization => "organization",
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
    /// What values that chose it hang on.
    #[serde(default)]
    pub anchor: AnchorId,
}

/// A property that customers or organizations of a company may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The type of its values.
    #[serde(rename = "type")]
    pub property_type: PropertyType,
    /// Its name in paths and bodies; unique among the definitions of its kind of owner.
    pub slug: String,
    /// What people see.
    pub name: String,
    /// The choices of a dropdown; empty for other types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<DropdownOption>,
    /// Which definition it is, among all that ever had its slug; values hang on it, except those of a dropdown.
    #[serde(default)]
    pub anchor: AnchorId,
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
    /// The options, when something is said of them.
    pub options: Option<Vec<OptionInput>>,
    /// What was wrong in reading the options. It is told of a dropdown only: elsewhere nothing is read into that name.
    pub of_options: Problems,
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
    /// A new definition when it is valid; `make_id` makes the ids of options that come without one.
    pub fn check(mut self, make_id: impl FnMut() -> String, problems: &mut Problems) -> Option<Definition> {
        let property_type = check_type(self.property_type.as_deref(), problems);
        let slug = check_slug(self.slug.take().unwrap_or_default(), problems);
        let name = check_name(self.name.take(), "name", problems);
        let options = self.options_of(property_type, &[], make_id, problems);
        Some(Definition { property_type: property_type?, slug, name, options, anchor: AnchorId::default() })
    }

    /// The definition that this makes of one that is there, whose type and slug stay. An option is the one of the same id, or without an
    /// id the one of the same label.
    pub fn overwrite(
        mut self,
        before: &Definition,
        make_id: impl FnMut() -> String,
        problems: &mut Problems,
    ) -> Definition {
        let is_type = |given: &String| given.trim().eq_ignore_ascii_case(before.property_type.as_str());
        if let Some(given) = self.property_type.take().filter(|given| !is_type(given)) {
            problems.add("type", Rule::ReadOnly("the type of a property cannot change; make another property"), &given);
        }
        if let Some(given) = self.slug.take().filter(|given| *given != before.slug) {
            problems.add("slug", Rule::ReadOnly("the slug of a property cannot change; make another property"), &given);
        }
        let name = check_name(self.name.take(), "name", problems);
        let options = self.options_of(Some(before.property_type), &before.options, make_id, problems);
        Definition { name, options, ..before.clone() }
    }

    /// The same with what it leaves out as the definition has it.
    pub fn or_as_in(mut self, before: &Definition) -> Self {
        let as_given =
            |option: &DropdownOption| OptionInput { id: Some(option.id.clone()), label: Some(option.label.clone()) };
        self.name.get_or_insert_with(|| before.name.clone());
        self.options.get_or_insert_with(|| before.options.iter().map(as_given).collect());
        self
    }

    /// The options when the type has any. Others are ignored, with everything that is wrong with them.
    fn options_of(
        &mut self,
        property_type: Option<PropertyType>,
        known: &[DropdownOption],
        make_id: impl FnMut() -> String,
        problems: &mut Problems,
    ) -> Vec<DropdownOption> {
        let given = self.options.take().unwrap_or_default();
        if property_type == Some(PropertyType::Dropdown) {
            problems.take_over(std::mem::take(&mut self.of_options));
            return check_options(given, known, make_id, problems);
        }
        if !given.is_empty() {
            problems.strictly("options", Rule::UnknownField, "a list");
        }
        Vec::new()
    }
}

impl Definition {
    /// How many of its parts have no number yet.
    pub fn unnumbered(&self) -> usize {
        let options = self.options.iter().map(|option| option.anchor);
        options.chain([self.anchor]).filter(|anchor| *anchor == AnchorId::default()).count()
    }

    /// Numbers the parts that have no number yet.
    pub fn number(&mut self, ids: impl Iterator<Item = i64>) {
        let options = self.options.iter_mut().map(|option| &mut option.anchor);
        let without = options.chain([&mut self.anchor]).filter(|anchor| **anchor == AnchorId::default());
        without.zip(ids).for_each(|(anchor, id)| *anchor = AnchorId(id));
    }

    /// Everything that values of the property hang on.
    pub fn anchors(&self) -> Vec<AnchorId> {
        match self.property_type {
            PropertyType::Dropdown => self.options.iter().map(|option| option.anchor).collect(),
            _ => vec![self.anchor],
        }
    }

    /// The value that a record has of this property. One whose definition or option is gone is none.
    pub fn value_in<'a>(&self, values: &'a PropertyValues) -> Option<&'a PropertyValue> {
        values.get(&self.slug).filter(|value| self.holds(value.anchor))
    }

    /// The definition as the log tells it: without its numbers.
    pub fn flat(&self) -> Map<String, serde_json::Value> {
        let mut flat = Map::new();
        flat.insert("type".into(), self.property_type.as_str().into());
        flat.insert("slug".into(), (*self.slug).into());
        flat.insert("name".into(), (*self.name).into());
        if !self.options.is_empty() {
            let options = self.options.iter().map(|option| json!({ "id": option.id, "label": option.label }));
            flat.insert("options".into(), options.collect());
        }
        flat
    }

    /// Whether values of the property may hang on this.
    pub fn holds(&self, anchor: AnchorId) -> bool {
        match self.property_type {
            PropertyType::Dropdown => self.options.iter().any(|option| option.anchor == anchor),
            _ => self.anchor == anchor,
        }
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
    known: &[DropdownOption],
    mut make_id: impl FnMut() -> String,
    problems: &mut Problems,
) -> Vec<DropdownOption> {
    if given.len() > OPTIONS_MAX {
        problems.add("options", Rule::TooMany(OPTIONS_MAX), &given.len().to_string());
    }
    let named: Vec<String> = given.iter().filter_map(|option| option_id(option.id.as_deref())).collect();
    let mut options: Vec<DropdownOption> = Vec::new();
    for (at, option) in given.into_iter().enumerate().take(OPTIONS_MAX) {
        let label = check_name(option.label, format_args!("options[{at}].label"), problems);
        let is_same =
            |known: &&DropdownOption| text::fold(&known.label) == text::fold(&label) && !named.contains(&known.id);
        let id = option_id(option.id.as_deref());
        let id = id.or_else(|| known.iter().find(is_same).map(|known| known.id.clone())).unwrap_or_else(&mut make_id);
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
        let anchor = known.iter().find(|known| known.id == id).map_or_else(AnchorId::default, |known| known.anchor);
        options.push(DropdownOption { id, label, anchor });
    }
    options
}

/// The id of an option in the one form in which it is kept; none when it is left out or blank.
fn option_id(given: Option<&str>) -> Option<String> {
    given.map(|id| id.trim().to_ascii_lowercase()).filter(|id| !id.is_empty())
}
