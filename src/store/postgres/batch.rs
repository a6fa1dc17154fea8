//! A batch of changes as the statements of one transaction.

use super::connection::{Connection, Counted, pipelined};
use super::failure::Failure;
use crate::store::change::{Change, CommitToken, Receipt, Refusal};
use crate::store::committer::{Answer, Prepared};
use crate::store::dialect::Dialect;
use crate::store::engine::Guard;
use crate::store::search::{Indexing, Turn};
use crate::store::steps::{self, Otherwise, Step};
use crate::store::{Error, days, identity};

/// What is answered to each change of a batch.
pub(super) type Answers = Vec<Result<Answer, Error>>;

/// A company's counters, as the transaction has them so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counters {
    pub(super) events: i64,
    pub(super) customers: i64,
}

/// Writes a batch into a transaction that has begun; none when a change is refused that cannot be taken back alone. Without counters the
/// company has to be made in it.
pub(super) async fn fill(
    connection: &mut Connection,
    batch: &[&Prepared],
    token: CommitToken,
    counters: Option<Counters>,
    guard: Guard,
) -> Result<Option<Answers>, Failure> {
    let mut counters = counters.unwrap_or_default();
    let mut answers = Vec::with_capacity(batch.len());
    let mut pieces = Vec::new();
    for prepared in batch {
        let piece = Piece::of(prepared, counters);
        let after = piece.after;
        let receipt = Receipt { token, events: counters.events + 1..after.events + 1 };
        if guard == Guard::Savepoints {
            let refused = alone(connection, &piece).await?;
            if let Some(reason) = refused {
                answers.push(Err(reason));
                continue;
            }
        } else {
            pieces.push(piece);
        }
        answers.push(Ok(Answer::Happened(receipt)));
        counters = after;
    }
    if answers.iter().all(Result::is_err) {
        return Ok(Some(answers));
    }
    let happened = batch.iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
    let mut last = end(batch, token, counters);
    last.extend(days::count(happened.map(|(prepared, _)| &prepared.change)));
    for step in pieces.iter().flat_map(|piece| &piece.steps).chain(&last) {
        connection.prepare(step.sql.of(Dialect::Postgres)).await?;
    }
    let all = pieces.iter().flat_map(|piece| &piece.steps).chain(&last);
    let sent = pipelined(all.clone().map(|step| send(connection, step)).collect()).await;
    for (step, answer) in all.zip(sent) {
        match answer {
            Ok(0) if !matches!(step.otherwise, Otherwise::Fine) => return Ok(None),
            Ok(_) => {}
            Err(error) => {
                return match Failure::from(error) {
                    // Which of the changes it is that does not work is found out with savepoints.
                    Failure::Broken(_) if guard == Guard::None => Ok(None),
                    failure => Err(failure),
                };
            }
        }
    }
    Ok(Some(answers))
}

/// One change as statements, its events and what the search index learns among them.
struct Piece<'a> {
    change: &'a Change,
    steps: Vec<Step<'a>>,
    after: Counters,
}

impl<'a> Piece<'a> {
    fn of(prepared: &'a Prepared, before: Counters) -> Self {
        let change = &prepared.change;
        let mut steps = steps::of(change);
        steps.extend(steps::of_events(change, before.events + 1));
        steps.extend(prepared.indexing.iter().map(indexing));
        let events = before.events + change.events.len() as i64;
        Self { change, steps, after: Counters { events, customers: before.customers + change.customers_more() } }
    }
}

/// The statements that end a batch.
fn end<'a>(batch: &[&Prepared], token: CommitToken, counters: Counters) -> Vec<Step<'a>> {
    let Some(company) = batch.first().map(|first| first.change.company) else { return Vec::new() };
    vec![
        Step::new(company, "update companies set events = ?2, customers = ?3 where company_id = ?1")
            .bind(counters.events)
            .bind(counters.customers)
            .or(Otherwise::Gone),
        Step::new(company, "insert into commits (company_id, token) values (?1, ?2)").bind(token.0),
    ]
}

fn indexing<'a>(one: &Indexing) -> Step<'a> {
    match one.turn {
        Turn::Gone => {
            Step::new(one.company, "delete from customer_search where company_id = ?1 and id = ?2").bind(one.id.0)
        }
        Turn::Made | Turn::Added => {
            let sql = "insert into customer_search (company_id, id, terms) values (?1, ?2, ?3::text::tsvector) \
                 on conflict (company_id, id) do update set terms = excluded.terms";
            Step::new(one.company, sql).bind(one.id.0).bind(&*one.terms)
        }
    }
}

fn send<'a>(connection: &'a Connection, step: &'a Step<'_>) -> Counted<'a> {
    connection.send(step.sql.of(Dialect::Postgres), &step.values)
}

/// Writes one change as a savepoint, or leaves nothing of it and tells why.
async fn alone(connection: &mut Connection, piece: &Piece<'_>) -> Result<Option<Error>, Failure> {
    for step in &piece.steps {
        connection.prepare(step.sql.of(Dialect::Postgres)).await?;
    }
    let savepoint = std::iter::once(connection.tell("savepoint change"));
    let mut sent = pipelined(savepoint.chain(piece.steps.iter().map(|step| send(connection, step))).collect()).await;
    sent.remove(0)?;
    let refused = match counted(sent)? {
        Ok(counts) => refusal(connection, piece, &counts).await?.map(Error::Refused),
        Err(reason) => Some(Error::Unavailable(reason)),
    };
    if refused.is_some() {
        connection.tell("rollback to savepoint change").await?;
    }
    connection.tell("release savepoint change").await?;
    Ok(refused)
}

/// How many rows each statement touched, or why one of them does not work.
fn counted(sent: Vec<Result<u64, tokio_postgres::Error>>) -> Result<Result<Vec<u64>, String>, Failure> {
    let mut counts = Vec::with_capacity(sent.len());
    for answer in sent {
        match answer.map_err(Failure::from) {
            Ok(count) => counts.push(count),
            Err(Failure::Broken(reason)) => return Ok(Err(reason)),
            Err(failure) => return Err(failure),
        }
    }
    Ok(Ok(counts))
}

/// Why a change is refused, if it is. Keys that are taken are all gathered.
async fn refusal(connection: &mut Connection, piece: &Piece<'_>, counts: &[u64]) -> Result<Option<Refusal>, Failure> {
    let mut taken = Vec::new();
    for (step, count) in piece.steps.iter().zip(counts) {
        if !taken.is_empty() && !matches!(step.otherwise, Otherwise::Taken(_)) {
            break;
        }
        if *count > 0 {
            continue;
        }
        if let Otherwise::Taken(claim) = step.otherwise {
            let holder = identity::holder(piece.change.company, claim);
            let rows = connection.rows(holder.sql.of(Dialect::Postgres), &holder.values).await?;
            let holder = rows.first().map_or(Ok(0), |row| row.integer(0));
            taken.push((claim.clone(), holder.map_err(|error| Failure::Broken(error.to_string()))?));
        } else if let Some(refusal) = step.otherwise.refusal() {
            return Ok(Some(refusal));
        }
    }
    Ok((!taken.is_empty()).then_some(Refusal::Taken(taken)))
}
