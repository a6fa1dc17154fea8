//! The query language of customer lists: `(firstName:"Ines" AND createdAt:[2026-01-01 TO *])`. What a query is; beside it stand how it is
//! read and printed, and which customers it means.

mod complete;
mod field;
mod fold;
mod known;
mod matches;
mod mistake;
mod near;
mod parse;
mod print;
mod property;
mod range;
mod ready;
mod scale;
mod scan;
mod signs;
mod term;

pub use complete::{Place, Wants, at};
pub use field::{Field, may_name_property};
pub use fold::{fold, fold_line, words};
pub use known::{Calendar, Known};
pub use matches::{Folded, FoldedValue, Searchable, matches};
pub use mistake::Mistake;
pub use near::near;
pub use parse::{LEAVES_MAX, LETTERS_MAX, LEVELS_MAX, TEXT_MAX, parse, parse_printed};
pub use print::quoted;
pub use property::{PropertyTerm, PropertyTest, option_text};
pub use ready::Ready;
pub use scale::{FIRST_SECOND, LAST_SECOND, Scale};

/// A query that was understood. What [`parse`] gives is in its simplest form: no `All` stands directly in an `All`, no `Any` in an `Any`,
/// no `Not` in a `Not`, and each list has at least two members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every one of them holds.
    All(Vec<Self>),
    /// At least one of them holds.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// One condition.
    Term(Term),
}

impl Query {
    /// That all of these hold, in its simplest form.
    pub fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        });
        Self::one_or(flat, Self::All)
    }

    /// That any of these holds, in its simplest form.
    pub fn any(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        Self::one_or(flat, Self::Any)
    }

    /// That this does not hold, in its simplest form.
    pub fn negate(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The values of the email conditions that do not stand under a `Not`, folded: whoever has exactly such an address comes first in a
    /// list.
    pub fn emails(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::emails).collect(),
            Self::Term(Term::Email(value)) => vec![value],
            Self::Not(_) | Self::Term(_) => Vec::new(),
        }
    }

    /// What is said twice is said once.
    fn one_or(said: impl Iterator<Item = Self>, many: impl Fn(Vec<Self>) -> Self) -> Self {
        let mut parts: Vec<Self> = Vec::new();
        for part in said {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                many(parts)
            }
        }
    }
}

/// One condition. Its texts are folded already: compare them with what [`Folded`] has of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The phrase stands in the first or last name.
    Name {
        /// In which name.
        field: NameField,
        /// The words, at least one.
        phrase: Phrase,
    },
    /// An address contains this text, which is not empty.
    Email(String),
    /// The domain of an address is this one, in ASCII form (IDNA).
    EmailDomain(String),
    /// A telephone number is meant by these digits ([`phone::is_meant`](super::phone::is_meant)).
    Phone(String),
    /// The organization has this name.
    Organization {
        /// The name, or its beginning: as [`fold_line`] gives it, not empty.
        name: String,
        /// Whether it is enough that the organization's name begins with it.
        is_beginning: bool,
    },
    /// A moment of the record lies in a range.
    Moment {
        /// Which moment.
        field: MomentField,
        /// The whole seconds that it may have.
        range: Range,
        /// The words that stand for the range, where it was asked for by them.
        ready: Option<Ready>,
    },
    /// The value of a property is like this.
    Property(PropertyTerm),
    /// An address contains the text, or the phrase stands in the name: the words of the first name with those of the last name after them.
    Anywhere {
        /// For addresses; not empty.
        text: String,
        /// For the name; without words it stands in none.
        phrase: Phrase,
    },
}

/// The two names of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameField {
    /// `firstName`.
    First,
    /// `lastName`.
    Last,
}

/// The two moments of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MomentField {
    /// `createdAt`.
    Created,
    /// `modifiedAt`, also written `updatedAt`.
    Modified,
}

/// Words that stand side by side, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words, as [`words`] gives them.
    pub words: Vec<String>,
    /// Whether the last one may be the beginning of a longer word; never without words.
    pub is_beginning: bool,
}

impl Phrase {
    /// The phrase of a text; `is_beginning` has no meaning when the text has no words.
    pub fn new(text: &str, is_beginning: bool) -> Self {
        let words = words(text);
        let is_beginning = is_beginning && !words.is_empty();
        Self { words, is_beginning }
    }

    /// Whether it stands in these words; a phrase without words stands nowhere.
    pub fn stands_in(&self, words: &[String]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        words.windows(self.words.len()).any(|window| {
            window.split_last().is_some_and(|(end, start)| {
                let ends = if self.is_beginning { end.starts_with(&**last) } else { end == last };
                ends && start == before
            })
        })
    }
}

/// Whole numbers, both ends included; an end that is missing is open. Of moments they are the seconds since 1970 in UTC: those are compared
/// as the wire shows them, without their fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first number.
    pub from: Option<i64>,
    /// The last number. A range that ends before it begins holds nothing.
    pub to: Option<i64>,
}

impl Range {
    /// Whether a number lies in it.
    pub fn contains(self, number: i64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}
