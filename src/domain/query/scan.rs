//! Reads a query character by character: white space, operators, words and quoted text.

use super::mistake::{Mistake, Span};

/// A value as it was written, its quotes and escapes taken away; a `*` directly after the quotes is its last character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub text: String,
    pub span: Span,
    pub is_quoted: bool,
}

/// The words that join conditions. In lower case they are words like any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    pub fn word(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Not => "NOT",
        }
    }
}

/// A text and how far it has been read.
#[derive(Debug)]
pub(super) struct Scanner {
    characters: Vec<char>,
    at: usize,
}

impl Scanner {
    pub fn new(text: &str) -> Self {
        Self { characters: text.chars().collect(), at: 0 }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    /// The next character that is not white space.
    pub fn peek(&mut self) -> Option<char> {
        while self.here().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.here()
    }

    /// The next character, white space or not.
    pub fn here(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// Passes over the next character.
    pub fn take(&mut self) -> Span {
        self.at += 1;
        Span::one(self.at - 1)
    }

    /// The operator that stands next; not one that is followed by a colon, which is the name of a field.
    pub fn operator(&mut self) -> Option<Operator> {
        self.peek()?;
        let end = self.end_of(is_of_a_word);
        let found = [Operator::And, Operator::Or, Operator::Not]
            .into_iter()
            .find(|operator| operator.word().chars().eq(self.characters[self.at..end].iter().copied()))?;
        (self.characters.get(end) != Some(&':')).then_some(found)
    }

    /// Passes over this operator if it stands next.
    pub fn take_operator(&mut self, wanted: Operator) -> Option<Span> {
        (self.operator() == Some(wanted)).then(|| self.run(is_of_a_word))
    }

    /// Passes over a run of such characters.
    pub fn run(&mut self, is_of_it: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        self.at = self.end_of(is_of_it);
        Span { start, end: self.at }
    }

    /// Reads a word up to white space or a sign of the language.
    pub fn word(&mut self) -> Value {
        let span = self.run(is_of_a_word);
        Value { text: self.text(span), span, is_quoted: false }
    }

    /// Reads a text in quotes, at whose opening quote it stands, and the stars after it.
    pub fn quoted(&mut self) -> Result<Value, Mistake> {
        let quote = self.take();
        let mut text = String::new();
        loop {
            let Some(character) = self.here() else {
                return Err(quote.mistake("this quote is never closed; write another one where its text ends"));
            };
            let span = self.take();
            match character {
                '"' => break,
                '\\' if matches!(self.here(), Some('"' | '\\')) => {
                    text.extend(self.here());
                    self.take();
                }
                other => {
                    check_visible(other, span)?;
                    text.push(other);
                }
            }
        }
        while self.here() == Some('*') {
            self.take();
            text.push('*');
        }
        Ok(Value { text, span: Span { start: quote.start, end: self.at }, is_quoted: true })
    }

    pub fn text(&self, span: Span) -> String {
        self.characters[span.start..span.end].iter().collect()
    }

    /// Goes back to where a part began, to read it otherwise.
    pub fn back_to(&mut self, span: Span) {
        self.at = span.start;
    }

    fn end_of(&self, is_of_it: impl Fn(char) -> bool) -> usize {
        self.characters[self.at..]
            .iter()
            .position(|c| !is_of_it(*c))
            .map_or(self.characters.len(), |size| self.at + size)
    }
}

/// Whether a word goes on with this character.
pub(super) fn is_of_a_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | ':' | '[' | ']' | '{' | '}')
}

/// Notes signs that mean something in other query languages and nothing in this one, so that nobody takes a word for a command.
pub(super) fn check_word(word: &Value) -> Result<(), Mistake> {
    let characters: Vec<char> = word.text.chars().collect();
    let at = |place: usize, size: usize| Span { start: word.span.start + place, end: word.span.start + place + size };
    let as_text = |mistake: Mistake| Err(mistake.suggest(format!("\"{}\"", word.text.replace('\\', "\\\\"))));
    for (place, character) in characters.iter().enumerate() {
        check_visible(*character, at(place, 1))?;
        match (character, characters.get(place + 1)) {
            ('&', Some('&')) => return Err(at(place, 2).mistake("`&&` is written AND").suggest(" AND ")),
            ('|', Some('|')) => return Err(at(place, 2).mistake("`||` is written OR").suggest(" OR ")),
            ('“' | '”' | '„' | '‟', _) => {
                return Err(at(place, 1).mistake("quotes are written straight").suggest("\""));
            }
            ('\\', _) => {
                return as_text(word.span.mistake("a backslash stands only in quotes, before a quote or a backslash"));
            }
            ('?', _) => {
                return as_text(word.span.mistake("a `?` for any character is not supported; in quotes it is itself"));
            }
            _ => {}
        }
    }
    match characters.as_slice() {
        ['/', ..] => {
            return as_text(word.span.mistake("regular expressions are not supported; in quotes this is plain text"));
        }
        ['<' | '>' | '=', ..] => {
            return as_text(word.span.mistake(
                "comparisons are written as ranges, such as createdAt:[2026-01-01 TO *]; in quotes this is plain text",
            ));
        }
        _ => {}
    }
    let tail = characters.iter().rev().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    if let Some(place) = characters.len().checked_sub(tail + 1)
        && matches!(characters[place], '~' | '^')
    {
        let message = "fuzzy search (`~`) and weights (`^`) are not supported; leave this out";
        return Err(at(place, tail + 1).mistake(message).suggest(""));
    }
    Ok(())
}

/// Notes a sign in front of a word or field that is written otherwise here.
pub(super) fn check_start(word: &Value) -> Result<(), Mistake> {
    let sign = Span::one(word.span.start);
    match word.text.chars().next() {
        Some('-') => Err(sign.mistake("a `-` in front is written NOT; in quotes it is plain text").suggest("NOT ")),
        Some('!') => Err(sign.mistake("a `!` in front is written NOT; in quotes it is plain text").suggest("NOT ")),
        Some('+') => Err(sign
            .mistake("a `+` in front is not needed: everything has to hold; in quotes it is plain text")
            .suggest("")),
        _ => Ok(()),
    }
}

fn check_visible(character: char, span: Span) -> Result<(), Mistake> {
    if character.is_control() && !character.is_whitespace() {
        let message = format!("the control character U+{:04X} is not supported; leave it out", u32::from(character));
        return Err(span.mistake(message).suggest(""));
    }
    Ok(())
}
