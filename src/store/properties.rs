//! Property definitions, of customers and of organizations.

use std::collections::HashMap;

use super::change::version_before;
use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store, leftovers};
use crate::domain::id::{AnchorId, CompanyId};
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::property_value::{PropertyValue, PropertyValues};
use crate::domain::record::{Record, Version};
use crate::domain::tag::Shown;
use crate::domain::time::Timestamp;
use crate::store::change::Leftover;

/// A definition; its slug is its identifier.
pub type Defined = Record<(), Definition>;

/// The definitions of a company in the order in which its people want to see them.
pub async fn list(store: &Store, company: CompanyId, owner: PropertyOwner) -> Result<Vec<Defined>, Error> {
    let sql = "select version, created_at, updated_at, doc from property_definitions where company_id = ?1 and kind = ?2 \
         order by place, position, slug";
    store.query(Query::point(company, sql).bind(owner.as_str())).await?.iter().map(read).collect()
}

/// The definitions of a company in the order in which they were made, which is that of every answer of the API.
pub async fn as_made(store: &Store, company: CompanyId, owner: PropertyOwner) -> Result<Vec<Defined>, Error> {
    let sql = "select version, created_at, updated_at, doc from property_definitions where company_id = ?1 and kind = ?2 \
         order by position, slug";
    store.query(Query::point(company, sql).bind(owner.as_str())).await?.iter().map(read).collect()
}

/// How many records have a value that hangs on each anchor of a company: counted up to one more than `most`.
pub async fn holders(store: &Store, company: CompanyId, most: i64) -> Result<HashMap<AnchorId, i64>, Error> {
    let sql = "select a.anchor, (select count(*) from (select 1 from property_values v \
         where v.company_id = ?1 and v.anchor = a.anchor limit ?2) held) from property_anchors a where a.company_id = ?1";
    let rows = store.query(Query::scan(company, sql).bind(most.saturating_add(1))).await?;
    rows.iter().map(|row| Ok((AnchorId(row.integer(0)?), row.integer(1)?))).collect()
}

/// One definition, if the company has it.
pub async fn get(
    store: &Store,
    company: CompanyId,
    owner: PropertyOwner,
    slug: &str,
) -> Result<Option<Defined>, Error> {
    let sql = "select version, created_at, updated_at, doc from property_definitions \
         where company_id = ?1 and kind = ?2 and slug = ?3";
    store.query(Query::point(company, sql).bind(owner.as_str()).bind(slug)).await?.first().map(read).transpose()
}

/// How many values hang on these anchors: all of them are counted, which takes its time where very many are.
pub async fn holding(store: &Store, company: CompanyId, anchors: &[AnchorId]) -> Result<i64, Error> {
    let sql = "select count(*) from property_values where company_id = ?1 and anchor = ?2";
    let mut held = 0;
    for anchor in anchors {
        let rows = store.query(Query::scan(company, sql).bind(anchor.0)).await?;
        held += rows.first().map_or(Ok(0), |row| row.integer(0))?;
    }
    Ok(held)
}

/// What an entity tag has to tell of the values that an answer shows, when it shows any: how many there are, and the sum of their
/// definitions' versions. A value that is gone never comes back and versions only grow, so while the record itself has one version, two
/// answers with the same pair are the same.
pub fn shown(definitions: &[Defined], values: &PropertyValues) -> Shown {
    let shown = definitions.iter().filter(|defined| defined.value.value_in(values).is_some());
    let (count, versions) = shown.fold((0, 0), |(count, sum), defined| (count + 1, sum + defined.version.0));
    (count > 0).then_some((count, versions))
}

/// The values of a record, and those of them whose definition or option is gone.
pub(super) async fn parted(
    store: &Store,
    company: CompanyId,
    owner: PropertyOwner,
    values: PropertyValues,
) -> Result<(PropertyValues, PropertyValues), Error> {
    if values.is_empty() {
        return Ok((values, PropertyValues::new()));
    }
    let definitions = list(store, company, owner).await?;
    Ok(part(&definitions, values))
}

/// The same with definitions that are known.
pub(super) fn part(definitions: &[Defined], values: PropertyValues) -> (PropertyValues, PropertyValues) {
    let is_living = |(slug, value): &(String, PropertyValue)| {
        definitions.iter().any(|defined| defined.value.slug == *slug && defined.value.holds(value.anchor))
    };
    values.into_iter().partition(is_living)
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
pub(super) fn insert<'a>(
    company: CompanyId,
    owner: PropertyOwner,
    definition: &Definition,
    most: usize,
    at: Timestamp,
) -> Vec<Step<'a>> {
    let claim = "insert into property_definitions (company_id, kind, slug, anchor, position, place, version, created_at, updated_at, doc) \
         select ?1, ?2, ?3, ?4, coalesce(max(position), 0) + 1, coalesce(max(place), 0) + 1, 1, ?5, ?5, ?6 from property_definitions \
         where company_id = ?1 and kind = ?2 on conflict do nothing";
    let room = "update property_definitions set version = 1 where company_id = ?1 and kind = ?2 and slug = ?3 \
         and (select count(*) from property_definitions where company_id = ?1 and kind = ?2) <= ?4";
    let mut steps = vec![
        Step::new(company, claim)
            .bind(owner.as_str())
            .bind(&*definition.slug)
            .bind(definition.anchor.0)
            .bind(at)
            .bind(document(definition))
            .or(Otherwise::Exists),
        Step::new(company, room).bind(owner.as_str()).bind(&*definition.slug).bind(most as i64).or(Otherwise::Full),
    ];
    let anchors = definition.anchors();
    steps.extend(anchors.into_iter().map(|anchor| insert_anchor(company, owner, &definition.slug, anchor)));
    steps
}

pub(super) fn update<'a>(
    company: CompanyId,
    owner: PropertyOwner,
    record: &Defined,
    made: &[AnchorId],
    gone: &[AnchorId],
) -> Vec<Step<'a>> {
    let sql = "update property_definitions set version = ?4, updated_at = ?5, doc = ?6 \
         where company_id = ?1 and kind = ?2 and slug = ?3 and version = ?7 and anchor = ?8";
    let definition = &record.value;
    let mut steps = vec![
        Step::new(company, sql)
            .bind(owner.as_str())
            .bind(&*definition.slug)
            .bind(record.version.0)
            .bind(record.updated_at)
            .bind(document(definition))
            .bind(version_before(record.version))
            .bind(definition.anchor.0)
            .or(Otherwise::Moved),
    ];
    steps.extend(gone.iter().flat_map(|anchor| delete_anchor(company, owner, *anchor)));
    steps.extend(made.iter().map(|anchor| insert_anchor(company, owner, &definition.slug, *anchor)));
    steps
}

/// One that is gone meanwhile is passed over, and one that is new stands where it came.
pub(super) fn place<'a>(company: CompanyId, owner: PropertyOwner, slugs: &[String]) -> Vec<Step<'a>> {
    let sql = "update property_definitions set place = ?4 where company_id = ?1 and kind = ?2 and slug = ?3";
    let placed = slugs.iter().zip(1_i64..);
    placed.map(|(slug, place)| Step::new(company, sql).bind(owner.as_str()).bind(&**slug).bind(place)).collect()
}

pub(super) fn delete<'a>(company: CompanyId, owner: PropertyOwner, record: &Defined) -> Vec<Step<'a>> {
    let sql = "delete from property_definitions where company_id = ?1 and kind = ?2 and slug = ?3 and version = ?4 and anchor = ?5";
    let definition = &record.value;
    let mut steps = vec![
        Step::new(company, sql)
            .bind(owner.as_str())
            .bind(&*definition.slug)
            .bind(record.version.0)
            .bind(definition.anchor.0)
            .or(Otherwise::Moved),
    ];
    steps.extend(definition.anchors().into_iter().flat_map(|anchor| delete_anchor(company, owner, anchor)));
    steps
}

fn insert_anchor<'a>(company: CompanyId, owner: PropertyOwner, slug: &str, anchor: AnchorId) -> Step<'a> {
    let sql = "insert into property_anchors (company_id, anchor, kind, slug) values (?1, ?2, ?3, ?4)";
    Step::new(company, sql).bind(anchor.0).bind(owner.as_str()).bind(slug)
}

/// From here on a value that hangs on this is none; what is written of it is cleaned later.
fn delete_anchor<'a>(company: CompanyId, owner: PropertyOwner, anchor: AnchorId) -> [Step<'a>; 2] {
    let sql = "delete from property_anchors where company_id = ?1 and anchor = ?2";
    [Step::new(company, sql).bind(anchor.0), leftovers::insert(company, Leftover::Values(owner, anchor))]
}

/// A definition's document as it is stored.
fn document(definition: &Definition) -> String {
    // Texts and lists of them: writing them to memory has no way to fail.
    serde_json::to_string(definition).unwrap_or_default()
}
