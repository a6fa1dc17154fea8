//! The terms of a customer. A term begins with its company and its kind; what follows is written so that the index takes it for one word.

use std::fmt::Write as _;

use super::spans::Span;
use super::{moments, numbers};
use crate::domain::customer::{Customer, TextField};
use crate::domain::id::{AnchorId, CompanyId, CustomerId, OrganizationId};
use crate::domain::phone;
use crate::domain::property_value::PropertyValues;
use crate::domain::query::{Folded, Searchable};
use crate::domain::record::Record;
use crate::domain::text;

/// How many characters of an address stand in one piece.
pub(super) const PIECE: usize = 4;

/// Beginnings of words of up to so many characters are terms of their own: by them somebody is found as fast as by a whole word. So many
/// words share a shorter one that gathering them all takes long; those that share a longer one are few.
pub(super) const BEGINNING: usize = 8;

/// A kind of term: a small letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A piece of an address.
    Piece = b'a' as isize,
    /// How a word of the first name begins.
    FirstBeginning = b'b' as isize,
    /// When the record was made.
    Created = b'c' as isize,
    /// The domain of an address.
    Domain = b'd' as isize,
    /// How a word of the last name begins.
    LastBeginning = b'e' as isize,
    /// A word of the first name.
    FirstWord = b'f' as isize,
    /// The first name whole, as lists are filtered by it.
    FirstName = b'g' as isize,
    /// What stands before an `@` of an address, read backwards.
    Before = b'h' as isize,
    /// What stands after it.
    After = b'i' as isize,
    /// A word of the last name.
    LastWord = b'l' as isize,
    /// The last name whole.
    LastName = b'm' as isize,
    /// A word of the name.
    NameWord = b'n' as isize,
    /// The organization.
    Organization = b'o' as isize,
    /// The digits of a telephone number, read backwards.
    Number = b'p' as isize,
    /// The number that the value of a property is, or its day.
    ValueNumber = b'r' as isize,
    /// When the record was changed.
    Updated = b'u' as isize,
    /// What the value of a property hangs on.
    Value = b'v' as isize,
    /// A word of the value of a property.
    ValueWord = b'w' as isize,
    /// What stands between two terms that are no neighbours.
    Gap = b'x' as isize,
    /// What no customer has.
    Nobody = b'y' as isize,
    /// What every customer has.
    Everybody = b'z' as isize,
}

/// Terms that are being written down, with a space after each.
#[derive(Debug)]
pub(super) struct Terms {
    company: CompanyId,
    pub(super) text: String,
}

/// The terms that a customer is found by.
#[derive(Debug, Default)]
pub(super) struct Findable {
    /// Those of names, addresses and the words of properties. Some are told apart by what stands beside them, so they come and go together.
    pub(super) personal: String,
    /// The others, each of which stands for itself.
    pub(super) plain: String,
}

/// The terms of a customer.
pub(super) fn of(company: CompanyId, record: &Record<CustomerId, Customer>) -> Findable {
    with(company, record, &PropertyValues::new())
}

/// The terms of a customer who has these values besides.
pub(super) fn with(company: CompanyId, record: &Record<CustomerId, Customer>, others: &PropertyValues) -> Findable {
    let customer = &record.value;
    let mut searchable = Searchable::of(record, customer, None);
    searchable.properties.extend(others.values());
    let folded = Folded::new(&searchable);
    let mut personal = Terms::new(company, 512);
    let (first, last) = folded.name.split_at(folded.first_words);
    for (kind, words) in [(Kind::FirstWord, first), (Kind::LastWord, last), (Kind::NameWord, &*folded.name)] {
        words.iter().for_each(|word| personal.add(kind, word));
    }
    for (kind, words) in [(Kind::FirstBeginning, first), (Kind::LastBeginning, last)] {
        words.iter().for_each(|word| personal.beginnings(kind, word));
    }
    for (kind, field) in [(Kind::FirstName, TextField::FirstName), (Kind::LastName, TextField::LastName)] {
        if let Some(name) = customer.text(field) {
            personal.add(kind, &text::fold(name));
        }
    }
    for value in &folded.values {
        value.words.iter().for_each(|word| personal.word_of(value.anchor, word));
    }
    for address in &folded.addresses {
        personal.sides(address);
        personal.pieces(address);
    }
    folded.domains.iter().for_each(|domain| personal.add(Kind::Domain, domain));
    for number in &folded.phones {
        personal.number(number);
    }
    let mut plain = Terms::new(company, 512);
    plain.add(Kind::Everybody, "");
    if let Some(organization) = customer.organization {
        plain.organization(organization);
    }
    moments::spans_of(folded.created).for_each(|span| plain.span(Kind::Created, span));
    moments::spans_of(folded.updated).for_each(|span| plain.span(Kind::Updated, span));
    for value in &folded.values {
        plain.value(value.anchor);
        let spans = value.number.into_iter().flat_map(numbers::spans_of);
        spans.for_each(|span| plain.number_of(value.anchor, span));
    }
    Findable { personal: personal.text, plain: plain.text }
}

/// The term that every customer of a company has.
pub(super) fn everybody(company: CompanyId) -> String {
    let mut terms = Terms::new(company, 24);
    terms.add(Kind::Everybody, "");
    terms.text
}

/// The terms that go and those that come when a customer is found otherwise than before.
pub(super) fn difference(before: Findable, after: Findable) -> (String, String) {
    let (mut gone, mut new) = match before.personal == after.personal {
        true => (String::new(), String::new()),
        false => (before.personal, after.personal),
    };
    let (had, has): (Vec<&str>, Vec<&str>) =
        (before.plain.split_terminator(' ').collect(), after.plain.split_terminator(' ').collect());
    let without = |all: &[&str], others: &[&str], text: &mut String| {
        for term in all.iter().filter(|term| !others.contains(term)) {
            text.push_str(term);
            text.push(' ');
        }
    };
    without(&had, &has, &mut gone);
    without(&has, &had, &mut new);
    (gone, new)
}

impl Terms {
    pub(super) fn new(company: CompanyId, capacity: usize) -> Self {
        Self { company, text: String::with_capacity(capacity) }
    }

    /// Adds a term.
    pub(super) fn add(&mut self, kind: Kind, text: &str) {
        self.begin(kind);
        self.end(text);
    }

    /// Adds the beginnings of a word, each a character longer.
    fn beginnings(&mut self, kind: Kind, word: &str) {
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
        ends.skip(1).take(BEGINNING).for_each(|end| self.add(kind, &word[..end]));
    }

    /// Adds a telephone number, which is sought by its end; without the zeros in front it may be the end of what is sought.
    fn number(&mut self, digits: &str) {
        let core = phone::core(digits);
        [digits, core]
            .into_iter()
            .take(1 + usize::from(core != digits))
            .for_each(|own| self.add(Kind::Number, &backwards(own)));
    }

    /// Adds an organization.
    pub(super) fn organization(&mut self, id: OrganizationId) {
        self.begin(Kind::Organization);
        // Writing to a string has no way to fail.
        let _ = write!(self.text, "{id} ");
    }

    /// Adds that there is a value of a property, which hangs on this.
    pub(super) fn value(&mut self, anchor: AnchorId) {
        self.begin(Kind::Value);
        let _ = write!(self.text, "{anchor} ");
    }

    /// Adds a word of the value of a property.
    pub(super) fn word_of(&mut self, anchor: AnchorId, word: &str) {
        self.begin(Kind::ValueWord);
        let _ = write!(self.text, "{anchor}x");
        self.end(word);
    }

    /// Adds a span of numbers that the value of a property lies in.
    pub(super) fn number_of(&mut self, anchor: AnchorId, span: Span) {
        self.begin(Kind::ValueNumber);
        let _ = write!(self.text, "{anchor}x{}x{:x} ", span.level, span.number);
    }

    /// Adds a span of time.
    pub(super) fn span(&mut self, kind: Kind, span: Span) {
        self.begin(kind);
        let _ = write!(self.text, "{}x{:x} ", span.level, span.number);
    }

    /// Adds a text that is shorter than a piece, or every whole piece of a longer one, each a character further on.
    pub(super) fn whole_pieces(&mut self, text: &str) {
        let characters: Vec<char> = text.chars().collect();
        for piece in characters.windows(PIECE.min(characters.len()).max(1)) {
            self.piece(piece);
        }
    }

    /// Adds both sides of each `@` of an address, side by side: what comes before it can be sought by its end, what comes after by its
    /// beginning. Pieces follow, so that no side has a side of another address for a neighbour.
    pub(super) fn sides(&mut self, address: &str) {
        for (at, _) in address.match_indices('@') {
            self.add(Kind::Before, &backwards(&address[..at]));
            self.add(Kind::After, &address[at + 1..]);
            self.add(Kind::Gap, "");
        }
    }

    /// Adds the pieces of an address: one from each character on, shorter at the end, so that any part of it begins one.
    fn pieces(&mut self, address: &str) {
        let characters: Vec<char> = address.chars().collect();
        for start in 0..characters.len() {
            self.piece(&characters[start..characters.len().min(start + PIECE)]);
        }
    }

    fn piece(&mut self, piece: &[char]) {
        self.begin(Kind::Piece);
        self.text.extend(piece.iter().map(|character| as_letter(*character)));
        self.text.push(' ');
    }

    fn end(&mut self, text: &str) {
        self.text.extend(text.chars().map(as_letter));
        self.text.push(' ');
    }

    fn begin(&mut self, kind: Kind) {
        let _ = write!(self.text, "{}{}", self.company, char::from(kind as u8));
    }
}

/// A text read backwards.
pub(super) fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// The character as one that stands inside a word: the index ends words at punctuation and white space of ASCII, and folds capitals.
fn as_letter(character: char) -> char {
    if character.is_ascii_lowercase() || character.is_ascii_digit() || !character.is_ascii() {
        return character;
    }
    // A place in the private use area (U+E000); there is a character at each of its first 128.
    char::from_u32(0xE000 + u32::from(character)).unwrap_or('\u{E000}')
}
