//! Whatever a test is answered is held against the OpenAPI document: it tells every status, media type and header.

use super::Answer;
use serde_json::{Map, Value};
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&cardfile::api::openapi_json()).unwrap());

/// Fails where an answer of an operation of the document is not as the document says.
pub fn check(method: &str, path: &str, answer: &Answer) {
    let Some(operations) = operations(path) else { return };
    let is_head = method == "HEAD";
    let method = if is_head { "get".to_owned() } else { method.to_ascii_lowercase() };
    let Some(operation) = operations.get(&method) else { return };
    let asked = || format!("{method} {path} is answered {}", answer.status);
    let response = operation["responses"].get(answer.status.to_string());
    let response = response.unwrap_or_else(|| panic!("{}, which is not documented: {}", asked(), answer.text()));
    let response = resolved(response);
    let names = |part: &str| -> Vec<String> {
        let named = response.get(part).and_then(Value::as_object);
        named.into_iter().flat_map(Map::keys).map(|name| name.to_ascii_lowercase()).collect()
    };
    let (kinds, headers) = (names("content"), names("headers"));
    if let Some(kind) = answer.header("content-type").filter(|_| !is_head) {
        let kind = kind.split(';').next().unwrap();
        assert!(kinds.iter().any(|known| known == kind), "{} with {kind}, not one of {kinds:?}", asked());
    }
    let known = DOCUMENT["components"]["headers"].as_object().unwrap().keys().map(String::as_str);
    for name in known.chain(["Resource-ID"]).map(str::to_ascii_lowercase) {
        let is_documented = headers.contains(&name);
        assert!(!answer.headers.contains_key(&name) || is_documented, "{} with {name}, not documented", asked());
    }
    assert!(answer.headers.contains_key("correlation-id"), "{} without a Correlation-Id", asked());
}

/// The operations of a path; of two templates that fit, the one with fewer variable parts.
fn operations(path: &str) -> Option<&'static Map<String, Value>> {
    let path = path.trim_end_matches('/');
    let is_variable = |part: &str| part.starts_with('{');
    let fits = |template: &str| {
        let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
        let same = |(wanted, given): (&&str, &&str)| wanted == given || is_variable(wanted) && !given.is_empty();
        wanted.len() == given.len() && wanted.iter().zip(&given).all(same)
    };
    let paths = DOCUMENT["paths"].as_object().unwrap().iter().filter(|(template, _)| fits(template));
    let found = paths.min_by_key(|(template, _)| template.split('/').filter(|part| is_variable(part)).count());
    found.map(|(_, item)| item.as_object().unwrap())
}

fn resolved(response: &'static Value) -> &'static Value {
    let Some(reference) = response["$ref"].as_str() else { return response };
    DOCUMENT.pointer(reference.strip_prefix('#').unwrap()).unwrap()
}
