//! The lane of a company: a batch of changes is one transaction, whose statements are sent without waiting for each other.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Postgres;
use super::batch::{self, Answers, Batch, Counters};
use super::connection::{Connection, pipelined};
use super::failure::Failure;
use super::pool::Held;
use crate::domain::id::CompanyId;
use crate::store::Error;
use crate::store::change::CommitToken;
use crate::store::committer::{Answer, Prepared};
use crate::store::value::Value;

/// How long a batch is tried in all, and how long one waits before each further try: a fail-over takes some seconds.
const LIMIT: Duration = Duration::from_secs(15);
const PAUSES: [Duration; 16] = {
    let mut pauses = [Duration::from_secs(1); 16];
    pauses[0] = Duration::ZERO;
    pauses[1] = Duration::from_millis(20);
    pauses[2] = Duration::from_millis(100);
    pauses[3] = Duration::from_millis(300);
    pauses
};

/// How a failure ends that tells of what the database cannot do, as some that only speak PostgreSQL's protocol cannot do everything.
const NOT_SUPPORTED: &str = "(0A000)";
/// How each transaction begins.
const BEGIN: &str = "begin isolation level read committed read write";

/// Writes one batch of a company after the other.
#[derive(Debug)]
pub(in crate::store) struct Lane {
    postgres: Arc<Postgres>,
}

impl Lane {
    pub(in crate::store) fn new(postgres: Arc<Postgres>) -> Self {
        Self { postgres }
    }

    /// Commits a batch of changes of one company, trying again while that may help.
    pub(in crate::store) async fn commit(
        &mut self,
        batch: &[&Prepared],
        token: CommitToken,
    ) -> Result<Vec<Result<Answer, Error>>, Error> {
        let Some(company) = batch.first().map(|first| first.change.company) else { return Ok(Vec::new()) };
        let deadline = Instant::now() + LIMIT;
        let mut attempt = Attempt { postgres: &self.postgres, company, batch, token, doubt: None };
        let mut reason = "the database did not answer in time".to_owned();
        for pause in PAUSES {
            if Instant::now() + pause >= deadline {
                break;
            }
            tokio::time::sleep(pause).await;
            match tokio::time::timeout_at(deadline, attempt.run()).await {
                Ok(Ok(answers)) => return Ok(answers),
                Err(_) => break,
                Ok(Err(failure)) => {
                    reason = failure.reason().to_owned();
                    if matches!(failure, Failure::Broken(_)) && attempt.doubt.is_none() {
                        break;
                    }
                    tracing::warn!(%company, %reason, "a commit is tried again");
                    if matches!(failure, Failure::Lost(_)) {
                        self.postgres.pools.forget();
                    }
                }
            }
        }
        Err(if attempt.doubt.is_some() { Error::InDoubt(reason) } else { Error::Unavailable(reason) })
    }
}

/// One batch that is tried, perhaps more than once.
struct Attempt<'a> {
    postgres: &'a Postgres,
    company: CompanyId,
    batch: &'a [&'a Prepared],
    token: CommitToken,
    /// What is answered if an earlier try happened after all: its commit was sent, and not answered as done.
    doubt: Option<Answers>,
}

impl Attempt<'_> {
    async fn run(&mut self) -> Result<Answers, Failure> {
        let mut held = self.postgres.pools.writers.take().await?;
        match self.write(&mut held).await {
            Ok(answers) => {
                held.give_back();
                Ok(answers)
            }
            Err(failure) => {
                if failure.spares_the_connection() {
                    roll_back(held).await;
                }
                Err(failure)
            }
        }
    }

    async fn write(&mut self, connection: &mut Connection) -> Result<Answers, Failure> {
        // When an earlier try is in doubt, what became of it is asked first.
        if self.doubt.is_none()
            && let Some(answers) = self.write_at_once(connection).await?
        {
            return Ok(answers);
        }
        let begun = self.begin(connection).await?;
        if begun.happened && self.doubt.is_some() {
            // This commits nothing but the lock; when it is answered, everything before it is safe too, wherever it has to be copied to.
            connection.tell("commit").await?;
            return self.doubt.take().ok_or_else(|| Failure::Broken("a batch without answers".into()));
        }
        // Whoever makes the company has no row to wait for.
        let is_open = self.doubt.is_some() && begun.counters.is_none();
        if !is_open {
            self.doubt = None;
        }
        let mut before = begun.counters.unwrap_or_default();
        let batch = Batch::new(self.batch, self.token, before).ok_or_else(nothing)?;
        // Refusals are rare and savepoints are not free, so the batch is tried without them first.
        let (answers, after) = if batch.fill(connection).await? {
            (batch.answers(), batch.after())
        } else {
            if is_open {
                return Err(Failure::Conflict("an earlier try has only just ended".into()));
            }
            connection.tell("rollback").await?;
            before = self.begin(connection).await?.counters.unwrap_or_default();
            batch::fill_one_by_one(connection, self.batch, self.token, before).await?
        };
        self.doubt = Some(answers);
        // Its error leaves a doubt, whatever it says: of a database that is spread over nodes, another node may have committed.
        connection.tell("commit").await?;
        self.postgres.seen.note(self.company, before, after);
        self.doubt.take().ok_or_else(nothing)
    }

    /// Sends the whole transaction, its commit too, before the first answer is waited for, where that may be done: the company's counters
    /// are most likely known, and what may be refused fails, so that the commit commits nothing. None when something failed.
    async fn write_at_once(&mut self, connection: &mut Connection) -> Result<Option<Answers>, Failure> {
        let Some(before) = self.postgres.seen.likely(self.company) else { return Ok(None) };
        let batch = Batch::new(self.batch, self.token, before).ok_or_else(nothing)?;
        let Some(statements) = batch.at_once(self.postgres.is_distributed) else { return Ok(None) };
        connection.prepare_all(&statements).await?;
        self.doubt = Some(batch.answers());
        let sends = statements.iter().map(|statement| connection.send(&statement.sql, &statement.values));
        let all = [connection.tell(BEGIN)].into_iter().chain(sends).chain([connection.tell("commit")]);
        let mut answers = pipelined(all.collect()).await;
        let committed = answers.pop();
        let Some(failure) = answers.into_iter().find_map(Result::err).map(Failure::from) else {
            if let Some(Err(error)) = committed {
                return Err(error.into());
            }
            self.postgres.seen.note(self.company, before, batch.after());
            return self.doubt.take().ok_or_else(nothing).map(Some);
        };
        if failure.spares_the_connection() {
            // It failed before the commit, and then there was nothing to commit.
            self.doubt = None;
        }
        match failure {
            Failure::Broken(reason) => {
                if reason.ends_with(NOT_SUPPORTED) {
                    self.postgres.seen.give_up();
                }
                self.postgres.seen.mistook(self.company);
                Ok(None)
            }
            failure => Err(failure),
        }
    }

    /// Begins a transaction with the company's row locked. Whoever writes in the company takes turns here, on whichever server: so
    /// commits come in the order of their events, and within a company nobody can wait for somebody who waits for him. It settles too
    /// what became of an earlier try: while that is under way it holds the lock, and only after the lock is the token looked for. (A
    /// company that is new has no row to lock; there its key in the table makes the second wait for the first.)
    async fn begin(&self, connection: &mut Connection) -> Result<Begun, Failure> {
        const LOCK: &str = "select events, customers from companies where company_id = ?1 for update";
        const HAPPENED: &str = "select 1 from commits where company_id = ?1 and token = ?2";
        connection.prepare(LOCK).await?;
        connection.prepare(HAPPENED).await?;
        let (company, token) = ([Value::from(self.company.0)], [self.company.0.into(), self.token.0.into()]);
        if self.doubt.is_some() {
            connection.tell(BEGIN).await?;
            let counters = counters(&connection.sent_rows(LOCK, &company).await?)?;
            let happened = !connection.sent_rows(HAPPENED, &token).await?.is_empty();
            return Ok(Begun { counters, happened });
        }
        let mut rows = None;
        let lock = async {
            rows = Some(connection.sent_rows(LOCK, &company).await);
            Ok(0)
        };
        for answer in pipelined(vec![connection.tell(BEGIN), Box::pin(lock)]).await {
            answer?;
        }
        let rows = rows.ok_or_else(|| Failure::Broken("a lock without an answer".into()))??;
        Ok(Begun { counters: counters(&rows)?, happened: false })
    }
}

/// There is always a change in a batch.
fn nothing() -> Failure {
    Failure::Broken("a batch without changes".into())
}

/// A transaction that has begun.
struct Begun {
    counters: Option<Counters>,
    happened: bool,
}

fn counters(rows: &[crate::store::value::Row]) -> Result<Option<Counters>, Failure> {
    let read = |row: &crate::store::value::Row| {
        Ok::<_, Error>(Counters { events: row.integer(0)?, customers: row.integer(1)? })
    };
    rows.first().map(read).transpose().map_err(|error| Failure::Broken(error.to_string()))
}

/// Ends a transaction that failed; the connection is of use to the next one then.
async fn roll_back(held: Held<'_>) {
    if held.tell("rollback").await.is_ok() {
        held.give_back();
    }
}
