//! `PATCH /v2/customers/{id}` with operations: the own fields, properties and tests, and many operations at once.
//! Entries and addresses are in `customer_patch_parts`, what is refused in `customer_patch_refusals`.

use super::events::events;
use super::organizations;
use super::race::at_once;
use super::sample::{BASIC, PLUS, definitions, entry, full};
use crate::door::{Answer, Door};
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

/// A server with a definition of every type, and a customer that has everything.
pub async fn open() -> (Door, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&full()).await;
    (door, customer)
}

/// What the customer is after operations, which have to be accepted.
pub async fn patched(door: &Door, customer: &str, operations: Value) -> Value {
    let answer = door.patch(customer, &operations).await;
    assert_eq!(answer.status, 204, "{operations}: {}", answer.text());
    answer.done();
    door.read(customer).await
}

/// The entries of one kind that a customer has.
pub fn list(customer: &Value, kind: EntryKind) -> Vec<Value> {
    customer["_embedded"][kind.rules().embedded].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_own_field_is_added_replaced_and_removed() {
    let (door, customer) = open().await;
    let northwind = door.read(&customer).await["organizationId"].clone();
    for (field, sent, answered, empty) in [
        ("firstName", json!("Ann"), json!("Ann"), Value::Null),
        ("lastName", json!("Bee"), json!("Bee"), Value::Null),
        ("jobTitle", json!("CEO"), json!("CEO"), Value::Null),
        ("location", json!("Oslo"), json!("Oslo"), Value::Null),
        ("background", json!("Likes tea."), json!("Likes tea."), Value::Null),
        ("age", json!(41), json!("41"), Value::Null),
        ("photoUrl", json!("https://x.example/a.jpg"), json!("https://x.example/a.jpg"), Value::Null),
        ("gender", json!("MALE"), json!("Male"), json!("Unknown")),
        ("photoType", json!("LinkedIn"), json!("linkedin"), json!("unknown")),
        ("organization", json!("Contoso"), json!("Contoso"), Value::Null),
        ("organizationId", northwind.clone(), northwind, Value::Null),
    ] {
        let path = format!("/{field}");
        for op in ["add", "replace", "ADD"] {
            let after = patched(&door, &customer, json!([{"op": op, "path": path, "value": sent}])).await;
            assert_eq!(after[field], answered, "{op} {field}");
            for emptying in [
                json!({"op": "remove", "path": path}),
                json!({"op": "remove", "path": path, "value": 5}),
                json!({"op": "replace", "path": path, "value": null}),
                json!({"op": "add", "path": path, "value": null}),
            ] {
                patched(&door, &customer, json!([{"op": op, "path": path, "value": sent}])).await;
                let after = patched(&door, &customer, json!([emptying])).await;
                assert_eq!(after[field], empty, "{emptying}");
            }
        }
    }
    let after = patched(&door, &customer, json!([{"op": "replace", "path": "/jobTitle", "value": " "}])).await;
    assert_eq!(after["jobTitle"], Value::Null, "an empty text is no value");
}

#[tokio::test]
async fn an_organization_is_found_or_made_by_its_name() {
    let (door, customer) = open().await;
    let northwind = door.read(&customer).await["organizationId"].clone();
    let name = |name: &str| json!({"op": "replace", "path": "/organization", "value": name});
    let after = patched(&door, &customer, json!([name(" NORTHWIND ")])).await;
    assert_eq!((&after["organizationId"], &after["organization"]), (&northwind, &json!("Northwind")));
    let after = patched(&door, &customer, json!([name("Contoso"), name("Tailspin")])).await;
    assert_eq!((&after["organization"], organizations::count(&door)), (&json!("Tailspin"), 2), "only the last is made");
    let back = json!([name("Nobody's"), {"op": "add", "path": "/organizationId", "value": northwind}]);
    let after = patched(&door, &customer, back).await;
    assert_eq!((&after["organizationId"], organizations::count(&door)), (&northwind, 2));
    patched(&door, &customer, json!([name("New"), {"op": "test", "path": "/organization", "value": "NEW"}])).await;
    assert_eq!(organizations::count(&door), 3);
}

#[tokio::test]
async fn property_values_are_added_replaced_and_removed() {
    let (door, customer) = open().await;
    for (slug, sent, kept) in [
        ("seats", json!("5"), json!(5)),
        ("color", json!("red"), json!("red")),
        ("site", json!("https://x.example/"), json!("https://x.example/")),
        ("since", json!("2020-02-29"), json!("2020-02-29")),
        ("plan", json!("basic"), json!(BASIC)),
    ] {
        let path = format!("/properties/{slug}");
        let value = async |operation: Value| {
            let after = patched(&door, &customer, json!([operation])).await;
            let values = after["_embedded"]["properties"].as_array().unwrap().clone();
            values.into_iter().find(|value| value["slug"] == slug).map(|value| value["value"].clone())
        };
        for op in ["add", "replace"] {
            let setting = json!({"op": op, "path": path, "value": sent});
            assert_eq!(value(setting.clone()).await, Some(kept.clone()));
            assert_eq!(value(json!({"op": op, "path": path, "value": null})).await, None);
            value(setting).await;
            assert_eq!(value(json!({"op": "remove", "path": path})).await, None);
        }
    }
}

#[tokio::test]
async fn operations_see_what_earlier_ones_did_and_the_end_counts() {
    let (door, customer) = open().await;
    let all = door.read(&customer).await;
    let emails = list(&all, EntryKind::Email);
    let (work, home) = (emails[0]["id"].clone(), emails[1]["id"].clone());
    let operations = json!([
        {"op": "replace", "path": "/firstName", "value": "Ann"},
        {"op": "test", "path": "/firstName", "value": "Ann"},
        {"op": "replace", "path": "/firstName", "value": "Bea"},
        // For a moment both entries have one address.
        {"op": "replace", "path": format!("/emails/{home}/value"), "value": "INES@northwind.example"},
        {"op": "remove", "path": format!("/emails/{work}")},
        {"op": "add", "path": "/emails/-", "value": {"value": "ines@home.example"}}
    ]);
    let after = patched(&door, &customer, operations).await;
    assert_eq!(after["firstName"], "Bea");
    let values: Vec<Value> = list(&after, EntryKind::Email).iter().map(|email| email["value"].clone()).collect();
    assert_eq!(values, ["INES@northwind.example", "ines@home.example"]);
    for address in ["ines@northwind.example", "ines@home.example"] {
        door.post("/v2/customers", &json!({"emails": [{"value": address}]})).await.refused(409);
    }
    // Fifty-one for a moment.
    let phones: Vec<Value> = (0..50).map(|number| entry(EntryKind::Phone, number)).collect();
    let after = patched(&door, &customer, json!([{"op": "replace", "path": "/phones", "value": phones}])).await;
    let first = list(&after, EntryKind::Phone)[0]["id"].clone();
    let add = json!({"op": "add", "path": "/phones/-", "value": entry(EntryKind::Phone, 50)});
    let after = patched(&door, &customer, json!([add, {"op": "remove", "path": format!("/phones/{first}")}])).await;
    assert_eq!(list(&after, EntryKind::Phone).len(), 50);
}

#[tokio::test]
async fn an_address_that_is_removed_is_free_at_once_and_one_that_is_added_is_taken() {
    let (door, customer) = open().await;
    let id = list(&door.read(&customer).await, EntryKind::Email)[0]["id"].clone();
    let swap = json!([
        {"op": "replace", "path": format!("/emails/{id}/value"), "value": "new@northwind.example"}
    ]);
    patched(&door, &customer, swap).await;
    door.create(&json!({"emails": [{"value": "ines@northwind.example"}]})).await;
    door.post("/v2/customers", &json!({"emails": [{"value": "NEW@northwind.example"}]})).await.refused(409);
}

#[tokio::test]
async fn one_patch_is_one_version_and_one_event_with_both_sides() {
    let (door, customer) = open().await;
    let id = customer.rsplit('/').next().unwrap();
    let email = list(&door.read(&customer).await, EntryKind::Email)[0]["id"].clone();
    door.advance(5);
    let operations = json!([
        {"op": "remove", "path": "/firstName"},
        {"op": "replace", "path": format!("/emails/{email}/type"), "value": "home"},
        {"op": "add", "path": "/properties/plan", "value": "Basic"},
        {"op": "add", "path": "/chats", "value": {"value": "x", "type": "qq"}},
        {"op": "replace", "path": "/address/city", "value": "Abuja"}
    ]);
    let after = patched(&door, &customer, operations).await;
    let chat = list(&after, EntryKind::Chat)[1].clone();
    let log = events(&door, id);
    assert_eq!((log.len(), log[1].verb.as_str(), &log[1].actor.1), (2, "updated", &Some(door.client_id.clone())));
    let (kind, chat_path) = (format!("/emails/{email}/type"), format!("/chats/{}", chat["id"]));
    assert_eq!(
        log[1].before,
        json!({"/firstName": "Ines", kind.clone(): "work", "/properties/plan/value": PLUS, "/address/city": "Lagos"})
    );
    assert_eq!(
        log[1].after,
        json!({kind: "home", "/properties/plan/value": BASIC, chat_path: chat, "/address/city": "Abuja"})
    );
    assert_eq!(after["updatedAt"], "2026-11-23T16:11:05Z");
    for nothing in [json!([]), json!([{"op": "replace", "path": "/gender", "value": "female"}])] {
        patched(&door, &customer, nothing).await;
    }
    assert_eq!(events(&door, id).len(), 2, "what changes nothing leaves no trace");
}

#[tokio::test]
async fn a_test_holds_for_every_path_in_every_accepted_form() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    let email = &list(&before, EntryKind::Email)[0];
    let own = format!("/emails/{}", email["id"]);
    let mut address = before["_embedded"]["address"].clone();
    address.as_object_mut().unwrap().remove("_links");
    let mut emails = list(&before, EntryKind::Email);
    for (path, expected) in [
        ("/firstName".to_owned(), json!("Ines")),
        ("/age".to_owned(), json!("30-35")),
        ("/gender".to_owned(), json!("FEMALE")),
        ("/photoType".to_owned(), json!("gravatar")),
        ("/organization".to_owned(), json!("northwind")),
        ("/organizationId".to_owned(), before["organizationId"].clone()),
        ("/emails".to_owned(), json!(emails)),
        (own.clone(), email.clone()),
        (own.clone(), json!({"value": email["value"]})),
        (format!("{own}/value"), email["value"].clone()),
        (format!("{own}/type"), email["type"].clone()),
        ("/address".to_owned(), address.clone()),
        ("/address/country".to_owned(), json!("ng")),
        ("/address/lines".to_owned(), address["lines"].clone()),
        ("/address/lines/1".to_owned(), address["lines"][1].clone()),
        ("/properties/plan".to_owned(), json!("plus")),
        ("/properties/plan".to_owned(), json!(PLUS)),
        ("/properties/seats".to_owned(), json!(9_223_372_036_854_775_807_i64)),
    ] {
        patched(&door, &customer, json!([{"op": "test", "path": path, "value": expected}])).await;
    }
    emails.iter_mut().for_each(|email| drop(email.as_object_mut().unwrap().remove("id")));
    patched(&door, &customer, json!([{"op": "test", "path": "/emails", "value": emails}])).await;
    assert_eq!(door.read(&customer).await, before);
    let empty = door.create(&json!({})).await;
    for path in
        ["/firstName", "/organization", "/organizationId", "/emails", "/address", "/address/city", "/properties/plan"]
    {
        patched(&door, &empty, json!([{"op": "test", "path": path, "value": null}])).await;
    }
}

#[tokio::test]
async fn the_three_media_types_of_a_list_of_operations_are_read() {
    let (door, customer) = open().await;
    for (at, media_type) in ["application/json", "application/hal+json; charset=utf-8", "Application/JSON-Patch+json"]
        .into_iter()
        .enumerate()
    {
        let operations = json!([{"op": "replace", "path": "/firstName", "value": format!("Ann {at}")}]);
        door.request("PATCH", &customer).body(media_type, operations.to_string()).send().await.done();
        assert_eq!(door.read(&customer).await["firstName"], format!("Ann {at}"));
    }
    door.patch(&format!("{customer}/"), &json!([{"op": "remove", "path": "/firstName"}])).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_patches_of_different_parts_all_land() {
    let door = Door::open().await;
    for number in 0..40 {
        door.define(&json!({"type": "text", "slug": format!("p{number}"), "name": "x"})).await;
    }
    let customer = door.create(&json!({})).await;
    let mut paths: Vec<String> = (0..40).map(|number| format!("/properties/p{number}")).collect();
    let own = ["firstName", "lastName", "jobTitle", "location", "background", "age", "organization"];
    paths.extend(own.iter().map(|name| format!("/{name}")));
    paths.extend(["city", "state", "postalCode", "lines/-"].map(|name| format!("/address/{name}")));
    paths.extend((paths.len()..64).map(|_| "/phones/-".to_owned()));
    let request = |(at, path): (usize, &String)| {
        let text = json!(format!("text {at}"));
        let value = if path == "/phones/-" { json!({"value": text}) } else { text };
        door.request("PATCH", &customer).json(&json!([{"op": "add", "path": path, "value": value}]))
    };
    at_once(paths.iter().enumerate().map(request).collect()).await.iter().for_each(Answer::done);
    let text = door.read(&customer).await.to_string();
    for (at, path) in paths.iter().enumerate() {
        assert!(text.contains(&format!("\"text {at}\"")), "{path} is lost");
    }
    assert_eq!(events(&door, customer.rsplit('/').next().unwrap()).len(), 65);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_customers_that_patch_in_one_address_leave_it_with_one() {
    let door = Door::open().await;
    let mut customers = Vec::new();
    for _ in 0..64 {
        customers.push(door.create(&json!({})).await);
    }
    let operations = json!([
        {"op": "replace", "path": "/organization", "value": "Northwind"},
        {"op": "add", "path": "/emails/-", "value": {"value": "one@x.example"}}
    ]);
    let requests = customers.iter().map(|customer| door.request("PATCH", customer).json(&operations)).collect();
    let answers = at_once(requests).await;
    let winners: Vec<usize> = (0..64).filter(|at| answers[*at].status == 204).collect();
    assert_eq!(winners.len(), 1);
    for refused in answers.iter().filter(|answer| answer.status != 204) {
        let fault = refused.fault(409);
        assert_eq!(fault["path"], "/emails/-");
        assert!(fault["_links"]["holder"]["href"].as_str().unwrap().ends_with(&customers[winners[0]]));
    }
    assert_eq!(organizations::count(&door), 1, "a refused patch makes no organization");
}
