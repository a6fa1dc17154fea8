//! What a query asks of the very thing that a list is sorted by: an index is walked only where that may hold.

use super::index::Index;
use crate::domain::id::AnchorId;
use crate::domain::property::Definition;
use crate::domain::property_value::Value;
use crate::domain::query::{PropertyTerm, PropertyTest, Query, Scale, Term};
use crate::domain::time::day_text;

/// What has to hold for anybody whom a query means. What it says not of everybody, or says of anything else, is not looked at.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Whether one has to have what is sorted by.
    pub(super) is_needed: bool,
    /// What values may hang on, where not on anything.
    options: Option<Vec<AnchorId>>,
    /// How what is sorted by compares with texts.
    pub(super) bounds: Vec<(&'static str, String)>,
    /// From where to where it does not lie.
    pub(super) gaps: Vec<(String, String)>,
    /// What values do not hang on.
    others: Vec<AnchorId>,
}

impl Asked {
    pub(super) fn of(query: Option<&Query>, index: Index<'_>) -> Self {
        let parts = match query {
            Some(Query::All(parts)) => parts.as_slice(),
            Some(part) => std::slice::from_ref(part),
            None => &[],
        };
        let mut asked = Self::default();
        for part in parts {
            match (part, index) {
                (Query::Term(Term::Property(term)), Index::Values(definition)) => asked.value(term, definition),
                (Query::Term(Term::Organization { name, is_beginning }), Index::Members) => {
                    asked.is_needed = true;
                    asked.bounds.extend([(">=", name.clone()), ("<=", last(name, *is_beginning))]);
                }
                (Query::Not(part), index) => asked.not(part, index),
                _ => {}
            }
        }
        asked
    }

    fn not(&mut self, part: &Query, index: Index<'_>) {
        match (part, index) {
            (Query::Term(Term::Organization { name, is_beginning }), Index::Members) => {
                self.gaps.push((name.clone(), last(name, *is_beginning)));
            }
            (Query::Term(Term::Property(term)), Index::Values(definition)) if term.slug == definition.slug => {
                if let PropertyTest::Any(anchors) | PropertyTest::Option { anchors, .. } = &term.test {
                    self.others.extend(anchors);
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, term: &PropertyTerm, definition: &Definition) {
        if term.slug != definition.slug {
            return;
        }
        self.is_needed = true;
        match &term.test {
            PropertyTest::Any(anchors) | PropertyTest::Option { anchors, .. } => {
                self.options.get_or_insert_with(|| anchors.clone()).retain(|option| anchors.contains(option));
            }
            PropertyTest::Range { scale, range, .. } => {
                let key = |end: i64| match scale {
                    Scale::Days => Value::Text(day_text(end)).sort_key(),
                    Scale::Numbers | Scale::Moments => Value::Number(end).sort_key(),
                };
                let ends = [(">=", range.from), ("<=", range.to)];
                self.bounds.extend(ends.into_iter().filter_map(|(sign, end)| Some((sign, key(end?)))));
            }
            PropertyTest::Words { .. } => {}
        }
    }

    /// Whether a value may hang on this.
    pub(super) fn may_hang_on(&self, anchor: AnchorId) -> bool {
        self.options.as_ref().is_none_or(|options| options.contains(&anchor)) && !self.others.contains(&anchor)
    }
}

/// No name that is meant sorts after this: of those that begin so, the name with the last of all characters.
fn last(name: &str, is_beginning: bool) -> String {
    if is_beginning { format!("{name}{}", char::MAX) } else { name.to_owned() }
}
