//! Why an action was not done.

use crate::domain::problem::Problems;
use crate::store;

/// A refusal of an action, or a failure to do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Values of the request break rules.
    #[error("the request breaks rules")]
    Invalid(Problems),
    /// Something that has to be unique is there already, or the record is not as a test of the request expects.
    #[error("something is there already")]
    Conflict(Problems),
    /// There is no such record in the company.
    #[error("there is no {0} of this id")]
    Missing(&'static str),
    /// Who asks may not do that, and why.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Too many tries: the next one is in so many seconds.
    #[error("too many tries; try again in {0} seconds")]
    Wait(i64),
    /// The record kept moving while it was to be changed.
    #[error("the record is being changed by many at once")]
    Busy,
    /// The record is not what the caller expects it to be.
    #[error("the record has changed since it was read, or is not there; read it again and send its new ETag")]
    Precondition,
    /// The request is on its way already.
    #[error("a request with this Idempotency-Key is on its way; ask again for its answer")]
    InFlight,
    /// Another request has this key.
    #[error("another request was sent with this Idempotency-Key; a key is for one request and its repetitions")]
    KeyReused,
    /// The store failed, or refused the change.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    /// Whether something that the change was to hang on went away while it was on its way: then it is to be decided anew from the start.
    pub(super) fn is_gone(&self) -> bool {
        matches!(self, Self::Store(store::Error::Refused(store::Refusal::Gone)))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        if problems.are_conflicts() { Self::Conflict(problems) } else { Self::Invalid(problems) }
    }
}
