//! Everything one can do: load, check, decide, commit. Every change goes through here, by whichever door it came.

pub mod addresses;
pub mod agreements;
pub mod apps;
pub mod codes;
pub mod companies;
pub mod customers;
pub mod entries;
mod error;
pub mod invitations;
pub mod once;
pub mod organizations;
pub mod passkeys;
pub mod passwords;
pub mod properties;
pub mod property_values;
pub mod query;
mod record;
mod refresh_tokens;
pub mod samples;
pub mod saved_views;
pub mod sessions;
pub mod sweep;
pub mod tokens;
mod tries;
mod turns;
pub mod users;

pub use error::Error;

use tokio::sync::Notify;

use crate::auth::{Access, Leases, Passwords, Throttle};
use crate::clock::Clock;
use crate::domain::event::Actor;
use crate::domain::id::CompanyId;
use crate::domain::once::{Made, Once};
use crate::domain::property::DEFINITIONS_MAX;
use crate::domain::property_value::ValueSource;
use crate::domain::tag::Tags;
use crate::random::Random;
use crate::store::{self, Change, Receipt, Refusal, Store};
use once::Flights;
use turns::Turns;

/// A customer directory: the store, and what is handed in to work on it.
#[derive(Debug)]
pub struct Directory {
    /// Where everything is.
    pub store: Store,
    /// Tells the time.
    pub clock: Clock,
    /// Gives secrets and numbers of chance.
    pub random: Random,
    /// What was found out about tokens lately.
    pub leases: Leases,
    /// Compares and keeps passwords.
    pub passwords: Passwords,
    /// Makes whoever guesses passwords wait.
    pub throttle: Throttle,
    /// How many property definitions a company may have for customers, and how many for organizations.
    pub definitions_max: usize,
    /// Tells that something went away of which rows still speak, for whoever cleans up: [`sweep::clean`].
    pub leftovers: Notify,
    turns: Turns,
    flights: Flights,
}

impl Directory {
    /// A directory over an open store.
    pub fn new(store: Store, clock: Clock, random: Random) -> Self {
        Self {
            store,
            clock,
            random,
            leases: Leases::default(),
            passwords: Passwords::default(),
            throttle: Throttle::default(),
            definitions_max: DEFINITIONS_MAX,
            leftovers: Notify::new(),
            turns: Turns::default(),
            flights: Flights::default(),
        }
    }

    /// Commits a change for a caller. When the request is to be done once and its answer is known, the answer is part of the change.
    async fn commit(&self, caller: &Caller, mut change: Change) -> Result<Receipt, store::Error> {
        change.once = caller.once.clone().filter(|once| once.made.is_some());
        self.store.commit(change).await
    }

    /// Commits a change of a record; false when the record has moved on meanwhile, and it has to be decided anew.
    async fn commit_in_time(&self, caller: &Caller, change: Change) -> Result<bool, Error> {
        match self.commit(caller, change).await {
            Ok(_) => Ok(true),
            Err(store::Error::Refused(Refusal::Moved)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Who acts, for which company, and on which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The company that everything is read from and written to.
    pub company: CompanyId,
    /// Who the log names.
    pub actor: Actor,
    /// The tags of which the record that is changed has to have one now (the If-Match header).
    pub expected: Option<Tags>,
    /// The request, when it is to be done once.
    pub once: Option<Once>,
}

impl Caller {
    /// Somebody who acts for a company, without further terms.
    pub fn new(company: CompanyId, actor: Actor) -> Self {
        Self { company, actor, expected: None, once: None }
    }

    /// By which door values come: people are in the web application, apps call the API.
    fn source(&self) -> ValueSource {
        if matches!(self.actor, Actor::User(_)) { ValueSource::Web } else { ValueSource::Api }
    }

    /// The caller with what the request is answered once it is done. Every create says so before it commits.
    fn answering(&self, made: Made) -> Self {
        let mut caller = self.clone();
        if let Some(once) = &mut caller.once {
            once.made = Some(made);
        }
        caller
    }

    /// Refuses when the caller expects something else than what is answered under these tags now, or than nothing, when there are none.
    fn check(&self, current: &[String]) -> Result<(), Error> {
        let holds = self.expected.as_ref().is_none_or(|tags| tags.find(current).is_some());
        if holds { Ok(()) } else { Err(Error::Precondition) }
    }
}

impl From<&Access> for Caller {
    fn from(access: &Access) -> Self {
        Self::new(access.company, Actor::App(access.client_id.clone()))
    }
}
