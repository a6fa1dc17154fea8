//! Redirect URLs: where an app has a user sent back to, once they have agreed (RFC 6749, section 3.1.2).

use std::fmt;

use url::Url;

use super::problem::{Problems, Rule};
use super::text;

/// The most characters of a redirect URL.
pub const REDIRECT_MAX: usize = 2000;
/// The most redirect URLs of an app.
pub const REDIRECTS_MAX: usize = 20;

const RULE: &str = "must be an https URL without a fragment, such as https://app.example.com/callback; http only for this machine itself (http://127.0.0.1/callback), a scheme of one's own only with a dot in it (com.example.app:/callback)";

/// A redirect URL that may be registered: https, http on the machine itself, or an app's own scheme (RFC 8252, section 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect(String);

impl Redirect {
    /// Reads one; `None` for what may not be registered.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let url = Url::parse(text).ok()?;
        let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        let is_allowed = match url.scheme() {
            "https" => url.has_host(),
            "http" => is_here,
            own => own.contains('.'),
        };
        let is_plain = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        let is_short = text::length(text) <= REDIRECT_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
        (is_allowed && is_plain && is_short).then(|| Self(text.to_owned()))
    }

    /// Reads a list, one a line, and notes what cannot be registered under the path `redirects`.
    pub fn parse_lines(lines: &str, problems: &mut Problems) -> Vec<Self> {
        let mut redirects: Vec<Self> = Vec::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match Self::parse(line) {
                Some(redirect) if redirects.contains(&redirect) => {}
                Some(redirect) => redirects.push(redirect),
                None => problems.add("redirects", Rule::Url(RULE), line),
            }
        }
        if redirects.len() > REDIRECTS_MAX {
            problems.add("redirects", Rule::TooMany(REDIRECTS_MAX), &redirects.len().to_string());
        }
        redirects
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an app that asks for this one means what is registered: the same text, but for the port on the machine itself, which a
    /// program learns only when it listens (RFC 8252, section 7.3).
    pub fn allows(&self, asked: &str) -> bool {
        if self.0 == asked {
            return true;
        }
        let (Ok(mut own), Ok(mut other)) = (Url::parse(&self.0), Url::parse(asked)) else { return false };
        let is_here = own.scheme() == "http" && matches!(own.host_str(), Some("127.0.0.1" | "[::1]"));
        is_here
            && Self::parse(asked).is_some()
            && own.set_port(None).is_ok()
            && other.set_port(None).is_ok()
            && own == other
    }

    /// The URL with parameters added to its query, which is where a browser is sent.
    pub fn with(asked: &str, parameters: &[(&str, &str)]) -> Option<String> {
        let mut url = Url::parse(asked).ok()?;
        url.query_pairs_mut().extend_pairs(parameters);
        Some(url.into())
    }

    /// What a content-security policy calls its place: the origin, or the scheme where it has none.
    pub fn place_of(asked: &str) -> Option<String> {
        let url = Url::parse(asked).ok()?;
        let origin = url.origin();
        Some(if origin.is_tuple() { origin.ascii_serialization() } else { format!("{}:", url.scheme()) })
    }
}

impl fmt::Display for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_a_code_is_safe_may_be_registered() {
        for right in [
            "https://app.example.com/callback",
            "https://app.example.com/callback?x=1",
            "http://127.0.0.1/cb",
            "http://localhost:4000/cb",
            "com.example.app:/callback",
        ] {
            assert!(Redirect::parse(right).is_some(), "{right}");
        }
        for wrong in [
            "",
            "callback",
            "/callback",
            "http://app.example.com/cb",
            "https://app.example.com/#x",
            "https://a:b@app.example.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/cb",
            "https://a.example/ b",
        ] {
            assert!(Redirect::parse(wrong).is_none(), "{wrong}");
        }
        let long = |length: usize| format!("https://a.example/{}", "x".repeat(length - 18));
        assert!(Redirect::parse(&long(2000)).is_some() && Redirect::parse(&long(2001)).is_none());
    }

    #[test]
    fn a_redirect_is_the_registered_text_but_for_a_port_on_the_machine_itself() {
        let web = Redirect::parse("https://app.example.com/cb").unwrap();
        assert!(web.allows("https://app.example.com/cb"));
        for other in ["https://app.example.com/cb/", "https://app.example.com:8443/cb", "https://app.example.com/cb?x"]
        {
            assert!(!web.allows(other), "{other}");
        }
        let here = Redirect::parse("http://127.0.0.1/cb").unwrap();
        assert!(here.allows("http://127.0.0.1:41234/cb"));
        for other in ["http://127.0.0.1:41234/other", "http://127.0.0.2:41234/cb", "http://localhost:41234/cb"] {
            assert!(!here.allows(other), "{other}");
        }
    }

    #[test]
    fn parameters_are_added_to_those_that_are_there() {
        let url = Redirect::with("https://a.example/cb?x=1", &[("code", "7-a b"), ("state", "&=")]);
        assert_eq!(url.as_deref(), Some("https://a.example/cb?x=1&code=7-a+b&state=%26%3D"));
        assert_eq!(Redirect::place_of("https://a.example:444/cb").as_deref(), Some("https://a.example:444"));
        assert_eq!(Redirect::place_of("com.example.app:/cb").as_deref(), Some("com.example.app:"));
    }
}
