//! Organizations.

mod walk;

pub use walk::{named, walk, walk_members, walk_named};

use super::change::{Leftover, version_before};
use super::customer_list::Page;
use super::customers::{self, FOUND, MEMBERSHIP, read_found, read_properties};
use super::dialect;
use super::query::Query;
use super::steps::{Otherwise, Step, Together};
use super::value::Row;
use super::{Error, Store, leftovers, properties};
use crate::domain::id::{CompanyId, OrganizationId};
use crate::domain::organization::Organization;
use crate::domain::property::PropertyOwner;
use crate::domain::property_value;
use crate::domain::query::fold_line;
use crate::domain::record::{Record, Version};

/// A stored organization, as its answer needs it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The organization, its values among them whose definition or option is gone.
    pub record: Record<OrganizationId, Organization>,
    /// How many customers belong to it.
    pub customers: i64,
}

/// What a list of organizations is sorted by; the identifier breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// When the record was last changed.
    #[default]
    UpdatedAt,
    /// The name, letter case ignored.
    Name,
    /// How many customers belong to it.
    Customers,
    /// The identifier alone.
    Id,
}

/// One organization to be worked on, if the company has it.
pub async fn get(
    store: &Store,
    company: CompanyId,
    id: OrganizationId,
) -> Result<Option<Record<OrganizationId, Organization>>, Error> {
    let Some(Found { mut record, .. }) = find(store, company, id).await? else { return Ok(None) };
    let values = std::mem::take(&mut record.value.properties);
    (record.value.properties, _) = properties::parted(store, company, PropertyOwner::Organization, values).await?;
    Ok(Some(record))
}

/// One organization to be answered, if the company has it.
pub async fn find(store: &Store, company: CompanyId, id: OrganizationId) -> Result<Option<Found>, Error> {
    let sql = "select id, version, created_at, updated_at, doc, properties, customers from organizations \
         where company_id = ?1 and id = ?2";
    store.query(Query::record(company, sql, id.0)).await?.first().map(read).transpose()
}

/// How many organizations the company has. It is kept with every commit, so that it costs nothing.
pub async fn count(store: &Store, company: CompanyId) -> Result<i64, Error> {
    let kept = Query::point(company, "select organizations from companies where company_id = ?1");
    store.query(kept).await?.first().map_or(Ok(0), |row| row.integer(0))
}

/// One page of organizations, and how many the company has.
pub async fn list(
    store: &Store,
    company: CompanyId,
    sort: Sort,
    descending: bool,
    page: Page,
) -> Result<(Vec<Found>, i64), Error> {
    let total = count(store, company).await?;
    if page.offset >= total {
        return Ok((Vec::new(), total));
    }
    let column = sort.column();
    let (order, then_join) = (if descending { "desc" } else { "asc" }, store.dialect().then_join());
    // The identifiers of a page come from an index alone, as in the list of customers.
    let sql = format!(
        "select o.id, o.version, o.created_at, o.updated_at, o.doc, o.properties, o.customers from \
         (select id from organizations where company_id = ?1 order by {column} {order}, id {order} limit ?2 offset ?3) p \
         {then_join} organizations o on o.company_id = ?1 and o.id = p.id \
         order by o.{column} {order}, o.id {order}"
    );
    let rows = store.query(Query::scan(company, sql).bind(page.size).bind(page.offset)).await?;
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, total))
}

impl Sort {
    fn column(self) -> &'static str {
        match self {
            Self::UpdatedAt => "updated_at",
            Self::Name => "search_key",
            Self::Customers => "customers",
            Self::Id => "id",
        }
    }
}

/// How many organizations have a name that begins with a text, letter case ignored; no more than `most` are counted.
pub async fn count_beginning(store: &Store, company: CompanyId, text: &str, most: i64) -> Result<i64, Error> {
    let sql = "select count(*) from (select id from organizations \
         where company_id = ?1 and search_key >= ?2 and search_key <= ?3 limit ?4) fitting";
    let first = fold_line(text);
    let last = end(&first);
    let query = Query::point(company, sql).bind(first).bind(last).bind(most);
    store.query(query).await?.first().map_or(Ok(0), |row| row.integer(0))
}

/// No text that begins with this one sorts after it.
fn end(beginning: &str) -> String {
    format!("{beginning}{}", char::MAX)
}

/// One page of the customers of an organization, the newest first.
pub async fn members(
    store: &Store,
    company: CompanyId,
    id: OrganizationId,
    page: Page,
) -> Result<Vec<customers::Found>, Error> {
    let then_join = store.dialect().then_join();
    let sql = format!(
        "select {FOUND} from (select id from customers where company_id = ?1 and organization_id = ?2 \
         order by created_at desc, id desc limit ?3 offset ?4) p \
         {then_join} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP} \
         order by c.created_at desc, c.id desc"
    );
    let query = Query::scan(company, sql).bind(id.0).bind(page.size).bind(page.offset);
    store.query(query).await?.iter().map(read_found).collect()
}

fn read(row: &Row) -> Result<Found, Error> {
    let mut value: Organization = row.document(4)?;
    value.properties = read_properties(row)?;
    let record = Record {
        id: OrganizationId(row.integer(0)?),
        version: Version(row.integer(1)?),
        created_at: row.moment(2)?,
        updated_at: row.moment(3)?,
        value,
    };
    Ok(Found { record, customers: row.integer(6)? })
}

pub(super) fn insert<'a>(company: CompanyId, record: &Record<OrganizationId, Organization>) -> [Step<'a>; 2] {
    let sql = "insert into organizations (company_id, id, version, created_at, updated_at, name, search_key, doc, properties) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let made = Step::new(company, sql)
        .bind(record.id.0)
        .bind(record.version.0)
        .bind(record.created_at)
        .bind(record.updated_at)
        .bind(&*record.value.name)
        .bind(fold_line(&record.value.name))
        .bind(document(&record.value))
        .bind(property_value::write(&record.value.properties));
    [made, Step::new(company, "update companies set organizations = organizations + 1 where company_id = ?1")]
}

pub(super) fn update<'a>(company: CompanyId, record: &Record<OrganizationId, Organization>) -> Step<'a> {
    Step::new(company, dialect::UPDATE_ORGANIZATION)
        .bind(record.version.0)
        .bind(record.updated_at)
        .bind(&*record.value.name)
        .bind(fold_line(&record.value.name))
        .bind(document(&record.value))
        .bind(property_value::write(&record.value.properties))
        .bind(record.id.0)
        .bind(version_before(record.version))
        .or(Otherwise::Moved)
}

/// From here on its members show no organization; what they keep of it is cleaned later.
pub(super) fn delete<'a>(company: CompanyId, id: OrganizationId, version: Version) -> [Step<'a>; 3] {
    let sql = "delete from organizations where company_id = ?1 and id = ?2 and version = ?3";
    [
        Step::new(company, sql).bind(id.0).bind(version.0).or(Otherwise::Moved),
        Step::new(company, "update companies set organizations = organizations - 1 where company_id = ?1"),
        leftovers::insert(company, Leftover::Members(id)),
    ]
}

pub(super) fn join<'a>(company: CompanyId, id: OrganizationId) -> Step<'a> {
    let sql = "update organizations set customers = customers + ?3 where company_id = ?1 and id = ?2";
    let is_there = "select 1 / count(*) from organizations where company_id = ?1 and id = ?2";
    Step::new(company, sql).bind(id.0).bind(1).or(Otherwise::Gone).like(Together::Sum { is_there })
}

pub(super) fn leave<'a>(company: CompanyId, id: OrganizationId) -> Step<'a> {
    let sql = "update organizations set customers = customers - 1 where company_id = ?1 and id = ?2";
    Step::new(company, sql).bind(id.0).or(Otherwise::Moved)
}

fn document(organization: &Organization) -> String {
    // Texts and lists of them: writing them to memory has no way to fail.
    serde_json::to_string(organization).unwrap_or_default()
}
