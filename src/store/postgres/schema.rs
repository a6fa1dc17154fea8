//! The schema, and how an older one becomes this one.

use super::connection::Connection;
use super::failure::Failure;
use crate::domain::time::Timestamp;
use crate::store::Error;
use crate::store::value::Value;

/// Every migration in order; its number is its place, from 1.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/postgresql/0001_foundation.sql")];

/// Whoever migrates holds this lock: however many servers start, one does it and the others find it done.
const LOCK: &str = "select pg_advisory_xact_lock(4846791580151137091)";

/// Brings the database to the newest schema; refuses one that is newer.
pub(super) async fn migrate(connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
    let known = MIGRATIONS.len() as i64;
    if version(connection).await? == known {
        return Ok(());
    }
    check_encoding(connection).await?;
    // Another server may be at it for longer than a statement usually takes.
    run(connection, "begin; set local statement_timeout = 0; set local lock_timeout = 0").await?;
    run(connection, LOCK).await?;
    run(connection, "create table if not exists migrations (version bigint not null primary key, at bigint not null)")
        .await?;
    let found = version(connection).await?;
    if found > known {
        return Err(Error::NewerSchema { found, known });
    }
    for (number, sql) in (1i64..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        run(connection, sql).await?;
        let values = [Value::from(number), now.into()];
        connection.rows("insert into migrations (version, at) values (?1, ?2)", &values).await?;
    }
    Ok(run(connection, "commit").await?)
}

/// The number of the schema that is there; 0 when there is none.
pub(super) async fn version(connection: &mut Connection) -> Result<i64, Error> {
    let there = connection.rows("select 1 where to_regclass('migrations') is not null", &[]).await?;
    if there.is_empty() {
        return Ok(0);
    }
    let newest = connection.rows("select coalesce(max(version), 0) from migrations", &[]).await?;
    newest.first().map_or(Ok(0), |row| row.integer(0))
}

/// Refuses a database that holds half a copy.
pub(super) async fn check_whole(connection: &mut Connection) -> Result<(), Error> {
    if connection.rows("select 1 where to_regclass('copying') is not null", &[]).await?.is_empty() {
        return Ok(());
    }
    let rows = connection.rows("select value from copying where name = 'source'", &[]).await?;
    Err(Error::Unfinished(rows.first().map_or(Ok(""), |row| row.text(0))?.to_owned()))
}

async fn check_encoding(connection: &mut Connection) -> Result<(), Error> {
    let rows = connection.rows("select current_setting('server_encoding')", &[]).await?;
    match rows.first().map(|row| row.text(0)).transpose()? {
        Some("UTF8") => Ok(()),
        other => Err(Error::Url(format!(
            "the database has the encoding {}; make it with: createdb --encoding=UTF8 --template=template0 NAME",
            other.unwrap_or_default()
        ))),
    }
}

async fn run(connection: &Connection, sql: &str) -> Result<(), Failure> {
    Ok(connection.tell(sql).await.map(drop)?)
}
