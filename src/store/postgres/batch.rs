//! A batch of changes as the statements of one transaction.

use super::connection::{Connection, pipelined};
use super::failure::Failure;
use super::together::{self, Command};
use crate::domain::id::CompanyId;
use crate::store::change::{Change, CommitToken, Receipt, Refusal};
use crate::store::committer::{Answer, Prepared};
use crate::store::dialect::Dialect;
use crate::store::search::{Indexing, Turn};
use crate::store::steps::{self, Otherwise, Step, Together};
use crate::store::{Error, activity, identity};

/// A batch of so few changes with so few values is sent in fewer statements; of more, there would be too many statements to be prepared.
const FEW: usize = 4;
const VALUES: usize = 160;

/// What is answered to each change of a batch.
pub(super) type Answers = Vec<Result<Answer, Error>>;

/// A company's counters, as the transaction has them so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counters {
    pub(super) events: i64,
    pub(super) customers: i64,
}

/// A batch whose statements have a place for everything: each change with its events.
pub(super) struct Batch<'a> {
    company: CompanyId,
    token: CommitToken,
    changes: Vec<&'a Change>,
    /// By change.
    steps: Vec<Vec<Step<'a>>>,
    receipts: Vec<Receipt>,
    before: Counters,
    after: Counters,
}

impl<'a> Batch<'a> {
    /// With the counters as they are before it. Without counters the company has to be made in it.
    pub(super) fn new(batch: &[&'a Prepared], token: CommitToken, before: Counters) -> Option<Self> {
        let company = batch.first()?.change.company;
        let mut all = Self {
            company,
            token,
            changes: Vec::new(),
            steps: Vec::new(),
            receipts: Vec::new(),
            before,
            after: before,
        };
        batch.iter().for_each(|prepared| all.add(prepared));
        Some(all)
    }

    fn add(&mut self, prepared: &'a Prepared) {
        let (change, first) = (&prepared.change, self.after.events + 1);
        let mut steps = steps::of(change);
        steps.extend(steps::of_events(change, first));
        steps.extend(prepared.indexing.iter().map(indexing));
        self.after.events += change.events.len() as i64;
        self.after.customers += change.customers_more();
        self.receipts.push(Receipt { token: self.token, events: first..self.after.events + 1 });
        self.changes.push(change);
        self.steps.push(steps);
    }

    /// The counters after it.
    pub(super) fn after(&self) -> Counters {
        self.after
    }

    /// What is answered when all of it happened.
    pub(super) fn answers(&self) -> Answers {
        self.receipts.iter().cloned().map(Answer::Happened).map(Ok).collect()
    }

    /// The whole transaction as statements of which one fails where a change is refused or somebody else has written in the company; none
    /// where not every refusal is a failure.
    pub(super) fn at_once(&self, is_distributed: bool) -> Option<Vec<Command<'_>>> {
        // Whoever writes in a company takes turns at its row; that it is as it was last seen is found out there.
        let sql = "update companies set events = ?3::bigint / (events = ?2)::int, customers = ?4 where company_id = ?1";
        let Counters { events, customers } = self.after;
        let values = vec![self.company.0.into(), self.before.events.into(), events.into(), customers.into()];
        let mut all = vec![Command::new(sql, values)];
        all.extend(together::failing(&self.steps)?);
        all.extend(activity::count(self.changes.iter().copied()).into_iter().map(Command::from));
        all.push(note(self.company, self.token));
        let is_small = self.changes.len() <= FEW && all.iter().map(|one| one.values.len()).sum::<usize>() <= VALUES;
        // Over nodes, what is united is taken apart again and planned each time; a plain row to add is planned once.
        Some(if is_small && !is_distributed { together::united(all) } else { all })
    }

    /// Writes it into a transaction that has begun, with its company locked; tells whether no change is refused.
    pub(super) async fn fill(&self, connection: &mut Connection) -> Result<bool, Failure> {
        let mut statements = together::joined(&self.steps);
        statements.extend(last(self.company, self.token, self.after, self.changes.iter().copied()));
        connection.prepare_all(&statements).await?;
        for (statement, answer) in statements.iter().zip(connection.send_all(&statements).await) {
            match answer.map_err(Failure::from) {
                Ok(count) if count < statement.least => return Ok(false),
                Ok(_) => {}
                // Which of the changes it is that does not work is found out with savepoints.
                Err(Failure::Broken(_)) => return Ok(false),
                Err(failure) => return Err(failure),
            }
        }
        Ok(true)
    }
}

/// Writes a batch of which something is refused into a transaction that has begun: each change as a savepoint. Returns what is answered, and
/// the counters after it.
pub(super) async fn fill_one_by_one(
    connection: &mut Connection,
    batch: &[&Prepared],
    token: CommitToken,
    before: Counters,
) -> Result<(Answers, Counters), Failure> {
    let (mut answers, mut counters) = (Vec::with_capacity(batch.len()), before);
    for prepared in batch {
        let Some(one) = Batch::new(&[prepared], token, counters) else { continue };
        match alone(connection, &one).await? {
            Some(reason) => answers.push(Err(reason)),
            None => {
                answers.extend(one.answers());
                counters = one.after;
            }
        }
    }
    if let Some(first) = batch.first()
        && answers.iter().any(Result::is_ok)
    {
        let happened = batch.iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
        let happened = happened.map(|(prepared, _)| &prepared.change);
        let last = last(first.change.company, token, counters, happened);
        connection.prepare_all(&last).await?;
        for answer in connection.send_all(&last).await {
            answer?;
        }
    }
    Ok((answers, counters))
}

/// What is written once for all changes that happened.
fn last<'a>(
    company: CompanyId,
    token: CommitToken,
    counters: Counters,
    happened: impl Iterator<Item = &'a Change>,
) -> Vec<Command<'static>> {
    let sql = "update companies set events = ?2, customers = ?3 where company_id = ?1";
    let values = vec![company.0.into(), counters.events.into(), counters.customers.into()];
    let mut all = vec![Command { least: 1, ..Command::new(sql, values) }];
    all.extend(activity::count(happened).into_iter().map(Command::from));
    all.push(note(company, token));
    all
}

fn note<'a>(company: CompanyId, token: CommitToken) -> Command<'a> {
    Command::new("insert into commits (company_id, token) values (?1, ?2)", vec![company.0.into(), token.0.into()])
}

fn indexing<'a>(one: &Indexing) -> Step<'a> {
    let (sql, together) = match one.turn {
        Turn::Gone => {
            let sql = "delete from customer_search where company_id = ?1 and id = ?2";
            return Step::new(one.company, sql).bind(one.id.0);
        }
        Turn::Made => ("insert into customer_search (company_id, id, terms) values (?1, ?2, ?3)", Together::Row),
        Turn::Added => (
            "insert into customer_search (company_id, id, terms) values (?1, ?2, ?3) \
             on conflict (company_id, id) do update set terms = excluded.terms",
            Together::InPlace,
        ),
    };
    Step::new(one.company, sql).bind(one.id.0).bind(one.terms.clone()).like(together)
}

/// Writes one change as a savepoint, or leaves nothing of it and tells why.
async fn alone(connection: &mut Connection, one: &Batch<'_>) -> Result<Option<Error>, Failure> {
    let Batch { changes, steps, .. } = one;
    let (Some(change), Some(steps)) = (changes.first(), steps.first()) else { return Ok(None) };
    for step in steps {
        connection.prepare(step.sql.of(Dialect::Postgres)).await?;
    }
    let savepoint = std::iter::once(connection.tell("savepoint change"));
    let sends = steps.iter().map(|step| connection.send(step.sql.of(Dialect::Postgres), &step.values));
    let mut sent = pipelined(savepoint.chain(sends).collect()).await;
    sent.remove(0)?;
    let refused = match counted(sent)? {
        Ok(counts) => refusal(connection, change, steps, &counts).await?.map(Error::Refused),
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
async fn refusal(
    connection: &mut Connection,
    change: &Change,
    steps: &[Step<'_>],
    counts: &[u64],
) -> Result<Option<Refusal>, Failure> {
    let mut taken = Vec::new();
    for (step, count) in steps.iter().zip(counts) {
        if !taken.is_empty() && !matches!(step.otherwise, Otherwise::Taken(_)) {
            break;
        }
        if *count > 0 {
            continue;
        }
        if let Otherwise::Taken(claim) = step.otherwise {
            let holder = identity::holder(change.company, claim);
            let rows = connection.rows(holder.sql.of(Dialect::Postgres), &holder.values).await?;
            let holder = rows.first().map_or(Ok(0), |row| row.integer(0));
            taken.push((claim.clone(), holder.map_err(|error| Failure::Broken(error.to_string()))?));
        } else if let Some(refusal) = step.otherwise.refusal() {
            return Ok(Some(refusal));
        }
    }
    Ok((!taken.is_empty()).then_some(Refusal::Taken(taken)))
}
