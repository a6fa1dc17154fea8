//! The page on properties of customers.

use super::{Call, as_written, call};
use crate::door::Door;
use serde_json::{Value, json};

const LIST: &str = "/v2/customer-properties";
const PLUS: &str = "1313b25a-1150-49a4-8514-5b31f37e427f";

#[tokio::test]
async fn the_list_of_definitions_is_the_example() {
    let door = Door::open().await;
    let options = json!([{"id": PLUS, "label": "Plus"}]);
    let plan = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": options});
    let answer = call(&door, &("POST", LIST.to_owned(), plan.clone(), 201)).await;
    assert_eq!(answer.header("location"), Some(format!("{}{LIST}/plan", door.url).as_str()));
    assert_eq!(answer.header("resource-id"), Some("plan"));
    let mut shown: Value = serde_json::from_str(&as_written(&door, &door.get(LIST).await)).unwrap();
    let links = shown["_embedded"]["customer-properties"][0].as_object_mut().unwrap().remove("_links");
    assert_eq!(links, Some(json!({"self": {"href": "http://host/v2/customer-properties/plan"}})));
    let own = json!({"self": {"href": "http://host/v2/customer-properties"}});
    assert_eq!(shown, json!({"_embedded": {"customer-properties": [plan]}, "_links": own}));
}

#[tokio::test]
async fn every_call_of_the_table_has_the_statuses_of_the_table() {
    let door = Door::open().await;
    let plan = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [{"id": PLUS, "label": "Plus"}]});
    let (list, own, missing) = (LIST.to_owned(), format!("{LIST}/plan"), format!("{LIST}/nothing"));
    let calls: [Call; 15] = [
        ("GET", list.clone(), Value::Null, 200),
        ("POST", list.clone(), plan.clone(), 201),
        ("POST", list.clone(), json!({"type": "money", "slug": "x", "name": "x"}), 400),
        ("POST", list.clone(), json!({"type": "text", "slug": "jobtitle", "name": "x"}), 400),
        ("POST", list, plan, 409),
        ("GET", own.clone(), Value::Null, 200),
        ("GET", missing.clone(), Value::Null, 404),
        ("PUT", own.clone(), json!({"name": "The plan", "options": [{"id": PLUS, "label": "Plus!"}]}), 204),
        ("PUT", own.clone(), json!({"name": "The plan", "type": "text"}), 400),
        ("PUT", missing.clone(), json!({"name": "x"}), 404),
        ("PATCH", own.clone(), json!({"name": "A plan"}), 204),
        ("PATCH", missing.clone(), json!({"name": "x"}), 404),
        ("DELETE", own.clone(), Value::Null, 204),
        ("DELETE", own, Value::Null, 404),
        ("DELETE", missing, Value::Null, 404),
    ];
    for row in &calls {
        call(&door, row).await;
    }
}

#[tokio::test]
async fn every_example_of_a_value_is_taken_in_every_way_and_answered_in_one() {
    let door = Door::open().await;
    for (slug, kind) in [("seats", "number"), ("color", "text"), ("site", "url"), ("since", "date")] {
        door.define(&json!({"type": kind, "slug": slug, "name": "x"})).await;
    }
    let options = json!([{"id": PLUS, "label": "Plus"}]);
    door.define(&json!({"type": "dropdown", "slug": "plan", "name": "x", "options": options})).await;
    for (slug, kind, sent, value, text) in [
        ("seats", "number", json!(5), json!(5), "5"),
        ("seats", "number", json!("5"), json!(5), "5"),
        ("seats", "number", json!(i64::MIN), json!(i64::MIN), "-9223372036854775808"),
        ("seats", "number", json!("9223372036854775807"), json!(i64::MAX), "9223372036854775807"),
        ("color", "text", json!("green"), json!("green"), "green"),
        ("site", "url", json!("https://example.com/a"), json!("https://example.com/a"), "https://example.com/a"),
        ("since", "date", json!("2019-01-02"), json!("2019-01-02"), "2019-01-02"),
        ("plan", "dropdown", json!("Plus"), json!(PLUS), "Plus"),
        ("plan", "dropdown", json!(PLUS), json!(PLUS), "Plus"),
    ] {
        let source = json!({"name": "api"});
        let expected =
            json!([{"type": kind, "slug": slug, "name": "x", "value": value, "text": text, "source": source}]);
        let mut made = vec![
            door.create(&json!({"properties": [{"slug": slug, "value": sent}]})).await,
            door.create(&json!({"properties": {slug: sent}})).await,
        ];
        for (method, op) in [("PATCH", "replace"), ("PATCH", "add"), ("PUT", "replace")] {
            let customer = door.create(&json!({})).await;
            let body = json!([{"op": op, "path": format!("/{slug}"), "value": sent}]);
            call(&door, &(method, format!("{customer}/properties"), body, 204)).await;
            made.push(customer);
        }
        for customer in made {
            assert_eq!(door.read(&customer).await["_embedded"]["properties"], expected, "{sent}");
            let clear = match &*customer {
                even if even.ends_with(['0', '2', '4', '6', '8']) => {
                    json!([{"op": "remove", "path": format!("/{slug}")}])
                }
                _ => json!([{"op": "replace", "path": format!("/{slug}"), "value": null}]),
            };
            call(&door, &("PATCH", format!("{customer}/properties"), clear, 204)).await;
            assert_eq!(door.read(&customer).await["_embedded"]["properties"], json!([]));
        }
    }
    let fault =
        door.post("/v2/customers", &json!({"properties": [{"slug": "car", "value": "Tesla"}]})).await.fault(400);
    assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("properties[0].slug"), &json!("car")));
}
