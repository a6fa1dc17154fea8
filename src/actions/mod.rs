//! Everything one can do: load, check, decide, commit. Every change goes through here, by whichever door it came.

pub mod addresses;
pub mod apps;
pub mod companies;
pub mod customers;
pub mod entries;
mod error;
pub mod organizations;
pub mod properties;
pub mod property_values;
mod record;
pub mod sweep;
pub mod tokens;
mod turns;

pub use error::Error;

use tokio::sync::Notify;

use crate::auth::{Access, Leases};
use crate::clock::Clock;
use crate::domain::event::Actor;
use crate::domain::id::CompanyId;
use crate::domain::property::DEFINITIONS_MAX;
use crate::random::Random;
use crate::store::Store;
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
    /// How many property definitions a company may have for customers, and how many for organizations.
    pub definitions_max: usize,
    /// Tells that something went away of which rows still speak, for whoever cleans up: [`sweep::clean`].
    pub leftovers: Notify,
    turns: Turns,
}

impl Directory {
    /// A directory over an open store.
    pub fn new(store: Store, clock: Clock, random: Random) -> Self {
        Self {
            store,
            clock,
            random,
            leases: Leases::default(),
            definitions_max: DEFINITIONS_MAX,
            leftovers: Notify::new(),
            turns: Turns::default(),
        }
    }
}

/// Who acts, and for which company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The company that everything is read from and written to.
    pub company: CompanyId,
    /// Who the log names.
    pub actor: Actor,
}

impl From<&Access> for Caller {
    fn from(access: &Access) -> Self {
        Self { company: access.company, actor: Actor::App(access.client_id.clone()) }
    }
}
