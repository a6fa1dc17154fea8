//! Users.

use super::change::version_before;
use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::email::EmailKey;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::record::Version;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};

/// One user, if the company has it.
pub async fn get(store: &Store, company: CompanyId, id: UserId) -> Result<Option<User>, Error> {
    let sql = format!("select {USER} from users u where u.company_id = ?1 and u.id = ?2");
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
    let sql = format!(
        "select {USER} from users u where u.company_id = ?1 and (u.email_key = ?2 or ?2 is null) \
         order by u.id limit ?3 offset ?4"
    );
    let rows = store.query(Query::scan(company, sql).bind(email).bind(size).bind(offset)).await?;
    let total = total.first().map_or(Ok(0), |row| row.integer(0))?;
    Ok((rows.iter().map(read).collect::<Result<_, _>>()?, total))
}

/// Who has this address, in every company: each with the hash of the password, where there is one.
pub async fn of_address(store: &Store, email: &EmailKey) -> Result<Vec<(User, Option<String>)>, Error> {
    let sql = format!(
        "select {USER}, p.hash from users u left join passwords p on p.company_id = u.company_id and p.user_id = u.id \
         where u.email_key = ?1 order by u.company_id"
    );
    let rows = store.query(Query::of_everybody(sql, email.as_str())).await?;
    let hash = |row: &Row| if row.is_null(12) { Ok(None) } else { row.text(12).map(|hash| Some(hash.to_owned())) };
    rows.iter().map(|row| Ok((read(row)?, hash(row)?))).collect()
}

/// A user beside what the web application knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The user.
    pub user: User,
    /// Whether the account is begun: there is a password.
    pub has_password: bool,
    /// When one of the sessions was last used, whether it is open or not.
    pub seen_at: Option<Timestamp>,
}

/// Everybody of a company, the oldest first.
pub async fn people(store: &Store, company: CompanyId) -> Result<Vec<Person>, Error> {
    let sql = format!(
        "select {USER}, p.changed_at, u.seen_at from users u left join passwords p on p.company_id = u.company_id and p.user_id = u.id where u.company_id = ?1 order by u.id"
    );
    let rows = store.query(Query::scan(company, sql)).await?;
    let person = |row: &Row| {
        let seen_at = row.optional_integer(13)?.map(Timestamp::from_micros);
        Ok(Person { user: read(row)?, has_password: !row.is_null(12), seen_at })
    };
    rows.iter().map(person).collect()
}

/// The columns of the user `u` that [`read`] reads.
pub(super) const USER: &str = "u.company_id, u.id, u.first_name, u.last_name, u.email, u.role, u.timezone, u.photo_url, u.created_at, \
     u.updated_at, u.version, u.disabled_at";

/// Reads the columns [`USER`].
pub(super) fn read(row: &Row) -> Result<User, Error> {
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
        version: Version(row.integer(10)?),
        disabled_at: row.optional_integer(11)?.map(Timestamp::from_micros),
    })
}

pub(super) fn insert<'a>(user: &User) -> Step<'a> {
    let sql = "insert into users (company_id, id, first_name, last_name, email, email_key, role, timezone, photo_url, created_at, updated_at, version) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
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
        .bind(user.version.0)
}

/// Notes when a user was last there.
pub(super) fn see<'a>(company: CompanyId, user: UserId, at: Timestamp) -> Step<'a> {
    let sql = "update users set seen_at = ?2 where company_id = ?1 and id = ?3 and (seen_at is null or seen_at < ?2)";
    Step::new(company, sql).bind(at).bind(user.0)
}

/// Takes a user away whose account never began, and in whose name nothing acts.
pub(super) fn withdraw<'a>(company: CompanyId, user: UserId, version: Version) -> Step<'a> {
    let sql = "delete from users where company_id = ?1 and id = ?2 and version = ?3 \
         and not exists (select 1 from passwords p where p.company_id = ?1 and p.user_id = ?2) \
         and not exists (select 1 from apps a where a.company_id = ?1 and a.user_id = ?2)";
    Step::new(company, sql).bind(user.0).bind(version.0).or(Otherwise::Moved)
}

/// Changes a user; where that would leave a company without an owner who can sign in, it does not.
pub(super) fn update<'a>(user: &User) -> Step<'a> {
    let sql = "update users set version = ?2, updated_at = ?3, first_name = ?4, last_name = ?5, email = ?6, email_key = ?7, role = ?8, \
         timezone = ?9, photo_url = ?10, disabled_at = ?11 where company_id = ?1 and id = ?12 and version = ?13 \
         and (role <> 'owner' or disabled_at is not null or (?8 = 'owner' and cast(?11 as bigint) is null) or exists \
         (select 1 from users o join passwords p on p.company_id = o.company_id and p.user_id = o.id \
         where o.company_id = ?1 and o.id <> ?12 and o.role = 'owner' and o.disabled_at is null))";
    Step::new(user.company, sql)
        .bind(user.version.0)
        .bind(user.updated_at)
        .bind(&*user.first_name)
        .bind(&*user.last_name)
        .bind(&*user.email)
        .bind(EmailKey::parse(&user.email).map(EmailKey::into_string))
        .bind(user.role.as_str())
        .bind(&*user.timezone)
        .bind(user.photo_url.as_deref())
        .bind(user.disabled_at)
        .bind(user.id.0)
        .bind(version_before(user.version))
        .or(Otherwise::Moved)
}
