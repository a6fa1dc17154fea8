//! Small reads. Those that are asked for at the same time share a connection, and where they can a statement: to wake the database for
//! each of them, and to be woken by it, takes longer than the reading itself.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio_postgres::types::ToSql;

use super::connection::{Connection, Sent, bare, pipelined};
use super::failure::Failure;
use super::pool::Pools;
use super::{ANSWER, READERS, TRIES};
use crate::store::Error;
use crate::store::query::{Query, Reach};
use crate::store::value::{Row, Value};

/// The most reads that are sent together.
const TOGETHER: usize = 64;
/// The most that wait to be sent; whoever comes then is told at once.
const WAITING: usize = 2048;
/// The fewest identifiers that are named when several records are read at once; the last is repeated. For fewer the database would think
/// about its plan each time, which takes longer than following it.
const NAMED: usize = 16;

/// The reads that wait, and those who send them.
#[derive(Debug)]
pub(super) struct Reads {
    pools: Arc<Pools>,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    asked: VecDeque<Asked>,
    /// How many tasks send what waits, each over a connection.
    readers: usize,
    /// Whether one of them is about to look here.
    is_called: bool,
}

#[derive(Debug)]
struct Asked {
    query: Query,
    answer: oneshot::Sender<Result<Vec<Row>, Error>>,
}

impl Reads {
    pub(super) fn new(pools: Arc<Pools>) -> Arc<Self> {
        Arc::new(Self { pools, queue: Mutex::default() })
    }

    /// Runs a query with whatever else is asked for now.
    pub(super) async fn read(self: &Arc<Self>, query: Query, runtime: &Handle) -> Result<Vec<Row>, Error> {
        let (answer, answered) = oneshot::channel();
        if self.queue().add(Asked { query, answer })? {
            self.call(runtime);
        }
        match tokio::time::timeout(ANSWER, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Error::Unavailable("the server is stopping".into())),
            Err(_) => Err(Error::Unavailable("the database did not answer in time".into())),
        }
    }

    /// Has somebody send what waits. Not whoever asks: he may go away, and others wait for the same answer.
    fn call(self: &Arc<Self>, runtime: &Handle) {
        runtime.spawn(Arc::clone(self).serve(runtime.clone()));
    }

    /// Sends what waits until nothing does.
    async fn serve(self: Arc<Self>, runtime: Handle) {
        loop {
            // Whoever is about to ask does so first.
            tokio::task::yield_now().await;
            let Some((asked, are_more)) = self.queue().next() else { return };
            if are_more {
                self.call(&runtime);
            }
            self.answer(asked).await;
            self.queue().is_called = true;
        }
    }

    /// Answers reads. Those whose connection turns out to be gone are sent again: to read twice does no harm.
    async fn answer(&self, asked: Vec<Asked>) {
        let mut groups = Group::of(asked);
        for tries in 1..=TRIES {
            // When it has taken so long, nobody waits any more.
            let sent = tokio::time::timeout(ANSWER, self.send(groups, tries == TRIES)).await;
            groups = sent.unwrap_or_default();
            if groups.is_empty() {
                return;
            }
            self.pools.forget();
        }
    }

    /// Sends all over one connection before the first answer is waited for; returns those that are to be sent again.
    async fn send(&self, groups: Vec<Group>, is_last: bool) -> Vec<Group> {
        let mut held = match self.pools.points.take().await {
            Ok(held) => held,
            Err(failure) => {
                groups.into_iter().for_each(|group| group.refuse(&failure));
                return Vec::new();
            }
        };
        let (mut ready, mut failed) = (Vec::with_capacity(groups.len()), Vec::new());
        for group in groups {
            match held.prepare(&group.sql).await {
                Ok(()) => ready.push(group),
                Err(failure) => failed.push((group, failure)),
            }
        }
        let answers = pipelined(ready.iter().map(|group| group.send(&held)).collect()).await;
        for (group, answer) in ready.into_iter().zip(answers) {
            match answer {
                Ok(rows) => group.answer(rows),
                Err(failure) => failed.push((group, failure)),
            }
        }
        let (mut again, mut is_spared) = (Vec::new(), true);
        for (group, failure) in failed {
            is_spared &= failure.spares_the_connection();
            match failure {
                Failure::Lost(_) if !is_last => again.push(group),
                failure => group.refuse(&failure),
            }
        }
        if is_spared {
            held.give_back();
        }
        again
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Adds a read, and tells whether somebody has to be called to send it.
    fn add(&mut self, asked: Asked) -> Result<bool, Error> {
        if self.asked.len() >= WAITING {
            return Err(Error::Unavailable("too much waits for it".into()));
        }
        self.asked.push_back(asked);
        let calls = !self.is_called && self.readers < READERS;
        self.is_called |= calls;
        self.readers += usize::from(calls);
        Ok(calls)
    }

    /// The next reads, and whether somebody has to be called for others; none when nothing waits, and then whoever asks is done.
    fn next(&mut self) -> Option<(Vec<Asked>, bool)> {
        self.is_called = false;
        while !self.asked.is_empty() {
            let next = self.asked.drain(..self.asked.len().min(TOGETHER));
            // Some may not wait any more.
            let next: Vec<Asked> = next.filter(|asked| !asked.answer.is_closed()).collect();
            if !next.is_empty() {
                let calls = !self.asked.is_empty() && self.readers < READERS;
                self.is_called = calls;
                self.readers += usize::from(calls);
                return Some((next, calls));
            }
        }
        self.readers -= 1;
        None
    }
}

/// Reads that one statement answers: of one company, the same or for records of one kind.
struct Group {
    sql: Cow<'static, str>,
    /// The identifiers of several records.
    ids: Vec<i64>,
    asked: Vec<Asked>,
}

impl Group {
    fn of(asked: Vec<Asked>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::with_capacity(4);
        for one in asked {
            match groups.iter_mut().find(|group| group.fits(&one.query)) {
                Some(group) => group.asked.push(one),
                None => groups.push(Self { sql: one.query.sql.clone(), ids: Vec::new(), asked: vec![one] }),
            }
        }
        groups.iter_mut().for_each(Self::read_several);
        groups
    }

    fn fits(&self, query: &Query) -> bool {
        let is_same = |one: &Query| match one.reach {
            Reach::Record => one.values.first() == query.values.first(),
            Reach::Point | Reach::Scan => one.values == query.values,
        };
        self.asked.first().is_some_and(|one| is_same(&one.query)) && self.sql == query.sql
    }

    /// Where several records are asked for, they are read by one statement.
    fn read_several(&mut self) {
        let mut ids: Vec<i64> = self.asked.iter().filter_map(|asked| asked.query.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        if let [.., last] = ids[..]
            && ids.len() > 1
        {
            ids.resize(ids.len().max(NAMED), last);
            self.sql = self.sql.replace("= ?2", "= any(?2)").into();
            self.ids = ids;
        }
    }

    fn send<'a>(&'a self, connection: &'a Connection) -> Sent<'a, Result<Vec<Row>, Failure>> {
        let values: &[Value] = self.asked.first().map_or(&[], |asked| &asked.query.values);
        let mut values: Vec<&(dyn ToSql + Sync)> = values.iter().map(bare).collect();
        if !self.ids.is_empty() {
            values.truncate(1);
            values.push(&self.ids);
        }
        Box::pin(async move { connection.sent(&self.sql, &values).await })
    }

    fn answer(self, rows: Vec<Row>) {
        for Asked { query, answer } in self.asked {
            let own = match query.id() {
                Some(id) if !self.ids.is_empty() => {
                    rows.iter().filter(|row| row.integer(0).is_ok_and(|found| found == id)).cloned().collect()
                }
                _ => rows.clone(),
            };
            // Whoever went away does not wait.
            let _ = answer.send(Ok(own));
        }
    }

    fn refuse(self, failure: &Failure) {
        for asked in self.asked {
            let _ = asked.answer.send(Err(Error::Unavailable(failure.reason().to_owned())));
        }
    }
}
