//! Much at once: one connection that reads the database as it is at one moment, or fills an empty one.

use std::collections::HashMap;
use std::pin::pin;

use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::address::PostgresUrl;
use super::connection::{Connection, Opener};
use super::failure::Failure;
use super::schema;
use crate::domain::time::Timestamp;
use crate::store::Error;
use crate::store::copy::Entry;
use crate::store::value::{Row, Value};

/// What takes as long as it takes, and reads each table in the order of its key.
const PATIENCE: &str = "set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; \
     set enable_sort = off; set enable_bitmapscan = off; set max_parallel_workers_per_gather = 0";

/// While the target is filled. A commit that the machine loses takes with it what the target knows of how far it came, so none waits for
/// the disk; indexes are made in one go.
const HASTE: &str = "set synchronous_commit = off; set maintenance_work_mem = '256MB'";

/// Who fills a database holds this lock as long as he is connected, and nobody may be at work beside one who was before. Of those who were
/// killed the server learns a little later.
const LOCK: &str = "set lock_timeout = '10s'; select pg_advisory_lock(4846791580151137093); \
     select pg_advisory_lock(4846791580151137095); select pg_advisory_unlock(4846791580151137095); set lock_timeout = 0";

/// Who works beside him holds this one.
const LOCK_BESIDE: &str = "select pg_advisory_lock(4846791580151137095)";

/// A connection to a database, for all that is in it.
#[derive(Debug)]
pub(in crate::store) struct Bulk {
    connection: Connection,
    types: HashMap<&'static str, Vec<Type>>,
}

impl Bulk {
    /// The database as it is now. Others may go on writing it.
    pub(in crate::store) async fn source(url: &PostgresUrl, now: Timestamp) -> Result<Self, Error> {
        let mut bulk = Self::open(url).await?;
        if schema::version(&mut bulk.connection).await? == 0 {
            return Err(Error::NotCopied(format!("{url} is no database of cardfile")));
        }
        schema::migrate(&mut bulk.connection, now).await?;
        schema::check_whole(&mut bulk.connection).await?;
        bulk.tell("begin isolation level repeatable read read only").await?;
        Ok(bulk)
    }

    /// A database to be filled.
    pub(in crate::store) async fn target(url: &PostgresUrl, now: Timestamp) -> Result<Self, Error> {
        let mut bulk = Self::open(url).await?;
        schema::migrate(&mut bulk.connection, now).await?;
        bulk.tell(HASTE).await?;
        match bulk.connection.client.batch_execute(LOCK).await.map_err(Failure::from) {
            Ok(()) => Ok(bulk),
            Err(Failure::Conflict(_)) => Err(Error::NotCopied(format!("another cardfile database copy fills {url}"))),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Another connection to a database that is being filled.
    pub(in crate::store) async fn beside(url: &PostgresUrl) -> Result<Self, Error> {
        let bulk = Self::open(url).await?;
        bulk.connection.client.batch_execute(&format!("{HASTE}; {LOCK_BESIDE}")).await.map_err(Failure::from)?;
        Ok(bulk)
    }

    async fn open(url: &PostgresUrl) -> Result<Self, Error> {
        let connection = Opener::new(url).map_err(Error::Url)?.open("").await?;
        let mut bulk = Self { connection, types: HashMap::new() };
        bulk.tell(PATIENCE).await?;
        Ok(bulk)
    }

    pub(in crate::store) async fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        Ok(self.connection.rows(sql, values).await?)
    }

    pub(in crate::store) async fn tell(&mut self, sql: &str) -> Result<(), Error> {
        Ok(self.connection.client.batch_execute(sql).await.map_err(Failure::from)?)
    }

    pub(in crate::store) async fn insert(
        &mut self,
        table: &'static str,
        columns: &[&str],
        rows: &[Row],
    ) -> Result<(), Error> {
        let types = self.types(table, columns).await?;
        let sink = self.connection.client.copy_in(&into(table, columns)).await.map_err(Failure::from)?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
        for row in rows {
            writer.as_mut().write_raw(row.cells()).await.map_err(Failure::from)?;
        }
        writer.finish().await.map_err(Failure::from)?;
        Ok(())
    }

    pub(in crate::store) async fn index(&mut self, entries: &[Entry]) -> Result<(), Error> {
        let types = [Type::INT8, Type::INT8, Type::TS_VECTOR];
        let sql = into("customer_search", &["company_id", "id", "terms"]);
        let sink = self.connection.client.copy_in(&sql).await.map_err(Failure::from)?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
        for entry in entries {
            let row: [&(dyn ToSql + Sync); 3] = [&entry.company, &entry.id, &Terms(&entry.terms)];
            writer.as_mut().write(&row).await.map_err(Failure::from)?;
        }
        writer.finish().await.map_err(Failure::from)?;
        Ok(())
    }

    async fn types(&mut self, table: &'static str, columns: &[&str]) -> Result<Vec<Type>, Failure> {
        if let Some(types) = self.types.get(table) {
            return Ok(types.clone());
        }
        let statement = self.connection.client.prepare(&format!("select {} from {table}", columns.join(", "))).await?;
        let types: Vec<Type> = statement.columns().iter().map(|column| column.type_().clone()).collect();
        self.types.insert(table, types.clone());
        Ok(types)
    }
}

fn into(table: &str, columns: &[&str]) -> String {
    format!("copy {table} ({}) from stdin (format binary)", columns.join(", "))
}

/// Terms as the engine sends and receives them.
#[derive(Debug)]
struct Terms<'a>(&'a [u8]);

impl ToSql for Terms<'_> {
    fn to_sql(&self, _: &Type, to: &mut bytes::BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        to.extend_from_slice(self.0);
        Ok(IsNull::No)
    }

    fn accepts(wanted: &Type) -> bool {
        *wanted == Type::TS_VECTOR
    }

    to_sql_checked!();
}
