//! Paths and methods: what leads nowhere, and what is not done there.

use crate::door::{Answer, Door};
use serde_json::json;

async fn raw(door: &Door, method: &str, target: &str) -> Answer {
    let (host, token) = (door.host(), &door.token);
    door.raw(format!(
        "{method} {target} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    ))
    .await
}

#[tokio::test]
async fn an_id_that_cannot_be_is_not_found() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let ids = [
        "abc",
        "0",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x65",
        "9007199254740992",
        "9007199254740993",
        "99999999999999999999",
        "%00",
        "%31%30%31%00",
        "%F0%9F%91%A9",
        "%FF",
        "%C3%28",
        "%2F",
        "..%2f",
        "%20101",
        "101%20",
        "%D9%A1",
        "null",
        "{customerId}",
        "%zz",
        "%",
    ];
    for id in ids {
        for path in ["", "/address", "/emails", "/emails/1", "/social-profiles", "/websites/1"] {
            let answer = raw(&door, "GET", &format!("/v2/customers/{id}{path}")).await;
            answer.sentence(404);
        }
        for list in ["emails", "phones", "chats", "social-profiles", "websites"] {
            raw(&door, "GET", &format!("{customer}/{list}/{id}")).await.sentence(404);
        }
        raw(&door, "DELETE", &format!("/v2/customers/{id}/address")).await.sentence(404);
        raw(&door, "DELETE", &format!("{customer}/emails/{id}")).await.sentence(404);
    }
    assert_eq!(raw(&door, "GET", "/v2/customers/%31%30%31").await.status, 200, "an escape that was not needed");
    assert_eq!(raw(&door, "GET", "/v2/customers/0101").await.status, 200, "as the number that it is");
}

#[tokio::test]
async fn a_query_is_understood_as_people_type_it() {
    let door = Door::open().await;
    door.create(&json!({"firstName": "Ines", "emails": [{"value": "ines@northwind.example"}]})).await;
    for (query, count) in [("(email:\"ines@northwind.example\")", 1), ("(firstName:\"Bea\")", 0)] {
        for list in ["/v2/customers", "/v3/customers"] {
            let answer = raw(&door, "GET", &format!("{list}?query={query}")).await;
            let found = answer.json()["_embedded"]["customers"].as_array().map(Vec::len);
            assert_eq!((answer.status, found), (200, Some(count)), "{list} {query}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_bad_id_is_not_found_whatever_is_sent_to_it() {
    let door = Door::open().await;
    door.put("/v2/customers/x/address", &json!({"city": 5})).await.sentence(404);
    door.post("/v2/customers/x/emails", &json!([])).await.sentence(404);
    door.patch("/v2/customers/0/properties", &json!({})).await.sentence(404);
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let door = Door::open().await;
    for path in [
        "/v2",
        "/v2/",
        "/v2/customer",
        "/V2/customers",
        "/v2/Customers",
        "/v2/customers/101/faxes",
        "/v2/customers/101/emails/1/value",
        "/v1/customers",
        "/v2/customers/101/socialProfiles",
        "//v2/customers",
        "/v2//customers",
        "/v2/customers%2F101",
        "/docs/nothing",
        "/docs/../openapi.json",
        "/metrics/x",
        "/.well-known/nothing",
        "/openapi.json/x",
        "/health",
    ] {
        raw(&door, "GET", path).await.sentence(404);
        if !path.starts_with("/docs/") {
            raw(&door, "POST", path).await.sentence(404);
        }
    }
    let answer = door.bare("GET", "/v2/nowhere").send().await;
    assert!(answer.sentence(404).contains("/docs"), "without a token too");
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_refused_with_those_it_has() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let allowed = [
        ("/v2/oauth2/token".to_owned(), "POST"),
        ("/v2/oauth2/revoke".to_owned(), "POST"),
        ("/v2/oauth2/introspect".to_owned(), "POST"),
        ("/.well-known/oauth-authorization-server".to_owned(), "GET HEAD"),
        ("/v2/users/me".to_owned(), "GET HEAD"),
        ("/v2/mailboxes/1".to_owned(), "GET HEAD"),
        ("/v2/tags".to_owned(), "GET HEAD"),
        ("/v2/customers".to_owned(), "GET HEAD POST"),
        (customer.clone(), "DELETE GET HEAD PATCH PUT"),
        (format!("{customer}/address"), "DELETE GET HEAD POST PUT"),
        (format!("{customer}/properties"), "PATCH PUT"),
        (format!("{customer}/emails"), "GET HEAD POST"),
        (format!("{customer}/social-profiles/1"), "DELETE GET HEAD PUT"),
        ("/v2/customer-properties".to_owned(), "GET HEAD POST"),
        ("/v2/customer-properties/x".to_owned(), "DELETE GET HEAD PATCH PUT"),
        ("/v2/organizations".to_owned(), "GET HEAD POST"),
        ("/v2/organizations/1".to_owned(), "DELETE GET HEAD PUT"),
        ("/v2/organizations/1/customers".to_owned(), "GET HEAD"),
        ("/v2/organizations/1/conversations".to_owned(), "GET HEAD"),
        ("/v2/organizations/properties".to_owned(), "GET HEAD POST"),
        ("/v2/organizations/properties/x".to_owned(), "DELETE GET HEAD PATCH PUT"),
        ("/v2/organizations/1/properties/x".to_owned(), "DELETE PUT"),
        ("/health/live".to_owned(), "GET HEAD"),
        ("/openapi.json".to_owned(), "GET HEAD"),
    ];
    for (path, methods) in allowed {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "FOO"] {
            if methods.split(' ').any(|allowed| allowed == method) {
                continue;
            }
            let answer = door.request(method, &path).send().await;
            answer.sentence(405);
            let mut allow: Vec<&str> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
            allow.sort_unstable();
            allow.retain(|method| *method != "OPTIONS");
            assert_eq!(allow.join(" "), methods, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_any_path_leads_to_the_same_place() {
    let door = Door::open().await;
    let customer = door.request("POST", "/v2/customers/").json(&json!({"firstName": "Ann"})).send().await.made();
    assert_eq!(door.read(&format!("{customer}/")).await, door.read(&customer).await);
    assert_eq!(door.read("/v2/customers/?page=2").await["page"]["number"], 2);
    let email = door.post(&format!("{customer}/emails/"), &json!({"value": "a@x.example"})).await.made();
    door.put(&format!("{email}/"), &json!({"value": "b@x.example"})).await.done();
    door.delete(&format!("{email}/")).await.done();
    for path in ["/v2/customer-properties/", "/health/live/", "/openapi.json/", "/docs/errors/", "/metrics/"] {
        assert_eq!(door.get(path).await.status, 200, "{path}");
    }
    assert_eq!(
        raw(&door, "GET", "http://elsewhere.example/v2/customers/").await.status,
        200,
        "a whole URL as the target"
    );
    door.delete("/v2/customers/").await.sentence(405);
}

#[tokio::test]
async fn odd_targets_do_no_harm() {
    let door = Door::open().await;
    for (method, target) in [
        ("OPTIONS", "*"),
        ("GET", "*"),
        ("CONNECT", "example.com:443"),
        ("GET", "http://"),
        ("GET", "x"),
        ("GET", "/v2/customers#x"),
        ("GET", "/v2/customers?"),
        ("GET", "/v2/customers?&&==&%&%zz&=x"),
        ("GET", "/v2/customers\u{e9}"),
    ] {
        let answer = raw(&door, method, target).await;
        assert!(answer.status < 500, "{method} {target}: {}", answer.status);
    }
    let long = format!("/v2/customers?firstName={}", "x".repeat(60_000));
    assert_eq!(raw(&door, "GET", &long).await.status, 200);
    let longer = format!("/v2/customers?firstName={}", "x".repeat(200_000));
    assert!([414, 431].contains(&raw(&door, "GET", &longer).await.status));
    assert_eq!(door.get("/health/live").await.status, 200);
}
