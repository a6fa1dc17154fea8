//! `Prefer: handling=strict`: what would be ignored in a body is refused.

use super::sample::full;
use crate::door::{Answer, Door};
use serde_json::{Value, json};

async fn strictly(door: &Door, method: &str, path: &str, body: &Value) -> Answer {
    let answer = door.request(method, path).header("prefer", "handling=strict").json(body).send().await;
    assert_eq!(answer.header("preference-applied"), Some("handling=strict"), "{method} {path}");
    answer
}

#[tokio::test]
async fn all_that_is_not_read_in_a_customer_is_told_at_once() {
    let door = Door::open().await;
    let body = json!({
        "firstname": "Ann", "id": 5, "createdAt": "2026-01-01T00:00:00Z", "_links": {}, "gender": "x",
        "emails": [{"value": "a@x.example", "label": "x", "id": 7}, {"value": " ", "type": "work"}, {}],
        "websites": [{"value": "x.example", "type": "work"}],
        "address": {"city": "Lagos", "zip": "1"},
        "properties": [{"value": "x", "name": "y"}]
    });
    let answer = strictly(&door, "POST", "/v2/customers", &body).await;
    let expected = [
        "_links ReadOnly",
        "address.zip UnknownField",
        "createdAt ReadOnly",
        "emails[0].id ReadOnly",
        "emails[0].label UnknownField",
        "emails[1].value NotEmpty",
        "emails[2].value NotEmpty",
        "firstname UnknownField",
        "gender EnumValue",
        "id ReadOnly",
        "properties[0].name UnknownField",
        "properties[0].slug NotEmpty",
        "websites[0].type UnknownField",
    ];
    assert_eq!(answer.faults(400), expected);
    let unknown = answer.refused(400).into_iter().find(|error| error["path"] == "firstname").unwrap();
    assert_eq!(unknown["rejectedValue"], "Ann");
    door.bare("GET", "/docs/errors").send().await.text().find("id=\"UnknownField\"").unwrap();
}

#[tokio::test]
async fn without_the_preference_the_same_is_ignored() {
    let door = Door::open().await;
    let body = json!({
        "firstname": "Ann", "id": 5, "emails": [{"value": "a@x.example", "label": "x"}, {"value": " "}],
        "websites": [{"value": "x.example", "type": "work"}], "address": {"city": "Lagos", "zip": "1"}
    });
    for preference in ["handling=lenient", "handling=other", "return=minimal", ""] {
        let answer = door.request("POST", "/v2/customers").header("prefer", preference).json(&body).send().await;
        let path = answer.made();
        assert_eq!(answer.header("preference-applied"), None);
        let email = door.read(&path).await["_embedded"]["emails"][0]["id"].clone();
        door.delete(&format!("{path}/emails/{email}")).await.done();
    }
}

#[tokio::test]
async fn a_body_without_fault_is_taken_as_ever() {
    let door = Door::open().await;
    let mut body = full();
    body.as_object_mut().unwrap().remove("properties");
    strictly(&door, "POST", "/v2/customers", &body).await.made();
    let bare = door.bare("POST", "/v2/customers").header("prefer", "handling=strict").json(&body).send().await;
    assert_eq!(bare.header("preference-applied"), None, "nothing was read");
    let get = door.request("GET", "/v2/customers").header("prefer", "handling=strict").send().await;
    assert_eq!((get.status, get.header("preference-applied")), (200, None));
}

#[tokio::test]
async fn every_body_is_read_so() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let email = door.post(&format!("{customer}/emails"), &json!({"value": "a@x.example"})).await.made();
    let (address, values) = (format!("{customer}/address"), format!("{customer}/properties"));
    let definition =
        json!({"type": "dropdown", "slug": "plan", "name": "Plan", "x": 1, "options": [{"label": "A", "y": 2}]});
    let text = json!({"type": "text", "slug": "plan", "name": "Plan", "options": [{"label": "A"}]});
    let operation = json!([{"op": "add", "path": "/color", "value": "x", "from": "/y"}]);
    let added = json!([
        {"op": "add", "path": "/emails", "value": {"value": "c@x.example", "note": "x"}, "from": "/y"},
        {"op": "add", "path": "/websites", "value": {"value": "x.example", "type": "work"}}
    ]);
    let listed = json!([{"op": "replace", "path": "/phones", "value": [{"id": 1, "value": "1", "note": 2}]}]);
    let calls = [
        ("POST", format!("{customer}/emails"), json!({"value": "b@x.example", "note": "x"}), vec!["note UnknownField"]),
        ("PUT", email, json!({"value": "b@x.example", "id": 1, "note": "x"}), vec!["id ReadOnly", "note UnknownField"]),
        ("POST", address.clone(), json!({"city": "x", "_links": {}}), vec!["_links ReadOnly"]),
        ("PUT", address, json!({"city": "x", "street": "y"}), vec!["street UnknownField"]),
        ("PATCH", values.clone(), operation.clone(), vec!["/color UnknownProperty", "[0].from UnknownField"]),
        ("PUT", values, operation, vec!["/color UnknownProperty", "[0].from UnknownField"]),
        (
            "PATCH",
            customer.clone(),
            added,
            vec!["/emails UnknownField", "/websites UnknownField", "[0].from UnknownField"],
        ),
        ("PATCH", customer.clone(), listed, vec!["/phones UnknownField"]),
        ("PUT", customer.clone(), json!({"planet": "x", "id": 1}), vec!["id ReadOnly", "planet UnknownField"]),
        ("POST", "/v2/customer-properties".to_owned(), definition, vec!["options[0].y UnknownField", "x UnknownField"]),
        ("POST", "/v2/customer-properties".to_owned(), text, vec!["options UnknownField"]),
    ];
    for (method, path, body, expected) in calls {
        assert_eq!(strictly(&door, method, &path, &body).await.faults(400), expected, "{method} {path}");
    }
    let whole = json!([{"op": "replace", "path": "/phones", "value": [{"id": 1, "value": "1"}]}]);
    strictly(&door, "PATCH", &customer, &whole).await.done();
}
