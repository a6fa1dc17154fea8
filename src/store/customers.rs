//! Customers: one row holds a customer whole.

use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, LazyLock};

use super::change::version_before;
use super::dialect;
use super::properties;
use super::query::Query;
use super::steps::{Otherwise, Step, Together};
use super::value::{Row, SharedText};
use super::{Error, Store};
use crate::domain::customer::{Customer, TextField};
use crate::domain::customer_document;
use crate::domain::id::{CompanyId, CustomerId, OrganizationId};
use crate::domain::property::PropertyOwner;
use crate::domain::property_value::{self, PropertyValues};
use crate::domain::record::{Record, Version};
use crate::domain::text;

/// A stored customer, as its answer needs it: the document, and what is looked up for it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The document.
    pub record: Record<CustomerId, SharedText>,
    /// Values by the slug of their property, those among them whose definition or option is gone.
    pub properties: PropertyValues,
    /// The organization it belongs to, when it is there.
    pub organization: Option<Membership>,
}

/// An organization, as a member shows it.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Its identifier.
    pub id: OrganizationId,
    /// The name.
    pub name: SharedText,
    /// The version of the organization's record.
    pub version: Version,
}

/// One customer to be worked on, if the company has it.
pub async fn get(
    store: &Store,
    company: CompanyId,
    id: CustomerId,
) -> Result<Option<Record<CustomerId, Customer>>, Error> {
    let rows = store.query(Query::record(company, &**GET, id.0)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let mut record = read_whole(row)?;
    let values = mem::take(&mut record.value.properties);
    let customer = &mut record.value;
    (customer.properties, customer.lost) = properties::parted(store, company, PropertyOwner::Customer, values).await?;
    Ok(Some(record))
}

/// Those of some customers that the company has, to be worked on.
pub(super) async fn some(
    store: &Store,
    company: CompanyId,
    ids: &[CustomerId],
) -> Result<Vec<Record<CustomerId, Customer>>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let definitions = properties::list(store, company, PropertyOwner::Customer).await?;
    let sql = format!("{WHOLE} and c.id in ({})", places(ids.len()));
    let query = ids.iter().fold(Query::scan(company, sql), |query, id| query.bind(id.0));
    let part = |row: &Row| {
        let mut record = read_whole(row)?;
        let values = mem::take(&mut record.value.properties);
        (record.value.properties, record.value.lost) = properties::part(&definitions, values);
        Ok(record)
    };
    store.query(query).await?.iter().map(part).collect()
}

/// The columns that [`read_whole`] reads.
const WHOLE: &str = "select c.id, c.version, c.created_at, c.updated_at, c.doc, c.properties, o.id from customers c \
     left join organizations o on o.company_id = c.company_id and o.id = c.organization_id where c.company_id = ?1";

static GET: LazyLock<String> = LazyLock::new(|| format!("{WHOLE} and c.id = ?2"));

/// Reads the columns of [`WHOLE`] and those of [`FINDABLE`]; among the values are those whose definition or option is gone.
pub(super) fn read_whole(row: &Row) -> Result<Record<CustomerId, Customer>, Error> {
    let mut customer = customer_document::read(row.text(4)?).map_err(|error| Error::Corrupt(error.to_string()))?;
    customer.properties = read_properties(row)?;
    customer.organization = row.optional_integer(6)?.map(OrganizationId);
    read(row, customer)
}

/// The places of so many values in a statement, from the second on.
fn places(count: usize) -> String {
    (2..count + 2).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ")
}

/// One customer to be answered, if the company has it.
pub async fn find(store: &Store, company: CompanyId, id: CustomerId) -> Result<Option<Found>, Error> {
    store.query(Query::record(company, &**FIND, id.0)).await?.first().map(read_found).transpose()
}

/// Those of some customers that the company has, in order.
pub async fn present(store: &Store, company: CompanyId, ids: &[CustomerId]) -> Result<Vec<CustomerId>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select id from customers where company_id = ?1 and id in ({}) order by id", places(ids.len()));
    let query = ids.iter().fold(Query::scan(company, sql), |query, id| query.bind(id.0));
    store.query(query).await?.iter().map(|row| row.integer(0).map(CustomerId)).collect()
}

static FIND: LazyLock<String> =
    LazyLock::new(|| format!("select {FOUND} from customers c {MEMBERSHIP} where c.company_id = ?1 and c.id = ?2"));

/// A customer of a sample.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// Its identifier.
    pub id: CustomerId,
    /// The document.
    pub document: SharedText,
    /// Whether it belongs to an organization.
    pub has_organization: bool,
}

/// So many customers of a company behind one of them, by their identifiers.
pub async fn in_order(
    store: &Store,
    company: CompanyId,
    behind: Option<CustomerId>,
    size: i64,
) -> Result<Vec<Sampled>, Error> {
    let mut some = Vec::new();
    run(store, company, behind.map_or(0, |behind| behind.0 + 1), size, &mut some).await?;
    Ok(some)
}

/// A sample of the customers of a company: so many runs of so many customers in a row, which begin at even distances between the first and
/// the last identifier; everybody, where there are no more than that. Where runs meet or end early, it is filled up from the first on.
pub async fn sample(store: &Store, company: CompanyId, runs: i64, size: i64) -> Result<Vec<Sampled>, Error> {
    let end = |order: &str| format!("select id from customers where company_id = ?1 order by id {order} limit 1");
    let first = store.query(Query::point(company, end("asc"))).await?;
    let last = store.query(Query::point(company, end("desc"))).await?;
    let (Some(first), Some(last)) = (first.first(), last.first()) else { return Ok(Vec::new()) };
    let (first, last) = (first.integer(0)?, last.integer(0)?);
    let mut sampled = Vec::new();
    run(store, company, first, runs * size, &mut sampled).await?;
    if sampled.last().is_some_and(|own: &Sampled| own.id.0 == last) {
        return Ok(sampled);
    }
    sampled.clear();
    for at in 0..runs {
        let from = sampled.last().map_or(first, |own: &Sampled| own.id.0 + 1);
        run(store, company, from.max(first + (last - first) / runs * at), size, &mut sampled).await?;
    }
    let wanted = usize::try_from(runs * size).unwrap_or(usize::MAX);
    if sampled.len() < wanted {
        let seen: HashSet<i64> = sampled.iter().map(|own| own.id.0).collect();
        let mut others = Vec::new();
        run(store, company, first, 2 * runs * size, &mut others).await?;
        sampled.extend(others.into_iter().filter(|own| !seen.contains(&own.id.0)));
        sampled.truncate(wanted);
    }
    Ok(sampled)
}

async fn run(store: &Store, company: CompanyId, from: i64, size: i64, into: &mut Vec<Sampled>) -> Result<(), Error> {
    let sql = "select id, doc, organization_id from customers where company_id = ?1 and id >= ?2 order by id limit ?3";
    for row in &store.query(Query::point(company, sql).bind(from).bind(size)).await? {
        let has_organization = !row.is_null(2);
        into.push(Sampled { id: CustomerId(row.integer(0)?), document: row.shared_text(1)?, has_organization });
    }
    Ok(())
}

/// The columns that [`read_found`] reads.
pub(super) const FOUND: &str =
    "c.id, c.version, c.created_at, c.updated_at, c.doc, c.properties, o.id, o.name, o.version";
/// The organization of the customer `c`.
pub(super) const MEMBERSHIP: &str =
    "left join organizations o on o.company_id = c.company_id and o.id = c.organization_id";

/// Reads the columns [`FOUND`].
pub(super) fn read_found(row: &Row) -> Result<Found, Error> {
    let organization = match row.optional_integer(6)? {
        Some(id) => {
            Some(Membership { id: OrganizationId(id), name: row.shared_text(7)?, version: Version(row.integer(8)?) })
        }
        None => None,
    };
    Ok(Found { record: read(row, row.shared_text(4)?)?, properties: read_properties(row)?, organization })
}

pub(super) fn read_properties(row: &Row) -> Result<PropertyValues, Error> {
    read_values(row, 5)
}

fn read_values(row: &Row, column: usize) -> Result<PropertyValues, Error> {
    if row.is_null(column) { Ok(PropertyValues::new()) } else { row.document(column) }
}

/// One customer, for what it is found by.
pub(super) const FINDABLE: &str = "select id, version, created_at, updated_at, doc, properties, organization_id \
     from customers where company_id = ?1 and id = ?2";

/// Reads a row with all columns of the table, for what the customer is found by.
pub(super) fn read_row(row: &Row) -> Result<(CompanyId, Record<CustomerId, Customer>), Error> {
    let mut value = customer_document::read(row.text(8)?).map_err(|error| Error::Corrupt(error.to_string()))?;
    value.organization = row.optional_integer(7)?.map(OrganizationId);
    value.properties = read_values(row, 9)?;
    let record = Record {
        id: CustomerId(row.integer(1)?),
        version: Version(row.integer(2)?),
        created_at: row.moment(3)?,
        updated_at: row.moment(4)?,
        value,
    };
    Ok((CompanyId(row.integer(0)?), record))
}

fn read<T>(row: &Row, value: T) -> Result<Record<CustomerId, T>, Error> {
    Ok(Record {
        id: CustomerId(row.integer(0)?),
        version: Version(row.integer(1)?),
        created_at: row.moment(2)?,
        updated_at: row.moment(3)?,
        value,
    })
}

pub(super) fn insert<'a>(company: CompanyId, record: &Record<CustomerId, Customer>, document: &Arc<str>) -> Step<'a> {
    let sql = "insert into customers (company_id, id, version, created_at, updated_at, first_key, last_key, organization_id, doc, properties) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    Step::new(company, sql)
        .bind(record.id.0)
        .bind(record.version.0)
        .bind(record.created_at)
        .bind(record.updated_at)
        .bind(name_key(&record.value, TextField::FirstName))
        .bind(name_key(&record.value, TextField::LastName))
        .bind(record.value.organization.map(|id| id.0))
        .bind(Arc::clone(document))
        .bind(property_value::write(&record.value.properties))
        .like(Together::Row)
}

pub(super) fn update<'a>(company: CompanyId, record: &Record<CustomerId, Customer>, document: &Arc<str>) -> Step<'a> {
    Step::new(company, dialect::UPDATE_CUSTOMER)
        .bind(record.version.0)
        .bind(record.updated_at)
        .bind(name_key(&record.value, TextField::FirstName))
        .bind(name_key(&record.value, TextField::LastName))
        .bind(record.value.organization.map(|id| id.0))
        .bind(Arc::clone(document))
        .bind(property_value::write(&record.value.properties))
        .bind(record.id.0)
        .bind(version_before(record.version))
        .or(Otherwise::Moved)
}

pub(super) fn delete<'a>(company: CompanyId, id: CustomerId, version: Version) -> Step<'a> {
    let sql = "delete from customers where company_id = ?1 and id = ?2 and version = ?3";
    Step::new(company, sql).bind(id.0).bind(version.0).or(Otherwise::Moved)
}

/// The form under which a name is found and sorted; empty when there is none.
pub(super) fn name_key(customer: &Customer, field: TextField) -> String {
    customer.text(field).map(text::fold).unwrap_or_default()
}
