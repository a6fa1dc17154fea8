//! Settings: every one is a flag and an environment variable.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use url::Url;

use crate::store::DatabaseUrl;

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseSettings {
    /// The database: sqlite:PATH, made when it is not there
    #[arg(long, env = "CARDFILE_DATABASE", value_name = "URL", default_value = "sqlite:cardfile-data/cardfile.db", global = true)]
    pub database: DatabaseUrl,
}

/// How the server serves.
#[derive(Args, Clone, Debug)]
pub struct ServeSettings {
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, env = "CARDFILE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The address that clients reach the server by, such as https://cards.example.com; links are made with it. Without it, links
    /// are made with the host that each client asks for, over http
    #[arg(long, env = "CARDFILE_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<Arc<str>>,

    /// What is logged to standard error: off, error, warn, info, debug or trace, for all or for each part (cardfile=debug,hyper=warn)
    #[arg(long, env = "CARDFILE_LOG", value_name = "FILTER", default_value = "info", value_parser = log_filter)]
    pub log: String,

    /// Answer a create with the session cookie that the original API's container sends. It opens nothing
    #[arg(long, env = "CARDFILE_SESSION_COOKIE")]
    pub session_cookie: bool,

    /// The largest request body, in bytes
    #[arg(long, env = "CARDFILE_BODY_LIMIT", value_name = "BYTES", default_value_t = crate::api::BODY_LIMIT)]
    pub body_limit: usize,

    /// How many property definitions a company may have
    #[arg(long, env = "CARDFILE_PROPERTY_LIMIT", value_name = "N", default_value_t = crate::domain::property::DEFINITIONS_MAX)]
    pub property_limit: usize,
}

fn public_url(text: &str) -> Result<Arc<str>, String> {
    let rule = "must be an http or https URL without query, such as https://cards.example.com";
    let url = Url::parse(text).map_err(|error| format!("{rule} ({error})"))?;
    let is_plain = matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none() && url.fragment().is_none();
    if is_plain { Ok(url.as_str().trim_end_matches('/').into()) } else { Err(rule.into()) }
}

fn log_filter(text: &str) -> Result<String, String> {
    crate::telemetry::check_filter(text).map(|()| text.to_owned())
}
