//! Identity keys: what is unique in a company, and who holds it.

use super::change::{Claim, KeyKind};
use super::query::Query;
use super::steps::{Otherwise, Step, Together};
use super::{Error, Store};
use crate::domain::id::CompanyId;

/// Who holds a key, if anybody does. Only for finding: that nobody holds it now does not keep it free.
pub async fn find(store: &Store, company: CompanyId, kind: KeyKind, key: &str) -> Result<Option<i64>, Error> {
    let query = Query::point(company, HOLDER).bind(kind.as_str()).bind(key);
    store.query(query).await?.first().map(|row| row.integer(0)).transpose()
}

const HOLDER: &str = "select holder from identity_keys where company_id = ?1 and kind = ?2 and key = ?3";

pub(super) fn take(company: CompanyId, claim: &Claim) -> Step<'_> {
    let sql =
        "insert into identity_keys (company_id, kind, key, holder) values (?1, ?2, ?3, ?4) on conflict do nothing";
    Step::new(company, sql)
        .bind(claim.kind.as_str())
        .bind(&*claim.key)
        .bind(claim.holder)
        .or(Otherwise::Taken(claim))
        .like(Together::Row)
}

pub(super) fn free(company: CompanyId, claim: &Claim) -> Step<'_> {
    let sql = "delete from identity_keys where company_id = ?1 and kind = ?2 and key = ?3 and holder = ?4";
    Step::new(company, sql).bind(claim.kind.as_str()).bind(&*claim.key).bind(claim.holder).or(Otherwise::Moved)
}

pub(super) fn holder<'a>(company: CompanyId, claim: &Claim) -> Step<'a> {
    Step::new(company, HOLDER).bind(claim.kind.as_str()).bind(&*claim.key)
}
