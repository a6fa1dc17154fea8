//! `/v2/organizations/properties`, and the values of organizations.

use super::sample::{PLUS, definitions};
use std::sync::Arc;

use crate::door::Door;
use cardfile::actions::sweep;
use serde_json::{Value, json};

const LIST: &str = "/v2/organizations/properties";

/// A server with a definition of every type for organizations, and an organization.
async fn open() -> (Door, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.post(LIST, &definition).await.made();
    }
    let path = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    (door, path)
}

/// The values that an organization has, by slug.
async fn values(door: &Door, organization: &str) -> Value {
    let shown = door.read(&format!("{organization}?includeProperties=true")).await;
    let values = shown["_embedded"]["properties"].as_array().unwrap().iter();
    values.map(|value| (value["slug"].as_str().unwrap().to_owned(), value["value"].clone())).collect()
}

async fn put(door: &Door, organization: &str, slug: &str, value: Value) {
    door.put(&format!("{organization}/properties/{slug}"), &json!({"value": value})).await.done();
}

#[tokio::test]
async fn definitions_of_organizations_are_apart_from_those_of_customers() {
    let (door, _) = open().await;
    let shown = |mut body: Value| {
        body["_links"] = json!({"self": {"href": format!("{}{LIST}/{}", door.url, body["slug"].as_str().unwrap())}});
        body
    };
    let all: Vec<Value> = definitions().into_iter().map(shown).collect();
    let list = json!({"_embedded": {"organization-properties": all}, "_links": {"self": {"href": format!("{}{LIST}", door.url)}}});
    assert_eq!(door.read(LIST).await, list);
    assert_eq!(door.read(&format!("{LIST}/plan")).await, all[4]);
    assert_eq!(door.read("/v2/customer-properties").await["_embedded"]["customer-properties"], json!([]));
    door.get("/v2/customer-properties/plan").await.sentence(404);
    assert_eq!(door.post(LIST, &definitions()[0]).await.faults(409), ["slug Duplicate"]);
    door.define(&json!({"type": "text", "slug": "plan", "name": "Another"})).await;
    door.patch(&format!("{LIST}/plan"), &json!({"name": "The plan"})).await.done();
    assert_eq!(door.read("/v2/customer-properties/plan").await["name"], "Another");
    door.put(&format!("{LIST}/seats"), &json!({"name": "Chairs"})).await.done();
    assert_eq!(door.read(&format!("{LIST}/seats")).await["name"], "Chairs");
    assert_eq!(
        door.put(&format!("{LIST}/seats"), &json!({"name": "x", "type": "text"})).await.faults(400),
        ["type ReadOnly"]
    );
    door.delete(&format!("{LIST}/plan")).await.done();
    door.get(&format!("{LIST}/plan")).await.sentence(404);
    door.read("/v2/customer-properties/plan").await;
    let refused = door.post("/v2/customers", &json!({"properties": {"seats": 5}})).await;
    assert_eq!(refused.faults(400), ["properties.seats UnknownProperty"]);
    let other = door.another_company().await;
    other.get(&format!("{LIST}/seats")).await.sentence(404);
    other.delete(&format!("{LIST}/seats")).await.sentence(404);
}

#[tokio::test]
async fn each_kind_of_owner_has_its_own_fifty_definitions() {
    let door = Door::open_with(|api| Arc::get_mut(&mut api.directory).unwrap().definitions_max = 2).await;
    for list in [LIST, "/v2/customer-properties"] {
        let define = async |slug: &str| door.post(list, &json!({"type": "text", "slug": slug, "name": "x"})).await;
        define("a").await.made();
        define("b").await.made();
        assert_eq!(define("c").await.faults(400), ["slug TooMany"]);
    }
}

#[tokio::test]
async fn a_value_is_put_and_shown_as_on_a_customer() {
    let (door, path) = open().await;
    let before = door.get(&format!("{path}?includeProperties=true")).await.header("etag").unwrap().to_owned();
    let given = [
        ("seats", json!("42")),
        ("color", json!("green")),
        ("site", json!("https://x.example/")),
        ("since", json!("2019-01-02")),
        ("plan", json!("plus")),
    ];
    for (slug, value) in given {
        put(&door, &path, slug, value).await;
    }
    let shown = door.get(&format!("{path}?includeProperties=true")).await;
    assert_ne!(shown.header("etag"), Some(&*before));
    let values_shown = shown.json()["_embedded"]["properties"].clone();
    assert_eq!(values_shown.as_array().unwrap().len(), 5);
    assert_eq!(
        values_shown[0],
        json!({"type": "number", "slug": "seats", "name": "Seats", "value": 42, "text": "42", "source": {"name": "api"}})
    );
    assert_eq!(
        values_shown[4],
        json!({"type": "dropdown", "slug": "plan", "name": "Plan", "value": PLUS, "text": "Plus", "source": {"name": "api"}})
    );
    assert!(door.read(&path).await.get("_embedded").is_none());
    let list = door.read("/v2/organizations?includeProperties=true").await;
    assert_eq!(list["_embedded"]["organizations"][0]["_embedded"]["properties"], values_shown);
    door.put(&path, &json!({"name": "Northwind", "note": "x"})).await.done();
    assert_eq!(values(&door, &path).await["seats"], 42, "an overwrite leaves values alone");
    door.delete(&format!("{path}/properties/plan")).await.done();
    door.delete(&format!("{path}/properties/plan")).await.done();
    for nothing in [Value::Null, json!("")] {
        put(&door, &path, "color", json!("red")).await;
        put(&door, &path, "color", nothing).await;
    }
    put(&door, &path, "seats", json!(7)).await;
    assert_eq!(values(&door, &path).await, json!({"seats": 7, "site": "https://x.example/", "since": "2019-01-02"}));
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_refused_and_a_path_that_leads_nowhere_is_not_found() {
    let (door, path) = open().await;
    for (slug, value, rule) in [
        ("seats", json!("five"), "Number"),
        ("color", json!("x".repeat(256)), "Size"),
        ("site", json!("ftp://x.example"), "Url"),
        ("since", json!("soon"), "Date"),
        ("plan", json!("Gold"), "EnumValue"),
        ("color", json!({}), "Type"),
    ] {
        let answer = door.put(&format!("{path}/properties/{slug}"), &json!({"value": value})).await;
        assert_eq!(answer.faults(400), [format!("value {rule}")]);
    }
    assert_eq!(door.put(&format!("{path}/properties/color"), &json!({})).await.faults(400), ["value NotEmpty"]);
    assert_eq!(door.put(&format!("{path}/properties/color"), &json!([])).await.faults(400), [" Type"]);
    put(&door, &path, "color", json!("x".repeat(255))).await;
    let other = door.another_company().await;
    for (client, path) in [
        (&*door, format!("{path}/properties/nothing")),
        (&*door, "/v2/organizations/999999/properties/color".to_owned()),
        (&*door, "/v2/organizations/x/properties/color".to_owned()),
        (&other, format!("{path}/properties/color")),
    ] {
        client.put(&path, &json!({"value": "x"})).await.sentence(404);
        client.delete(&path).await.sentence(404);
    }
    assert!(
        door.put(&format!("{path}/properties/nothing"), &json!({"value": "x"}))
            .await
            .sentence(404)
            .contains("property definition")
    );
}

#[tokio::test]
async fn a_value_of_an_organization_goes_with_its_definition_too() {
    let (door, path) = open().await;
    put(&door, &path, "color", json!("green")).await;
    put(&door, &path, "plan", json!("Plus")).await;
    let before = door.get(&format!("{path}?includeProperties=true")).await.header("etag").unwrap().to_owned();
    door.delete(&format!("{LIST}/color")).await.done();
    door.post(LIST, &definitions()[1]).await.made();
    assert_eq!(values(&door, &path).await, json!({"plan": PLUS}));
    let after = door.get(&format!("{path}?includeProperties=true")).await.header("etag").unwrap().to_owned();
    assert_ne!(after, before);
    door.patch(&format!("{LIST}/plan"), &json!({"options": []})).await.done();
    assert_eq!(values(&door, &path).await, json!({}));
    sweep::sweep(door.directory()).await.unwrap();
    let rows = |sql: &str| door.number(sql);
    assert_eq!(rows("select count(*) from property_values"), 0);
    assert_eq!(rows("select count(*) from organizations where properties is not null"), 0);
    put(&door, &path, "color", json!("red")).await;
    door.delete(&path).await.done();
    assert_eq!(rows("select count(*) from property_values"), 0, "gone with the organization");
}

#[tokio::test]
async fn values_of_an_organization_are_told_in_the_log() {
    let (door, path) = open().await;
    put(&door, &path, "color", json!("green")).await;
    put(&door, &path, "color", json!("green")).await;
    door.delete(&format!("{path}/properties/color")).await.done();
    let sql = "select before, after from events where subject = 'organization' and verb = 'updated' order by seq";
    let json = |text: &Value| serde_json::from_str::<Value>(text.as_str().unwrap()).unwrap();
    let told: Vec<(Value, Value)> = door.rows(sql).iter().map(|row| (json(&row[0]), json(&row[1]))).collect();
    let value = json!({"value": "green", "source": "api"});
    let with = json!({"/properties": {"color": value}});
    assert_eq!(told, [(json!({}), with.clone()), (with, json!({}))]);
    let sql = "select count(*) from events where subject = 'organization_property' and verb = 'created'";
    assert_eq!(door.number(sql), 5);
}
