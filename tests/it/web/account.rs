//! One's own account.

use super::join;
use crate::door::{Door, PASSWORD};

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
    assert!(page.contains("Is not your password") && page.contains("Size must be between 15 and 256"), "{page}");
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
