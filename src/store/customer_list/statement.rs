//! The statements of lists, put together from conditions.

use super::{List, Page};
use crate::domain::id::CompanyId;
use crate::store::dialect::Dialect;
use crate::store::query::Query;
use crate::store::value::Value;

/// A statement that is put together: its values are numbered in the order in which they are given.
pub(super) struct Statement {
    company: CompanyId,
    dialect: Dialect,
    values: Vec<Value>,
}

impl Statement {
    /// `?1` is the company and, where there is one, `?2` the expression.
    pub(super) fn new(list: &List<'_>, dialect: Dialect) -> Self {
        let values = list.expression.iter().map(|expression| expression.text(dialect).into()).collect();
        Self { company: list.company, dialect, values }
    }

    pub(super) fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len() + 1)
    }

    /// The conditions of a list, each with `and` before it; bounds are those of the search index where it is asked.
    pub(super) fn conditions(&mut self, list: &List<'_>) -> String {
        if list.expression.is_none() {
            return self.conditions_of_rows(list);
        }
        let [first, last] = self.dialect.found_bounds();
        self.all_of(list, [(first, list.first), (last, list.last)])
    }

    /// The same, all of them about the rows of customers.
    pub(super) fn conditions_of_rows(&mut self, list: &List<'_>) -> String {
        self.all_of(list, [("c.id >= ", list.first), ("c.id <= ", list.last)])
    }

    fn all_of(&mut self, list: &List<'_>, bounds: [(&str, Option<i64>); 2]) -> String {
        let mut sql = String::new();
        for (condition, value) in &list.conditions {
            sql += &format!(" and {}", condition.replace('?', &self.bind(value.clone())));
        }
        for (column, bound) in bounds {
            if let Some(bound) = bound {
                sql += &format!(" and {column}{}", self.bind(bound.into()));
            }
        }
        sql
    }

    pub(super) fn limit(&mut self, page: Page) -> String {
        format!("limit {} offset {}", self.bind(page.size.into()), self.bind(page.offset.into()))
    }

    pub(super) fn scan(self, sql: String) -> Query {
        self.values.into_iter().fold(Query::scan(self.company, sql), Query::bind)
    }

    pub(super) fn point(self, sql: String) -> Query {
        self.values.into_iter().fold(Query::point(self.company, sql), Query::bind)
    }
}
