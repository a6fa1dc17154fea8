//! The filter: a field, then its value, and the query asks for that too. In the list it is a menu beside the box, without scripts a page.

pub(super) mod condition;
pub(super) mod parts;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::Choice;
use super::query::{self, told};
use super::view::View;
use crate::actions;
use crate::domain::property::Definition;
use crate::domain::query::{self as language, Field, Known, Mistake, Query};
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, go, page, page_of};
use condition::{Asked, Fault, Input, spans};

/// What stands in the form of the filter.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/filter.html")]
pub struct Filter {
    t: &'static Texts,
    /// The fields, in groups with their titles.
    groups: Vec<(&'static str, Vec<Choice>)>,
    /// How the value of the field is asked for, once one is chosen.
    input: Option<Input>,
    hows: Vec<Choice>,
    options: Vec<Choice>,
    spans: Vec<Choice>,
    asked: Asked,
    faults: Vec<Fault>,
    /// What is wrong with the whole.
    fault: String,
}

#[derive(Template)]
#[template(path = "customers_filter.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    filter: Filter,
    q: String,
    back: String,
    carried: Vec<(&'static str, String)>,
}

/// What follows the field.
#[derive(Template)]
#[template(path = "parts/filter_rest.html")]
struct Rest {
    t: &'static Texts,
    filter: Filter,
}

/// For our module: where the list is.
#[derive(Template)]
#[template(path = "parts/filter_done.html")]
struct Done {
    href: String,
}

/// `GET /customers/filter?field=`: asks for a value of the field. With `add`, it leads to the list whose query asks for that value too.
pub async fn filter(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let (frame, asked) = (frame.at("customers"), asked.unwrap_or_default());
    let pairs: Vec<(String, String)> = form_urlencoded::parse(asked.as_bytes()).into_owned().collect();
    let view = View::of_pairs(&pairs).at_start();
    let properties = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let mut filter = Filter::of(&properties, Asked::read(&pairs), frame.t);
    let field = filter.field(&properties).filter(|_| pairs.iter().any(|(name, _)| name == "add"));
    let mut status = StatusCode::OK;
    if let Some(field) = field {
        if let Some(q) = added(&web, &visitor, &mut filter, field, &view.q, &properties, frame.t).await? {
            let href = view.with_query(&q).href();
            return if is_part { page(&Done { href }) } else { Ok(go::to(&href)) };
        }
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    if is_part {
        return page_of(status, &Rest { t: frame.t, filter });
    }
    let saved = view.saved.map(|saved| ("view", saved.to_string()));
    let carried = saved.into_iter().chain([("q", view.q.clone())]).chain(view.carried()).collect();
    page_of(status, &Page { t: frame.t, frame, filter, back: view.href(), q: view.q, carried })
}

/// The query with what the form asks for; none where something is wrong, which the form then tells.
async fn added(
    web: &Web,
    visitor: &Visitor,
    filter: &mut Filter,
    field: Field<'_>,
    typed: &str,
    properties: &[Definition],
    t: &Texts,
) -> Result<Option<String>, Error> {
    let zone = visitor.zone();
    let known = query::known(web, properties, &zone);
    let Ok(meant) = query::meant(web, visitor, properties, typed).await? else {
        t.filter.no_query.clone_into(&mut filter.fault);
        return Ok(None);
    };
    match filter.asked.condition(field, known, t).map(|condition| joined(meant, typed, &condition, known)) {
        Ok(Ok(q)) => return Ok(Some(q)),
        Ok(Err(mistake)) => filter.fault = format!("{} {}", t.filter.no_room, told(&mistake, t)),
        Err(faults) => filter.faults = faults,
    }
    Ok(None)
}

/// The query that asks for both. What was typed stays as it is where that means the same; else it is written out.
fn joined(meant: Option<Query>, typed: &str, condition: &str, known: Known<'_>) -> Result<String, Mistake> {
    let own = language::parse(condition, known)?;
    let Some(meant) = meant else { return Ok(condition.to_owned()) };
    let both = Query::all(vec![meant.clone(), own]);
    // It asks for that already.
    if both == meant {
        return Ok(typed.to_owned());
    }
    let ways = [format!("{typed} AND {condition}"), format!("({typed}) AND {condition}")];
    if let Some(way) =
        ways.into_iter().find(|way| query::read(way, known).is_ok_and(|read| read.as_ref() == Some(&both)))
    {
        return Ok(way);
    }
    let written = both.to_string();
    language::parse(&written, known).map(|_| written)
}

impl Filter {
    /// The form for what is asked; `properties` are those of customers.
    pub fn of(properties: &[Definition], asked: Asked, t: &'static Texts) -> Self {
        let f = &t.filter;
        let choice = |value: &str, label: &str, is_chosen: bool| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            is_chosen,
        };
        let named = |field: Field<'_>| choice(&field.name(), &f.of(field), field.name() == asked.field);
        let (own, every): (Vec<Field<'_>>, Vec<Field<'_>>) =
            Field::all(properties).partition(|field| matches!(field, Field::Property(_)));
        let groups = [(f.properties, own), (f.of_everyone, every)]
            .map(|(title, fields)| (title, fields.into_iter().map(named).collect::<Vec<_>>()));
        let mut filter = Self {
            t,
            groups: groups.into_iter().filter(|(_, fields)| !fields.is_empty()).collect(),
            input: None,
            hows: Vec::new(),
            options: Vec::new(),
            spans: Vec::new(),
            asked: asked.clone(),
            faults: Vec::new(),
            fault: String::new(),
        };
        let Some(field) = filter.field(properties) else { return filter };
        let mut hows = vec![("is", f.ways(field)[0]), ("not", f.ways(field)[1])];
        if let Field::Property(definition) = field {
            hows.extend([("any", f.any), ("none", f.none)]);
            let options = definition.options.iter();
            filter.options = options.map(|own| choice(&own.id, &own.label, asked.values.contains(&own.id))).collect();
        }
        filter.hows = hows.into_iter().map(|(how, words)| choice(how, words, how == asked.how)).collect();
        filter.input = Some(Input::of(field));
        if filter.input == Some(Input::Days) {
            let ready = spans(field, t).enumerate();
            let ready = ready.map(|(at, (_, words))| choice(&at.to_string(), words, asked.span == Some(at)));
            filter.spans = std::iter::once(choice("", f.between, asked.span.is_none())).chain(ready).collect();
        }
        filter
    }

    fn field<'d>(&self, properties: &'d [Definition]) -> Option<Field<'d>> {
        Field::all(properties).find(|field| field.name() == self.asked.field)
    }

    /// Whether the value is asked for like this.
    fn asks(&self, input: Input) -> bool {
        self.input == Some(input)
    }

    /// The value that was typed.
    fn value(&self) -> &str {
        self.asked.values.first().map_or("", String::as_str)
    }

    /// The two ends of a range: the name of each, what it is called, and what was typed.
    fn ends(&self) -> [(&'static str, &'static str, String); 2] {
        let Asked { from, to, .. } = &self.asked;
        [("from", self.t.filter.from, from.clone()), ("to", self.t.filter.to, to.clone())]
    }

    /// What is wrong with an input; empty when nothing is.
    fn fault_of(&self, input: &str) -> &str {
        self.faults.iter().find(|fault| fault.input == input).map_or("", |fault| &fault.told)
    }
}
