//! `PUT /v2/customers/{id}`: the own fields are overwritten, everything else stays.

use super::events::events;
use super::organizations;
use super::race::at_once;
use super::sample::{definitions, entry, full, long};
use crate::door::{Answer, Door};
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const OWN: [&str; 10] = [
    "firstName",
    "lastName",
    "jobTitle",
    "location",
    "background",
    "age",
    "photoUrl",
    "organization",
    "gender",
    "photoType",
];

async fn open() -> (Door, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&full()).await;
    (door, customer)
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn every_own_field_is_overwritten_and_all_else_stays() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    let sent = json!({
        "firstName": "Ann", "lastName": "Bee", "jobTitle": "CEO", "location": "Oslo", "background": "New.", "age": 41,
        "photoUrl": "https://photos.example/ann.jpg", "photoType": "TWITTER", "gender": "MALE", "organization": "Contoso"
    });
    door.advance(5);
    door.put(&customer, &sent).await.done();
    let after = door.read(&customer).await;
    let expected = json!({"age": "41", "photoType": "twitter", "gender": "Male"});
    for name in OWN {
        assert_eq!(&after[name], expected.get(name).unwrap_or(&sent[name]), "{name}");
    }
    assert_ne!(after["organizationId"], before["organizationId"]);
    assert_ne!(after["updatedAt"], before["updatedAt"]);
    for name in ["_embedded", "createdAt", "id", "_links"] {
        assert_eq!(after[name], before[name], "{name}");
    }
}

#[tokio::test]
async fn a_field_that_is_left_out_or_null_becomes_empty() {
    let (door, customer) = open().await;
    let nothing: Value = OWN.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    for body in [json!({}), nothing, json!({"jobTitle": " ", "organization": "", "photoUrl": ""})] {
        door.put(&customer, &full()).await.done();
        let before = door.read(&customer).await;
        door.put(&customer, &body).await.done();
        let after = door.read(&customer).await;
        for name in OWN[..8].iter().chain(&["organizationId"]) {
            assert!(!before[name].is_null() && after[name].is_null(), "{name}: {body}");
        }
        assert_eq!((&after["gender"], &after["photoType"]), (&json!("Unknown"), &json!("unknown")));
        assert_eq!(after["_embedded"], before["_embedded"]);
    }
    assert_eq!(organizations::count(&door), 1, "the organization stays without its member");
}

#[tokio::test]
async fn lists_address_and_properties_are_not_even_looked_at() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    for body in [
        json!({"emails": [{"value": "ann@x.example"}], "chats": [], "address": {"city": "Oslo"}, "properties": {"color": "red"}}),
        json!({"emails": 5, "phones": [null], "websites": [{}], "address": "x", "properties": [{"slug": "nothing"}]}),
        json!({"_embedded": {"emails": []}, "id": 1, "createdAt": "x", "draft": true, "unknown": [1]}),
        before.clone(),
    ] {
        door.put(&customer, &body).await.done();
        assert_eq!(door.read(&customer).await["_embedded"], before["_embedded"], "{body}");
    }
    let after = door.read(&customer).await;
    for name in OWN {
        assert_eq!(after[name], before[name], "what was read can be sent back: {name}");
    }
}

#[tokio::test]
async fn the_checks_are_those_of_a_create_and_all_problems_come_at_once() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    let wrong = json!({
        "firstName": "", "lastName": long(41), "jobTitle": long(61), "location": "a\u{0}b", "background": long(201),
        "age": true, "photoUrl": "x", "photoType": "x", "gender": "x", "organization": long(61), "phone": long(501)
    });
    let faults = door.put(&customer, &wrong).await.faults(400);
    assert_eq!(faults, door.post("/v2/customers", &wrong).await.faults(400));
    assert_eq!(faults.len(), 11, "{faults:?}");
    assert_eq!(door.read(&customer).await, before);
    let most = json!({
        "firstName": long(40), "lastName": long(40), "jobTitle": long(60), "location": long(60), "background": long(200),
        "age": long(60), "organization": long(60), "phone": long(500)
    });
    door.put(&customer, &most).await.done();
    assert_eq!(door.put(&customer, &json!([])).await.faults(400), [" Type"]);
    assert!(door.request("PUT", &customer).body("application/json", "{").send().await.sentence(400).contains("line 1"));
}

#[tokio::test]
async fn a_phone_is_added_unless_the_customer_has_it() {
    let (door, customer) = open().await;
    let phones = || async { door.read(&customer).await["_embedded"]["phones"].as_array().unwrap().clone() };
    let before = phones().await;
    for known in ["+234 1 555 0100", "+234 1 555 0199"] {
        door.put(&customer, &json!({"phone": known})).await.done();
        assert_eq!(phones().await, before);
    }
    for new in [json!("+47 22 00 00 00"), json!(4722)] {
        door.put(&customer, &json!({"phone": new})).await.done();
        door.put(&customer, &json!({"phone": new})).await.done();
    }
    let after = phones().await;
    assert_eq!((after.len(), &after[..2]), (4, &before[..]));
    assert_eq!(after[2], json!({"id": after[2]["id"], "value": "+47 22 00 00 00", "type": "work"}));
    assert_eq!(after[3]["value"], "4722");
    for number in 4..50 {
        door.post(&format!("{customer}/phones"), &entry(EntryKind::Phone, number)).await.made();
    }
    assert_eq!(door.put(&customer, &json!({"phone": "one more"})).await.faults(400), ["phone TooMany"]);
    door.put(&customer, &json!({"phone": "4722"})).await.done();
}

#[tokio::test]
async fn an_organization_is_found_or_made_by_its_name_and_its_id_counts_first() {
    let (door, customer) = open().await;
    let organization = || async { door.read(&customer).await["organizationId"].as_i64() };
    let northwind = organization().await;
    door.put(&customer, &json!({"organization": " NORTHWIND "})).await.done();
    assert_eq!((organization().await, organizations::count(&door)), (northwind, 1));
    door.put(&customer, &json!({"organization": "Contoso"})).await.done();
    let contoso = organization().await;
    assert!(contoso.is_some() && contoso != northwind);
    let made = &events(&door, &contoso.unwrap().to_string())[0];
    assert_eq!((made.verb.as_str(), &made.after["name"]), ("created", &json!("Contoso")));
    door.put(&customer, &json!({"organization": "A third", "organizationId": northwind})).await.done();
    assert_eq!((organization().await, organizations::count(&door)), (northwind, 2), "the third is not made");
    door.put(&customer, &json!({"organization": "A third", "organizationId": null})).await.done();
    assert_eq!(organizations::count(&door), 3);

    let other = door.another_company().await;
    let stranger = other.create(&json!({"organization": "Theirs"})).await;
    let theirs = other.read(&stranger).await["organizationId"].clone();
    for unknown in [json!(9_007_199_254_740_991_i64), theirs, json!(0), json!("x")] {
        let body = json!({"organizationId": unknown, "gender": "x"});
        assert_eq!(door.put(&customer, &body).await.faults(400), ["gender EnumValue", "organizationId Identifier"]);
    }
    door.put(&customer, &json!({"organization": "Theirs"})).await.done();
    assert_eq!(organizations::count(&door), 5, "names are a company's own");
}

#[tokio::test]
async fn the_log_tells_both_sides_and_nothing_when_nothing_changed() {
    let (door, customer) = open().await;
    door.put(&customer, &full()).await.done();
    assert_eq!(events(&door, id_of(&customer)).len(), 1);
    door.put(&customer, &json!({"firstName": "Ann", "gender": "female", "phone": "1"})).await.done();
    let log = events(&door, id_of(&customer));
    let phone = door.read(&customer).await["_embedded"]["phones"][2].clone();
    assert_eq!((log.len(), log[1].verb.as_str()), (2, "updated"));
    assert_eq!(
        log[1].before,
        json!({"/firstName": "Ines", "/lastName": "Okoro", "/jobTitle": "Buyer", "/location": "Lagos", "/age": "30-35",
            "/background": "Met at the fair.", "/photoUrl": "https://photos.example/ines.jpg", "/photoType": "gravatar",
            "/organizationId": 102})
    );
    let path = format!("/phones/{}", phone["id"]);
    assert_eq!(log[1].after, json!({"/firstName": "Ann", "/photoType": "unknown", path: phone}));
}

#[tokio::test]
async fn a_customer_that_is_not_there_is_404_and_another_media_type_415() {
    let (door, customer) = open().await;
    let other = door.another_company().await;
    let before = door.read(&customer).await;
    for (client, path) in [(&*door, "/v2/customers/999"), (&*door, "/v2/customers/abc"), (&other, &customer)] {
        client.put(path, &json!({"firstName": "Ann"})).await.sentence(404);
    }
    assert_eq!(door.bare("PUT", &customer).json(&json!({})).send().await.status, 401);
    let merge = door.request("PUT", &customer).body("application/merge-patch+json", "{}").send().await;
    assert!(merge.sentence(415).contains("application/json"));
    door.request("PUT", &format!("{customer}/")).body("application/hal+json", before.to_string()).send().await.done();
    assert_eq!(door.read(&customer).await["_embedded"], before["_embedded"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_of_sixty_four_writers_wins_whole() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let body = |writer: usize| {
        let text = format!("Writer {writer}");
        json!({"firstName": text, "lastName": text, "jobTitle": text, "organization": text})
    };
    let answers = at_once((0..64).map(|writer| door.request("PUT", &customer).json(&body(writer))).collect()).await;
    answers.iter().for_each(Answer::done);
    let left = door.read(&customer).await;
    assert!(left["firstName"].as_str().unwrap().starts_with("Writer "));
    for name in ["lastName", "jobTitle", "organization"] {
        assert_eq!(left[name], left["firstName"]);
    }
    assert_eq!(events(&door, id_of(&customer)).len(), 65);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_overwrites_with_one_organization_name_make_one_organization() {
    let door = Door::open().await;
    let mut customers = Vec::new();
    for _ in 0..64 {
        customers.push(door.create(&json!({})).await);
    }
    let request = |customer: &String| door.request("PUT", customer).json(&json!({"organization": "Northwind"}));
    at_once(customers.iter().map(request).collect()).await.iter().for_each(Answer::done);
    let mut ids = BTreeSet::new();
    for customer in &customers {
        ids.insert(door.read(customer).await["organizationId"].as_i64().unwrap());
    }
    assert_eq!((ids.len(), organizations::count(&door)), (1, 1));
}
