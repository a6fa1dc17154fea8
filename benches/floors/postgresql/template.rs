//! Which rows one create writes, learnt from the database itself, as for SQLite: while the server creates a few customers, triggers copy
//! every inserted row into a `bench_rows_…` table, and note by how much updated rows grew.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rusqlite::types::Value;

use super::sql::Sql;
use super::values;
use crate::column::Column;
use crate::counts::{Count, Written};
use crate::customers::{self, number};
use crate::random::Random;
use crate::seed;
use crate::server::{self, Server};

/// How many creates are captured.
const CAPTURED: u64 = customers::PROFILES;
/// The first customer number that is captured; beyond any that is seeded.
const FIRST_CAPTURED: u64 = 3_000_000_000;
/// The first customer number that is inserted raw.
const FIRST_INSERTED: u64 = 4_000_000_000;

const TRIGGERS: &str = "
    create table bench_updates (name text not null, more jsonb);
    create function bench_insert() returns trigger language plpgsql as $$ begin
        execute format('insert into %I select ($1).*', 'bench_rows_' || tg_table_name) using new;
        return null;
    end $$;
    create function bench_update() returns trigger language plpgsql as $$ begin
        insert into bench_updates select tg_table_name, jsonb_object_agg(n.key, n.value::numeric - o.value::numeric)
            from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key)
            where n.value <> o.value and jsonb_typeof(n.value) = 'number' and jsonb_typeof(o.value) = 'number';
        return null;
    end $$;";

/// The rows that one create inserts into one table.
pub struct Table {
    pub insert: String,
    /// Written once a transaction, however many creates it holds.
    pub per_commit: bool,
    captured: Vec<Vec<Value>>,
    per_create: usize,
    /// By row of a create and column.
    columns: Vec<Vec<Column>>,
    /// The column that holds the company.
    company: usize,
}

/// A row of the company's that every transaction updates.
pub struct Growth {
    /// Takes the company and how many creates there are.
    pub update: String,
}

/// Creates customers through a server on `database` and keeps the rows they made in tables of its own. Returns a line that tells how
/// many rows were inserted and updated where.
pub fn capture(binary: &Path, database: &str, folder: &Path) -> Result<String> {
    let sql = Sql::open(database)?;
    let tables = add_triggers(&sql)?;
    let server = Server::serving(binary, database, &folder.join("captured.log"))?;
    let token = server::token(binary, database, None, &server)?;
    // What the start and the app wrote is no part of a create.
    let start = at_rest(&sql, &tables)?;
    seed::seed(&server, &token, FIRST_CAPTURED, CAPTURED, 1, false)?;
    let one_by_one = count(&sql, &tables)?;
    // Together, so that what is written once a commit shows as less than once a create.
    seed::seed(&server, &token, FIRST_CAPTURED + CAPTURED, CAPTURED, 128, false)?;
    let together = count(&sql, &tables)?;
    server.stop()?;

    sql.run("create table bench_tables (name text, per_create bigint, per_commit bigint); create table bench_growth (update text)")?;
    let mut written = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        sql.run(&format!("drop trigger bench_insert on {table}; drop trigger bench_update on {table}"))?;
        for one in Written::of(&start[at], &one_by_one[at], &together[at]) {
            written.extend(one.line(table));
            let Some(rows) = one.rows() else { continue };
            if one.what == "inserted" {
                let per_commit = i64::from(one.per_commit());
                sql.run(&format!("insert into bench_tables values ('{table}', {rows}, {per_commit})"))?;
            } else {
                let (from, to) = (start[at].updated, one_by_one[at].updated);
                sql.run(&format!("insert into bench_growth values ($${}$$)", growth(&sql, table, from, to)?))?;
            }
        }
        let (from, to) = (start[at].inserted, one_by_one[at].inserted);
        sql.run(&format!("delete from bench_rows_{table} where bench_at <= {from} or bench_at > {to}"))?;
    }
    sql.run("vacuum analyze")?;
    sql.run("checkpoint")?;
    Ok(written.join(", "))
}

/// What was captured in this database.
pub fn load(sql: &Sql) -> Result<(Vec<Table>, Vec<Growth>)> {
    let mut tables = Vec::new();
    for row in sql.rows("select name, per_create, per_commit from bench_tables")? {
        let (name, per_create, per_commit): (String, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        tables.push(load_table(sql, &name, per_create as usize, per_commit == 1)?);
    }
    let growths = sql.rows("select update from bench_growth")?;
    let growths = growths.iter().map(|row| Ok(Growth { update: row.try_get(0)? })).collect::<Result<_>>()?;
    Ok((tables, growths))
}

impl Table {
    /// The rows of the n-th create, in a company, as values to bind.
    pub fn rows(&self, n: u64, company: i64, random: &mut Random) -> Vec<Vec<Value>> {
        let which = (n % CAPTURED) as usize * self.per_create;
        let captured = number(FIRST_CAPTURED + n % CAPTURED).to_string();
        let number = number(FIRST_INSERTED + n).to_string();
        let row = |(at, columns): (usize, &Vec<Column>)| {
            let row = self.captured[which + at].iter().zip(columns);
            let mut row: Vec<Value> =
                row.map(|(value, column)| column.next(value, n, &captured, &number, random)).collect();
            row[self.company] = Value::Integer(company);
            row
        };
        self.columns.iter().enumerate().map(row).collect()
    }
}

fn add_triggers(sql: &Sql) -> Result<Vec<String>> {
    let tables = sql.rows(
        "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )?;
    let tables: Vec<String> = tables.iter().map(|row| Ok(row.try_get(0)?)).collect::<Result<_>>()?;
    sql.run(TRIGGERS)?;
    for table in &tables {
        sql.run(&format!(
            "create table bench_rows_{table} (like {table});
             alter table bench_rows_{table} add bench_at bigint generated always as identity;
             create trigger bench_insert after insert on {table} for each row execute function bench_insert();
             create trigger bench_update after update on {table} for each row execute function bench_update();"
        ))?;
    }
    sql.run("alter table bench_updates add bench_at bigint generated always as identity")?;
    Ok(tables)
}

/// The counts once the server has done what it does after its start, such as cleaning up in each company.
fn at_rest(sql: &Sql, tables: &[String]) -> Result<Vec<Count>> {
    let mut before = count(sql, tables)?;
    loop {
        std::thread::sleep(std::time::Duration::from_millis(500));
        let now = count(sql, tables)?;
        if now == before {
            return Ok(now);
        }
        before = now;
    }
}

fn count(sql: &Sql, tables: &[String]) -> Result<Vec<Count>> {
    let one = |text: String| Ok::<_, anyhow::Error>(*sql.integers(&text)?.first().context("no count")? as u64);
    let count = |table: &String| {
        Ok(Count {
            inserted: one(format!("select count(*) from bench_rows_{table}"))?,
            updated: one(format!("select count(*) from bench_updates where name = '{table}'"))?,
        })
    };
    tables.iter().map(count).collect()
}

/// The statement that lets a company's row grow as it did from one update up to another.
fn growth(sql: &Sql, table: &str, from: u64, to: u64) -> Result<String> {
    let grown = sql.rows(&format!(
        "select m.key, round(avg(m.value::numeric))::bigint from (select more from bench_updates where name = '{table}' \
             order by bench_at offset {from} limit {}) u, jsonb_each(u.more) m group by m.key",
        to - from
    ))?;
    let mut sets = Vec::new();
    for row in &grown {
        let (column, by): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        sets.push(format!("{column} = {column} + {by} * $2::bigint"));
    }
    ensure!(!sets.is_empty(), "the updates of {table} change no number");
    Ok(format!("update {table} set {} where company_id = $1", sets.join(", ")))
}

fn load_table(sql: &Sql, name: &str, per_create: usize, per_commit: bool) -> Result<Table> {
    let mut columns: Vec<(String, String)> = Vec::new();
    for row in sql.rows(&format!(
        "select quote_ident(attname), atttypid::regtype::text from pg_attribute \
         where attrelid = '{name}'::regclass and attnum > 0 and not attisdropped order by attnum"
    ))? {
        columns.push((row.try_get(0)?, row.try_get(1)?));
    }
    let as_text = |of: &str| if of == "tsvector" { "::text" } else { "" };
    let list = |of: &dyn Fn(usize, &str, &str) -> String| {
        columns.iter().enumerate().map(|(at, (name, is))| of(at, name, is)).collect::<Vec<_>>().join(", ")
    };
    let selected = list(&|_, name, is| format!("{name}{}", as_text(is)));
    let captured = sql.rows(&format!("select {selected} from bench_rows_{name} order by bench_at"))?;
    let captured: Vec<Vec<Value>> = captured.iter().map(values::read).collect::<Result<_>>()?;
    ensure!(captured.len() == per_create * CAPTURED as usize, "creates differ in how many rows they write to {name}");
    let kinds = (0..per_create)
        .map(|row| Column::of_rows(captured.iter().skip(row).step_by(per_create), number(FIRST_CAPTURED)))
        .collect();
    let places = list(&|at, _, is| match as_text(is) {
        "" => format!("${}", at + 1),
        text => format!("${}{text}::{is}", at + 1),
    });
    let insert = format!("insert into {name} ({}) values ({places})", list(&|_, name, _| name.to_owned()));
    let company = columns.iter().position(|(name, _)| name == "company_id").context("a table without companies")?;
    Ok(Table { insert, per_commit, captured, per_create, columns: kinds, company })
}
