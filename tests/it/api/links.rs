//! Links: under the public URL when it is set, else under the host that the client asked for.

use crate::door::{Answer, Door};
use serde_json::{Value, json};

async fn with_host(door: &Door, host: Option<&str>, request: &str, body: &str) -> Answer {
    let token = &door.token;
    let host = host.map_or_else(String::new, |host| format!("host: {host}\r\n"));
    let version = if host.is_empty() { "1.0" } else { "1.1" };
    let length = body.len();
    door.raw(format!(
        "{request} HTTP/{version}\r\n{host}authorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
    .await
}

/// Every link in an answer.
fn links(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(href) if name == "href" => found.push(href.clone()),
            value => links(value, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        _ => {}
    }
}

async fn all_links(door: &Door, host: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for path in [
        "/v2/customers",
        "/v2/customers/101",
        "/v2/customers/101/emails",
        "/v2/customers?page=0",
        "/v2/customer-properties",
        "/v2/users",
        "/v2/mailboxes",
        "/v2/tags",
    ] {
        links(&with_host(door, host, &format!("GET {path}"), "").await.json(), &mut found);
    }
    let made = with_host(door, host, "POST /v2/customers", "{}").await;
    found.push(made.header("location").unwrap().to_owned());
    found
}

async fn open() -> Door {
    let door = Door::open().await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    door
}

#[tokio::test]
async fn links_lead_to_the_host_that_the_client_asked_for() {
    let door = open().await;
    for host in ["cards.example", "cards.example:8080", "127.0.0.1:1", "[::1]:8080", "localhost", "under_score.example"]
    {
        let found = all_links(&door, Some(host)).await;
        assert!(found.len() > 12);
        let base = format!("http://{host}/");
        assert!(found.iter().all(|link| link.starts_with(&base)), "{host}: {found:#?}");
    }
}

#[tokio::test]
async fn a_hostile_host_ends_up_in_no_link() {
    let door = open().await;
    let hosts = [
        "evil.example/path",
        "evil.example?x",
        "evil.example#x",
        "user@evil.example",
        "a\"b",
        "<script>",
        "a b",
        "a\\b",
        "a%0d%0ab",
        "\u{e9}",
        &"x".repeat(256),
        "",
    ];
    for host in hosts.into_iter().map(Some).chain([None]) {
        let answer = with_host(&door, host, "GET /v2/customers", "").await;
        if answer.status == 400 {
            continue; // The HTTP library does not take it for a host at all.
        }
        let mut found = Vec::new();
        links(&answer.json(), &mut found);
        found.push(with_host(&door, host, "POST /v2/customers", "{}").await.header("location").unwrap().to_owned());
        assert!(found.iter().all(|link| link.starts_with("http://localhost/")), "{host:?}: {found:#?}");
    }
}

#[tokio::test]
async fn links_are_made_with_the_public_url_when_it_is_set() {
    let door = Door::open_with(|api| api.public_url = Some("https://cards.example/base".into())).await;
    assert_eq!(door.post("/v2/customers", &json!({})).await.status, 201);
    for host in [Some("other.example"), Some("127.0.0.1"), None] {
        let found = all_links(&door, host).await;
        assert!(found.iter().all(|link| link.starts_with("https://cards.example/base/")), "{found:#?}");
    }
}

#[tokio::test]
async fn a_location_leads_to_what_was_made() {
    let door = open().await;
    let answer = door.post("/v2/customers/101/phones", &json!({"value": "1"})).await;
    let location = answer.header("location").unwrap().to_owned();
    let response = reqwest::Client::new().get(location).bearer_auth(&door.token).send().await.unwrap();
    assert_eq!(response.json::<Value>().await.unwrap()["value"], "1");
}

#[tokio::test]
async fn a_proxy_tells_by_which_scheme_the_client_came() {
    let door = open().await;
    for (told, scheme) in [("https", "https"), ("HTTPS, http", "https"), ("http", "http"), ("javascript", "http")] {
        let answer = door.request("GET", "/v2/customers").header("x-forwarded-proto", told).send().await;
        let mut found = Vec::new();
        links(&answer.json(), &mut found);
        let start = format!("{scheme}://{}/", door.host());
        assert!(!found.is_empty() && found.iter().all(|href| href.starts_with(&start)), "{told}: {found:?}");
    }
}
