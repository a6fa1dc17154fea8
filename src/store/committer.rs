//! Group commit: changes that wait are committed together, and each caller hears of its own only when it is on disk. One sync pays
//! for many requests; a change that is refused does not touch its neighbours.

use std::sync::Mutex;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use super::Error;
use super::change::{Change, CommitToken, Receipt};
use super::ids::{Block, Sequence};
use super::search::Indexing;
use super::sqlite::Lane;
use super::steps;
use crate::clock::Clock;
use crate::domain::id::CompanyId;
use crate::random::Random;

/// The most changes in one commit.
const BATCH: usize = 256;
/// The most changes that wait; further callers wait to be let in.
const QUEUE: usize = 4096;

/// A change, with what it means for the search index.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) change: Change,
    indexing: Vec<Indexing>,
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

struct Waiting {
    work: Work,
    answer: oneshot::Sender<Result<Answer, Error>>,
}

/// The way into the lane.
#[derive(Debug)]
pub(super) struct Committer {
    queue: mpsc::Sender<Waiting>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Committer {
    /// Starts the thread that commits.
    pub(super) fn start(lane: Lane, clock: Clock, random: Random) -> Result<Self, Error> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let thread =
            std::thread::Builder::new().name("committer".into()).spawn(move || run(waiting, lane, &clock, &random));
        let thread = thread.map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { queue, thread: Mutex::new(Some(thread)) })
    }

    /// Commits a change with whatever else is waiting.
    pub(super) async fn commit(&self, change: Change) -> Result<Receipt, Error> {
        match self.ask(Work::Change(Box::new(Prepared { indexing: steps::indexing(&change), change }))).await? {
            Answer::Happened(receipt) => Ok(receipt),
            Answer::Ids(_) | Answer::Folded => Err(Error::Corrupt("the lane answered something else".into())),
        }
    }

    /// Takes the next numbers of a sequence; they are on disk as taken before they are handed out.
    pub(super) async fn reserve(&self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        match self.ask(Work::Reserve(sequence, count)).await? {
            Answer::Ids(ids) => Ok(ids),
            Answer::Happened(_) | Answer::Folded => Err(Error::Corrupt("the lane answered something else".into())),
        }
    }

    /// Brings the company's search index up to everything that was committed.
    pub(super) async fn fold(&self, company: CompanyId) -> Result<(), Error> {
        self.ask(Work::Fold(company)).await.map(drop)
    }

    /// Finishes what is waiting and ends the thread.
    pub(super) async fn close(self) {
        let Self { queue, thread } = self;
        drop(queue);
        let thread = thread.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        drop(tokio::task::spawn_blocking(move || thread.map(JoinHandle::join)).await);
    }

    async fn ask(&self, work: Work) -> Result<Answer, Error> {
        let (answer, answered) = oneshot::channel();
        let stopped = || Error::Unavailable("the server is stopping".into());
        self.queue.send(Waiting { work, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

fn run(mut queue: mpsc::Receiver<Waiting>, mut lane: Lane, clock: &Clock, random: &Random) {
    let mut batch: Vec<Waiting> = Vec::with_capacity(BATCH);
    while let Some(first) = queue.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH {
            let Ok(next) = queue.try_recv() else { break };
            batch.push(next);
        }
        let token = CommitToken::new(clock.now(), random.bytes());
        let work: Vec<&Work> = batch.iter().map(|waiting| &waiting.work).collect();
        match commit(&mut lane, &work, token) {
            Ok(answers) => batch.drain(..).zip(answers).for_each(|(waiting, answer)| drop(waiting.answer.send(answer))),
            Err(reason) => {
                tracing::error!(%reason, changes = batch.len(), "a commit failed; nothing of it was written");
                let reason = reason.to_string();
                batch.drain(..).for_each(|waiting| drop(waiting.answer.send(Err(Error::Unavailable(reason.clone())))));
            }
        }
        if let Err(reason) = lane.rest() {
            tracing::warn!(%reason, "the write-ahead log could not be written back; it is tried again");
        }
    }
}

fn commit(lane: &mut Lane, batch: &[&Work], token: CommitToken) -> Result<Vec<Result<Answer, Error>>, Error> {
    let answers = lane.write(batch, token)?;
    let Err(error) = lane.commit() else { return Ok(answers) };
    // The error does not say whether the commit happened; its token does.
    let company = batch
        .iter()
        .find_map(|work| if let Work::Change(prepared) = work { Some(prepared.change.company) } else { None });
    match company.map(|company| lane.happened(company, token)) {
        Some(Ok(true)) => Ok(answers),
        _ => Err(error),
    }
}
