//! What can go wrong in the store.

use std::path::PathBuf;

use super::change::Refusal;

/// A failure of the store, or its refusal of a change.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The change was refused and left nothing behind.
    #[error("the change was refused")]
    Refused(Refusal),
    /// A condition of a query means more than 1000 organizations.
    #[error("the beginning of a name fits more than 1000 organizations")]
    TooManyOrganizations,
    /// The database URL is not understood.
    #[error("{0}")]
    Url(String),
    /// Another process serves this database.
    #[error("{} is in use by another cardfile serve; stop that one first, or name another --database", .0.display())]
    InUse(PathBuf),
    /// A newer Cardfile has written this database.
    #[error("the database has schema {found}, this cardfile knows schema {known}: use the newer cardfile")]
    NewerSchema {
        /// The schema's number in the database.
        found: i64,
        /// The newest number known here.
        known: i64,
    },
    /// The data folder or file cannot be made or opened.
    #[error("cannot open {}: {reason}", path.display())]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The database cannot be reached or does not answer; nothing was written.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database went away while a commit was on its way, and did not come back in time: it may have happened.
    #[error("it is not known whether the change was made: {0}")]
    InDoubt(String),
    /// The tables cannot be spread over nodes: what is missing, and how to get it.
    #[error("{0}")]
    NotDistributable(&'static str),
    /// A database is not copied: why, and what to do.
    #[error("{0}")]
    NotCopied(String),
    /// The database holds a copy of another one that was cut short.
    #[error(
        "the database holds a copy of {0} that is not finished: finish it with cardfile database copy, or make it empty"
    )]
    Unfinished(String),
    /// A stored record cannot be read.
    #[error("a stored record cannot be read: {0}")]
    Corrupt(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}
