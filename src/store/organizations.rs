//! Organizations.

use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::id::{CompanyId, OrganizationId};
use crate::domain::organization::Organization;
use crate::domain::query::fold_line;
use crate::domain::record::{Record, Version};

/// One organization, if the company has it.
pub async fn get(
    store: &Store,
    company: CompanyId,
    id: OrganizationId,
) -> Result<Option<Record<OrganizationId, Organization>>, Error> {
    let sql = "select version, created_at, updated_at, doc from organizations where company_id = ?1 and id = ?2";
    let rows = store.query(Query::point(company, sql).bind(id.0)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Record {
        id,
        version: Version(row.integer(0)?),
        created_at: row.moment(1)?,
        updated_at: row.moment(2)?,
        value: row.document(3)?,
    }))
}

pub(super) fn insert<'a>(company: CompanyId, record: &Record<OrganizationId, Organization>) -> Step<'a> {
    let sql = "insert into organizations (company_id, id, version, created_at, updated_at, name, search_key, doc) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    Step::new(company, sql)
        .bind(record.id.0)
        .bind(record.version.0)
        .bind(record.created_at)
        .bind(record.updated_at)
        .bind(&*record.value.name)
        .bind(fold_line(&record.value.name))
        .bind(document(&record.value))
}

/// An organization's document as it is stored.
pub fn document(organization: &Organization) -> String {
    // One text: writing it to memory has no way to fail.
    serde_json::to_string(organization).unwrap_or_default()
}
