//! Refusals as problem details (RFC 9457), for those who ask for them.

use crate::door::{Answer, Door, Request};
use serde_json::{Value, json};

fn asking(request: Request) -> Request {
    request.header("accept", "application/problem+json")
}

/// Holds a refusal against the standard.
fn details(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let details = answer.json();
    assert_eq!(details["status"], status);
    for name in ["type", "title", "detail", "instance"] {
        assert!(details[name].as_str().is_some_and(|text| !text.is_empty()), "{name} in {details:#}");
    }
    assert_eq!(details["instance"].as_str(), answer.header("correlation-id"));
    details
}

#[tokio::test]
async fn one_fault_gives_the_refusal_its_type() {
    let door = Door::open().await;
    let request = asking(door.request("POST", "/v2/customers")).header("correlation-id", "my-reference");
    let answer = request.json(&json!({"emails": [{"value": "no address"}]})).send().await;
    let rule = format!("{}/docs/errors#Email", door.url);
    assert_eq!(
        details(&answer, 400),
        json!({
            "type": rule, "title": "Email", "status": 400,
            "detail": "emails[0].value: not a well-formed email address", "instance": "my-reference",
            "errors": [{
                "pointer": "#/emails/0/value", "path": "emails[0].value", "detail": "not a well-formed email address",
                "rejectedValue": "no address", "type": rule
            }]
        })
    );
}

#[tokio::test]
async fn faults_of_several_rules_are_told_with_their_places() {
    let door = Door::open().await;
    let body =
        asking(door.request("POST", "/v2/customers")).json(&json!({"firstName": "", "gender": "x"})).send().await;
    let told = details(&body, 400);
    assert_eq!((&told["type"], &told["title"]), (&json!("about:blank"), &json!("Bad Request")));
    assert_eq!(told["errors"].as_array().unwrap().len(), 2);
    let query = asking(door.request("GET", "/v2/customers?page=0")).send().await;
    let error = &details(&query, 400)["errors"][0];
    assert_eq!((&error["parameter"], error.get("pointer")), (&json!("page"), None));
    let header = asking(door.request("POST", "/v2/customers")).header("idempotency-key", "").json(&json!({}));
    assert_eq!(details(&header.send().await, 400)["errors"][0]["header"], "Idempotency-Key");
}

#[tokio::test]
async fn every_kind_of_refusal_has_this_form_too() {
    let door = Door::open().await;
    let customer = door.create(&json!({"emails": [{"value": "a@x.example"}], "address": {"city": "x"}})).await;
    let taken = json!({"emails": [{"value": "a@x.example"}]});
    let large = door.request("POST", "/v2/customers").body("application/json", vec![b' '; 100_001]);
    let requests = [
        (400, door.request("POST", "/v2/customers").body("application/json", "{")),
        (404, door.request("GET", "/v2/customers/x")),
        (404, door.bare("GET", "/v2/nowhere")),
        (405, door.request("DELETE", "/v2/customers")),
        (409, door.request("POST", "/v2/customers").json(&taken)),
        (412, door.request("DELETE", &format!("{customer}/address")).header("if-match", "\"9\"")),
        (413, large),
        (415, door.request("POST", "/v2/customers").body("text/plain", "{}")),
    ];
    for (status, request) in requests {
        details(&asking(request).send().await, status);
    }
    let taken = asking(door.request("POST", "/v2/customers")).json(&taken).send().await;
    assert_eq!(details(&taken, 409)["errors"][0]["holder"], format!("{}{customer}", door.url));
}

#[tokio::test]
async fn a_missing_token_is_told_in_the_form_that_is_asked_for() {
    let door = Door::open().await;
    let answer = asking(door.bare("GET", "/v2/customers")).send().await;
    assert_eq!(details(&answer, 401)["type"], "about:blank");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    let plain = door.bare("GET", "/v2/customers").send().await;
    assert_eq!((plain.status, plain.json()["error"].as_str()), (401, Some("invalid_token")));
}

#[tokio::test]
async fn the_envelope_stays_for_those_who_do_not_ask_or_want_it_more() {
    let door = Door::open().await;
    for accept in
        ["*/*", "application/json", "application/problem+json;q=0", "application/problem+json;q=0.4, */*;q=0.5"]
    {
        door.request("GET", "/v2/nowhere").header("accept", accept).send().await.sentence(404);
    }
    for accept in ["application/hal+json, application/problem+json;q=0.1", "*/*, Application/Problem+json"] {
        details(&door.request("GET", "/v2/nowhere").header("accept", accept).send().await, 404);
    }
    let good = asking(door.request("GET", "/v2/customers")).send().await;
    assert_eq!(good.header("content-type"), Some("application/hal+json"), "only refusals have two forms");
}

#[tokio::test]
async fn the_instance_is_a_uri_whatever_the_reference_is() {
    let door = Door::open().await;
    let answer =
        asking(door.bare("GET", "/v2/nowhere")).header("correlation-id", "a b:\"c\"/é?".trim_end_matches("é?"));
    let answer = answer.send().await;
    assert_eq!(answer.json()["instance"], "a%20b%3A%22c%22%2F");
}
