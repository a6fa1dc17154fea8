//! The list as a file: every customer that the query finds, in the order of the list, written while it is read. What stands in the file is
//! told in docs/decisions.md.

mod cell;
mod field;
mod pages;
mod table;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::view::View;
use super::{query, whole_or_part};
use crate::actions;
use crate::domain::id::CustomerId;
use crate::domain::time::Timestamp;
use crate::store;
use crate::store::customer_list::Filter;
use crate::web::frame::Frame;
use crate::web::part::IsPart;
use crate::web::{Error, Visitor, WebState};
use pages::Pages;
use table::{Made, Table};

/// `GET /customers/export`: the list of the same address as a file (RFC 4180), or with `every` all that is known of each. With `picked`, it
/// is those of `id` instead of those whom the query finds. A query that is wrong is told on the page of the list.
pub async fn export(
    State(web): State<WebState>,
    visitor: Visitor,
    IsPart(is_part): IsPart,
    frame: Frame,
    RawQuery(asked): RawQuery,
) -> Result<Response, Error> {
    let asked = asked.unwrap_or_default();
    let view = View::read(&asked).at_start();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(asked.as_bytes()).into_owned().collect();
    let has = |name: &str| pairs.iter().any(|(own, value)| own == name && !value.is_empty());
    let definitions = actions::query::properties(&web.directory.store, visitor.company.id).await?;
    let fields = match has("every") {
        true => field::every(definitions.iter().cloned()),
        false => field::chosen(&view.shown(&definitions), definitions.clone()),
    };
    let pages = match query::meant(&web, &visitor, &definitions, &view.q).await? {
        _ if has("picked") => Pages::picked(ids(&pairs)),
        Ok(query) => Pages::found(Filter { query, ..Filter::default() }, &view, &definitions),
        Err(_) => return whole_or_part(&web, &visitor, frame, is_part, view).await,
    };
    // The first customers are read before anything is answered: what goes wrong by then has a page that says so.
    match Table::new(&web, &visitor, fields, pages).begin(&visitor).await {
        Err(Error::Action(actions::Error::Store(store::Error::TooManyOrganizations))) => {
            whole_or_part(&web, &visitor, frame, is_part, view).await
        }
        made => Ok(file(made?, web.directory.clock.now())),
    }
}

/// Whoever was picked, once each, in the order of the list.
fn ids(pairs: &[(String, String)]) -> Vec<CustomerId> {
    let mut seen = std::collections::HashSet::new();
    let ids = pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| CustomerId::parse(id));
    ids.filter(|id| seen.insert(*id)).collect()
}

/// The answer: a file to be kept, with the day in its name, and nowhere else.
fn file(made: Made, now: Timestamp) -> Response {
    let mut response = Response::new(Body::from_stream(made));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let moment = now.to_string();
    let day = moment.split('T').next().unwrap_or_default();
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"customers-{day}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
