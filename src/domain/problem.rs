//! What is wrong with a request: path, rule, limit and what was given. All problems of a request are gathered before it is refused.

use std::fmt;

use super::id::{CustomerId, OrganizationId};
use super::query::Mistake;
use super::text;

/// The most characters of what was given that are told.
pub const REJECTED_MAX: usize = 200;

/// Where in the request the value at fault stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The body.
    Json,
    /// A query parameter.
    Query,
    /// A header.
    Header,
}

/// The record that has what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A customer.
    Customer(CustomerId),
    /// An organization.
    Organization(OrganizationId),
}

impl From<CustomerId> for Holder {
    fn from(id: CustomerId) -> Self {
        Self::Customer(id)
    }
}

impl From<OrganizationId> for Holder {
    fn from(id: OrganizationId) -> Self {
        Self::Organization(id)
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => id.fmt(f),
            Self::Organization(id) => id.fmt(f),
        }
    }
}

/// The rule that a value breaks. Its name is the anchor on the errors page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A value is required.
    NotEmpty,
    /// A null where a value is required.
    NotNull,
    /// Length in characters, or size, outside its limits (both inclusive).
    Size {
        /// The fewest characters.
        min: usize,
        /// The most characters.
        max: usize,
    },
    /// Not one of the accepted values.
    EnumValue(Vec<String>),
    /// Not an email address (RFC 5321).
    Email,
    /// Not a URL of the kind asked for.
    Url(&'static str),
    /// Not a date or time.
    Date(&'static str),
    /// Not a number of the kind asked for.
    Number(&'static str),
    /// Does not name a record that is there.
    Identifier(&'static str),
    /// Another JSON type than the one asked for.
    Type(&'static str),
    /// Not of the asked-for form.
    Pattern(&'static str),
    /// More than the limit allows.
    TooMany(usize),
    /// What has to be unique is there already.
    Duplicate(&'static str),
    /// A query that is not understood.
    Query(Mistake),
    /// The same thing twice in one request.
    Repeated(&'static str),
    /// No property has this slug.
    UnknownProperty,
    /// A value that clients cannot set.
    ReadOnly(&'static str),
    /// Another value than the one that a test expects; what was found is its JSON.
    Mismatch {
        /// What stands there.
        found: String,
    },
    /// A field that is not read.
    UnknownField,
}

impl Rule {
    /// Every rule's anchor with its explanation for the errors page, in the order of the page.
    pub const EXPLAINED: [(&'static str, &'static str); 18] = [
        ("NotEmpty", "A value is required here and there was none, or only white space. Send one."),
        (
            "NotNull",
            "A null stands where a value is required. Send a value, or leave the field out where it is optional.",
        ),
        (
            "Size",
            "The text is shorter or longer than the limits in the message. Length is counted in characters (Unicode scalar values), not bytes. Nothing is ever cut.",
        ),
        ("EnumValue", "Only the values listed in the message are accepted; letter case does not matter."),
        ("Email", "The text is not an email address, such as ines@northwind.example."),
        ("Url", "The text is not a URL of the kind that the message names."),
        ("Date", "The text is not a date or time of the form that the message names."),
        ("Number", "The value is not a number of the kind, or not in the range, that the message names."),
        ("Identifier", "The value does not name a record of your company. List the records to see their ids."),
        ("Type", "The value has another JSON type than the one that the message names."),
        ("Pattern", "The value is not of the form that the message describes."),
        (
            "Query",
            "The query is not understood. The message names the character at which the fault begins, counted from 0, and what could stand there. Conditions are field:\"value\", joined by AND, OR and NOT, with parentheses; ranges are createdAt:[2026-01-01 TO *].",
        ),
        ("TooMany", "There are more than the limit in the message. Remove some first."),
        (
            "Duplicate",
            "The same thing is there already; where a customer or an organization holds it, the holder is linked.",
        ),
        ("UnknownProperty", "No property definition of your company has this slug. Make the definition first."),
        ("ReadOnly", "The value is kept by the server and cannot be set."),
        (
            "Mismatch",
            "The record does not hold what a test of the patch expects; the message says what it holds. Nothing was changed. Read the record and decide anew.",
        ),
        (
            "UnknownField",
            "No field of this name is read here, and the request asks for strict handling (RFC 7240). Correct the name or leave the field out; without <code>Prefer: handling=strict</code> it is ignored.",
        ),
    ];

    /// The rule's name, which is its anchor on the errors page.
    pub fn anchor(&self) -> &'static str {
        match self {
            Self::NotEmpty => "NotEmpty",
            Self::NotNull => "NotNull",
            Self::Size { .. } => "Size",
            Self::EnumValue(_) => "EnumValue",
            Self::Email => "Email",
            Self::Url(_) => "Url",
            Self::Date(_) => "Date",
            Self::Number(_) => "Number",
            Self::Identifier(_) => "Identifier",
            Self::Type(_) => "Type",
            Self::Pattern(_) => "Pattern",
            Self::Query(_) => "Query",
            Self::TooMany(_) => "TooMany",
            Self::Duplicate(_) | Self::Repeated(_) => "Duplicate",
            Self::UnknownProperty => "UnknownProperty",
            Self::ReadOnly(_) => "ReadOnly",
            Self::Mismatch { .. } => "Mismatch",
            Self::UnknownField => "UnknownField",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("may not be empty"),
            Self::NotNull => f.write_str("may not be null"),
            Self::Size { min, max } => write!(f, "size must be between {min} and {max}"),
            Self::EnumValue(accepted) => write!(f, "Expected one of these: {}", accepted.join(", ")),
            Self::Email => f.write_str("not a well-formed email address"),
            Self::Query(mistake) => {
                write!(f, "{}, at character {}", mistake.message, mistake.position)?;
                match mistake.suggestion.as_deref() {
                    None => Ok(()),
                    Some("") => f.write_str("; leave it out"),
                    Some(instead) => write!(f, "; write {instead}"),
                }
            }
            Self::Type(expected) => write!(f, "must be {expected}"),
            Self::TooMany(max) => write!(f, "there may be at most {max}"),
            Self::Mismatch { found } => {
                write!(f, "the test expects another value; found {}", text::shorten(found, REJECTED_MAX))
            }
            Self::UnknownProperty => f.write_str("no property has this slug; make its definition first"),
            Self::UnknownField => f.write_str("no field of this name is read here; correct the name or leave it out"),
            Self::Url(rule)
            | Self::Date(rule)
            | Self::Number(rule)
            | Self::Identifier(rule)
            | Self::Pattern(rule)
            | Self::Duplicate(rule)
            | Self::Repeated(rule)
            | Self::ReadOnly(rule) => f.write_str(rule),
        }
    }
}

/// One value at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The value's path in the request, such as `emails[0].value`.
    pub path: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// What was given, cut to [`REJECTED_MAX`] characters.
    pub given: Option<String>,
    /// Where in the request it stands.
    pub source: Source,
    /// The record that has what was asked for.
    pub holder: Option<Holder>,
}

/// The problems of one request, in the order in which they were found, and how they are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>, Handling);

/// How a request wants what it sends to be read (RFC 7240, section 4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// What is not understood, and can be left out, is left out.
    #[default]
    Lenient,
    /// What is not understood is a problem.
    Strict,
}

impl Problems {
    /// The most problems that are told in one answer.
    pub const MOST: usize = 100;

    /// No problems yet, to be looked for in this way.
    pub fn of(handling: Handling) -> Self {
        Self(Vec::new(), handling)
    }

    /// No problems yet, to be looked for in the same way as these.
    pub fn apart(&self) -> Self {
        Self::of(self.1)
    }

    /// Takes over problems that were gathered apart.
    pub fn take_over(&mut self, others: Self) {
        self.0.extend(others.0);
        self.0.truncate(Self::MOST);
    }

    /// Notes something in the body that breaks a rule under strict handling only.
    pub fn strictly(&mut self, path: impl fmt::Display, rule: Rule, given: &str) {
        if self.1 == Handling::Strict {
            self.add(path, rule, given);
        }
    }

    /// Notes a value of the body that breaks a rule. What could not be read is not told to be empty as well.
    pub fn add(&mut self, path: impl fmt::Display, rule: Rule, given: &str) {
        if rule != Rule::NotEmpty || !self.has_told(&path.to_string()) {
            self.push(path, rule, Some(given), Source::Json);
        }
    }

    /// Notes a value that is missing from the body, unless something was said of it already.
    pub fn missing(&mut self, path: impl fmt::Display, rule: Rule) {
        let path = path.to_string();
        if !self.has_told(&path) {
            self.push(path, rule, None, Source::Json);
        }
    }

    /// Whether something was said of a value, or that what it stands in could not be read.
    fn has_told(&self, path: &str) -> bool {
        self.0.iter().any(|told| match path.strip_prefix(&*told.path) {
            Some("") => true,
            Some(rest) => matches!(told.rule, Rule::Type(_)) && (told.path.is_empty() || rest.starts_with(['.', '['])),
            None => false,
        })
    }

    /// Notes a query parameter that breaks a rule.
    pub fn query(&mut self, name: &str, rule: Rule, given: &str) {
        self.push(name, rule, Some(given), Source::Query);
    }

    /// Notes a header that breaks a rule.
    pub fn header(&mut self, name: &str, rule: Rule, given: &str) {
        self.push(name, rule, Some(given), Source::Header);
    }

    /// Notes that another record has what was asked for.
    pub fn held(&mut self, path: impl fmt::Display, rule: &'static str, holder: impl Into<Holder>) {
        let holder = holder.into();
        self.push(path, Rule::Duplicate(rule), Some(&holder.to_string()), Source::Json);
        if let Some(last) = self.0.last_mut() {
            last.holder = Some(holder);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every problem is about what is there: something unique that is there already, or not what a test expects.
    pub fn are_conflicts(&self) -> bool {
        let is_conflict = |problem: &Problem| matches!(problem.rule, Rule::Duplicate(_) | Rule::Mismatch { .. });
        !self.is_empty() && self.0.iter().all(is_conflict)
    }

    /// Takes over problems that were noted by themselves, each under the path that becomes of its own.
    pub fn take(&mut self, found: Self, path: impl Fn(&str) -> String) {
        let room = Self::MOST.saturating_sub(self.0.len());
        self.0.extend(found.0.into_iter().take(room).map(|problem| Problem { path: path(&problem.path), ..problem }));
    }

    /// The value when nothing is wrong, else the problems.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    fn push(&mut self, path: impl fmt::Display, rule: Rule, given: Option<&str>, source: Source) {
        if self.0.len() < Self::MOST {
            let given = given.map(|given| text::shorten(given, REJECTED_MAX).into_owned());
            self.0.push(Problem { path: path.to_string(), rule, given, source, holder: None });
        }
    }
}
