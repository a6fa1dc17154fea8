//! What a target knows of the copy that fills it, in two tables that go when it is whole: where it came from, how far it is, and the
//! checksums of what it has.

use std::collections::HashMap;

use super::bulk::Bulk;
use super::reader::Place;
use super::tables::{PRIVATE, TABLES};
use super::tally::Tally;
use crate::store::dialect;
use crate::store::value::{Filling, Row, Value};
use crate::store::{DatabaseUrl, Error};

const NOTES: &str = "create table copying (name text not null primary key, value text not null)";
const CHECKSUMS: &str = "create table copied (name text not null, company_id bigint not null, row_count bigint not null, \
     row_sum bigint not null, primary key (name, company_id))";

/// Where the copy begins, or goes on when it was begun. Refuses a target that has anything else in it, and a source that has changed.
pub(super) async fn open(
    source: &mut Bulk,
    target: &mut Bulk,
    from: &DatabaseUrl,
    to: &DatabaseUrl,
) -> Result<Place, Error> {
    let from = name_of(from);
    let there = target.rows(target.dialect().has_table(), &["copying".into()]).await?;
    if there.is_empty() {
        check_empty(target, to).await?;
        begin(source, target, &from).await?;
        return Ok(Place::default());
    }
    let begun = note(target, "source").await?;
    if begun != from {
        let begin_anew = target.dialect().make_anew();
        return Err(Error::NotCopied(format!(
            "{to} holds a copy of {begun} that is not finished: copy that again to finish it, or {begin_anew} {to}"
        )));
    }
    if let Some(change) = change(source, target).await? {
        let begin_anew = target.dialect().make_anew();
        return Err(Error::NotCopied(format!(
            "{from} has changed since its copy was begun ({change}): {begin_anew} {to} and copy again, best with no server on {from}"
        )));
    }
    serde_json::from_str(&note(target, "place").await?).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Notes how far the copy is.
pub(super) async fn note_place(target: &mut Bulk, place: &Place) -> Result<(), Error> {
    // Numbers and texts: writing them to memory has no way to fail.
    write(target, "place", serde_json::to_string(place).unwrap_or_default()).await
}

/// Notes companies whose rows of a table are all there.
pub(super) async fn note_whole(target: &mut Bulk, table: &str, whole: &[Tally]) -> Result<(), Error> {
    let mut rows = Filling::new(4);
    for tally in whole {
        rows.text(table);
        [tally.company, tally.rows, tally.sum].into_iter().for_each(|number| rows.integer(number));
    }
    target.insert("copied", &["name", "company_id", "row_count", "row_sum"], &rows.rows()).await
}

/// The checksums of a table by company.
pub(super) async fn checksums(target: &mut Bulk, table: &str) -> Result<HashMap<i64, Tally>, Error> {
    let sql = "select company_id, row_count, row_sum from copied where name = ?1";
    let read = |row: &Row| {
        let tally = Tally { company: row.integer(0)?, rows: row.integer(1)?, sum: row.integer(2)? };
        Ok((tally.company, tally))
    };
    target.rows(sql, &[table.into()]).await?.iter().map(read).collect()
}

/// The indexes that were laid aside and are not made again yet, each as its statement.
pub(super) async fn indexes(target: &mut Bulk) -> Result<Vec<String>, Error> {
    let made: Vec<String> = target
        .rows(target.dialect().indexes(), &[])
        .await?
        .iter()
        .map(|row| Ok(row.text(0)?.to_owned()))
        .collect::<Result<_, Error>>()?;
    let noted = target.rows("select name, value from copying where name like 'index %' order by name", &[]).await?;
    let mut missing = Vec::new();
    for row in &noted {
        if !made.iter().any(|name| row.text(0).is_ok_and(|noted| noted.strip_prefix("index ") == Some(name))) {
            missing.push(row.text(1)?.to_owned());
        }
    }
    Ok(missing)
}

/// Makes the target one like any other.
pub(super) async fn close(target: &mut Bulk) -> Result<(), Error> {
    target.tell(dialect::DURABLE.of(target.dialect())).await?;
    target.tell("begin; drop table copied; drop table copying; commit").await
}

/// A name of the database that is the same wherever the command is called.
fn name_of(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.canonicalize().as_ref().unwrap_or(path).display()),
        DatabaseUrl::Postgres(url) => url.to_string(),
    }
}

async fn check_empty(target: &mut Bulk, to: &DatabaseUrl) -> Result<(), Error> {
    for table in TABLES.iter().filter(|table| table.has_companies()) {
        if !target.rows(&format!("select 1 from {} limit 1", table.name), &[]).await?.is_empty() {
            let sql = "select count(*), cast(coalesce(sum(customers), 0) as bigint) from companies";
            let rows = target.rows(sql, &[]).await?;
            let row = rows.first().ok_or_else(|| Error::Corrupt("a count is not there".into()))?;
            let (companies, customers) = (row.integer(0)?, row.integer(1)?);
            return Err(Error::NotCopied(format!(
                "{to} is not empty: it has companies ({companies}), with customers ({customers}), and nothing is written over; \
                 name a database that is empty or not there, or {} this one first",
                target.dialect().make_anew()
            )));
        }
    }
    Ok(())
}

/// Rows that come in the order of their keys are added without the other indexes, which are made in one go afterwards.
async fn begin(source: &mut Bulk, target: &mut Bulk, from: &str) -> Result<(), Error> {
    target.tell("begin").await?;
    target.tell(NOTES).await?;
    target.tell(CHECKSUMS).await?;
    target.tell("delete from sequences").await?;
    for row in target.rows(target.dialect().indexes(), &[]).await? {
        let (name, statement, table) = (row.text(0)?, row.text(1)?, row.text(2)?);
        if TABLES.iter().any(|ours| ours.name == table) || PRIVATE.contains(&table) {
            write(target, &format!("index {name}"), statement.to_owned()).await?;
            target.tell(&format!("drop index {name}")).await?;
        }
    }
    write(target, "source", from.to_owned()).await?;
    let commits = commits(source).await?;
    write(target, "commits", commits.to_string()).await?;
    note_place(target, &Place::default()).await?;
    target.tell("commit").await
}

/// What has changed in the source, if anything has: companies by their events, and what leaves no event by the commits that are noted.
async fn change(source: &mut Bulk, target: &mut Bulk) -> Result<Option<String>, Error> {
    let sql = "select company_id, events from companies order by company_id";
    let (now, then) = (source.rows(sql, &[]).await?, target.rows(sql, &[]).await?);
    for (now, then) in now.iter().zip(&then) {
        let (company, before, after) = (then.integer(0)?, then.integer(1)?, now.integer(1)?);
        if now.integer(0)? != company {
            return Ok(Some(format!("company {company} is not there any more")));
        }
        if before != after {
            return Ok(Some(format!("company {company} had {before} events and has {after}")));
        }
    }
    let (before, after) = (note(target, "commits").await?, commits(source).await?);
    let place: Place =
        serde_json::from_str(&note(target, "place").await?).map_err(|error| Error::Corrupt(error.to_string()))?;
    if place.table > 0 && now.len() != then.len() {
        return Ok(Some(format!("it had {} companies and has {}", then.len(), now.len())));
    }
    Ok((before != after.to_string()).then(|| format!("it kept {before} commits and keeps {after}")))
}

async fn commits(source: &mut Bulk) -> Result<i64, Error> {
    source.rows("select count(*) from commits", &[]).await?.first().map_or(Ok(0), |row| row.integer(0))
}

async fn note(target: &mut Bulk, name: &str) -> Result<String, Error> {
    let rows = target.rows("select value from copying where name = ?1", &[name.into()]).await?;
    let row = rows.first().ok_or_else(|| Error::Corrupt(format!("the copy's {name} is not there")))?;
    Ok(row.text(0)?.to_owned())
}

async fn write(target: &mut Bulk, name: &str, value: String) -> Result<(), Error> {
    let sql =
        "insert into copying (name, value) values (?1, ?2) on conflict (name) do update set value = excluded.value";
    target.rows(sql, &[name.into(), Value::from(value)]).await.map(drop)
}
