//! Access tokens, kept as hashes.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::{Error, Store};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::token::{AccessToken, Hash};

/// A token with whether its app is still accepted, if the company has handed it out.
pub async fn get(store: &Store, company: CompanyId, hash: Hash) -> Result<Option<(AccessToken, bool)>, Error> {
    let sql = "select t.client_id, t.user_id, t.family, t.issued_at, t.expires_at, a.revoked_at from access_tokens t \
         join apps a on a.company_id = t.company_id and a.client_id = t.client_id where t.company_id = ?1 and t.hash = ?2";
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let token = AccessToken {
        company,
        hash,
        client_id: row.text(0)?.to_owned(),
        user: UserId(row.integer(1)?),
        family: row.optional_bytes(2)?,
        issued_at: row.moment(3)?,
        expires_at: row.moment(4)?,
    };
    Ok(Some((token, row.is_null(5))))
}

pub(super) fn insert<'a>(token: &AccessToken) -> Step<'a> {
    let sql = "insert into access_tokens (company_id, hash, client_id, user_id, family, issued_at, expires_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    Step::new(token.company, sql)
        .bind(token.hash)
        .bind(&*token.client_id)
        .bind(token.user.0)
        .bind(token.family)
        .bind(token.issued_at)
        .bind(token.expires_at)
}

pub(super) fn revoke<'a>(company: CompanyId, hash: Hash) -> Step<'a> {
    Step::new(company, "delete from access_tokens where company_id = ?1 and hash = ?2").bind(hash).or(Otherwise::Moved)
}

pub(super) fn revoke_family<'a>(company: CompanyId, family: Hash) -> Step<'a> {
    Step::new(company, "delete from access_tokens where company_id = ?1 and family = ?2").bind(family)
}

/// What an app, or every app, has because this user agreed.
pub(super) fn revoke_agreed<'a>(company: CompanyId, user: UserId, app: Option<&str>) -> Step<'a> {
    let sql = "delete from access_tokens where company_id = ?1 and user_id = ?2 and family is not null and (client_id = ?3 or ?3 is null)";
    Step::new(company, sql).bind(user.0).bind(app)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from access_tokens where company_id = ?1 and expires_at < ?2").bind(before)
}
