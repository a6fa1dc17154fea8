//! Queries. A query names its company: one without does not compile, except for the few that are about companies themselves.

use std::borrow::Cow;

use super::value::Value;
use crate::domain::id::CompanyId;

/// How much a query may have to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// One record by its identifier, which is `?2` and the first column: microseconds. An engine may read several at once.
    Record,
    /// A few rows by their keys: microseconds.
    Point,
    /// More, up to a whole index: milliseconds and more.
    Scan,
}

/// A query with its values: `?1` is the company, further values follow in order.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Vec<Value>,
    pub(super) reach: Reach,
}

impl Query {
    /// A query that reads a few rows of a company by their keys.
    pub(super) fn point(company: CompanyId, sql: impl Into<Cow<'static, str>>) -> Self {
        Self { sql: sql.into(), values: vec![company.0.into()], reach: Reach::Point }
    }

    /// A query that reads one record of a company by its identifier: what answers `= ?2`, with the identifier as its first column.
    pub(super) fn record(company: CompanyId, sql: impl Into<Cow<'static, str>>, id: i64) -> Self {
        Self { sql: sql.into(), values: vec![company.0.into(), id.into()], reach: Reach::Record }
    }

    /// A query that may read many rows of a company.
    pub(super) fn scan(company: CompanyId, sql: impl Into<Cow<'static, str>>) -> Self {
        Self { sql: sql.into(), values: vec![company.0.into()], reach: Reach::Scan }
    }

    /// A query over the list of companies, for the operator; it takes no values.
    pub(super) fn of_companies(sql: &'static str) -> Self {
        Self { sql: Cow::Borrowed(sql), values: Vec::new(), reach: Reach::Scan }
    }

    /// The one question about people that is asked before their company is known: whose address `?1` is.
    pub(super) fn of_everybody(sql: impl Into<Cow<'static, str>>, address: &str) -> Self {
        Self { sql: sql.into(), values: vec![address.into()], reach: Reach::Point }
    }

    /// A query for the one secret that all servers on a database share and that is no company's; it takes no values.
    pub(super) fn of_servers(sql: &'static str) -> Self {
        Self { sql: Cow::Borrowed(sql), values: Vec::new(), reach: Reach::Point }
    }

    /// Adds the next value.
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The identifier of the record that is read, when it is one.
    pub(super) fn id(&self) -> Option<i64> {
        match self.values[..] {
            [_, Value::Integer(id)] if self.reach == Reach::Record => Some(id),
            _ => None,
        }
    }
}
