//! Listens to the statements that a server sends to its database. The log tells them at its finest level, and nobody else listens there.

use crate::door::{Door, on_files};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::sync::{LazyLock, Mutex, Once};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The statements of each database that is listened to.
static HEARD: LazyLock<Mutex<HashMap<String, BTreeSet<String>>>> = LazyLock::new(Mutex::default);

/// Listens to the database of a server from now on.
pub fn listen(door: &Door) {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let statements = Targets::new().with_target("cardfile::statements", LevelFilter::TRACE);
        tracing_subscriber::registry().with(statements).with(Listener).init();
    });
    HEARD.lock().unwrap().insert(name(door), BTreeSet::new());
}

/// The statements that were sent since the last time.
pub fn heard(door: &Door) -> BTreeSet<String> {
    std::mem::take(HEARD.lock().unwrap().get_mut(&name(door)).unwrap())
}

fn name(door: &Door) -> String {
    if on_files() { door.database().path().unwrap().to_owned() } else { door.text("select current_database()::text") }
}

struct Listener;

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        if let Some(heard) = HEARD.lock().unwrap().get_mut(&statement.database) {
            heard.insert(statement.sql);
        }
    }
}

#[derive(Default)]
struct Statement {
    database: String,
    sql: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "database" => value.clone_into(&mut self.database),
            "sql" => value.clone_into(&mut self.sql),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
