//! Sessions, by the hashes of their tokens.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store, users};
use crate::domain::app::Company;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::session::Session;
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;
use crate::domain::user::User;

/// One session with its user and company, if the company has it.
pub async fn get(store: &Store, company: CompanyId, hash: Hash) -> Result<Option<(Session, User, Company)>, Error> {
    let sql = format!(
        "select {USER}, s.agent, s.address, s.created_at, s.seen_at, c.name, c.created_at, c.timezone from sessions s \
         join users u on u.company_id = s.company_id and u.id = s.user_id join companies c on c.company_id = s.company_id \
         where s.company_id = ?1 and s.hash = ?2",
        USER = users::USER
    );
    let rows = store.query(Query::point(company, sql).bind(hash)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let user = users::read(row)?;
    let session = Session {
        company,
        hash,
        user: user.id,
        agent: row.text(12)?.to_owned(),
        address: row.text(13)?.to_owned(),
        created_at: row.moment(14)?,
        seen_at: row.moment(15)?,
    };
    let company = Company {
        id: company,
        name: row.text(16)?.to_owned(),
        created_at: row.moment(17)?,
        timezone: row.text(18)?.to_owned(),
    };
    Ok(Some((session, user, company)))
}

/// The sessions of a user, the one that was used last before the others.
pub async fn list(store: &Store, company: CompanyId, user: UserId) -> Result<Vec<Session>, Error> {
    let sql = "select hash, user_id, agent, address, created_at, seen_at from sessions where company_id = ?1 and user_id = ?2 \
         order by seen_at desc, hash";
    let rows = store.query(Query::scan(company, sql).bind(user.0)).await?;
    rows.iter().map(|row| read(company, row)).collect()
}

fn read(company: CompanyId, row: &Row) -> Result<Session, Error> {
    Ok(Session {
        company,
        hash: row.bytes(0)?,
        user: UserId(row.integer(1)?),
        agent: row.text(2)?.to_owned(),
        address: row.text(3)?.to_owned(),
        created_at: row.moment(4)?,
        seen_at: row.moment(5)?,
    })
}

pub(super) fn insert<'a>(session: &Session) -> Step<'a> {
    let sql = "insert into sessions (company_id, hash, user_id, agent, address, created_at, seen_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    Step::new(session.company, sql)
        .bind(session.hash)
        .bind(session.user.0)
        .bind(&*session.agent)
        .bind(&*session.address)
        .bind(session.created_at)
        .bind(session.seen_at)
}

/// A session that ended meanwhile, or was used later, is left as it is.
pub(super) fn see<'a>(session: &Session) -> Step<'a> {
    let sql = "update sessions set seen_at = ?2, address = ?3 where company_id = ?1 and hash = ?4 and seen_at < ?2";
    Step::new(session.company, sql).bind(session.seen_at).bind(&*session.address).bind(session.hash)
}

pub(super) fn delete<'a>(company: CompanyId, hash: Hash) -> Step<'a> {
    Step::new(company, "delete from sessions where company_id = ?1 and hash = ?2").bind(hash).or(Otherwise::Moved)
}

pub(super) fn delete_all<'a>(company: CompanyId, user: UserId, except: Option<Hash>) -> Step<'a> {
    // No token has a hash of zeros.
    let sql = "delete from sessions where company_id = ?1 and user_id = ?2 and hash <> ?3";
    Step::new(company, sql).bind(user.0).bind(except.unwrap_or_default())
}

pub(super) fn sweep<'a>(company: CompanyId, idle: Timestamp, begun: Timestamp) -> Step<'a> {
    let sql = "delete from sessions where company_id = ?1 and (seen_at < ?2 or created_at < ?3)";
    Step::new(company, sql).bind(idle).bind(begun)
}
