//! Links that begin an account or set a new password.

use super::{invite, join, link_after, user};
use crate::door::{Door, OWNER, PASSWORD};
use cardfile::actions::invitations;

#[tokio::test]
async fn the_owner_of_a_new_company_begins_with_a_link_and_is_then_who_the_api_names() {
    let door = Door::open().await;
    let link = invitations::for_first_owner(door.directory(), door.company()).await.unwrap().unwrap();
    let mut browser = door.browser();
    let page = browser.open(&link.path()).await;
    assert!(page.contains("You are invited to A company."), "{page}");
    browser.accept(&link.path(), OWNER).await;
    let me = door.read("/v2/users/me").await;
    assert_eq!(
        (me["firstName"].as_str(), me["lastName"].as_str(), me["email"].as_str(), me["role"].as_str()),
        (Some("Nora"), Some("Adeyemi"), Some("nora@northwind.example"), Some("owner"))
    );
    assert!(invitations::for_first_owner(door.directory(), door.company()).await.unwrap().is_none());
    let events = door.rows("select verb, actor, after from events where subject = 'user' order by seq");
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!((events[1][0].as_str(), events[1][1].as_str()), (Some("updated"), Some("user")));
    assert!(events[1][2].as_str().unwrap().contains("nora@northwind.example"), "{events:?}");
}

#[tokio::test]
async fn a_link_works_once() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let link = invite(&mut owner, "ben@northwind.example", "user").await;
    let fields = [("firstName", "Ben"), ("timezone", "UTC"), ("password", PASSWORD)];
    let mut browser = door.browser();
    browser.accept(&link, fields).await;
    let mut other = door.browser();
    assert!(other.get(&link).await.page(404).contains("This link does not work"));
    other.post(&link, &fields).await.page(404);
    assert_eq!(door.number("select count(*) from sessions"), 2, "the owner's and the new one");
}

#[tokio::test]
async fn a_link_that_two_follow_at_once_lets_one_in() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let link = invite(&mut owner, "ben@northwind.example", "user").await;
    let fields = [("firstName", "Ben"), ("timezone", "UTC"), ("password", PASSWORD)];
    let (mut one, mut other) = (door.browser(), door.browser());
    let (one, other) = tokio::join!(one.post(&link, &fields), other.post(&link, &fields));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [303, 404]);
}

#[tokio::test]
async fn a_link_works_for_seven_days() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let link = invite(&mut owner, "ben@northwind.example", "user").await;
    door.advance(604_799);
    door.browser().open(&link).await;
    door.advance(1);
    door.browser().get(&link).await.page(404);
    let fields = [("firstName", "Ben"), ("timezone", "UTC"), ("password", PASSWORD)];
    door.browser().post(&link, &fields).await.page(404);
}

#[tokio::test]
async fn only_the_newest_link_works_and_a_link_that_was_made_up_does_not() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let first = invite(&mut owner, "ben@northwind.example", "user").await;
    let ben = user(&door, "ben@northwind.example");
    let answer = owner.post(&format!("/settings/people/{ben}/link"), &[]).await;
    let second = link_after(&mut owner, &answer).await;
    door.browser().get(&first).await.page(404);
    door.browser().open(&second).await;
    for made_up in ["/welcome/x", "/welcome/1-x", "/welcome/999-x", "/welcome/-", "/welcome/%00", "/welcome/%FF"] {
        assert!([404, 400].contains(&door.browser().get(made_up).await.status), "{made_up}");
    }
    let kept = door.everything();
    let token = second.rsplit('/').next().unwrap();
    assert!(kept.iter().all(|(_, cell)| !cell.contains(token)), "the token itself is kept nowhere");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept() {
    let door = Door::open().await;
    let link = invitations::for_first_owner(door.directory(), door.company()).await.unwrap().unwrap().path();
    let mut browser = door.browser();
    browser.open(&link).await;
    let fields = [
        ("firstName", ""),
        ("lastName", "<b>"),
        ("email", "nora"),
        ("timezone", "Mars"),
        ("password", "too short now!"),
    ];
    let answer = browser.post(&link, &fields).await;
    let page = answer.page(422);
    for told in [
        "This cannot be empty; it may have up to 40 characters",
        "Not a well-formed email address",
        "This needs to have 15 to 256 characters",
        "Expected one of these: UTC, Europe/Berlin and the like",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("value=\"&#60;b&#62;\"") && page.contains("value=\"nora\""), "{page}");
    assert!(!page.contains("too short now!"), "a password is never shown again");
    let mut fields = OWNER;
    for (password, is_taken) in [("nora.adeyemi.2026!", false), ("passwordpassword", false), (PASSWORD, true)] {
        fields[4].1 = password;
        let answer = browser.post(&link, &fields).await;
        assert_eq!(answer.status == 303, is_taken, "{password}");
        assert!(is_taken || answer.page(422).contains("This is easy to guess"), "{password}");
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_only_the_new_one_opens() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    let id = user(&door, "ben@northwind.example");
    let answer = owner.post(&format!("/settings/people/{id}/link"), &[]).await;
    let link = link_after(&mut owner, &answer).await;
    ben.open("/customers").await;
    let mut other = door.browser();
    let page = other.open(&link).await;
    assert!(page.contains("Choose a new password") && !page.contains("firstName"), "{page}");
    let answer = other.post(&link, &[("password", "four grey stones in rain")]).await;
    assert_eq!(answer.goes_to(), "/?done=password-changed");
    assert_eq!(ben.get("/").await.goes_to(), "/sign-in");
    ben.sign_in("ben@northwind.example", PASSWORD).await.page(422);
    assert_eq!(ben.sign_in("ben@northwind.example", "four grey stones in rain").await.goes_to(), "/");
    let told = door.rows(&format!(
        "select after from events where subject = 'user' and subject_id = '{id}' order by seq desc limit 1"
    ));
    assert_eq!(told[0][0].as_str(), Some(r#"{"/password":"new"}"#));
}
