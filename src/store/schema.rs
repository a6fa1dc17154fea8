//! The schema, and how an older one becomes this one.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::Error;
use crate::domain::time::Timestamp;

/// Every migration in order; its number is its place, from 1.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/sqlite/0001_foundation.sql")];

/// Brings the database to the newest schema, once however many processes start; refuses one that is newer.
pub(super) fn migrate(connection: &mut Connection, now: Timestamp) -> Result<(), Error> {
    let known = MIGRATIONS.len() as i64;
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "create table if not exists migrations (version integer not null primary key, at integer not null) strict",
    )?;
    let found = version(&transaction)?;
    if found > known {
        return Err(Error::NewerSchema { found, known });
    }
    for (number, sql) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        transaction.execute_batch(sql)?;
        transaction.execute("insert into migrations (version, at) values (?1, ?2)", (number, now.micros()))?;
    }
    Ok(transaction.commit()?)
}

/// The number of the schema that is there; 0 when there is none.
pub(super) fn version(connection: &Connection) -> Result<i64, Error> {
    let there = "select 1 from sqlite_master where type = 'table' and name = 'migrations'";
    if connection.query_row(there, [], |_| Ok(())).optional()?.is_none() {
        return Ok(0);
    }
    Ok(connection.query_row("select coalesce(max(version), 0) from migrations", [], |row| row.get(0))?)
}

/// Refuses a database that holds half a copy.
pub(super) fn check_whole(connection: &Connection) -> Result<(), Error> {
    let there = "select 1 from sqlite_master where type = 'table' and name = 'copying'";
    if connection.query_row(there, [], |_| Ok(())).optional()?.is_none() {
        return Ok(());
    }
    let source = "select value from copying where name = 'source'";
    Err(Error::Unfinished(connection.query_row(source, [], |row| row.get(0))?))
}
