//! Tries of what can be guessed, as servers that share a database count them in it. They are no records: no company has them, nothing tells
//! of them, and a crash of the database may forget them.

use super::engine::Engine;
use super::postgres::Postgres;
use super::value::{Row, Value};
use super::{Error, Store};
use crate::domain::time::Timestamp;
use crate::domain::token::Hash;

/// What was tried under one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How often.
    pub count: u32,
    /// When last.
    pub last: Timestamp,
    /// Until when the next one has to wait.
    pub until: Timestamp,
}

/// The tries at all servers.
#[derive(Clone, Copy, Debug)]
pub struct SharedTries<'a>(&'a Postgres);

impl Store {
    /// The tries that all servers count together; none where there can be one server only.
    pub fn shared_tries(&self) -> Option<SharedTries<'_>> {
        match &self.engine {
            Engine::Sqlite(_) => None,
            Engine::Postgres(postgres) => Some(SharedTries(postgres)),
        }
    }
}

impl SharedTries<'_> {
    /// What was tried under a key.
    pub async fn get(self, key: &Hash) -> Result<Option<Tries>, Error> {
        let sql = "select count, last, until from tries where key = ?1";
        self.0.told(sql, &[key.as_slice().into()]).await?.first().map(read).transpose()
    }

    /// Puts tries in the place of those that were read; false when somebody was quicker.
    pub async fn replace(self, key: &Hash, before: Option<Tries>, after: Tries) -> Result<bool, Error> {
        let mut values = vec![Value::from(key.as_slice())];
        values.extend(fields(after));
        let sql = match before {
            None => {
                "insert into tries (key, count, last, until) values (?1, ?2, ?3, ?4) on conflict do nothing returning 1"
            }
            Some(before) => {
                values.extend(fields(before));
                "update tries set count = ?2, last = ?3, until = ?4 \
                 where key = ?1 and count = ?5 and last = ?6 and until = ?7 returning 1"
            }
        };
        Ok(!self.0.told(sql, &values).await?.is_empty())
    }

    /// Forgets tries that were read; false when somebody was quicker.
    pub async fn remove(self, key: &Hash, before: Tries) -> Result<bool, Error> {
        let mut values = vec![Value::from(key.as_slice())];
        values.extend(fields(before));
        let sql = "delete from tries where key = ?1 and count = ?2 and last = ?3 and until = ?4 returning 1";
        Ok(!self.0.told(sql, &values).await?.is_empty())
    }

    /// Forgets what was tried under a key.
    pub async fn forget(self, key: &Hash) -> Result<(), Error> {
        self.0.told("delete from tries where key = ?1", &[key.as_slice().into()]).await.map(drop)
    }

    /// Forgets what was last tried before a moment.
    pub async fn forget_before(self, before: Timestamp) -> Result<(), Error> {
        self.0.told("delete from tries where last < ?1", &[before.into()]).await.map(drop)
    }
}

fn fields(tries: Tries) -> [Value; 3] {
    [i64::from(tries.count).into(), tries.last.into(), tries.until.into()]
}

fn read(row: &Row) -> Result<Tries, Error> {
    let count = u32::try_from(row.integer(0)?).map_err(|_| Error::Corrupt("a count of tries".into()))?;
    Ok(Tries { count, last: row.moment(1)?, until: row.moment(2)? })
}
