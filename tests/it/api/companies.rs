//! Two companies in one database never see each other: every path and method of the OpenAPI document is tried.

use super::openapi::operations;
use super::sample::{definitions, entry, full};
use crate::door::{Client, Door};
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

/// What the first company has that nobody else may read: it stands in every text of its customer.
const SECRET: &str = "Northwind-secret";

/// A server, a customer with everything in the first company, and a second company with nothing.
async fn open() -> (Door, String, Client) {
    let door = Door::open().await;
    for mut definition in definitions() {
        definition["name"] = json!(format!("{SECRET} {}", definition["name"]));
        door.define(&definition).await;
    }
    let mut body = full();
    for field in ["firstName", "lastName", "jobTitle", "location", "background", "organization"] {
        body[field] = json!(SECRET);
    }
    let customer = door.create(&body).await;
    let other = door.another_company().await;
    (door, customer, other)
}

/// Everything that the first company's part of the database holds, but for tokens and what commits leave.
fn stored(door: &Door) -> Vec<String> {
    let database = door.database();
    let mut rows = Vec::new();
    for table in ["companies", "customers", "identity_keys", "organizations", "property_definitions", "events", "apps"] {
        let mut statement = database.prepare(&format!("select * from {table} where company_id = ?1")).unwrap();
        let columns = statement.column_count();
        let mut found = statement.query([door.company().0]).unwrap();
        while let Some(row) = found.next().unwrap() {
            rows.push(format!("{table} {:?}", (0..columns).map(|at| row.get_ref(at).unwrap().into()).collect::<Vec<rusqlite::types::Value>>()));
        }
    }
    rows
}

/// The ids of entries that stand in a path.
fn entry_ids(customer: &Value, path: &str) -> Vec<String> {
    let kind = EntryKind::ALL.into_iter().find(|kind| path.contains(&format!("/{}", kind.rules().path)));
    let entries = kind.map(|kind| customer["_embedded"][kind.rules().embedded].as_array().unwrap().clone());
    entries.unwrap_or_default().iter().map(|entry| entry["id"].to_string()).collect()
}

/// A body that the owner of the record could send with success.
fn good_body(path: &str, method: &str, client: &Client) -> Option<Value> {
    if !["POST", "PUT", "PATCH"].contains(&method) {
        return None;
    }
    let kind = EntryKind::ALL.into_iter().find(|kind| path.contains(&format!("}}/{}", kind.rules().path)));
    Some(match path {
        _ if kind.is_some() => entry(kind.unwrap(), 77),
        "/v2/customers" => json!({"firstName": "Ann"}),
        "/v2/customer-properties" => json!({"type": "text", "slug": "own", "name": "Own"}),
        "/v2/customers/{customerId}/address" => json!({"city": "Elsewhere"}),
        "/v2/customers/{customerId}/properties" => json!([{"op": "remove", "path": "/color"}]),
        "/v2/oauth2/token" => {
            json!({"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": client.client_secret})
        }
        _ => panic!("what could be sent to {path}?"),
    })
}

#[tokio::test]
async fn no_path_shows_or_changes_anything_of_another_company() {
    let (door, customer, other) = open().await;
    let shown = door.read(&customer).await;
    let before = stored(&door);
    let mut calls = 0;
    for (method, path, _) in operations() {
        let at_customer = path.replace("{customerId}", &shown["id"].to_string()).replace("{slug}", "plan");
        let mut targets = vec![at_customer.clone()];
        if at_customer.contains("{entryId}") {
            targets = entry_ids(&shown, &path).iter().map(|id| at_customer.replace("{entryId}", id)).collect();
            assert!(!targets.is_empty(), "{path}");
        }
        for target in targets {
            let request = other.request(&method, &target);
            let request = match good_body(&path, &method, &other) {
                Some(body) => request.json(&body),
                None => request,
            };
            let answer = request.send().await;
            calls += 1;
            assert!(!answer.text().contains(SECRET) && !answer.text().contains("northwind"), "{method} {target}: {}", answer.text());
            if path.contains('{') {
                assert_eq!(answer.status, 404, "{method} {target}: {}", answer.text());
            } else {
                assert!(answer.status < 300, "{method} {target}: {}", answer.text());
            }
            assert_eq!(stored(&door), before, "{method} {target} changed something");
        }
    }
    assert!(calls > 40, "{calls}");
    assert_eq!(door.read(&customer).await, shown);
}

#[tokio::test]
async fn no_list_counts_or_finds_anything_of_another_company() {
    let (door, _, other) = open().await;
    for query in ["", "?firstName=Northwind-secret", "?modifiedSince=2000-01-01", "?sortField=lastName&sortOrder=asc", "?page=1&pageSize=200"] {
        let page = other.read(&format!("/v2/customers{query}")).await;
        assert_eq!((&page["_embedded"]["customers"], &page["page"]["totalElements"]), (&json!([]), &json!(0)), "{query}");
    }
    assert_eq!(other.read("/v2/customer-properties").await["_embedded"]["customer-properties"], json!([]));
    other.create(&json!({})).await;
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 1);
}

#[tokio::test]
async fn what_is_unique_in_one_company_is_free_in_another() {
    let (door, customer, other) = open().await;
    let emails = json!({"emails": full()["emails"], "organization": SECRET});
    let twin = other.read(&other.create(&emails).await).await;
    let first = door.read(&customer).await;
    assert_eq!(twin["organization"], SECRET);
    assert_ne!(twin["organizationId"], first["organizationId"], "an organization of its own");
    other.define(&definitions()[4]).await;
    let fault = other.post("/v2/customers", &emails).await.refused(409);
    assert_eq!(fault[0]["rejectedValue"], twin["id"].to_string(), "its own holder, never the other company's");
}

#[tokio::test]
async fn an_organization_or_a_property_of_another_company_is_not_known() {
    let (door, customer, other) = open().await;
    let id = door.read(&customer).await["organizationId"].clone();
    assert_eq!(other.post("/v2/customers", &json!({"organizationId": id})).await.faults(400), ["organizationId Identifier"]);
    let answer = other.post("/v2/customers", &json!({"properties": {"color": "x"}})).await;
    assert_eq!(answer.faults(400), ["properties.color UnknownProperty"]);
    let own = other.create(&json!({})).await;
    let operations = json!([{"op": "add", "path": "/color", "value": "x"}]);
    assert_eq!(other.patch(&format!("{own}/properties"), &operations).await.faults(400), ["/color UnknownProperty"]);
}
