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
            assert!(!is_open || operation["security"] == serde_json::json!([]), "{method} {path} takes no token");
            let writes_a_record = method != "get" && path.contains('{');
            let has_tag = operation.pointer("/responses/200/headers/ETag").is_some();
            for (is_so, expected, what) in [
                (answers("429"), !is_open, "429"),
                (asks("IdempotencyKey") && answers("422"), method == "post" && !is_open, "Idempotency-Key"),
                (asks("CorrelationId"), true, "Correlation-Id"),
                (answers("408"), operation.get("requestBody").is_some(), "408"),
                (asks("IfMatch") && answers("412"), writes_a_record || has_tag, "If-Match"),
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

#[test]
fn a_create_leads_to_what_can_be_done_with_what_was_made() {
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let links = |path: &str| document["paths"][path]["post"]["responses"]["201"]["links"].clone();
    let from_answer = "$response.header.Resource-ID";
    let read = serde_json::json!({"operationId": "getCustomer", "parameters": {"customerId": from_answer}});
    assert_eq!(links("/v2/customers")["getCustomer"], read);
    assert_eq!(links("/v2/customers")["createEmail"]["parameters"]["customerId"], from_answer);
    assert!(links("/v2/customers").get("getEmail").is_none(), "the id of an email is not known yet");
    let ids = serde_json::json!({"customerId": "$request.path.customerId", "entryId": from_answer});
    assert_eq!(links("/v2/customers/{customerId}/social-profiles")["deleteSocialProfile"]["parameters"], ids);
    assert_eq!(links("/v2/customer-properties")["getCustomerProperty"]["parameters"]["slug"], from_answer);
}

#[test]
fn every_schema_says_what_it_is_and_every_operation_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let mut names: Vec<&str> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
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
