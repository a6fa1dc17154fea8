//! Where passkeys are good: devices keep each for one name of a server, and browsers use them over https alone, but for `localhost`.

use std::net::Ipv4Addr;

use webauthn_rp::request::{AsciiDomain, RpId};

/// The server as devices know it.
#[derive(Debug)]
pub struct Site {
    id: RpId,
    origin: String,
}

impl Site {
    /// The server that is reached by an address such as `https://cards.example.com`; none where there can be no passkeys, because its name
    /// is a number or the connection is not encrypted.
    pub fn of(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
        let (name, port) = host.split_once(':').unwrap_or((&host, ""));
        let is_local = name == "localhost" || name.ends_with(".localhost");
        let is_usual = match scheme {
            "https" => port == "443",
            "http" if is_local => port == "80",
            _ => return None,
        };
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        if !is_name || name.parse::<Ipv4Addr>().is_ok() {
            return None;
        }
        // A browser leaves out the usual port of its scheme (RFC 6454).
        let port = if port.is_empty() || is_usual { String::new() } else { format!(":{port}") };
        let origin = format!("{scheme}://{name}{port}");
        Some(Self { id: RpId::Domain(AsciiDomain::try_from(name.to_owned()).ok()?), origin })
    }

    /// Where its pages come from, such as `https://cards.example.com`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn id(&self) -> &RpId {
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_good_for_a_name_over_https_or_on_the_same_machine() {
        for (address, origin, id) in [
            ("https://cards.example.com", "https://cards.example.com", "cards.example.com"),
            ("https://Cards.Example.com:443/cards", "https://cards.example.com", "cards.example.com"),
            ("https://cards.example.com:8443", "https://cards.example.com:8443", "cards.example.com"),
            ("http://localhost:8080", "http://localhost:8080", "localhost"),
            ("http://localhost:80", "http://localhost", "localhost"),
            ("http://cards.localhost", "http://cards.localhost", "cards.localhost"),
        ] {
            let site = Site::of(address).unwrap();
            assert_eq!((site.origin(), site.id().as_ref()), (origin, id), "{address}");
        }
        for address in [
            "http://cards.example.com",
            "https://192.0.2.1",
            "http://127.0.0.1:8080",
            "https://[2001:db8::1]:8443",
            "https://",
            "https://a..example",
            "https://cards example",
            "cards.example.com",
            "ftp://localhost",
            "",
        ] {
            assert!(Site::of(address).is_none(), "{address}");
        }
    }
}
