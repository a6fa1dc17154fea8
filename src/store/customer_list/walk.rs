//! Walks through a list by cursor, the newest first.

use super::{Filter, List, Sort, addresses, as_usize};
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::query::Query;
use crate::store::customers::Found;
use crate::store::{Error, Store};

/// Where a walk through a list stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether it is still among those who have exactly an address that is asked for.
    pub among_best: bool,
    /// The last customer that was seen.
    pub after: CustomerId,
    /// Those who were seen among the best, and are not shown again among the others.
    pub best: Vec<CustomerId>,
}

/// The next customers of a walk, the newest first, and where it goes on when there are more. Nobody is skipped or seen twice, whatever
/// is made, changed or removed meanwhile.
pub async fn walk(
    store: &Store,
    company: CompanyId,
    filter: &Filter,
    from: Option<&Cursor>,
    size: i64,
) -> Result<(Vec<Found>, Option<Cursor>), Error> {
    let Some(list) = List::of(store, company, filter, Sort::CreatedAt).await? else { return Ok((Vec::new(), None)) };
    let addresses = addresses(filter);
    let mut best = Vec::new();
    if !addresses.is_empty() && from.is_none_or(|from| from.among_best) {
        let exact = list.with_addresses(&addresses);
        best = exact.below(store, from.map(|from| from.after), size + 1).await?;
    }
    // Whoever was shown among the best is passed over by identifier: an address may come or go meanwhile, and whoever has it with it.
    let mut shown = from.map(|from| from.best.clone()).unwrap_or_default();
    shown.extend(best.iter().take(as_usize(size)).map(|found| found.record.id));
    let count = best.len();
    let mut found = best;
    // One more than is wanted tells whether there are more.
    let missing = size + 1 - count as i64;
    if missing > 0 {
        let after = from.filter(|from| !from.among_best).map(|from| from.after);
        let others = list.below(store, after, missing + shown.len() as i64).await?;
        let others = others.into_iter().filter(|other| !shown.contains(&other.record.id));
        found.extend(others.take(as_usize(missing)));
    }
    let more = found.len() > as_usize(size);
    found.truncate(as_usize(size));
    let last = found.last().filter(|_| more);
    let next = last.map(|last| Cursor { among_best: found.len() <= count, after: last.record.id, best: shown });
    Ok((found, next))
}

/// At most so many customers whom a query finds, the newest first.
pub async fn newest(store: &Store, company: CompanyId, query: Query, most: i64) -> Result<Vec<Found>, Error> {
    let filter = Filter { query: Some(query), ..Filter::default() };
    Ok(walk(store, company, &filter, None, most).await?.0)
}
