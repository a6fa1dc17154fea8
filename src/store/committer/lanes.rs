//! Many lanes: one for each company that is being written to. A lane is made for the first change and ends when nothing waits; what it
//! writes with is the pool's, so that there are never more connections than that has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Answer, QUEUE, Waiting, Work, run, stopped};
use crate::clock::Clock;
use crate::domain::id::CompanyId;
use crate::random::Random;
use crate::store::Error;
use crate::store::engine::Lane;
use crate::store::ids::{Block, Sequence};
use crate::store::postgres::{self, Postgres};

/// How long a change waits at most before a commit begins with it.
const PATIENCE: Duration = Duration::from_secs(5);

/// The lanes that there are now.
#[derive(Debug)]
pub(in crate::store) struct Lanes {
    postgres: Arc<Postgres>,
    open: Mutex<HashMap<CompanyId, mpsc::Sender<Waiting>>>,
    /// One place for each change that waits or is committed, in all lanes together.
    places: Semaphore,
    clock: Clock,
    random: Random,
    itself: Weak<Self>,
    tasks: Mutex<JoinSet<()>>,
}

impl Lanes {
    pub(super) fn new(postgres: Arc<Postgres>, clock: Clock, random: Random) -> Arc<Self> {
        Arc::new_cyclic(|itself| Self {
            postgres,
            open: Mutex::default(),
            places: Semaphore::new(QUEUE),
            clock,
            random,
            itself: itself.clone(),
            tasks: Mutex::default(),
        })
    }

    /// Puts a change into its company's lane and waits for the answer.
    pub(super) async fn ask(&self, company: CompanyId, work: Work) -> Result<Answer, Error> {
        let full = |_| Error::Unavailable("too many changes wait for it".into());
        let _place = self.places.try_acquire().map_err(full)?;
        let (answer, answered) = oneshot::channel();
        let mut waiting = Waiting { work, until: Some(Instant::now() + PATIENCE), answer };
        // A lane may end between the look for it and the sending; then there is another one by the next look.
        while let Err(mpsc::error::SendError(back)) = self.lane(company)?.send(waiting).await {
            waiting = back;
        }
        answered.await.map_err(|_| stopped())?
    }

    pub(super) async fn reserve(&self, sequence: Sequence, count: i64) -> Result<Block, Error> {
        self.postgres.reserve(sequence, count).await
    }

    /// Waits until every lane has ended.
    pub(super) async fn close(self: Arc<Self>) {
        self.open().clear();
        let mut tasks = std::mem::take(&mut *self.tasks());
        while tasks.join_next().await.is_some() {}
    }

    fn lane(&self, company: CompanyId) -> Result<mpsc::Sender<Waiting>, Error> {
        let mut open = self.open();
        if let Some(lane) = open.get(&company) {
            return Ok(lane.clone());
        }
        let lanes = self.itself.upgrade().ok_or_else(stopped)?;
        let (sender, queue) = mpsc::channel(QUEUE);
        open.insert(company, sender.clone());
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        let work = async move {
            let lane = Lane::Postgres(postgres::Lane::new(Arc::clone(&lanes.postgres)));
            run(queue, lane, &lanes.clock, &lanes.random, |queue| lanes.end(company, queue)).await;
        };
        tasks.spawn_on(work, self.postgres.runtime());
        Ok(sender)
    }

    /// Ends a lane in which nothing waits. Whoever comes after that makes another one; what still came before is done in this one.
    fn end(&self, company: CompanyId, queue: &mut mpsc::Receiver<Waiting>) {
        let mut open = self.open();
        if queue.is_empty() && !queue.is_closed() {
            open.remove(&company);
            queue.close();
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<CompanyId, mpsc::Sender<Waiting>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
