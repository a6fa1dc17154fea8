//! API apps: made, sent back to, last used, revoked.

use crate::door::{Answer, Door};
use cardfile::actions::apps;
use serde_json::json;

async fn token(door: &Door, id: &str, secret: &str) -> Answer {
    let asked = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
    door.bare("POST", "/v2/oauth2/token").json(&asked).send().await
}

#[tokio::test]
async fn an_app_is_made_its_secret_shown_once_and_revoked() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let page = owner.open("/settings/apps").await;
    assert!(page.contains("An app"), "{page}");
    let answer = owner.post("/settings/apps", &[("name", "Sync <b>")]).await;
    let place = answer.goes_to().to_owned();
    let answer = owner.get(&place).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.page(200).contains("Sync &#60;b&#62;"));
    let secret = answer.between("<code id=\"secret\">", "</code>").unwrap();
    let id = answer.between("<code class=\"wrap-any\">", "</code>").unwrap();
    let given = token(&door, &id, &secret).await.json()["access_token"].as_str().unwrap().to_owned();
    let me = door.with_token(&given).read("/v2/users/me").await;
    assert_eq!(me["email"], "nora@northwind.example", "an app acts for who made it");

    assert_eq!(place, format!("/settings/apps/{id}"), "the address tells nothing");
    let page = owner.open(&format!("/settings/apps/{id}")).await;
    assert_eq!(door.number("select count(*) from apps where name like 'Sync%'"), 1, "a reload makes nothing");
    assert!(!page.contains(&secret) && page.contains(&id), "{page}");
    let unsure = owner.post(&format!("/settings/apps/{id}/revoke"), &[]).await;
    assert!(unsure.page(422).contains("Tick the box to revoke it. Nothing was revoked."));
    assert_eq!(token(&door, &id, &secret).await.status, 200, "nothing was revoked");
    assert_eq!(
        owner.post(&format!("/settings/apps/{id}/revoke"), &[("sure", "1")]).await.goes_to(),
        "/settings/apps?done=app-revoked"
    );
    assert_eq!(token(&door, &id, &secret).await.status, 401);
    assert_eq!(door.with_token(&given).get("/v2/users/me").await.status, 403);
    assert!(owner.open("/settings/apps").await.contains("Revoked 2026-11-23, 16:11"));
    for path in ["revoke", "redirects"] {
        owner.post(&format!("/settings/apps/{id}/{path}"), &[("sure", "1")]).await.page(404);
    }
    let event = &door.rows("select actor, verb from events where subject = 'app' order by seq desc limit 1")[0];
    assert_eq!((event[0].as_str(), event[1].as_str()), (Some("user"), Some("revoked")));
}

#[tokio::test]
async fn a_name_has_one_to_a_hundred_characters() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    for (name, status) in [("", 422), (" ", 422), (&*"ü".repeat(100), 303), (&*"ü".repeat(101), 422)] {
        assert_eq!(owner.post("/settings/apps", &[("name", name)]).await.status, status);
    }
}

#[tokio::test]
async fn redirect_urls_are_checked_and_kept_one_a_line() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let path = format!("/settings/apps/{}", door.client_id);
    let lines = " https://app.example.com/cb\r\n\r\nhttp://127.0.0.1/cb\r\nhttps://app.example.com/cb ";
    let answer = owner.post(&format!("{path}/redirects"), &[("redirects", lines)]).await;
    assert_eq!(answer.goes_to(), format!("{path}?done=redirects-saved"));
    let page = owner.open(&path).await;
    assert!(page.contains(">https://app.example.com/cb\nhttp://127.0.0.1/cb</textarea>"), "{page}");
    let answer =
        owner.post(&format!("{path}/redirects"), &[("redirects", "https://ok.example/\njavascript:alert(1)")]).await;
    let page = answer.page(422);
    assert!(page.contains("Must be an https URL") && page.contains("javascript:alert(1)</textarea>"), "{page}");
    let many = |count: usize| (0..count).map(|at| format!("https://a.example/{at}")).collect::<Vec<_>>().join("\n");
    owner.post(&format!("{path}/redirects"), &[("redirects", &many(21))]).await.page(422);
    owner.post(&format!("{path}/redirects"), &[("redirects", &many(20))]).await.goes_to();
}

#[tokio::test]
async fn when_an_app_was_last_used_is_shown_at_once_and_written_down_later() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let path = format!("/settings/apps/{}", door.client_id);
    assert!(owner.open(&path).await.contains("<dd>never</dd>"));
    door.advance(3600);
    door.get("/v2/users/me").await;
    assert!(owner.open(&path).await.contains("<dd>2026-11-23, 17:11</dd>"));
    assert!(door.rows("select used_at from apps")[0][0].is_null(), "a request is not a write");
    apps::note_uses(door.directory()).await.unwrap();
    assert_eq!(door.number("select used_at from apps"), door.directory().clock.now().micros());
    assert!(owner.open(&path).await.contains("<dd>2026-11-23, 17:11</dd>"));
}

#[tokio::test]
async fn apps_of_another_company_are_not_there() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let other = door.another_company().await.client_id;
    owner.get(&format!("/settings/apps/{other}")).await.page(404);
    for what in ["redirects", "revoke"] {
        owner.post(&format!("/settings/apps/{other}/{what}"), &[]).await.page(404);
    }
    assert!(!owner.open("/settings/apps").await.contains(&other));
}

#[tokio::test]
async fn a_secret_is_shown_to_the_session_that_made_it_and_on_no_other_app() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let first = owner.post("/settings/apps", &[("name", "One")]).await.goes_to().to_owned();
    let waiting = owner.cookie("cardfile_once").unwrap().to_owned();
    let other = format!("/settings/apps/{}", door.client_id);
    assert!(!owner.open(&other).await.contains("id=\"secret\""), "it belongs to another app");
    let mut elsewhere = door.browser();
    elsewhere.sign_in("nora@northwind.example", crate::door::PASSWORD).await.goes_to();
    elsewhere.set_cookie("cardfile_once", &waiting);
    assert!(!elsewhere.open(&first).await.contains("id=\"secret\""), "the same person in another session");
    owner.set_cookie("cardfile_once", &waiting);
    let answer = owner.get(&first).await;
    let secret = answer.between("<code id=\"secret\">", "</code>").unwrap();
    assert!(!waiting.contains(&secret));
    assert_eq!(owner.cookie("cardfile_once"), None);
    assert!(!owner.open(&first).await.contains("id=\"secret\""));
}
