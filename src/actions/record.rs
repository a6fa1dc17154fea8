//! What the log says of a change.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::domain::diff::diff;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::time::Timestamp;

/// Something was made: the whole of it is the log's `after`.
pub(super) fn made(subject: Subject, id: impl ToString, document: Arc<str>, actor: &Actor, at: Timestamp) -> Event {
    Event {
        subject,
        subject_id: id.to_string(),
        verb: Verb::Created,
        actor: actor.clone(),
        at,
        before: None,
        after: Some(document),
    }
}

/// Something was removed: the whole of it, as it was, is the log's `before`.
pub(super) fn removed(subject: Subject, id: impl ToString, document: Arc<str>, actor: &Actor, at: Timestamp) -> Event {
    Event {
        subject,
        subject_id: id.to_string(),
        verb: Verb::Deleted,
        actor: actor.clone(),
        at,
        before: Some(document),
        after: None,
    }
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
    Event {
        subject,
        subject_id: id.to_string(),
        verb: Verb::Updated,
        actor: actor.clone(),
        at,
        before: text(before),
        after: text(after),
    }
}

/// Something was erased: the log tells that, and nothing of what it was.
pub(super) fn erased(subject: Subject, id: impl ToString, actor: &Actor, at: Timestamp) -> Event {
    Event {
        subject,
        subject_id: id.to_string(),
        verb: Verb::Deleted,
        actor: actor.clone(),
        at,
        before: None,
        after: None,
    }
}
