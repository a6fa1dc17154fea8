//! Events: one appended row for each change of a record.

use super::steps::Step;
use crate::domain::event::{Event, Subject};
use crate::domain::id::CompanyId;

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
}

/// Takes what the events of a record hold of it; that there was an event stays known.
pub(super) fn empty<'a>(company: CompanyId, subject: Subject, id: impl ToString) -> Step<'a> {
    let sql =
        "update events set before = null, after = null where company_id = ?1 and subject = ?2 and subject_id = ?3";
    Step::new(company, sql).bind(subject.as_str()).bind(id.to_string())
}
