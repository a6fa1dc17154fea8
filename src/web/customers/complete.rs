//! What the query box proposes for the word at the caret: fields, values of a field, operators.

use std::slice;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{explain, query as reader};
use crate::actions;
use crate::domain::property::{Compared, Definition};
use crate::domain::query::{self, Calendar, Field, Known, Mistake, Place, Query, Ready, Term, Wants};
use crate::store;
use crate::web::frame::Frame;
use crate::web::{Error, Visitor, Web, WebState, page, parameter};

/// The most organizations that are proposed.
const MOST: i64 = 8;
/// The most fields, and values of a property, that are proposed.
const FIELDS: usize = 16;
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
    let properties = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let zone = visitor.zone();
    let known = reader::known(&web, &properties, &zone);
    let place = query::at(&text, caret, &properties);
    let typed = &place.typed;
    let proposals = match place.wants {
        Wants::Nothing => Vec::new(),
        Wants::Condition { .. } if (1..LETTERS).contains(&typed.chars().count()) => Vec::new(),
        // To begin with, only fields.
        Wants::Condition { .. } if text.trim().is_empty() => conditions("", &properties, &[], &frame),
        // In the midst of a word nobody wants an operator.
        Wants::Condition { .. } if place.end > caret => conditions(typed, &properties, &[], &frame),
        Wants::Condition { operators } => conditions(typed, &properties, operators, &frame),
        Wants::Value(Field::Organization) => organizations(&web, &visitor, &frame, typed).await?,
        Wants::Value(field @ Field::Moment(_)) => spans(field, frame.t.search.ready(), typed, known, &frame),
        Wants::Value(Field::Property(definition)) => values(&frame, definition, typed, known),
        Wants::Value(_) => Vec::new(),
    };
    let Place { start, end, .. } = place;
    page(&Proposals { start, end, proposals })
}

/// Fields by the beginning of a name or of what people call them, then operators. Where nothing is typed, all of them but the properties of
/// a company that has many.
fn conditions(typed: &str, properties: &[Definition], operators: &[&str], frame: &Frame) -> Vec<Proposal> {
    let t = &frame.t.search;
    let begun = typed.to_lowercase();
    // `organization` is nearer to `org` by its name than another field by a word for it.
    let is_named = |field: &Field<'_>| field.names().any(|name| name.to_lowercase().starts_with(&begun));
    let is_called = |field: &Field<'_>| {
        let about = t.about(*field);
        let mut words = about.called.iter().flat_map(|called| called.split(' ')).chain(about.called.iter().copied());
        let is_own = |definition: &Definition| {
            let name = definition.name.to_lowercase();
            definition.slug.to_lowercase().starts_with(&begun) || name.split(' ').any(|word| word.starts_with(&begun))
        };
        words.any(|word| word.starts_with(&begun)) || matches!(field, Field::Property(own) if is_own(own))
    };
    let (named, others): (Vec<Field<'_>>, Vec<Field<'_>>) = Field::all(properties).partition(is_named);
    let fields = named.into_iter().chain(others.into_iter().filter(is_called)).take(FIELDS).map(|field| {
        let text = format!("{}:", field.name());
        let what = if let Field::Property(definition) = field { &definition.name } else { t.about(field).what };
        let example = frame.t.fill(t.such_as, &[&field.example()]);
        Proposal { label: text.clone(), text, what: format!("{what}, {example}") }
    });
    let operators = operators.iter().filter(|operator| operator.starts_with(typed) || operator.to_lowercase() == typed);
    let operators = operators.map(|operator| Proposal {
        text: format!("{operator} "),
        label: (*operator).to_owned(),
        what: t.operator(operator).to_owned(),
    });
    fields.chain(operators).collect()
}

/// What the value of a property may be: its options, spans of days, numbers from the one that is typed on or up to it; and any.
fn values(frame: &Frame, definition: &Definition, typed: &str, known: Known<'_>) -> Vec<Proposal> {
    let t = &frame.t.search;
    let begun = query::fold_line(typed.trim_end_matches('*'));
    let proposal = |text: String, label: &str, what: String| Proposal { text, label: label.to_owned(), what };
    let mut proposals: Vec<Proposal> = match definition.property_type.compared() {
        Compared::Words => Vec::new(),
        Compared::Options => {
            let options = definition.options.iter().filter(|option| {
                let label = query::fold_line(&option.label);
                label.starts_with(&begun) || label.split(' ').any(|word| word.starts_with(&begun))
            });
            let what = || frame.t.fill(t.option, &[&definition.name]);
            options.map(|option| proposal(query::option_text(definition, option), &option.label, what())).collect()
        }
        Compared::Numbers => {
            let number: Option<i64> = typed.trim_start_matches(['[', '"']).parse().ok();
            let ranges = number.into_iter().flat_map(|number| {
                let shown = frame.format.number(number);
                [(format!("[{number} TO *]"), t.at_least), (format!("[* TO {number}]"), t.at_most)]
                    .map(|(text, shape)| proposal(text, &frame.t.fill(shape, &[&shown]), String::new()))
            });
            ranges.collect()
        }
        Compared::Days => spans(Field::Property(definition), t.ready().chain(t.ahead()), typed, known, frame),
    };
    proposals.truncate(FIELDS - 1);
    let [any, what] = t.any_value;
    if typed.is_empty() || typed == "*" || any.starts_with(&begun) {
        proposals.push(proposal("*".to_owned(), any, what.to_owned()));
    }
    proposals
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
    Ok(proposals.filter(|one| read(Field::Organization, &one.text, None).is_ok()).collect())
}

/// Spans of days that begin with what is typed, or have a word that does.
fn spans(
    field: Field<'_>,
    ready: impl Iterator<Item = (Ready, &'static str)>,
    typed: &str,
    known: Known<'_>,
    frame: &Frame,
) -> Vec<Proposal> {
    let begun = query::fold_line(typed);
    let is_begun = |words: &str| words.starts_with(&begun) || words.split(' ').any(|word| word.starts_with(&begun));
    let proposals = ready.filter(|(_, words)| is_begun(words)).filter_map(|(ready, words)| {
        let text = ready.text();
        let range = match read(field, &text, known.calendar).ok()? {
            Query::Term(Term::Moment { range, .. }) => explain::span(range, frame),
            Query::Term(Term::Property(property)) => explain::days(&property.test, frame)?,
            _ => return None,
        };
        Some(Proposal { text, label: words.to_owned(), what: range })
    });
    proposals.collect()
}

/// A value of a field as the language takes it.
pub(super) fn read(field: Field<'_>, value: &str, calendar: Option<Calendar<'_>>) -> Result<Query, Mistake> {
    let properties = if let Field::Property(definition) = field { slice::from_ref(definition) } else { &[] };
    query::parse(&format!("{}:{value}", field.name()), Known { properties, calendar })
}
