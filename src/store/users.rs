//! Users.

use super::query::Query;
use super::steps::Step;
use super::value::Row;
use super::{Error, Store};
use crate::domain::email::EmailKey;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::user::{Role, User};

/// One user, if the company has it.
pub async fn get(store: &Store, company: CompanyId, id: UserId) -> Result<Option<User>, Error> {
    let sql = "select company_id, id, first_name, last_name, email, role, timezone, photo_url, created_at, updated_at from users \
         where company_id = ?1 and id = ?2";
    store.query(Query::point(company, sql).bind(id.0)).await?.first().map(read).transpose()
}

/// The owner of a company, if the company is there.
pub async fn owner(store: &Store, company: CompanyId) -> Result<Option<UserId>, Error> {
    let sql = "select id from users where company_id = ?1 and role = ?2 order by id limit 1";
    let rows = store.query(Query::point(company, sql).bind(Role::Owner.as_str())).await?;
    rows.first().map(|row| row.integer(0).map(UserId)).transpose()
}

/// So many users of a company from this place on, the oldest first, and how many there are; with an address, only who has it.
pub async fn list(
    store: &Store,
    company: CompanyId,
    email: Option<&EmailKey>,
    offset: i64,
    size: i64,
) -> Result<(Vec<User>, i64), Error> {
    let email = email.map(EmailKey::as_str);
    let sql = "select count(*) from users where company_id = ?1 and (email_key = ?2 or ?2 is null)";
    let total = store.query(Query::scan(company, sql).bind(email)).await?;
    let sql = "select company_id, id, first_name, last_name, email, role, timezone, photo_url, created_at, updated_at from users \
         where company_id = ?1 and (email_key = ?2 or ?2 is null) order by id limit ?3 offset ?4";
    let rows = store.query(Query::scan(company, sql).bind(email).bind(size).bind(offset)).await?;
    let total = total.first().map_or(Ok(0), |row| row.integer(0))?;
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, total))
}

fn read(row: &Row) -> Result<User, Error> {
    let role = Role::parse(row.text(5)?).ok_or_else(|| Error::Corrupt("a user with a role of no known name".into()))?;
    Ok(User {
        company: CompanyId(row.integer(0)?),
        id: UserId(row.integer(1)?),
        first_name: row.text(2)?.to_owned(),
        last_name: row.text(3)?.to_owned(),
        email: row.text(4)?.to_owned(),
        role,
        timezone: row.text(6)?.to_owned(),
        photo_url: if row.is_null(7) { None } else { Some(row.text(7)?.to_owned()) },
        created_at: row.moment(8)?,
        updated_at: row.moment(9)?,
    })
}

pub(super) fn insert<'a>(user: &User) -> Step<'a> {
    let sql = "insert into users (company_id, id, first_name, last_name, email, email_key, role, timezone, photo_url, created_at, updated_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    Step::new(user.company, sql)
        .bind(user.id.0)
        .bind(&*user.first_name)
        .bind(&*user.last_name)
        .bind(&*user.email)
        .bind(EmailKey::parse(&user.email).map(EmailKey::into_string))
        .bind(user.role.as_str())
        .bind(&*user.timezone)
        .bind(user.photo_url.as_deref())
        .bind(user.created_at)
        .bind(user.updated_at)
}
