//! Refresh tokens, kept as hashes. One that was replaced stays until it expires, so that its use by somebody else is noticed.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::{Error, Store};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::token::{Hash, RefreshToken, Replaced};

/// A token, if the company has handed it out.
pub async fn get(store: &Store, company: CompanyId, hash: Hash) -> Result<Option<RefreshToken>, Error> {
    let sql = "select client_id, user_id, family, issued_at, expires_at, replaced_at, salt from refresh_tokens \
         where company_id = ?1 and hash = ?2";
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let salt = row.optional_bytes(6)?;
    let replaced_at = row.optional_integer(5)?.map(Timestamp::from_micros);
    Ok(Some(RefreshToken {
        company,
        hash,
        client_id: row.text(0)?.to_owned(),
        user: UserId(row.integer(1)?),
        family: row.bytes(2)?,
        issued_at: row.moment(3)?,
        expires_at: row.moment(4)?,
        replaced: replaced_at.map(|at| Replaced { at, salt }),
    }))
}

pub(super) fn insert<'a>(token: &RefreshToken) -> Step<'a> {
    let sql = "insert into refresh_tokens (company_id, hash, client_id, user_id, family, issued_at, expires_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    Step::new(token.company, sql)
        .bind(token.hash)
        .bind(&*token.client_id)
        .bind(token.user.0)
        .bind(token.family)
        .bind(token.issued_at)
        .bind(token.expires_at)
}

/// A token is replaced once, whoever races for it.
pub(super) fn replace<'a>(company: CompanyId, hash: Hash, at: Timestamp, salt: [u8; 32]) -> Step<'a> {
    let sql = "update refresh_tokens set replaced_at = ?2, salt = ?3 where company_id = ?1 and hash = ?4 and replaced_at is null";
    Step::new(company, sql).bind(at).bind(salt).bind(hash).or(Otherwise::Moved)
}

/// Touches a token that was replaced: refused when it is gone.
pub(super) fn repeat<'a>(company: CompanyId, hash: Hash) -> Step<'a> {
    let sql = "update refresh_tokens set salt = salt where company_id = ?1 and hash = ?2 and salt is not null";
    Step::new(company, sql).bind(hash).or(Otherwise::Moved)
}

pub(super) fn revoke_family<'a>(company: CompanyId, family: Hash) -> Step<'a> {
    Step::new(company, "delete from refresh_tokens where company_id = ?1 and family = ?2").bind(family)
}

/// What an app, or every app, has because this user agreed.
pub(super) fn revoke_agreed<'a>(company: CompanyId, user: UserId, app: Option<&str>) -> Step<'a> {
    let sql = "delete from refresh_tokens where company_id = ?1 and user_id = ?2 and (client_id = ?3 or ?3 is null)";
    Step::new(company, sql).bind(user.0).bind(app)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from refresh_tokens where company_id = ?1 and expires_at < ?2").bind(before)
}

/// Forgets what successors were made with, once nobody is told them again.
pub(super) fn sweep_salts<'a>(company: CompanyId, replaced_before: Timestamp) -> Step<'a> {
    let sql = "update refresh_tokens set salt = null where company_id = ?1 and salt is not null and replaced_at < ?2";
    Step::new(company, sql).bind(replaced_before)
}
