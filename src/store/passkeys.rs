//! Passkeys, by the hashes of their identifiers, and the challenges that they answered.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::id::{CompanyId, UserId};
use crate::domain::passkey::{Credential, MOST, Passkey, Spent};
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

const COLUMNS: &str = "hash, user_id, credential, public_key, state, name, created_at, used_at";

/// One passkey of a user, if it is there.
pub async fn get(store: &Store, company: CompanyId, user: UserId, hash: Hash) -> Result<Option<Passkey>, Error> {
    let sql = format!("select {COLUMNS} from passkeys where company_id = ?1 and hash = ?2 and user_id = ?3");
    let rows = store.query(Query::point(company, sql).bind(hash).bind(user.0)).await?;
    rows.first().map(|row| read(company, row)).transpose()
}

/// The passkeys of a user, the oldest first.
pub async fn list(store: &Store, company: CompanyId, user: UserId) -> Result<Vec<Passkey>, Error> {
    let sql =
        format!("select {COLUMNS} from passkeys where company_id = ?1 and user_id = ?2 order by created_at, hash");
    let rows = store.query(Query::point(company, sql).bind(user.0)).await?;
    rows.iter().map(|row| read(company, row)).collect()
}

/// What challenges are sealed with: the same for every server on the database.
pub async fn secret(store: &Store) -> Result<[u8; 32], Error> {
    let rows = store.query(Query::of_servers("select value from secrets where name = 'challenges'")).await?;
    let none = || Error::Corrupt("there is no secret for challenges".into());
    rows.first().ok_or_else(none)?.bytes(0)
}

fn read(company: CompanyId, row: &Row) -> Result<Passkey, Error> {
    Ok(Passkey {
        company,
        hash: row.bytes(0)?,
        user: UserId(row.integer(1)?),
        credential: Credential {
            id: row.all_bytes(2)?.to_vec(),
            key: row.all_bytes(3)?.to_vec(),
            state: row.bytes(4)?,
        },
        name: row.text(5)?.to_owned(),
        created_at: row.moment(6)?,
        used_at: row.optional_integer(7)?.map(Timestamp::from_micros),
    })
}

/// First whether it is there, then whether there is room: both are decided inside the commit.
pub(super) fn insert<'a>(passkey: &Passkey) -> [Step<'a>; 2] {
    let sql = "insert into passkeys (company_id, hash, user_id, credential, public_key, state, name, created_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict do nothing";
    let room = "update passkeys set user_id = user_id where company_id = ?1 and hash = ?2 \
         and (select count(*) from passkeys where company_id = ?1 and user_id = ?3) <= ?4";
    let Passkey { company, user, hash, credential, .. } = passkey;
    [
        Step::new(*company, sql)
            .bind(*hash)
            .bind(user.0)
            .bind(&*credential.id)
            .bind(&*credential.key)
            .bind(credential.state)
            .bind(&*passkey.name)
            .bind(passkey.created_at)
            .or(Otherwise::Exists),
        Step::new(*company, room).bind(*hash).bind(user.0).bind(MOST as i64).or(Otherwise::Full),
    ]
}

pub(super) fn rename<'a>(company: CompanyId, hash: Hash, name: &str) -> Step<'a> {
    let sql = "update passkeys set name = ?2 where company_id = ?1 and hash = ?3";
    Step::new(company, sql).bind(name).bind(hash).or(Otherwise::Moved)
}

/// The state is the one that was looked at, so that no counter is used twice, whoever races for it.
pub(super) fn use_at<'a>(before: &Passkey, state: [u8; 7], at: Timestamp) -> Step<'a> {
    let sql = "update passkeys set state = ?2, used_at = ?3 where company_id = ?1 and hash = ?4 and state = ?5";
    let step = Step::new(before.company, sql).bind(state).bind(at).bind(before.hash).bind(before.credential.state);
    step.or(Otherwise::Moved)
}

pub(super) fn delete<'a>(company: CompanyId, hash: Hash) -> Step<'a> {
    Step::new(company, "delete from passkeys where company_id = ?1 and hash = ?2").bind(hash).or(Otherwise::Moved)
}

pub(super) fn delete_all<'a>(company: CompanyId, user: UserId) -> Step<'a> {
    Step::new(company, "delete from passkeys where company_id = ?1 and user_id = ?2").bind(user.0)
}

/// A challenge is answered once, whoever races for it.
pub(super) fn spend<'a>(company: CompanyId, spent: &Spent) -> Step<'a> {
    let sql = "insert into spent_challenges (company_id, hash, expires_at) values (?1, ?2, ?3) on conflict do nothing";
    Step::new(company, sql).bind(spent.hash).bind(spent.expires_at).or(Otherwise::Answered)
}

pub(super) fn sweep<'a>(company: CompanyId, before: Timestamp) -> Step<'a> {
    Step::new(company, "delete from spent_challenges where company_id = ?1 and expires_at < ?2").bind(before)
}
