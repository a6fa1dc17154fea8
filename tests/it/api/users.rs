//! `/v2/users`: the people of the company, and who stands behind a token.

use super::oauth::{self, agreed, exchange, operator, owner, refresh};
use crate::door::{Door, START};
use cardfile::actions::codes;
use cardfile::domain::email::EmailKey;
use cardfile::domain::id::UserId;
use serde_json::{Value, json};

#[tokio::test]
async fn a_company_begins_with_its_owner() {
    let door = Door::open().await;
    let (id, company) = (owner(&door).await, door.company());
    let known = json!({
        "id": id.0, "firstName": "Account", "lastName": "Owner", "email": format!("owner@company-{company}.invalid"),
        "role": "owner", "type": "user", "timezone": "UTC", "companyId": company.0, "createdAt": START, "updatedAt": START,
        "_links": {"self": {"href": format!("{}/v2/users/{id}", door.url)}}
    });
    assert_eq!(door.read(&format!("/v2/users/{id}")).await, known);
    let page = door.read("/v2/users").await;
    assert_eq!(page["_embedded"], json!({"users": [known]}));
    assert_eq!(page["page"], json!({"size": 50, "totalElements": 1, "totalPages": 1, "number": 1}));
    let after = door.text(&format!(
        "select after from events where company_id = {company} and subject = 'user' and subject_id = '{id}' and verb = 'created'"
    ));
    assert_eq!(serde_json::from_str::<Value>(&after).unwrap()["email"], known["email"]);
}

#[tokio::test]
async fn the_user_behind_a_token_is_who_made_the_app_or_who_agreed() {
    let door = Door::open().await;
    let known = door.read(&format!("/v2/users/{}", owner(&door).await)).await;
    assert_eq!(door.read("/v2/users/me").await, known, "client credentials");
    let pair = agreed(&door).await;
    assert_eq!(door.with_token(&pair.access).read("/v2/users/me").await, known, "a code");
    // Somebody else of the company agrees.
    let other = add_user(&door, "Ines", "ines@northwind.example").await;
    let (caller, user) = (operator(&door), UserId(other));
    let code = codes::create(door.directory(), &caller, &door.client_id, user, None, None).await.unwrap();
    let pair = oauth::pair(&exchange(&door, &code).await);
    assert_eq!(door.with_token(&pair.access).read("/v2/users/me").await["firstName"], "Ines");
    let next = oauth::pair(&refresh(&door, &pair.refresh).await);
    assert_eq!(door.with_token(&next.access).read("/v2/users/me").await["id"], other, "also after a refresh");
    assert_eq!(door.read("/v2/users/me").await, known);
}

#[tokio::test]
async fn users_are_listed_in_pages_and_found_by_their_address() {
    let door = Door::open().await;
    for (name, email) in [("Ines", "ines@northwind.example"), ("Zoë", "zoë@bücher.example")] {
        add_user(&door, name, email).await;
    }
    let page = door.read("/v2/users?pageSize=2&page=2&mailbox=7&x=1").await;
    assert_eq!(page["page"], json!({"size": 2, "totalElements": 3, "totalPages": 2, "number": 2}));
    assert_eq!(page["_embedded"]["users"].as_array().unwrap().len(), 1);
    let url = |query: &str| json!({"href": format!("{}/v2/users{query}", door.url)});
    let links = json!({
        "self": url("?page=2&pageSize=2&mailbox=7&x=1"), "first": url("?page=1&pageSize=2&mailbox=7&x=1"),
        "last": url("?page=2&pageSize=2&mailbox=7&x=1"), "previous": url("?page=1&pageSize=2&mailbox=7&x=1"),
        "page": {"href": format!("{}/v2/users?pageSize=2&mailbox=7&x=1{{&page}}", door.url), "templated": true}
    });
    assert_eq!(page["_links"], links);
    let first = door.read("/v2/users?pageSize=2").await;
    assert_eq!(first["_links"]["next"], url("?page=2&pageSize=2"));
    assert!(first["_links"].get("previous").is_none());
    for (email, names) in [
        ("INES@Northwind.example", json!(["Ines"])),
        ("zo%C3%AB@xn--bcher-kva.example", json!(["Zoë"])),
        ("nobody@x.example", json!([])),
        ("no-address", json!([])),
    ] {
        let page = door.read(&format!("/v2/users?email={email}")).await;
        let users = page["_embedded"]["users"].as_array().unwrap();
        let found: Vec<&Value> = users.iter().map(|user| &user["firstName"]).collect();
        assert_eq!((json!(found), &page["page"]["totalElements"]), (names.clone(), &json!(users.len())), "{email}");
    }
    let past = door.read("/v2/users?page=9").await;
    assert_eq!((&past["_embedded"]["users"], &past["page"]["totalElements"]), (&json!([]), &json!(3)));
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused_and_a_stranger_is_not_found() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let id = owner(&door).await;
    for (query, faults) in [
        ("page=0", vec!["page Number"]),
        ("page=x&pageSize=201", vec!["page Number", "pageSize Number"]),
        ("pageSize=0", vec!["pageSize Number"]),
    ] {
        assert_eq!(door.get(&format!("/v2/users?{query}")).await.faults(400), faults);
    }
    for id in ["0", "x", "999999", "-1", "9007199254740992"] {
        assert!(door.get(&format!("/v2/users/{id}")).await.sentence(404).contains("user"), "{id}");
    }
    other.get(&format!("/v2/users/{id}")).await.sentence(404);
    assert_ne!(other.read("/v2/users/me").await["id"], id.0);
    assert_eq!(other.read("/v2/users").await["page"]["totalElements"], 1);
    for path in ["/v2/users", "/v2/users/me", "/v2/users/1"] {
        assert_eq!(door.bare("GET", path).send().await.status, 401);
    }
    door.post("/v2/users", &json!({})).await.sentence(405);
}

/// Puts a user into the database, as the calls that make users will.
async fn add_user(door: &Door, name: &str, email: &str) -> i64 {
    let key = EmailKey::parse(email).unwrap();
    let id = door.number(&format!(
        "insert into users (company_id, id, first_name, last_name, email, email_key, role, timezone, version, created_at, updated_at) \
         select {}, 1000 + count(*), '{name}', 'Okoro', '{email}', '{}', 'user', 'Africa/Lagos', 1, 0, 0 from users returning id",
        door.company(),
        key.as_str()
    ));
    // What another process writes is seen within a millisecond; after a commit of its own the server sees it at once.
    door.create(&json!({})).await;
    id
}
