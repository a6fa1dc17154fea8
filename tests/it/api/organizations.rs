//! The organization of a customer: a name finds it or makes it, an id names one that is there.

use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn a_name_finds_the_organization_in_any_letter_case_or_makes_it() {
    let door = Door::open().await;
    let first = door.read(&door.create(&json!({"organization": "Straße Élan"})).await).await;
    let id = first["organizationId"].as_i64().unwrap();
    for spelling in ["STRASSE ÉLAN", "straße e\u{301}lan", "  Strasse Élan  "] {
        let customer = door.read(&door.create(&json!({"organization": spelling})).await).await;
        assert_eq!(customer["organizationId"], id, "{spelling}");
        assert_eq!(customer["organization"], "Straße Élan", "as it was made");
    }
    let other = door.read(&door.create(&json!({"organization": "Strasse"})).await).await;
    assert_ne!(other["organizationId"], id);
    assert_eq!(count(&door), 2);
}

#[tokio::test]
async fn an_id_names_an_organization_as_a_number_or_as_text() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].clone();
    for given in [id.clone(), json!(id.to_string())] {
        let customer = door.read(&door.create(&json!({"organizationId": given})).await).await;
        assert_eq!((&customer["organization"], &customer["organizationId"]), (&json!("Northwind"), &id));
    }
}

#[tokio::test]
async fn an_id_counts_before_a_name() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].clone();
    let customer = door.read(&door.create(&json!({"organization": "Another", "organizationId": id})).await).await;
    assert_eq!(customer["organization"], "Northwind");
    assert_eq!(count(&door), 1);
}

#[tokio::test]
async fn an_id_that_no_organization_has_is_refused() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let customer_id = door.read(&customer).await["id"].clone();
    for wrong in
        [json!(999_999), customer_id, json!(0), json!(-1), json!(1.5), json!("x"), json!(9_007_199_254_740_992_i64)]
    {
        let fault = door.post("/v2/customers", &json!({"organizationId": wrong, "gender": "Female"})).await.fault(400);
        assert_eq!(fault["path"], "organizationId", "{wrong}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Identifier"), "{wrong}");
        assert_eq!(fault["rejectedValue"], wrong.as_str().map_or(wrong.to_string(), str::to_owned));
    }
}

#[tokio::test]
async fn a_refused_customer_makes_no_organization() {
    let door = Door::open().await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let body = json!({"organization": "Northwind", "emails": [{"value": "ann@x.example"}]});
    assert_eq!(door.post("/v2/customers", &body).await.faults(409), ["emails[0].value Duplicate"]);
    let body = json!({"organization": "Northwind", "gender": "x"});
    assert_eq!(door.post("/v2/customers", &body).await.faults(400), ["gender EnumValue"]);
    assert_eq!(count(&door), 0);
}

#[tokio::test]
async fn making_an_organization_is_told_in_the_log() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].to_string();
    let sql = "select after from events where subject = 'organization' and verb = 'created' and subject_id = ?1 and before is null";
    let after: String = door.database().query_row(sql, [id], |row| row.get(0)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&after).unwrap(), json!({"name": "Northwind"}));
}

pub fn count(door: &Door) -> i64 {
    door.database().query_row("select count(*) from organizations", [], |row| row.get(0)).unwrap()
}
