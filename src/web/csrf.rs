//! Requests that another site makes in somebody's name: forms are taken only from pages of this server (Fetch metadata, or the Origin
//! header where a browser does not send it), and with the token of the session.

use axum::http::{HeaderMap, header};

use super::form::Form;
use super::{Error, Visitor, Web};
use crate::auth::secret;

/// Refuses what a browser says comes from elsewhere. A program that is no browser says nothing, and has nobody's cookies.
pub(super) fn check_origin(web: &Web, headers: &HeaderMap) -> Result<(), Error> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text("sec-fetch-site") {
        return if matches!(site, "same-origin" | "none") { Ok(()) } else { Err(Error::Forged) };
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return Ok(()) };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let is_host = origin.split_once("://").is_some_and(|(_, own)| !own.is_empty() && own.eq_ignore_ascii_case(host));
    let is_public = web.public_url.as_deref().is_some_and(|public| is_origin_of(origin, public));
    if is_host || is_public { Ok(()) } else { Err(Error::Forged) }
}

/// Refuses a form without the token of the session, where there is one.
pub(super) fn check_token(visitor: Option<&Visitor>, form: &Form) -> Result<(), Error> {
    let is_right = visitor.is_none_or(|visitor| secret::are_same(form.get("csrf"), visitor.csrf()));
    if is_right { Ok(()) } else { Err(Error::Forged) }
}

fn is_origin_of(origin: &str, url: &str) -> bool {
    let rest = url.strip_prefix(origin);
    !origin.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_origin_of;

    #[test]
    fn an_origin_is_a_url_up_to_its_path() {
        assert!(is_origin_of("https://cards.example.com", "https://cards.example.com/cards"));
        assert!(is_origin_of("https://cards.example.com", "https://cards.example.com"));
        for other in ["https://cards.example.co", "https://cards", "http://cards.example.com", "null", ""] {
            assert!(!is_origin_of(other, "https://cards.example.com"), "{other}");
        }
    }
}
