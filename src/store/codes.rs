//! Authorization codes, kept as hashes.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::{Error, Store};
use crate::domain::code::{Challenge, Code};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

/// A code, if it was made in the company.
pub async fn get(store: &Store, company: CompanyId, hash: Hash) -> Result<Option<Code>, Error> {
    let sql = "select client_id, user_id, redirect_uri, challenge_method, challenge, expires_at, used_at from codes \
         where company_id = ?1 and hash = ?2";
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let text = |at| if row.is_null(at) { Ok(None) } else { row.text(at).map(Some) };
    let challenge = match text(4)? {
        Some(challenge) => {
            let challenge = Challenge::parse(text(3)?, challenge);
            Some(challenge.ok_or_else(|| Error::Corrupt("a code with a challenge of no known form".into()))?)
        }
        None => None,
    };
    Ok(Some(Code {
        company,
        hash,
        client_id: row.text(0)?.to_owned(),
        user: UserId(row.integer(1)?),
        redirect_uri: text(2)?.map(ToOwned::to_owned),
        challenge,
        expires_at: row.moment(5)?,
        used_at: row.optional_integer(6)?.map(Timestamp::from_micros),
    }))
}

pub(super) fn insert<'a>(code: &Code) -> Step<'a> {
    let sql = "insert into codes (company_id, hash, client_id, user_id, redirect_uri, challenge_method, challenge, expires_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let (method, challenge) = code.challenge.as_ref().map(Challenge::parts).unzip();
    Step::new(code.company, sql)
        .bind(code.hash)
        .bind(&*code.client_id)
        .bind(code.user.0)
        .bind(code.redirect_uri.as_deref())
        .bind(method)
        .bind(challenge)
        .bind(code.expires_at)
}

/// A code is used once, whoever races for it.
pub(super) fn use_up<'a>(company: CompanyId, hash: Hash, at: Timestamp) -> Step<'a> {
    let sql = "update codes set used_at = ?2 where company_id = ?1 and hash = ?3 and used_at is null";
    Step::new(company, sql).bind(at).bind(hash).or(Otherwise::Moved)
}

/// What an app, or every app, has because this user agreed.
pub(super) fn revoke_agreed<'a>(company: CompanyId, user: UserId, app: Option<&str>) -> Step<'a> {
    let sql = "delete from codes where company_id = ?1 and user_id = ?2 and (client_id = ?3 or ?3 is null)";
    Step::new(company, sql).bind(user.0).bind(app)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from codes where company_id = ?1 and expires_at < ?2").bind(before)
}
