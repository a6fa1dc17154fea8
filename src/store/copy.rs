//! Copies a database to another one, whatever the engines: everything in it, as it is at one moment. A copy that was cut short goes on
//! where it stood.

mod book;
mod bulk;
mod reader;
mod tables;
mod tally;

pub(super) use bulk::Entry;
pub use tables::{PRIVATE, TABLES, Table};

use tokio::sync::{Mutex, mpsc};

use bulk::Bulk;
use reader::{Piece, Place, Reader};

use super::{DatabaseUrl, Error};
use crate::clock::Clock;

/// About how many bytes are one transaction.
const TRANSACTION: usize = 16 << 20;
/// Pieces that are read before they can be written.
const AHEAD: usize = 3;

/// What is to be copied.
#[derive(Clone, Debug)]
pub struct Copying {
    /// Where everything is. It may be served meanwhile: what comes later is not copied.
    pub from: DatabaseUrl,
    /// Where it is to be: a database that is empty, or not there, or holds what was copied of this source so far.
    pub to: DatabaseUrl,
    /// The most rows in one transaction.
    pub rows_at_once: usize,
}

/// What a copy is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Rows come over; customers and events are counted.
    Copy,
    /// The indexes of the target are made.
    Indexes,
    /// The rows of the target are read and their checksums compared; customers and events are counted.
    Check,
}

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The stage.
    pub stage: Stage,
    /// What is done of it, with what was done before an interruption.
    pub done: u64,
    /// All that is to be done.
    pub total: u64,
}

/// What was copied and checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Companies.
    pub companies: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Checksums that were compared: one for each table and company that has rows in it.
    pub checksums: u64,
}

impl Copying {
    /// As it is without settings.
    pub fn new(from: DatabaseUrl, to: DatabaseUrl) -> Self {
        Self { from, to, rows_at_once: 20_000 }
    }

    /// Copies and checks, and tells after each transaction how far it is. An error leaves the target as one that a copy into goes on, unless
    /// it says otherwise.
    pub async fn run(&self, clock: &Clock, watch: &mut (dyn FnMut(Progress) + Send)) -> Result<Copied, Error> {
        let mut source = Bulk::source(&self.from, clock.now()).await?;
        let mut target = Bulk::target(&self.to, clock.now()).await?;
        let place = book::open(&mut source, &mut target, &self.from, &self.to).await?;
        let total = size(&mut source).await?;
        let mut tell = |stage, done, total| watch(Progress { stage, done, total });
        self.fill(source, &mut target, place, &mut |done| tell(Stage::Copy, done, total)).await?;
        let beside = Bulk::beside(&self.to).await?;
        make_indexes(&mut target, beside, &mut |done, total| tell(Stage::Indexes, done, total)).await?;
        target.tell(&target.dialect().after_copy()).await?;
        let copied = self.check(&mut target, &mut |done| tell(Stage::Check, done, total)).await?;
        book::close(&mut target).await?;
        Ok(copied)
    }

    /// Reading goes on beside the writing. Where it stands is part of each transaction, so no row comes twice.
    async fn fill(
        &self,
        source: Bulk,
        target: &mut Bulk,
        mut place: Place,
        tell: &mut (dyn FnMut(u64) + Send),
    ) -> Result<(), Error> {
        tell(place.done);
        let reader = Reader::new(place.clone(), self.rows_at_once, Some(target.dialect()));
        let mut pieces = read(reader, source);
        let (mut rows, mut size) = (0, 0);
        while let Some(piece) = pieces.recv().await {
            let piece = piece?;
            if (rows, size) == (0, 0) {
                target.tell("begin").await?;
            }
            target.insert(piece.table.name, piece.table.columns, &piece.rows).await?;
            target.index(&piece.entries).await?;
            book::note_whole(target, piece.table.name, &piece.whole).await?;
            place = piece.place;
            // A piece without rows has a place all the same.
            rows += piece.rows.len().max(1);
            size += piece.size;
            if rows >= self.rows_at_once || size >= TRANSACTION || place.table == TABLES.len() {
                book::note_place(target, &place).await?;
                target.tell("commit").await?;
                tell(place.done);
                (rows, size) = (0, 0);
            }
        }
        // Whoever reads ends early only when the process does.
        if place.table == TABLES.len() { Ok(()) } else { Err(Error::Unavailable("the reading ended early".into())) }
    }

    async fn check(&self, target: &mut Bulk, tell: &mut (dyn FnMut(u64) + Send)) -> Result<Copied, Error> {
        tell(0);
        let mut reader = Reader::new(Place::default(), self.rows_at_once, None);
        let mut copied = Copied::default();
        for (number, table) in TABLES.iter().enumerate() {
            let mut expected = book::checksums(target, table.name).await?;
            if number == 0 {
                copied.companies = expected.len() as u64;
            }
            loop {
                let Some(piece) = reader.next(target).await? else { break };
                for tally in piece.whole {
                    if expected.remove(&tally.company) != Some(tally) {
                        return Err(self.differs(table.name, tally.company, target));
                    }
                    copied.checksums += 1;
                }
                copied.rows += piece.rows.len() as u64;
                tell(piece.place.done);
                if piece.place.table > number {
                    break;
                }
            }
            if let Some(missing) = expected.keys().next() {
                return Err(self.differs(table.name, *missing, target));
            }
        }
        Ok(copied)
    }

    fn differs(&self, table: &str, company: i64, target: &Bulk) -> Error {
        let of = if company == 0 { String::new() } else { format!(" of company {company}") };
        let (from, to, make_anew) = (&self.from, &self.to, target.dialect().make_anew());
        Error::NotCopied(format!(
            "the checksums of {table}{of} differ in {from} and {to}: {to} is not used; {make_anew} it and copy again"
        ))
    }
}

/// Customers and events: what takes the time.
async fn size(source: &mut Bulk) -> Result<u64, Error> {
    let sql = "select cast(coalesce(sum(customers), 0) + coalesce(sum(events), 0) as bigint) from companies";
    let rows = source.rows(sql, &[]).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.integer(0))?.unsigned_abs())
}

fn read(mut reader: Reader, mut source: Bulk) -> mpsc::Receiver<Result<Piece, Error>> {
    let (send, pieces) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        loop {
            let piece = match reader.next(&mut source).await {
                Ok(Some(piece)) => Ok(piece),
                Ok(None) => break,
                Err(error) => Err(error),
            };
            let is_last = piece.is_err();
            // Whoever does not wait any more has told why.
            if send.send(piece).await.is_err() || is_last {
                break;
            }
        }
    });
    pieces
}

/// Two are made at the same time where that can be: the index of searches takes about as long as all others together.
async fn make_indexes(
    target: &mut Bulk,
    beside: Option<Bulk>,
    tell: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<(), Error> {
    let missing = book::indexes(target).await?;
    let total = missing.len() as u64;
    tell(0, total);
    let (next, made) = (Mutex::new(missing.into_iter()), Mutex::new((0, tell)));
    let make = async |bulk: &mut Bulk| {
        loop {
            let statement = next.lock().await.next();
            let Some(statement) = statement else { return Ok::<_, Error>(()) };
            bulk.tell(&statement).await?;
            let (done, tell) = &mut *made.lock().await;
            *done += 1;
            tell(*done, total);
        }
    };
    match beside {
        Some(mut other) => tokio::try_join!(make(target), make(&mut other)).map(drop),
        None => make(target).await,
    }
}
