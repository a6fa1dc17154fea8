//! A database that is copied to another one, from each engine to each: everything comes over, once.

mod everything;
mod killed;

use crate::door::database::{Database, alone};
use crate::door::{Client, Door, START, on_files};
use cardfile::clock::Clock;
use cardfile::domain::time::Timestamp;
use cardfile::random::Random;
use cardfile::store::copy::{Copied, Copying, PRIVATE, Progress, Stage, TABLES};
use cardfile::store::{DatabaseUrl, Error, Purpose, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// What came of a copy: an error, or a panic in the middle of it.
type Outcome = Result<Result<Copied, Error>, tokio::task::JoinError>;

fn clock() -> Clock {
    Clock::manual(Timestamp::parse(START).unwrap())
}

/// Copies with so many rows in a transaction.
async fn copy_in(
    rows_at_once: usize,
    from: DatabaseUrl,
    to: DatabaseUrl,
    mut watch: impl FnMut(Progress) + Send + 'static,
) -> Outcome {
    let copying = Copying { rows_at_once, ..Copying::new(from, to) };
    tokio::spawn(async move { copying.run(&clock(), &mut watch).await }).await
}

async fn copy(from: &Database, to: &Database) -> Copied {
    copy_in(50, from.url(), to.url(), |_| {}).await.unwrap().unwrap()
}

/// Why a copy was refused.
fn refusal(outcome: Outcome) -> String {
    let text = outcome.unwrap().unwrap_err().to_string();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

/// An empty database of the engine that the tests do not run on, and one of theirs.
async fn others() -> (Database, Database) {
    let make = || {
        if on_files() {
            (Database::new_server(), Database::new_file())
        } else {
            (Database::new_file(), Database::new_server())
        }
    };
    tokio::task::spawn_blocking(make).await.unwrap()
}

/// Every row of a table, sorted; the same of each engine.
fn rows(database: &Database, table: &str, columns: &str) -> Vec<String> {
    let is_server = matches!(database, Database::Server(_));
    let found = database.rows(&format!("select {columns} from {table}"));
    let cell = |cell: Value| match cell {
        // How a NUL is written down where it cannot be.
        Value::String(text) if is_server => text.replace("\u{1}\u{1}", "\0").replace("\u{1}\u{2}", "\u{1}").into(),
        other => other,
    };
    let mut rows: Vec<String> =
        found.into_iter().map(|row| Value::from(row.into_iter().map(cell).collect::<Vec<_>>()).to_string()).collect();
    rows.sort();
    rows
}

/// Holds two databases against each other, row by row, and every table has some.
fn assert_same(one: &Database, other: &Database) {
    for table in &TABLES {
        let columns = table.columns.join(", ");
        let (expected, found) = (rows(one, table.name, &columns), rows(other, table.name, &columns));
        assert!(!expected.is_empty(), "{} has no rows to be copied", table.name);
        assert_eq!(found, expected, "{}", table.name);
    }
    for left in ["copying", "copied"] {
        let sql = match other {
            Database::File(_) => format!("select count(*) from sqlite_master where name = '{left}'"),
            Database::Server(_) => format!("select count(*) from pg_class where relname = '{left}'"),
        };
        assert_eq!(other.rows(&sql)[0][0], 0, "{left} is still there");
    }
}

/// The names of the indexes, and how they are made.
fn indexes(database: &Database) -> Vec<String> {
    match database {
        Database::File(_) => rows(database, "sqlite_master", "name, sql"),
        Database::Server(_) => rows(database, "pg_indexes where schemaname = 'public'", "indexname::text, indexdef"),
    }
}

/// Who is found by a query, in order.
async fn found(client: &Client, query: &str) -> Vec<i64> {
    let url = reqwest::Url::parse_with_params("http://x/v2/customers", [("query", query)]).unwrap();
    let page = client.read(&format!("{}?{}", url.path(), url.query().unwrap())).await;
    let ids = page["_embedded"]["customers"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap());
    ids.chain([page["page"]["totalElements"].as_i64().unwrap()]).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_row_comes_over_and_back_and_is_found() {
    let (door, other) = everything::door().await;
    let (first, second) = others().await;
    let source = door.database_itself();
    let there = copy(source, &first).await;
    let back = copy(&first, &second).await;
    assert_eq!(there, back);
    assert_eq!(there.companies, 2);
    assert_same(source, &first);
    assert_same(source, &second);
    assert_eq!(indexes(source), indexes(&second));
    match source {
        Database::File(_) => {
            let newest = "company_id, latest";
            assert_eq!(rows(source, "companies", newest), rows(&second, "companies", newest));
            let wanted = "select count(*) from companies c where indexed is distinct from (select coalesce(max(id), 0) from customers where company_id = c.company_id)";
            assert_eq!(second.rows(wanted)[0][0], 0);
        }
        Database::Server(_) => {
            let terms = "company_id, id, terms::text";
            assert_eq!(rows(source, "customer_search", terms), rows(&second, "customer_search", terms));
        }
    }
    let mut expected = Vec::new();
    for query in everything::QUERIES {
        expected.push(found(&door, query).await);
        assert!(expected.last().unwrap().len() > 1, "{query} finds nobody");
    }
    for database in [first, second] {
        let copy = Door::open_on(database).await;
        let address = || copy.host().parse().unwrap();
        let owner = Client::new(address(), door.client_id.clone(), door.client_secret.clone()).await;
        assert_eq!(owner.with_token(&door.token).get("/v2/customers").await.status, 200, "tokens stay in use");
        for (query, expected) in everything::QUERIES.iter().zip(&expected) {
            assert_eq!(found(&owner, query).await, *expected, "{query}");
        }
        let another = Client::new(address(), other.client_id.clone(), other.client_secret.clone()).await;
        assert_eq!(found(&another, "(firstName:Ines)").await, found(&other, "(firstName:Ines)").await);
        let path = owner.create(&json!({"firstName": "Next", "emails": [{"value": "next@northwind.example"}]})).await;
        let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(copy.number("select max(id) from customers"), id, "it is beyond all that are in use");
        assert_eq!(found(&owner, "(email:\"next@northwind.example\")").await, [id, 1]);
        let taken = owner.post("/v2/customers", &json!({"emails": [{"value": "ines@northwind.example"}]})).await;
        assert_eq!(taken.status, 409, "{}", taken.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_the_same_engine_is_the_same() {
    let (door, _) = everything::door().await;
    let (_, target) = others().await;
    copy(door.database_itself(), &target).await;
    assert_same(door.database_itself(), &target);
    assert_eq!(indexes(door.database_itself()), indexes(&target));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_killed_again_and_again_goes_on_where_it_stood() {
    let (door, _) = everything::door().await;
    for target in <[Database; 2]>::from(others().await) {
        let (mut stages, mut kills, mut reached) = (BTreeSet::new(), 0, 0);
        let copied = loop {
            // It may do one more piece than the last time, and then it is killed.
            let (send, told) = std::sync::mpsc::channel();
            let mut left = 2 + kills % 3;
            let outcome = copy_in(3, door.database_url(), target.url(), move |progress| {
                send.send(progress).unwrap();
                left -= 1;
                assert!(left > 0, "killed, as it has to be");
            })
            .await;
            let told: Vec<Progress> = told.try_iter().collect();
            if let Some(first) = told.first().filter(|first| first.stage == Stage::Copy) {
                assert_eq!(first.done, reached, "where it stood");
                reached = told.iter().filter(|one| one.stage == Stage::Copy).map(|one| one.done).max().unwrap();
            }
            stages.extend(told.iter().map(|progress| format!("{:?}", progress.stage)));
            match outcome {
                Ok(copied) => break copied.unwrap(),
                Err(_) if told.iter().any(|progress| progress.stage == Stage::Check) => {
                    break copy_in(3, door.database_url(), target.url(), |_| {}).await.unwrap().unwrap();
                }
                Err(_) => kills += 1,
            }
            if kills == 3 {
                let opened = Store::open(&target.url(), Purpose::Command, &clock(), Random::seeded(1)).await;
                assert!(matches!(opened, Err(Error::Unfinished(_))), "{opened:?}");
            }
        };
        assert!(kills > 10 && stages.len() == 3, "{kills} {stages:?}");
        assert_same(door.database_itself(), &target);
        assert!(copied.rows > 50, "{copied:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_that_has_anything_in_it_stays_as_it_is() {
    let (door, _) = everything::door().await;
    let (one, other) = others().await;
    for target in [&one, &other] {
        copy(door.database_itself(), target).await;
    }
    let before = (one.everything(), other.everything());
    for (from, to) in [(&one, &other), (&other, &one), (door.database_itself(), &one), (door.database_itself(), &other)]
    {
        let refused = refusal(copy_in(50, from.url(), to.url(), |_| {}).await);
        for said in ["is not empty", "companies (2)", "nothing is written over", "name a database that is empty"] {
            assert!(refused.contains(said), "{refused}");
        }
    }
    assert!((one.everything(), other.everything()) == before, "something was written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_copy_goes_on_only_from_its_own_source_as_it_was() {
    let (door, _) = everything::door().await;
    let door_url = door.database_url();
    for (number, target) in <[Database; 2]>::from(others().await).into_iter().enumerate() {
        let mut left = 12;
        let killed = copy_in(3, door_url.clone(), target.url(), move |_| {
            left -= 1;
            assert!(left > 0, "killed, as it has to be");
        });
        assert!(killed.await.is_err());
        let stranger = Door::open().await;
        let refused = refusal(copy_in(3, stranger.database_url(), target.url(), |_| {}).await);
        assert!(refused.contains("holds a copy of") && refused.contains("not finished"), "{refused}");
        let refused = refusal(copy_in(3, target.url(), stranger.database_url(), |_| {}).await);
        assert!(refused.contains("not finished"), "half a copy is no source: {refused}");
        let expected = if number == 0 {
            door.new_token().await;
            "commits"
        } else {
            door.create(&json!({"firstName": "New"})).await;
            "company 1 had "
        };
        let refused = refusal(copy_in(3, door_url.clone(), target.url(), |_| {}).await);
        assert!(refused.contains("has changed since its copy was begun") && refused.contains(expected), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_meanwhile_is_not_copied() {
    let (door, _) = everything::door().await;
    let before = rows(door.database_itself(), "leftovers", "id");
    for target in <[Database; 2]>::from(others().await) {
        let url = door.database_url();
        let mut is_first = true;
        let watch = move |_| {
            if std::mem::take(&mut is_first) {
                execute(
                    &url,
                    "insert into leftovers (company_id, kind, id) select 1, 'member', 99999 + count(*) from leftovers",
                );
            }
        };
        copy_in(3, door.database_url(), target.url(), watch).await.unwrap().unwrap();
        let here = rows(door.database_itself(), "leftovers where id < 99999", "id");
        assert_eq!(here, before);
        assert_eq!(
            rows(&target, "leftovers where id = 99999", "id").len() + before.len() + 1,
            rows(door.database_itself(), "leftovers", "id").len()
        );
        execute(&door.database_url(), "delete from leftovers where id >= 99999");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_came_over_otherwise_is_told_with_its_table_and_company() {
    let (door, _) = everything::door().await;
    for (change, said) in [
        ("update customers set doc = replace(doc, 'Lagos', 'Logos') where company_id = 1", "customers of company 1"),
        ("delete from commits where company_id = 2", "commits of company 2"),
        ("insert into leftovers (company_id, kind, id) values (77, 'member', 5)", "leftovers of company 77"),
        ("update sequences set next = next + 1 where name = 'record'", "sequences differ"),
    ] {
        let (server, file) = others().await;
        let target = if said.len() % 2 == 0 { server } else { file };
        let url = target.url();
        let mut change = Some(change);
        let watch = move |progress: Progress| {
            if progress.stage == Stage::Check {
                change.take().into_iter().for_each(|change| execute(&url, change));
            }
        };
        let refused = refusal(copy_in(50, door.database_url(), target.url(), watch).await);
        assert!(refused.contains("checksums of") && refused.contains(said), "{refused}");
        let opened = Store::open(&target.url(), Purpose::Command, &clock(), Random::seeded(1)).await;
        assert!(matches!(opened, Err(Error::Unfinished(_))), "{opened:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_has_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let (missing, other) = (folder.path().join("missing.db"), folder.path().join("other.db"));
    std::fs::write(&other, "").unwrap();
    let url = |path: &Path| DatabaseUrl::Sqlite(path.to_owned());
    let target = folder.path().join("target.db");
    assert!(refusal(copy_in(50, url(&missing), url(&target), |_| {}).await).contains("no such file"));
    assert!(refusal(copy_in(50, url(&other), url(&target), |_| {}).await).contains("no database of cardfile"));
    let empty = tokio::task::spawn_blocking(Database::new_server).await.unwrap();
    assert!(refusal(copy_in(50, empty.url(), url(&target), |_| {}).await).contains("no database of cardfile"));
    assert!(!missing.exists() && !target.exists());
}

#[test]
fn every_table_and_column_is_copied_or_said_to_be_an_engine_s_own() {
    let server = Database::new_server();
    let url = server.url();
    alone(async move { Store::open(&url, Purpose::Command, &clock(), Random::seeded(1)).await.unwrap().close().await });
    let file = Database::new_file();
    let url = file.url();
    alone(async move { Store::open(&url, Purpose::Command, &clock(), Random::seeded(1)).await.unwrap().close().await });
    let of_file = "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'";
    let of_server = "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public' \
         and table_name in (select tablename from pg_tables)";
    let listed: BTreeSet<String> =
        TABLES.iter().flat_map(|table| table.columns.iter().map(|column| format!("{}.{column}", table.name))).collect();
    for (database, sql) in [(&file, of_file), (&server, of_server)] {
        let is_private = |table: &str, column: &str| {
            let whole = PRIVATE.iter().any(|own| table == *own || table.starts_with(&format!("{own}_")));
            whole || PRIVATE.contains(&column)
        };
        let mut there = BTreeSet::new();
        for row in database.rows(sql) {
            let (table, column) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
            let column = format!("{table}.{column}");
            if !is_private(table, &column) {
                there.insert(column);
            }
        }
        assert_eq!(there, listed);
    }
}

/// Changes a database behind everybody's back.
fn execute(url: &DatabaseUrl, sql: &'static str) {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let database = rusqlite::Connection::open(path).unwrap();
            database.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
            database.execute(sql, []).unwrap();
        }
        DatabaseUrl::Postgres(url) => drop(crate::cluster::rows(&url.to_string(), sql)),
    }
}
