//! The timeline of a customer, from the events: who did what and when, with before and after in the words of the fields.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::field::{COUNTRY, PARTS};
use super::labels;
use super::record::Record;
use crate::domain::entry::EntryKind;
use crate::domain::event::{Actor, Event, Subject, Verb};
use crate::domain::id::{CompanyId, CustomerId, OrganizationId};
use crate::domain::property::Definition;
use crate::domain::property_value;
use crate::domain::time::Timestamp;
use crate::store::events::{self, Logged};
use crate::store::{self, Store};
use crate::web::changes;
use crate::web::countries;
use crate::web::customers::columns::shown;
use crate::web::frame::Frame;
use crate::web::moments::Moment;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Happening {
    /// Its number; those of a company count up.
    pub seq: i64,
    /// Whether whoever looks did it.
    pub is_own: bool,
    /// How it is drawn.
    pub class: &'static str,
    /// Who did it.
    pub who: String,
    /// What was done, where that is not told by the changes.
    pub did: &'static str,
    /// When.
    pub at: Moment,
    /// What became different.
    pub changes: Vec<Difference>,
}

/// One field that became different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field in words.
    pub field: String,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there since.
    pub after: Option<String>,
}

/// The events of a customer, read.
#[derive(Debug)]
pub struct Timeline {
    /// What happened, the latest first.
    pub happenings: Vec<Happening>,
    /// Where older ones begin, when there are more.
    pub older: Option<i64>,
}

/// So many of the latest events of a customer; with a number, of those before it.
pub async fn read(
    store: &Store,
    visitor: &Visitor,
    record: &Record,
    frame: &Frame,
    now: Timestamp,
    before: Option<i64>,
    size: i64,
) -> Result<Timeline, Error> {
    let company = visitor.company.id;
    let mut logged = events::of(store, company, Subject::Customer, record.id, before, size + 1).await?;
    let has_more = logged.len() as i64 > size;
    logged.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    let older = logged.last().filter(|_| has_more).map(|last| last.seq);
    let mut names = Names::default();
    let mut happenings = Vec::with_capacity(logged.len());
    for Logged { seq, event } in &logged {
        let (class, did) = match event.verb {
            Verb::Created => ("made", frame.t.customer.did_make),
            Verb::Deleted => ("gone", frame.t.customer.did_delete),
            Verb::Updated | Verb::Revoked => ("", frame.t.customer.did_change),
        };
        let changes = match event.verb {
            Verb::Updated => names.changes(store, company, event, record, frame).await?,
            _ => Vec::new(),
        };
        let is_same = event.verb == Verb::Updated && changes.is_empty();
        happenings.push(Happening {
            seq: *seq,
            is_own: event.actor == Actor::User(visitor.user.id),
            class,
            who: names.of_actor(store, company, &event.actor, frame.t).await?,
            did: if is_same { frame.t.customer.did_same } else { did },
            at: Moment::of(event.at, now, &frame.format, frame.t),
            changes,
        });
    }
    Ok(Timeline { happenings, older })
}

/// Who made a customer, when that is remembered.
pub async fn maker(store: &Store, company: CompanyId, id: CustomerId, t: &Texts) -> Result<Option<String>, Error> {
    match events::first(store, company, Subject::Customer, id).await? {
        Some(Logged { event, .. }) if event.verb == Verb::Created => {
            Names::default().of_actor(store, company, &event.actor, t).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// Names that events tell by identifiers, each looked up once.
#[derive(Debug, Default)]
struct Names {
    actors: HashMap<String, String>,
    organizations: HashMap<i64, String>,
}

impl Names {
    async fn of_actor(&mut self, store: &Store, company: CompanyId, actor: &Actor, t: &Texts) -> Result<String, Error> {
        let key = format!("{actor:?}");
        if let Some(name) = self.actors.get(&key) {
            return Ok(name.clone());
        }
        let name = changes::name(store, company, actor, t).await?;
        self.actors.insert(key, name.clone());
        Ok(name)
    }

    async fn changes(
        &mut self,
        store: &Store,
        company: CompanyId,
        event: &Event,
        record: &Record,
        frame: &Frame,
    ) -> Result<Vec<Difference>, Error> {
        let (before, after) = (changes::side(event.before.as_ref()), changes::side(event.after.as_ref()));
        for id in [before.get("/organizationId"), after.get("/organizationId")]
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
        {
            if let Entry::Vacant(place) = self.organizations.entry(id) {
                let found = store::organizations::get(store, company, OrganizationId(id)).await?;
                place.insert(found.map_or_else(|| format!("#{id}"), |found| found.value.name));
            }
        }
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let mut changes: Vec<Difference> = Vec::new();
        for path in paths {
            let Some((field, reading)) = told(path, record, frame.t) else { continue };
            let text = |value: &Value| self.text(reading, value, frame);
            let told = |value: Option<&Value>| value.map(text).filter(|text| !text.is_empty());
            let (before, after) = (told(before.get(path)), told(after.get(path)));
            if before != after {
                changes.push(Difference { field, before, after });
            }
        }
        Ok(changes)
    }

    /// A value as it is read.
    fn text(&self, reading: Reading<'_>, value: &Value, frame: &Frame) -> String {
        match reading {
            Reading::Plain => plain(value),
            Reading::Country => countries::named(&plain(value), frame.t),
            Reading::Address => {
                let part = |name: &str| {
                    let text = value.get(name).map(plain).unwrap_or_default();
                    if name == COUNTRY { countries::named(&text, frame.t) } else { text }
                };
                PARTS.map(part).into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
            }
            Reading::Named => labels::of_type(&plain(value), frame.t),
            Reading::Entry => plain(value.get("value").unwrap_or(value)),
            Reading::Organization => {
                value.as_i64().and_then(|id| self.organizations.get(&id).cloned()).unwrap_or_default()
            }
            Reading::Property(definition) => {
                let value = value.get("value").unwrap_or(value);
                match (definition, serde_json::from_value::<property_value::Value>(value.clone())) {
                    (Some(definition), Ok(own)) => shown(definition, &own, &frame.format),
                    _ => plain(value),
                }
            }
        }
    }
}

/// How the values at a path are read.
#[derive(Clone, Copy, Debug)]
enum Reading<'a> {
    Plain,
    /// A country by its letters.
    Country,
    /// The parts of an address.
    Address,
    /// By its name.
    Named,
    /// An entry, or the value of one.
    Entry,
    /// By its identifier.
    Organization,
    /// A value of a property, or of one that is gone.
    Property(Option<&'a Definition>),
}

/// The field of a path in words, and how values at it are read; none for what nobody asks about.
fn told<'a>(path: &str, record: &'a Record, t: &Texts) -> Option<(String, Reading<'a>)> {
    let steps: Vec<String> = path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let named = |name: &str| labels::of_name(name, t).to_owned();
    match steps.as_slice() {
        ["properties", _, "source"] => None,
        ["properties", slug, ..] => {
            let definition = record.definition(slug);
            let name = definition.map_or_else(|| (*slug).to_owned(), |definition| definition.name.clone());
            Some((name, Reading::Property(definition)))
        }
        ["organizationId"] => Some((named("organization"), Reading::Organization)),
        [field @ ("gender" | "photoType")] => Some((named(field), Reading::Named)),
        ["address"] => Some((named("address"), Reading::Address)),
        ["address", COUNTRY] => Some((named(COUNTRY), Reading::Country)),
        ["address", part] => Some((named(part), Reading::Plain)),
        [list, _, rest @ ..] => {
            let name = labels::of_kind(EntryKind::embedded_as(list)?, t);
            match rest {
                ["type"] => Some((format!("{name}: {}", t.customer.kind), Reading::Named)),
                _ => Some((name, Reading::Entry)),
            }
        }
        [field] => Some((named(field), Reading::Plain)).filter(|(name, _)| !name.is_empty()),
        [] => None,
    }
}

/// A value without the signs of JSON around it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            fields.values().map(plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
