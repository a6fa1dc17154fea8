//! A query as an expression of the full-text engine.

use super::terms::{BEGINNING, Kind, PIECE, Terms, backwards};
use super::tree::Tree;
use super::{moments, numbers};
use crate::domain::id::{AnchorId, CompanyId, OrganizationId};
use crate::domain::phone;
use crate::domain::query::{MomentField, NameField, Phrase, PropertyTest, Query, Range, Term};
use crate::domain::text;
use crate::store::dialect::Dialect;

/// An expression over the terms of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Expression {
    of: Company,
    tree: Tree,
}

/// A company, and the latest second at which anything of it was changed: spans of time are not looked for beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Company {
    pub(in crate::store) id: CompanyId,
    pub(in crate::store) latest: i64,
}

/// The organizations that each organization condition of a query means, in the order of the conditions.
type Meant<'a> = &'a mut dyn Iterator<Item = Vec<OrganizationId>>;

impl Expression {
    /// Every customer of the company.
    pub(in crate::store) fn everybody(of: Company) -> Self {
        Self { of, tree: term(of.id, Kind::Everybody, "") }
    }

    /// Every customer whose record was last changed in this range.
    pub(in crate::store) fn updated(of: Company, range: Range) -> Self {
        Self { of, tree: spans(of, Kind::Updated, range) }
    }

    /// A query.
    pub(super) fn of(of: Company, query: &Query, organizations: Meant<'_>) -> Self {
        let tree = match query {
            Query::All(parts) => {
                let (excluded, required): (Vec<_>, Vec<_>) =
                    parts.iter().map(|part| (part, Self::inside(of, part, organizations))).partition(is_excluded);
                let mut all = match required.is_empty() {
                    true => Self::everybody(of).tree,
                    false => Tree::All(required.into_iter().map(|(_, tree)| tree).collect()),
                };
                for (_, tree) in excluded {
                    all = all.except(tree);
                }
                all
            }
            Query::Any(parts) => Tree::Any(parts.iter().map(|part| Self::of(of, part, organizations).tree).collect()),
            Query::Not(inner) => Self::everybody(of).tree.except(Self::of(of, inner, organizations).tree),
            Query::Term(term) => of_term(of, term, organizations),
        };
        Self { of, tree }
    }

    /// The expression as the engine reads it.
    pub(in crate::store) fn text(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => self.tree.fts5(),
            Dialect::Postgres => self.tree.tsquery(),
        }
    }

    /// Also that the first or last name is this one, letter case ignored.
    pub(in crate::store) fn and_name(self, field: NameField, name: &str) -> Self {
        let kind = if field == NameField::First { Kind::FirstName } else { Kind::LastName };
        let name = term(self.of.id, kind, &text::fold(name));
        self.and(name)
    }

    /// Also that the record was last changed in this range.
    pub(in crate::store) fn and_updated(self, range: Range) -> Self {
        let spans = spans(self.of, Kind::Updated, range);
        self.and(spans)
    }

    /// Also that one of the addresses is one of these, folded; none for no addresses.
    pub(in crate::store) fn and_addresses(self, addresses: &[&str]) -> Self {
        let addresses = self.addresses(addresses);
        self.and(addresses)
    }

    /// That one of the addresses is one of these, folded, and nothing else.
    pub(in crate::store) fn only_addresses(self, addresses: &[&str]) -> Self {
        Self { tree: self.addresses(addresses), ..self }
    }

    /// But not whoever has one of these addresses.
    pub(in crate::store) fn without_addresses(self, addresses: &[&str]) -> Self {
        let addresses = self.addresses(addresses);
        Self { tree: self.tree.except(addresses), ..self }
    }

    /// But not whoever has a value that hangs on one of these.
    pub(in crate::store) fn without_values(self, anchors: &[AnchorId]) -> Self {
        let mut terms = Terms::new(self.of.id, 256);
        anchors.iter().for_each(|anchor| terms.value(*anchor));
        Self { tree: self.tree.except(any(self.of.id, &terms)), ..self }
    }

    fn addresses(&self, addresses: &[&str]) -> Tree {
        Tree::Any(addresses.iter().map(|address| self::address(self.of.id, address)).collect())
    }

    fn and(self, other: Tree) -> Self {
        Self { tree: Tree::All(vec![self.tree, other]), ..self }
    }

    /// A part of a conjunction: what is excluded stands without its `Not`.
    fn inside(of: Company, part: &Query, organizations: Meant<'_>) -> Tree {
        match part {
            Query::Not(inner) => Self::of(of, inner, organizations).tree,
            part => Self::of(of, part, organizations).tree,
        }
    }
}

fn is_excluded((part, _): &(&Query, Tree)) -> bool {
    matches!(part, Query::Not(_))
}

fn of_term(of: Company, condition: &Term, organizations: Meant<'_>) -> Tree {
    let company = of.id;
    match condition {
        Term::Name { field: NameField::First, phrase } => words(company, Kind::FirstWord, phrase),
        Term::Name { field: NameField::Last, phrase } => words(company, Kind::LastWord, phrase),
        Term::Email(text) => containing(company, text),
        Term::EmailDomain(domain) => term(company, Kind::Domain, domain),
        Term::Phone(digits) => number(company, digits),
        Term::Organization { .. } => {
            let meant = organizations.next().unwrap_or_default();
            let mut terms = Terms::new(company, 24 * meant.len());
            meant.into_iter().for_each(|id| terms.organization(id));
            any(company, &terms)
        }
        Term::Moment { field: MomentField::Created, range, .. } => spans(of, Kind::Created, *range),
        Term::Moment { field: MomentField::Modified, range, .. } => spans(of, Kind::Updated, *range),
        Term::Property(property) => value(company, &property.test),
        Term::Anywhere { text, phrase } if phrase.words.is_empty() => containing(company, text),
        Term::Anywhere { text, phrase } => {
            Tree::Any(vec![containing(company, text), words(company, Kind::NameWord, phrase)])
        }
    }
}

/// An address that contains the text.
fn containing(company: CompanyId, text: &str) -> Tree {
    let one = |kind, text: &str| {
        let mut terms = Terms::new(company, text.len() + 16);
        terms.add(kind, text);
        terms
    };
    match text.split_once('@') {
        // Both sides of an `@` are few terms; most of the pieces of an address are in every address.
        Some((before, after)) if !(after.contains('@') || before.is_empty() && after.is_empty()) => {
            let (before, after) = (backwards(before), after);
            match (before.is_empty(), after.is_empty()) {
                (_, true) => phrase(&one(Kind::Before, &before), true),
                (true, _) => phrase(&one(Kind::After, after), true),
                _ => Tree::Beginnings(written(&one(Kind::Before, &before)), written(&one(Kind::After, after))),
            }
        }
        // The pieces of a text stand side by side in an address that contains it, and in no other.
        _ => {
            let mut terms = Terms::new(company, 16 * text.len());
            terms.whole_pieces(text);
            phrase(&terms, text.chars().count() < PIECE)
        }
    }
}

/// A telephone number that ends so, or is the same with or without its country and zeros.
fn number(company: CompanyId, digits: &str) -> Tree {
    let core = phone::core(digits);
    let number = |digits: &str, is_end: bool| {
        let mut terms = Terms::new(company, 64);
        terms.add(Kind::Number, &backwards(digits));
        phrase(&terms, is_end)
    };
    let mut alike = vec![number(digits, true)];
    if core != digits && core.len() >= phone::LOCAL_MIN {
        alike.push(number(core, true));
    }
    let shorter = (1..core.len()).map(|start| &core[start..]);
    let shorter = shorter.take_while(|end| end.len() >= phone::LOCAL_MIN).filter(|end| !end.starts_with('0'));
    alike.extend(shorter.map(|end| number(end, false)));
    Tree::Any(alike)
}

/// The value of a property. No term of a value whose definition or option is gone is asked for.
fn value(company: CompanyId, test: &PropertyTest) -> Tree {
    let mut terms = Terms::new(company, 256);
    match test {
        PropertyTest::Any(anchors) | PropertyTest::Option { anchors, .. } => {
            anchors.iter().for_each(|anchor| terms.value(*anchor));
            any(company, &terms)
        }
        PropertyTest::Words { anchor, phrase: words } => {
            words.words.iter().for_each(|word| terms.word_of(*anchor, word));
            phrase(&terms, words.is_beginning)
        }
        PropertyTest::Range { anchor, range, .. } => {
            numbers::spans_in(*range).into_iter().for_each(|span| terms.number_of(*anchor, span));
            any(company, &terms)
        }
    }
}

/// Exactly this address.
fn address(company: CompanyId, address: &str) -> Tree {
    let mut sides = Terms::new(company, 2 * address.len() + 32);
    let (before, after) = address.rsplit_once('@').unwrap_or((address, ""));
    sides.add(Kind::Before, &backwards(before));
    sides.add(Kind::After, after);
    phrase(&sides, false)
}

fn words(company: CompanyId, kind: Kind, words: &Phrase) -> Tree {
    match &words.words[..] {
        [] => term(company, Kind::Nobody, ""),
        [word] if words.is_beginning && word.chars().count() <= BEGINNING => beginning(company, kind, word),
        several => {
            let mut terms = Terms::new(company, 64);
            several.iter().for_each(|word| terms.add(kind, word));
            phrase(&terms, words.is_beginning)
        }
    }
}

/// A word that begins like this. Beginnings are terms themselves: the engine gathers all that a `*` finds before it goes on.
fn beginning(company: CompanyId, kind: Kind, text: &str) -> Tree {
    let (first, last) = (Kind::FirstBeginning, Kind::LastBeginning);
    match kind {
        Kind::FirstWord => term(company, first, text),
        Kind::LastWord => term(company, last, text),
        _ => Tree::Any(vec![term(company, first, text), term(company, last, text)]),
    }
}

/// A moment in a range. Beyond the latest change there is nothing to be found; the end is rounded up, so that it is a few spans and holds
/// what is changed meanwhile.
fn spans(of: Company, kind: Kind, range: Range) -> Tree {
    let range = if range.to.is_none_or(|to| to > of.latest) { moments::rounded_up(range, of.latest) } else { range };
    let mut terms = Terms::new(of.id, 1024);
    moments::spans_in(&range).into_iter().for_each(|span| terms.span(kind, span));
    any(of.id, &terms)
}

fn any(company: CompanyId, terms: &Terms) -> Tree {
    if terms.text.is_empty() {
        return term(company, Kind::Nobody, "");
    }
    let one = |term: &str| Tree::Phrase { terms: term.to_owned(), is_beginning: false };
    Tree::Any(terms.text.split_terminator(' ').map(one).collect())
}

fn term(company: CompanyId, kind: Kind, text: &str) -> Tree {
    let mut terms = Terms::new(company, text.len() + 16);
    terms.add(kind, text);
    phrase(&terms, false)
}

fn phrase(terms: &Terms, is_beginning: bool) -> Tree {
    Tree::Phrase { terms: written(terms), is_beginning }
}

fn written(terms: &Terms) -> String {
    terms.text.trim_end_matches(' ').to_owned()
}
