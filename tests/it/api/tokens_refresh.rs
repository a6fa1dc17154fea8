//! `POST /v2/oauth2/token` with a refresh token: each gives way to its successor (RFC 9700, section 4.14.2).

use super::oauth::{
    self, FORM, TOKEN, agreed, another_app, another_server, call, opens, pair, refresh, refresh_request, refused,
};
use super::race::at_once;
use crate::door::Door;
use cardfile::actions::sweep;
use cardfile::actions::tokens::{self, Grant};
use cardfile::auth::secret;
use cardfile::store::change::Write;
use cardfile::store::{Change, Refusal};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn a_refresh_token_gives_a_new_access_token_and_its_successor() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let mut last = first.clone();
    let mut seen = BTreeSet::from([first.access.clone(), first.refresh]);
    for _ in 0..3 {
        let next = pair(&refresh(&door, &last.refresh).await);
        assert!(seen.insert(next.access.clone()) && seen.insert(next.refresh.clone()), "all differ");
        assert_eq!(opens(&door, &next.access).await, 200);
        last = next;
    }
    assert_eq!(opens(&door, &first.access).await, 200, "an older access token goes on working");
    let body = format!(
        "grant_type=refresh_token&refresh_token={}&client_id={}&client_secret={}",
        last.refresh, door.client_id, door.client_secret
    );
    let last = pair(&door.bare("POST", TOKEN).body(FORM, body.clone()).send().await);
    assert_eq!(pair(&door.bare("POST", &format!("{TOKEN}?{body}")).send().await).refresh, last.refresh);
}

#[tokio::test]
async fn whoever_asks_again_within_a_minute_is_told_the_same_successor() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let next = pair(&refresh(&door, &first.refresh).await);
    door.advance(59);
    let again = pair(&refresh(&door, &first.refresh).await);
    assert_eq!(again.refresh, next.refresh);
    assert_ne!(again.access, next.access);
    assert_eq!((opens(&door, &again.access).await, opens(&door, &next.access).await), (200, 200));
    pair(&refresh(&door, &next.refresh).await);
}

#[tokio::test]
async fn a_replaced_refresh_token_takes_back_the_whole_family_after_a_minute() {
    let door = Door::open().await;
    let other = agreed(&door).await;
    let first = agreed(&door).await;
    let next = pair(&refresh(&door, &first.refresh).await);
    door.advance(60);
    assert_eq!(opens(&door, &next.access).await, 200);
    let answer = refresh(&door, &first.refresh).await;
    refused(&answer, 400, "invalid_grant");
    assert!(answer.text().contains("replaced before"), "{}", answer.text());
    for access in [&first.access, &next.access] {
        refused(&door.with_token(access).get("/v2/customers").await, 401, "invalid_token");
    }
    refused(&refresh(&door, &next.refresh).await, 400, "invalid_grant");
    assert_eq!(opens(&door, &other.access).await, 200, "another agreement of the same app stays");
    pair(&refresh(&door, &other.refresh).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_racers_with_one_refresh_token_get_one_successor() {
    let door = Door::open().await;
    for round in 1..=3 {
        let first = agreed(&door).await;
        let answers = at_once((0..16).map(|_| refresh_request(&door, &first.refresh)).collect()).await;
        let pairs: Vec<_> = answers.iter().map(pair).collect();
        let successors: BTreeSet<&String> = pairs.iter().map(|pair| &pair.refresh).collect();
        assert_eq!(successors.len(), 1);
        assert_eq!(oauth::count(&door, "refresh_tokens"), 2 * round);
        for pair in &pairs {
            assert_eq!(opens(&door, &pair.access).await, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixteen_racers_with_a_stolen_refresh_token_leave_nothing_of_its_family() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let next = pair(&refresh(&door, &first.refresh).await);
    door.advance(60);
    let both = (0..16).map(|at| if at % 2 == 0 { &first.refresh } else { &next.refresh });
    at_once(both.map(|token| refresh_request(&door, token)).collect()).await;
    assert_eq!(oauth::count(&door, "refresh_tokens"), 0);
    assert_eq!(oauth::count(&door, "access_tokens where family is not null"), 0);
}

#[tokio::test]
async fn a_refresh_token_is_good_for_its_own_app_alone() {
    let door = Door::open().await;
    let (app, stranger) = (another_app(&door).await, door.another_company().await);
    let first = agreed(&door).await;
    for client in [&app, &stranger] {
        refused(&refresh(client, &first.refresh).await, 400, "invalid_grant");
    }
    for wrong in ["x", "1-x", "999-x", &first.access, &door.token] {
        refused(&refresh(&door, wrong).await, 400, "invalid_grant");
    }
    let wrong =
        json!({"grant_type": "refresh_token", "refresh_token": first.refresh, "client_secret": app.client_secret});
    refused(&call(&door, TOKEN, wrong).await, 401, "invalid_client");
    let next = pair(&refresh(&door, &first.refresh).await);
    door.advance(60);
    refused(&refresh(&app, &first.refresh).await, 400, "invalid_grant");
    assert_eq!(opens(&door, &next.access).await, 200, "another app's use takes nothing back");
    door.revoke(&door.client_id).await;
    refused(&refresh(&door, &next.refresh).await, 401, "invalid_client");
}

#[tokio::test]
async fn a_refresh_token_that_nobody_uses_is_accepted_for_180_days() {
    let door = Door::open().await;
    let (first, second) = (agreed(&door).await, agreed(&door).await);
    door.advance(180 * 86_400 - 1);
    sweep::sweep(door.directory()).await.unwrap();
    let next = pair(&refresh(&door, &first.refresh).await);
    door.advance(1);
    let answer = refresh(&door, &second.refresh).await;
    refused(&answer, 400, "invalid_grant");
    assert!(answer.text().contains("expired"), "{}", answer.text());
    pair(&refresh(&door, &next.refresh).await);
    door.advance(86_401);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(oauth::count(&door, "refresh_tokens"), 2, "the two that came later stay");
    let answer = refresh(&door, &second.refresh).await;
    assert!(answer.text().contains("not known"), "{}", answer.text());
}

#[tokio::test]
async fn a_sweep_forgets_what_a_successor_was_made_with_but_not_that_there_is_one() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let next = pair(&refresh(&door, &first.refresh).await);
    let salts = || oauth::count(&door, "refresh_tokens where salt is not null");
    door.advance(60);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(salts(), 1);
    door.advance(1);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(salts(), 0);
    refused(&refresh(&door, &first.refresh).await, 400, "invalid_grant");
    refused(&refresh(&door, &next.refresh).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_refresh_token_of_one_server_works_on_another() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let server = another_server(&door).await;
    let (id, secret) = (&door.client_id, &door.client_secret);
    let issued = tokens::issue(&server, id, secret, Grant::RefreshToken(&first.refresh)).await.unwrap();
    assert_eq!(opens(&door, &issued.access_token).await, 200);
    assert_eq!(pair(&refresh(&door, &first.refresh).await).refresh, issued.refresh_token.unwrap());
    server.store.close().await;
}

#[tokio::test]
async fn whoever_asks_again_gets_nothing_of_a_family_that_was_taken_back_meanwhile() {
    let door = Door::open().await;
    let first = agreed(&door).await;
    let hash = secret::hash(&first.refresh);
    let again = || Change { writes: vec![Write::RepeatedRefreshToken(hash)], ..Change::new(door.company()) };
    let is_refused = |done| matches!(done, Err(cardfile::store::Error::Refused(Refusal::Moved)));
    let store = &door.directory().store;
    assert!(is_refused(store.commit(again()).await), "it has no successor yet");
    let next = pair(&refresh(&door, &first.refresh).await);
    assert!(!is_refused(store.commit(again()).await));
    call(&door, "/v2/oauth2/revoke", json!({"token": next.refresh})).await;
    assert!(is_refused(store.commit(again()).await), "it is gone");
}
