//! Reading the queries that somebody sends, with the properties of customers that they can name.

use crate::domain::id::CompanyId;
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::query::{self, Mistake, Query};
use crate::store::{self, Store};

/// The query that a text is in a company, or what is wrong with it.
pub async fn read(store: &Store, company: CompanyId, text: &str) -> Result<Result<Query, Mistake>, store::Error> {
    if !query::may_name_property(text)
        && let Ok(query) = query::parse(text, &[])
    {
        return Ok(Ok(query));
    }
    // With a mistake in it too: it may be a property that was meant.
    Ok(query::parse(text, &properties(store, company).await?))
}

/// The properties that a query of a company can name.
pub async fn properties(store: &Store, company: CompanyId) -> Result<Vec<Definition>, store::Error> {
    let defined = store::properties::list(store, company, PropertyOwner::Customer).await?;
    Ok(defined.into_iter().map(|defined| defined.value).collect())
}
