//! What the API refuses, and the one place that gives each refusal its status.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::problem::{Problem, Problems, Rule};
use crate::{actions, auth, hal, store};

/// A refusal of a request, or a failure to answer it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An action was not done.
    #[error(transparent)]
    Action(#[from] actions::Error),
    /// Who is asking is not let in.
    #[error(transparent)]
    Auth(#[from] auth::Error),
    /// There is no `Authorization: Bearer` header.
    #[error("an access token is needed: send the header Authorization: Bearer TOKEN")]
    NoToken,
    /// Query parameters break rules.
    #[error("the query parameters break rules")]
    Query(Problems),
    /// Headers break rules.
    #[error("the headers break rules")]
    Headers(Problems),
    /// The company has no requests left; there are more in so many seconds.
    #[error("API rate limit exceeded")]
    RateLimit(i64),
    /// The body is not JSON.
    #[error("the body is not readable JSON: {0}")]
    Json(#[from] hal::json::Unreadable),
    /// The body is larger than the limit, in bytes.
    #[error("the body is larger than {0} bytes, the limit")]
    TooLarge(usize),
    /// The body did not come within the time limit, in seconds, or its sender went away.
    #[error("the body did not arrive whole within {0} seconds")]
    TooSlow(u64),
    /// The body is of a media type that is not read here.
    #[error("the media type {given:?} is not read here; send {accepted}")]
    MediaType {
        /// What the Content-Type header says.
        given: String,
        /// What it may say.
        accepted: &'static str,
    },
    /// The path leads nowhere.
    #[error("there is nothing at this path; /docs lists the paths")]
    NoPath,
    /// The path does not have this method.
    #[error("this path does not have this method; the Allow header lists those it has")]
    NoMethod,
    /// Something in the server is broken.
    #[error("the server failed to answer; its log says more under this reference")]
    Broken,
}

impl Error {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Action(error) => match error {
                actions::Error::Invalid(_) => StatusCode::BAD_REQUEST,
                actions::Error::Conflict(_) | actions::Error::InFlight => StatusCode::CONFLICT,
                actions::Error::Precondition => StatusCode::PRECONDITION_FAILED,
                actions::Error::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
                // Its answer expired between two looks: it can be asked for anew.
                actions::Error::Store(store::Error::Refused(store::Refusal::Answered)) => StatusCode::CONFLICT,
                actions::Error::Missing(_) => StatusCode::NOT_FOUND,
                actions::Error::NotAllowed(_) => StatusCode::FORBIDDEN,
                actions::Error::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
                actions::Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
                actions::Error::Store(error) => store_status(error),
            },
            Self::Auth(auth::Error::RevokedApp) => StatusCode::FORBIDDEN,
            Self::Auth(auth::Error::Store(error)) => store_status(error),
            Self::Auth(_) | Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::Query(_) | Self::Headers(_) | Self::Json(_) => StatusCode::BAD_REQUEST,
            Self::RateLimit(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoPath => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The sentence of the answer. What went wrong inside the server is for its log, not for the client.
    pub fn message(&self) -> String {
        match self {
            Self::Action(actions::Error::Invalid(_)) | Self::Query(_) | Self::Headers(_) => "Bad request".to_owned(),
            Self::Action(actions::Error::Conflict(problems)) if problems.0.iter().any(is_mismatch) => {
                "Conflict: the record is not as the patch expects it".to_owned()
            }
            Self::Action(actions::Error::Conflict(_)) => "Conflict: what has to be unique is there already".to_owned(),
            Self::Action(actions::Error::Store(store::Error::InDoubt(_))) => {
                "The database went away while the change was made; it is not known whether it was. Look before you try again."
                    .to_owned()
            }
            Self::Action(actions::Error::Store(_)) | Self::Auth(auth::Error::Store(_)) => match self.status() {
                StatusCode::SERVICE_UNAVAILABLE => {
                    "The database is not available right now; nothing was changed. Try again.".to_owned()
                }
                StatusCode::CONFLICT => capital(&actions::Error::InFlight.to_string()),
                _ => Self::Broken.to_string(),
            },
            other => capital(&other.to_string()),
        }
    }

    /// The values at fault.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Action(actions::Error::Invalid(problems) | actions::Error::Conflict(problems))
            | Self::Query(problems)
            | Self::Headers(problems) => &problems.0,
            _ => &[],
        }
    }

    /// In how many seconds it is worth to ask again, where that is known.
    pub fn retry_after(&self) -> Option<i64> {
        match self {
            Self::RateLimit(seconds) | Self::Action(actions::Error::Wait(seconds)) => Some(*seconds),
            Self::Action(actions::Error::InFlight) => Some(1),
            other => (other.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(1),
        }
    }

    /// Whether the answer asks for a token instead of showing an envelope, and in which words.
    pub fn token_error(&self) -> Option<(&'static str, String)> {
        let is_token = self.status() == StatusCode::UNAUTHORIZED;
        is_token.then(|| ("invalid_token", capital(&self.to_string())))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Action(error.into())
    }
}

/// An error travels to the edge of the API inside an empty answer: only there is it known by which address the client came.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

fn is_mismatch(problem: &Problem) -> bool {
    matches!(problem.rule, Rule::Mismatch { .. })
}

fn store_status(error: &store::Error) -> StatusCode {
    match error {
        store::Error::Unavailable(_) | store::Error::InDoubt(_) | store::Error::Refused(_) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
