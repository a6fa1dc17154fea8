//! The database of a test: a file of its own, or a database of its own in the PostgreSQL of the tests. The environment variable
//! CARDFILE_TEST_DATABASE says which: `sqlite`, which it is without one, or `postgresql`.

use crate::cluster;
use cardfile::clock::Clock;
use cardfile::domain::time::Timestamp;
use cardfile::random::Random;
use cardfile::store::{DatabaseUrl, Purpose, Store};
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;
use tokio_postgres::NoTls;
use tokio_postgres::types::Type;

/// A new database; dropping it removes it.
pub enum Database {
    File(TempDir),
    Server(cluster::Database),
}

/// Whether the tests run on files. What is a promise about the file alone is tested there alone.
pub fn on_files() -> bool {
    match std::env::var("CARDFILE_TEST_DATABASE").as_deref() {
        Err(_) | Ok("sqlite") => true,
        Ok("postgresql") => false,
        Ok(other) => panic!("CARDFILE_TEST_DATABASE is {other:?}: use sqlite or postgresql"),
    }
}

impl Database {
    pub fn new() -> Self {
        match on_files() {
            true => Self::new_file(),
            false => Self::Server(cluster::shared().prepared_database(|url| {
                let url: DatabaseUrl = url.parse().unwrap();
                alone(async move {
                    let clock = Clock::manual(Timestamp::parse(super::START).unwrap());
                    let store = Store::open(&url, Purpose::Command, &clock, Random::seeded(1)).await.unwrap();
                    store.close().await;
                });
            })),
        }
    }

    /// A file that is not there yet.
    pub fn new_file() -> Self {
        Self::File(tempfile::Builder::new().prefix("cardfile-test-").tempdir().unwrap())
    }

    /// An empty database in the PostgreSQL of the tests.
    pub fn new_server() -> Self {
        Self::Server(cluster::new_database())
    }

    pub fn url(&self) -> DatabaseUrl {
        match self {
            Self::File(_) => DatabaseUrl::Sqlite(self.file()),
            Self::Server(database) => database.url().parse().unwrap(),
        }
    }

    /// Where the file is; there has to be one.
    pub fn file(&self) -> PathBuf {
        match self {
            Self::File(folder) => folder.path().join("cardfile.db"),
            Self::Server(_) => panic!("this test is about the file: it has to begin with on_files()"),
        }
    }

    /// The cells of every row that a query finds.
    pub fn rows(&self, sql: &str) -> Vec<Vec<Value>> {
        match self {
            Self::File(_) => of_file(&self.file(), sql),
            Self::Server(database) => {
                let (url, sql) = (database.url(), sql.to_owned());
                alone(async move { of_server(&url, &sql).await })
            }
        }
    }
}

impl Database {
    /// Everything that stands in the tables: the name of the table, and a cell of it, or a row, as text.
    pub fn everything(&self) -> Vec<(String, String)> {
        let (names, cells) = match self {
            // A virtual table is read in the tables in which it keeps itself.
            Self::File(_) => (
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and sql not like 'create virtual %'",
                "select * from",
            ),
            Self::Server(_) => (
                "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
                "select row_to_json(t)::text from",
            ),
        };
        let names: Vec<String> = self.rows(names).iter().map(|row| row[0].as_str().unwrap().to_owned()).collect();
        assert!(names.len() > 8, "{names:?}");
        let mut found = Vec::new();
        for name in names {
            let cells = self.rows(&format!("{cells} \"{name}\" t"));
            found.extend(cells.iter().flatten().map(|cell| (name.clone(), as_text(cell))));
        }
        found
    }
}

fn as_text(cell: &Value) -> String {
    match cell {
        Value::String(text) => text.clone(),
        Value::Array(bytes) => {
            let bytes: Vec<u8> = bytes.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        other => other.to_string(),
    }
}

fn of_file(file: &std::path::Path, sql: &str) -> Vec<Vec<Value>> {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    let columns = statement.column_count();
    let (mut rows, mut found) = (statement.raw_query(), Vec::new());
    while let Some(row) = rows.next().unwrap() {
        let cell = |at| match row.get_ref(at).unwrap() {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(integer) => integer.into(),
            ValueRef::Text(text) => std::str::from_utf8(text).unwrap().into(),
            ValueRef::Blob(bytes) => bytes.into(),
            ValueRef::Real(_) => panic!("a number with a fraction"),
        };
        found.push((0..columns).map(cell).collect());
    }
    found
}

async fn of_server(url: &str, sql: &str) -> Vec<Vec<Value>> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let rows = client.query(sql, &[]).await.unwrap();
    let cell = |row: &tokio_postgres::Row, at: usize| match *row.columns()[at].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(at).map_or(Value::Null, Value::from),
        Type::INT4 => row.get::<_, Option<i32>>(at).map_or(Value::Null, Value::from),
        Type::NUMERIC => panic!("cast what is summed up to bigint"),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(at).map_or(Value::Null, Value::from),
        _ => row.get::<_, Option<String>>(at).map_or(Value::Null, Value::from),
    };
    rows.iter().map(|row| (0..row.len()).map(|at| cell(row, at)).collect()).collect()
}

/// Does something in a runtime of its own, whichever this is called in.
pub fn alone<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    std::thread::spawn(move || runtime().block_on(work)).join().unwrap()
}
