//! Much at once: one connection that reads the file as it is at one moment, or fills an empty one.

use std::fs::File;
use std::path::Path;

use rusqlite::Connection;

use super::connection::{self, query};
use crate::domain::time::Timestamp;
use crate::store::copy::Entry;
use crate::store::value::{Row, Value};
use crate::store::{Error, schema};

/// A connection to a file, for all that is in it.
#[derive(Debug)]
pub(in crate::store) struct Bulk {
    connection: Connection,
    // Whoever would serve a file that is being filled is told to wait.
    _served: Option<File>,
}

impl Bulk {
    /// The file as it is now. Others may go on writing it.
    pub(in crate::store) fn source(path: &Path, now: Timestamp) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Open { path: path.to_owned(), reason: "there is no such file".into() });
        }
        let connection = connection::open_reader(path)?;
        if schema::version(&connection)? == 0 {
            return Err(Error::NotCopied(format!("{} is no database of cardfile", path.display())));
        }
        schema::migrate(&mut connection::open_writer(path)?, now)?;
        schema::check_whole(&connection)?;
        connection.execute_batch("begin")?;
        // A read transaction takes its view with its first read.
        query(&connection, "select 1 from sequences limit 1", &[])?;
        Ok(Self { connection, _served: None })
    }

    /// A file to be filled. A commit that the machine loses takes with it what the file knows of how far it came, so none waits for the
    /// disk.
    pub(in crate::store) fn target(path: &Path, now: Timestamp) -> Result<Self, Error> {
        super::make_folder(path)?;
        let served = super::lock(path)?;
        super::make_file(path)?;
        let mut connection = connection::open_writer(path)?;
        schema::migrate(&mut connection, now)?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "cache_size", -128_000)?;
        connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
        Ok(Self { connection, _served: Some(served) })
    }

    pub(in crate::store) fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        query(&self.connection, sql, values)
    }

    pub(in crate::store) fn tell(&self, sql: &str) -> Result<(), Error> {
        Ok(self.connection.execute_batch(sql)?)
    }

    pub(in crate::store) fn insert(&self, table: &str, columns: &[&str], rows: &[Row]) -> Result<(), Error> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
        let mut statement = self.connection.prepare_cached(&sql)?;
        for row in rows {
            for (at, cell) in row.cells().enumerate() {
                statement.raw_bind_parameter(at + 1, cell)?;
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// The engine gathers what a transaction writes as long as places rise, and the newest stand first.
    pub(in crate::store) fn index(&self, entries: &[Entry]) -> Result<(), Error> {
        let mut entries: Vec<&Entry> = entries.iter().collect();
        entries.sort_by_key(|entry| -entry.id);
        let mut statement =
            self.connection.prepare_cached("insert into customer_search (rowid, terms) values (?1, ?2)")?;
        for entry in entries {
            let terms = std::str::from_utf8(&entry.terms).map_err(|error| Error::Corrupt(error.to_string()))?;
            statement.execute((-entry.id, terms))?;
        }
        Ok(())
    }
}
