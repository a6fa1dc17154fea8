//! Property definitions.

use std::collections::BTreeMap;

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::id::CompanyId;
use crate::domain::property::Definition;
use crate::domain::property_value::PropertyValue;
use crate::domain::record::{Record, Version};
use crate::domain::time::Timestamp;

/// A definition; its slug is its identifier.
pub type Defined = Record<(), Definition>;

/// The definitions of a company in the order in which they were made.
pub async fn list(store: &Store, company: CompanyId) -> Result<Vec<Defined>, Error> {
    let sql = "select version, created_at, updated_at, doc from property_definitions where company_id = ?1 order by position, slug";
    store.query(Query::point(company, sql)).await?.iter().map(read).collect()
}

/// One definition, if the company has it.
pub async fn get(store: &Store, company: CompanyId, slug: &str) -> Result<Option<Defined>, Error> {
    let sql =
        "select version, created_at, updated_at, doc from property_definitions where company_id = ?1 and slug = ?2";
    store.query(Query::point(company, sql).bind(slug)).await?.first().map(read).transpose()
}

/// The sum of the versions of those definitions that these values are shown under.
pub fn versions(definitions: &[Defined], values: &BTreeMap<String, PropertyValue>) -> i64 {
    let has_value = |defined: &&Defined| values.contains_key(&defined.value.slug);
    definitions.iter().filter(has_value).map(|defined| defined.version.0).sum()
}

fn read(row: &Row) -> Result<Defined, Error> {
    Ok(Record {
        id: (),
        version: Version(row.integer(0)?),
        created_at: row.moment(1)?,
        updated_at: row.moment(2)?,
        value: row.document(3)?,
    })
}

/// First whether the slug is free, then whether there is room: both are decided inside the commit.
pub(super) fn insert<'a>(company: CompanyId, definition: &Definition, most: usize, at: Timestamp) -> [Step<'a>; 2] {
    let claim = "insert into property_definitions (company_id, slug, position, version, created_at, updated_at, doc) \
         select ?1, ?2, coalesce(max(position), 0) + 1, 1, ?3, ?4, ?5 from property_definitions where company_id = ?1 \
         on conflict do nothing";
    let room = "update property_definitions set version = 1 where company_id = ?1 and slug = ?2 \
         and (select count(*) from property_definitions where company_id = ?1) <= ?3";
    [
        Step::new(company, claim)
            .bind(&*definition.slug)
            .bind(at)
            .bind(at)
            .bind(document(definition))
            .or(Otherwise::Exists),
        Step::new(company, room).bind(&*definition.slug).bind(most as i64).or(Otherwise::Full),
    ]
}

/// A definition's document as it is stored.
pub fn document(definition: &Definition) -> String {
    // Texts and lists of them: writing them to memory has no way to fail.
    serde_json::to_string(definition).unwrap_or_default()
}
