//! How a query was read, in sentences: as a tree, printed from the query and not from what was typed.

use std::time::{Duration, Instant};

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::query;
use crate::actions;
use crate::domain::property::Definition;
use crate::domain::query::{
    MomentField, NameField, Phrase, PropertyTerm, PropertyTest, Query, Range, Ready, Scale, Term,
};
use crate::domain::time::{self, Timestamp};
use crate::store;
use crate::store::customer_list::{self, Filter};
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, page, parameter};

/// The most parts of which it is told how many customers each fits alone.
const COUNTED: usize = 8;
/// After how long no further part is counted.
const PATIENCE: Duration = Duration::from_millis(500);

/// One sentence of the tree, and where it stands in it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// How many customers this part fits alone, where it was counted.
    pub count: String,
    /// Whether the next one stands below this one.
    pub opens: bool,
    /// How many levels end with it.
    pub closes: usize,
    /// What is counted; none for what only holds others together.
    part: Option<Query>,
    depth: usize,
}

#[derive(Template)]
#[template(path = "parts/how.html")]
struct Part {
    how: Vec<Line>,
}

/// `GET /customers/explain?q=`: the tree, with how many customers each part fits alone.
pub async fn explain(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let typed = parameter::get(asked.as_deref(), "q").unwrap_or_default();
    let store = &web.directory.store;
    let properties = actions::query::properties(store, visitor.company.id).await?;
    let mut how = match query::meant(&web, &visitor, &properties, typed.trim()).await? {
        Ok(Some(query)) => lines(&query, &properties, &frame),
        Ok(None) | Err(_) => Vec::new(),
    };
    let begun = Instant::now();
    for line in how.iter_mut().filter(|line| line.part.is_some()).take(COUNTED) {
        if begun.elapsed() > PATIENCE {
            break;
        }
        line.count = count(&web, &visitor, line.part.clone()).await?.map_or_else(String::new, |count| {
            let word = if count == 1 { frame.t.customers.one } else { frame.t.customers.many };
            format!("{} {word}", frame.format.number(count))
        });
    }
    page(&Part { how })
}

async fn count(web: &Web, visitor: &Visitor, query: Option<Query>) -> Result<Option<i64>, Error> {
    let filter = Filter { query, ..Filter::default() };
    match customer_list::count(&web.directory.store, visitor.company.id, &filter).await {
        Err(store::Error::TooManyOrganizations) => Ok(None),
        counted => Ok(Some(counted?)),
    }
}

/// Where the tree of a query is told with its counts.
pub fn href(q: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    format!("/customers/explain?{query}")
}

/// The tree of a query, its lines in their order; `properties` are those of customers.
pub fn lines(query: &Query, properties: &[Definition], frame: &Frame) -> Vec<Line> {
    let mut lines = Vec::new();
    add(&mut lines, query, 0, Words { properties, frame });
    let depths: Vec<usize> = lines.iter().map(|line| line.depth).skip(1).chain([0]).collect();
    for (line, next) in lines.iter_mut().zip(depths) {
        line.opens = next > line.depth;
        line.closes = line.depth.saturating_sub(next);
    }
    lines
}

/// What is known to those who put a query into words.
#[derive(Clone, Copy)]
struct Words<'a> {
    properties: &'a [Definition],
    frame: &'a Frame,
}

fn add(lines: &mut Vec<Line>, query: &Query, depth: usize, words: Words<'_>) {
    let (t, how) = (words.frame.t, &words.frame.t.search.how);
    let (text, parts): (String, &[Query]) = match query {
        Query::All(parts) => (how.all.to_owned(), parts),
        Query::Any(parts) => (how.any.to_owned(), parts),
        Query::Term(term) => (sentence(term, words), &[]),
        Query::Not(inner) => match &**inner {
            Query::All(parts) => (how.not_all.to_owned(), parts),
            Query::Any(parts) => (how.none.to_owned(), parts),
            // The simplest form of a query has no other in it; should it have, it is printed as it stands.
            Query::Not(_) => (t.fill(how.not, &[&inner.to_string()]), &[]),
            Query::Term(term) => (t.fill(how.not, &[&sentence(term, words)]), &[]),
        },
    };
    let part = parts.is_empty().then(|| query.clone());
    lines.push(Line { text, count: String::new(), opens: false, closes: 0, part, depth });
    for part in parts {
        add(lines, part, depth + 1, words);
    }
}

/// One condition in words.
fn sentence(term: &Term, Words { properties, frame }: Words<'_>) -> String {
    let (t, how) = (frame.t, &frame.t.search.how);
    let whole = |text: &str| t.fill(how.whole, &[text]);
    match term {
        Term::Name { field: NameField::First, phrase } => t.fill(how.first_name, &[&words(phrase, t)]),
        Term::Name { field: NameField::Last, phrase } => t.fill(how.last_name, &[&words(phrase, t)]),
        Term::Email(text) => t.fill(how.email, &[&whole(text)]),
        Term::EmailDomain(domain) => t.fill(how.email_domain, &[domain]),
        Term::Phone(digits) => t.fill(how.phone, &[&whole(digits)]),
        Term::Organization { name, is_beginning: true } => t.fill(how.organization_beginning, &[&whole(name)]),
        Term::Organization { name, is_beginning: false } => t.fill(how.organization, &[&whole(name)]),
        Term::Moment { field, range, ready } => {
            let shape = if *field == MomentField::Created { how.created } else { how.modified };
            t.fill(shape, &[&of_ready(*ready, span(*range, frame), t)])
        }
        Term::Property(property) => value(property, properties, frame),
        Term::Anywhere { text, phrase } if phrase.is_beginning || phrase.words.is_empty() => {
            t.fill(how.anywhere, &[&whole(text)])
        }
        Term::Anywhere { text, .. } => t.fill(how.anywhere_whole, &[&whole(text)]),
    }
}

/// A condition on the value of a property, by the name that people gave it.
fn value(property: &PropertyTerm, properties: &[Definition], frame: &Frame) -> String {
    let (t, how) = (frame.t, &frame.t.search.how);
    let definition = properties.iter().find(|definition| definition.slug == property.slug);
    let name = definition.map_or(property.slug.as_str(), |definition| &definition.name);
    match &property.test {
        PropertyTest::Any(_) => t.fill(how.has_value, &[name]),
        PropertyTest::Option { label, is_beginning: true, .. } => {
            t.fill(how.value_beginning, &[name, &t.fill(how.whole, &[label])])
        }
        PropertyTest::Option { label, anchors, .. } => {
            let options = definition.iter().flat_map(|definition| &definition.options);
            let meant = options.filter(|option| anchors.contains(&option.anchor));
            let labels: Vec<String> = meant.map(|option| t.fill(how.whole, &[&option.label])).collect();
            match &*labels {
                [] => t.fill(how.value, &[name, &t.fill(how.whole, &[label])]),
                [one] => t.fill(how.value, &[name, one]),
                several => t.fill(how.value_of_several, &[name, &several.join(", ")]),
            }
        }
        PropertyTest::Words { phrase, .. } => t.fill(how.value_words, &[name, &words(phrase, t)]),
        PropertyTest::Range { range: Range { from: Some(from), to: Some(to) }, .. } if from > to => {
            t.fill(how.value_nothing, &[name])
        }
        PropertyTest::Range { scale: Scale::Days, ready, .. } => {
            let days = days(&property.test, frame).unwrap_or_default();
            t.fill(how.value_range, &[name, &of_ready(*ready, days, t)])
        }
        PropertyTest::Range { range, .. } => {
            let number = |number: i64| frame.format.number(number);
            let shapes = [how.number, how.number_from, how.number_up_to, how.number_between];
            t.fill(how.value_range, &[name, &between(range.from.map(number), range.to.map(number), *range, shapes, t)])
        }
    }
}

/// A range of days in words; none where something else is asked of a value.
pub fn days(test: &PropertyTest, frame: &Frame) -> Option<String> {
    let PropertyTest::Range { scale: Scale::Days, range, .. } = test else { return None };
    let (t, how) = (frame.t, &frame.t.search.how);
    let day = |day: i64| frame.format.date(&time::day_text(day));
    let shapes = [how.on, how.from, how.up_to, how.between];
    Some(between(range.from.map(day), range.to.map(day), *range, shapes, t))
}

/// A span that was asked for by its words, and what it is today.
fn of_ready(ready: Option<Ready>, span: String, t: &Texts) -> String {
    match ready {
        Some(ready) => t.fill(t.search.how.ready, &[ready.text().trim_matches('"'), &span]),
        None => span,
    }
}

fn words(phrase: &Phrase, t: &Texts) -> String {
    let shape = if phrase.is_beginning { t.search.how.beginning } else { t.search.how.whole };
    t.fill(shape, &[&phrase.words.join(" ")])
}

/// A range in words, its ends as the reader writes them.
pub fn span(range: Range, frame: &Frame) -> String {
    let (t, how) = (frame.t, &frame.t.search.how);
    let at = |second: i64| Timestamp::from_micros(second.saturating_mul(1_000_000));
    let from = range.from.map(|from| frame.format.beginning(at(from)));
    let to = range.to.map(|to| frame.format.ending(at(to)));
    between(from, to, range, [how.on, how.from, how.up_to, how.between], t)
}

/// A range in words: one place, from one on, up to one, or from one to another.
fn between(
    from: Option<String>,
    to: Option<String>,
    range: Range,
    [on, since, up_to, between]: [&str; 4],
    t: &Texts,
) -> String {
    let how = &t.search.how;
    match (from, to) {
        _ if range.from.zip(range.to).is_some_and(|(from, to)| from > to) => how.never.to_owned(),
        (None, None) => how.ever.to_owned(),
        (Some(from), None) => t.fill(since, &[&from]),
        (None, Some(to)) => t.fill(up_to, &[&to]),
        (Some(from), Some(to)) if from == to => t.fill(on, &[&from]),
        (Some(from), Some(to)) => t.fill(between, &[&from, &to]),
    }
}
