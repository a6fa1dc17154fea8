//! Walks through organizations, and through the members of one. Each page goes on behind the last that was seen, however many stand before.

use super::{Found, Sort, end, read};
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

/// The most organizations of whose names every word is looked at for one page; beyond them only beginnings of names are found.
const LOOKED_AT: i64 = 100_000;
/// What a word of a name may stand behind.
const BEFORE_WORDS: [&str; 5] = [" ", "-", "(", "/", "&"];

/// At most so many organizations by a beginning of a word of their name, as [`walk_named`] has them.
pub async fn named(store: &Store, company: CompanyId, text: &str, size: i64) -> Result<Vec<Found>, Error> {
    Ok(walk_named(store, company, text, None, size).await?.0)
}

/// The next of the organizations whose name has a word that begins with a text, letter case ignored: first those whose name begins so, then
/// the others, both by name.
pub async fn walk_named(
    store: &Store,
    company: CompanyId,
    text: &str,
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<Found>, Option<Place>), Error> {
    let first = fold_line(text);
    // Where it goes on tells in which of the two parts it stands.
    let from = Place::of(from, true);
    let is_beyond = from.is_some_and(|place| matches!(&place.key, Key::Text(key) if !key.starts_with(&first)));
    let (mut found, mut goes_on) = (Vec::new(), None);
    if !is_beyond {
        let conditions = vec![("search_key >= ?", first.as_str().into()), ("search_key <= ?", end(&first).into())];
        (found, goes_on) = next(store, company, conditions, (Sort::Name, false), from, size).await?;
    }
    if goes_on.is_some() || first.is_empty() {
        return Ok((found, goes_on));
    }
    let behind = from.filter(|_| is_beyond);
    let missing = size - found.len() as i64;
    let others = with_word(store, company, &first, behind, missing + 1).await?;
    let has_more = others.len() as i64 > missing;
    found.extend(others.into_iter().take(missing.unsigned_abs() as usize));
    let goes_on = found.last().filter(|_| has_more).map(|last| {
        let last = place_of(last, Sort::Name);
        // After the last whose name begins so, the others come from their start.
        let is_begun = matches!(&last.key, Key::Text(key) if key.starts_with(&first));
        if is_begun { Place { key: Key::Text(String::new()), id: 1 } } else { last }
    });
    Ok((found, goes_on))
}

/// Organizations with a word within their name that begins with a text, by name, but for those whose whole name does.
async fn with_word(
    store: &Store,
    company: CompanyId,
    first: &str,
    behind: Option<&Place>,
    most: i64,
) -> Result<Vec<Found>, Error> {
    let (then_join, position) = (store.dialect().then_join(), store.dialect().position());
    let mut values: Vec<Value> = vec![first.into(), end(first).into(), LOOKED_AT.into(), most.into()];
    let mut words = Vec::new();
    for before in BEFORE_WORDS {
        values.push(format!("{before}{first}").into());
        words.push(format!("{position}(search_key, ?{}) > 0", values.len() + 1));
    }
    let mut beyond = String::new();
    if let Some(place) = behind {
        values.extend([(&place.key).into(), place.id.into()]);
        beyond = format!(" and (search_key, id) > (?{}, ?{})", values.len(), values.len() + 1);
    }
    // The names are in an index, and a page is read when its names are known.
    let sql = format!(
        "select o.id, o.version, o.created_at, o.updated_at, o.doc, o.properties, o.customers from \
         (select id from (select id, search_key from organizations where company_id = ?1{beyond} \
         order by search_key, id limit ?4) looked_at \
         where (search_key < ?2 or search_key > ?3) and ({}) order by search_key, id limit ?5) p \
         {then_join} organizations o on o.company_id = ?1 and o.id = p.id order by o.search_key, o.id",
        words.join(" or ")
    );
    let query = values.into_iter().fold(Query::scan(company, sql), Query::bind);
    store.query(query).await?.iter().map(read).collect()
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
