//! Why somebody is not let in.

/// A refusal to let somebody in, or a failure to find out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No app has this client id, its secret is another, or it is revoked. Which of them is not told.
    #[error("the client id or the client secret is wrong, or the app is revoked")]
    Client,
    /// A code or a refresh token that is not accepted, and why.
    #[error("{0}")]
    Grant(&'static str),
    /// The token was never handed out.
    #[error("the access token is not known; ask /v2/oauth2/token for one")]
    UnknownToken,
    /// The token is too old.
    #[error("the access token has expired; ask /v2/oauth2/token for a new one")]
    ExpiredToken,
    /// The token's app is revoked.
    #[error("the app that this access token was given to is revoked")]
    RevokedApp,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}
