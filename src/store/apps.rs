//! API apps.

use super::query::Query;
use super::steps::{Otherwise, Step};
use super::value::Row;
use super::{Error, Store};
use crate::domain::app::App;
use crate::domain::id::{CompanyId, UserId};
use crate::domain::redirect::Redirect;
use crate::domain::time::Timestamp;

/// The apps of a company, the oldest first.
pub async fn list(store: &Store, company: CompanyId) -> Result<Vec<App>, Error> {
    let sql = "select company_id, client_id, name, secret_hash, created_at, revoked_at, user_id, redirects, used_at from apps where company_id = ?1 \
         order by created_at, client_id";
    store.query(Query::scan(company, sql)).await?.iter().map(read).collect()
}

/// One app, if the company has it.
pub async fn get(store: &Store, company: CompanyId, client_id: &str) -> Result<Option<App>, Error> {
    let sql = "select company_id, client_id, name, secret_hash, created_at, revoked_at, user_id, redirects, used_at from apps \
         where company_id = ?1 and client_id = ?2";
    store.query(Query::point(company, sql).bind(client_id)).await?.first().map(read).transpose()
}

/// An app that acts for a user who agreed to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The app.
    pub client_id: String,
    /// What it is called.
    pub name: String,
    /// When it last got tokens for the user.
    pub renewed_at: Timestamp,
}

/// The apps that act for a user now, by name.
pub async fn agreed(store: &Store, company: CompanyId, user: UserId, now: Timestamp) -> Result<Vec<Agreed>, Error> {
    let sql = "select a.client_id, a.name, max(r.issued_at) from refresh_tokens r \
         join apps a on a.company_id = r.company_id and a.client_id = r.client_id \
         where r.company_id = ?1 and r.user_id = ?2 and r.expires_at > ?3 and r.replaced_at is null and a.revoked_at is null \
         group by a.client_id, a.name order by a.name, a.client_id";
    let rows = store.query(Query::scan(company, sql).bind(user.0).bind(now)).await?;
    let read = |row: &Row| {
        Ok(Agreed { client_id: row.text(0)?.to_owned(), name: row.text(1)?.to_owned(), renewed_at: row.moment(2)? })
    };
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<App, Error> {
    let redirects = row.text(7)?.lines().map(Redirect::parse).collect::<Option<_>>();
    Ok(App {
        redirects: redirects.ok_or_else(|| Error::Corrupt("an app with a redirect URL of no known form".into()))?,
        used_at: row.optional_integer(8)?.map(Timestamp::from_micros),
        company: CompanyId(row.integer(0)?),
        client_id: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        user: UserId(row.integer(6)?),
        secret_hash: row.bytes(3)?,
        created_at: row.moment(4)?,
        revoked_at: row.optional_integer(5)?.map(Timestamp::from_micros),
    })
}

pub(super) fn insert<'a>(app: &App) -> Step<'a> {
    let sql = "insert into apps (company_id, client_id, name, secret_hash, created_at, user_id, redirects) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    Step::new(app.company, sql)
        .bind(&*app.client_id)
        .bind(&*app.name)
        .bind(app.secret_hash)
        .bind(app.created_at)
        .bind(app.user.0)
        .bind(lines(&app.redirects))
}

pub(super) fn redirect<'a>(company: CompanyId, client_id: &str, redirects: &[Redirect]) -> Step<'a> {
    let sql = "update apps set redirects = ?2 where company_id = ?1 and client_id = ?3 and revoked_at is null";
    Step::new(company, sql).bind(lines(redirects)).bind(client_id).or(Otherwise::Moved)
}

pub(super) fn use_at<'a>(company: CompanyId, client_id: &str, at: Timestamp) -> Step<'a> {
    let sql =
        "update apps set used_at = ?2 where company_id = ?1 and client_id = ?3 and (used_at is null or used_at < ?2)";
    Step::new(company, sql).bind(at).bind(client_id)
}

/// One a line, as they have no white space.
fn lines(redirects: &[Redirect]) -> String {
    redirects.iter().map(Redirect::as_str).collect::<Vec<_>>().join("\n")
}

pub(super) fn revoke<'a>(company: CompanyId, client_id: &str, at: Timestamp) -> Step<'a> {
    let sql = "update apps set revoked_at = ?2 where company_id = ?1 and client_id = ?3 and revoked_at is null";
    Step::new(company, sql).bind(at).bind(client_id).or(Otherwise::Moved)
}
