//! The page on organizations.

use super::{Call, call};
use crate::door::Door;
use serde_json::{Value, json};

const PROPERTIES: &str = "/v2/organizations/properties";

#[tokio::test]
async fn every_call_of_the_table_has_the_statuses_of_the_table() {
    let door = Door::open().await;
    let list = "/v2/organizations".to_owned();
    let made =
        call(&door, &("POST", list.clone(), json!({"name": "Northwind", "domain": "northwind.example"}), 201)).await;
    let (own, missing) = (made.made(), "/v2/organizations/999".to_owned());
    let location = format!("{}{own}?includeCounts=false&includeProperties=false", door.url);
    assert_eq!(made.header("location"), Some(&*location));
    let member = door.create(&json!({"organization": "northwind"})).await;
    let text = json!({"type": "text", "slug": "color", "name": "Color"});
    let (properties, color) = (PROPERTIES.to_owned(), format!("{PROPERTIES}/color"));
    let calls: [Call; 27] = [
        ("POST", list.clone(), json!({"name": "NORTHWIND"}), 409),
        ("POST", list.clone(), json!({"name": "x", "domains": ["NORTHWIND.example"]}), 409),
        ("POST", list.clone(), json!({}), 400),
        ("GET", own.clone(), Value::Null, 200),
        ("GET", missing.clone(), Value::Null, 404),
        ("GET", format!("{list}?page=&sort=name,asc"), Value::Null, 200),
        ("GET", format!("{list}?sort=age"), Value::Null, 400),
        ("GET", format!("{own}?includeCounts=perhaps"), Value::Null, 400),
        ("PUT", own.clone(), json!({"name": "Northwind", "domains": ["northwind.example"]}), 204),
        ("PUT", missing.clone(), json!({"name": "x"}), 404),
        ("GET", format!("{own}/customers"), Value::Null, 200),
        ("GET", format!("{own}/conversations"), Value::Null, 200),
        ("GET", properties.clone(), Value::Null, 200),
        ("POST", properties.clone(), text.clone(), 201),
        ("POST", properties, text, 409),
        ("GET", color.clone(), Value::Null, 200),
        ("PUT", color.clone(), json!({"name": "Colour"}), 204),
        ("PUT", format!("{own}/properties/color"), json!({"value": "green"}), 204),
        ("PUT", format!("{own}/properties/nothing"), json!({"value": "green"}), 404),
        ("PUT", format!("{missing}/properties/color"), json!({"value": "green"}), 404),
        ("DELETE", format!("{own}/properties/color"), Value::Null, 204),
        ("DELETE", color.clone(), Value::Null, 204),
        ("DELETE", color, Value::Null, 404),
        ("DELETE", own.clone(), Value::Null, 204),
        ("DELETE", own.clone(), Value::Null, 404),
        ("GET", format!("{own}/customers"), Value::Null, 404),
        ("GET", member.clone(), Value::Null, 200),
    ];
    for row in &calls {
        call(&door, row).await;
    }
    let left = door.read(&member).await;
    assert!(left.get("organization").is_none() && left.get("organizationId").is_none(), "{left:#}");
}

#[tokio::test]
async fn counts_and_properties_come_only_when_they_are_asked_for() {
    let door = Door::open().await;
    call(&door, &("POST", PROPERTIES.to_owned(), json!({"type": "text", "slug": "color", "name": "Color"}), 201)).await;
    let own = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    door.put(&format!("{own}/properties/color"), &json!({"value": "green"})).await.done();
    door.create(&json!({"organization": "Northwind"})).await;
    let value = json!([{
        "type": "text", "slug": "color", "name": "Color", "value": "green", "text": "green", "source": {"name": "api"}
    }]);
    for (query, counts, properties) in [
        ("", false, false),
        ("?includeCounts=false&includeProperties=false", false, false),
        ("?includeCounts=true", true, false),
        ("?includeProperties=true", false, true),
        ("?includeCounts=true&includeProperties=true", true, true),
    ] {
        let listed = door.read(&format!("/v2/organizations{query}")).await["_embedded"]["organizations"][0].clone();
        for shown in [door.read(&format!("{own}{query}")).await, listed] {
            let expected = |there: bool, value: Value| if there { Some(value) } else { None };
            assert_eq!(shown.get("customerCount").cloned(), expected(counts, json!(1)), "{query}");
            assert_eq!(shown.get("conversationCount").cloned(), expected(counts, json!(0)), "{query}");
            assert_eq!(shown.pointer("/_embedded/properties").cloned(), expected(properties, value.clone()), "{query}");
            assert_eq!((&shown["domains"], &shown["phones"]), (&json!([]), &json!([])), "lists are always there");
            assert!(shown.get("website").is_none() && shown.get("brandColor").is_none(), "{shown:#}");
        }
    }
}

#[tokio::test]
async fn the_organization_of_a_customer_is_found_or_made_by_its_name_on_create_and_on_overwrite() {
    let door = Door::open().await;
    let customer = door.create(&json!({"organization": "Northwind"})).await;
    let first = door.read(&customer).await;
    door.put(&customer, &json!({"organization": " NORTHWIND "})).await.done();
    let same = door.read(&customer).await;
    for field in ["organization", "organizationId"] {
        assert_eq!(same[field], first[field]);
    }
    door.put(&customer, &json!({"organization": "Contoso"})).await.done();
    let other = door.read(&customer).await;
    assert_eq!(other["organization"], "Contoso");
    let made = door.read(&format!("/v2/organizations/{}?includeCounts=true", other["organizationId"])).await;
    assert_eq!((&made["name"], &made["customerCount"]), (&json!("Contoso"), &json!(1)));
    let left = door.read(&format!("/v2/organizations/{}?includeCounts=true", first["organizationId"])).await;
    assert_eq!(left["customerCount"], 0);
}
