//! A value that a run overwrote, and whether it can be put back.

use super::Undo;
use super::field::NOW;
use crate::actions::{self, customers};
use crate::domain::customer::Customer;
use crate::domain::event::Subject;
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;
use crate::domain::time::Timestamp;
use crate::store;
use crate::store::events::{self, Logged};
use crate::web::bulk::run::Outcome;
use crate::web::changes;
use crate::web::customers::shown_name;
use crate::web::{Error, Visitor, Web};

/// So many later changes of a customer are looked through for one of the same field.
const LOOKED: i64 = 50;

/// A value that a run overwrote.
#[derive(Clone, Debug)]
pub struct Overwritten {
    id: CustomerId,
    /// The event that tells of it, and when that was.
    seq: i64,
    at: Timestamp,
    value: String,
}

/// How it stands with a value that was overwritten.
enum Stands {
    /// It can be put back; this is how people read it.
    Ready(String),
    /// It is there again.
    Again,
    /// It stays as it is, and why.
    Left(&'static str),
}

impl Overwritten {
    /// What an event overwrote, if it is one of the run.
    pub fn of(logged: &Logged, undo: &Undo) -> Option<Self> {
        let (before, after) = undo.field.change(&logged.event)?;
        let id = CustomerId::parse(&logged.event.subject_id)?;
        (after == undo.given).then_some(Self { id, seq: logged.seq, at: logged.event.at, value: before })
    }

    /// What would become of it, in words.
    pub async fn preview(&self, web: &Web, visitor: &Visitor, undo: &Undo) -> Result<Outcome, Error> {
        let (store, t) = (&web.directory.store, undo.t);
        let Some(record) = store::customers::get(store, visitor.company.id, self.id).await? else {
            return Ok(Outcome::gone(self.id, t));
        };
        let name = shown_name(&record.value, t);
        Ok(match self.stands(web, visitor, undo, &record.value).await? {
            Stands::Ready(before) => {
                let now = undo.field.shown(web, visitor, &undo.given, self.at, &undo.format, t).await?;
                let told = format!("{} {} {before}", now.unwrap_or_default(), t.bulk.will_be);
                Outcome { class: "dim", ..Outcome::done(self.id, name, told) }
            }
            Stands::Again => Outcome { class: "dim", ..Outcome::done(self.id, name, t.bulk.as_before) },
            Stands::Left(why) => Outcome::failed(self.id, name, why),
        })
    }

    /// Puts it back where what the run gave still stands, and tells what became of it.
    pub async fn put_back(&self, web: &Web, visitor: &Visitor, undo: &Undo) -> Result<Outcome, Error> {
        let (directory, caller, t) = (&*web.directory, visitor.caller(), undo.t);
        let Some(record) = store::customers::get(&directory.store, caller.company, self.id).await? else {
            return Ok(Outcome::gone(self.id, t));
        };
        let name = shown_name(&record.value, t);
        match self.stands(web, visitor, undo, &record.value).await? {
            Stands::Ready(_) => {}
            Stands::Again => return Ok(Outcome::done(self.id, name, t.bulk.as_before)),
            Stands::Left(why) => return Ok(Outcome::failed(self.id, name, why)),
        }
        let operations = undo.field.operations(&undo.given, &self.value);
        match customers::patch(directory, &caller, self.id, &operations, Problems::default()).await {
            Ok(_) => Ok(Outcome::done(self.id, name, t.bulk.put_back_one)),
            Err(actions::Error::Missing(_)) => Ok(Outcome::gone(self.id, t)),
            // Something moved between the look and the change.
            Err(actions::Error::Invalid(problems)) => {
                let is_moved = problems.0.iter().any(|problem| problem.path == NOW);
                Ok(Outcome::failed(self.id, name, if is_moved { t.bulk.moved } else { undo.field.gone(t) }))
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn stands(&self, web: &Web, visitor: &Visitor, undo: &Undo, customer: &Customer) -> Result<Stands, Error> {
        let (store, company, t) = (&web.directory.store, visitor.company.id, undo.t);
        let now = undo.field.value_in(customer);
        if now == self.value {
            return Ok(Stands::Again);
        }
        // The same value may stand there because somebody wants it to: then it is not the run's any more.
        let since = events::after(store, company, Subject::Customer, self.id, self.seq, LOOKED).await?;
        let path = undo.field.path();
        if now != undo.given || since.iter().any(|later| changes::touches(&later.event, &path)) {
            return Ok(Stands::Left(t.bulk.moved));
        }
        let before = undo.field.shown(web, visitor, &self.value, self.at, &undo.format, t).await?;
        Ok(before.map_or_else(Stands::Left, Stands::Ready))
    }
}
