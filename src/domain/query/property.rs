//! Conditions on the values of a property, and what each type of value means by one.

use std::slice;

use super::field::property_name;
use super::fold::{fold_line, words};
use super::mistake::{self, Mistake};
use super::print::quoted;
use super::scale::Scale;
use super::scan::Value;
use super::{FoldedValue, Phrase, Query, Range, Ready, Term, parse};
use crate::domain::id::{self, AnchorId};
use crate::domain::property::{Compared, Definition, DropdownOption};
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
        /// The words that stand for the range, where it was asked for by them.
        ready: Option<Ready>,
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
pub(super) fn ranged(definition: &Definition, scale: Scale, range: Range, ready: Option<Ready>) -> Term {
    match range {
        Range { from: None, to: None } => any(definition),
        range => term(definition, PropertyTest::Range { anchor: definition.anchor, scale, range, ready }),
    }
}

/// A value of a property that has none: words, or the name of an option.
pub(super) fn read(definition: &Definition, value: &Value) -> Result<Term, Mistake> {
    if is_any(value) {
        return Ok(any(definition));
    }
    let line = fold_line(&value.text);
    let is_beginning = line.ends_with('*');
    if definition.property_type.compared() == Compared::Options {
        let label = line.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
        return option(definition, label, is_beginning, value);
    }
    let words = value_words(&value.text);
    if words.is_empty() {
        return Err(mistake::nothing(value.span, "a letter or a digit, or * for any value"));
    }
    let phrase = Phrase { words, is_beginning };
    Ok(term(definition, PropertyTest::Words { anchor: definition.anchor, phrase }))
}

/// Notes a comparison in front of a value that is compared in one way only.
pub(super) fn check_signs(definition: &Definition, word: &Value) -> Result<(), Mistake> {
    let value = word.text.trim_start_matches(['<', '>', '=']);
    let sign = &word.text[..word.text.len() - value.len()];
    let field = property_name(&definition.slug);
    match sign {
        "" => Ok(()),
        "=" | "==" if !value.is_empty() => {
            let message = format!("a `{sign}` is not needed: `{field}` is compared with what stands behind the colon");
            Err(word.span.mistake(message).suggest(quoted(value)))
        }
        _ => {
            Err(word.span.mistake(format!("`{field}` is neither a number nor a date, so nothing is `{sign}` another")))
        }
    }
}

/// Whether a value is nothing but stars, which mean any.
pub(super) fn is_any(value: &Value) -> bool {
    !value.is_quoted && !value.text.is_empty() && value.text.chars().all(|c| c == '*')
}

/// The words of a text or URL; of one that is longer the first 255 characters.
pub(super) fn value_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    for word in &mut words {
        if let Some((end, _)) = word.char_indices().nth(WORD_MAX) {
            word.truncate(end);
        }
    }
    words
}

const WORD_MAX: usize = 255;

/// How a query asks for one option and no other: by its label, or by its id where the label says something else to a query.
pub fn option_text(definition: &Definition, option: &DropdownOption) -> String {
    let label = quoted(&option.label);
    let text = format!("{}:{label}", property_name(&definition.slug));
    match parse(&text, slice::from_ref(definition)) {
        Ok(Query::Term(Term::Property(PropertyTerm { test: PropertyTest::Option { anchors, .. }, .. })))
            if anchors == [option.anchor] =>
        {
            label
        }
        _ if id::is_uuid(&option.id) => option.id.clone(),
        _ => quoted(&option.id),
    }
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
        return Err(no_option(definition, value));
    }
    Ok(term(definition, PropertyTest::Option { label: label.to_owned(), is_beginning, anchors }))
}

fn no_option(definition: &Definition, value: &Value) -> Mistake {
    let (name, given) = (told(&definition.name), told(value.text.trim()));
    if definition.options.is_empty() {
        return value.span.mistake(format!("{name} has no options yet, so nobody has one"));
    }
    let mut options: Vec<String> =
        definition.options.iter().take(OPTIONS_TOLD).map(|option| quoted(&told(&option.label))).collect();
    if let Some(others) = definition.options.len().checked_sub(OPTIONS_TOLD).filter(|others| *others > 0) {
        options.push(format!("and {others} more"));
    }
    let options = options.join(", ");
    let mistake = value.span.mistake(format!("{name} has no option `{given}`; its options are {options}"));
    let is_negated = !value.is_quoted && value.text.starts_with(['-', '!']);
    let near = mistake::nearest(&value.text, definition.options.iter(), |option| &option.label);
    match near.filter(|_| !is_negated) {
        Some(near) => mistake.suggest(option_text(definition, near)),
        None => mistake,
    }
}

/// A name as a message tells it: short, and without the sign that messages put around what was given.
fn told(text: &str) -> String {
    text::shorten(text, 40).replace('`', "'")
}

/// How many options are told where one was asked for that there is not.
const OPTIONS_TOLD: usize = 12;

fn any(definition: &Definition) -> Term {
    term(definition, PropertyTest::Any(definition.anchors()))
}

fn term(definition: &Definition, test: PropertyTest) -> Term {
    Term::Property(PropertyTerm { slug: definition.slug.clone(), test })
}
