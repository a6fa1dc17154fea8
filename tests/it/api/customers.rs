//! `POST /v2/customers` and `GET /v2/customers/{id}`: the whole record. Its single fields are in `customer_fields`.

use super::sample::{self, definitions, full};
use crate::door::{Door, START};
use serde_json::{Value, json};

#[tokio::test]
async fn a_sample_with_an_empty_photo_url_and_an_empty_email_is_made() {
    let door = Door::open().await;
    let body = json!({
        "firstName": "Ines", "lastName": "Okoro", "phone": "234-1-555-0100", "photoUrl": "", "photoType": "twitter",
        "jobTitle": "CEO and co-founder", "location": "Greater Lagos area", "background": "I've worked with Ines before.",
        "age": "30-35", "gender": "Female", "organization": "Northwind, Inc",
        "emails": [{"type": "home", "value": ""}],
        "chats": [{"type": "aim", "value": "ines13"}]
    });
    let answer = door.post("/v2/customers", &body).await;
    let path = answer.made();
    assert_eq!(path, format!("/v2/customers/{}", answer.id()));
    assert_eq!(answer.header("location"), Some(format!("{}{path}", door.url).as_str()));
    let customer = door.read(&path).await;
    assert_eq!(customer["firstName"], "Ines");
    assert_eq!(customer["photoUrl"], Value::Null);
    assert_eq!(customer["_embedded"]["emails"], json!([]));
    assert_eq!(customer["_embedded"]["chats"][0]["value"], "ines13");
    assert_eq!(customer["_embedded"]["phones"][0]["value"], "234-1-555-0100");
}

#[tokio::test]
async fn a_customer_with_everything_is_answered_to_the_letter() {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let answer = door.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/hal+json"));
    let text = answer.text().replace(&door.url, "http://host");
    insta::assert_snapshot!(text);
    let link = |part: &str| json!({"href": format!("{}/v2/customers/101{part}", door.url)});
    let property = |kind: &str, slug: &str, name: &str, value: Value, text: &str| json!({"type": kind, "slug": slug, "name": name, "value": value, "text": text, "source": {"name": "api"}});
    let expected = json!({
        "id": 101, "firstName": "Ines", "lastName": "Okoro", "gender": "Female", "jobTitle": "Buyer", "location": "Lagos",
        "organization": "Northwind", "organizationId": 102, "photoType": "gravatar",
        "photoUrl": "https://photos.example/ines.jpg", "age": "30-35", "background": "Met at the fair.",
        "conversationCount": 0, "draft": false, "createdAt": START, "updatedAt": START,
        "_embedded": {
            "emails": [
                {"id": 103, "value": "ines@northwind.example", "type": "work"},
                {"id": 104, "value": "ines@home.example", "type": "home"}
            ],
            "phones": [
                {"id": 105, "value": "+234 1 555 0100", "type": "mobile"},
                {"id": 109, "value": "+234 1 555 0199", "type": "work"}
            ],
            "chats": [{"id": 106, "value": "ines.o", "type": "skype"}],
            "social_profiles": [{"id": 107, "value": "@ines", "type": "twitter"}],
            "websites": [{"id": 108, "value": "https://northwind.example"}],
            "properties": [
                property("number", "seats", "Seats", json!(9_223_372_036_854_775_807_i64), "9223372036854775807"),
                property("text", "color", "Color", json!("green"), "green"),
                property("url", "site", "Site", json!("https://example.com/a"), "https://example.com/a"),
                property("date", "since", "Customer since", json!("2019-01-02"), "2019-01-02"),
                property("dropdown", "plan", "Plan", json!(sample::PLUS), "Plus"),
            ],
            "address": {
                "city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina", "2nd floor"]
            }
        },
        "_links": {
            "self": link(""), "address": link("/address"), "chats": link("/chats"), "emails": link("/emails"),
            "phones": link("/phones"), "social-profiles": link("/social-profiles"), "websites": link("/websites")
        }
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn a_customer_without_anything_is_made_and_shows_only_what_it_has() {
    let door = Door::open().await;
    let path = door.create(&json!({})).await;
    let link = |part: &str| json!({"href": format!("{}{path}{part}", door.url)});
    let expected = json!({
        "id": 101, "gender": "Unknown", "photoType": "unknown", "conversationCount": 0, "draft": false,
        "createdAt": START, "updatedAt": START,
        "_embedded": {"emails": [], "phones": [], "chats": [], "social_profiles": [], "websites": [], "properties": []},
        "_links": {
            "self": link(""), "address": link("/address"), "chats": link("/chats"), "emails": link("/emails"),
            "phones": link("/phones"), "social-profiles": link("/social-profiles"), "websites": link("/websites")
        }
    });
    assert_eq!(door.read(&path).await, expected);
}

#[tokio::test]
async fn null_is_no_value_in_every_field() {
    let door = Door::open().await;
    let nulls: Value = full().as_object().unwrap().keys().map(|name| (name.clone(), Value::Null)).collect();
    let with_nulls = door.create(&nulls).await;
    let without = door.create(&json!({})).await;
    let own = |customer: Value| {
        let mut customer = customer.as_object().unwrap().clone();
        customer.retain(|name, _| name != "id" && name != "_links");
        customer
    };
    assert_eq!(own(door.read(&with_nulls).await), own(door.read(&without).await));
}

#[tokio::test]
async fn what_is_read_only_or_unknown_in_a_body_is_ignored() {
    let door = Door::open().await;
    let body = json!({
        "id": 7, "draft": true, "conversationCount": 9, "createdAt": "1999-01-01T00:00:00Z", "updatedAt": "x",
        "firstname": "small", "extra": {"deep": [1, 2, {"x": null}]}, "": 1, "_embedded": {"emails": [{"value": "x"}]},
        "firstName": "Ann"
    });
    let customer = door.read(&door.create(&body).await).await;
    assert_eq!((&customer["id"], &customer["draft"]), (&json!(101), &json!(false)));
    assert_eq!((&customer["conversationCount"], &customer["createdAt"]), (&json!(0), &json!(START)));
    assert_eq!(customer["firstName"], "Ann");
    assert_eq!(customer["_embedded"]["emails"], json!([]));
}

#[tokio::test]
async fn a_second_customer_cannot_take_the_same_email_in_any_spelling() {
    let door = Door::open().await;
    let first = door.create(&json!({"emails": [{"value": "Ines@Bücher.example"}]})).await;
    let holder = door.read(&first).await["id"].to_string();
    for spelling in
        ["Ines@Bücher.example", "INES@BÜCHER.EXAMPLE", " ines@xn--bcher-kva.example ", "ines@bu\u{308}cher.example"]
    {
        let body = json!({"firstName": "Ann", "emails": [{"value": "ann@x.example"}, {"value": spelling}]});
        let fault = door.post("/v2/customers", &body).await.fault(409);
        assert_eq!(fault["path"], "emails[1].value", "{spelling}");
        assert_eq!(fault["rejectedValue"], holder.as_str());
        assert_eq!(fault["_links"]["holder"]["href"], format!("{}{first}", door.url));
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Duplicate"));
    }
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 1);
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
}

#[tokio::test]
async fn every_address_that_is_taken_is_named_with_its_own_holder() {
    let door = Door::open().await;
    let ann = door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let bob = door.create(&json!({"emails": [{"value": "bob@x.example"}]})).await;
    let emails = json!([{"value": "bob@x.example"}, {"value": "new@x.example"}, {"value": "ann@x.example"}]);
    let errors = door.post("/v2/customers", &json!({"emails": emails})).await.refused(409);
    let told: Vec<_> =
        errors.iter().map(|error| (error["path"].as_str(), error["_links"]["holder"]["href"].as_str())).collect();
    let (ann, bob) = (format!("{}{ann}", door.url), format!("{}{bob}", door.url));
    assert_eq!(told, [(Some("emails[0].value"), Some(bob.as_str())), (Some("emails[2].value"), Some(ann.as_str()))]);
}

#[tokio::test]
async fn the_same_address_twice_in_one_customer_is_a_conflict() {
    let door = Door::open().await;
    let emails = json!([{"value": "ann@x.example"}, {"value": ""}, {"value": "ANN@X.example", "type": "home"}]);
    let fault = door.post("/v2/customers", &json!({"emails": emails})).await.fault(409);
    assert_eq!(fault["path"], "emails[2].value");
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 0);
}

#[tokio::test]
async fn a_customer_that_is_not_there_is_not_found() {
    let door = Door::open().await;
    assert!(door.get("/v2/customers/101").await.sentence(404).contains("customer"));
}

#[tokio::test]
async fn head_answers_as_get_does_without_the_body() {
    let door = Door::open().await;
    let path = door.create(&full_without_properties()).await;
    let (get, head) = (door.get(&path).await, door.request("HEAD", &path).send().await);
    assert_eq!((head.status, head.text()), (200, ""));
    for name in ["content-type", "etag", "content-length"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    assert_eq!(door.request("HEAD", "/v2/customers/999999").send().await.status, 404);
}

#[tokio::test]
async fn the_entity_tag_changes_with_every_change_and_only_then() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let path = door.create(&json!({"organization": "Northwind"})).await;
    let mut tags = vec![door.get(&path).await.header("etag").unwrap().to_owned()];
    let email = door.post(&format!("{path}/emails"), &json!({"value": "a@x.example"})).await.made();
    for step in 0..6 {
        match step {
            0 => {}
            1 => door.put(&email, &json!({"value": "b@x.example"})).await.done(),
            2 => door.delete(&email).await.done(),
            3 => door.put(&format!("{path}/address"), &json!({"city": "Lagos"})).await.done(),
            4 => door.delete(&format!("{path}/address")).await.done(),
            _ => {
                let operations = json!([{"op": "add", "path": "/color", "value": "red"}]);
                door.patch(&format!("{path}/properties"), &operations).await.done();
            }
        }
        let tag = door.get(&path).await.header("etag").unwrap().to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 2, "{tag}");
        assert!(!tags.contains(&tag), "step {step}: {tag} was there before: {tags:?}");
        assert_eq!(door.get(&path).await.header("etag"), Some(tag.as_str()));
        tags.push(tag);
    }
    door.post(&format!("{path}/emails"), &json!({"value": "no address"})).await.refused(400);
    assert_eq!(door.get(&path).await.header("etag"), tags.last().map(String::as_str));
}

#[tokio::test]
async fn created_and_changed_are_told_in_whole_seconds() {
    let door = Door::open().await;
    let path = door.create(&json!({})).await;
    door.advance(61);
    door.put(&format!("{path}/address"), &json!({"city": "Lagos"})).await.done();
    let customer = door.read(&path).await;
    assert_eq!(customer["createdAt"], "2026-11-23T16:11:00Z");
    assert_eq!(customer["updatedAt"], "2026-11-23T16:12:01Z");
}

#[tokio::test]
async fn the_session_cookie_comes_only_when_it_is_set_and_opens_nothing() {
    let without = Door::open().await;
    assert_eq!(without.post("/v2/customers", &json!({})).await.header("set-cookie"), None);
    let door = Door::open_with(|api| api.session_cookie = true).await;
    let answer = door.post("/v2/customers", &json!({})).await;
    answer.made();
    let cookie = answer.header("set-cookie").unwrap();
    let session = cookie.strip_prefix("JSESSIONID=").and_then(|rest| rest.strip_suffix("; Path=/; HttpOnly"));
    assert!(session.is_some_and(|session| session.len() >= 16), "{cookie}");
    let with_cookie = door.bare("GET", "/v2/customers").header("cookie", cookie).send().await;
    assert_eq!(with_cookie.status, 401);
    assert_eq!(door.get("/v2/customers").await.header("set-cookie"), None, "only a create");
}

fn full_without_properties() -> Value {
    let mut body = full();
    body.as_object_mut().unwrap().remove("properties");
    body
}
