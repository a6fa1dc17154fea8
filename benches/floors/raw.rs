//! The floors of the store: SQLite alone, with the server's settings and prepared statements.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::template::{self, Table};

#[derive(clap::Args)]
pub struct PointReads {
    #[arg(long)]
    pub database: PathBuf,
    /// A file of the ids to read, one a line.
    #[arg(long)]
    pub ids: PathBuf,
    #[arg(long)]
    pub seconds: u64,
}

#[derive(clap::Args)]
pub struct Inserts {
    /// A database in which a template has been captured.
    #[arg(long)]
    pub database: PathBuf,
    /// How many creates one transaction holds.
    #[arg(long)]
    pub batch: u64,
    /// The number of the first create; numbers are never used again.
    #[arg(long)]
    pub first: u64,
    #[arg(long)]
    pub seconds: u64,
}

/// What a floor of the store came to; the times are those of one transaction.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Outcome {
    pub done: u64,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// So many rows of the search index are written together, as the server does.
const GATHERED: usize = 256;

/// All that is kept of a customer itself.
const POINT_READ: &str =
    "select id, version, created_at, updated_at, doc from customers where company_id = ?1 and id = ?2";

/// Reads customers in the order of the ids and prints the outcome.
pub fn point_reads(options: &PointReads) -> Result<()> {
    let ids: Vec<i64> = std::fs::read_to_string(&options.ids)?.lines().map(str::parse).collect::<Result<_, _>>()?;
    let connection = open(&options.database)?;
    connection.execute_batch("pragma query_only = on; pragma cache_size = -2000;")?;
    let company: i64 = connection.query_row("select company_id from customers limit 1", [], |row| row.get(0))?;
    let mut statement = connection.prepare(POINT_READ)?;
    let (mut done, mut bytes) = (0, 0);
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(options.seconds) {
        for id in ids.iter().cycle().skip(done % ids.len()).take(256) {
            bytes += statement.query_row([company, *id], |row| {
                let _rest: [i64; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
                Ok(row.get_ref(4)?.as_bytes()?.len())
            })?;
        }
        done += 256;
    }
    ensure!(bytes > 0, "the rows are empty");
    print(done as u64, started.elapsed(), &mut [])
}

/// Inserts the rows of creates, so many a transaction, and prints the outcome. Making the values is not timed.
pub fn inserts(options: &Inserts) -> Result<()> {
    let connection = open(&options.database)?;
    let tables = template::load(&connection)?;
    let mut statements = Vec::new();
    for table in &tables {
        statements.push(connection.prepare(&table.insert)?);
    }
    let (mut begin, mut commit) = (connection.prepare("begin immediate")?, connection.prepare("commit")?);
    let mut random = Random::new(options.first);
    let mut gathered: Vec<Vec<rusqlite::types::Value>> = Vec::new();
    let (mut next, mut busy, mut times) = (options.first, Duration::ZERO, Vec::new());
    while busy < Duration::from_secs(options.seconds) {
        let batch: Vec<_> = (next..next + options.batch)
            .map(|n| {
                let mut rows = |table: &Table| {
                    if n == next || !table.per_commit { table.rows(n, &mut random) } else { vec![] }
                };
                tables.iter().map(&mut rows).collect::<Vec<_>>()
            })
            .collect();
        let started = Instant::now();
        begin.execute([])?;
        for create in &batch {
            for ((table, statement), rows) in tables.iter().zip(&mut statements).zip(create) {
                for row in rows {
                    if table.is_index {
                        gathered.push(row.clone());
                    } else {
                        statement.execute(params_from_iter(row))?;
                    }
                }
            }
        }
        if gathered.len() >= GATHERED {
            let place = tables.iter().position(|table| table.is_index);
            for row in gathered.drain(..).rev() {
                if let Some(statement) = place.and_then(|place| statements.get_mut(place)) {
                    statement.execute(params_from_iter(row))?;
                }
            }
        }
        commit.execute([])?;
        let took = started.elapsed();
        busy += took;
        times.push(took);
        next += options.batch;
    }
    print(next - options.first, busy, &mut times)
}

/// Runs one of the two above on the server's core and returns its outcome.
pub fn measure(arguments: &[&str], database: &Path) -> Result<Outcome> {
    let output = crate::machine::self_on_core(crate::machine::SERVER_CORE)?
        .args(arguments)
        .arg("--database")
        .arg(database)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{} failed", arguments.join(" "));
    serde_json::from_slice(&output.stdout).context("no outcome was printed")
}

/// Opens a database with the settings of the server's writer (src/store/sqlite/connection.rs).
fn open(database: &Path) -> Result<Connection> {
    let connection = Connection::open(database)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000;
         pragma wal_autocheckpoint = 4096; pragma journal_size_limit = 16777216; pragma cache_size = -8000;",
    )?;
    Ok(connection)
}

/// Prints an outcome for [`measure`].
pub fn print(done: u64, took: Duration, times: &mut [Duration]) -> Result<()> {
    times.sort_unstable();
    let percentile =
        |percent: usize| times.get(times.len() * percent / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let outcome =
        Outcome { done, per_second: done as f64 / took.as_secs_f64(), p50_ms: percentile(50), p99_ms: percentile(99) };
    println!("{}", serde_json::to_string(&outcome)?);
    Ok(())
}
