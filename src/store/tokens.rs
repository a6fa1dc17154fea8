//! Access tokens, kept as hashes.

use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::app::AccessToken;
use crate::domain::id::CompanyId;
use crate::domain::time::Timestamp;

/// A token with whether its app is still accepted, if the company has handed it out.
pub async fn get(store: &Store, company: CompanyId, hash: [u8; 32]) -> Result<Option<(AccessToken, bool)>, Error> {
    let sql = "select t.client_id, t.expires_at, a.revoked_at from access_tokens t \
         join apps a on a.company_id = t.company_id and a.client_id = t.client_id where t.company_id = ?1 and t.hash = ?2";
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let token = AccessToken { company, hash, client_id: row.text(0)?.to_owned(), expires_at: row.moment(1)? };
    Ok(Some((token, row.is_null(2))))
}

pub(super) fn insert<'a>(token: &AccessToken) -> Step<'a> {
    let sql = "insert into access_tokens (company_id, hash, client_id, expires_at) values (?1, ?2, ?3, ?4)";
    Step::new(token.company, sql).bind(token.hash).bind(&*token.client_id).bind(token.expires_at)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from access_tokens where company_id = ?1 and expires_at < ?2").bind(before)
}
