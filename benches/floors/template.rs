//! Which rows one create writes, learnt from the database itself, so that a change of the schema needs no change here.
//!
//! While the server creates a few customers, triggers copy every inserted row into a `bench_rows_…` table. From those
//! copies more creates are made: columns that rose by the same step go on rising, numbers in texts go on counting,
//! random keys stay random, and everything else is repeated.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::column::Column;
use crate::counts::{Count, Written};
use crate::customers::{self, number};
use crate::http;
use crate::random::Random;
use crate::seed;
use crate::server::{self, Server};

/// How many creates are captured.
const CAPTURED: u64 = customers::PROFILES;
/// The first customer number that is captured; beyond any that is seeded.
const FIRST_CAPTURED: u64 = 3_000_000_000;
/// The first customer number that is inserted raw.
const FIRST_INSERTED: u64 = 4_000_000_000;

/// The table of the search index. While creates are captured a plain table stands in its place, because rows of a virtual one cannot be.
const INDEX: &str = "customer_search";

/// The rows that one create writes to one table.
pub struct Table {
    pub insert: String,
    /// Whether its rows may be gathered over several transactions and are written in falling order, as the server does.
    pub is_index: bool,
    captured: Vec<Vec<Value>>,
    per_create: usize,
    /// Written once a transaction, however many creates it holds.
    pub per_commit: bool,
    /// By row of a create and column.
    columns: Vec<Vec<Column>>,
}

/// Creates customers through a server on `database` and keeps the rows they made in tables of its own.
/// Returns a line that tells how many rows were inserted and updated where.
pub fn capture(binary: &Path, database: &Path) -> Result<String> {
    let put_aside = format!(
        "alter table {INDEX} rename to bench_index; create table {INDEX} (rowid integer primary key, terms text)"
    );
    Connection::open(database)?.execute_batch(&put_aside)?;
    let tables = add_triggers(database)?;
    let server = Server::cardfile(binary, database)?;
    let token = server::token(binary, &server::url(database), None, &server)?;
    // What the start and the app wrote is no part of a create, nor what waited for the index before.
    fold(&server, &token)?;
    let start = count(database, &tables)?;
    seed::seed(&server, &token, FIRST_CAPTURED, CAPTURED, 1, false)?;
    fold(&server, &token)?;
    let one_by_one = count(database, &tables)?;
    // Together, so that what is written once a commit shows as less than once a create.
    seed::seed(&server, &token, FIRST_CAPTURED + CAPTURED, CAPTURED, 128, false)?;
    fold(&server, &token)?;
    let together = count(database, &tables)?;
    server.stop()?;
    remove_triggers(database, &tables)?;

    let connection = Connection::open(database)?;
    connection.execute_batch(&format!("drop table {INDEX}; alter table bench_index rename to {INDEX}"))?;
    connection.execute_batch("create table bench_tables (name text, per_create integer, per_commit integer)")?;
    let mut written = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        for one in Written::of(&start[at], &one_by_one[at], &together[at]) {
            written.extend(one.line(table));
            if let Some(rows) = one.rows().filter(|_| one.what == "inserted") {
                connection.execute("insert into bench_tables values (?1, ?2, ?3)", (table, rows, one.per_commit()))?;
            }
        }
        keep(&connection, table, start[at].inserted, one_by_one[at].inserted)?;
    }
    connection.execute_batch("pragma wal_checkpoint(truncate)")?;
    Ok(written.join(", "))
}

/// The templates that were captured in this database.
pub fn load(connection: &Connection) -> Result<Vec<Table>> {
    let tables: Vec<(String, i64, bool)> = connection
        .prepare("select name, per_create, per_commit from bench_tables")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    tables
        .iter()
        .map(|(name, per_create, per_commit)| load_table(connection, name, *per_create as usize, *per_commit))
        .collect()
}

impl Table {
    /// The rows of the n-th create, as values to bind.
    pub fn rows(&self, n: u64, random: &mut Random) -> Vec<Vec<Value>> {
        let which = (n % CAPTURED) as usize * self.per_create;
        if self.is_index {
            return vec![vec![Value::Integer(-((FIRST_INSERTED + n) as i64)), self.captured[which][1].clone()]];
        }
        let captured = number(FIRST_CAPTURED + n % CAPTURED).to_string();
        let number = number(FIRST_INSERTED + n).to_string();
        self.columns
            .iter()
            .enumerate()
            .map(|(at, columns)| {
                let row = &self.captured[which + at];
                row.iter()
                    .zip(columns)
                    .map(|(value, column)| column.next(value, n, &captured, &number, random))
                    .collect()
            })
            .collect()
    }
}

/// A search, before which the server brings its index up to everything.
fn fold(server: &Server, token: &str) -> Result<()> {
    let bearer = format!("Bearer {token}");
    let path = "/v2/customers?query=firstName:nobody";
    // What it finds does not matter, nor that a plain table cannot be searched.
    http::send(server.address, "GET", path, &[("Authorization", &bearer)], "").map(drop)
}

fn add_triggers(database: &Path) -> Result<Vec<String>> {
    let connection = Connection::open(database)?;
    let tables: Vec<String> = connection
        .prepare(
            "select name from pragma_table_list where schema = 'main' and type = 'table' and name not glob 'sqlite_*'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    connection.execute_batch("create table bench_updates (name text)")?;
    for table in &tables {
        let columns = columns(&connection, table)?;
        let new = columns.iter().map(|column| format!("new.{column}")).collect::<Vec<_>>().join(", ");
        let columns = columns.join(", ");
        connection.execute_batch(&format!(
            "create table \"bench_rows_{table}\" as select {columns} from \"{table}\" where 0;
             create trigger \"bench_insert_{table}\" after insert on \"{table}\"
                begin insert into \"bench_rows_{table}\" values ({new}); end;
             create trigger \"bench_update_{table}\" after update on \"{table}\"
                begin insert into bench_updates values ('{table}'); end;"
        ))?;
    }
    Ok(tables)
}

fn count(database: &Path, tables: &[String]) -> Result<Vec<Count>> {
    let connection = Connection::open(database)?;
    let rows = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|count| count as u64);
    tables
        .iter()
        .map(|table| {
            Ok(Count {
                inserted: rows(&format!("select count(*) from \"bench_rows_{table}\""))?,
                updated: rows(&format!("select count(*) from bench_updates where name = '{table}'"))?,
            })
        })
        .collect()
}

fn remove_triggers(database: &Path, tables: &[String]) -> Result<()> {
    let connection = Connection::open(database)?;
    for table in tables {
        let sql = format!("drop trigger \"bench_insert_{table}\"; drop trigger \"bench_update_{table}\"");
        connection.execute_batch(&sql)?;
    }
    Ok(connection.execute_batch("drop table bench_updates")?)
}

/// Keeps the copied rows from one count up to another.
fn keep(connection: &Connection, table: &str, from: u64, to: u64) -> Result<()> {
    Ok(connection
        .execute_batch(&format!("delete from \"bench_rows_{table}\" where _rowid_ <= {from} or _rowid_ > {to}"))?)
}

fn load_table(connection: &Connection, name: &str, per_create: usize, per_commit: bool) -> Result<Table> {
    let is_index = name == INDEX;
    let columns = if is_index { vec!["rowid".to_owned(), "terms".to_owned()] } else { columns(connection, name)? };
    let captured: Vec<Vec<Value>> = connection
        .prepare(&format!("select * from \"bench_rows_{name}\" order by _rowid_"))?
        .query_map([], |row| (0..columns.len()).map(|at| row.get(at)).collect())?
        .collect::<rusqlite::Result<_>>()?;
    ensure!(captured.len() == per_create * CAPTURED as usize, "creates differ in how many rows they write to {name}");
    let kinds = (0..per_create)
        .map(|row| Column::of_rows(captured.iter().skip(row).step_by(per_create), number(FIRST_CAPTURED)))
        .collect();
    let places = (1..=columns.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let insert = format!("insert into \"{name}\" ({}) values ({places})", columns.join(", "));
    Ok(Table { insert, is_index, captured, per_create, per_commit, columns: kinds })
}

/// The quoted names of a table's columns, without those that are computed.
fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    connection
        .prepare("select name from pragma_table_xinfo(?1) where hidden = 0 order by cid")?
        .query_map([table], |row| row.get::<_, String>(0))?
        .map(|name| Ok(format!("\"{}\"", name?)))
        .collect::<rusqlite::Result<_>>()
        .with_context(|| format!("the columns of {table}"))
}
