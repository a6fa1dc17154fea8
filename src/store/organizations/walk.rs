//! Walks through organizations, and through the members of one. Each page goes on behind the last that was seen, however many stand before.

use super::{Found, Sort, read};
use crate::domain::id::{CompanyId, OrganizationId};
use crate::domain::query::fold_line;
use crate::store::customers::{self, FOUND, MEMBERSHIP, read_found};
use crate::store::place::{Key, Place, cut};
use crate::store::query::Query;
use crate::store::value::Value;
use crate::store::{Error, Store};

/// The next organizations in the order of a sort, and where it goes on when there are more. A place that another kind of sort made begins
/// anew.
pub async fn walk(
    store: &Store,
    company: CompanyId,
    (sort, descending): (Sort, bool),
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<Found>, Option<Place>), Error> {
    next(store, company, Vec::new(), (sort, descending), from, size).await
}

/// The next of the organizations whose name begins with a text, letter case ignored, by name.
pub async fn walk_named(
    store: &Store,
    company: CompanyId,
    text: &str,
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<Found>, Option<Place>), Error> {
    let first = fold_line(text);
    // No text that begins with the name sorts after the name with the last of all characters.
    let last = format!("{first}{}", char::MAX);
    let conditions = vec![("search_key >= ?", first.into()), ("search_key <= ?", last.into())];
    next(store, company, conditions, (Sort::Name, false), from, size).await
}

/// The next customers of an organization, the newest first, and where it goes on when there are more.
pub async fn walk_members(
    store: &Store,
    company: CompanyId,
    id: OrganizationId,
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<customers::Found>, Option<Place>), Error> {
    let then_join = store.dialect().then_join();
    let from = Place::of(from, false);
    let beyond = if from.is_some() { "and (created_at, id) < (?4, ?5) " } else { "" };
    let sql = format!(
        "select {FOUND} from (select id from customers where company_id = ?1 and organization_id = ?2 \
         {beyond}order by created_at desc, id desc limit ?3) p \
         {then_join} customers c on c.company_id = ?1 and c.id = p.id {MEMBERSHIP} \
         order by c.created_at desc, c.id desc"
    );
    let mut query = Query::scan(company, sql).bind(id.0).bind(size + 1);
    if let Some(place) = from {
        query = query.bind(&place.key).bind(place.id);
    }
    let found = store.query(query).await?.iter().map(read_found).collect::<Result<_, _>>()?;
    cut(found, size, |last| Ok(Place { key: Key::Number(last.record.created_at.micros()), id: last.record.id.0 }))
}

async fn next(
    store: &Store,
    company: CompanyId,
    conditions: Vec<(&str, Value)>,
    (sort, descending): (Sort, bool),
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<Found>, Option<Place>), Error> {
    let (column, then_join) = (sort.column(), store.dialect().then_join());
    let (order, beyond) = if descending { ("desc", "<") } else { ("asc", ">") };
    let mut values = vec![Value::from(size + 1)];
    let mut bind = |value: Value| {
        values.push(value);
        format!("?{}", values.len() + 1)
    };
    let mut wanted = String::new();
    for (condition, value) in conditions {
        wanted += &format!(" and {}", condition.replace('?', &bind(value)));
    }
    if let Some(place) = Place::of(from, sort == Sort::Name) {
        wanted += &format!(" and ({column}, id) {beyond} ({}, {})", bind((&place.key).into()), bind(place.id.into()));
    }
    let sql = format!(
        "select o.id, o.version, o.created_at, o.updated_at, o.doc, o.properties, o.customers from \
         (select id from organizations where company_id = ?1{wanted} order by {column} {order}, id {order} limit ?2) p \
         {then_join} organizations o on o.company_id = ?1 and o.id = p.id \
         order by o.{column} {order}, o.id {order}"
    );
    let query = values.into_iter().fold(Query::scan(company, sql), Query::bind);
    let found = store.query(query).await?.iter().map(read).collect::<Result<_, _>>()?;
    cut(found, size, |last| Ok(place_of(last, sort)))
}

fn place_of(found: &Found, sort: Sort) -> Place {
    let record = &found.record;
    let key = match sort {
        Sort::UpdatedAt => Key::Number(record.updated_at.micros()),
        Sort::Name => Key::Text(fold_line(&record.value.name)),
        Sort::Customers => Key::Number(found.customers),
        Sort::Id => Key::Number(record.id.0),
    };
    Place { key, id: record.id.0 }
}
