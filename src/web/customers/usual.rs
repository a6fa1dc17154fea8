//! The columns of a list for which none were chosen: the properties that its query names, and as many of the usual ones as fit beside them.

use super::columns::{OWN, PROPERTY};
use super::query;
use super::sort::Sort;
use super::view::View;
use crate::domain::property::Definition;
use crate::domain::query::{Calendar, Known, Query, Term};
use crate::domain::time::Timestamp;
use crate::domain::zone::Zone;

/// What is shown where the query names no property. The stylesheet makes room for so many, and not for more.
const USUAL: [&str; 5] = ["email", "phone", "organization", "location", "changed"];
/// Which of them give way to a property, the first one first.
const YIELDING: [&str; NAMED_MAX] = ["location", "changed", "phone"];
/// The most properties that are shown because a query names them.
const NAMED_MAX: usize = 3;

impl View {
    /// The same, and columns that would be shown anyway do not count as chosen: neither in their order, nor in that of the menu. By a property
    /// that is not there any more it is sorted as usual.
    pub fn settled(mut self, definitions: &[Definition]) -> Self {
        if self.sort.order(definitions).is_none() && !self.sort.is_usual() {
            self = self.sorted(Sort::default());
        }
        let mut usual = usual(&self.q, definitions);
        let is_usual = self.columns == usual;
        usual.sort_by_key(|name| place(name, definitions));
        if is_usual || self.columns == usual {
            self.columns.clear();
        }
        self
    }

    /// The names of the columns that are shown, in their order. A chosen one that is not there any more is passed over.
    pub fn shown(&self, definitions: &[Definition]) -> Vec<String> {
        let is_there = |name: &&String| place(name, definitions).is_some();
        let chosen: Vec<String> = self.columns.iter().filter(is_there).cloned().collect();
        if chosen.is_empty() { usual(&self.q, definitions) } else { chosen }
    }
}

fn usual(q: &str, definitions: &[Definition]) -> Vec<String> {
    let mut named = Vec::new();
    // Which day it is makes no difference to what is named.
    let calendar = Some(Calendar { now: Timestamp::from_micros(0), zone: &Zone::utc() });
    if let Ok(Some(query)) = query::read(q, Known { properties: definitions, calendar }) {
        name(&query, &mut named);
    }
    named.truncate(NAMED_MAX);
    let yielding = YIELDING.get(..named.len()).unwrap_or(&YIELDING);
    let rest = USUAL.iter().filter(|own| !yielding.contains(own)).map(|own| (*own).to_owned());
    named.into_iter().map(|slug| format!("{PROPERTY}{slug}")).chain(rest).collect()
}

/// The slugs of the properties that a query names, each once, as they stand in it.
fn name(query: &Query, named: &mut Vec<String>) {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| name(part, named)),
        Query::Not(part) => name(part, named),
        Query::Term(Term::Property(term)) if !named.contains(&term.slug) => named.push(term.slug.clone()),
        Query::Term(_) => {}
    }
}

/// Where a column stands in the menu; nowhere, if it is not there.
fn place(name: &str, definitions: &[Definition]) -> Option<usize> {
    match name.strip_prefix(PROPERTY) {
        Some(slug) => definitions.iter().position(|own| own.slug == slug).map(|at| OWN.len() + at),
        None => OWN.iter().position(|own| *own == name),
    }
}
