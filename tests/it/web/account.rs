//! One's own account.

use super::join;
use crate::api::oauth::agreed;
use crate::door::{Door, PASSWORD};
use serde_json::json;

const EMAIL: &str = "nora@northwind.example";

#[tokio::test]
async fn name_and_time_zone_are_changed_and_moments_shown_in_it() {
    let door = Door::open().await;
    let mut owner = door.owner().await.with("accept-language", "en-GB");
    assert!(owner.open("/settings/account").await.contains("23 Nov 2026, 16:11"));
    let fields = [("firstName", "Nóra"), ("lastName", ""), ("timezone", "Asia/Kathmandu")];
    assert_eq!(owner.post("/settings/account", &fields).await.goes_to(), "/settings/account?done=saved");
    let page = owner.open("/settings/account?done=saved").await;
    assert!(page.contains("Nóra") && page.contains("23 Nov 2026, 21:56") && page.contains("Saved."), "{page}");
    assert_eq!(door.read("/v2/users/me").await["timezone"], "Asia/Kathmandu");
    let long = "x".repeat(41);
    for (field, value) in [("firstName", ""), ("firstName", &*long), ("lastName", &*long), ("timezone", "Mars/Olympus")]
    {
        let mut fields = fields.to_vec();
        fields.iter_mut().filter(|(name, _)| *name == field).for_each(|(_, own)| *own = value);
        assert!(
            owner.post("/settings/account", &fields).await.page(422).contains("class=\"refusal\""),
            "{field}={value}"
        );
    }
    assert_eq!(door.read("/v2/users/me").await["firstName"], "Nóra");
}

#[tokio::test]
async fn a_new_password_wants_the_old_one_and_ends_every_other_session() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut elsewhere = door.browser();
    elsewhere.sign_in(EMAIL, PASSWORD).await.goes_to();
    let new = "four grey stones in rain";
    let path = "/settings/account/password";
    let answer = owner.post(path, &[("old", "not this one at all"), ("password", "short")]).await;
    let page = answer.page(422);
    assert!(
        page.contains("That is not your password") && page.contains("This needs to have 15 to 256 characters"),
        "{page}"
    );
    elsewhere.open("/customers").await;
    assert_eq!(
        owner.post(path, &[("old", PASSWORD), ("password", new)]).await.goes_to(),
        "/settings/account?done=password-changed"
    );
    owner.open("/customers").await;
    assert_eq!(elsewhere.get("/").await.goes_to(), "/sign-in");
    elsewhere.sign_in(EMAIL, PASSWORD).await.page(422);
    assert_eq!(elsewhere.sign_in(EMAIL, new).await.goes_to(), "/");
}

#[tokio::test]
async fn guessing_the_old_password_is_throttled_too() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let path = "/settings/account/password";
    for _ in 0..5 {
        owner.post(path, &[("old", "guess"), ("password", "four grey stones in rain")]).await.page(422);
    }
    let answer = owner.post(path, &[("old", PASSWORD), ("password", "four grey stones in rain")]).await;
    assert!(answer.page(429).contains("Try again in 15 seconds."));
    assert_eq!(answer.header("retry-after"), Some("15"));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let mut elsewhere = door.browser().with("user-agent", firefox);
    elsewhere.sign_in(EMAIL, PASSWORD).await.goes_to();
    let answer = owner.get("/settings/account").await;
    assert!(answer.page(200).contains("Firefox on Linux") && answer.text().contains("this one"));
    let name = answer.between("name=\"session\" value=\"", "\"").unwrap();
    let path = "/settings/account/sessions/end";
    assert_eq!(owner.post(path, &[("session", &name)]).await.goes_to(), "/settings/account?done=session-ended");
    assert_eq!(elsewhere.get("/").await.goes_to(), "/sign-in");
    owner.post(path, &[("session", &name)]).await.page(404);

    let mut others = [door.browser(), door.browser()];
    for other in &mut others {
        other.sign_in(EMAIL, PASSWORD).await.goes_to();
    }
    assert_eq!(
        owner.post("/settings/account/sessions/end-others", &[]).await.goes_to(),
        "/settings/account?done=sessions-ended"
    );
    for other in &mut others {
        assert_eq!(other.get("/").await.goes_to(), "/sign-in");
    }
    owner.open("/customers").await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "admin").await;
    let of_owner = "select hash from sessions s join users u on u.id = s.user_id where u.role = 'owner'";
    let rows = door.rows(of_owner);
    let hash = rows[0][0].as_array().unwrap().iter().map(|byte| format!("{:02x}", byte.as_u64().unwrap()));
    let name: String = hash.collect();
    ben.post("/settings/account/sessions/end", &[("session", &name)]).await.page(404);
    owner.open("/customers").await;
}

#[tokio::test]
async fn a_session_is_told_by_where_it_was_last_used_from_and_this_one_stands_first() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    let mut elsewhere = door.browser().with("user-agent", chrome).with("x-forwarded-for", "203.0.113.7");
    door.advance(60);
    elsewhere.sign_in(EMAIL, PASSWORD).await.goes_to();
    let page = owner.open("/settings/account").await;
    let rows: Vec<&str> = page.split_once("id=\"sessions\"").unwrap().1.split("<li>").skip(1).collect();
    assert!(rows[0].contains("this one") && rows[0].contains("127.0.0.1"), "{}", rows[0]);
    assert!(rows[1].contains("Chrome on Linux") && rows[1].contains("203.0.113.7"), "{}", rows[1]);
    assert!(rows[1].contains("began 2026-11-23, 16:12, last used 2026-11-23, 16:12"), "{}", rows[1]);
    door.advance(301);
    elsewhere.with("x-forwarded-for", "2001:db8::7").open("/customers").await;
    let page = owner.open("/settings/account").await;
    assert!(page.contains("2001:db8::7") && page.contains("last used 2026-11-23, 16:17"), "{page}");
    assert!(!page.contains("203.0.113.7"), "only the last one is kept: {page}");
}

#[tokio::test]
async fn an_app_that_acts_for_somebody_is_listed_and_taken_back() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "admin").await;
    assert!(owner.open("/settings/account").await.contains("Apps that act for you"));
    let pair = agreed(&door).await;
    let path = "/settings/account/apps/take-back";
    let id = door.client_id.clone();
    let page = owner.open("/settings/account").await;
    assert!(page.contains(&format!("name=\"app\" value=\"{id}\"")), "{page}");
    ben.post(path, &[("app", &id)]).await.page(404);
    assert!(!ben.open("/settings/account").await.contains("name=\"app\""), "it acts for somebody else");
    assert_eq!(door.with_token(&pair.access).get("/v2/users/me").await.status, 200);

    assert_eq!(owner.post(path, &[("app", &id)]).await.goes_to(), "/settings/account?done=taken-back");
    assert_eq!(door.with_token(&pair.access).get("/v2/users/me").await.status, 401);
    let asked = json!({"grant_type": "refresh_token", "client_id": id, "client_secret": door.client_secret, "refresh_token": pair.refresh});
    assert_eq!(door.bare("POST", "/v2/oauth2/token").json(&asked).send().await.status, 400);
    assert_eq!(door.get("/v2/users/me").await.status, 200, "what the app does in its own name goes on");
    assert!(!owner.open("/settings/account").await.contains("name=\"app\""));
    owner.post(path, &[("app", &id)]).await.page(404);
    let event = &door.rows("select subject, verb, actor, before from events order by seq desc limit 1")[0];
    assert_eq!(
        (event[0].as_str(), event[1].as_str(), event[2].as_str()),
        (Some("user"), Some("updated"), Some("user"))
    );
    assert_eq!(event[3].as_str(), Some(&*format!("{{\"/actingApp\":\"{id}\"}}")));
}

#[tokio::test]
async fn time_zones_stand_by_part_of_the_world_under_their_names_of_today() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let page = owner.open("/settings/account").await;
    assert!(
        page.contains("<optgroup label=\"Europe\">") && page.contains("<optgroup label=\"Pacific Ocean\">"),
        "{page}"
    );
    assert!(page.contains("<option value=\"America/Argentina/Buenos_Aires\">Argentina, Buenos Aires</option>"));
    assert!(page.contains("<option value=\"UTC\" selected>") && !page.contains("US/Pacific"), "{page}");
    let fields = [("firstName", "Nora"), ("lastName", ""), ("timezone", "US/Pacific")];
    owner.post("/settings/account", &fields).await.goes_to();
    let page = owner.open("/settings/account").await;
    assert!(page.contains("<option value=\"US/Pacific\" selected>"), "one that is set stays");
}
