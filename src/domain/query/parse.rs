//! The grammar. `NOT` binds before `AND`, `AND` before `OR`; conditions side by side are joined by `AND`.
//!
//! ```text
//! any   = all { "OR" all }
//! all   = unit { [ "AND" ] unit }
//! unit  = { "NOT" } ( "(" any ")" | [ field ":" ] value | field ":" "(" any ")" )
//! value = word | '"' text '"' | ( "[" | "{" ) bound "TO" bound ( "]" | "}" )
//! ```

use super::mistake::{Mistake, Span, unknown_field};
use super::print::quoted;
use super::scan::{Operator, Scanner, Value, is_of_a_word};
use super::signs::{check_start, check_word};
use super::{Field, Known, MomentField, Query, Range, Ready, Scale, Term, property, range, term};
use crate::domain::text;

/// The most characters of a query.
pub const TEXT_MAX: usize = 2_000;
/// The most conditions in a query.
pub const LEAVES_MAX: usize = 64;
/// The most conditions on a single letter or digit: each is in most addresses, and all of those have to be gone through.
pub const LETTERS_MAX: usize = 4;
/// The most parentheses that stand one in another.
pub const LEVELS_MAX: usize = 32;

/// Reads a query; the first mistake in it when it is not understood. Nothing is guessed, and any text is read or refused.
///
/// What is known is what the query can name.
pub fn parse<'a>(text: &str, known: impl Into<Known<'a>>) -> Result<Query, Mistake> {
    let size = text::length(text);
    if size > TEXT_MAX {
        let span = Span { start: TEXT_MAX, end: size };
        return Err(span.mistake(format!("a query has at most {TEXT_MAX} characters; this one has {size}")));
    }
    parse_printed(text, known)
}

/// As [`parse`], whatever the length: a query that is printed may be longer than what was read.
pub fn parse_printed<'a>(text: &str, known: impl Into<Known<'a>>) -> Result<Query, Mistake> {
    let mut parser =
        Parser { scan: Scanner::new(text), known: known.into(), leaves: 0, letters: Vec::new(), levels: 0 };
    if parser.scan.peek().is_none() {
        let span = Span { start: 0, end: parser.scan.position() };
        return Err(span.mistake("the query is empty; leave it out to list everyone"));
    }
    let query = parser.any(None, None)?;
    match parser.scan.peek() {
        Some(_) => {
            let message = "this parenthesis closes none; leave it out, or open one before it";
            Err(parser.scan.take().mistake(message).suggest(""))
        }
        None => Ok(query),
    }
}

struct Parser<'d> {
    scan: Scanner,
    known: Known<'d>,
    leaves: usize,
    letters: Vec<Term>,
    levels: usize,
}

impl<'d> Parser<'d> {
    /// Conditions joined by `OR`, up to the end or a closing parenthesis. `field` is the one that a group is about, `before` the operator in
    /// front.
    fn any(&mut self, field: Option<Field<'d>>, before: Option<Span>) -> Result<Query, Mistake> {
        let mut parts = vec![self.all(field, before)?];
        while let Some(or) = self.scan.take_operator(Operator::Or) {
            parts.push(self.all(field, Some(or))?);
        }
        Ok(Query::any(parts))
    }

    fn all(&mut self, field: Option<Field<'d>>, before: Option<Span>) -> Result<Query, Mistake> {
        let mut parts = vec![self.unit(field, before)?];
        loop {
            let and = self.scan.take_operator(Operator::And);
            let is_over = matches!(self.scan.peek(), None | Some(')')) || self.scan.operator() == Some(Operator::Or);
            if and.is_none() && is_over {
                return Ok(Query::all(parts));
            }
            parts.push(self.unit(field, and)?);
        }
    }

    fn unit(&mut self, field: Option<Field<'d>>, mut before: Option<Span>) -> Result<Query, Mistake> {
        let mut is_negated = false;
        while let Some(not) = self.scan.take_operator(Operator::Not) {
            is_negated = !is_negated;
            before = Some(not);
        }
        let query = match self.scan.peek() {
            None | Some(')') => return Err(self.missing(before)),
            Some('(') => self.group(field)?,
            Some(_) if self.scan.operator().is_some() => return Err(self.missing(before)),
            Some(_) => self.condition(field)?,
        };
        Ok(if is_negated { query.negate() } else { query })
    }

    /// There is no condition where one should be.
    fn missing(&mut self, before: Option<Span>) -> Mistake {
        if let Some(operator) = before {
            let is_over = self.scan.is_over();
            let word = self.scan.text(operator);
            let mistake = operator.mistake(format!(
                "there is nothing for {word} on its right; write a condition there, or \"{word}\" to search for the word"
            ));
            return mistake.unfinished_if(is_over);
        }
        if let Some(operator) = self.scan.operator() {
            let (word, span) = (operator.word(), self.scan.run(is_of_a_word));
            return span.mistake(format!(
                "there is nothing for {word} on its left; write a condition there, or \"{word}\" to search for the word"
            ));
        }
        let at = Span::one(self.scan.position());
        if self.levels > 0 {
            at.mistake("these parentheses are empty; write a condition in them")
        } else {
            at.mistake("this parenthesis closes none; leave it out, or open one before it").suggest("")
        }
    }

    fn group(&mut self, field: Option<Field<'d>>) -> Result<Query, Mistake> {
        let open = self.scan.take();
        if self.levels == LEVELS_MAX {
            return Err(open.mistake(format!("parentheses stand at most {LEVELS_MAX} deep, one in another")));
        }
        if self.scan.peek().is_none() {
            return Err(unclosed(open));
        }
        self.levels += 1;
        let query = self.any(field, None)?;
        self.levels -= 1;
        match self.scan.peek() {
            Some(_) => self.scan.take(),
            None => return Err(unclosed(open)),
        };
        Ok(query)
    }

    /// One condition, or a group behind a field.
    fn condition(&mut self, field: Option<Field<'d>>) -> Result<Query, Mistake> {
        match self.scan.peek() {
            Some(':') => {
                let message =
                    "a field stands before the colon, such as firstName:Ines; in quotes a colon is plain text";
                Err(self.scan.take().mistake(message))
            }
            Some(sign @ (']' | '}')) => {
                let message = format!("this `{sign}` closes no range; in quotes it is plain text");
                Err(self.scan.take().mistake(message).suggest(""))
            }
            Some('"' | '[' | '{') => self.value(field),
            _ => {
                let word = self.scan.word();
                let is_field = self.scan.peek() == Some(':');
                let scale = field.and_then(Field::scale);
                // Where numbers are asked for, one may be below zero.
                if is_field || scale.is_none() {
                    check_start(&word)?;
                }
                // A moment has colons too: in `createdAt:(2026-01-01T00:00:00Z)` what stands before the first is no field.
                let named = Field::named(&word.text, self.known.properties);
                if !is_field || (scale == Some(Scale::Moments) && named.is_none()) {
                    self.scan.back_to(word.span);
                    return self.value(field);
                }
                check_word(&word)?;
                let colon = self.scan.take();
                let Some(field) = named else {
                    let mistake = unknown_field(word.span, &word.text, self.known.properties);
                    return Err(mistake.unfinished_if(self.scan.is_over()));
                };
                self.value_of(field, word.span.to(colon))
            }
        }
    }

    /// What stands behind the colon of a field.
    fn value_of(&mut self, field: Field<'d>, span: Span) -> Result<Query, Mistake> {
        let operator = self.scan.operator();
        match self.scan.peek() {
            Some('(') => self.group(Some(field)),
            next @ (None | Some(')' | ':' | ']' | '}')) => {
                let (name, example) = (field.name(), field.example());
                let mistake =
                    span.mistake(format!("`{name}` has no value; write one behind the colon, such as {example}"));
                Err(mistake.unfinished_if(next.is_none()))
            }
            Some(_) if operator.is_some() => {
                let word = self.scan.word();
                let message = format!("{} joins conditions and is no value; in quotes it is a word", word.text);
                let (mistake, instead) = (word.span.mistake(message), quoted(&word.text));
                // Of a dropdown it may be no option, of a number none.
                let is_one = parse(&format!("{}:{instead}", field.name()), self.known.properties).is_ok();
                Err(if is_one { mistake.suggest(instead) } else { mistake })
            }
            Some(_) => self.value(Some(field)),
        }
    }

    fn value(&mut self, field: Option<Field<'d>>) -> Result<Query, Mistake> {
        let start = self.scan.position();
        let found = match (self.scan.here(), field, field.and_then(Field::scale)) {
            (Some('[' | '{'), Some(field), Some(scale)) => {
                of_range(field, scale, range::read(&mut self.scan, scale)?, None)
            }
            (Some('[' | '{'), ..) => return Err(range::misplaced(&mut self.scan, field, self.known.properties)),
            (_, Some(field), Some(scale)) => {
                let (range, ready) = range::single(&mut self.scan, field, scale, self.known.calendar)?;
                of_range(field, scale, range, ready)
            }
            (Some('"'), ..) => term::read(field, &self.scan.quoted()?)?,
            _ => {
                let word = self.scan.word();
                if let Some(Field::Property(definition)) = field {
                    property::check_signs(definition, &word)?;
                }
                self.check_bare(&word)?;
                let read = term::read(field, &word);
                // An option that is not written to its end is no mistake yet.
                let is_property = matches!(field, Some(Field::Property(_)));
                read.map_err(|mistake| mistake.unfinished_if(is_property && self.scan.is_over()))?
            }
        };
        self.leaves += 1;
        if self.leaves > LEAVES_MAX {
            let span = Span { start, end: self.scan.position() };
            return Err(span.mistake(format!("a query has at most {LEAVES_MAX} conditions; this is one more")));
        }
        // What is said twice is looked for once.
        if is_of_a_letter(&found) && !self.letters.contains(&found) {
            self.letters.push(found.clone());
        }
        if self.letters.len() > LETTERS_MAX {
            let span = Span { start, end: self.scan.position() };
            let limit =
                format!("a query has at most {LETTERS_MAX} conditions on a single letter; write more of the word");
            return Err(span.mistake(limit));
        }
        Ok(Query::Term(found))
    }

    /// Notes signs in a word without quotes that are not taken as plain text.
    fn check_bare(&mut self, word: &Value) -> Result<(), Mistake> {
        check_word(word)?;
        if self.scan.here() != Some(':') {
            return Ok(());
        }
        let rest = self.scan.run(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'));
        let whole = word.span.to(rest);
        let instead = quoted(&self.scan.text(whole));
        Err(whole.mistake("a value with a colon in it stands in quotes").suggest(instead))
    }
}

/// The condition that a range is at a field that has ranges.
fn of_range(field: Field<'_>, scale: Scale, range: Range, ready: Option<Ready>) -> Term {
    match field {
        Field::Property(definition) => property::ranged(definition, scale, range, ready),
        Field::Moment(MomentField::Created) => Term::Moment { field: MomentField::Created, range, ready },
        // No other field has ranges.
        _ => Term::Moment { field: MomentField::Modified, range, ready },
    }
}

/// Whether a condition looks for one plain letter or digit in addresses.
fn is_of_a_letter(term: &Term) -> bool {
    matches!(term, Term::Email(text) | Term::Anywhere { text, .. } if text.len() == 1)
}

fn unclosed(open: Span) -> Mistake {
    open.mistake("this parenthesis is never closed; write `)` where it ends").unfinished()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_binds_before_and_and_before_or() {
        for (text, same) in [
            ("a b", "a AND b"),
            ("a b OR c d", "(a AND b) OR (c AND d)"),
            ("a AND b OR c AND d", "(a AND b) OR (c AND d)"),
            ("NOT a b", "(NOT a) AND b"),
            ("NOT a OR b", "(NOT a) OR b"),
            ("a NOT b", "a AND (NOT b)"),
            ("NOT NOT a", "a"),
            ("NOT NOT NOT a", "NOT (a)"),
            ("a (b (c d))", "a b c d"),
            ("a OR (b OR c)", "a OR b OR c"),
            ("((a))", "a"),
            ("a(b)c", "a AND b AND c"),
            ("NOT(a)AND(b)", "NOT a AND b"),
            ("\"x\"\"y\"", "\"x\" AND \"y\""),
        ] {
            assert_eq!(parse(text, &[]), parse(same, &[]), "{text}");
            assert!(parse(text, &[]).is_ok(), "{text}");
        }
        assert_ne!(parse("NOT (a b)", &[]), parse("NOT a b", &[]));
        assert_ne!(parse("a (b OR c)", &[]), parse("a b OR c", &[]));
    }

    #[test]
    fn operators_are_in_capitals_and_words_otherwise() {
        for text in ["a and b", "or", "not a", "And", "a Or b"] {
            let words = text.split(' ').map(|word| parse(word, &[]).unwrap()).collect();
            assert_eq!(parse(text, &[]), Ok(Query::all(words)), "{text}");
        }
        assert!(parse("\"AND\" OR \"NOT\"", &[]).is_ok());
        assert!(parse("ANDREA NOTE ORSON", &[]).is_ok());
    }

    #[test]
    fn a_field_spreads_over_its_group() {
        for (text, same) in [
            ("firstName:(a OR b)", "firstName:a OR firstName:b"),
            ("firstName:(a b)", "firstName:a AND firstName:b"),
            ("firstName:(NOT a OR (b c))", "NOT firstName:a OR firstName:b firstName:c"),
            ("firstName:(a OR lastName:(b OR c))", "firstName:a OR lastName:b OR lastName:c"),
            (
                "createdAt:([* TO 2020-01-01] OR {2021-01-01 TO *])",
                "createdAt:[* TO 2020-01-01] OR createdAt:{2021-01-01 TO *]",
            ),
            ("FIRSTNAME: a  UpdatedAt :[* TO *]", "firstName:a AND modifiedAt:[* TO *]"),
        ] {
            assert_eq!(parse(text, &[]), parse(same, &[]), "{text}");
            assert!(parse(text, &[]).is_ok(), "{text}");
        }
    }

    #[test]
    fn limits_hold_on_both_sides() {
        let long = |size: usize| "a ".repeat(10) + &"b".repeat(size - 20);
        assert!(parse(&long(TEXT_MAX), &[]).is_ok());
        let mistake = parse(&("😀".repeat(10) + &"b".repeat(TEXT_MAX - 9)), &[]).unwrap_err();
        assert_eq!((mistake.position, mistake.length), (TEXT_MAX, 1));

        assert!(parse(&"a ".repeat(LEAVES_MAX), &[]).is_ok());
        let mistake = parse(&"a ".repeat(LEAVES_MAX + 1), &[]).unwrap_err();
        assert_eq!((mistake.position, mistake.length), (LEAVES_MAX * 2, 1));

        assert!(parse("a b a c b d a", &[]).is_ok());
        let mistake = parse("a b c d e", &[]).unwrap_err();
        assert_eq!((mistake.position, mistake.length), (LETTERS_MAX * 2, 1));
        assert!(
            parse("firstName:(a b c d e f) email:\"@\" 田 中 美 咲 小 鳥", &[]).is_ok(),
            "names and other letters are few"
        );

        let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
        assert!(parse(&deep(LEVELS_MAX), &[]).is_ok());
        let mistake = parse(&deep(LEVELS_MAX + 1), &[]).unwrap_err();
        assert_eq!((mistake.position, mistake.length), (LEVELS_MAX, 1));
        assert!(parse(&format!("{}a", "NOT ".repeat(499)), &[]).is_ok(), "NOT is no level");
        assert!(parse(&"(".repeat(TEXT_MAX), &[]).is_err());
    }
}
