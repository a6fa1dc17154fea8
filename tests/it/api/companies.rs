//! Two companies in one database never see each other.

use serde_json::{Value, json};

use crate::door::Door;

#[tokio::test]
async fn another_company_sees_and_changes_nothing_on_any_path() {
    let door = Door::open().await;
    let definition = json!({"type": "text", "slug": "secret-slug", "name": "Secret"});
    door.define(&definition).await;
    let body = json!({
        "firstName": "Secret", "lastName": "Secret", "organization": "Secret Inc", "properties": {"secret-slug": "Secret"},
        "emails": [{"value": "secret@x.example"}], "phones": [{"value": "Secret"}], "websites": [{"value": "secret.example"}],
        "chats": [{"value": "Secret"}], "socialProfiles": [{"value": "Secret"}], "address": {"city": "Secret"}
    });
    let path = door.create(&body).await;
    let before = door.read(&path).await;
    let other = door.another_company().await;
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let (mut calls, mut refused) = (0, 0);
    for (template, methods) in document["paths"].as_object().unwrap() {
        // Its own answers are about the server, not about a company.
        if !template.starts_with("/v2/") || template.contains("oauth2") {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            for target in targets(template, &before) {
                let request = other.request(&method, &target);
                let answer = if method == "GET" || method == "DELETE" { request } else { request.json(&sent(&target)) }
                    .send()
                    .await;
                calls += 1;
                let text = answer.text();
                assert!(!text.to_lowercase().contains("secret"), "{method} {target}: {text}");
                if template.contains('{') {
                    assert!([400, 404].contains(&answer.status), "{method} {target}: {}", answer.status);
                    refused += 1;
                }
            }
        }
    }
    assert!(calls > 30 && refused > 25, "{calls} {refused}");
    assert_eq!(door.read(&path).await, before);
}

#[tokio::test]
async fn an_address_of_one_company_is_free_in_another() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let body = json!({"emails": [{"value": "ines@x.example"}], "organization": "Northwind"});
    let (mine, theirs) = (door.create(&body).await, other.create(&body).await);
    assert_ne!(mine, theirs);
    assert_ne!(door.read(&mine).await["organizationId"], other.read(&theirs).await["organizationId"]);
    assert_eq!(other.read("/v2/customers").await["page"]["totalElements"], 1);
}

/// The template with the identifiers of a customer of the first company.
fn targets(template: &str, customer: &Value) -> Vec<String> {
    let target = template.replace("{customerId}", &customer["id"].to_string()).replace("{slug}", "secret-slug");
    // The first company has the first user, and a mailbox of its own id.
    let target = target.replace("{userId}", "1").replace("{mailboxId}", "1");
    let lists = customer["_embedded"].as_object().unwrap();
    let entries = lists.values().filter_map(|list| list.as_array()).flatten().filter_map(|entry| entry["id"].as_i64());
    if target.contains("{entryId}") {
        return entries.map(|id| target.replace("{entryId}", &id.to_string())).collect();
    }
    vec![target]
}

/// A body that the path would accept from its own company.
fn sent(target: &str) -> Value {
    match target.rsplit('/').next().unwrap() {
        "customers" => json!({"firstName": "Other"}),
        "customer-properties" => json!({"type": "text", "slug": "other", "name": "Other"}),
        "address" => json!({"city": "Other"}),
        "properties" => json!([{"op": "replace", "path": "/other", "value": "Other"}]),
        _ => json!({"value": "other@x.example", "type": "other"}),
    }
}
