//! What the log says of a change.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::domain::diff::diff;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::time::Timestamp;

/// Something was made: the whole of it is the log's `after`.
pub(super) fn made(subject: Subject, id: impl ToString, document: Arc<str>, actor: &Actor, at: Timestamp) -> Event {
    Event { subject, subject_id: id.to_string(), verb: Verb::Created, actor: actor.clone(), at, before: None, after: Some(document) }
}

/// Something was changed: the log tells the paths that differ.
pub(super) fn changed<T: Serialize>(subject: Subject, id: impl ToString, before: &T, after: &T, actor: &Actor, at: Timestamp) -> Event {
    let json = |value: &T| serde_json::to_value(value).unwrap_or_default();
    let (before, after) = diff(&json(before), &json(after));
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
