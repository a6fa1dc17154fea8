//! Saved views of the list of customers. That two of a person have different names is a key ([`KeyKind::SavedView`]).
//!
//! [`KeyKind::SavedView`]: super::change::KeyKind::SavedView

use super::change::version_before;
use super::place::{Key, Place, cut};
use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::id::{CompanyId, SavedViewId, UserId};
use crate::domain::record::{Record, Version};
use crate::domain::saved_view::{Listing, MOST, SavedView};

/// A stored view.
pub type Stored = Record<SavedViewId, SavedView>;

const COLUMNS: &str = "id, version, created_at, updated_at, user_id, name, is_shared, query, sort, columns";

/// One view, if the company has it.
pub async fn get(store: &Store, company: CompanyId, id: SavedViewId) -> Result<Option<Stored>, Error> {
    let sql = format!("select {COLUMNS} from saved_views where company_id = ?1 and id = ?2");
    store.query(Query::point(company, sql).bind(id.0)).await?.first().map(read).transpose()
}

/// The next views that a user sees, by name, and where it goes on when there are more: the user's own and those of everybody, so many of
/// either read by an index.
pub async fn walk(
    store: &Store,
    company: CompanyId,
    user: UserId,
    from: Option<&Place>,
    size: i64,
) -> Result<(Vec<Stored>, Option<Place>), Error> {
    let from = Place::of(from, true);
    let beyond = if from.is_some() { " and (sort_key, id) > (?4, ?5)" } else { "" };
    let next = |whose: &str| {
        format!(
            "select * from (select {COLUMNS}, sort_key from saved_views \
             where company_id = ?1 and {whose}{beyond} order by sort_key, id limit ?3)"
        )
    };
    let (own, shared) = (next("user_id = ?2"), next("is_shared = 1 and user_id <> ?2"));
    let sql =
        format!("select {COLUMNS} from ({own} own union all {shared} shared) v order by v.sort_key, v.id limit ?3");
    let mut query = Query::point(company, sql).bind(user.0).bind(size + 1);
    if let Some(place) = from {
        query = query.bind(&place.key).bind(place.id);
    }
    let found = store.query(query).await?.iter().map(read).collect::<Result<_, _>>()?;
    cut(found, size, |last: &Stored| Ok(Place { key: Key::Text(last.value.sort_key()), id: last.id.0 }))
}

fn read(row: &Row) -> Result<Stored, Error> {
    let columns = serde_json::from_str(row.text(9)?).map_err(|error| Error::Corrupt(error.to_string()))?;
    Ok(Record {
        id: SavedViewId(row.integer(0)?),
        version: Version(row.integer(1)?),
        created_at: row.moment(2)?,
        updated_at: row.moment(3)?,
        value: SavedView {
            owner: UserId(row.integer(4)?),
            name: row.text(5)?.to_owned(),
            is_shared: row.integer(6)? == 1,
            listing: Listing { query: row.text(7)?.to_owned(), sort: row.text(8)?.to_owned(), columns },
        },
    })
}

/// First the view, then whether there is room for it: both are decided inside the commit.
pub(super) fn insert<'a>(company: CompanyId, record: &Stored) -> [Step<'a>; 2] {
    let sql = "insert into saved_views (company_id, id, user_id, name, sort_key, is_shared, query, sort, columns, \
         version, created_at, updated_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let room = "update saved_views set user_id = user_id where company_id = ?1 and id = ?2 \
         and (select count(*) from saved_views where company_id = ?1 and user_id = ?3) <= ?4";
    let (id, owner) = (record.id.0, record.value.owner.0);
    let inserted = written(Step::new(company, sql).bind(id).bind(owner), &record.value);
    [
        inserted.bind(record.version.0).bind(record.created_at).bind(record.updated_at),
        Step::new(company, room).bind(id).bind(owner).bind(MOST as i64).or(Otherwise::Full),
    ]
}

pub(super) fn update<'a>(company: CompanyId, record: &Stored) -> Step<'a> {
    let sql = "update saved_views set name = ?3, sort_key = ?4, is_shared = ?5, query = ?6, sort = ?7, columns = ?8, \
         version = ?9, updated_at = ?10 where company_id = ?1 and id = ?2 and version = ?11";
    let step = written(Step::new(company, sql).bind(record.id.0), &record.value);
    let step = step.bind(record.version.0).bind(record.updated_at);
    step.bind(version_before(record.version)).or(Otherwise::Moved)
}

pub(super) fn delete<'a>(company: CompanyId, id: SavedViewId, version: Version) -> Step<'a> {
    let sql = "delete from saved_views where company_id = ?1 and id = ?2 and version = ?3";
    Step::new(company, sql).bind(id.0).bind(version.0).or(Otherwise::Moved)
}

/// What of a view is written whenever it is: name, how it is sorted, whether it is shared, query, sort, columns.
fn written<'a>(step: Step<'a>, view: &SavedView) -> Step<'a> {
    let columns = serde_json::Value::from(view.listing.columns.clone()).to_string();
    step.bind(&*view.name)
        .bind(view.sort_key())
        .bind(i64::from(view.is_shared))
        .bind(&*view.listing.query)
        .bind(&*view.listing.sort)
        .bind(columns)
}
