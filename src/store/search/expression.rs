//! A query as an expression of the full-text engine.

use super::moments;
use super::terms::{Kind, PIECE, Terms, backwards, local_part};
use crate::domain::id::{CompanyId, OrganizationId};
use crate::domain::query::{MomentField, NameField, Phrase, Query, Range, Term};
use crate::domain::text;

/// An expression over the terms of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Expression {
    company: CompanyId,
    text: String,
}

impl Expression {
    /// Every customer of the company.
    pub(in crate::store) fn everybody(company: CompanyId) -> Self {
        Self { company, text: term(company, Kind::Everybody, "") }
    }

    /// A query; the organizations that each of its organization conditions means come in the order of the conditions.
    pub(super) fn of(
        company: CompanyId,
        query: &Query,
        organizations: &mut dyn Iterator<Item = Vec<OrganizationId>>,
    ) -> Self {
        let text = match query {
            Query::All(parts) => {
                let (excluded, required): (Vec<_>, Vec<_>) =
                    parts.iter().map(|part| (part, Self::inside(company, part, organizations))).partition(is_excluded);
                let mut all = match required.is_empty() {
                    true => Self::everybody(company).text,
                    false => joined(required.into_iter().map(|(_, text)| text), " AND "),
                };
                for (_, text) in excluded {
                    all = format!("({all} NOT {text})");
                }
                all
            }
            Query::Any(parts) => joined(parts.iter().map(|part| Self::of(company, part, organizations).text), " OR "),
            Query::Not(inner) => {
                let everybody = Self::everybody(company).text;
                format!("({everybody} NOT {})", Self::of(company, inner, organizations).text)
            }
            Query::Term(term) => of_term(company, term, organizations),
        };
        Self { company, text }
    }

    /// The expression as the engine reads it.
    pub(in crate::store) fn text(&self) -> &str {
        &self.text
    }

    /// Also that the first or last name is this one, letter case ignored.
    pub(in crate::store) fn and_name(self, field: NameField, name: &str) -> Self {
        let kind = if field == NameField::First { Kind::FirstName } else { Kind::LastName };
        let name = term(self.company, kind, &text::fold(name));
        self.and(&name)
    }

    /// Also that the record was last changed in this range.
    pub(in crate::store) fn and_updated(self, range: Range) -> Self {
        let spans = spans(self.company, Kind::Updated, &range);
        self.and(&spans)
    }

    /// Also that one of the addresses is one of these, folded; none for no addresses.
    pub(in crate::store) fn and_addresses(self, addresses: &[&str]) -> Self {
        let addresses = self.addresses(addresses);
        self.and(&addresses)
    }

    /// But not whoever has one of these addresses.
    pub(in crate::store) fn without_addresses(self, addresses: &[&str]) -> Self {
        let text = format!("({} NOT {})", self.text, self.addresses(addresses));
        Self { text, ..self }
    }

    fn addresses(&self, addresses: &[&str]) -> String {
        joined(addresses.iter().map(|address| term(self.company, Kind::Address, address)), " OR ")
    }

    fn and(self, other: &str) -> Self {
        Self { text: format!("({} AND {other})", self.text), ..self }
    }

    /// A part of a conjunction: what is excluded stands without its `Not`.
    fn inside(
        company: CompanyId,
        part: &Query,
        organizations: &mut dyn Iterator<Item = Vec<OrganizationId>>,
    ) -> String {
        match part {
            Query::Not(inner) => Self::of(company, inner, organizations).text,
            part => Self::of(company, part, organizations).text,
        }
    }
}

fn is_excluded((part, _): &(&Query, String)) -> bool {
    matches!(part, Query::Not(_))
}

fn of_term(
    company: CompanyId,
    condition: &Term,
    organizations: &mut dyn Iterator<Item = Vec<OrganizationId>>,
) -> String {
    match condition {
        Term::Name { field: NameField::First, phrase } => words(company, Kind::FirstWord, phrase),
        Term::Name { field: NameField::Last, phrase } => words(company, Kind::LastWord, phrase),
        Term::Email(text) => containing(company, text),
        Term::EmailDomain(domain) => term(company, Kind::Domain, domain),
        Term::Organization { .. } => {
            let meant = organizations.next().unwrap_or_default();
            let mut terms = Terms::new(company, 24 * meant.len());
            meant.into_iter().for_each(|id| terms.organization(id));
            any(company, &terms)
        }
        Term::Moment { field: MomentField::Created, range } => spans(company, Kind::Created, range),
        Term::Moment { field: MomentField::Modified, range } => spans(company, Kind::Updated, range),
        Term::Anywhere { text, phrase } if phrase.words.is_empty() => containing(company, text),
        Term::Anywhere { text, phrase } => {
            format!("({} OR {})", containing(company, text), words(company, Kind::NameWord, phrase))
        }
    }
}

/// An address that contains the text. The pieces of a text stand side by side in an address that contains it, and in no other.
fn containing(company: CompanyId, text: &str) -> String {
    let mut terms = Terms::new(company, 16 * text.len());
    terms.whole_pieces(text);
    let pieces = phrase(&terms, text.chars().count() < PIECE);
    // Most of an address may be in every address. What stands before its `@` is in few, and the engine leaps from one to the next by what
    // stands first among neighbours; how near they are does not matter.
    match local_part(text).filter(|local| !local.is_empty() && !local.contains('@')) {
        Some(local) => {
            let mut end = Terms::new(company, text.len() + 16);
            end.add(Kind::Backwards, &backwards(local));
            format!("NEAR({} {pieces}, {ANYWHERE})", phrase(&end, true))
        }
        None => pieces,
    }
}

/// More terms than a customer has.
const ANYWHERE: u32 = 10_000_000;

fn words(company: CompanyId, kind: Kind, words: &Phrase) -> String {
    if words.words.is_empty() {
        return term(company, Kind::Nobody, "");
    }
    let mut terms = Terms::new(company, 64);
    words.words.iter().for_each(|word| terms.add(kind, word));
    phrase(&terms, words.is_beginning)
}

fn spans(company: CompanyId, kind: Kind, range: &Range) -> String {
    let mut terms = Terms::new(company, 1024);
    moments::spans_in(range).into_iter().for_each(|span| terms.span(kind, span));
    any(company, &terms)
}

fn any(company: CompanyId, terms: &Terms) -> String {
    if terms.text.is_empty() {
        return term(company, Kind::Nobody, "");
    }
    joined(terms.text.split_whitespace().map(|term| format!("\"{term}\"")), " OR ")
}

fn term(company: CompanyId, kind: Kind, text: &str) -> String {
    let mut terms = Terms::new(company, text.len() + 16);
    terms.add(kind, text);
    phrase(&terms, false)
}

fn phrase(terms: &Terms, is_beginning: bool) -> String {
    let star = if is_beginning { "*" } else { "" };
    format!("\"{}\"{star}", terms.text.trim_end_matches(' '))
}

fn joined(parts: impl Iterator<Item = String>, operator: &str) -> String {
    format!("({})", parts.collect::<Vec<_>>().join(operator))
}
