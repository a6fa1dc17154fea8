//! The conditions that a query consists of, as they stand under the box, each with the way to the list without it.

use super::super::explain;
use super::super::view::View;
use crate::domain::property::Definition;
use crate::domain::query::{self, Known, Query};
use crate::web::frame::Frame;

/// What joins conditions.
const AND: &str = " AND ";

/// One condition.
#[derive(Clone, Debug)]
pub struct Part {
    /// In words.
    pub text: String,
    /// The list without it.
    pub href: String,
    /// What that way is called.
    pub take_away: String,
}

/// The conditions on fields of a query whose conditions all hold; none of a query that is made in another way. What was typed stays as it
/// is, but for the one that is taken away.
pub fn parts(view: &View, meant: &Query, known: Known<'_>, frame: &Frame) -> Vec<Part> {
    let pieces: Vec<&str> = view.q.split(AND).collect();
    let mut parts = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let rest: Vec<&str> =
            pieces.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, rest)| *rest).collect();
        let rest = rest.join(AND);
        let Ok(own) = query::parse(piece, known) else { return Vec::new() };
        let others = if rest.is_empty() { Ok(Vec::new()) } else { query::parse(&rest, known).map(members) };
        // An AND in quotes or in parentheses takes something else apart than the query.
        let Ok(mut both) = others else { return Vec::new() };
        both.extend(members(own.clone()));
        let all = members(meant.clone());
        if !both.iter().all(|one| all.contains(one)) || !all.iter().all(|one| both.contains(one)) {
            return Vec::new();
        }
        if piece.contains(':') {
            let text = text(&own, piece, known.properties, frame);
            let take_away = frame.t.fill(frame.t.filter.take_away, &[&text]);
            parts.push(Part { text, take_away, href: view.with_query(&rest).href() });
        }
    }
    parts
}

fn members(query: Query) -> Vec<Query> {
    match query {
        Query::All(parts) => parts,
        one => vec![one],
    }
}

/// One condition in words, or several of which one has to hold; anything else as it was typed.
fn text(own: &Query, typed: &str, properties: &[Definition], frame: &Frame) -> String {
    let lines = explain::lines(own, properties, frame);
    match (own, lines.as_slice()) {
        (_, [only]) => only.text.clone(),
        (Query::Any(parts), [_, lines @ ..]) if parts.len() == lines.len() => {
            let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            texts.join(frame.t.filter.or)
        }
        _ => typed.to_owned(),
    }
}
