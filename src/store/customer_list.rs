//! Lists of customers: filters, sorts, pages, and walks by cursor.

mod asked;
mod beyond;
mod having;
mod index;
mod members;
mod sorted;
mod statement;
mod walk;

use std::cmp::Reverse;

pub use beyond::{Walked, walk_by, walk_on};
use index::Index;
use statement::Statement;
pub use walk::{Cursor, newest, walk};

use super::change::KeyKind;
use super::customers::{FOUND, Found, MEMBERSHIP, read_found};
use super::dialect::Dialect;
use super::identity;
use super::place::Place;
use super::query::Query;
use super::search::{self, Expression};
use super::value::Value;
use super::{Error, Store};
use crate::domain::email::EmailKey;
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::property::Definition;
use crate::domain::query::{self, NameField, Range};
use crate::domain::text;
use crate::domain::time::Timestamp;

/// What a list of customers is sorted by; the identifier breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// How well they fit the query: whoever has exactly an address that is asked for comes first; then as by [`Sort::CreatedAt`].
    #[default]
    Score,
    /// When the record was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// First name, letter case ignored; customers without one come first.
    FirstName,
    /// Last name, letter case ignored; customers without one come first.
    LastName,
}

/// What a walk through a list is in the order of.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// A sort that has a place for everybody.
    Sort(Sort),
    /// The names of their organizations. Whoever has none comes last, from either end.
    Organization,
    /// The values of a property, those of a dropdown as its options stand. Whoever has none comes last, from either end.
    Property(Definition),
}

/// Which customers are listed; everything that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// First name, letter case ignored.
    pub first_name: Option<String>,
    /// Last name, letter case ignored.
    pub last_name: Option<String>,
    /// One of the addresses.
    pub email: Option<EmailKey>,
    /// Changed after.
    pub updated_after: Option<Timestamp>,
    /// Made after.
    pub created_after: Option<Timestamp>,
    /// What the query means.
    pub query: Option<query::Query>,
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
    let Some(list) = List::of(store, company, filter, sort).await? else { return Ok((Vec::new(), 0)) };
    let total = list.total(store).await?;
    if page.offset >= total {
        return Ok((Vec::new(), total));
    }
    let found = match sort {
        Sort::Score => list.page_best_first(store, &addresses(filter), descending, page, total).await?,
        sort => list.page(store, sort, descending, page, total).await?,
    };
    Ok((found, total))
}

/// How many customers the whole list has.
pub async fn count(store: &Store, company: CompanyId, filter: &Filter) -> Result<i64, Error> {
    match List::of(store, company, filter, Sort::CreatedAt).await? {
        Some(list) => list.total(store).await,
        None => Ok(0),
    }
}

fn as_usize(size: i64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

fn addresses(filter: &Filter) -> Vec<&str> {
    filter.query.as_ref().map(query::Query::emails).unwrap_or_default()
}

/// A filter, made ready: an expression of the search index where one is needed, conditions on the rows, and bounds of the identifiers.
#[derive(Clone)]
struct List<'a> {
    company: CompanyId,
    query: Option<&'a query::Query>,
    expression: Option<Expression>,
    conditions: Vec<(&'static str, Value)>,
    first: Option<i64>,
    last: Option<i64>,
    /// The place behind which it begins, where it is sorted by a column.
    beyond: Option<Place>,
    /// Whether the query is nothing but one address, or a part of one.
    is_one_address: bool,
}

impl<'a> List<'a> {
    /// None when nobody can fit. A moment of change is asked of the search index too, unless the list is sorted by it.
    async fn of(store: &Store, company: CompanyId, filter: &'a Filter, sort: Sort) -> Result<Option<Self>, Error> {
        let is_one_address = matches!(filter.query, Some(query::Query::Term(query::Term::Email(_))));
        let (first, last, query) = (None, None, filter.query.as_ref());
        let (conditions, beyond) = (Vec::new(), None);
        let mut list = Self { company, query, expression: None, conditions, first, last, beyond, is_one_address };
        if let Some(query) = &filter.query {
            list.expression = Some(search::expression(store, search::company(store, company).await?, query).await?);
        }
        if let Some(moment) = filter.updated_after {
            if list.expression.is_some() || sort != Sort::UpdatedAt {
                let range = Range { from: Some(moment.seconds()), to: None };
                list.expression = Some(match list.expression {
                    Some(expression) => expression.and_updated(range),
                    None => Expression::updated(search::company(store, company).await?, range),
                });
            }
            list.conditions.push(("c.updated_at > ?", moment.into()));
        }
        let names = [
            (NameField::First, "c.first_key = ?", &filter.first_name),
            (NameField::Last, "c.last_key = ?", &filter.last_name),
        ];
        for (field, condition, name) in names {
            if let Some(name) = name {
                list.expression = list.expression.map(|expression| expression.and_name(field, name));
                list.conditions.push((condition, text::fold(name).into()));
            }
        }
        if let Some(moment) = filter.created_after.filter(|_| !store.dialect().ids_follow_time()) {
            list.conditions.push(("c.created_at > ?", moment.into()));
        } else if let Some(moment) = filter.created_after {
            // Identifiers rise with the moment of creation, so the first that was made later bounds all of them.
            let sql =
                "select id from customers where company_id = ?1 and created_at > ?2 order by created_at, id limit 1";
            let rows = store.query(Query::point(company, sql).bind(moment)).await?;
            let Some(row) = rows.first() else { return Ok(None) };
            list.first = Some(row.integer(0)?);
        }
        if let Some(email) = &filter.email {
            let Some(holder) = identity::find(store, company, KeyKind::Email, email.as_str()).await? else {
                return Ok(None);
            };
            list.first = list.first.max(Some(holder));
            list.last = Some(holder);
        }
        Ok(Some(list))
    }

    /// Whether anybody may be left out.
    fn is_narrow(&self) -> bool {
        self.expression.is_some() || !self.conditions.is_empty() || self.first.is_some() || self.last.is_some()
    }

    /// Those of the list who have exactly one of these addresses.
    fn with_addresses(&self, addresses: &[&str]) -> Self {
        // Whoever has the address contains it; what else is asked for are conditions on the rows.
        let is_implied = self.is_one_address;
        self.narrowed(|expression| match is_implied {
            true => expression.only_addresses(addresses),
            false => expression.and_addresses(addresses),
        })
    }

    fn narrowed(&self, narrow: impl FnOnce(Expression) -> Expression) -> Self {
        Self { expression: self.expression.clone().map(narrow), ..self.clone() }
    }

    /// How many customers the list has.
    async fn total(&self, store: &Store) -> Result<i64, Error> {
        if !self.is_narrow() {
            return customers_of(store, self.company).await;
        }
        let dialect = store.dialect();
        let mut statement = Statement::new(self, dialect);
        let from = match self.expression {
            // The rows are not needed where the index alone knows.
            Some(_) if self.conditions.is_empty() => dialect.found(),
            Some(_) => dialect.matched(),
            None => "customers c where c.company_id = ?1",
        };
        let conditions = statement.conditions(self);
        let query = statement.scan(format!("select count(*) from {from}{conditions}"));
        store.totals.of(store, self.company, query).await
    }

    /// A page of the whole list, in the order of a sort; `total` are in the list.
    async fn page(
        &self,
        store: &Store,
        sort: Sort,
        descending: bool,
        page: Page,
        total: i64,
    ) -> Result<Vec<Found>, Error> {
        let column = sort.column(store.dialect());
        if let Some(column) = column
            && let Some(found) =
                self.walked(store, Index::Column(column), self.beyond.as_ref(), descending, page, total).await?
        {
            return Ok(found.into_iter().map(|(found, _)| found).collect());
        }
        self.gathered(store, column, descending, page).await
    }

    /// A page of the list or of a part of it, in the order of a column or of the identifiers alone: those who are found are sorted.
    async fn gathered(
        &self,
        store: &Store,
        column: Option<&str>,
        descending: bool,
        page: Page,
    ) -> Result<Vec<Found>, Error> {
        let (dialect, order) = (store.dialect(), if descending { "desc" } else { "asc" });
        // A plus keeps the engine from the index of the sort where few are found and sorted.
        let plus = if self.is_narrow() { dialect.without_index() } else { "" };
        let by = match column {
            Some(column) => format!("{plus}c.{column} {order}, c.id {order}"),
            None => format!("c.id {order}"),
        };
        let mut statement = Statement::new(self, dialect);
        let mut conditions = statement.conditions(self);
        if let (Some(column), Some(Place { key, id })) = (column, &self.beyond) {
            let beyond = if descending { "<" } else { ">" };
            let place = [key.into(), (*id).into()].map(|value| statement.bind(value)).join(", ");
            conditions += &format!(" and ({plus}c.{column}, c.id) {beyond} ({place})");
        }
        let limit = statement.limit(page);
        let found = match self.expression {
            None if page.offset == 0 && (column.is_none() || !self.is_narrow()) => {
                let sql = format!(
                    "select {FOUND} from customers c {MEMBERSHIP} where c.company_id = ?1{conditions} order by {by} {limit}"
                );
                let is_whole = self.conditions.is_empty();
                // Without conditions no more is read than is answered.
                let query = if is_whole { statement.point(sql) } else { statement.scan(sql) };
                return store.query(query).await?.iter().map(read_found).collect();
            }
            None => format!("customers c where c.company_id = ?1{conditions} order by {by}"),
            Some(_) if column.is_none() => {
                let from = if self.conditions.is_empty() { dialect.found() } else { dialect.matched() };
                format!("{from}{conditions} order by {}", dialect.found_by_id(descending))
            }
            Some(_) => format!("{}{conditions} order by {by}", dialect.matched()),
        };
        let id = if found.starts_with(dialect.found()) { dialect.found_id() } else { "c.id" };
        // Identifiers are counted off first, in an index alone where there is one.
        let rows = format!(
            "select {FOUND} from (select {id} as id from {found} {limit}) p \
             {} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP}",
            dialect.then_join()
        );
        if column.is_some() {
            let query = statement.scan(format!("{rows} order by {by}"));
            return store.query(query).await?.iter().map(read_found).collect();
        }
        // They come in their order, but that is not promised. To sort them here costs nothing then; the engine would copy all documents.
        let found = store.query(statement.scan(rows)).await?;
        let mut found: Vec<Found> = found.iter().map(read_found).collect::<Result<_, _>>()?;
        match descending {
            true => found.sort_by_key(|one| Reverse(one.record.id)),
            false => found.sort_by_key(|one| one.record.id),
        }
        Ok(found)
    }

    /// A page that begins with those who have exactly an address that is asked for.
    async fn page_best_first(
        &self,
        store: &Store,
        addresses: &[&str],
        descending: bool,
        page: Page,
        total: i64,
    ) -> Result<Vec<Found>, Error> {
        if addresses.is_empty() {
            return self.page(store, Sort::CreatedAt, descending, page, total).await;
        }
        let column = Sort::CreatedAt.column(store.dialect());
        let best = self.with_addresses(addresses);
        let count = best.total(store).await?;
        if count == 0 {
            return self.page(store, Sort::CreatedAt, descending, page, total).await;
        }
        let mut found = Vec::new();
        if page.offset < count {
            found = best.gathered(store, column, descending, page).await?;
        }
        let size = page.size - found.len() as i64;
        if size > 0 && total > count {
            let page = Page { offset: (page.offset - count).max(0), size };
            let rest = self.narrowed(|expression| expression.without_addresses(addresses));
            found.extend(rest.gathered(store, column, descending, page).await?);
        }
        Ok(found)
    }

    /// The newest customers that are older than this one.
    async fn below(&self, store: &Store, after: Option<CustomerId>, size: i64) -> Result<Vec<Found>, Error> {
        let last = [self.last, after.map(|after| after.0 - 1)].into_iter().flatten().min();
        let list = Self { last, ..self.clone() };
        list.gathered(store, None, true, Page { offset: 0, size }).await
    }
}

/// How many customers a company has. It is kept with every commit, so that the total of the whole list costs nothing.
async fn customers_of(store: &Store, company: CompanyId) -> Result<i64, Error> {
    let kept = Query::point(company, "select customers from companies where company_id = ?1");
    store.query(kept).await?.first().map_or(Ok(0), |row| row.integer(0))
}

impl Sort {
    /// The column that is sorted by before the identifier; none where of two customers the one with the larger identifier was made later.
    fn column(self, dialect: Dialect) -> Option<&'static str> {
        match self {
            Self::Score | Self::CreatedAt => (!dialect.ids_follow_time()).then_some("created_at"),
            Self::UpdatedAt => Some("updated_at"),
            Self::FirstName => Some("first_key"),
            Self::LastName => Some("last_key"),
        }
    }
}
