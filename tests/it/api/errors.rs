//! The envelope of refusals.

use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn every_mistake_of_a_body_is_told_in_one_answer() {
    let door = Door::open().await;
    let body = json!({
        "firstName": "", "lastName": 5, "gender": "x", "photoType": "y", "photoUrl": "z", "jobTitle": "j".repeat(61),
        "organizationId": 999_999, "organization": "o".repeat(61), "age": [], "phone": {},
        "emails": [{"value": "no address", "type": "fax"}, {"value": "ann@x.example"}, {"value": "Ann@x.example"}, null],
        "websites": [{"value": "two words"}], "chats": "skype", "address": {"country": "XX", "lines": [5]},
        "properties": [{"slug": "car", "value": "Tesla"}, {"value": "x"}]
    });
    let expected = [
        "address.country Pattern",
        "address.lines[0] Type",
        "age Type",
        "chats Type",
        "emails[0].type EnumValue",
        "emails[0].value Email",
        "emails[2].value Duplicate",
        "emails[3] NotNull",
        "firstName Size",
        "gender EnumValue",
        "jobTitle Size",
        "lastName Type",
        "organization Size",
        "organizationId Identifier",
        "phone Type",
        "photoType EnumValue",
        "photoUrl Url",
        "properties[0].slug UnknownProperty",
        "properties[1].slug NotEmpty",
        "websites[0].value Url",
    ];
    assert_eq!(door.post("/v2/customers", &body).await.faults(400), expected);
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_beside_other_mistakes() {
    let door = Door::open().await;
    let holder = door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let body = json!({"gender": "x", "emails": [{"value": "ANN@x.example"}]});
    let answer = door.post("/v2/customers", &body).await;
    assert_eq!(answer.faults(400), ["emails[0].value Duplicate", "gender EnumValue"]);
    let errors = answer.refused(400);
    let taken = errors.iter().find(|error| error["path"] == "emails[0].value").unwrap();
    assert_eq!(taken["_links"]["holder"]["href"], format!("{}{holder}", door.url));
}

#[tokio::test]
async fn the_envelope_has_exactly_the_shape_of_the_wire() {
    let door = Door::open().await;
    let request = door.request("POST", "/v2/customers").header("correlation-id", "my-reference \"1\"");
    let answer = request.json(&json!({"firstName": "x".repeat(41)})).send().await;
    assert_eq!(answer.header("content-type"), Some("application/vnd.error+json"), "and no charset");
    assert_eq!(
        answer.json(),
        json!({
            "logRef": "my-reference \"1\"",
            "message": "Bad request",
            "_embedded": {"errors": [{
                "path": "firstName", "message": "size must be between 1 and 40", "rejectedValue": "x".repeat(41), "source": "JSON",
                "_links": {"about": {"href": format!("{}/docs/errors#Size", door.url)}}
            }]},
            "_links": {"about": {"href": format!("{}/docs/errors", door.url)}}
        })
    );
}

#[tokio::test]
async fn embedded_errors_are_left_out_where_no_field_is_at_fault() {
    let door = Door::open().await;
    let answer = door.get("/v2/customers/999999").await;
    let body = answer.json();
    assert_eq!(answer.header("content-type"), Some("application/vnd.error+json"));
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["logRef", "message", "_links"], "{body}");
}

#[tokio::test]
async fn what_was_given_is_shown_up_to_200_characters() {
    let door = Door::open().await;
    for sign in ["x", "é", "👩", "\u{301}"] {
        let fault = door.post("/v2/customers", &json!({"background": sign.repeat(5000)})).await.fault(400);
        assert_eq!(fault["rejectedValue"], sign.repeat(200));
        let fault = door.post("/v2/customers", &json!({"background": sign.repeat(201)})).await.fault(400);
        assert_eq!(fault["rejectedValue"], sign.repeat(200));
    }
    let query = "x".repeat(300);
    let fault = door.get(&format!("/v2/customers?sortField={query}")).await.fault(400);
    assert_eq!(fault["rejectedValue"], "x".repeat(200));
}

#[tokio::test]
async fn every_kind_of_refusal_has_the_envelope() {
    let door = Door::open().await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let taken = json!({"emails": [{"value": "ann@x.example"}]});
    for (status, answer) in [
        (400, door.post("/v2/customers", &json!([])).await),
        (400, door.get("/v2/customers?page=0").await),
        (404, door.get("/v2/customers/x").await),
        (404, door.get("/v2/nowhere").await),
        (405, door.delete("/v2/customers").await),
        (409, door.post("/v2/customers", &taken).await),
        (413, door.request("POST", "/v2/customers").body("application/json", vec![b' '; 100_001]).send().await),
        (415, door.request("POST", "/v2/customers").body("text/plain", "{}").send().await),
    ] {
        answer.refused(status);
    }
}

#[tokio::test]
async fn every_anchor_that_is_told_is_on_the_errors_page() {
    let door = Door::open().await;
    let page = door.bare("GET", "/docs/errors").send().await.text().to_owned();
    let body = json!({"firstName": "", "gender": "x", "emails": [{"value": "x"}, null], "photoUrl": "x", "properties": {"x": 1}, "age": []});
    for error in door.post("/v2/customers", &body).await.refused(400) {
        let href: &Value = &error["_links"]["about"]["href"];
        let anchor = href.as_str().unwrap().split_once('#').unwrap().1.to_owned();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
}
