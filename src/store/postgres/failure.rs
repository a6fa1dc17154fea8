//! What went wrong on the way to the database, by what is to be done about it.

use tokio_postgres::error::SqlState;

use crate::store::Error;

/// Why something was not done, or perhaps not.
#[derive(Debug)]
pub(super) enum Failure {
    /// The connection, or the server behind it, is gone or not ready: another one may do it.
    Lost(String),
    /// There was no connection to be had in time: all are in use.
    Busy(String),
    /// The database took everything back, so that somebody else could go on: the same again may work.
    Conflict(String),
    /// A statement does not work, however often it is sent.
    Broken(String),
}

impl Failure {
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Lost(reason) | Self::Busy(reason) | Self::Conflict(reason) | Self::Broken(reason) => reason,
        }
    }

    /// Whether a connection can be used again after it.
    pub(super) fn spares_the_connection(&self) -> bool {
        !matches!(self, Self::Lost(_))
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            // A value that does not suit its statement never reached the server.
            let reason = format!("{error}{cause}");
            return if error.to_string().starts_with("error serializing") {
                Self::Broken(reason)
            } else {
                Self::Lost(reason)
            };
        };
        // The message names tables and rules; a detail would tell what somebody's record holds.
        let (code, reason) = (told.code(), format!("{} ({})", told.message(), told.code().code()));
        let conflicts = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::QUERY_CANCELED,
        ];
        let gone = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::READ_ONLY_SQL_TRANSACTION,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ];
        if conflicts.contains(code) {
            Self::Conflict(reason)
        } else if gone.contains(code) || code.code().starts_with("08") {
            Self::Lost(reason)
        } else {
            Self::Broken(reason)
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(failure.reason().to_owned())
    }
}
