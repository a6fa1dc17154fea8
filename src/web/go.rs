//! Going on to another page.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// 303: the page where what was done is seen.
pub(super) fn to(path: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let place = HeaderValue::try_from(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}

/// 303 to a page that says what was done, by the name of the notice (`texts::Notices`).
pub(super) fn and_tell(path: &str, notice: &str) -> Response {
    let joint = if path.contains('?') { '&' } else { '?' };
    to(&format!("{path}{joint}done={notice}"))
}

/// 303 to the row of a field that was saved, and the page says so.
pub(super) fn to_row(page: &str, field: &str) -> Response {
    to(&format!("{page}?done=saved#row-{field}"))
}

/// A path of this application, and nothing that a browser would read as another place.
pub(super) fn own_path(path: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let is_own = path.starts_with('/') && !path.starts_with("//") && path.bytes().all(is_plain) && path.len() <= 2000;
    is_own.then_some(path)
}

/// A text as a part of a query string.
pub(super) fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_its_own_are_gone_back_to() {
        for own in ["/", "/customers?query=a%20b&page=2", "/people#x", "/a//b"] {
            assert_eq!(own_path(own), Some(own));
        }
        for other in [
            "",
            "people",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/a b",
            "/\t/evil",
            "\\\\x",
        ] {
            assert_eq!(own_path(other), None, "{other:?}");
        }
    }
}
