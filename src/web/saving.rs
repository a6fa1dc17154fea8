//! Saving one field of a record, whatever kind of record it is.

use super::Error;
use crate::actions;
use crate::domain::problem::Problems;

/// How often a field is saved anew because another one of the record was changed meanwhile.
pub(super) const TRIES: usize = 16;

/// How what was done is taken back.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Where its form goes.
    pub action: String,
    /// What was done, in words.
    pub said: String,
    /// The fields of its form.
    pub fields: Vec<(&'static str, String)>,
}

/// Why a field was not saved.
pub(super) enum Refused {
    /// What was typed breaks rules.
    Broken(Problems),
    /// Something else stands in the field by now.
    Moved,
}

/// What a try came to that named the version it was made for.
pub(super) enum Tried {
    /// It is saved.
    Saved,
    /// The record has another version by now: it is read anew, and tried again.
    Stale,
    /// What was typed breaks rules.
    Broken(Problems),
}

impl Tried {
    pub(super) fn of<T>(done: Result<T, actions::Error>) -> Result<Self, Error> {
        match done {
            Ok(_) => Ok(Self::Saved),
            Err(actions::Error::Precondition) => Ok(Self::Stale),
            Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => Ok(Self::Broken(problems)),
            Err(error) => Err(error.into()),
        }
    }
}
