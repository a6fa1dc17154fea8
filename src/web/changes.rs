//! What the log of a record says: by whom, and what each change did to a field.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::frame::Frame;
use super::moments::Moment;
use super::texts::Texts;
use super::{Error, Visitor, Web};
use crate::domain::entry::EntryKind;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::id::CompanyId;
use crate::store::{self, Store, events};

/// So many of the latest changes are looked through for the one of a field.
const LOOKED: i64 = 50;

/// Who did something, and when.
#[derive(Clone, Debug)]
pub struct By {
    /// The name.
    pub who: String,
    /// The moment.
    pub at: Moment,
}

/// Who changed a field of a record last; none where that is not remembered. `path` is the field's in the log, without what is within it.
pub async fn last(
    web: &Web,
    visitor: &Visitor,
    frame: &Frame,
    subject: Subject,
    id: impl ToString,
    path: &str,
) -> Result<Option<By>, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    let logged = events::of(store, company, subject, id, None, LOOKED).await?;
    let Some(found) = logged.into_iter().find(|logged| touches(&logged.event, path)) else { return Ok(None) };
    let who = name(store, company, &found.event.actor, frame.t).await?;
    Ok(Some(By { who, at: Moment::of(found.event.at, web.directory.clock.now(), &frame.format, frame.t) }))
}

/// What whoever did something is called.
pub async fn name(store: &Store, company: CompanyId, actor: &Actor, t: &Texts) -> Result<String, Error> {
    Ok(match actor {
        Actor::Operator => t.customer.operator.to_owned(),
        Actor::App(client_id) => {
            let app = store::apps::get(store, company, client_id).await?;
            app.map_or_else(|| t.customer.app.to_owned(), |app| app.name)
        }
        Actor::User(id) => {
            let user = store::users::get(store, company, *id).await?;
            user.map_or_else(|| t.customer.somebody.to_owned(), |user| user.name())
        }
    })
}

/// The paths that a side of a change tells of, with what they hold. All properties and every entry stand by themselves, where the log has
/// them as one value because the first of them came or the last one went.
pub fn side(text: Option<&Arc<str>>) -> Map<String, Value> {
    let whole: Map<String, Value> = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut side = Map::new();
    for (path, value) in whole {
        match value {
            Value::Object(values) if path == "/properties" => {
                side.extend(values.into_iter().map(|(slug, value)| (format!("{path}/{slug}"), value)));
            }
            Value::Array(entries) if path.get(1..).and_then(EntryKind::embedded_as).is_some() => {
                side.extend(entries.into_iter().enumerate().map(|(at, entry)| {
                    let id = entry.get("id").map_or_else(|| at.to_string(), Value::to_string);
                    (format!("{path}/{id}"), entry)
                }));
            }
            value => {
                side.insert(path, value);
            }
        }
    }
    side
}

/// Whether a change changed what is at a path, or in it.
pub fn touches(event: &Event, path: &str) -> bool {
    event.verb == Verb::Updated
        && [&event.before, &event.after]
            .into_iter()
            .any(|text| side(text.as_ref()).keys().any(|own| is_within(own, path)))
}

/// Whether a path is another one, or leads to what is in it.
pub fn is_within(own: &str, path: &str) -> bool {
    own.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_came_as_a_whole_is_told_part_by_part() {
        let text = |value: Value| Arc::<str>::from(value.to_string());
        let whole = text(json!({
            "/properties": {"plan": {"value": "a"}, "seats": {"value": 2}},
            "/emails": [{"id": 7, "value": "a@b.example"}],
            "/address": {"city": "Lagos"},
            "/address/lines": ["1 Quay"],
        }));
        let side = side(Some(&whole));
        let paths: Vec<&str> = side.keys().map(String::as_str).collect();
        assert_eq!(paths.len(), 5, "{paths:?}");
        for path in ["/properties/plan", "/properties/seats", "/emails/7", "/address", "/address/lines"] {
            assert!(side.contains_key(path), "{path}");
        }
        assert!(super::side(None).is_empty());
    }
}
