//! `/openapi.json`: the document is whole, true and known.

use crate::door::Door;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::openapi::OpenApi;

#[tokio::test]
async fn the_document_is_as_it_was() {
    let door = Door::open().await;
    let answer = door.bare("GET", "/openapi.json").send().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.text(), cardfile::api::openapi_json());
    insta::assert_snapshot!("document", answer.text());
}

#[tokio::test]
async fn the_document_is_openapi_3_1() {
    let document = cardfile::api::openapi_json();
    serde_json::from_str::<OpenApi>(&document).unwrap();
    let document = parsed();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."), "{}", document["openapi"]);
    for required in ["info", "paths", "components", "security"] {
        assert!(document.get(required).is_some(), "{required}");
    }
}

#[tokio::test]
async fn every_path_and_method_is_in_the_document() {
    let mut expected = BTreeSet::from([
        "DELETE /v2/customers/{customerId}/address".to_owned(),
        "GET /health/live".to_owned(),
        "GET /health/ready".to_owned(),
        "GET /metrics".to_owned(),
        "GET /v2/customer-properties".to_owned(),
        "GET /v2/customer-properties/{slug}".to_owned(),
        "GET /v2/customers".to_owned(),
        "GET /v2/customers/{customerId}".to_owned(),
        "GET /v2/customers/{customerId}/address".to_owned(),
        "PATCH /v2/customers/{customerId}/properties".to_owned(),
        "POST /v2/customer-properties".to_owned(),
        "POST /v2/customers".to_owned(),
        "POST /v2/customers/{customerId}/address".to_owned(),
        "POST /v2/oauth2/token".to_owned(),
        "PUT /v2/customers/{customerId}/address".to_owned(),
        "PUT /v2/customers/{customerId}/properties".to_owned(),
    ]);
    for list in ["emails", "phones", "chats", "social-profiles", "websites"] {
        for call in ["GET {}", "POST {}", "GET {}/{entryId}", "PUT {}/{entryId}", "DELETE {}/{entryId}"] {
            expected.insert(call.replacen("{}", &format!("/v2/customers/{{customerId}}/{list}"), 1));
        }
    }
    let found: BTreeSet<String> = operations().into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn each_path_has_the_methods_that_the_document_says_and_no_other() {
    let door = Door::open().await;
    let paths: BTreeSet<String> = operations().into_iter().map(|(_, path, _)| path).collect();
    for path in paths {
        let mut told: BTreeSet<String> =
            operations().into_iter().filter(|(_, other, _)| *other == path).map(|(method, _, _)| method).collect();
        if told.contains("GET") {
            told.insert("HEAD".into());
        }
        told.insert("OPTIONS".into());
        let there = path.replace("{customerId}", "101").replace("{entryId}", "102").replace("{slug}", "plan");
        let answer = door.bare("OPTIONS", &there).send().await;
        let allowed: BTreeSet<String> =
            answer.header("allow").unwrap().split(',').map(|method| method.trim().to_owned()).collect();
        assert_eq!(allowed, told, "{path}");
    }
}

#[tokio::test]
async fn every_operation_tells_what_it_needs_and_what_it_answers() {
    let document = parsed();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations() {
        let name = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{name}: its id is there twice");
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{name}");
        assert!(operation["tags"][0].is_string(), "{name}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let told = parameters.iter().find(|parameter| parameter["name"] == part && parameter["in"] == "path");
            assert!(told.is_some_and(|told| told["required"] == true), "{name}: {part}");
        }
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{name}");
        if path.starts_with("/v2/") && !path.ends_with("/token") {
            for status in ["401", "403"] {
                assert!(answers.contains_key(status), "{name} does not tell {status}");
            }
        }
        if ["POST", "PUT", "PATCH"].contains(&method.as_str()) {
            assert!(operation.get("requestBody").is_some(), "{name}");
            assert!(answers.contains_key("400") && answers.contains_key("413"), "{name}");
        }
    }
    let mut references = Vec::new();
    gather(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

/// Every operation of the document: its method in capitals, its path, and what it says.
pub fn operations() -> Vec<(String, String, Value)> {
    let document = parsed();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    operations
}

fn parsed() -> Value {
    serde_json::from_str(&cardfile::api::openapi_json()).unwrap()
}

fn gather(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(reference) if name == "$ref" => references.push(reference.clone()),
            value => gather(value, references),
        }),
        Value::Array(items) => items.iter().for_each(|item| gather(item, references)),
        _ => {}
    }
}
