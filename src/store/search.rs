//! The search index: one list of terms a customer, in which a query of any form is one expression. Everything that a query can ask is a
//! term: a word of the name, a piece of an address, a domain, an organization, a span of time, the value of a property. What a query means is defined by
//! [`crate::domain::query::matches`]; a test holds this index against it.

mod expression;
mod moments;
mod numbers;
mod spans;
mod terms;
mod tree;
mod vector;

pub(super) use expression::{Company, Expression};

use super::dialect::Dialect;
use super::query::Query;
use super::value::{Row, Value};
use super::{Error, Store};
use crate::domain::customer::Customer;
use crate::domain::id::{CompanyId, CustomerId, OrganizationId};
use crate::domain::query::{self, Term};
use crate::domain::record::Record;
use crate::domain::time::Timestamp;

/// The most organizations whose names may fit one condition of a query.
const ORGANIZATIONS_MAX: i64 = 1000;

/// A query as an expression over the terms of a company.
pub(super) async fn expression(store: &Store, of: Company, query: &query::Query) -> Result<Expression, Error> {
    let mut asked = Vec::new();
    organizations(query, &mut asked);
    let mut organizations = Vec::with_capacity(asked.len());
    for (name, is_beginning) in asked {
        organizations.push(named(store, of.id, name, is_beginning).await?);
    }
    Ok(Expression::of(of, query, &mut organizations.into_iter()))
}

/// A company whose index is up to everything that was committed, with what is to be known of it.
pub(super) async fn company(store: &Store, id: CompanyId) -> Result<Company, Error> {
    store.fold_search(id).await?;
    let sql = "select updated_at from customers where company_id = ?1 order by updated_at desc limit 1";
    let rows = store.query(Query::point(id, sql)).await?;
    let latest = rows.first().map(|row| row.moment(0)).transpose()?;
    Ok(Company { id, latest: latest.map_or(query::FIRST_SECOND, Timestamp::seconds) })
}

/// The organization conditions of a query, in its order.
fn organizations<'a>(query: &'a query::Query, asked: &mut Vec<(&'a str, bool)>) {
    match query {
        query::Query::All(parts) | query::Query::Any(parts) => parts.iter().for_each(|part| organizations(part, asked)),
        query::Query::Not(inner) => organizations(inner, asked),
        query::Query::Term(Term::Organization { name, is_beginning }) => asked.push((name, *is_beginning)),
        query::Query::Term(_) => {}
    }
}

/// The organizations whose folded name is this one, or begins with it; with more than can be asked for at once the query is refused,
/// because an answer without some of them would be a wrong one.
async fn named(
    store: &Store,
    company: CompanyId,
    name: &str,
    is_beginning: bool,
) -> Result<Vec<OrganizationId>, Error> {
    let sql = "select id from organizations where company_id = ?1 and search_key >= ?2 and search_key <= ?3 limit ?4";
    // No text that begins with the name sorts after the name with the last of all characters.
    let last = if is_beginning { format!("{name}{}", char::MAX) } else { name.to_owned() };
    let query = Query::point(company, sql).bind(name).bind(last).bind(ORGANIZATIONS_MAX + 1);
    let rows = store.query(query).await?;
    if rows.len() as i64 > ORGANIZATIONS_MAX {
        return Err(Error::TooManyOrganizations);
    }
    rows.iter().map(|row: &Row| Ok(OrganizationId(row.integer(0)?))).collect()
}

/// What the index has to learn of one customer.
#[derive(Debug)]
pub(super) struct Indexing {
    pub(super) company: CompanyId,
    /// Whose terms they are.
    pub(super) id: CustomerId,
    pub(super) turn: Turn,
    /// As the engine takes them.
    pub(super) terms: Value,
}

/// What becomes of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// They are all those of a customer that is new.
    Made,
    /// They go.
    Gone,
    /// They come to others that the customer has, or take the place of all that it had.
    Added,
}

/// What makes a customer be found as it is now and no longer as it was: first what goes, then what comes. Values that are lost go.
pub(super) fn indexing(
    company: CompanyId,
    id: CustomerId,
    before: Option<&Record<CustomerId, Customer>>,
    after: Option<&Record<CustomerId, Customer>>,
) -> impl Iterator<Item = Indexing> {
    let found = |record| terms::of(company, record);
    let had = |record: &Record<CustomerId, Customer>| terms::with(company, record, &record.value.lost);
    let turn = if before.is_none() { Turn::Made } else { Turn::Added };
    let (mut gone, mut new) =
        terms::difference(before.map(had).unwrap_or_default(), after.map(found).unwrap_or_default());
    // The engine counts whoever comes and goes. So one who stays does both, or neither.
    if before.is_some() && after.is_some() && gone.is_empty() != new.is_empty() {
        for half in [&mut gone, &mut new] {
            half.push_str(&terms::everybody(company));
        }
    }
    let all = [(Turn::Gone, gone), (turn, new)].into_iter().filter(|(_, terms)| !terms.is_empty());
    all.map(move |(turn, terms)| Indexing { company, id, turn, terms: terms.into() })
}

/// The same where the index keeps a customer whole under its identifier: everything that it has now, or that it is gone.
pub(super) fn whole(
    company: CompanyId,
    id: CustomerId,
    is_new: bool,
    after: Option<&Record<CustomerId, Customer>>,
) -> Indexing {
    let (turn, terms) = match after {
        Some(record) => {
            let found = terms::of(company, record);
            let turn = if is_new { Turn::Made } else { Turn::Added };
            (turn, Value::Bytes(vector::bytes(&found.personal, &found.plain).into()))
        }
        None => (Turn::Gone, Value::Null),
    };
    Indexing { company, id, turn, terms }
}

/// Everything that a customer is found by, as the index of an engine takes it when many customers come at once.
pub(super) fn filling(dialect: Dialect, company: CompanyId, record: &Record<CustomerId, Customer>) -> Vec<u8> {
    let found = terms::of(company, record);
    match dialect {
        Dialect::Sqlite => (found.personal + &found.plain).into_bytes(),
        Dialect::Postgres => vector::bytes(&found.personal, &found.plain),
    }
}
