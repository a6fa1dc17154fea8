//! Customers: one row holds a customer whole.

use std::sync::Arc;

use super::change::version_before;
use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::customer::{Customer, TextField};
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::record::{Record, Version};
use crate::domain::text;

/// A customer with what its answer shows of its organization.
#[derive(Clone, Debug)]
pub struct Found {
    /// The customer.
    pub record: Record<CustomerId, Customer>,
    /// The organization it belongs to, when it is there.
    pub organization: Option<Membership>,
}

/// An organization's name and version, as a member shows it.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The name.
    pub name: String,
    /// The version of the organization's record.
    pub version: Version,
}

/// The columns of a customer, for [`read`].
pub(super) const COLUMNS: &str = "c.id, c.version, c.created_at, c.updated_at, c.doc, o.name, o.version from customers c \
     left join organizations o on o.company_id = c.company_id and o.id = c.organization_id";

/// One customer, if the company has it.
pub async fn get(store: &Store, company: CompanyId, id: CustomerId) -> Result<Option<Found>, Error> {
    const SQL: &str = "select c.id, c.version, c.created_at, c.updated_at, c.doc, o.name, o.version from customers c \
         left join organizations o on o.company_id = c.company_id and o.id = c.organization_id \
         where c.company_id = ?1 and c.id = ?2";
    store.query(Query::point(company, SQL).bind(id.0)).await?.first().map(read).transpose()
}

pub(super) fn read(row: &Row) -> Result<Found, Error> {
    let record = Record {
        id: CustomerId(row.integer(0)?),
        version: Version(row.integer(1)?),
        created_at: row.moment(2)?,
        updated_at: row.moment(3)?,
        value: row.document(4)?,
    };
    let organization = match row.optional_integer(6)? {
        Some(version) => Some(Membership { name: row.text(5)?.to_owned(), version: Version(version) }),
        None => None,
    };
    Ok(Found { record, organization })
}

/// A customer's document as it is stored.
pub fn document(customer: &Customer) -> String {
    // Text, numbers and lists of them: writing them to memory has no way to fail.
    serde_json::to_string(customer).unwrap_or_default()
}

pub(super) fn insert<'a>(company: CompanyId, record: &Record<CustomerId, Customer>, document: &Arc<str>) -> Step<'a> {
    let sql = "insert into customers (company_id, id, version, created_at, updated_at, first_key, last_key, organization_id, doc) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    Step::new(company, sql)
        .bind(record.id.0)
        .bind(record.version.0)
        .bind(record.created_at)
        .bind(record.updated_at)
        .bind(name_key(&record.value, TextField::FirstName))
        .bind(name_key(&record.value, TextField::LastName))
        .bind(record.value.organization.map(|id| id.0))
        .bind(Arc::clone(document))
}

pub(super) fn update<'a>(company: CompanyId, record: &Record<CustomerId, Customer>, document: &Arc<str>) -> Step<'a> {
    let sql = "update customers set version = ?2, updated_at = ?3, first_key = ?4, last_key = ?5, organization_id = ?6, doc = ?7 \
         where company_id = ?1 and id = ?8 and version = ?9";
    Step::new(company, sql)
        .bind(record.version.0)
        .bind(record.updated_at)
        .bind(name_key(&record.value, TextField::FirstName))
        .bind(name_key(&record.value, TextField::LastName))
        .bind(record.value.organization.map(|id| id.0))
        .bind(Arc::clone(document))
        .bind(record.id.0)
        .bind(version_before(record.version))
        .or(Otherwise::Moved)
}

/// The form under which a name is found and sorted; empty when there is none.
fn name_key(customer: &Customer, field: TextField) -> String {
    customer.text(field).map(text::fold).unwrap_or_default()
}
