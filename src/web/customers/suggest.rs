//! Pieces of pages that propose who or what is there already, while one types.

mod closest;

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::near::near_to;
use super::{query, read, second_line, shown_name};
use crate::actions;
use crate::domain::id::CustomerId;
use crate::domain::organization::name_key;
use crate::store::change::KeyKind;
use crate::store::customers::Found;
use crate::store::{self, identity};
use crate::web::frame::Frame;
use crate::web::suggestions::{Suggestion, Suggestions};
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, WebState, page, parameter};
use closest::Closest;

/// Where a field that finds an organization, or makes one, asks with what was typed.
pub const FIND_OR_MAKE: &str = "/customers/organizations?make=1&name=";
/// The most proposals.
const MOST: i64 = 8;
/// The most customers who are called nearly so, where nobody is called so.
const NEAR: usize = 3;
/// The most customers that are asked for by their identifiers.
const RECENT: usize = 6;

/// `GET /customers/suggest?q=`: a few customers for the command palette.
pub async fn suggest(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let mut suggestions = Vec::new();
    let typed = parameter::get(asked.as_deref(), "q").unwrap_or_default();
    let properties = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    if let Ok(Some(query)) = query::meant(&web, &visitor, &properties, &typed).await? {
        let (store, company) = (&web.directory.store, visitor.company.id);
        let mut found = match closest::closest(store, company, &query, MOST).await {
            Err(store::Error::TooManyOrganizations) => Closest::default(),
            found => found?,
        };
        if found.found.is_empty() {
            found.found = near_to(store, company, &query).await?.found;
            found.found.truncate(NEAR);
        }
        let Closest { found, named } = found;
        let near = |(at, one)| suggestion(one, at < named, frame.t);
        suggestions = found.iter().enumerate().map(near).collect::<Result<_, _>>()?;
    }
    page(&Suggestions { suggestions })
}

/// `GET /customers/recent?id=`: a few customers by their identifiers, in this order, for the command palette; whoever is gone is left out.
pub async fn recent(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let pairs = form_urlencoded::parse(asked.as_deref().unwrap_or_default().as_bytes());
    let ids = pairs.filter(|(name, _)| name == "id").filter_map(|(_, id)| CustomerId::parse(&id)).take(RECENT);
    let mut suggestions = Vec::new();
    for id in ids {
        if let Some(found) = store::customers::find(&web.directory.store, visitor.company.id, id).await? {
            suggestions.push(suggestion(&found, true, frame.t)?);
        }
    }
    page(&Suggestions { suggestions })
}

fn suggestion(found: &Found, is_near: bool, t: &Texts) -> Result<Suggestion, Error> {
    let customer = read(found)?;
    Ok(Suggestion {
        value: shown_name(&customer, t),
        second: second_line(&customer),
        href: format!("/customers/{}", found.record.id),
        is_near,
    })
}

/// `GET /customers/organizations?name=`: organizations whose name has a word that begins so; with `make`, for a field that makes one, also
/// that it would be a new one.
pub async fn organizations(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let beginning = parameter::get(asked.as_deref(), "name").unwrap_or_default();
    let (store, company, name) = (&web.directory.store, visitor.company.id, beginning.trim());
    let found = store::organizations::named(store, company, &beginning, MOST).await?;
    let is_new = parameter::get(asked.as_deref(), "make").is_some()
        && !name.is_empty()
        && identity::find(store, company, KeyKind::OrganizationName, &name_key(name)).await?.is_none();
    let new = is_new.then(|| Suggestion {
        value: name.to_owned(),
        second: frame.t.customers.new_organization.to_owned(),
        href: String::new(),
        is_near: true,
    });
    let suggestions = found.into_iter().map(|found| Suggestion {
        value: found.record.value.name,
        second: frame.format.number(found.customers),
        href: String::new(),
        is_near: true,
    });
    page(&Suggestions { suggestions: suggestions.chain(new).collect() })
}
