//! `/`: where the work begins.

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{Error, Visitor, WebState, go};
use crate::store;

/// Leads to the customers, or to the first steps as long as there is nobody. A notice goes along.
pub async fn show(State(web): State<WebState>, visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, Error> {
    let totals = store::companies::totals(&web.directory.store, visitor.company.id).await?;
    let path = if totals.customers == 0 { "/first-steps" } else { "/customers" };
    Ok(match query {
        Some(query) => go::to(&format!("{path}?{query}")),
        None => go::to(path),
    })
}
