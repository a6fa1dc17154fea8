//! A connection for whatever is not measured.

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls, Row};

pub struct Sql {
    runtime: Runtime,
    client: Client,
}

impl Sql {
    pub fn open(url: &str) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(connect(url))?;
        Ok(Self { runtime, client })
    }

    /// Runs statements that answer nothing.
    pub fn run(&self, sql: &str) -> Result<()> {
        self.runtime.block_on(self.client.batch_execute(sql)).with_context(|| sql.to_owned())
    }

    pub fn rows(&self, sql: &str) -> Result<Vec<Row>> {
        self.runtime.block_on(self.client.query(sql, &[])).with_context(|| sql.to_owned())
    }

    pub fn integers(&self, sql: &str) -> Result<Vec<i64>> {
        self.rows(sql)?.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The text in the first row.
    pub fn text(&self, sql: &str) -> Result<String> {
        Ok(self.rows(sql)?.first().context("no row")?.try_get(0)?)
    }
}

/// A connection in the runtime that this is called in; it ends with its client.
pub async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.with_context(|| url.to_owned())?;
    tokio::spawn(async move { drop(connection.await) });
    Ok(client)
}
