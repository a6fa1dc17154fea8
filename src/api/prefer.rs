//! The header `Prefer` (RFC 7240), of which `handling` is understood.

use axum::http::HeaderMap;

use crate::domain::problem::Handling;

/// How the request wants its body to be read. Where a preference stands twice, the first counts.
pub fn handling(headers: &HeaderMap) -> Handling {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split(','));
    let handling = preferences.find_map(|preference| {
        let (name, value) = preference.split(';').next()?.split_once('=')?;
        name.trim().eq_ignore_ascii_case("handling").then(|| value.trim().trim_matches('"'))
    });
    match handling {
        Some(value) if value.eq_ignore_ascii_case("strict") => Handling::Strict,
        _ => Handling::Lenient,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn strict_handling_is_found_among_other_preferences() {
        let read = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("prefer", HeaderValue::from_static(value));
            }
            handling(&headers)
        };
        for strict in
            ["handling=strict", "respond-async, Handling = \"Strict\"; x=y", "wait=10,handling=strict,handling=lenient"]
        {
            assert_eq!(read(&[strict]), Handling::Strict, "{strict}");
        }
        assert_eq!(read(&["respond-async", "handling=strict"]), Handling::Strict);
        for lenient in ["handling=lenient, handling=strict", "handling", "strict", "handling=", "x=handling=strict", ""]
        {
            assert_eq!(read(&[lenient]), Handling::Lenient, "{lenient}");
        }
        assert_eq!(read(&[]), Handling::Lenient);
    }
}
