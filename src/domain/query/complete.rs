//! Where a caret stands in a query, and what may come there. The text is one that somebody is typing, so nothing about it has to be right:
//! it is read up to the caret, by the same signs as the grammar, and never refused.

use super::Field;
use super::scan::{Operator, is_of_a_word};
use crate::domain::property::Definition;

/// A place in a query. Positions count characters (Unicode scalar values) from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'d> {
    /// Where the part begins that what is proposed takes the place of.
    pub start: usize,
    /// Where that part ends; both are the caret where nothing is replaced.
    pub end: usize,
    /// What of the part stands before the caret, without a quote that opens it and with its escapes taken away.
    pub typed: String,
    /// What may come here.
    pub wants: Wants<'d>,
}

/// What may come at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants<'d> {
    /// A condition: words, or the name of a field with its colon.
    Condition {
        /// The operators that may stand here instead.
        operators: &'static [&'static str],
    },
    /// A value of this field.
    Value(Field<'d>),
    /// Nothing that could be proposed: text in quotes, a value of a field that there is not, the end of something.
    Nothing,
}

/// What stands at the caret, which is before the character of that number.
/// `properties` are those of customers, which the query can name.
pub fn at<'d>(text: &str, caret: usize, properties: &'d [Definition]) -> Place<'d> {
    let letters: Vec<char> = text.chars().collect();
    let caret = caret.min(letters.len());
    let (groups, about) = (Vec::new(), About::Nothing);
    Walk { letters, caret, properties, at: 0, groups, about, is_after_one: false }.place()
}

/// What the colon before is of.
#[derive(Clone, Copy)]
enum About<'d> {
    Nothing,
    Field(Field<'d>),
    Unknown,
}

struct Walk<'d> {
    letters: Vec<char>,
    caret: usize,
    properties: &'d [Definition],
    at: usize,
    /// The parentheses that are open, and the field that each is about.
    groups: Vec<About<'d>>,
    about: About<'d>,
    /// Whether a condition stands before.
    is_after_one: bool,
}

impl<'d> Walk<'d> {
    fn place(mut self) -> Place<'d> {
        loop {
            self.at = self.end_of(self.at, char::is_whitespace);
            let is_behind_colon = !matches!(self.about, About::Nothing);
            // Directly behind a colon the caret is in the value, though it is before all of it.
            let Some(sign) = self.letters.get(self.at).copied() else { return self.empty() };
            let is_value = is_behind_colon && !matches!(sign, '(' | ')' | ':' | ']' | '}');
            if self.caret < self.at || (self.caret == self.at && !is_value) {
                return self.empty();
            }
            let found = match sign {
                '"' => self.quoted(),
                '[' | '{' => self.range(),
                '(' => {
                    self.groups.push(self.about_here());
                    self.pass(false)
                }
                ')' => {
                    self.groups.pop();
                    self.pass(true)
                }
                ':' | ']' | '}' => self.pass(true),
                _ => self.word(),
            };
            if let Some(place) = found {
                return place;
            }
        }
    }

    /// Passes over a sign of one character.
    fn pass(&mut self, is_after_one: bool) -> Option<Place<'d>> {
        self.go_on(self.at + 1, is_after_one);
        None
    }

    fn go_on(&mut self, at: usize, is_after_one: bool) {
        (self.at, self.about, self.is_after_one) = (at, About::Nothing, is_after_one);
    }

    /// No word is at the caret.
    fn empty(&self) -> Place<'d> {
        let before = self.caret.checked_sub(1).and_then(|at| self.letters.get(at));
        let is_glued = matches!(before, Some(')' | '"' | ']' | '}'));
        let wants = if is_glued { Wants::Nothing } else { self.wants() };
        Place { start: self.caret, end: self.caret, typed: String::new(), wants }
    }

    fn wants(&self) -> Wants<'d> {
        match self.about_here() {
            About::Field(field) => Wants::Value(field),
            About::Unknown => Wants::Nothing,
            About::Nothing => {
                let operators = if self.is_after_one { &[AND, OR, NOT][..] } else { &[NOT][..] };
                Wants::Condition { operators }
            }
        }
    }

    /// What a value here is of: the colon before it, else the group that it stands in.
    fn about_here(&self) -> About<'d> {
        match (self.about, self.groups.last()) {
            (About::Nothing, Some(group)) => *group,
            (about, _) => about,
        }
    }

    fn quoted(&mut self) -> Option<Place<'d>> {
        let (mut end, mut is_escaped) = (self.at + 1, false);
        while let Some(letter) = self.letters.get(end).filter(|letter| **letter != '"' || is_escaped) {
            is_escaped = *letter == '\\' && !is_escaped;
            end += 1;
        }
        let is_closed = end < self.letters.len();
        let behind = if is_closed { self.end_of(end + 1, |c| c == '*') } else { end };
        if self.caret <= end {
            let inner = self.letters.get(self.at + 1..self.caret).unwrap_or_default();
            let wants = match self.about_here() {
                About::Nothing => Wants::Nothing,
                _ => self.wants(),
            };
            // Of a quote that is open the rest may be what was there before it.
            let end = if is_closed { behind } else { self.end_of(self.caret, is_of_a_word) };
            return Some(Place { start: self.at, end, typed: unescaped(inner), wants });
        }
        self.go_on(behind, true);
        None
    }

    fn range(&mut self) -> Option<Place<'d>> {
        let end = self.end_of(self.at, |c| !matches!(c, ']' | '}'));
        let is_closed = end < self.letters.len();
        if self.caret <= end {
            let wants = match self.about_here() {
                About::Field(field) if field.scale().is_some() => Wants::Value(field),
                _ => Wants::Nothing,
            };
            let end = if is_closed { end + 1 } else { self.end_of(self.caret, |c| is_of_a_word(c) || c == ':') };
            let typed = self.letters[self.at..self.caret].iter().collect();
            return Some(Place { start: self.at, end, typed, wants });
        }
        self.go_on(end + 1, true);
        None
    }

    fn word(&mut self) -> Option<Place<'d>> {
        let is_of_moment = matches!(self.about_here(), About::Field(Field::Moment(_)));
        let mut end = self.end_of(self.at, is_of_a_word);
        let colon = self.end_of(end, char::is_whitespace);
        let is_before_colon = self.letters.get(colon) == Some(&':') && matches!(self.about, About::Nothing);
        let named = Field::named(&self.text(self.at, end), self.properties);
        // A moment has colons in it, and is no field.
        let is_name = is_before_colon && !(is_of_moment && named.is_none());
        if is_of_moment && !is_name {
            end = self.end_of(self.at, |c| is_of_a_word(c) || c == ':');
        }
        if self.caret <= end {
            let wants = if is_name {
                let operators = &[];
                Wants::Condition { operators }
            } else {
                self.wants()
            };
            let part_end = if is_name && colon == end { colon + 1 } else { end };
            return Some(Place { start: self.at, end: part_end, typed: self.text(self.at, self.caret), wants });
        }
        if is_name {
            self.go_on(colon + 1, false);
            self.about = named.map_or(About::Unknown, About::Field);
            return (self.caret <= colon).then(|| Place { wants: Wants::Nothing, ..self.empty() });
        }
        let is_operator = matches!(self.about, About::Nothing) && [AND, OR, NOT].contains(&&*self.text(self.at, end));
        self.go_on(end, !is_operator);
        None
    }

    fn end_of(&self, from: usize, is_of_it: impl Fn(char) -> bool) -> usize {
        let rest = self.letters.get(from..).unwrap_or_default();
        rest.iter().position(|c| !is_of_it(*c)).map_or(self.letters.len(), |size| from + size)
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.letters[from..to].iter().collect()
    }
}

const AND: &str = Operator::And.word();
const OR: &str = Operator::Or.word();
const NOT: &str = Operator::Not.word();

fn unescaped(letters: &[char]) -> String {
    let mut text = String::new();
    let mut letters = letters.iter().copied().peekable();
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next_if(|next| matches!(next, '"' | '\\')) } else { None };
        text.push(escaped.unwrap_or(letter));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{MomentField, NameField};

    /// The place of the `|` in a text: what is replaced, what is typed of it, and what may come.
    fn place(text: &str) -> (String, String, Wants<'static>) {
        let caret = text.chars().position(|c| c == '|').unwrap();
        let text = text.replacen('|', "", 1);
        let Place { start, end, typed, wants } = at(&text, caret, &[]);
        assert!(start <= caret && caret <= end && end <= text.chars().count(), "{text}: {start} {end}");
        (text.chars().skip(start).take(end - start).collect(), typed, wants)
    }

    const FIRST: Wants<'static> = Wants::Condition { operators: &[NOT] };
    const FURTHER: Wants<'static> = Wants::Condition { operators: &[AND, OR, NOT] };
    const NAME: Wants<'static> = Wants::Condition { operators: &[] };
    const ORGANIZATION: Wants<'static> = Wants::Value(Field::Organization);
    const MADE: Wants<'static> = Wants::Value(Field::Moment(MomentField::Created));

    #[test]
    fn a_word_is_replaced_whole_and_known_up_to_the_caret() {
        for (text, part, typed, wants) in [
            ("|", "", "", FIRST),
            ("  |", "", "", FIRST),
            ("org|", "org", "org", FIRST),
            ("or|g", "org", "or", FIRST),
            ("|org", "", "", FIRST),
            ("ines org|", "org", "org", FURTHER),
            ("ines |", "", "", FURTHER),
            ("ines | okoro", "", "", FURTHER),
            ("ines AND org|", "org", "org", FIRST),
            ("ines AND |", "", "", FIRST),
            ("NOT or|", "or", "or", FIRST),
            ("(org|", "org", "org", FIRST),
            ("(ines) or|", "or", "or", FURTHER),
            ("(org|)", "org", "org", FIRST),
            ("ines OR (NOT org| okoro)", "org", "org", FIRST),
            ("\"a b\" org|", "org", "org", FURTHER),
            ("\"(a:\" org|", "org", "org", FURTHER),
            ("createdAt:[* TO 2026-01-01] org|", "org", "org", FURTHER),
            ("organization:x org|", "org", "org", FURTHER),
            ("organization:(x) org|", "org", "org", FURTHER),
            ("نورة org|", "org", "org", FURTHER),
            ("😀 山|田 x", "山田", "山", FURTHER),
            ("org|:\"Northwind\"", "org:", "org", NAME),
            ("organ|ization:\"Northwind\" x", "organization:", "organ", NAME),
            ("x AND emi|al : y", "emial", "emi", NAME),
        ] {
            assert_eq!(place(text), (part.to_owned(), typed.to_owned(), wants), "{text}");
        }
    }

    #[test]
    fn behind_a_colon_stands_a_value_of_its_field() {
        for (text, part, typed, wants) in [
            ("organization:|", "", "", ORGANIZATION),
            ("organization: |", "", "", ORGANIZATION),
            ("ORGANIZATION:nor|", "nor", "nor", ORGANIZATION),
            ("organization:|nor", "nor", "", ORGANIZATION),
            ("organization:n|or ines", "nor", "n", ORGANIZATION),
            ("organization:nor|*", "nor*", "nor", ORGANIZATION),
            ("NOT organization:nor|", "nor", "nor", ORGANIZATION),
            ("(ines organization:nor|)", "nor", "nor", ORGANIZATION),
            ("organization:\"|", "\"", "", ORGANIZATION),
            ("organization:\"nor|", "\"nor", "nor", ORGANIZATION),
            ("organization:|\"nor\"", "\"nor\"", "", ORGANIZATION),
            ("organization:\"nor|th\" x", "\"north\"", "nor", ORGANIZATION),
            ("organization:\"north w|i\"* x", "\"north wi\"*", "north w", ORGANIZATION),
            ("organization:\"a \\\"b|\\\" c\"", "\"a \\\"b\\\" c\"", "a \"b", ORGANIZATION),
            ("organization:\"nor| ines", "\"nor", "nor", ORGANIZATION),
            ("organization:(nor|", "nor", "nor", ORGANIZATION),
            ("organization:(a OR |)", "", "", ORGANIZATION),
            ("organization:(a OR (b \"c|", "\"c", "c", ORGANIZATION),
            ("firstName:(a organization:nor|)", "nor", "nor", ORGANIZATION),
            ("organization:株|", "株", "株", ORGANIZATION),
            ("firstName:in|", "in", "in", Wants::Value(Field::Name(NameField::First))),
            ("createdAt:|", "", "", MADE),
            ("createdAt:la|", "la", "la", MADE),
            ("createdAt:[|", "[", "[", MADE),
            ("createdAt:[2026-01-01T00:|00:00Z", "[2026-01-01T00:00:00Z", "[2026-01-01T00:", MADE),
            ("createdAt:[2026| TO *] ines", "[2026 TO *]", "[2026", MADE),
            ("createdAt:|[2026 TO *]", "[2026 TO *]", "", MADE),
            ("createdAt:2026-01-01T00:|00", "2026-01-01T00:00", "2026-01-01T00:", MADE),
            ("createdAt:(2026-01-01T00:|00)", "2026-01-01T00:00", "2026-01-01T00:", MADE),
            ("updatedAt:t|", "t", "t", Wants::Value(Field::Moment(MomentField::Modified))),
        ] {
            assert_eq!(place(text), (part.to_owned(), typed.to_owned(), wants), "{text}");
        }
    }

    #[test]
    fn nothing_is_proposed_where_nothing_is_known() {
        for text in [
            "\"ines|",
            "\"in|es\" x",
            "\"org|\"",
            "plan:p|",
            "plan:|",
            "plan:\"p|\"",
            "plan:(a |)",
            "[20|",
            "firstName:[a|",
            "organization |:x",
            "organization:\"Northwind\"|",
            "createdAt:[* TO *]|",
            "(ines)|",
        ] {
            assert_eq!(place(text).2, Wants::Nothing, "{text}");
        }
    }

    #[test]
    fn any_text_has_a_place_wherever_the_caret_is() {
        let signs: Vec<char> = "a:\"\\([])}{* é😀AND OR".chars().collect();
        let mut seed = 7_usize;
        for length in 0..400 {
            let mut text = String::new();
            for _ in 0..length % 23 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(signs[(seed >> 33) % signs.len()]);
            }
            for caret in 0..=text.chars().count() + 2 {
                let found = at(&text, caret, &[]);
                let caret = caret.min(text.chars().count());
                assert!(found.start <= caret && caret <= found.end, "{text:?} {caret}: {found:?}");
            }
        }
    }
}
