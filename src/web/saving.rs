//! Saving one field of a record, whatever kind of record it is.

use super::Error;
use super::changes::By;
use crate::actions;
use crate::domain::problem::Problems;

/// How often a field is saved anew because another one of the record was changed meanwhile.
pub(super) const TRIES: usize = 16;

/// What was done, and how it is taken back.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Where its form goes; empty where what was done was itself taking something back.
    pub action: String,
    /// What was done, in words.
    pub said: String,
    /// The fields of its form.
    pub fields: Vec<(&'static str, String)>,
}

impl Undo {
    /// What is said of something that was taken back.
    pub fn done(said: &str) -> Self {
        Self { action: String::new(), said: said.to_owned(), fields: Vec::new() }
    }
}

/// What somebody else put into a field while somebody typed.
#[derive(Clone, Debug)]
pub struct Theirs {
    /// Who did it, and when.
    pub by: Option<By>,
    /// What is different, part by part.
    pub parts: Vec<Apart>,
}

/// A part of a field that two people want to be different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// The name of its input.
    pub name: &'static str,
    /// What it is called; empty for a field that has one part.
    pub label: String,
    /// What stands there since.
    pub theirs: String,
    /// What was typed.
    pub yours: String,
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
