//! Sessions: a browser in which somebody is signed in. The token in its cookie is never kept, only its SHA-256.

use super::id::{CompanyId, UserId};
use super::time::Timestamp;
use super::token::Hash;

/// How long a session lasts in which nothing is asked for, in seconds: seven days.
pub const IDLE_SECONDS: i64 = 604_800;
/// How long a session lasts at most, in seconds: thirty days (NIST SP 800-63B-4, section 2.1.3).
pub const LONGEST_SECONDS: i64 = 2_592_000;
/// How exactly is known when a session was last used, in seconds: to write it down with each request would be a commit for each.
pub const SEEN_EVERY_SECONDS: i64 = 300;

/// A session.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The company that is looked at.
    pub company: CompanyId,
    /// SHA-256 of the token.
    pub hash: Hash,
    /// Who is signed in.
    pub user: UserId,
    /// The browser and system, as far as it says.
    pub agent: String,
    /// The address that it was last used from, as exactly as [`Session::seen_at`].
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, give or take [`SEEN_EVERY_SECONDS`].
    pub seen_at: Timestamp,
}

impl Session {
    /// Whether it still opens anything.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.seen_at.plus_seconds(IDLE_SECONDS) && now < self.created_at.plus_seconds(LONGEST_SECONDS)
    }

    /// Whether that it is used now is to be written down.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now >= self.seen_at.plus_seconds(SEEN_EVERY_SECONDS)
    }

    /// Its name in a form: the hash in hexadecimal, which opens nothing.
    pub fn name(&self) -> String {
        self.hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What a browser calls itself, short enough for a list: `Firefox on Linux`.
pub fn agent(header: &str) -> String {
    // The order matters: most browsers name others too.
    let browsers = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| header.contains(mark)).map(|(_, name)| *name);
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_a_week_without_use_and_after_thirty_days_at_most() {
        let start = Timestamp::from_micros(0);
        let session = Session {
            company: CompanyId(1),
            hash: [0; 32],
            user: UserId(1),
            agent: String::new(),
            address: String::new(),
            created_at: start,
            seen_at: start,
        };
        assert!(session.is_open(start.plus_seconds(IDLE_SECONDS - 1)));
        assert!(!session.is_open(start.plus_seconds(IDLE_SECONDS)));
        let late = start.plus_seconds(LONGEST_SECONDS - 1);
        let used = Session { seen_at: late, ..session };
        assert!(used.is_open(late) && !used.is_open(late.plus_seconds(1)));
    }

    #[test]
    fn a_browser_is_known_by_a_short_name() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        for (header, name) in [
            (firefox, "Firefox on Linux"),
            (safari, "Safari on iPhone"),
            (edge, "Edge on Windows"),
            ("curl/8.5.0", "curl"),
            ("<script>", ""),
        ] {
            assert_eq!(agent(header), name);
        }
    }
}
