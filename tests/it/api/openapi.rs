//! The OpenAPI document.

use serde_json::Value;

use crate::door::Door;

#[test]
fn the_document_is_as_it_was_last_read_through() {
    insta::assert_snapshot!(cardfile::api::openapi_json());
}

#[tokio::test]
async fn the_server_answers_the_document_of_its_handlers() {
    let door = Door::open().await;
    let answer = door.bare("GET", "/openapi.json").send().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.text(), cardfile::api::openapi_json());
    assert!(answer.json()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let mut references = Vec::new();
    gather(&document, &mut references);
    assert!(references.len() > 100);
    for reference in references {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

#[test]
fn every_operation_tells_the_headers_and_refusals_that_it_shares() {
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let mut told = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
            let asks = |name: &str| {
                let reference = format!("#/components/parameters/{name}");
                parameters.iter().any(|parameter| parameter["$ref"] == *reference)
            };
            let answers = |status: &str| operation["responses"].get(status).is_some();
            let is_open = operation.get("security").is_some();
            let writes_a_record = method != "get" && path.contains('{');
            let has_tag = operation.pointer("/responses/200/headers/ETag").is_some();
            for (is_so, expected, what) in [
                (answers("429"), !is_open, "429"),
                (asks("IdempotencyKey") && answers("422"), method == "post" && !is_open, "Idempotency-Key"),
                (asks("IfMatch") && answers("412"), writes_a_record, "If-Match"),
                (asks("IfNoneMatch") && answers("304"), has_tag, "If-None-Match"),
                (asks("Prefer"), operation.get("requestBody").is_some() && !is_open, "Prefer"),
            ] {
                assert_eq!(is_so, expected, "{what} of {method} {path}");
                told += usize::from(is_so);
            }
        }
    }
    assert!(told > 80, "{told}");
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        let content = response.get("content").and_then(Value::as_object);
        assert!(content.is_none_or(|content| content.contains_key("application/problem+json")), "{name}");
    }
}

fn gather<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| gather(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| gather(value, references)),
        _ => {}
    }
}
