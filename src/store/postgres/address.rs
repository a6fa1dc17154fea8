//! `postgresql://` URLs: where the database is, and on which terms it is spoken to.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long one host may take to let a connection in, where the URL does not say.
const CONNECT: Duration = Duration::from_secs(3);

/// A database on PostgreSQL. Neither its text nor what it shows while debugging holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    shown: String,
    config: Config,
    pub(super) password_file: Option<PathBuf>,
    pub(super) trust: Trust,
}

/// What of a server is made sure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nothing; where there is TLS, nobody else on the way reads along.
    Anybody,
    /// That its certificate is its host's, signed by one in this file.
    Signed(PathBuf),
}

/// One of the hosts of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) host: Host,
    pub(super) port: u16,
}

impl Place {
    /// The host alone.
    pub(super) fn name(&self) -> String {
        match &self.host {
            Host::Tcp(host) => host.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name(), self.port)
    }
}

impl PostgresUrl {
    /// Whether a text is meant as such a URL.
    pub(in crate::store) fn is_meant(text: &str) -> bool {
        text.starts_with("postgresql://") || text.starts_with("postgres://")
    }

    /// The hosts, in the order in which they are tried.
    pub(super) fn places(&self) -> Vec<Place> {
        let ports = self.config.get_ports();
        let port = |at: usize| ports.get(at).or_else(|| ports.first()).copied().unwrap_or(5432);
        self.config
            .get_hosts()
            .iter()
            .enumerate()
            .map(|(at, host)| Place { host: host.clone(), port: port(at) })
            .collect()
    }

    /// What is needed to connect to one of the hosts; a password of the URL is in it.
    pub(super) fn at(&self, place: &Place) -> Config {
        let all = &self.config;
        let mut one = Config::new();
        match &place.host {
            Host::Tcp(host) => one.host(host),
            #[cfg(unix)]
            Host::Unix(path) => one.host_path(path),
        };
        one.port(place.port)
            .ssl_mode(all.get_ssl_mode())
            .target_session_attrs(all.get_target_session_attrs())
            .application_name(all.get_application_name().unwrap_or("cardfile"))
            .keepalives_idle(all.get_keepalives_idle())
            .connect_timeout(all.get_connect_timeout().copied().unwrap_or(CONNECT));
        all.get_user().map(|user| one.user(user));
        all.get_password().map(|password| one.password(password));
        all.get_dbname().map(|name| one.dbname(name));
        all.get_options().map(|options| one.options(options));
        one
    }
}

impl FromStr for PostgresUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut rest = Vec::new();
        let (mut password_file, mut root, mut mode, mut session) = (None, None, None, false);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let path = || PathBuf::from(decoded(value));
            match name {
                "passfile" => password_file = Some(path()),
                "sslrootcert" => root = Some(path()),
                "sslmode" => mode = Some(value),
                "target_session_attrs" => {
                    session = true;
                    rest.push(pair);
                }
                _ => rest.push(pair),
            }
        }
        let plain = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        let mut config: Config = plain.parse().map_err(|error: tokio_postgres::Error| reason(&error))?;
        if config.get_hosts().is_empty() {
            return Err("it names no host".into());
        }
        if ![0, 1, config.get_hosts().len()].contains(&config.get_ports().len()) {
            return Err("it has another number of ports than of hosts".into());
        }
        if !session && config.get_hosts().len() > 1 {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let (mode, trust) = match (mode.unwrap_or("prefer"), root) {
            ("disable", None) => (SslMode::Disable, Trust::Anybody),
            ("prefer", None) => (SslMode::Prefer, Trust::Anybody),
            ("require", None) => (SslMode::Require, Trust::Anybody),
            ("verify-full", Some(root)) => (SslMode::Require, Trust::Signed(root)),
            ("verify-full", None) => return Err("sslmode=verify-full needs sslrootcert=FILE".into()),
            ("disable" | "prefer" | "require", Some(_)) => return Err("sslrootcert is for sslmode=verify-full".into()),
            _ => return Err("sslmode is disable, prefer, require or verify-full".into()),
        };
        config.ssl_mode(mode);
        Ok(Self { shown: shown(text), config, password_file, trust })
    }
}

fn reason(error: &tokio_postgres::Error) -> String {
    // The message of a setting's error names the setting, never its value.
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({})", self.shown)
    }
}

/// A URL, or what was meant as one, without its password.
pub(in crate::store) fn shown(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    // A password may hold anything, even what ought to be encoded: all up to the last @ may be part of it.
    let base = match base.rsplit_once('@') {
        Some((user, place)) => format!("{}@{place}", user.split(':').next().unwrap_or_default()),
        None => base.to_owned(),
    };
    let query: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("password=")).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{base}{mark}{}", query.join("&"))
}

/// The text without percent signs (RFC 3986, section 2.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match after.get(..2).and_then(hex).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PostgresUrl, String> {
        text.parse()
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgresql://cards:s3cret@db.example/cardfile",
            "postgresql://cards:s3cret@a:5432,b:5433/cardfile?sslmode=require",
            "postgres://cards@db.example/cardfile?password=s3cret&connect_timeout=2",
        ] {
            let url = read(text).unwrap();
            for shown in [url.to_string(), format!("{url:?}"), shown(text)] {
                assert!(!shown.contains("s3cret") && shown.contains("cards@"), "{shown}");
            }
            assert_eq!(url.at(&url.places()[0]).get_password(), Some(&b"s3cret"[..]));
        }
        assert!(!shown("postgresql://cards:s3@cret@db.example/c").contains("cret"));
    }

    #[test]
    fn of_several_hosts_the_one_that_takes_writes_is_wanted() {
        let url = read("postgresql://u@a:5433,b:5434/d").unwrap();
        assert_eq!(url.places().iter().map(|place| place.port).collect::<Vec<_>>(), [5433, 5434]);
        assert_eq!(url.at(&url.places()[1]).get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
        let any = read("postgresql://u@a,b/d?target_session_attrs=any").unwrap();
        assert_eq!(any.at(&any.places()[0]).get_target_session_attrs(), TargetSessionAttrs::Any);
        let one = read("postgresql://u@a/d").unwrap();
        assert_eq!(one.at(&one.places()[0]).get_target_session_attrs(), TargetSessionAttrs::Any);
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let told = |text: &str| read(text).unwrap_err();
        assert_eq!(told("postgresql://u@a/d?sslmode=verify-full"), "sslmode=verify-full needs sslrootcert=FILE");
        assert_eq!(told("postgresql://u@a/d?sslmode=maybe"), "sslmode is disable, prefer, require or verify-full");
        assert_eq!(told("postgresql://u@a/d?sslrootcert=x"), "sslrootcert is for sslmode=verify-full");
        assert!(told("postgresql://u@a/d?colour=red").contains("colour"));
        assert!(told("postgresql:///d").contains("host"));
        let url = read("postgresql://u@a/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&passfile=/run/pw").unwrap();
        assert_eq!(url.trust, Trust::Signed("/etc/ca.pem".into()));
        assert_eq!(url.password_file, Some("/run/pw".into()));
    }
}
