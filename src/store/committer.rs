//! Group commit: changes that wait are committed together, and each caller hears of its own only when it is on disk. One sync pays
//! for many requests; a change that is refused does not touch its neighbours. A file has one lane of commits, on a thread of its own; on
//! PostgreSQL each company has one.

mod lanes;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::change::{Change, CommitToken, Receipt};
use super::dialect::Dialect;
use super::engine::Lane;
use super::ids::{Block, Sequence};
use super::search::Indexing;
use super::{Error, postgres, sqlite, steps};
use crate::clock::Clock;
use crate::domain::id::CompanyId;
use crate::random::Random;
use lanes::Lanes;

/// The most changes in one commit.
const BATCH: usize = 256;
/// The most changes that wait; further callers wait to be let in.
const QUEUE: usize = 4096;

/// A change, with what it means for the search index.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) change: Change,
    pub(super) indexing: Vec<Indexing>,
}

/// Something for the lane to do in a commit.
#[derive(Debug)]
pub(super) enum Work {
    Change(Box<Prepared>),
    Reserve(Sequence, i64),
    /// Bring the company's search index up to everything that was committed.
    Fold(CompanyId),
}

impl Work {
    pub(super) fn indexing(&self) -> &[Indexing] {
        match self {
            Self::Change(prepared) => &prepared.indexing,
            Self::Reserve(..) | Self::Fold(_) => &[],
        }
    }
}

/// What the lane answers.
#[derive(Debug)]
pub(super) enum Answer {
    Happened(Receipt),
    Ids(Block),
    Folded,
}

#[derive(Debug)]
pub(super) struct Waiting {
    work: Work,
    /// When it is too late to begin with it, where there is such a time.
    until: Option<Instant>,
    answer: oneshot::Sender<Result<Answer, Error>>,
}

/// The way into the lanes.
#[derive(Debug)]
pub(super) enum Committer {
    /// One lane for everything.
    One { queue: mpsc::Sender<Waiting>, thread: Mutex<Option<JoinHandle<()>>> },
    /// One for each company.
    Many(Arc<Lanes>),
}

impl Committer {
    /// Starts the thread that commits to a file.
    pub(super) fn of_file(lane: sqlite::Lane, clock: Clock, random: Random) -> Result<Self, Error> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let runtime = Handle::current();
        // A commit blocks until the disk has it, so it has a thread to block.
        let thread = std::thread::Builder::new()
            .name("committer".into())
            .spawn(move || runtime.block_on(run(waiting, Lane::Sqlite(Box::new(lane)), &clock, &random, |_| {})));
        let thread = thread.map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self::One { queue, thread: Mutex::new(Some(thread)) })
    }

    /// Commits to a database server.
    pub(super) fn of_server(postgres: Arc<postgres::Postgres>, clock: Clock, random: Random) -> Self {
        Self::Many(Lanes::new(postgres, clock, random))
    }

    /// Commits a change with whatever else is waiting.
    pub(super) async fn commit(&self, change: Change) -> Result<Receipt, Error> {
        let dialect = if matches!(self, Self::One { .. }) { Dialect::Sqlite } else { Dialect::Postgres };
        let company = change.company;
        let work = Work::Change(Box::new(Prepared { indexing: steps::indexing(&change, dialect), change }));
        let answer = match self {
            Self::One { queue, .. } => ask(queue, work).await?,
            Self::Many(lanes) => lanes.ask(company, work).await?,
        };
        match answer {
            Answer::Happened(receipt) => Ok(receipt),
            Answer::Ids(_) | Answer::Folded => Err(Error::Corrupt("the lane answered something else".into())),
        }
    }

    /// Takes the next numbers of a sequence; they are on disk as taken before they are handed out.
    pub(super) async fn reserve(&self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        let queue = match self {
            Self::One { queue, .. } => queue,
            Self::Many(lanes) => return lanes.reserve(sequence, count).await,
        };
        match ask(queue, Work::Reserve(sequence, count)).await? {
            Answer::Ids(ids) => Ok(ids),
            Answer::Happened(_) | Answer::Folded => Err(Error::Corrupt("the lane answered something else".into())),
        }
    }

    /// Brings the company's search index up to everything that was committed; where each company has its lane, it always is.
    pub(super) async fn fold(&self, company: CompanyId) -> Result<(), Error> {
        match self {
            Self::One { queue, .. } => ask(queue, Work::Fold(company)).await.map(drop),
            Self::Many(_) => Ok(()),
        }
    }

    /// Finishes what is waiting and ends the lanes.
    pub(super) async fn close(self) {
        match self {
            Self::One { queue, thread } => {
                drop(queue);
                let thread = thread.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
                drop(tokio::task::spawn_blocking(move || thread.map(JoinHandle::join)).await);
            }
            Self::Many(lanes) => lanes.close().await,
        }
    }
}

async fn ask(queue: &mpsc::Sender<Waiting>, work: Work) -> Result<Answer, Error> {
    let (answer, answered) = oneshot::channel();
    queue.send(Waiting { work, until: None, answer }).await.map_err(|_| stopped())?;
    answered.await.map_err(|_| stopped())?
}

fn stopped() -> Error {
    Error::Unavailable("the server is stopping".into())
}

/// Commits batch after batch until the queue is closed; `idle` is told each time that nothing waits.
async fn run(
    mut queue: mpsc::Receiver<Waiting>,
    mut lane: Lane,
    clock: &Clock,
    random: &Random,
    idle: impl Fn(&mut mpsc::Receiver<Waiting>),
) {
    let mut batch: Vec<Waiting> = Vec::new();
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        refuse_late(&mut batch);
        let token = CommitToken::new(clock.now(), random.bytes());
        let work: Vec<&Work> = batch.iter().map(|waiting| &waiting.work).collect();
        match lane.commit(&work, token).await {
            Ok(answers) => batch.drain(..).zip(answers).for_each(|(waiting, answer)| drop(waiting.answer.send(answer))),
            Err(error) => {
                tracing::error!(%error, changes = batch.len(), "a commit failed");
                batch.drain(..).for_each(|waiting| drop(waiting.answer.send(Err(same(&error)))));
            }
        }
        lane.rest();
        if queue.is_empty() {
            idle(&mut queue);
        }
    }
}

/// Answers those for whom it is too late; nothing of them was begun.
fn refuse_late(batch: &mut Vec<Waiting>) {
    if batch.iter().all(|waiting| waiting.until.is_none()) {
        return;
    }
    let now = Instant::now();
    for late in batch.extract_if(.., |waiting| waiting.until.is_some_and(|until| until < now)) {
        drop(late.answer.send(Err(Error::Unavailable("too many changes wait for it".into()))));
    }
}

/// The error for each of those who wait for one commit.
fn same(error: &Error) -> Error {
    match error {
        Error::InDoubt(reason) => Error::InDoubt(reason.clone()),
        Error::Unavailable(reason) => Error::Unavailable(reason.clone()),
        other => Error::Unavailable(other.to_string()),
    }
}
