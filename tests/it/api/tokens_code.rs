//! `POST /v2/oauth2/token` with a code (RFC 6749, section 4.1; RFC 7636).

use super::oauth::{
    self, FORM, TOKEN, agreed, another_app, another_server, call, code, code_with, exchange, exchange_request, opens,
    operator, owner, pair, refresh, refused,
};
use super::race::at_once;
use crate::door::Door;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cardfile::actions::tokens::{self, Grant};
use cardfile::actions::{codes, sweep};
use cardfile::domain::code::Challenge;
use serde_json::json;

const REDIRECT: &str = "https://client.example/done?x=1";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[tokio::test]
async fn a_code_gives_tokens_by_form_json_query_or_basic() {
    let door = Door::open().await;
    let (id, secret) = (&door.client_id, &door.client_secret);
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for way in 0..4 {
        let code = code(&door).await;
        let own = format!("grant_type=authorization_code&code={code}");
        let all = format!("{own}&client_id={id}&client_secret={secret}");
        let request = match way {
            0 => door.bare("POST", TOKEN).body(FORM, all),
            1 => exchange_request(&door, &code),
            2 => door.bare("POST", &format!("{TOKEN}?{all}")),
            _ => door.bare("POST", TOKEN).header("authorization", &basic).body(FORM, own),
        };
        let pair = pair(&request.send().await);
        assert_eq!(opens(&door, &pair.access).await, 200);
        assert_eq!(opens(&door, &pair.refresh).await, 401, "a refresh token opens nothing");
        assert_eq!(opens(&door, &code).await, 401, "a code opens nothing");
    }
}

#[tokio::test]
async fn a_code_works_for_60_seconds() {
    let door = Door::open().await;
    let (first, second) = (code(&door).await, code(&door).await);
    door.advance(59);
    pair(&exchange(&door, &first).await);
    door.advance(1);
    let answer = exchange(&door, &second).await;
    refused(&answer, 400, "invalid_grant");
    assert!(answer.text().contains("expired"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_second_use_of_a_code_takes_back_what_it_gave_at_once() {
    let door = Door::open().await;
    let other = agreed(&door).await;
    let code = code(&door).await;
    let first = pair(&exchange(&door, &code).await);
    let next = pair(&refresh(&door, &first.refresh).await);
    for access in [&first.access, &next.access] {
        assert_eq!(opens(&door, access).await, 200);
    }
    let answer = exchange(&door, &code).await;
    refused(&answer, 400, "invalid_grant");
    assert!(answer.text().contains("used before"), "{}", answer.text());
    for access in [&first.access, &next.access] {
        refused(&door.with_token(access).get("/v2/customers").await, 401, "invalid_token");
    }
    refused(&refresh(&door, &next.refresh).await, 400, "invalid_grant");
    assert_eq!(opens(&door, &other.access).await, 200, "another agreement of the same app stays");
    pair(&refresh(&door, &other.refresh).await);
}

#[tokio::test]
async fn a_code_that_was_used_is_known_for_a_day_after_it_expired() {
    let door = Door::open().await;
    let code = code(&door).await;
    let pair = pair(&exchange(&door, &code).await);
    door.advance(60 + 86_400);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(opens(&door, &pair.access).await, 200);
    refused(&exchange(&door, &code).await, 400, "invalid_grant");
    assert_eq!(opens(&door, &pair.access).await, 401, "its second use still takes back what it gave");
    door.advance(1);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(oauth::count(&door, "codes"), 0);
    refused(&exchange(&door, &code).await, 400, "invalid_grant");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_sixteen_racers_with_one_code_gets_tokens() {
    let door = Door::open().await;
    for _ in 0..3 {
        let code = code(&door).await;
        let answers = at_once((0..16).map(|_| exchange_request(&door, &code)).collect()).await;
        let (given, rest): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!((given.len(), rest.len()), (1, 15));
        rest.iter().for_each(|answer| refused(answer, 400, "invalid_grant"));
        assert_eq!(opens(&door, &pair(given[0]).access).await, 401, "fifteen second uses took it back");
    }
    assert_eq!(oauth::count(&door, "refresh_tokens"), 0);
    assert_eq!(oauth::count(&door, "access_tokens where family is not null"), 0);
}

#[tokio::test]
async fn a_code_is_good_for_its_own_app_alone() {
    let door = Door::open().await;
    let (app, stranger) = (another_app(&door).await, door.another_company().await);
    let code = code(&door).await;
    for client in [&app, &stranger] {
        refused(&exchange(client, &code).await, 400, "invalid_grant");
    }
    let wrong = json!({"grant_type": "authorization_code", "code": code, "client_secret": app.client_secret});
    refused(&call(&door, TOKEN, wrong).await, 401, "invalid_client");
    let first = pair(&exchange(&door, &code).await);
    refused(&exchange(&app, &code).await, 400, "invalid_grant");
    assert_eq!(opens(&door, &first.access).await, 200, "another app's second use takes nothing back");
    for wrong in ["x", "1-x", "999-x", "\u{0}", &first.refresh, &first.access] {
        refused(&exchange(&door, wrong).await, 400, "invalid_grant");
    }
}

#[tokio::test]
async fn the_redirect_uri_has_to_be_the_same_when_the_code_has_one() {
    let door = Door::open().await;
    let code = code_with(&door, Some(REDIRECT), None).await;
    let with = |uri: &str| json!({"grant_type": "authorization_code", "code": code, "redirect_uri": uri});
    for wrong in ["", "https://client.example/done", "https://client.example/done?x=1#y", "https://evil.example/"] {
        let answer = call(&door, TOKEN, with(wrong)).await;
        refused(&answer, 400, "invalid_grant");
        assert!(answer.text().contains("redirect_uri"), "{}", answer.text());
    }
    pair(&call(&door, TOKEN, with(REDIRECT)).await);
    let code = oauth::code(&door).await;
    let any = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT});
    pair(&call(&door, TOKEN, any).await);
}

#[tokio::test]
async fn a_code_with_a_challenge_needs_its_verifier() {
    let door = Door::open().await;
    for (method, challenge) in [(Some("S256"), CHALLENGE), (Some("plain"), VERIFIER), (None, VERIFIER)] {
        let code = code_with(&door, None, Challenge::parse(method, challenge)).await;
        let with =
            |verifier: &str| json!({"grant_type": "authorization_code", "code": code, "code_verifier": verifier});
        let wrong = if method == Some("S256") { CHALLENGE } else { "d" };
        for wrong in ["", wrong, &VERIFIER[..42], &format!("{VERIFIER}k")] {
            let answer = call(&door, TOKEN, with(wrong)).await;
            refused(&answer, 400, "invalid_grant");
            assert!(answer.text().contains("code_verifier"), "{}", answer.text());
        }
        let pair = pair(&call(&door, TOKEN, with(VERIFIER)).await);
        assert_eq!(opens(&door, &pair.access).await, 200, "a wrong verifier does not use the code up");
    }
    let code = code(&door).await;
    let more = json!({"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER});
    refused(&call(&door, TOKEN, more).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_grant_without_its_code_or_refresh_token_is_told_which_is_missing() {
    let door = Door::open().await;
    for (grant, name) in [("authorization_code", "code"), ("refresh_token", "refresh_token")] {
        for value in [json!({"grant_type": grant}), json!({"grant_type": grant, name: ""})] {
            let answer = call(&door, TOKEN, value).await;
            refused(&answer, 400, "invalid_request");
            assert!(answer.text().contains(&format!("The parameter {name} is missing")), "{}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_code_is_made_only_for_an_app_in_use_and_a_user_of_its_company() {
    let door = Door::open().await;
    let stranger = door.another_company().await;
    let (caller, user) = (operator(&door), owner(&door).await);
    let directory = door.directory();
    let told = |made: Result<String, cardfile::actions::Error>| made.unwrap_err().to_string();
    for id in ["x", &stranger.client_id] {
        assert!(told(codes::create(directory, &caller, id, user, None, None).await).contains("app in use"), "{id}");
    }
    let of_another = cardfile::domain::id::UserId(user.0 + 1);
    assert!(told(codes::create(directory, &caller, &door.client_id, of_another, None, None).await).contains("no user"));
    let code = code(&door).await;
    door.revoke(&door.client_id).await;
    assert!(told(codes::create(directory, &caller, &door.client_id, user, None, None).await).contains("app in use"));
    refused(&exchange(&door, &code).await, 401, "invalid_client");
}

#[tokio::test]
async fn a_code_of_one_server_works_on_another_and_then_on_none() {
    let door = Door::open().await;
    let code = code(&door).await;
    let server = another_server(&door).await;
    let grant = || Grant::Code { code: &code, redirect_uri: None, verifier: None };
    let issued = tokens::issue(&server, &door.client_id, &door.client_secret, grant()).await.unwrap();
    assert_eq!(opens(&door, &issued.access_token).await, 200);
    assert!(tokens::issue(&server, &door.client_id, &door.client_secret, grant()).await.is_err());
    door.advance(1);
    // Its own commit makes the server see at once what another process has written.
    door.create(&json!({})).await;
    assert_eq!(opens(&door, &issued.access_token).await, 401, "within a second on every other server");
    server.store.close().await;
}

#[tokio::test]
async fn codes_and_refresh_tokens_are_kept_as_hashes() {
    let door = Door::open().await;
    let code = code(&door).await;
    let first = pair(&exchange(&door, &code).await);
    let next = pair(&refresh(&door, &first.refresh).await);
    for token in [&code, &first.access, &first.refresh, &next.access, &next.refresh] {
        oauth::is_nowhere(&door, token.split_once('-').unwrap().1);
    }
}
