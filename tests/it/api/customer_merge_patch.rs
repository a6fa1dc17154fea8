//! `PATCH /v2/customers/{id}` with an object of fields (`application/merge-patch+json`).

use super::customer_patch::open;
use super::events::events;
use super::organizations;
use super::sample::{BASIC, PLUS, entry, long};
use crate::door::{Answer, Client, Door};
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

async fn merge(door: &Client, customer: &str, body: &Value) -> Answer {
    door.request("PATCH", customer).body("application/merge-patch+json", body.to_string()).send().await
}

async fn merged(door: &Door, customer: &str, body: Value) -> Value {
    merge(door, customer, &body).await.done();
    door.read(customer).await
}

#[tokio::test]
async fn fields_that_are_sent_change_and_the_others_stay() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    let sent =
        json!({"firstName": "Ann", "age": 41, "gender": "male", "photoType": "Facebook", "organization": "Contoso"});
    let after = merged(&door, &customer, sent).await;
    for (name, value) in [
        ("firstName", "Ann"),
        ("age", "41"),
        ("gender", "Male"),
        ("photoType", "facebook"),
        ("organization", "Contoso"),
    ] {
        assert_eq!(after[name], value);
    }
    for name in ["lastName", "jobTitle", "location", "background", "photoUrl", "_embedded"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    for (name, empty) in [
        ("firstName", Value::Null),
        ("lastName", Value::Null),
        ("jobTitle", Value::Null),
        ("location", Value::Null),
        ("background", Value::Null),
        ("age", Value::Null),
        ("photoUrl", Value::Null),
        ("organization", Value::Null),
        ("gender", json!("Unknown")),
        ("photoType", json!("unknown")),
    ] {
        assert_eq!(merged(&door, &customer, json!({name: null})).await[name], empty, "{name}");
    }
}

#[tokio::test]
async fn what_is_not_known_or_read_only_is_ignored() {
    let (door, customer) = open().await;
    let before = door.read(&customer).await;
    let sent = json!({"id": 1, "createdAt": "x", "updatedAt": 5, "draft": true, "conversationCount": 9, "planet": "x",
        "_embedded": {"emails": []}, "_links": {}, "phone": null, "address": [], "properties": []});
    assert_eq!(merged(&door, &customer, sent).await, before);
    assert_eq!(merged(&door, &customer, json!({})).await, before);
    assert_eq!(merged(&door, &customer, before.clone()).await, before, "what was read can be sent back");
    assert_eq!(events(&door, customer.rsplit('/').next().unwrap()).len(), 1);
}

#[tokio::test]
async fn an_organization_s_id_counts_before_its_name_and_its_name_before_no_id() {
    let (door, customer) = open().await;
    let northwind = door.read(&customer).await["organizationId"].clone();
    for (sent, name) in [
        (json!({"organizationId": null, "organization": "Contoso"}), json!("Contoso")),
        (json!({"organizationId": northwind, "organization": "Tailspin"}), json!("Northwind")),
        (json!({"organization": null, "organizationId": northwind}), json!("Northwind")),
        (json!({"organizationId": null}), Value::Null),
        (json!({"organization": " CONTOSO "}), json!("Contoso")),
        (json!({"organization": ""}), Value::Null),
    ] {
        assert_eq!(merged(&door, &customer, sent.clone()).await["organization"], name, "{sent}");
    }
    assert_eq!(organizations::count(&door), 2, "Tailspin is not made");
}

#[tokio::test]
async fn a_list_is_replaced_whole_and_entries_keep_the_ids_that_they_name() {
    let (door, customer) = open().await;
    for kind in EntryKind::ALL {
        let (field, embedded) = (kind.rules().field, kind.rules().embedded);
        let before = door.read(&customer).await;
        let mut kept = entry(kind, 1);
        kept["id"] = before["_embedded"][embedded][0]["id"].clone();
        let after = merged(&door, &customer, json!({field: [entry(kind, 2), kept]})).await;
        let list = after["_embedded"][embedded].as_array().unwrap();
        assert_eq!((list.len(), &list[0]["value"], &list[1]), (2, &entry(kind, 2)["value"], &kept));
        for empty in [Value::Null, json!([])] {
            merged(&door, &customer, json!({field: [entry(kind, 3)]})).await;
            assert_eq!(merged(&door, &customer, json!({field: empty})).await["_embedded"][embedded], json!([]));
        }
    }
    for spelling in ["social-profiles", "social_profiles"] {
        let after = merged(&door, &customer, json!({spelling: [{"value": spelling}]})).await;
        assert_eq!(after["_embedded"]["social_profiles"][0]["value"], spelling);
        assert_eq!(after["_embedded"]["social_profiles"][0]["type"], "other");
    }
}

#[tokio::test]
async fn an_address_is_merged_part_by_part() {
    let (door, customer) = open().await;
    for (sent, expected) in [
        (
            json!({"city": "Abuja", "country": "ng"}),
            json!({"city": "Abuja", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina", "2nd floor"]}),
        ),
        (
            json!({"state": null, "postalCode": 5, "planet": "x"}),
            json!({"city": "Abuja", "postalCode": "5", "country": "NG", "lines": ["12 Marina", "2nd floor"]}),
        ),
        (json!({"lines": ["x"], "country": null}), json!({"city": "Abuja", "postalCode": "5", "lines": ["x"]})),
        (json!({"lines": null}), json!({"city": "Abuja", "postalCode": "5", "lines": []})),
        (json!({"city": null, "postalCode": ""}), Value::Null),
        (json!({"city": "Oslo"}), json!({"city": "Oslo", "lines": []})),
        (json!({}), json!({"city": "Oslo", "lines": []})),
        (Value::Null, Value::Null),
    ] {
        let mut after = merged(&door, &customer, json!({"address": sent})).await["_embedded"]["address"].take();
        after.as_object_mut().map(|fields| fields.remove("_links"));
        assert_eq!(after, expected, "{sent}");
    }
}

#[tokio::test]
async fn property_values_come_by_slug_or_as_a_list_and_null_clears() {
    let (door, customer) = open().await;
    let values = async |sent: Value| -> Value {
        let after = merged(&door, &customer, json!({"properties": sent})).await;
        let values = after["_embedded"]["properties"].as_array().unwrap().iter();
        values.map(|value| (value["slug"].as_str().unwrap().to_owned(), value["value"].clone())).collect()
    };
    let rest = json!({"seats": 5, "site": "https://example.com/a", "since": "2019-01-02", "plan": PLUS});
    assert_eq!(values(json!({"seats": 5, "color": null})).await, rest);
    let list = json!([{"slug": "plan", "value": "Basic"}, {"slug": "site", "value": null}, {"slug": "since"}]);
    assert_eq!(values(list).await, json!({"seats": 5, "plan": BASIC}));
    assert_eq!(values(json!({})).await, json!({"seats": 5, "plan": BASIC}));
    assert_eq!(values(Value::Null).await, json!({}));
}

#[tokio::test]
async fn all_problems_come_in_one_answer_under_the_names_of_the_fields() {
    let (door, customer) = open().await;
    let holder = door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let before = door.read(&customer).await;
    let sent = json!({
        "firstName": "", "lastName": 5, "gender": "x", "organization": long(61), "organizationId": 999_999, "phone": "1",
        "emails": [{"value": "ann@x.example"}, {"value": "x", "type": "skype"}, null, {"value": ""}, {"id": "x", "value": "b@x.example"}],
        "websites": "x", "address": {"country": "XX", "lines": [5, long(256)]},
        "properties": {"seats": "x", "nothing": 1}
    });
    let told = merge(&door, &customer, &sent).await.faults(400);
    assert_eq!(
        told,
        [
            "address.country Pattern",
            "address.lines[0] Type",
            "address.lines[1] Size",
            "emails[1].type EnumValue",
            "emails[1].value Email",
            "emails[2] NotNull",
            "emails[3].value NotEmpty",
            "emails[4].id Identifier",
            "firstName Size",
            "gender EnumValue",
            "lastName Type",
            "organization Size",
            "organizationId Identifier",
            "phone Pattern",
            "properties.nothing UnknownProperty",
            "properties.seats Number",
            "websites Type",
        ]
    );
    let taken = json!({"emails": [{"value": "new@x.example"}, {"value": "ANN@x.example"}]});
    let fault = merge(&door, &customer, &taken).await.fault(409);
    assert_eq!(fault["path"], "emails[1].value");
    assert!(fault["_links"]["holder"]["href"].as_str().unwrap().ends_with(&holder));
    let twice = json!({"emails": [{"value": "a@x.example"}, {"value": "A@x.example"}]});
    assert_eq!(merge(&door, &customer, &twice).await.faults(409), ["emails[1].value Duplicate"]);
    let many: Vec<Value> = (0..51).map(|at| entry(EntryKind::Phone, at)).collect();
    assert_eq!(merge(&door, &customer, &json!({"phones": many})).await.faults(400), ["phones TooMany"]);
    for body in [json!([]), json!([{"op": "remove", "path": "/firstName"}]), json!("x"), json!(null)] {
        let fault = merge(&door, &customer, &body).await.fault(400);
        assert!(fault["message"].as_str().unwrap().contains("application/json-patch+json"), "{fault}");
    }
    assert_eq!(door.read(&customer).await, before);
}

#[tokio::test]
async fn one_merge_is_one_event_and_another_company_sees_nothing() {
    let (door, customer) = open().await;
    let other = door.another_company().await;
    merge(&other, &customer, &json!({"firstName": ""})).await.sentence(404);
    let chat = door.read(&customer).await["_embedded"]["chats"][0].clone();
    let after =
        merged(&door, &customer, json!({"firstName": "Ann", "chats": [{"value": "x"}], "address": {"city": null}}))
            .await;
    let made = after["_embedded"]["chats"][0].clone();
    let log = events(&door, customer.rsplit('/').next().unwrap());
    assert_eq!(log.len(), 2);
    let (was, is) = (format!("/chats/{}", chat["id"]), format!("/chats/{}", made["id"]));
    assert_eq!(log[1].before, json!({"/firstName": "Ines", was: chat, "/address/city": "Lagos"}));
    assert_eq!(log[1].after, json!({"/firstName": "Ann", is: made}));
}
