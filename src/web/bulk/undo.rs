//! Putting back what a run did. What stood there before is read from the log, piece by piece, and goes back wherever nobody has changed it
//! since; so nothing has to be kept for it.

mod field;
mod overwritten;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::act::{Act, get};
use super::run::{self, Outcome, Page, Progress, Said};
use super::{PIECE, PIECE_OF_PAGE, SAMPLE};
use crate::domain::organization::name_key;
use crate::store::change::KeyKind;
use crate::store::events::{self, Span};
use crate::store::{companies, identity};
use crate::web::customers::view::View;
use crate::web::form::Form;
use crate::web::format::Format;
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, page_of};
use field::Field;
use overwritten::Overwritten;

/// Where it is looked at, and where its forms go.
const PATH: &str = "/customers/bulk/undo";

/// What is put back.
#[derive(Clone, Debug)]
struct Undo {
    field: Field,
    /// The value that the run gave.
    given: String,
    /// The events among which those of the run are.
    span: Span,
    /// The query of the list that one goes back to.
    q: String,
    t: &'static Texts,
    format: Format,
}

/// `GET /customers/bulk/undo`: what it would do.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let undo = Undo::read(&web, &visitor, &pairs, &frame).await?;
    let (found, rest) = undo.piece(&web, &visitor, undo.span, PIECE).await?;
    let mut results = Vec::new();
    for one in found.iter().take(usize::try_from(SAMPLE).unwrap_or_default()) {
        results.push(one.preview(&web, &visitor, &undo).await?);
    }
    let is_open = !found.is_empty() || rest.is_some();
    undo.page(frame, Progress::default(), results, is_open)
}

/// `POST /customers/bulk/undo`: puts a piece of it back.
pub async fn go_on(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let pairs: Vec<(String, String)> = form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let undo = Arc::new(Undo::read(&web, &visitor, &pairs, &frame).await?);
    let mut state = Progress::read(&form);
    let until = state.next.parse().unwrap_or(undo.span.until).clamp(undo.span.since, undo.span.until);
    let size = if is_part { PIECE } else { PIECE_OF_PAGE };
    let (found, rest) = undo.piece(&web, &visitor, Span { until, ..undo.span }, size).await?;
    let results = run::together(found.into_iter().map(|one| {
        let (web, visitor, undo) = (Arc::clone(&web), visitor.clone(), Arc::clone(&undo));
        async move { one.put_back(&web, &visitor, &undo).await }
    }))
    .await?;
    let t = &frame.t.bulk;
    let said = Said { all: t.all_as_before, so_far: t.as_before_so_far, with_failures: t.as_before_with_failures };
    state.at = undo.span.until - rest.map_or(undo.span.since, |rest| rest.until);
    state.add(&results, rest.map_or_else(String::new, |rest| rest.until.to_string()), said, &frame);
    let results: Vec<Outcome> = results.into_iter().rev().collect();
    if is_part {
        return run::piece(state, results);
    }
    let is_open = !state.next.is_empty();
    undo.page(frame, state, results, is_open)
}

/// The address at which it is put back what an act did since an event, for people who chose among what a query finds; empty where there is
/// nothing to put back.
pub async fn address(web: &Web, visitor: &Visitor, act: &Act, since: Option<i64>, q: &str) -> Result<String, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let Some(since) = since else { return Ok(String::new()) };
    let mut fields = act.carried();
    match act {
        Act::Property(..) => {}
        Act::Organization(name) if name.is_empty() => {}
        // Its name may be another one when it is put back.
        Act::Organization(name) => {
            match identity::find(store, company, KeyKind::OrganizationName, &name_key(name)).await? {
                Some(id) => fields = vec![("act", "organization".to_owned()), ("value", id.to_string())],
                None => return Ok(String::new()),
            }
        }
        Act::Delete => return Ok(String::new()),
    }
    let until = companies::totals(store, company).await?.events;
    if until <= since {
        return Ok(String::new());
    }
    fields.extend([("since", since.to_string()), ("until", until.to_string()), ("q", q.to_owned())]);
    Ok(format!("{PATH}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()))
}

impl Undo {
    /// What an address or a form asks for. Numbers of events that are not there are brought within those that are.
    async fn read(web: &Web, visitor: &Visitor, pairs: &[(String, String)], frame: &Frame) -> Result<Self, Error> {
        let last = companies::totals(&web.directory.store, visitor.company.id).await?.events;
        let number = |name: &str| get(pairs, name).parse::<i64>().unwrap_or_default().clamp(0, last);
        let since = number("since");
        Ok(Self {
            field: Field::read(web, visitor, pairs, frame.t).await?,
            given: get(pairs, "value").to_owned(),
            span: Span { since, until: number("until").max(since) },
            q: get(pairs, "q").to_owned(),
            t: frame.t,
            format: frame.format.clone(),
        })
    }

    /// The last of what was overwritten within a span, the newest first, and what is left of the span.
    async fn piece(
        &self,
        web: &Web,
        visitor: &Visitor,
        span: Span,
        size: i64,
    ) -> Result<(Vec<Overwritten>, Option<Span>), Error> {
        let (store, company) = (&web.directory.store, visitor.company.id);
        let (logged, rest) = events::by(store, company, visitor.user.id, span, size).await?;
        Ok((logged.iter().filter_map(|logged| Overwritten::of(logged, self)).collect(), rest))
    }

    fn page(&self, frame: Frame, state: Progress, results: Vec<Outcome>, is_open: bool) -> Result<Response, Error> {
        let t = frame.t;
        let mut carried = self.field.carried();
        let Span { since, until } = self.span;
        carried.extend([("value", self.given.clone()), ("q", self.q.clone())]);
        carried.extend([("since", since.to_string()), ("until", until.to_string())]);
        let list = View::read("").with_query(&self.q).href();
        let is_nothing = !state.is_begun && !is_open;
        let page = Page {
            title: t.bulk.put_back_title.to_owned(),
            explained: self.field.explained(t),
            before: if is_nothing { t.bulk.nothing_to_put_back.to_owned() } else { String::new() },
            action: PATH,
            back: (list.clone(), t.customer.back),
            list,
            is_open,
            end: until - since,
            carried,
            phrase: String::new(),
            is_wrong: false,
            is_delete: false,
            begin: t.bulk.put_back.to_owned(),
            promise: "",
            results_title: if state.is_begun { t.bulk.results } else { t.bulk.first_of_them },
            state,
            results,
            t,
            frame: frame.at("customers"),
        };
        page_of(StatusCode::OK, &page)
    }
}
