//! Reads a query character by character: white space, operators, words and quoted text.

use super::mistake::{Mistake, Span};
use super::signs::check_visible;

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
    pub const fn word(self) -> &'static str {
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
                let message = "this quote is never closed; write another one where its text ends";
                return Err(quote.mistake(message).unfinished());
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

    /// Whether the text is over with what was read, but for white space.
    pub fn is_over(&mut self) -> bool {
        self.peek().is_none()
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
