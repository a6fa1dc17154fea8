//! Connections to the file, and statements on them.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};

use crate::store::Error;
use crate::store::value::{Filling, Plain, Row, Value};

/// How long a writer waits for another process that is writing.
const BUSY: Duration = Duration::from_secs(10);
/// Bytes that the write-ahead log keeps once it was longer: writing over old pages is quicker than making a file longer.
const WAL_KEPT: i64 = 64 << 20;
const PAGE: i64 = 4096;

/// Under which name the log tells each statement, at the level `trace`.
const STATEMENTS: &str = "cardfile::statements";

/// The connection that writes. Nothing is answered before a commit is on disk: `synchronous=FULL`.
pub(super) fn open_writer(path: &Path) -> Result<Connection, Error> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    // What is erased is overwritten with zeros, not only taken off the books.
    connection.pragma_update(None, "secure_delete", "on")?;
    // Checkpoints are made beside the writing.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "journal_size_limit", WAL_KEPT)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection, Error> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| Error::Open { path: path.to_owned(), reason: error.to_string() })?;
    // A plan depends on the statement alone, not on its values: otherwise SQLite plans anew each time that a value is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Does something for which it waits this long, and not longer, where another connection is at work.
pub(super) fn with_patience<T>(
    connection: &Connection,
    patience: Duration,
    act: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    connection.busy_timeout(patience)?;
    let done = act(connection);
    connection.busy_timeout(BUSY)?;
    done
}

/// Runs a query and gathers its rows.
pub(super) fn query(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
    let mut statement = prepare(connection, sql, values)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut found = Filling::new(columns);
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            match row.get_ref(at)? {
                ValueRef::Null => found.null(),
                ValueRef::Integer(integer) => found.integer(integer),
                ValueRef::Text(text) => {
                    found.text(std::str::from_utf8(text).map_err(|error| Error::Corrupt(error.to_string()))?)
                }
                ValueRef::Blob(bytes) => found.bytes(bytes),
                ValueRef::Real(_) => {
                    return Err(Error::Corrupt("a number with a fraction where none is kept".into()));
                }
            }
        }
    }
    Ok(found.rows())
}

/// Runs a statement and counts the rows it touched.
pub(super) fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<usize, Error> {
    Ok(prepare(connection, sql, values)?.raw_execute()?)
}

fn prepare<'a>(connection: &'a Connection, sql: &str, values: &[Value]) -> Result<CachedStatement<'a>, Error> {
    // Costs one comparison while nobody listens. Values are personal, and are not told.
    tracing::trace!(target: STATEMENTS, database = connection.path(), sql);
    let mut statement = connection.prepare_cached(sql)?;
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, value)?;
    }
    Ok(statement)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(reference(self.plain())))
    }
}

impl ToSql for Plain<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(reference(*self)))
    }
}

fn reference(value: Plain<'_>) -> ValueRef<'_> {
    match value {
        Plain::Null => ValueRef::Null,
        Plain::Integer(integer) => ValueRef::Integer(integer),
        Plain::Text(text) => ValueRef::Text(text.as_bytes()),
        Plain::Bytes(bytes) => ValueRef::Blob(bytes),
    }
}
