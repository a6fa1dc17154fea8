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
