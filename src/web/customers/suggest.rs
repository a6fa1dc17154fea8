//! Pieces of pages that propose who or what is there already, while one types.

mod closest;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{query, read, second_line, shown_name};
use crate::domain::email::EmailKey;
use crate::domain::id::CustomerId;
use crate::store::change::KeyKind;
use crate::store::customer_list::{self, Filter};
use crate::store::customers::Found;
use crate::store::{self, identity};
use crate::web::frame::Frame;
use crate::web::suggestions::{Suggestion, Suggestions};
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, page, parameter};

/// The most proposals.
const MOST: i64 = 8;
/// The most customers that are asked for by their identifiers.
const RECENT: usize = 6;

/// Somebody who may be the one that is about to be made.
#[derive(Clone, Debug)]
pub struct Likely {
    /// Where the page is.
    pub href: String,
    /// The name.
    pub name: String,
    /// Why it may be the same person.
    pub why: &'static str,
}

#[derive(Template)]
#[template(path = "parts/likely.html")]
struct LikelyPart {
    t: &'static Texts,
    frame: Frame,
    likely: Vec<Likely>,
}

/// `GET /customers/suggest?q=`: a few customers for the command palette.
pub async fn suggest(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let mut suggestions = Vec::new();
    let typed = parameter::get(asked.as_deref(), "q").unwrap_or_default();
    if let Ok(Some(query)) = query::meant(&web.directory.store, visitor.company.id, &typed).await? {
        let found = match closest::closest(&web.directory.store, visitor.company.id, query, MOST).await {
            Err(store::Error::TooManyOrganizations) => Vec::new(),
            found => found?,
        };
        suggestions = found.iter().map(|one| suggestion(one, frame.t)).collect::<Result<_, _>>()?;
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
            suggestions.push(suggestion(&found, frame.t)?);
        }
    }
    page(&Suggestions { suggestions })
}

fn suggestion(found: &Found, t: &Texts) -> Result<Suggestion, Error> {
    let customer = read(found)?;
    Ok(Suggestion {
        value: shown_name(&customer, t),
        second: second_line(&customer),
        href: format!("/customers/{}", found.record.id),
    })
}

/// `GET /customers/organizations?name=`: organizations whose name has a word that begins so.
pub async fn organizations(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let beginning = parameter::get(asked.as_deref(), "name").unwrap_or_default();
    let found = store::organizations::named(&web.directory.store, visitor.company.id, &beginning, MOST).await?;
    let suggestions = found.into_iter().map(|found| Suggestion {
        value: found.record.value.name,
        second: frame.format.number(found.customers),
        href: String::new(),
    });
    page(&Suggestions { suggestions: suggestions.collect() })
}

/// `GET /customers/likely`: who has one of these addresses, or exactly this name.
pub async fn likely(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let asked = asked.as_deref();
    let pairs = form_urlencoded::parse(asked.unwrap_or_default().as_bytes());
    let emails: Vec<String> = pairs.filter(|(name, _)| name == "email").map(|(_, value)| value.into_owned()).collect();
    let names = ["firstName", "lastName"].map(|name| parameter::get(asked, name).unwrap_or_default());
    let likely = likely_of(&web, &visitor, frame.t, &names, &emails).await?;
    page(&LikelyPart { t: frame.t, frame, likely })
}

/// Who has one of these addresses, or exactly this first and last name.
pub async fn likely_of(
    web: &Web,
    visitor: &Visitor,
    t: &'static Texts,
    [first, last]: &[String; 2],
    emails: &[String],
) -> Result<Vec<Likely>, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let mut found: Vec<(CustomerId, Likely)> = Vec::new();
    let mut add = |id: CustomerId, name: String, why| {
        if !found.iter().any(|(other, _)| *other == id) {
            found.push((id, Likely { href: format!("/customers/{id}"), name, why }));
        }
    };
    for key in emails.iter().filter_map(|email| EmailKey::parse(email)) {
        let Some(holder) = identity::find(store, company, KeyKind::Email, key.as_str()).await? else { continue };
        if let Some(record) = store::customers::get(store, company, CustomerId(holder)).await? {
            add(record.id, shown_name(&record.value, t), t.new_customer.same_address);
        }
    }
    let [first, last] = [first, last].map(|name| Some(name.trim()).filter(|name| !name.is_empty()));
    // One of the two alone fits too many.
    if let (Some(first), Some(last)) = (first, last) {
        let filter =
            Filter { first_name: Some(first.to_owned()), last_name: Some(last.to_owned()), ..Filter::default() };
        for one in customer_list::walk(store, company, &filter, None, 5).await?.0 {
            add(one.record.id, shown_name(&read(&one)?, t), t.new_customer.same_name);
        }
    }
    Ok(found.into_iter().map(|(_, likely)| likely).collect())
}
