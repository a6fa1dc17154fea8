//! Links that begin an account or set a new password, by the hashes of their tokens.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::{Error, Store};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::invitation::Invitation;
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

/// A link, if it was given out in the company and not used.
pub async fn get(store: &Store, company: CompanyId, hash: Hash) -> Result<Option<Invitation>, Error> {
    let sql = "select user_id, expires_at from invitations where company_id = ?1 and hash = ?2";
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Invitation { company, hash, user: UserId(row.integer(0)?), expires_at: row.moment(1)? }))
}

/// The link that was given to a user and is not used, if there is one.
pub async fn of_user(store: &Store, company: CompanyId, user: UserId) -> Result<Option<Invitation>, Error> {
    let sql = "select hash, expires_at from invitations where company_id = ?1 and user_id = ?2";
    let rows = store.query(Query::point(company, sql).bind(user.0)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(Invitation { company, hash: row.bytes(0)?, user, expires_at: row.moment(1)? }))
}

pub(super) fn insert<'a>(invitation: &Invitation) -> Step<'a> {
    let sql = "insert into invitations (company_id, user_id, hash, expires_at) values (?1, ?2, ?3, ?4) \
         on conflict (company_id, user_id) do update set hash = excluded.hash, expires_at = excluded.expires_at";
    Step::new(invitation.company, sql).bind(invitation.user.0).bind(invitation.hash).bind(invitation.expires_at)
}

pub(super) fn delete<'a>(company: CompanyId, hash: Hash) -> Step<'a> {
    Step::new(company, "delete from invitations where company_id = ?1 and hash = ?2").bind(hash).or(Otherwise::Moved)
}

pub(super) fn delete_of<'a>(company: CompanyId, user: UserId) -> Step<'a> {
    Step::new(company, "delete from invitations where company_id = ?1 and user_id = ?2").bind(user.0)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from invitations where company_id = ?1 and expires_at < ?2").bind(before)
}
