//! `POST /v2/oauth2/revoke` (RFC 7009).

use super::oauth::{FORM, agreed, another_app, another_server, call, opens, pair, refresh, refused};
use crate::door::Door;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cardfile::actions::tokens;
use serde_json::json;

const REVOKE: &str = "/v2/oauth2/revoke";

#[tokio::test]
async fn an_access_token_that_is_given_back_is_refused_at_once() {
    let door = Door::open().await;
    let pair_of = agreed(&door).await;
    for token in [door.token.clone(), pair_of.access.clone()] {
        assert_eq!(opens(&door, &token).await, 200);
        let answer = call(&door, REVOKE, json!({"token": token})).await;
        assert_eq!((answer.status, answer.text()), (200, ""));
        refused(&door.with_token(&token).get("/v2/customers").await, 401, "invalid_token");
        assert_eq!(call(&door, REVOKE, json!({"token": token})).await.status, 200, "a second time too");
    }
    pair(&refresh(&door, &pair_of.refresh).await);
}

#[tokio::test]
async fn a_refresh_token_takes_with_it_all_that_came_of_the_agreement() {
    let door = Door::open().await;
    let (other, first) = (agreed(&door).await, agreed(&door).await);
    let next = pair(&refresh(&door, &first.refresh).await);
    for access in [&first.access, &next.access] {
        assert_eq!(opens(&door, access).await, 200);
    }
    assert_eq!(call(&door, REVOKE, json!({"token": next.refresh})).await.status, 200);
    for access in [&first.access, &next.access] {
        assert_eq!(opens(&door, access).await, 401);
    }
    for token in [&first.refresh, &next.refresh] {
        refused(&refresh(&door, token).await, 400, "invalid_grant");
    }
    assert_eq!((opens(&door, &other.access).await, opens(&door, &door.token).await), (200, 200));
}

#[tokio::test]
async fn a_token_is_given_back_by_form_json_query_or_basic_and_with_any_hint() {
    let door = Door::open().await;
    let (id, secret) = (&door.client_id, &door.client_secret);
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for hint in ["", "&token_type_hint=access_token", "&token_type_hint=refresh_token", "&token_type_hint=x"] {
        for way in 0..4 {
            let token = door.new_token().await;
            let own = format!("token={token}{hint}");
            let all = format!("{own}&client_id={id}&client_secret={secret}");
            let request = match way {
                0 => door.bare("POST", REVOKE).body(FORM, all),
                1 => door.bare("POST", REVOKE).json(&json!({"client_id": id, "client_secret": secret, "token": token})),
                2 => door.bare("POST", &format!("{REVOKE}?{all}")),
                _ => door.bare("POST", REVOKE).header("authorization", &basic).body(FORM, own),
            };
            assert_eq!(request.send().await.status, 200);
            assert_eq!(opens(&door, &token).await, 401);
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_known_is_given_back_already() {
    let door = Door::open().await;
    let stranger = door.another_company().await;
    for token in ["x", "1-x", "999-x", "\u{0}", &stranger.token] {
        assert_eq!(call(&door, REVOKE, json!({"token": token})).await.status, 200, "{token}");
    }
    assert_eq!(opens(&door, &stranger.token).await, 200, "another company's token is not known");
}

#[tokio::test]
async fn a_token_of_another_app_stays() {
    let door = Door::open().await;
    let app = another_app(&door).await;
    let of_door = agreed(&door).await;
    for token in [&of_door.access, &of_door.refresh, &door.token] {
        let answer = call(&app, REVOKE, json!({"token": token})).await;
        refused(&answer, 400, "invalid_grant");
    }
    assert_eq!((opens(&door, &of_door.access).await, opens(&door, &door.token).await), (200, 200));
    pair(&refresh(&door, &of_door.refresh).await);
}

#[tokio::test]
async fn who_gives_a_token_back_has_to_say_which_and_to_be_its_app() {
    let door = Door::open().await;
    for body in [json!({}), json!({"token": ""})] {
        let answer = call(&door, REVOKE, body).await;
        refused(&answer, 400, "invalid_request");
        assert!(answer.text().contains("parameter token "), "{}", answer.text());
    }
    refused(&call(&door, REVOKE, json!({"token": door.token, "client_secret": "x"})).await, 401, "invalid_client");
    refused(&door.bare("POST", REVOKE).body(FORM, "token=x").send().await, 400, "invalid_request");
    refused(&door.bare("POST", REVOKE).body("application/json", "[").send().await, 400, "invalid_request");
    assert_eq!(opens(&door, &door.token).await, 200);
    door.bare("GET", REVOKE).send().await.sentence(405);
}

#[tokio::test]
async fn a_token_given_back_on_another_server_is_refused_within_a_second() {
    let door = Door::open().await;
    assert_eq!(opens(&door, &door.token).await, 200);
    let server = another_server(&door).await;
    tokens::revoke(&server, &door.client_id, &door.client_secret, &door.token).await.unwrap();
    assert_eq!(opens(&door, &door.token).await, 200, "what was found out holds for a second");
    door.advance(1);
    assert_eq!(opens(&door, &door.token).await, 401);
    server.store.close().await;
}

#[tokio::test]
async fn a_revoked_app_is_shut_out_at_once_by_the_server_that_revokes_it() {
    let door = Door::open().await;
    assert_eq!(opens(&door, &door.token).await, 200);
    door.revoke(&door.client_id).await;
    assert_eq!(opens(&door, &door.token).await, 403);
}
