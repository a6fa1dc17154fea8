//! Database URLs: the scheme picks the engine.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::{Error, PostgresUrl, postgres};

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// One file on this machine: `sqlite:PATH`.
    Sqlite(PathBuf),
    /// A database on PostgreSQL: `postgresql://USER@HOST/NAME`.
    Postgres(Box<PostgresUrl>),
}

impl FromStr for DatabaseUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if PostgresUrl::is_meant(text) {
            return text.parse().map(|url| Self::Postgres(Box::new(url))).map_err(Error::Url);
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path {
            Some(path) if !path.is_empty() && !path.starts_with(':') => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(Error::Url(format!(
                "{text:?} is not a database: use sqlite:PATH, such as sqlite:cardfile-data/cardfile.db, or postgresql://USER@HOST/NAME",
                text = Self::without_password(text)
            ))),
        }
    }
}

impl DatabaseUrl {
    /// A text that is meant as a URL, as it may be shown: without its password.
    pub fn without_password(text: &str) -> String {
        if text.contains("://") { postgres::shown(text) } else { text.to_owned() }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => write!(f, "{url}"),
        }
    }
}
