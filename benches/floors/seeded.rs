//! The seeded database: made once through the public API, kept, and copied for each run.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::Connection;

use crate::random::Random;
use crate::server::{self, Server};
use crate::{customers, http, seed};

/// How long the index stays as it is once the server is done with it.
const STILL: Duration = Duration::from_secs(5);

/// Returns a database of so many customers, made now unless one of the same form is kept in `folder`.
pub fn database(binary: &Path, folder: &Path, customers: u64, fresh: bool) -> Result<PathBuf> {
    let kept = folder.join(format!("seed-{customers}-{}", form(binary, folder)?));
    if fresh && kept.exists() {
        fs::remove_dir_all(&kept)?;
    }
    let database = kept.join("cardfile.db");
    if !database.exists() {
        forget_others(folder, customers)?;
        let part = folder.join("seed.part");
        seed(binary, &part, customers)?;
        fs::rename(&part, &kept)?;
    }
    Ok(database)
}

/// Copies a database that no server has open, and waits until the copy is on disk.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a database without a folder")?)?;
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Writes the ids of all customers to a file, one a line, in random order.
pub fn write_ids(database: &Path, file: &Path) -> Result<()> {
    let connection = Connection::open(database)?;
    let ids: Vec<i64> = connection
        .prepare("select id from customers")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    write_shuffled(ids, file)
}

/// Writes ids to a file, one a line, in random order.
pub fn write_shuffled(mut ids: Vec<i64>, file: &Path) -> Result<()> {
    let mut random = Random::new(1);
    for at in (1..ids.len()).rev() {
        ids.swap(at, random.below(at + 1));
    }
    let lines: String = ids.iter().map(|id| format!("{id}\n")).collect();
    fs::write(file, lines).context("writing the ids")
}

fn seed(binary: &Path, folder: &Path, customers: u64) -> Result<()> {
    let database = new_database(folder)?;
    let server = Server::cardfile(binary, &database)?;
    let token = server::token(binary, &server::url(&database), None, &server)?;
    let started = Instant::now();
    seed::seed(&server, &token, 0, customers, 128, true)?;
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("made {customers} customers in {seconds:.1} s ({:.0} a second)", customers as f64 / seconds);
    wait_for_upkeep(&database)?;
    server.stop()
}

/// Waits until the server has done what it does when nobody writes: then its index stays as it is for some seconds.
fn wait_for_upkeep(database: &Path) -> Result<()> {
    let connection = Connection::open(database)?;
    let pieces = || -> rusqlite::Result<(i64, i64)> {
        let sql = "select count(distinct segid), count(*) from customer_search_idx";
        connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let (mut found, mut since) = (pieces()?, Instant::now());
    while since.elapsed() < STILL {
        std::thread::sleep(Duration::from_millis(500));
        let now = pieces()?;
        if now != found {
            (found, since) = (now, Instant::now());
        }
    }
    eprintln!("its index has {} pieces", found.0);
    Ok(())
}

/// Names the form in which the server keeps customers: its schema, and the size of the rows of one customer.
fn form(binary: &Path, folder: &Path) -> Result<String> {
    let folder = folder.join("form");
    let database = new_database(&folder)?;
    let server = Server::cardfile(binary, &database)?;
    let bearer = format!("Bearer {}", server::token(binary, &server::url(&database), None, &server)?);
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    http::send(server.address, "POST", "/v2/customers", &headers, &customers::body(0))?.expect_status(201)?;
    server.stop()?;
    let connection = Connection::open(&database)?;
    let mut hasher = DefaultHasher::new();
    let mut schema = connection.prepare("select coalesce(sql, '') from sqlite_schema order by name")?;
    for sql in schema.query_map([], |row| row.get::<_, String>(0))? {
        hasher.write(sql?.as_bytes());
    }
    let size: i64 = connection.query_row("select length(cast(doc as blob)) from customers", [], |row| row.get(0))?;
    fs::remove_dir_all(&folder)?;
    // Times are kept to less than a second, so the size may differ by a few digits.
    Ok(format!("{:016x}-{}", hasher.finish(), size / 16))
}

fn new_database(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.join("cardfile.db"))
}

/// A database of a million customers takes gigabytes; those of older forms are not needed again.
fn forget_others(folder: &Path, customers: u64) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&format!("seed-{customers}-")) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
