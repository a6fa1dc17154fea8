//! What the log says of a change.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::domain::diff::diff;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::time::Timestamp;

/// Something was made: the whole of it is the log's `after`.
pub(super) fn made(subject: Subject, id: impl ToString, document: Arc<str>, actor: &Actor, at: Timestamp) -> Event {
    Event { after: Some(document), ..happened(subject, id, Verb::Created, actor, at) }
}

/// Something was removed: the whole of it, as it was, is the log's `before`.
pub(super) fn removed(subject: Subject, id: impl ToString, document: Arc<str>, actor: &Actor, at: Timestamp) -> Event {
    Event { before: Some(document), ..happened(subject, id, Verb::Deleted, actor, at) }
}

/// Something was changed: the log tells the paths that differ.
pub(super) fn changed(
    subject: Subject,
    id: impl ToString,
    before: Map<String, Value>,
    after: Map<String, Value>,
    actor: &Actor,
    at: Timestamp,
) -> Event {
    let (before, after) = diff(&Value::Object(before), &Value::Object(after));
    let text = |side| Some(Arc::from(Value::Object(side).to_string()));
    Event { before: text(before), after: text(after), ..happened(subject, id, Verb::Updated, actor, at) }
}

/// Something was erased: the log tells that, and nothing of what it was.
pub(super) fn erased(subject: Subject, id: impl ToString, actor: &Actor, at: Timestamp) -> Event {
    happened(subject, id, Verb::Deleted, actor, at)
}

fn happened(subject: Subject, id: impl ToString, verb: Verb, actor: &Actor, at: Timestamp) -> Event {
    Event { subject, subject_id: id.to_string(), verb, actor: actor.clone(), at, before: None, after: None }
}
