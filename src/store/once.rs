//! Answers that are kept for requests that are done once.

use super::query::Query;
use super::steps::{Otherwise, Step, Together};
use super::{Error, Store};
use crate::domain::id::CompanyId;
use crate::domain::once::{Made, Once};
use crate::domain::time::Timestamp;

/// What is kept under the key of a request, unless it has expired: the hash of the request that was answered, and its answer.
pub async fn find(store: &Store, company: CompanyId, once: &Once) -> Result<Option<([u8; 32], Made)>, Error> {
    let sql = "select request, answer from idempotency_keys where company_id = ?1 and key = ?2 and expires_at > ?3";
    let rows = store.query(Query::point(company, sql).bind(once.key).bind(once.at)).await?;
    rows.first().map(|row| Ok((row.bytes(0)?, row.document(1)?))).transpose()
}

/// Keeps the answer, unless one is kept that has not expired: that is decided inside the commit.
pub(super) fn keep<'a>(company: CompanyId, once: &Once) -> Step<'a> {
    let sql = "insert into idempotency_keys (company_id, key, request, answer, expires_at) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (company_id, key) do update set request = ?3, answer = ?4, expires_at = ?5 where idempotency_keys.expires_at <= ?6";
    // Two words: writing them to memory has no way to fail.
    let answer = serde_json::to_string(&once.made).unwrap_or_default();
    Step::new(company, sql)
        .bind(once.key)
        .bind(once.request)
        .bind(answer)
        .bind(once.expires_at())
        .bind(once.at)
        .or(Otherwise::Answered)
        .like(Together::Apart)
}

pub(super) fn sweep<'a>(company: CompanyId, now: Timestamp) -> Step<'a> {
    Step::new(company, "delete from idempotency_keys where company_id = ?1 and expires_at <= ?2").bind(now)
}
