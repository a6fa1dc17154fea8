//! Property values: with a new customer, and by `PATCH` or `PUT /v2/customers/{id}/properties`.

use super::sample::{BASIC, PLUS, definitions, long};
use crate::door::Door;
use serde_json::{Value, json};

/// A server with a definition of every type, and a customer.
async fn open() -> (Door, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&json!({})).await;
    (door, customer)
}

/// The values that a customer has, by slug.
async fn values(door: &Door, customer: &str) -> Value {
    let customer = door.read(customer).await;
    let values = customer["_embedded"]["properties"].as_array().unwrap().iter();
    values.map(|value| (value["slug"].as_str().unwrap().to_owned(), value["value"].clone())).collect()
}

#[tokio::test]
async fn values_come_with_a_new_customer_as_a_list_or_as_an_object() {
    let (door, _) = open().await;
    let given = [("seats", json!(5)), ("color", json!("green")), ("plan", json!("Plus"))];
    let list: Vec<Value> = given.iter().map(|(slug, value)| json!({"slug": slug, "value": value})).collect();
    let object: Value = given.iter().map(|(slug, value)| ((*slug).to_owned(), value.clone())).collect();
    for properties in [json!(list), object] {
        let customer = door.create(&json!({"properties": properties})).await;
        assert_eq!(values(&door, &customer).await, json!({"seats": 5, "color": "green", "plan": PLUS}));
    }
    for nothing in [
        json!([]),
        json!({}),
        json!({"color": null}),
        json!([{"slug": "color", "value": ""}]),
        json!([{"slug": "color"}]),
    ] {
        let customer = door.create(&json!({"properties": nothing})).await;
        assert_eq!(values(&door, &customer).await, json!({}));
    }
}

#[tokio::test]
async fn a_property_that_is_not_there_is_refused_by_its_slug() {
    let (door, customer) = open().await;
    for (properties, path) in [
        (json!([{"slug": "color", "value": "x"}, {"slug": "car", "value": "Tesla"}]), "properties[1].slug"),
        (json!({"car": "Tesla"}), "properties.car"),
    ] {
        let fault = door.post("/v2/customers", &json!({"properties": properties})).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!(path), &json!("car")));
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#UnknownProperty"));
    }
    for op in ["add", "replace", "remove"] {
        let operations = json!([{"op": op, "path": "/car", "value": "Tesla"}]);
        let answer = door.patch(&format!("{customer}/properties"), &operations).await;
        assert_eq!(answer.faults(400), ["/car UnknownProperty"]);
    }
}

#[tokio::test]
async fn a_number_has_64_bits_and_comes_as_a_number_or_its_text() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    let set = async |json: &str| {
        let body = format!("[{{\"op\": \"add\", \"path\": \"/seats\", \"value\": {json}}}]");
        door.request("PATCH", &path).body("application/json", body).send().await
    };
    for (given, number) in [
        ("5", 5),
        ("0", 0),
        ("-1", -1),
        ("\"42\"", 42),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("\"9223372036854775807\"", i64::MAX),
        ("\"-9223372036854775808\"", i64::MIN),
        ("9007199254740993", 9_007_199_254_740_993),
    ] {
        set(given).await.done();
        let property = door.read(&customer).await["_embedded"]["properties"][0].clone();
        assert_eq!((&property["value"], &property["text"]), (&json!(number), &json!(number.to_string())), "{given}");
    }
    for wrong in [
        "9223372036854775808",
        "-9223372036854775809",
        "\"9223372036854775808\"",
        "1e19",
        "1.5",
        "9007199254740993.0",
        "\"1.5\"",
        "\"five\"",
        "\"0x10\"",
        "\"१\"",
        "\"1 000\"",
    ] {
        let fault = set(wrong).await.fault(400);
        assert_eq!(fault["path"], "/seats", "{wrong}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Number"), "{wrong}");
        let says = fault["message"].as_str().unwrap();
        assert!(says.contains("-9223372036854775808") && says.contains("9223372036854775807"), "{says}");
    }
    assert_eq!(values(&door, &customer).await, json!({"seats": 9_007_199_254_740_993_i64}));
}

#[tokio::test]
async fn every_other_type_has_its_rule() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    let set = async |slug: &str, value: Value| {
        door.patch(&path, &json!([{"op": "replace", "path": format!("/{slug}"), "value": value}])).await
    };
    for (slug, right) in [
        ("color", long(255)),
        ("color", "1".to_owned()),
        ("site", "https://example.com/a?b=c#d".to_owned()),
        ("site", "HTTP://example.com".to_owned()),
        ("since", "2024-02-29".to_owned()),
        ("since", "0001-01-01".to_owned()),
    ] {
        set(slug, json!(right)).await.done();
        let properties = door.read(&customer).await["_embedded"]["properties"].clone();
        let property = properties.as_array().unwrap().iter().find(|property| property["slug"] == slug).unwrap();
        assert_eq!((&property["value"], &property["text"]), (&json!(right), &json!(right)));
        assert_eq!(property["source"], json!({"name": "api"}));
    }
    for (slug, wrong, rule) in [
        ("color", json!(long(256)), "Size"),
        ("color", json!("a\u{0}b"), "Pattern"),
        ("color", json!(true), "Type"),
        ("color", json!(["x"]), "Type"),
        ("color", json!({"x": 1}), "Type"),
        ("site", json!("example.com"), "Url"),
        ("site", json!("ftp://example.com"), "Url"),
        ("site", json!("javascript:alert(1)"), "Url"),
        ("site", json!("https://"), "Url"),
        ("site", json!(5), "Url"),
        ("since", json!("2023-02-29"), "Date"),
        ("since", json!("2019-1-2"), "Date"),
        ("since", json!("2019-01-02T00:00:00Z"), "Date"),
        ("since", json!("02.01.2019"), "Date"),
        ("since", json!(20_190_102), "Date"),
        ("plan", json!("Premium"), "EnumValue"),
        ("plan", json!("1313b25a-1150-49a4-8514-000000000000"), "EnumValue"),
        ("plan", json!(5), "EnumValue"),
    ] {
        assert_eq!(set(slug, wrong.clone()).await.faults(400), [format!("/{slug} {rule}")], "{wrong}");
    }
    let fault = set("plan", json!("Premium")).await.fault(400);
    assert_eq!(fault["message"], "Expected one of these: Basic, Plus");
}

#[tokio::test]
async fn a_dropdown_takes_an_option_by_id_or_label_and_answers_both() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    for (given, id, label) in [
        ("Plus", PLUS, "Plus"),
        (BASIC, BASIC, "Basic"),
        ("PLUS", PLUS, "Plus"),
        (&BASIC.to_uppercase(), BASIC, "Basic"),
    ] {
        door.patch(&path, &json!([{"op": "replace", "path": "/plan", "value": given}])).await.done();
        let property = door.read(&customer).await["_embedded"]["properties"][0].clone();
        let expected = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "value": id, "text": label, "source": {"name": "api"}});
        assert_eq!(property, expected, "{given}");
    }
}

#[tokio::test]
async fn add_and_replace_set_while_remove_and_null_clear() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    let operations = json!([
        {"op": "add", "path": "/seats", "value": 1}, {"op": "replace", "path": "/color", "value": "red"},
        {"op": "Add", "path": "/plan", "value": "Plus"}
    ]);
    door.patch(&path, &operations).await.done();
    assert_eq!(values(&door, &customer).await, json!({"seats": 1, "color": "red", "plan": PLUS}));
    let operations = json!([
        {"op": "remove", "path": "/seats"}, {"op": "replace", "path": "/color", "value": null},
        {"op": "remove", "path": "/site"}
    ]);
    door.put(&path, &operations).await.done();
    assert_eq!(values(&door, &customer).await, json!({"plan": PLUS}));
    let operations =
        json!([{"op": "add", "path": "/color", "value": "a"}, {"op": "add", "path": "/color", "value": "b"}]);
    door.patch(&path, &operations).await.done();
    assert_eq!(values(&door, &customer).await, json!({"plan": PLUS, "color": "b"}), "the later one counts");
    door.patch(&path, &json!([])).await.done();
}

#[tokio::test]
async fn all_operations_happen_or_none_and_every_fault_is_told() {
    let (door, customer) = open().await;
    let operations = json!([
        {"op": "add", "path": "/seats", "value": 1}, {"op": "add", "path": "/since", "value": "soon"},
        {"op": "add", "path": "/car", "value": "x"}, {"op": "add", "path": "/plan", "value": "Premium"},
        {"op": "add", "path": "/color", "value": "red"}
    ]);
    for method in ["PATCH", "PUT"] {
        let answer = door.request(method, &format!("{customer}/properties")).json(&operations).send().await;
        assert_eq!(answer.faults(400), ["/car UnknownProperty", "/plan EnumValue", "/since Date"]);
    }
    assert_eq!(values(&door, &customer).await, json!({}));
}

#[tokio::test]
async fn a_value_that_was_lost_on_the_way_clears_nothing() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    door.patch(&path, &json!([{"op": "add", "path": "/color", "value": "red"}])).await.done();
    for op in ["add", "replace"] {
        assert_eq!(door.patch(&path, &json!([{"op": op, "path": "/color"}])).await.faults(400), ["/color Pattern"]);
    }
    assert_eq!(values(&door, &customer).await, json!({"color": "red"}));
}

#[tokio::test]
async fn operations_are_at_most_a_hundred_and_may_be_called_a_patch() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    let operations = |count: usize| json!(vec![json!({"op": "add", "path": "/color", "value": "red"}); count]);
    let patch = operations(100).to_string();
    door.request("PATCH", &path).body("application/json-patch+json", patch).send().await.done();
    assert_eq!(door.patch(&path, &operations(101)).await.faults(400), [" TooMany"]);
}

#[tokio::test]
async fn operations_of_another_shape_are_refused() {
    let (door, customer) = open().await;
    let path = format!("{customer}/properties");
    for (body, faults) in [
        (json!({"op": "add", "path": "/color", "value": "x"}), vec![" Type"]),
        (json!("x"), vec![" Type"]),
        (json!(5), vec![" Type"]),
        (Value::Null, vec![" Type"]),
        (json!([5]), vec!["[0] Type"]),
        (json!([null]), vec!["[0] Type"]),
        (json!([{"path": "/color", "value": "x"}]), vec!["[0].op NotEmpty"]),
        (json!([{"op": "add", "value": "x"}]), vec!["[0].path NotEmpty"]),
        (json!([{"op": "move", "path": "/color", "from": "/plan"}]), vec!["[0].op EnumValue"]),
        (json!([{"op": "test", "path": "/color", "value": "x"}]), vec!["[0].op EnumValue"]),
        (json!([{"op": 5, "path": "/color"}]), vec!["[0].op Type"]),
        (json!([{"op": "add", "path": 5}]), vec!["[0].path Type"]),
        (json!([{"op": "add", "path": "color", "value": "x"}]), vec!["[0].path Pattern"]),
        (json!([{"op": "add", "path": "/", "value": "x"}]), vec!["[0].path Pattern"]),
        (json!([{"op": "add", "path": "", "value": "x"}]), vec!["[0].path Pattern"]),
        (json!([{"op": "add", "path": "/color/x", "value": "x"}]), vec!["[0].path Pattern"]),
    ] {
        assert_eq!(door.patch(&path, &body).await.faults(400), faults, "{body}");
    }
    let hint = door.patch(&path, &json!({"plan": "Plus"})).await.fault(400);
    assert!(hint["message"].as_str().unwrap().contains("\"op\""), "{hint}");
    assert_eq!(values(&door, &customer).await, json!({}));
}

#[tokio::test]
async fn values_of_another_shape_on_a_new_customer_are_refused() {
    let (door, _) = open().await;
    for (properties, faults) in [
        (json!("x"), vec!["properties Type"]),
        (json!(5), vec!["properties Type"]),
        (json!([5, null]), vec!["properties[0] Type", "properties[1] Type"]),
        (json!([{"value": "x"}]), vec!["properties[0].slug NotEmpty"]),
        (json!([{"slug": "", "value": "x"}]), vec!["properties[0].slug UnknownProperty"]),
        (json!([{"slug": 5, "value": "x"}]), vec!["properties[0].slug Type"]),
        (json!([{"slug": "seats", "value": "x"}]), vec!["properties[0].value Number"]),
        (json!({"seats": "x", "plan": []}), vec!["properties.plan Type", "properties.seats Number"]),
        (
            json!([{"slug": "color", "value": "a"}, {"slug": "color", "value": "b"}]),
            vec!["properties[1].slug Duplicate"],
        ),
    ] {
        let answer = door.post("/v2/customers", &json!({"properties": properties})).await;
        assert_eq!(answer.faults(400), faults, "{properties}");
    }
}

#[tokio::test]
async fn values_of_a_customer_that_is_not_there_are_not_found() {
    let (door, _) = open().await;
    for id in ["999999", "x"] {
        let operations = json!([{"op": "add", "path": "/color", "value": "x"}]);
        assert_eq!(door.patch(&format!("/v2/customers/{id}/properties"), &operations).await.status, 404);
    }
}
