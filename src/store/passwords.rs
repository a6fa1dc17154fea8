//! What users sign in with, as hashes that are slow to try.

use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::time::Timestamp;

/// The hash of a user's password, if there is one, and since when.
pub async fn get(store: &Store, company: CompanyId, user: UserId) -> Result<Option<(String, Timestamp)>, Error> {
    let sql = "select hash, changed_at from passwords where company_id = ?1 and user_id = ?2";
    let rows = store.query(Query::point(company, sql).bind(user.0)).await?;
    rows.first().map(|row| Ok((row.text(0)?.to_owned(), row.moment(1)?))).transpose()
}

pub(super) fn set<'a>(company: CompanyId, user: UserId, hash: &str, at: Timestamp) -> Step<'a> {
    let sql = "insert into passwords (company_id, user_id, hash, changed_at) values (?1, ?2, ?3, ?4) \
         on conflict (company_id, user_id) do update set hash = excluded.hash, changed_at = excluded.changed_at";
    Step::new(company, sql).bind(user.0).bind(hash).bind(at)
}
