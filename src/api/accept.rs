//! The header `Accept` (RFC 9110, section 12.5.1), which chooses between the two forms of a refusal.

use axum::http::{HeaderMap, header};

const PROBLEM: &str = "application/problem+json";
const ENVELOPE: &str = "application/vnd.error+json";

/// Whether refusals are wanted as problem details (RFC 9457): they are named, and the wire's envelope is not wanted more.
pub fn wants_problem(headers: &HeaderMap) -> bool {
    let (mut problem, mut envelope) = (0, (0, 0));
    for value in headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()) {
        for range in value.split(',') {
            let (kind, quality) = read(range);
            if kind.eq_ignore_ascii_case(PROBLEM) {
                problem = quality;
            }
            // The most specific range that the envelope falls under says how much it is wanted.
            let precision = [(ENVELOPE, 3), ("application/*", 2), ("*/*", 1)];
            let precision = precision.into_iter().find(|(name, _)| kind.eq_ignore_ascii_case(name));
            if let Some((_, precision)) = precision
                && precision > envelope.0
            {
                envelope = (precision, quality);
            }
        }
    }
    problem > 0 && problem >= envelope.1
}

/// A media range and how much it is wanted, in thousandths.
fn read(range: &str) -> (&str, u16) {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok())?
    });
    let quality = quality.filter(|quality| quality.is_finite()).unwrap_or(1.0);
    (kind, (quality.clamp(0.0, 1.0) * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn wants(accept: &'static str) -> bool {
        wants_problem(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn problem_details_are_for_those_who_name_them_and_want_nothing_more() {
        for wanted in [
            "application/problem+json",
            "Application/Problem+JSON; charset=utf-8",
            "application/hal+json, application/problem+json;q=0.5",
            "application/problem+json, */*",
            "application/problem+json;q=0.9, application/vnd.error+json;q=0.8, */*",
            "application/vnd.error+json;q=0, application/problem+json;q=0.1, */*",
            "application/problem+json;q=x",
        ] {
            assert!(wants(wanted), "{wanted}");
        }
        for other in [
            "*/*",
            "application/*",
            "application/json",
            "",
            "application/problem+json;q=0",
            "application/problem+json;q=0.5, */*",
            "application/problem+json;q=0.5, application/*;q=0.6",
            "application/problem+json;q=0.5, application/vnd.error+json",
        ] {
            assert!(!wants(other), "{other}");
        }
        assert!(!wants_problem(&HeaderMap::new()));
    }
}
