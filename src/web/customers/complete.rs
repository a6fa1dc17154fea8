//! What the query box proposes for the word at the caret: fields, values of a field, operators.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::explain;
use crate::domain::query::{self, Field, Mistake, Place, Query, Term, Wants};
use crate::domain::zone::Zone;
use crate::store;
use crate::web::frame::Frame;
use crate::web::{Error, Visitor, Web, WebState, page, parameter};

/// The most organizations that are proposed.
const MOST: i64 = 8;
/// From how many letters on a word is taken for the beginning of a field: nearly every name begins like one.
const LETTERS: usize = 2;

/// One proposal.
struct Proposal {
    /// What takes the place of the part at the caret.
    text: String,
    /// What is shown of it.
    label: String,
    /// What it is, in words.
    what: String,
}

#[derive(Template)]
#[template(path = "parts/proposals.html")]
struct Proposals {
    start: usize,
    end: usize,
    proposals: Vec<Proposal>,
}

/// `GET /customers/complete?q=&at=`: what may come where the caret stands, before the character of that number.
pub async fn complete(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let text = parameter::get(asked.as_deref(), "q").unwrap_or_default();
    let caret = parameter::get(asked.as_deref(), "at").and_then(|at| at.parse().ok()).unwrap_or(usize::MAX);
    // No query is longer, and nothing that is not a query is read.
    let text: String = text.chars().take(query::TEXT_MAX).collect();
    let place = query::at(&text, caret);
    let proposals = match &place.wants {
        Wants::Nothing => Vec::new(),
        Wants::Condition { .. } if (1..LETTERS).contains(&place.typed.chars().count()) => Vec::new(),
        // To begin with, only fields.
        Wants::Condition { .. } if text.trim().is_empty() => conditions("", &[], &frame),
        // In the midst of a word nobody wants an operator.
        Wants::Condition { .. } if place.end > caret => conditions(&place.typed, &[], &frame),
        Wants::Condition { operators } => conditions(&place.typed, operators, &frame),
        Wants::Value(Field::Organization) => organizations(&web, &visitor, &frame, &place.typed).await?,
        Wants::Value(field @ Field::Moment(_)) => ranges(&web, &visitor, &frame, *field, &place.typed),
        Wants::Value(_) => Vec::new(),
    };
    let Place { start, end, .. } = place;
    page(&Proposals { start, end, proposals })
}

/// Fields by the beginning of a name or of what people call them, then operators. Where nothing is typed, all of them.
fn conditions(typed: &str, operators: &[&str], frame: &Frame) -> Vec<Proposal> {
    let t = &frame.t.search;
    let begun = typed.to_lowercase();
    // `organization` is nearer to `org` by its name than another field by a word for it.
    let is_named = |field: &Field| field.names().any(|name| name.to_lowercase().starts_with(&begun));
    let is_called = |field: &Field| {
        let about = t.about(*field);
        let mut words = about.called.iter().flat_map(|called| called.split(' ')).chain(about.called.iter().copied());
        words.any(|word| word.starts_with(&begun))
    };
    let (named, others): (Vec<Field>, Vec<Field>) = Field::all().partition(is_named);
    let fields = named.into_iter().chain(others.into_iter().filter(is_called)).map(|field| {
        let text = format!("{}:", field.name());
        let example = frame.t.fill(t.such_as, &[field.example()]);
        Proposal { label: text.clone(), text, what: format!("{}, {example}", t.about(field).what) }
    });
    let operators = operators.iter().filter(|operator| operator.starts_with(typed) || operator.to_lowercase() == typed);
    let operators = operators.map(|operator| Proposal {
        text: format!("{operator} "),
        label: (*operator).to_owned(),
        what: t.operator(operator).to_owned(),
    });
    fields.chain(operators).collect()
}

async fn organizations(web: &Web, visitor: &Visitor, frame: &Frame, typed: &str) -> Result<Vec<Proposal>, Error> {
    let beginning = typed.trim_end_matches('*');
    let found = store::organizations::named(&web.directory.store, visitor.company.id, beginning, MOST).await?;
    let proposals = found.into_iter().map(|found| {
        let [one, many] = frame.t.search.members;
        let members = if found.customers == 1 { one } else { many };
        let name = found.record.value.name;
        Proposal {
            text: query::quoted(&name),
            label: name,
            what: frame.t.fill(members, &[&frame.format.number(found.customers)]),
        }
    });
    // A name of nothing but signs, say, cannot be asked for.
    Ok(proposals.filter(|one| read(Field::Organization, &one.text).is_ok()).collect())
}

/// Spans of days by a word of theirs, or by what their range begins with.
fn ranges(web: &Web, visitor: &Visitor, frame: &Frame, field: Field, typed: &str) -> Vec<Proposal> {
    let (now, begun) = (web.directory.clock.now(), typed.to_lowercase());
    let zone = Zone::parse(&visitor.user.timezone).unwrap_or_else(Zone::utc);
    let spans = frame.t.search.ready().map(|(ready, words)| (ready.text(now, &zone), words));
    let fits = |(text, words): &(String, &str)| {
        text.starts_with(typed) || words.split(' ').any(|word| word.starts_with(&begun))
    };
    let proposals = spans.filter(fits).filter_map(|(text, words)| {
        let Ok(Query::Term(Term::Moment { range, .. })) = read(field, &text) else { return None };
        Some(Proposal { label: words.to_owned(), what: explain::span(range, frame), text })
    });
    proposals.collect()
}

/// A value of a field as the language takes it.
fn read(field: Field, value: &str) -> Result<Query, Mistake> {
    query::parse(&format!("{}:{value}", field.name()))
}
