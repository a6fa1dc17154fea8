//! A database with every kind of row, written through the public door.

use crate::api::oauth::{agreed, another_app, code, refresh};
use crate::api::sample::{PLUS, definitions, full, long};
use crate::door::{Client, Door};
use crate::web::passkeys;
use cardfile::actions::apps;
use serde_json::json;

/// What finds somebody in it.
pub const QUERIES: [&str; 7] = [
    "(firstName:Ines)",
    "(email:northwind.example)",
    "okor*",
    "(organization:\"Southwind\")",
    "(firstName:\"Зоя\")",
    "(createdAt:[2026-11-23 TO *])",
    "NOT (firstName:Ines)",
];

/// A server with two companies, and the client of the second.
pub async fn door() -> (Door, Client) {
    let door = Door::open().await;
    let other = door.another_company().await;
    for client in [&*door, &other] {
        people(client).await;
    }
    // What the wire does not let in can be there from elsewhere.
    door.fill(2, "a\0b\u{1}", "\0\u{1}\0").await;
    organizations(&door).await;
    leave_leftovers(&door).await;
    tokens(&door).await;
    users(&door).await;
    let keyed =
        || door.request("POST", "/v2/customers").header("idempotency-key", "once").json(&json!({"firstName": "Once"}));
    keyed().send().await.made();
    keyed().send().await.made();
    (door, other)
}

async fn people(client: &Client) {
    for definition in definitions() {
        client.define(&definition).await;
        client.post("/v2/organizations/properties", &definition).await.made();
    }
    client.create(&full()).await;
    client.create(&json!({})).await;
    client.create(&json!({"firstName": "b\u{1}c\u{1}\u{2}\u{1}\u{1}", "background": "two\u{1}"})).await;
    client.create(&json!({"firstName": "Зоя", "lastName": "O'Bri\\en \"Élan\" 𝒳 👩‍👩‍👧", "jobTitle": "naïve\n\tλ"})).await;
    client
        .create(&json!({"firstName": "Ines", "lastName": "\u{301}e", "properties": {"seats": -1, "color": "0"}}))
        .await;
    let many: Vec<_> =
        (0..50).map(|number| json!({"type": "work", "value": format!("much{number}@northwind.example")})).collect();
    client.create(&json!({"firstName": "Much", "background": long(200), "emails": many})).await;
    for number in 0..12 {
        client
            .create(&json!({"firstName": "One", "lastName": format!("Of {number}"), "properties": {"seats": number}}))
            .await;
    }
    let changed = client.create(&json!({"firstName": "Before", "emails": [{"value": "before@x.example"}]})).await;
    client.patch(&changed, &json!([{"op": "replace", "path": "/firstName", "value": "After"}])).await.done();
    let erased = client.create(&json!({"firstName": "Erased", "emails": [{"value": "erased@x.example"}]})).await;
    client.delete(&erased).await;
    client.create(&json!({"firstName": "Newest"})).await;
}

async fn organizations(door: &Door) {
    let path =
        door.post("/v2/organizations", &json!({"name": "Southwind", "domain": "southwind.example"})).await.made();
    door.put(&format!("{path}/properties/seats"), &json!({"value": 7})).await.done();
    door.put(&format!("{path}/properties/plan"), &json!({"value": PLUS})).await;
    door.create(&json!({"firstName": "Of Southwind", "organization": "southwind"})).await;
}

/// Rows that speak of what is gone: of definitions, and of an organization.
async fn leave_leftovers(door: &Door) {
    door.delete("/v2/customer-properties/seats").await.done();
    door.delete("/v2/customer-properties/color").await.done();
    door.define(&json!({"type": "text", "slug": "seats", "name": "Seats again"})).await;
    let member = door.read(&door.create(&json!({"firstName": "Of nothing", "organization": "Gone"})).await).await;
    door.delete(&format!("/v2/organizations/{}", member["organizationId"])).await;
}

/// People who sign in, one with a passkey, one who is invited, and an app that sends them back.
async fn users(door: &Door) {
    let mut owner = door.owner().await;
    owner.post("/settings/people", &[("email", "ben@northwind.example"), ("role", "admin")]).await.goes_to();
    passkeys::add_at("http://localhost", &mut owner.with("host", "localhost"), "Laptop λ").await;
    let view =
        [("name", "Plus λ"), ("q", "okor* AND NOT ines"), ("sort", "last"), ("column", "email"), ("shared", "1")];
    owner.post("/views", &view).await.goes_to();
    owner.post("/views", &[("name", "Everybody"), ("sort", "changed")]).await.goes_to();
    let path = format!("/settings/apps/{}/redirects", door.client_id);
    owner.post(&path, &[("redirects", "https://a.example/cb\nhttp://127.0.0.1/cb")]).await.goes_to();
    apps::note_uses(door.directory()).await.unwrap();
}

async fn tokens(door: &Door) {
    another_app(door).await;
    let pair = agreed(door).await;
    refresh(door, &pair.refresh).await;
    agreed(door).await;
    code(door).await;
}
