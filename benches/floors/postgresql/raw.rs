//! The floors of the store: the raw statements through the same driver, with nothing around them.

use std::future::{Future, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Mutex, Semaphore};
use tokio_postgres::{Client, Statement};

use super::sql::{self, Sql};
use super::template::{self, Growth, Table};
use super::values::Sent;
use crate::random::Random;
use crate::raw::Outcome;

#[derive(clap::Args)]
pub struct Reads {
    #[arg(long)]
    database: String,
    /// A file of the ids to read, one a line.
    #[arg(long)]
    ids: PathBuf,
    #[arg(long)]
    seconds: u64,
    /// How many read at the same time, through as many connections as the server reads with.
    #[arg(long)]
    clients: usize,
}

#[derive(clap::Args)]
pub struct Inserts {
    /// A database in which a template has been captured.
    #[arg(long)]
    database: String,
    /// How many creates one transaction holds.
    #[arg(long)]
    batch: u64,
    /// How many write at the same time, each over a connection of its own.
    #[arg(long)]
    clients: usize,
    /// Whether the statements of a transaction are sent without waiting for one another's answers.
    #[arg(long)]
    pipelined: bool,
    /// How many transactions are one turn of a connection; the sync of the last one's commit counts for all of them.
    #[arg(long, default_value_t = 1)]
    turn: usize,
    /// The companies that are written to, by chance.
    #[arg(long, value_delimiter = ',')]
    companies: Vec<i64>,
    /// The number of the first create; numbers are never used again.
    #[arg(long)]
    first: u64,
    #[arg(long)]
    seconds: u64,
}

/// The connections that the server has for point reads (src/store/postgres.rs).
const POOL: usize = 10;
/// How many creates are made ready at a time.
const READY: u64 = 2048;
/// All that is kept of a customer itself.
const POINT_READ: &str =
    "select id, version, created_at, updated_at, doc from customers where company_id = $1 and id = $2";

/// Runs one of the two below on the server's core and returns its outcome.
pub fn measure(arguments: &[&str], database: &str) -> Result<Outcome> {
    let output = crate::machine::self_on_core(crate::machine::SERVER_CORE)?
        .args(arguments)
        .args(["--database", database])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{} failed", arguments.join(" "));
    serde_json::from_slice(&output.stdout).context("no outcome was printed")
}

/// Reads customers in the order of the ids, many at a time, and prints the outcome.
pub fn reads(options: &Reads) -> Result<()> {
    let ids: Vec<i64> = std::fs::read_to_string(&options.ids)?.lines().map(str::parse).collect::<Result<_, _>>()?;
    let company = Sql::open(&options.database)?.integers("select company_id from customers limit 1")?;
    let company = *company.first().context("no customers")?;
    runtime()?.block_on(async {
        let mut connections = Vec::new();
        for _ in 0..POOL {
            let client = sql::connect(&options.database).await?;
            let statement = client.prepare(POINT_READ).await?;
            connections.push((client, statement));
        }
        let (pool, turns) = (Arc::new(std::sync::Mutex::new(connections)), Arc::new(Semaphore::new(POOL)));
        let (next, ids) = (Arc::new(AtomicUsize::new(0)), Arc::new(ids));
        let started = Instant::now();
        let until = started + Duration::from_secs(options.seconds);
        let readers: Vec<_> = (0..options.clients)
            .map(|_| {
                let (pool, turns, next, ids) = (pool.clone(), turns.clone(), next.clone(), ids.clone());
                tokio::spawn(async move {
                    let mut times = Vec::new();
                    while Instant::now() < until {
                        let asked = Instant::now();
                        let _turn = turns.acquire().await?;
                        let held = pool.lock().ok().and_then(|mut pool| pool.pop());
                        let (client, statement) = held.context("an empty pool")?;
                        let id = ids[next.fetch_add(1, Ordering::Relaxed) % ids.len()];
                        let row = client.query_one(&statement, &[&company, &id]).await?;
                        ensure!(!row.try_get::<_, &str>(4)?.is_empty(), "an empty document");
                        if let Ok(mut pool) = pool.lock() {
                            pool.push((client, statement));
                        }
                        times.push(asked.elapsed());
                    }
                    Ok::<_, anyhow::Error>(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for reader in readers {
            times.extend(reader.await??);
        }
        crate::raw::print(times.len() as u64, started.elapsed(), &mut times)
    })
}

/// Inserts the rows of creates, so many a transaction and so many at a time, and prints the outcome. Making the values is not timed.
pub fn inserts(options: &Inserts) -> Result<()> {
    let (tables, growths) = template::load(&Sql::open(&options.database)?)?;
    let mut random = Random::new(options.first);
    runtime()?.block_on(async {
        let mut writers = Vec::new();
        for _ in 0..options.clients {
            writers.push(Arc::new(Writer::open(&options.database, &tables, &growths).await?));
        }
        let (mut next, mut busy, mut times) = (options.first, Duration::ZERO, Vec::new());
        while busy < Duration::from_secs(options.seconds) {
            let mut ready = Vec::new();
            for _ in 0..READY / options.batch {
                let company = options.companies[random.below(options.companies.len())];
                ready.push(Transaction::of(next..next + options.batch, company, &tables, &mut random));
                next += options.batch;
            }
            let ready = Arc::new(Mutex::new(ready.into_iter()));
            let started = Instant::now();
            let writing: Vec<_> = writers
                .iter()
                .map(|writer| tokio::spawn(write_all(writer.clone(), ready.clone(), options.turn, options.pipelined)))
                .collect();
            for one in writing {
                times.extend(one.await??);
            }
            busy += started.elapsed();
        }
        crate::raw::print(next - options.first, busy, &mut times)
    })
}

async fn write_all(
    writer: Arc<Writer>,
    ready: Arc<Mutex<std::vec::IntoIter<Transaction>>>,
    turn: usize,
    pipelined: bool,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    loop {
        let transactions: Vec<_> = ready.lock().await.by_ref().take(turn).collect();
        if transactions.is_empty() {
            return Ok(times);
        }
        let started = Instant::now();
        writer.write(&transactions, pipelined).await?;
        times.extend(transactions.iter().map(|_| started.elapsed()));
    }
}

/// The values of one transaction.
struct Transaction {
    company: i64,
    creates: i64,
    /// By table.
    rows: Vec<Vec<Vec<Sent>>>,
}

impl Transaction {
    fn of(creates: std::ops::Range<u64>, company: i64, tables: &[Table], random: &mut Random) -> Self {
        let mut rows_of = |table: &Table| {
            let creates = if table.per_commit { creates.start..creates.start + 1 } else { creates.clone() };
            let rows = creates.flat_map(|n| table.rows(n, company, random));
            rows.map(|row| row.into_iter().map(Sent).collect()).collect()
        };
        let rows = tables.iter().map(&mut rows_of).collect();
        Self { company, creates: (creates.end - creates.start) as i64, rows }
    }
}

/// One connection with its statements.
struct Writer {
    client: Client,
    inserts: Vec<Statement>,
    growths: Vec<Statement>,
}

type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>> + Send + 'a>>;

impl Writer {
    async fn open(database: &str, tables: &[Table], growths: &[Growth]) -> Result<Self> {
        let client = sql::connect(database).await?;
        let mut writer = Self { client, inserts: Vec::new(), growths: Vec::new() };
        for table in tables {
            writer.inserts.push(writer.client.prepare(&table.insert).await?);
        }
        for growth in growths {
            writer.growths.push(writer.client.prepare(&growth.update).await?);
        }
        Ok(writer)
    }

    async fn write(&self, transactions: &[Transaction], pipelined: bool) -> Result<()> {
        let mut all = Vec::new();
        for (at, transaction) in transactions.iter().enumerate() {
            let is_last = at + 1 == transactions.len();
            let begin = if is_last { "begin" } else { "begin; set local synchronous_commit = off" };
            all.extend(self.statements(begin, transaction));
        }
        if pipelined {
            in_order(all).await?;
        } else {
            for one in all {
                one.await?;
            }
        }
        Ok(())
    }

    fn statements<'a>(&'a self, begin: &'a str, transaction: &'a Transaction) -> Vec<Sending<'a>> {
        let mut all: Vec<Sending> = vec![Box::pin(self.client.batch_execute(begin))];
        // The company's row comes first, as whoever writes in a company takes turns there.
        for growth in &self.growths {
            all.push(Box::pin(async move {
                let changed = self.client.execute(growth, &[&transaction.company, &transaction.creates]).await?;
                debug_assert_eq!(changed, 1);
                Ok(())
            }));
        }
        for (insert, rows) in self.inserts.iter().zip(&transaction.rows) {
            for row in rows {
                all.push(Box::pin(async move { self.client.execute_raw(insert, row.iter()).await.map(drop) }));
            }
        }
        all.push(Box::pin(self.client.batch_execute("commit")));
        all
    }
}

/// Sends all before the first answer is waited for.
async fn in_order(all: Vec<Sending<'_>>) -> Result<(), tokio_postgres::Error> {
    let mut waiting: Vec<Option<Sending>> = all.into_iter().map(Some).collect();
    let mut failed = None;
    poll_fn(|context| {
        for one in &mut waiting {
            if let Some(Poll::Ready(answer)) = one.as_mut().map(|one| one.as_mut().poll(context)) {
                *one = None;
                failed = failed.take().or(answer.err());
            }
        }
        Poll::Ready(())
    })
    .await;
    for one in waiting.into_iter().flatten() {
        let answer = one.await;
        failed = failed.or(answer.err());
    }
    failed.map_or(Ok(()), Err)
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
