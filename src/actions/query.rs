//! Reading the queries that somebody sends, with the properties of customers that they can name.

use super::Directory;
use crate::domain::id::CompanyId;
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::query::{self, Calendar, Known, Mistake, Query};
use crate::domain::zone::Zone;
use crate::store::{self, Store};

/// The query that a text is in a company, or what is wrong with it. Its days are those of UTC.
pub async fn read(
    directory: &Directory,
    company: CompanyId,
    text: &str,
) -> Result<Result<Query, Mistake>, store::Error> {
    let zone = Zone::utc();
    let calendar = Some(Calendar { now: directory.clock.now(), zone: &zone });
    if !query::may_name_property(text)
        && let Ok(query) = query::parse(text, Known { properties: &[], calendar })
    {
        return Ok(Ok(query));
    }
    // With a mistake in it too: it may be a property that was meant.
    let properties = properties(&directory.store, company).await?;
    Ok(query::parse(text, Known { properties: &properties, calendar }))
}

/// The properties that a query of a company can name.
pub async fn properties(store: &Store, company: CompanyId) -> Result<Vec<Definition>, store::Error> {
    let defined = store::properties::list(store, company, PropertyOwner::Customer).await?;
    Ok(defined.into_iter().map(|defined| defined.value).collect())
}
