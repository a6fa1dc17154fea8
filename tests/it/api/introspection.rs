//! `POST /v2/oauth2/introspect` (RFC 7662).

use super::oauth::{FORM, agreed, another_app, call, owner, pair, refresh, refused};
use crate::door::{Client, Door};
use serde_json::{Value, json};

const INTROSPECT: &str = "/v2/oauth2/introspect";

async fn inspect(client: &Client, token: &str) -> Value {
    let answer = call(client, INTROSPECT, json!({"token": token})).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

fn inactive() -> Value {
    json!({"active": false})
}

#[tokio::test]
async fn a_token_that_is_accepted_is_told_with_app_user_and_times() {
    let door = Door::open().await;
    let now = door.directory().clock.now().micros() / 1_000_000;
    let user = owner(&door).await.to_string();
    let pair = agreed(&door).await;
    let known = json!({
        "active": true, "client_id": door.client_id, "sub": user, "token_type": "bearer", "iat": now, "exp": now + 172_800
    });
    assert_eq!(inspect(&door, &door.token).await, known);
    assert_eq!(inspect(&door, &pair.access).await, known);
    let known =
        json!({"active": true, "client_id": door.client_id, "sub": user, "iat": now, "exp": now + 180 * 86_400});
    assert_eq!(inspect(&door, &pair.refresh).await, known);
    let app = another_app(&door).await;
    assert_eq!(inspect(&app, &pair.refresh).await, known, "any app of the company may ask");
}

#[tokio::test]
async fn the_token_is_asked_about_in_every_way_and_with_any_hint() {
    let door = Door::open().await;
    let all = format!(
        "token={}&token_type_hint=refresh_token&client_id={}&client_secret={}",
        door.token, door.client_id, door.client_secret
    );
    for request in [
        door.bare("POST", INTROSPECT).body(FORM, all.clone()),
        door.bare("POST", &format!("{INTROSPECT}?{all}")),
        door.bare("POST", &format!("{INTROSPECT}/")).body(FORM, all.clone()),
    ] {
        assert_eq!(request.send().await.json()["active"], true);
    }
}

#[tokio::test]
async fn of_any_other_token_only_that_it_is_not_accepted_is_told() {
    let door = Door::open().await;
    let stranger = door.another_company().await;
    let of_another = inspect(&stranger, &stranger.token).await;
    assert_eq!(of_another["active"], true);
    for token in ["x", "1-x", "999-x", "\u{0}", &stranger.token, &door.client_secret] {
        assert_eq!(inspect(&door, token).await, inactive(), "{token}");
    }
    let pair_of = agreed(&door).await;
    call(&door, "/v2/oauth2/revoke", json!({"token": pair_of.access})).await;
    assert_eq!(inspect(&door, &pair_of.access).await, inactive());
    let next = pair(&refresh(&door, &pair_of.refresh).await);
    door.advance(59);
    assert_eq!(inspect(&door, &pair_of.refresh).await["active"], true, "it is accepted for a minute more");
    door.advance(1);
    assert_eq!(inspect(&door, &pair_of.refresh).await, inactive());
    door.advance(172_800 - 61);
    assert_eq!(inspect(&door, &next.access).await["active"], true);
    door.advance(1);
    assert_eq!(inspect(&door, &next.access).await, inactive());
    assert_eq!(inspect(&door, &next.refresh).await["active"], true);
}

#[tokio::test]
async fn the_tokens_of_a_revoked_app_are_not_accepted() {
    let door = Door::open().await;
    let app = another_app(&door).await;
    let pair = agreed(&door).await;
    door.revoke(&door.client_id).await;
    for token in [&pair.access, &pair.refresh, &door.token] {
        assert_eq!(inspect(&app, token).await, inactive());
    }
}

#[tokio::test]
async fn who_asks_has_to_be_an_app_and_to_say_about_what() {
    let door = Door::open().await;
    refused(&call(&door, INTROSPECT, json!({})).await, 400, "invalid_request");
    refused(&call(&door, INTROSPECT, json!({"token": door.token, "client_secret": "x"})).await, 401, "invalid_client");
    let bearer = door.request("POST", INTROSPECT).body(FORM, format!("token={}", door.token));
    refused(&bearer.send().await, 400, "invalid_request");
    door.bare("GET", INTROSPECT).send().await.sentence(405);
}
