//! Signing in and out: what a session is, what tries are refused, and where one goes.

use crate::door::{Door, PASSWORD};

const EMAIL: &str = "nora@northwind.example";
const WRONG: &str = "That email and password do not belong together.";

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_back_afterwards() {
    let door = Door::open().await;
    door.owner().await;
    let mut browser = door.browser();
    let answer = browser.get("/settings/people?x=1").await;
    assert_eq!(answer.goes_to(), "/sign-in?next=%2Fsettings%2Fpeople%3Fx%3D1");
    let page = browser.open("/sign-in?next=%2Fsettings%2Fpeople%3Fx%3D1").await;
    assert!(page.contains(r#"name="next" value="/settings/people?x=1""#), "{page}");
    let fields = [("email", " NORA@Northwind.example"), ("password", PASSWORD), ("next", "/settings/people?x=1")];
    assert_eq!(browser.post("/sign-in", &fields).await.goes_to(), "/settings/people?x=1");
    assert!(browser.open("/settings/people").await.contains("Nora Adeyemi"));
    assert_eq!(browser.get("/sign-in?next=/settings").await.goes_to(), "/settings", "there is nothing to sign in to");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let door = Door::open().await;
    door.owner().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nb",
    ] {
        let mut browser = door.browser();
        let answer = browser.post("/sign-in", &[("email", EMAIL), ("password", PASSWORD), ("next", next)]).await;
        assert_eq!(answer.goes_to(), "/", "{next}");
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        assert_eq!(browser.get(&format!("/sign-in?next={next}")).await.goes_to(), "/", "{next}");
    }
}

#[tokio::test]
async fn a_session_is_a_cookie_that_no_script_and_no_other_site_can_use() {
    let door = Door::open().await;
    door.owner().await;
    let answer = door.browser().sign_in(EMAIL, PASSWORD).await;
    let cookie = answer.header("set-cookie").unwrap();
    let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"], "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(token.len() > 40, "{token}");
    let kept = door.everything();
    assert!(kept.iter().all(|(_, cell)| !cell.contains(token)), "the token itself is kept nowhere");
    assert!(kept.iter().all(|(_, cell)| !cell.contains(PASSWORD)), "nor is the password");
}

#[tokio::test]
async fn under_https_the_cookie_is_for_https_alone() {
    let door = Door::open_with(|api| api.public_url = Some("https://cards.example.com".into())).await;
    door.owner().await;
    let answer = door.browser().sign_in(EMAIL, PASSWORD).await;
    assert!(answer.header("set-cookie").unwrap().ends_with("; Secure"), "{answer:?}");
}

#[tokio::test]
async fn each_sign_in_has_a_session_of_its_own_and_ends_the_one_before_it() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let first = browser.cookie("cardfile_session").unwrap().to_owned();
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.goes_to(), "/");
    let second = browser.cookie("cardfile_session").unwrap().to_owned();
    assert_ne!(first, second);
    let mut thief = door.browser();
    thief.set_cookie("cardfile_session", &first);
    assert_eq!(thief.get("/").await.goes_to(), "/sign-in", "the token of before opens nothing");
    assert_eq!(door.number("select count(*) from sessions"), 1);
}

#[tokio::test]
async fn a_session_that_was_made_up_opens_nothing() {
    let door = Door::open().await;
    door.owner().await;
    for token in ["", "x", "1-x", "1-", "999-abc", "-", "1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let mut browser = door.browser();
        browser.set_cookie("cardfile_session", token);
        assert_eq!(browser.get("/").await.goes_to(), "/sign-in", "{token}");
    }
}

#[tokio::test]
async fn what_was_wrong_is_not_told() {
    let door = Door::open().await;
    door.owner().await;
    let mut told = Vec::new();
    for (email, password) in [
        (EMAIL, "another lamp over the sea"),
        ("nobody@northwind.example", PASSWORD),
        ("no address", PASSWORD),
        (EMAIL, ""),
    ] {
        let mut browser = door.browser();
        let answer = browser.sign_in(email, password).await;
        let page = answer.page(422).replace(email, "");
        assert!(page.contains(WRONG), "{page}");
        assert!(!page.contains(password) || password.is_empty(), "a password is never shown again");
        told.push(page);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
}

#[tokio::test]
async fn after_five_tries_one_has_to_wait_and_longer_each_time() {
    let door = Door::open().await;
    door.owner().await;
    for email in [EMAIL, "nobody@northwind.example"] {
        let mut browser = door.browser().with("x-forwarded-for", &format!("192.0.2.{}", email.len()));
        for _ in 0..5 {
            browser.sign_in(email, "another lamp over the sea").await.page(422);
        }
        let answer = browser.sign_in(email, PASSWORD).await;
        let page = answer.page(429);
        assert!(page.contains("Too many tries. Try again in 15 seconds."), "{page}");
        assert_eq!(answer.header("retry-after"), Some("15"));
        door.advance(14);
        browser.sign_in(email, PASSWORD).await.page(429);
        door.advance(1);
        browser.sign_in(email, "another lamp over the sea").await.page(422);
        assert_eq!(browser.sign_in(email, PASSWORD).await.header("retry-after"), Some("30"));
    }
    door.advance(30);
    let mut browser = door.browser();
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.goes_to(), "/");
    for _ in 0..5 {
        browser.sign_in(EMAIL, "another lamp over the sea").await.page(422);
    }
    browser.sign_in(EMAIL, PASSWORD).await.page(429);
}

#[tokio::test]
async fn who_tries_many_accounts_from_one_address_has_to_wait_and_others_do_not() {
    let door = Door::open().await;
    door.owner().await;
    let guesser = door.browser().with("x-forwarded-for", "203.0.113.5, 192.0.2.9");
    for at in 0..30 {
        guesser.clone().sign_in(&format!("person{at}@northwind.example"), "another lamp over the sea").await.page(422);
    }
    guesser.clone().sign_in(EMAIL, PASSWORD).await.page(429);
    let mut other = door.browser().with("x-forwarded-for", "192.0.2.10");
    assert_eq!(other.sign_in(EMAIL, PASSWORD).await.goes_to(), "/");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_away() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let token = browser.cookie("cardfile_session").unwrap().to_owned();
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.goes_to(), "/sign-in?done=signed-out");
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\""));
    assert_eq!(browser.cookie("cardfile_session"), None);
    assert!(browser.open("/sign-in?done=signed-out").await.contains("You are signed out."));
    browser.set_cookie("cardfile_session", &token);
    assert_eq!(browser.get("/").await.goes_to(), "/sign-in");
}

#[tokio::test]
async fn a_session_ends_after_a_week_without_use_and_after_thirty_days_at_most() {
    let day = 86_400;
    let door = Door::open().await;
    let mut browser = door.owner().await;
    for _ in 0..4 {
        door.advance(7 * day - 1);
        browser.open("/customers").await;
    }
    door.advance(2 * day + 3);
    browser.open("/customers").await;
    door.advance(1);
    assert_eq!(browser.get("/").await.goes_to(), "/sign-in", "thirty days");
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.goes_to(), "/");
    door.advance(7 * day);
    assert_eq!(browser.get("/").await.goes_to(), "/sign-in", "a week without use");
}

#[tokio::test]
async fn that_a_session_is_used_is_written_down_now_and_then() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let seen = || door.number("select seen_at from sessions");
    let first = seen();
    door.advance(299);
    browser.open("/customers").await;
    assert_eq!(seen(), first);
    door.advance(1);
    browser.open("/customers").await;
    assert_eq!(seen(), first + 300_000_000);
}

#[tokio::test]
async fn who_has_an_account_in_two_companies_chooses_one() {
    let door = Door::open().await;
    door.owner().await;
    let other = cardfile::actions::companies::create(door.directory(), "Southwind").await.unwrap();
    let link = cardfile::actions::invitations::for_first_owner(door.directory(), other.id).await.unwrap().unwrap();
    door.browser().accept(&link.path(), super::OWNER).await;

    let mut browser = door.browser();
    browser.sign_in(EMAIL, "another lamp over the sea").await.page(422);
    let answer = browser.sign_in(EMAIL, PASSWORD).await;
    let page = answer.page(422);
    assert!(page.contains("Southwind") && page.contains("A company"), "{page}");
    let company = other.id.to_string();
    let fields = [("email", EMAIL), ("password", PASSWORD), ("company", &*company)];
    assert_eq!(browser.post("/sign-in", &fields).await.goes_to(), "/");
    assert!(browser.cookie("cardfile_session").unwrap().starts_with(&format!("{company}-")));
    let unknown = [("email", EMAIL), ("password", PASSWORD), ("company", "999")];
    door.browser().post("/sign-in", &unknown).await.page(422);
}
