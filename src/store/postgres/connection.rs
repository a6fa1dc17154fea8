//! Connections, and statements on them: prepared once, and sent without waiting for the answers of those before.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Place, PostgresUrl};
use super::failure::Failure;
use super::password::{self, Wanted};
use super::together::Command;
use super::{tls, values};
use crate::store::query::Query;
use crate::store::value::{Row, Value};

/// Under which name the log tells each statement, at the level `trace`.
const STATEMENTS: &str = "cardfile::statements";

/// How long letting in may take in all, once a host has answered.
const GREETING: Duration = Duration::from_secs(8);

/// What every connection is told first. A statement ends after its time whoever waits for it; a wait for somebody else's transaction ends
/// sooner. Every statement has an index, so the planner is kept from reading a whole table because it was small a minute ago; with costs
/// that high it would compile statements, which takes longer than to run them. A commit is on disk when it is answered, whatever the
/// server's own setting.
const MANNERS: &str = "set statement_timeout = '15s'; set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '15s'; \
     select set_config(name, '2s', false) from pg_settings where name = 'client_connection_check_interval'; set enable_seqscan = off; set jit = off; set standard_conforming_strings = on; \
     select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')";

/// Makes connections.
#[derive(Debug)]
pub(super) struct Opener {
    url: PostgresUrl,
    places: Vec<Place>,
    password_file: Option<PathBuf>,
    tls: TlsConnector,
    /// Where connections live: what is opened by whoever comes first has to outlive him.
    runtime: Handle,
    /// The place that let in last, which is tried first.
    best: AtomicUsize,
}

#[derive(Clone)]
struct TlsConnector(MakeRustlsConnect);

impl std::fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsConnector")
    }
}

impl Opener {
    pub(super) fn new(url: &PostgresUrl) -> Result<Self, String> {
        let from_environment = || std::env::var_os("PGPASSFILE").map(PathBuf::from);
        Ok(Self {
            places: url.places(),
            password_file: url.password_file.clone().or_else(from_environment),
            tls: TlsConnector(tls::connector(&url.trust)?),
            runtime: Handle::current(),
            best: AtomicUsize::new(0),
            url: url.clone(),
        })
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// A connection to the first place that lets in, beginning with the one that did last.
    /// It is told `manners` beside those that all are told.
    pub(super) async fn open(&self, manners: &'static str) -> Result<Connection, Failure> {
        let first = self.best.load(Ordering::Relaxed);
        let mut failure = Failure::Lost("the database has no host".into());
        for at in (0..self.places.len()).map(|step| (first + step) % self.places.len()) {
            match self.open_at(&self.places[at], manners).await {
                Ok(connection) => {
                    self.best.store(at, Ordering::Relaxed);
                    return Ok(connection);
                }
                Err(other) => failure = other,
            }
        }
        Err(failure)
    }

    async fn open_at(&self, place: &Place, manners: &'static str) -> Result<Connection, Failure> {
        let mut config = self.url.at(place);
        if let Some(file) = self.password_file.as_deref().filter(|_| config.get_password().is_none()) {
            add_password(&mut config, file, place).map_err(Failure::Lost)?;
        }
        let has_password = config.get_password().is_some();
        let database = config.get_dbname().or(config.get_user()).unwrap_or_default().to_owned();
        let tls = self.tls.0.clone();
        let opening = async move {
            let (client, connection) = config.connect(tls).await?;
            // It ends when its client is dropped, or with an error that every statement on it is told too.
            tokio::spawn(async move { drop(connection.await) });
            client.batch_execute(&format!("{MANNERS}; {manners}")).await?;
            Ok::<_, tokio_postgres::Error>(client)
        };
        let opened = self.runtime.spawn(async { tokio::time::timeout(GREETING, opening).await }).await;
        let client = match opened {
            // Whatever keeps one out now, such as a server that has no room, may be over at the next try.
            Ok(Ok(client)) => client.map_err(|error| {
                Failure::Lost(match tls::mismatch(&error, place) {
                    Some(reason) => reason,
                    None if !has_password && asks_for_password(&error) => self.without_password(place),
                    None => Failure::from(error).reason().to_owned(),
                })
            })?,
            Ok(Err(_)) => return Err(Failure::Lost("the database did not answer in time".into())),
            Err(_) => return Err(Failure::Lost("the server is stopping".into())),
        };
        Ok(Connection { client, database, statements: HashMap::new() })
    }

    /// What is wrong where the database asks for a password and there is none.
    fn without_password(&self, place: &Place) -> String {
        let config = self.url.at(place);
        let user = config.get_user().unwrap_or_default();
        match &self.password_file {
            Some(file) => {
                let (file, database) = (file.display(), config.get_dbname().unwrap_or(user));
                format!("it asks for a password, and {file} has no line for {place}:{database}:{user}")
            }
            None => format!("it asks for the password of {user:?}: name a file with passfile=FILE, or PGPASSFILE"),
        }
    }
}

/// Whether the driver gave up because the database wants a password.
fn asks_for_password(error: &tokio_postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(|cause| cause.to_string().contains("password missing"))
}

fn add_password(config: &mut Config, file: &Path, place: &Place) -> Result<(), String> {
    let user = config.get_user().unwrap_or_default().to_owned();
    let database = config.get_dbname().unwrap_or(&user).to_owned();
    if let Some(password) = password::find(file, &Wanted { place, database: &database, user: &user })? {
        config.password(password);
    }
    Ok(())
}

/// One connection, with the statements that were prepared on it.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) client: Client,
    /// The name of the database, for the log.
    database: String,
    statements: HashMap<String, Statement>,
}

/// An answer that is on its way.
pub(super) type Sent<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// One that says how many rows a statement touched.
pub(super) type Counted<'a> = Sent<'a, Result<u64, tokio_postgres::Error>>;

impl Connection {
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs a query that may read much. It is planned for its values, each time: how much a filter finds decides how it is found best.
    pub(super) async fn query(&self, query: &Query) -> Result<Vec<Row>, Failure> {
        tracing::trace!(target: STATEMENTS, database = &*self.database, sql = &*query.sql);
        let values: Vec<_> = query.values.iter().map(|value| (bare(value), values::type_of(value))).collect();
        read(&self.client.query_typed(&numbered(&query.sql), &values).await?)
    }

    /// Runs a prepared statement that answers rows.
    pub(super) async fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Failure> {
        self.prepare(sql).await?;
        self.sent_rows(sql, values).await
    }

    /// Sends a statement that was prepared before and answers rows, once this is polled.
    pub(super) async fn sent_rows(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Failure> {
        let values: Vec<_> = values.iter().map(bare).collect();
        self.sent(sql, &values).await
    }

    /// The same with values of any kind.
    pub(super) async fn sent(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Failure> {
        tracing::trace!(target: STATEMENTS, database = &*self.database, sql);
        let Some(statement) = self.statements.get(sql) else {
            return Err(Failure::Broken("a statement that was not prepared".into()));
        };
        read(&self.client.query(statement, values).await?)
    }

    /// Prepares a statement, unless it is.
    pub(super) async fn prepare(&mut self, sql: &str) -> Result<(), Failure> {
        if !self.statements.contains_key(sql) {
            let statement = self.client.prepare(&numbered(sql)).await?;
            self.statements.insert(sql.to_owned(), statement);
        }
        Ok(())
    }

    /// Prepares statements, unless they are.
    pub(super) async fn prepare_all(&mut self, statements: &[Command<'_>]) -> Result<(), Failure> {
        for statement in statements {
            self.prepare(&statement.sql).await?;
        }
        Ok(())
    }

    /// Sends statements that were prepared before, all before the first answer is waited for.
    pub(super) async fn send_all(&self, statements: &[Command<'_>]) -> Vec<Result<u64, tokio_postgres::Error>> {
        pipelined(statements.iter().map(|statement| self.send(&statement.sql, &statement.values)).collect()).await
    }

    /// Sends a statement that was prepared before, once this is polled.
    pub(super) fn send<'a>(&'a self, sql: &'a str, values: &'a [Value]) -> Counted<'a> {
        Box::pin(async move {
            tracing::trace!(target: STATEMENTS, database = &*self.database, sql);
            match self.statements.get(sql) {
                Some(statement) => self.client.execute_raw(statement, values.iter()).await,
                None => Ok(0),
            }
        })
    }

    /// Sends a statement without values, once this is polled.
    pub(super) fn tell<'a>(&'a self, sql: &'a str) -> Counted<'a> {
        Box::pin(async move { self.client.batch_execute(sql).await.map(|()| 0) })
    }
}

/// Waits for answers that are on their way, in the order in which their statements are sent: all are sent before the first answer is
/// waited for, so that a hundred statements take hardly longer than one.
pub(super) async fn pipelined<T>(mut all: Vec<Sent<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = Vec::with_capacity(all.len());
    poll_fn(|context| {
        for one in &mut all {
            answers.push(match one.as_mut().poll(context) {
                Poll::Ready(answer) => Some(answer),
                Poll::Pending => None,
            });
        }
        Poll::Ready(())
    })
    .await;
    let mut whole = Vec::with_capacity(all.len());
    for (one, answer) in all.into_iter().zip(answers) {
        whole.push(match answer {
            Some(answer) => answer,
            None => one.await,
        });
    }
    whole
}

/// The statement with the marks that PostgreSQL has for values. No statement holds a question mark for anything else.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

pub(super) fn bare(value: &Value) -> &(dyn ToSql + Sync) {
    value
}

fn read(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, Failure> {
    values::read(rows).map_err(|error| Failure::Broken(error.to_string()))
}
