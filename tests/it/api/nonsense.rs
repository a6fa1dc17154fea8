//! Nothing that a client sends makes a 500: every value of a good body is put in the place of every other kind.

use serde_json::{Value, json};

use crate::door::Door;

#[tokio::test]
async fn a_value_of_any_kind_in_any_place_is_answered() {
    let door = Door::open().await;
    door.define(&json!({"type": "number", "slug": "seats", "name": "Seats"})).await;
    let customer = door.create(&json!({"firstName": "Ann"})).await;
    let bodies = [
        (
            "POST",
            "/v2/customers".to_owned(),
            json!({
                "firstName": "Ann", "age": 3, "gender": "male", "photoType": "twitter", "photoUrl": "https://x.example", "phone": "1",
                "organization": "Acme", "organizationId": 1, "emails": [{"type": "work", "value": "a@x.example"}], "phones": [{"value": "1"}],
                "chats": [{"type": "aim", "value": "a"}], "socialProfiles": [{"type": "twitter", "value": "a"}], "websites": [{"value": "x.example"}],
                "address": {"city": "Lagos", "country": "NG", "lines": ["1"]}, "properties": [{"slug": "seats", "value": 5}]
            }),
        ),
        ("POST", "/v2/customers".to_owned(), json!({"properties": {"seats": 5}})),
        ("POST", format!("{customer}/emails"), json!({"type": "work", "value": "b@x.example"})),
        ("PUT", format!("{customer}/address"), json!({"city": "Lagos", "postalCode": 1, "lines": ["1", "2"]})),
        ("PATCH", format!("{customer}/properties"), json!([{"op": "replace", "path": "/seats", "value": 5}])),
        (
            "PUT",
            customer.clone(),
            json!({"firstName": "Ann", "age": 3, "phone": "1", "organization": "Acme", "organizationId": 1}),
        ),
        (
            "PATCH",
            customer.clone(),
            json!([
                {"op": "add", "path": "/emails/-", "value": {"type": "work", "value": "c@x.example"}},
                {"op": "replace", "path": "/phones", "value": [{"id": 1, "type": "work", "value": "1"}]},
                {"op": "add", "path": "/address", "value": {"city": "Lagos", "lines": ["1"]}}
            ]),
        ),
        (
            "POST",
            "/v2/customer-properties".to_owned(),
            json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [{"id": "x", "label": "y"}]}),
        ),
        (
            "PATCH",
            "/v2/customer-properties/seats".to_owned(),
            json!({"type": "number", "slug": "seats", "name": "Seats", "options": [{"id": "x", "label": "y"}]}),
        ),
        (
            "POST",
            "/v2/organizations".to_owned(),
            json!({
                "name": "Acme", "website": "acme.example", "description": "x", "logoUrl": "https://x.example/a.png", "phones": ["1", 2],
                "domain": "acme.example", "domains": ["acme.example"], "brandColor": "#1292EE"
            }),
        ),
        ("PUT", "/v2/organizations/1/properties/x".to_owned(), json!({"value": "x"})),
        (
            "POST",
            "/v2/oauth2/token".to_owned(),
            json!({"grant_type": "client_credentials", "client_id": "1-a", "client_secret": "b"}),
        ),
        (
            "POST",
            "/v2/oauth2/token".to_owned(),
            json!({"grant_type": "authorization_code", "client_id": door.client_id, "client_secret": door.client_secret,
                "code": "1-a", "redirect_uri": "https://x.example", "code_verifier": "c"}),
        ),
        (
            "POST",
            "/v2/oauth2/token".to_owned(),
            json!({"grant_type": "refresh_token", "client_id": door.client_id, "client_secret": door.client_secret, "refresh_token": "1-a"}),
        ),
        (
            "POST",
            "/v2/oauth2/revoke".to_owned(),
            json!({"client_id": door.client_id, "client_secret": door.client_secret, "token": "1-a", "token_type_hint": "x"}),
        ),
        (
            "POST",
            "/v2/oauth2/introspect".to_owned(),
            json!({"client_id": door.client_id, "client_secret": door.client_secret, "token": "1-a", "token_type_hint": "x"}),
        ),
    ];
    let mut sent = 0;
    for (method, path, body) in bodies {
        for place in places(&body, String::new()) {
            for value in kinds() {
                let mut broken = body.clone();
                *broken.pointer_mut(&place).unwrap() = value;
                let answer = door.request(method, &path).json(&broken).send().await;
                assert!(answer.status < 500, "{method} {path} {broken}: {}", answer.text());
                sent += 1;
            }
        }
    }
    assert!(sent > 700, "{sent}");
}

/// The pointer (RFC 6901) of every value, the whole first.
fn places(value: &Value, path: String) -> Vec<String> {
    let mut found = vec![path.clone()];
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| found.extend(places(value, format!("{path}/{name}"))))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| found.extend(places(value, format!("{path}/{at}"))))
        }
        _ => {}
    }
    found
}

/// One or more values of each JSON type, at their edges.
fn kinds() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("x".repeat(5000)),
        json!("/"),
        json!([]),
        json!([[], null, {"value": [1]}]),
        json!({}),
        json!({"value": {}, "type": 5, "slug": null, "op": [], "path": 3}),
    ]
}
