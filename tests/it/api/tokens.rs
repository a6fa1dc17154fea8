//! `POST /v2/oauth2/token`, and what a token opens.

use super::oauth::{FORM, TOKEN, is_nowhere, refused};
use crate::door::{Answer, Client, Door};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

fn form(client: &Client) -> String {
    format!("grant_type=client_credentials&client_id={}&client_secret={}", client.client_id, client.client_secret)
}

/// Holds a token against the wire and uses it.
async fn works(door: &Door, answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    let body = answer.json();
    assert_eq!(body["token_type"], "bearer");
    assert_eq!(body["expires_in"].as_i64(), Some(172_800), "an integer");
    assert_eq!(body.as_object().unwrap().len(), 3, "no refresh token: {body}");
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(door.with_token(token).get("/v2/customers").await.status, 200);
}

#[tokio::test]
async fn a_token_is_asked_for_by_form_json_query_or_basic() {
    let door = Door::open().await;
    let json =
        json!({"grant_type": "client_credentials", "client_id": door.client_id, "client_secret": door.client_secret});
    let basic = STANDARD.encode(format!("{}:{}", door.client_id, door.client_secret));
    let requests = [
        door.bare("POST", TOKEN).body(FORM, form(&door)),
        door.bare("POST", TOKEN).body("application/x-www-form-urlencoded; charset=UTF-8", form(&door)),
        door.bare("POST", TOKEN).json(&json),
        door.bare("POST", TOKEN).body("application/json; charset=utf-8", json.to_string()),
        door.bare("POST", TOKEN).body(FORM, json.to_string()),
        door.bare("POST", TOKEN).body("application/json", format!("\u{feff}{json}")),
        door.bare("POST", &format!("{TOKEN}?{}", form(&door))),
        door.bare("POST", &format!("{TOKEN}?{}", form(&door))).body("application/json", ""),
        door.bare("POST", &format!("{TOKEN}?{}", form(&door))).body(FORM, ""),
        door.bare("POST", TOKEN)
            .header("authorization", &format!("Basic {basic}"))
            .body(FORM, "grant_type=client_credentials"),
        door.bare("POST", TOKEN)
            .header("authorization", &format!("basic {basic}"))
            .json(&json!({"grant_type": "client_credentials"})),
        door.bare("POST", &format!("{TOKEN}/")).body(FORM, form(&door)),
    ];
    for request in requests {
        works(&door, &request.send().await).await;
    }
}

#[tokio::test]
async fn tokens_are_opaque_differ_and_are_kept_as_hashes() {
    let door = Door::open().await;
    let tokens = [door.new_token().await, door.new_token().await];
    assert_ne!(tokens[0], tokens[1]);
    for token in &tokens {
        assert_eq!(door.with_token(token).get("/v2/customers").await.status, 200, "an older one goes on working");
        is_nowhere(&door, token.split_once('-').unwrap().1);
    }
    is_nowhere(&door, &door.client_secret);
}

#[tokio::test]
async fn a_wrong_client_is_refused_without_telling_what_was_wrong() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let mut told = Vec::new();
    for (id, secret) in [
        (door.client_id.as_str(), "wrong"),
        (door.client_id.as_str(), other.client_secret.as_str()),
        ("1-0123", door.client_secret.as_str()),
        ("nobody", "x"),
        ("999-x", "x"),
        ("\u{0}", "\u{0}"),
    ] {
        let body = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        let answer = door.bare("POST", TOKEN).json(&body).send().await;
        refused(&answer, 401, "invalid_client");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        told.push(answer.json());
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:#?}");
}

#[tokio::test]
async fn a_parameter_that_is_missing_or_unknown_is_named() {
    let door = Door::open().await;
    let (id, secret) = (&door.client_id, &door.client_secret);
    for (body, error, names) in [
        (String::new(), "invalid_request", "grant_type"),
        (format!("client_id={id}&client_secret={secret}"), "invalid_request", "grant_type"),
        (format!("grant_type=client_credentials&client_secret={secret}"), "invalid_request", "client_id"),
        (format!("grant_type=client_credentials&client_id={id}"), "invalid_request", "client_secret"),
        (format!("grant_type=client_credentials&client_id={id}&client_secret="), "invalid_request", "client_secret"),
        (format!("grant_type=password&client_id={id}&client_secret={secret}"), "unsupported_grant_type", "grant"),
    ] {
        let answer = door.bare("POST", TOKEN).body(FORM, body.clone()).send().await;
        refused(&answer, 400, error);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.json()["error_description"].as_str().unwrap().contains(names), "{body}: {}", answer.text());
    }
    for body in ["{", "[]", "5", "\"x\"", "null", "{\"grant_type\": 5}", "{\"a\":1,\"a\":2}", "\u{0}"] {
        refused(&door.bare("POST", TOKEN).body("application/json", body).send().await, 400, "invalid_request");
    }
    let answer = door.bare("POST", TOKEN).body(FORM, vec![0xff, b'=', 0xfe, b'&', 0]).send().await;
    refused(&answer, 400, "invalid_request");
}

#[tokio::test]
async fn a_call_without_a_good_token_is_refused() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let (_, secret) = other.token.split_once('-').unwrap();
    let mixed = format!("Bearer {}-{secret}", door.company());
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", door.client_id, door.client_secret)));
    let wrong =
        ["", "Bearer", "Bearer ", "Bearer x", "Bearer 1-", "Bearer 999-x", "x", "Token x", &mixed, &basic, &door.token];
    let mut answers = vec![door.bare("GET", "/v2/customers").send().await];
    for authorization in wrong {
        answers.push(door.bare("GET", "/v2/customers").header("authorization", authorization).send().await);
    }
    for answer in answers {
        refused(&answer, 401, "invalid_token");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert!(answer.header("correlation-id").is_some());
    }
    let unprintable =
        format!("GET /v2/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\u{e9}\r\n\r\n", door.token);
    refused(&door.raw(unprintable).await, 401, "invalid_token");
}

#[tokio::test]
async fn the_scheme_is_read_in_any_letter_case() {
    let door = Door::open().await;
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        let request = door.bare("GET", "/v2/customers").header("authorization", &format!("{scheme} {}", door.token));
        assert_eq!(request.send().await.status, 200, "{scheme}");
    }
}

#[tokio::test]
async fn a_token_works_for_two_days_to_the_second() {
    let door = Door::open().await;
    door.advance(172_799);
    assert_eq!(door.get("/v2/customers").await.status, 200);
    door.advance(1);
    let answer = door.get("/v2/customers").await;
    refused(&answer, 401, "invalid_token");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert!(answer.json()["error_description"].as_str().unwrap().contains("expired"));
    let token = door.new_token().await;
    assert_eq!(door.with_token(&token).get("/v2/customers").await.status, 200);
}

#[tokio::test]
async fn a_revoked_app_is_let_in_nowhere_once_its_lease_is_over() {
    let door = Door::open().await;
    assert_eq!(door.get("/v2/customers").await.status, 200);
    door.revoke(&door.client_id).await;
    door.advance(1);
    let answer = door.get("/v2/customers").await;
    assert!(answer.sentence(403).contains("revoked"));
    refused(&door.bare("POST", TOKEN).body(FORM, form(&door)).send().await, 401, "invalid_client");
    door.post("/v2/customers", &json!({"firstName": "Ann"})).await.sentence(403);
}

#[tokio::test]
async fn a_token_stays_good_over_a_sweep_and_an_expired_one_goes() {
    let door = Door::open().await;
    let count = |door: &Door| -> i64 { door.number("select count(*) from access_tokens") };
    cardfile::actions::sweep::sweep(door.directory()).await.unwrap();
    assert_eq!((door.get("/v2/customers").await.status, count(&door)), (200, 1));
    door.advance(172_800 + 86_401);
    cardfile::actions::sweep::sweep(door.directory()).await.unwrap();
    assert_eq!((door.get("/v2/customers").await.status, count(&door)), (401, 0));
}
