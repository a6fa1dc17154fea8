//! Lists of customers: filters, sorts and pages.

use std::fmt::Write as _;

use super::customers::{FOUND, Found, MEMBERSHIP, read_found};
use super::query::Query;
use super::value::Value;
use super::{Error, Store};
use crate::domain::id::CompanyId;
use crate::domain::text;
use crate::domain::time::Timestamp;

/// What a list of customers is sorted by; the identifier breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When the record was made.
    #[default]
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// First name, letter case ignored; customers without one come first.
    FirstName,
    /// Last name, letter case ignored; customers without one come first.
    LastName,
}

/// Which customers are listed; every filter that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// First name, letter case ignored.
    pub first_name: Option<String>,
    /// Last name, letter case ignored.
    pub last_name: Option<String>,
    /// Changed after.
    pub updated_after: Option<Timestamp>,
}

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many customers to pass over.
    pub offset: i64,
    /// The most customers on the page.
    pub size: i64,
}

/// One page of customers, and how many the whole list has.
pub async fn list(
    store: &Store,
    company: CompanyId,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    page: Page,
) -> Result<(Vec<Found>, i64), Error> {
    let conditions = Conditions::of(filter);
    let total = count(store, company, &conditions).await?;
    if page.offset >= total {
        return Ok((Vec::new(), total));
    }
    let query =
        conditions.bind(page_query(company, &conditions.sql, sort, descending, page.offset)).bind(page.size).bind(page.offset);
    let rows = store.query(query).await?;
    Ok((rows.iter().map(read_found).collect::<Result<_, _>>()?, total))
}

async fn count(store: &Store, company: CompanyId, conditions: &Conditions) -> Result<i64, Error> {
    let query = if conditions.sql.is_empty() {
        // Kept with every commit, so that the total of the whole list costs nothing.
        Query::point(company, "select customers from companies where company_id = ?1")
    } else {
        Query::scan(company, format!("select count(*) from customers c where c.company_id = ?1{}", conditions.sql))
    };
    store.query(conditions.bind(query)).await?.first().map_or(Ok(0), |row| row.integer(0))
}

/// The first page is read in the order of an index. For a later one the identifiers to pass over are counted off in an index alone, and
/// `cross join` keeps that order of work: the planner would rather read every customer in the sort's order.
fn page_query(company: CompanyId, conditions: &str, sort: Sort, descending: bool, offset: i64) -> Query {
    let order = if descending { "desc" } else { "asc" };
    let by = |table: &str| match sort.column() {
        Some(column) => format!("{table}{column} {order}, {table}id {order}"),
        None => format!("{table}id {order}"),
    };
    let next = 2 + conditions.matches('?').count();
    if offset == 0 {
        let sql = format!(
            "select {FOUND} from customers c {MEMBERSHIP} where c.company_id = ?1{conditions} order by {} limit ?{next} offset ?{}",
            by("c."),
            next + 1
        );
        // Without conditions no more is read than is answered.
        return if conditions.is_empty() { Query::point(company, sql) } else { Query::scan(company, sql) };
    }
    Query::scan(
        company,
        format!(
            "select {FOUND} from (select c.company_id, c.id from customers c where c.company_id = ?1{conditions} \
             order by {} limit ?{next} offset ?{}) p \
             cross join customers c on c.company_id = p.company_id and c.id = p.id {MEMBERSHIP} order by {}",
            by("c."),
            next + 1,
            by("c.")
        ),
    )
}

impl Sort {
    /// The column that is sorted by before the identifier. Of two customers the one with the larger identifier was made later.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::CreatedAt => None,
            Self::UpdatedAt => Some("updated_at"),
            Self::FirstName => Some("first_key"),
            Self::LastName => Some("last_key"),
        }
    }
}

/// The conditions of a filter as SQL, with their values in order from `?2`.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn of(filter: &Filter) -> Self {
        let mut conditions = Self { sql: String::new(), values: Vec::new() };
        if let Some(name) = &filter.first_name {
            conditions.add("c.first_key = ?", text::fold(name).into());
        }
        if let Some(name) = &filter.last_name {
            conditions.add("c.last_key = ?", text::fold(name).into());
        }
        if let Some(moment) = filter.updated_after {
            conditions.add("c.updated_at > ?", moment.into());
        }
        conditions
    }

    fn add(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let number = format!("?{}", self.values.len() + 1);
        // Writing to a string has no way to fail.
        let _ = write!(self.sql, " and {}", condition.replace('?', &number));
    }

    fn bind(&self, query: Query) -> Query {
        self.values.iter().fold(query, |query, value| query.bind(value.clone()))
    }
}
