//! Conditions on the values of a property, and what each type of value means by one.

use super::fold::fold_line;
use super::mistake::{self, Mistake};
use super::print::quoted;
use super::scale::Scale;
use super::scan::Value;
use super::{FoldedValue, Phrase, Range, Term};
use crate::domain::id::AnchorId;
use crate::domain::property::{Compared, Definition};
use crate::domain::text;

/// What is asked of the value that a customer has of a property. The property is named by its slug, and known by what values hang on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyTerm {
    /// The slug.
    pub slug: String,
    /// How the value has to be.
    pub test: PropertyTest,
}

/// How a value has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyTest {
    /// There is one, which hangs on any of these.
    Any(Vec<AnchorId>),
    /// It is one of the options that are called so.
    Option {
        /// What they are called, or how that begins: as [`fold_line`] gives it, not empty. Or the id of an option.
        label: String,
        /// Whether it is enough that it begins so.
        is_beginning: bool,
        /// The options, at least one.
        anchors: Vec<AnchorId>,
    },
    /// The phrase stands in it.
    Words {
        /// The definition.
        anchor: AnchorId,
        /// The words, at least one.
        phrase: Phrase,
    },
    /// It lies in a range that is not open at both ends.
    Range {
        /// The definition.
        anchor: AnchorId,
        /// Whether it is of numbers or of days.
        scale: Scale,
        /// The numbers, or days since 1970-01-01, that it may be.
        range: Range,
    },
}

impl PropertyTerm {
    /// Whether a value is like this.
    pub(super) fn fits(&self, value: &FoldedValue) -> bool {
        match &self.test {
            PropertyTest::Any(anchors) | PropertyTest::Option { anchors, .. } => anchors.contains(&value.anchor),
            PropertyTest::Words { anchor, phrase } => *anchor == value.anchor && phrase.stands_in(&value.words),
            PropertyTest::Range { anchor, range, .. } => {
                *anchor == value.anchor && value.number.is_some_and(|number| range.contains(number))
            }
        }
    }
}

/// What the ends of ranges of a property are, where it has ranges.
pub(super) fn scale(definition: &Definition) -> Option<Scale> {
    match definition.property_type.compared() {
        Compared::Numbers => Some(Scale::Numbers),
        Compared::Days => Some(Scale::Days),
        Compared::Words | Compared::Options => None,
    }
}

/// A value of a property that has ranges.
pub(super) fn ranged(definition: &Definition, scale: Scale, range: Range) -> Term {
    match range {
        Range { from: None, to: None } => any(definition),
        range => term(definition, PropertyTest::Range { anchor: definition.anchor, scale, range }),
    }
}

/// A value of a property that has none: words, or the name of an option.
pub(super) fn read(definition: &Definition, value: &Value) -> Result<Term, Mistake> {
    if !value.is_quoted && !value.text.is_empty() && value.text.chars().all(|c| c == '*') {
        return Ok(any(definition));
    }
    let line = fold_line(&value.text);
    let is_beginning = line.ends_with('*');
    if definition.property_type.compared() == Compared::Options {
        let label = line.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
        return option(definition, label, is_beginning, value);
    }
    let phrase = Phrase::new(&value.text, is_beginning);
    if phrase.words.is_empty() {
        return Err(mistake::nothing(value.span, "a letter or a digit, or * for any value"));
    }
    Ok(term(definition, PropertyTest::Words { anchor: definition.anchor, phrase }))
}

fn option(definition: &Definition, label: &str, is_beginning: bool, value: &Value) -> Result<Term, Mistake> {
    if label.is_empty() {
        return Err(mistake::nothing(value.span, "the name of an option, or * for any"));
    }
    let is_meant = |called: &str| if is_beginning { called.starts_with(label) } else { called == label };
    let meant = definition.options.iter().filter(|option| {
        is_meant(&fold_line(&option.label)) || (!is_beginning && option.id.eq_ignore_ascii_case(label))
    });
    let anchors: Vec<AnchorId> = meant.map(|option| option.anchor).collect();
    if anchors.is_empty() {
        return Err(no_option(definition, label, value));
    }
    Ok(term(definition, PropertyTest::Option { label: label.to_owned(), is_beginning, anchors }))
}

fn no_option(definition: &Definition, label: &str, value: &Value) -> Mistake {
    let (name, given) = (text::shorten(&definition.name, 40), text::shorten(label, 40));
    let labels = || definition.options.iter().map(|option| option.label.as_str());
    if labels().next().is_none() {
        return value.span.mistake(format!("{name} has no options yet, so nobody has one"));
    }
    let mut told: Vec<String> = labels().take(OPTIONS_TOLD).map(quoted).collect();
    if let Some(others) = labels().count().checked_sub(OPTIONS_TOLD).filter(|others| *others > 0) {
        told.push(format!("and {others} more"));
    }
    let mistake = value.span.mistake(format!("{name} has no option `{given}`; its options are {}", told.join(", ")));
    match mistake::nearest(label, labels()) {
        Some(near) => mistake.suggest(quoted(near)),
        None => mistake,
    }
}

/// How many options are told where one was asked for that there is not.
const OPTIONS_TOLD: usize = 12;

fn any(definition: &Definition) -> Term {
    term(definition, PropertyTest::Any(definition.anchors()))
}

fn term(definition: &Definition, test: PropertyTest) -> Term {
    Term::Property(PropertyTerm { slug: definition.slug.clone(), test })
}
