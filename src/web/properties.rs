//! Property definitions, of customers and of organizations: everybody sees them, owners and admins make, change, order and delete them.

mod delete;
mod options;
mod property;

pub use delete::{ask as ask_to_delete, delete};
pub use property::{ask as ask_for_new, create, save, show};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::customers::alike;
use super::form::Form;
use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, Web, WebState, go, page};
use crate::actions::properties::{self, Way};
use crate::domain::property::{Definition, PropertyOwner};
use crate::store;

/// Holders are counted up to so many where they are told beside others.
const COUNTED: i64 = 1_000;
/// So many options are told in the list.
const OPTIONS: usize = 3;

#[derive(Template)]
#[template(path = "properties.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    of: Of,
    may_change: bool,
    rows: Vec<Row>,
}

/// A definition in the list.
#[derive(Debug)]
struct Row {
    href: String,
    slug: String,
    name: String,
    kind: String,
    options: String,
    held: String,
    /// The list of whoever holds a value, where there is one.
    holders: Option<String>,
}

/// Whose definitions they are, as paths name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Of(PropertyOwner);

impl Of {
    const CUSTOMERS: Self = Self(PropertyOwner::Customer);
    const ORGANIZATIONS: Self = Self(PropertyOwner::Organization);

    fn parse(name: &str) -> Result<Self, Error> {
        [Self::CUSTOMERS, Self::ORGANIZATIONS].into_iter().find(|of| of.name() == name).ok_or(Error::NotFound)
    }

    fn name(self) -> &'static str {
        match self.0 {
            PropertyOwner::Customer => "customers",
            PropertyOwner::Organization => "organizations",
        }
    }

    /// Its place in texts that there are two of.
    fn place(self) -> usize {
        usize::from(self == Self::ORGANIZATIONS)
    }

    /// Where the list is.
    fn list(self) -> String {
        format!("/properties/{}", self.name())
    }

    /// Where whoever holds something is listed. The query of the list knows no properties of organizations.
    fn holders(self, held: i64, list: impl FnOnce() -> Option<String>) -> Option<String> {
        (self == Self::CUSTOMERS && held > 0).then(list).flatten()
    }

    /// Where one is.
    fn href(self, slug: &str) -> String {
        format!("/properties/{}/{slug}", self.name())
    }
}

/// `GET /properties`: those of customers.
pub async fn list_of_customers(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    answer(&web, &visitor, frame, Of::CUSTOMERS).await
}

/// `GET /properties/{of}`.
pub async fn list(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(of): Path<String>,
) -> Result<Response, Error> {
    answer(&web, &visitor, frame, Of::parse(&of)?).await
}

/// `POST /properties/{of}/{slug}/move`: one place up or down.
pub async fn arrange(
    State(web): State<WebState>,
    visitor: Visitor,
    Path((of, slug)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let of = Of::parse(&of)?;
    let way = if form.get("to") == "up" { Way::Up } else { Way::Down };
    properties::arrange(&web.directory, &visitor.caller(), of.0, &slug, way).await?;
    Ok(go::to(&format!("{}#{slug}", of.list())))
}

async fn answer(web: &Web, visitor: &Visitor, frame: Frame, of: Of) -> Result<Response, Error> {
    let (t, store, company) = (frame.t, &web.directory.store, visitor.company.id);
    let definitions = store::properties::list(store, company, of.0).await?;
    let holders = store::properties::holders(store, company, COUNTED).await?;
    let row = |definition: &Definition| {
        let held: i64 = definition.anchors().iter().filter_map(|anchor| holders.get(anchor)).sum();
        let is_counted =
            definition.anchors().iter().all(|anchor| holders.get(anchor).is_none_or(|held| *held <= COUNTED));
        Row {
            href: of.href(&definition.slug),
            slug: definition.slug.clone(),
            name: definition.name.clone(),
            kind: t.properties.of_type(definition.property_type),
            options: options_of(definition, &frame),
            held: count(held, is_counted, &frame),
            holders: of.holders(held, || Some(alike::holding(definition))),
        }
    };
    let rows = definitions.iter().map(|defined| row(&defined.value)).collect();
    page(&Page { t, of, may_change: visitor.is_manager(), rows, frame: frame.at("properties") })
}

/// A count, or that there are more than were counted.
fn count(held: i64, is_counted: bool, frame: &Frame) -> String {
    if is_counted {
        return frame.format.number(held);
    }
    frame.t.fill(frame.t.properties.at_least, &[&frame.format.number(held - held % COUNTED)])
}

fn options_of(definition: &Definition, frame: &Frame) -> String {
    let labels: Vec<&str> = definition.options.iter().map(|option| option.label.as_str()).collect();
    let Some(rest) = labels.len().checked_sub(OPTIONS).filter(|rest| *rest > 0) else { return labels.join(", ") };
    let more = frame.t.fill(frame.t.properties.more, &[&rest.to_string()]);
    format!("{} {more}", labels.iter().take(OPTIONS).copied().collect::<Vec<_>>().join(", "))
}
