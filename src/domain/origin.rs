//! The address that a client came by, as it and a proxy before the server tell it.

/// The scheme and host without a slash at the end: of the Host header, and over https where a proxy says so (X-Forwarded-Proto). What is
/// no host is `localhost`.
pub fn origin(host: Option<&str>, forwarded_proto: Option<&str>) -> String {
    let told = forwarded_proto.and_then(|told| told.split(',').next()).unwrap_or_default();
    let mut origin = String::with_capacity(64);
    origin.push_str(if told.trim().eq_ignore_ascii_case("https") { "https://" } else { "http://" });
    origin.push_str(host.filter(|host| is_host(host)).unwrap_or("localhost"));
    origin
}

/// A name or address with or without a port: nothing that would mean something else in a URL or in JSON.
fn is_host(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']');
    !host.is_empty() && host.len() <= 255 && host.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_client_and_proxy_tell_and_nothing_that_means_more() {
        for (host, proto, expected) in [
            (Some("cards.example:8080"), None, "http://cards.example:8080"),
            (Some("[::1]:8080"), Some("https"), "https://[::1]:8080"),
            (Some("cards.example"), Some("HTTPS, http"), "https://cards.example"),
            (Some("cards.example"), Some("javascript"), "http://cards.example"),
            (Some("x/\"evil"), None, "http://localhost"),
            (Some(""), None, "http://localhost"),
            (None, None, "http://localhost"),
        ] {
            assert_eq!(origin(host, proto), expected);
        }
    }
}
