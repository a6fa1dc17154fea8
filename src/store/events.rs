//! Events: one appended row for each change of a record.

use super::query::Query;
use super::steps::{Step, Together};
use super::value::Row;
use super::{Error, Store};
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::id::{CompanyId, UserId};

/// An event with its number; the events of a company count up.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The number.
    pub seq: i64,
    /// What happened.
    pub event: Event,
}

/// So many events of a record, the newest first; with a number, those before it.
pub async fn of(
    store: &Store,
    company: CompanyId,
    subject: Subject,
    id: impl ToString,
    before: Option<i64>,
    size: i64,
) -> Result<Vec<Logged>, Error> {
    let sql = format!(
        "select {LOGGED} from events where company_id = ?1 and subject = ?2 and subject_id = ?3 and seq < ?4 \
         order by seq desc limit ?5"
    );
    let query = Query::point(company, sql).bind(subject.as_str()).bind(id.to_string());
    let rows = store.query(query.bind(before.unwrap_or(i64::MAX)).bind(size)).await?;
    rows.iter().map(read).collect()
}

/// So many events of a record after one of them, the oldest first.
pub async fn after(
    store: &Store,
    company: CompanyId,
    subject: Subject,
    id: impl ToString,
    seq: i64,
    size: i64,
) -> Result<Vec<Logged>, Error> {
    let sql = format!(
        "select {LOGGED} from events where company_id = ?1 and subject = ?2 and subject_id = ?3 and seq > ?4 \
         order by seq limit ?5"
    );
    let query = Query::point(company, sql).bind(subject.as_str()).bind(id.to_string());
    store.query(query.bind(seq).bind(size)).await?.iter().map(read).collect()
}

/// The events of a company from after a number up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The number of the last event before it.
    pub since: i64,
    /// The number of its last event.
    pub until: i64,
}

/// So many of what a user did within a span, the newest first, and what is left of the span to be looked at, if anything. No more than ten
/// times as many events are looked through.
pub async fn by(
    store: &Store,
    company: CompanyId,
    user: UserId,
    span: Span,
    size: i64,
) -> Result<(Vec<Logged>, Option<Span>), Error> {
    let lowest = span.until.saturating_sub(size.saturating_mul(10)).max(span.since);
    let sql = format!(
        "select {LOGGED} from events where company_id = ?1 and seq > ?2 and seq <= ?3 and actor = ?4 and actor_id = ?5 \
         order by seq desc limit ?6"
    );
    let actor = Actor::User(user);
    let (kind, which) = actor.parts();
    let query = Query::scan(company, sql).bind(lowest).bind(span.until).bind(kind).bind(which.as_deref());
    let logged: Vec<Logged> = store.query(query.bind(size)).await?.iter().map(read).collect::<Result<_, _>>()?;
    let is_full = logged.len() as i64 >= size;
    let until = logged.last().filter(|_| is_full).map_or(lowest, |last| last.seq.saturating_sub(1));
    Ok((logged, (until > span.since).then_some(Span { until, ..span })))
}

/// So many of the latest events of a company that are about these subjects, the newest first, without what they hold of a record. No more
/// than ten times as many are looked through.
pub async fn latest(
    store: &Store,
    company: CompanyId,
    subjects: &[Subject],
    last: i64,
    size: usize,
) -> Result<Vec<Logged>, Error> {
    let sql = "select seq, at, subject, subject_id, verb, actor, actor_id, null, null from events \
         where company_id = ?1 and seq > ?2 order by seq desc limit ?3";
    let looked = i64::try_from(size).unwrap_or(i64::MAX).saturating_mul(10);
    let query = Query::point(company, sql).bind(last.saturating_sub(looked)).bind(looked);
    let rows = store.query(query).await?;
    let events =
        rows.iter().map(read).filter(|read| read.as_ref().map_or(true, |one| subjects.contains(&one.event.subject)));
    events.take(size).collect()
}

/// The first event of a record that is remembered: how it was made.
pub async fn first(
    store: &Store,
    company: CompanyId,
    subject: Subject,
    id: impl ToString,
) -> Result<Option<Logged>, Error> {
    let sql = format!(
        "select {LOGGED} from events where company_id = ?1 and subject = ?2 and subject_id = ?3 order by seq limit 1"
    );
    let query = Query::point(company, sql).bind(subject.as_str()).bind(id.to_string());
    store.query(query).await?.first().map(read).transpose()
}

/// The columns that [`read`] reads.
const LOGGED: &str = "seq, at, subject, subject_id, verb, actor, actor_id, before, after";

fn read(row: &Row) -> Result<Logged, Error> {
    let unknown = |what: &str| Error::Corrupt(format!("an event with {what} of no known name"));
    let text = |at: usize| if row.is_null(at) { Ok(None) } else { row.text(at).map(|text| Some(text.into())) };
    let actor_id = if row.is_null(6) { None } else { Some(row.text(6)?) };
    Ok(Logged {
        seq: row.integer(0)?,
        event: Event {
            at: row.moment(1)?,
            subject: Subject::parse(row.text(2)?).ok_or_else(|| unknown("a subject"))?,
            subject_id: row.text(3)?.to_owned(),
            verb: Verb::parse(row.text(4)?).ok_or_else(|| unknown("a verb"))?,
            actor: Actor::parse(row.text(5)?, actor_id).ok_or_else(|| unknown("an actor"))?,
            before: text(7)?,
            after: text(8)?,
        },
    })
}

pub(super) fn insert<'a>(company: CompanyId, seq: i64, event: &Event) -> Step<'a> {
    let sql = "insert into events (company_id, seq, at, subject, subject_id, verb, actor, actor_id, before, after) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let (actor, actor_id) = event.actor.parts();
    Step::new(company, sql)
        .bind(seq)
        .bind(event.at)
        .bind(event.subject.as_str())
        .bind(&*event.subject_id)
        .bind(event.verb.as_str())
        .bind(actor)
        .bind(actor_id.as_deref())
        .bind(event.before.clone())
        .bind(event.after.clone())
        .like(Together::Row)
}

/// Takes what the events of a record hold of it; that there was an event stays known.
pub(super) fn empty<'a>(company: CompanyId, subject: Subject, id: impl ToString) -> Step<'a> {
    let sql =
        "update events set before = null, after = null where company_id = ?1 and subject = ?2 and subject_id = ?3";
    Step::new(company, sql).bind(subject.as_str()).bind(id.to_string())
}
