//! Settings: every one is a flag and an environment variable.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use url::Url;

use crate::store::DatabaseUrl;

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// The database: sqlite:PATH, made when it is not there, or postgresql://USER@HOST/NAME, which has to be there
    #[arg(long, env = "CARDFILE_DATABASE", value_name = "URL", default_value = "sqlite:cardfile-data/cardfile.db", value_parser = database, global = true)]
    pub database: DatabaseUrl,
}

/// How the server serves.
#[derive(Args, Clone, Debug)]
pub struct ServeSettings {
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, env = "CARDFILE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
    pub listen: SocketAddr,

    /// The address that clients reach the server by, such as https://cards.example.com; links are made with it. Without it, links
    /// are made with the host that each client asks for, over http or what `X-Forwarded-Proto` says
    #[arg(long, env = "CARDFILE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<Arc<str>>,

    /// What is logged to standard error: off, error, warn, info, debug or trace, for all or for each part (cardfile=debug,hyper=warn)
    #[arg(long, env = "CARDFILE_LOG", value_name = "FILTER", default_value = "info", value_parser = log_filter)]
    pub log: String,

    /// Answer a create with the session cookie that the original API's container sends. It opens nothing
    #[arg(long, env = "CARDFILE_SESSION_COOKIE", value_parser = yes_or_no)]
    pub session_cookie: bool,

    /// Show customers' photos in the web application; they are loaded from where their addresses say
    #[arg(long, env = "CARDFILE_PHOTOS", default_value = "true", value_parser = yes_or_no, action = clap::ArgAction::Set)]
    pub photos: bool,

    /// The largest request body, in bytes
    #[arg(long, env = "CARDFILE_BODY_LIMIT", value_name = "BYTES", default_value_t = crate::api::BODY_LIMIT, value_parser = from_one)]
    pub body_limit: usize,

    /// How many requests a company has in a minute; 0 is no limit
    #[arg(long, env = "CARDFILE_RATE_LIMIT", value_name = "N", default_value_t = 0, value_parser = from_zero)]
    pub rate_limit: u32,

    /// How many property definitions a company may have
    #[arg(long, env = "CARDFILE_PROPERTY_LIMIT", value_name = "N", default_value_t = crate::domain::property::DEFINITIONS_MAX, value_parser = from_one)]
    pub property_limit: usize,
}

// Each of these says the rule that a value breaks; the command line adds which setting it is and what it was given.

/// A database that a person names.
pub(crate) fn database(text: &str) -> Result<DatabaseUrl, String> {
    let url = match text.parse::<DatabaseUrl>() {
        Ok(url) => url,
        Err(_) if !text.starts_with("postgres") => {
            return Err(
                "must be sqlite:PATH, such as sqlite:cardfile-data/cardfile.db, or postgresql://USER@HOST/NAME".into(),
            );
        }
        Err(error) => return Err(error.to_string()),
    };
    match &url {
        DatabaseUrl::Sqlite(path) if text.ends_with('/') || path.is_dir() => {
            Err("must name a file, and this is a folder".into())
        }
        _ => Ok(url),
    }
}

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "must be an IP address and a port, such as 127.0.0.1:8080 or [::1]:8080")
}

/// The address that people and clients reach a server by.
pub(crate) fn public_url(text: &str) -> Result<Arc<str>, String> {
    let rule = "must be an http or https URL without query, such as https://cards.example.com";
    let url = Url::parse(text).map_err(|error| format!("{rule} ({error})"))?;
    let is_plain =
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none() && url.fragment().is_none();
    if is_plain { Ok(url.as_str().trim_end_matches('/').into()) } else { Err(rule.into()) }
}

fn log_filter(text: &str) -> Result<String, &'static str> {
    let rule = "must be off, error, warn, info, debug or trace, or such a level for each part, as in cardfile=debug,hyper=warn";
    let is_level = |word: &str| {
        ["off", "error", "warn", "info", "debug", "trace"].iter().any(|level| level.eq_ignore_ascii_case(word))
    };
    // A filter takes any other word alone for the name of a part, and then logs nothing else.
    let is_whole = text.split(',').map(str::trim).all(|part| part.contains('=') || is_level(part));
    if is_whole && crate::telemetry::check_filter(text).is_ok() { Ok(text.to_owned()) } else { Err(rule) }
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err("must be true or false"),
    }
}

fn from_zero(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| "must be a whole number from 0 to 4294967295")
}

fn from_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("must be a whole number from 1")
}
