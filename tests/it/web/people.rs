//! The people of the company, and who manages them.

use super::{invite, join, link_after, user};
use crate::api::oauth::agreed;
use crate::door::{Browser, Door, PASSWORD};

const BEN: &str = "ben@northwind.example";
const ADA: &str = "ada@northwind.example";

async fn post(browser: &mut Browser, id: i64, what: &str, fields: &[(&str, &str)]) -> crate::door::Answer {
    browser.post(&format!("/settings/people/{id}/{what}"), fields).await
}

#[tokio::test]
async fn an_invited_person_is_listed_here_and_by_the_api_and_works_after_following_the_link() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    invite(&mut owner, BEN, "user").await;
    let page = owner.open("/settings/people").await;
    assert!(page.contains(BEN) && page.contains("Invited"), "{page}");
    let found = door.read(&format!("/v2/users?email={BEN}")).await;
    assert_eq!(found["_embedded"]["users"][0]["firstName"], "ben");
    door.browser().sign_in(BEN, PASSWORD).await.page(422);

    let id = user(&door, BEN);
    let answer = post(&mut owner, id, "link", &[]).await;
    let link = link_after(&mut owner, &answer).await;
    let mut ben = door.browser();
    let fields = [("firstName", "Ben"), ("lastName", ""), ("timezone", "Africa/Lagos"), ("password", PASSWORD)];
    ben.accept(&link, fields).await;
    let found = door.read(&format!("/v2/users/{id}")).await;
    assert_eq!((found["firstName"].as_str(), found["timezone"].as_str()), (Some("Ben"), Some("Africa/Lagos")));
    assert!(!owner.open("/settings/people").await.contains("Invited"));
}

#[tokio::test]
async fn an_address_belongs_to_one_person_of_a_company() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    invite(&mut owner, BEN, "user").await;
    for email in [BEN, "BEN@Northwind.example ", "nora@northwind.example"] {
        let answer = owner.post("/settings/people", &[("email", email), ("role", "user")]).await;
        let page = answer.page(422);
        assert!(page.contains("A person of this company has this address already"), "{page}");
    }
    for (email, role, told) in [
        ("", "user", "May not be empty"),
        ("ben", "user", "Not a well-formed email address"),
        (ADA, "king", "Expected one of these: owner, admin, user"),
    ] {
        let answer = owner.post("/settings/people", &[("email", email), ("role", role)]).await;
        assert!(answer.page(422).contains(told), "{told}");
    }
    assert_eq!(door.number("select count(*) from users"), 2);
}

#[tokio::test]
async fn a_user_manages_nobody() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let id = user(&door, BEN);
    let settings = ben.open("/settings").await;
    assert!(!settings.contains("/settings/people") && settings.contains("/settings/account"), "{settings}");
    for path in ["/settings/people", "/settings/apps"] {
        assert!(ben.get(path).await.page(403).contains("You may not do that"), "{path}");
        ben.post(path, &[("email", ADA), ("role", "user"), ("name", "x")]).await.page(403);
    }
    for what in ["role", "disable", "enable", "link", "withdraw"] {
        post(&mut ben, id, what, &[("role", "owner")]).await.page(403);
    }
    assert_eq!(door.text(&format!("select role from users where id = {id}")), "user");
}

#[tokio::test]
async fn an_admin_manages_everybody_but_owners() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    join(&door, &mut owner, BEN, "user").await;
    let (nora, ben) = (user(&door, "nora@northwind.example"), user(&door, BEN));
    ada.open("/settings/people").await;
    for what in ["role", "disable", "link", "withdraw"] {
        let answer = post(&mut ada, nora, what, &[("role", "user")]).await;
        assert!(answer.page(403).contains("What concerns owners is for owners alone."), "{what}");
    }
    post(&mut ada, ben, "role", &[("role", "owner")]).await.page(403);
    ada.post("/settings/people", &[("email", "eve@x.example"), ("role", "owner")]).await.page(403);
    assert_eq!(post(&mut ada, ben, "role", &[("role", "admin")]).await.goes_to(), "/settings/people?done=role-changed");
    assert_eq!(door.text(&format!("select role from users where id = {ben}")), "admin");
    assert_eq!(door.read(&format!("/v2/users/{ben}")).await["role"], "admin");
    post(&mut owner, ben, "role", &[("role", "owner")]).await.goes_to();
}

#[tokio::test]
async fn one_owner_who_can_sign_in_stays() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let nora = user(&door, "nora@northwind.example");
    let only = "This is the only owner who can sign in; make somebody else an owner first.";
    invite(&mut owner, ADA, "owner").await;
    let answer = post(&mut owner, nora, "role", &[("role", "user")]).await;
    let page = answer.page(422);
    assert!(page.contains(only), "an invited owner cannot sign in yet");
    assert!(page.contains("<h1>People</h1>") && page.contains(ADA), "{page}");
    let row = page.split("<tr>").find(|row| row.contains("nora@northwind.example")).unwrap();
    assert!(row.contains(only) && row.contains(&format!("aria-describedby=\"of-role-{nora}\"")), "beside it: {row}");
    assert!(row.contains("<option value=\"user\" selected>"), "what was chosen is kept: {row}");
    let ada = user(&door, ADA);
    let answer = post(&mut owner, ada, "link", &[]).await;
    let link = link_after(&mut owner, &answer).await;
    let mut other = door.browser();
    other.accept(&link, [("firstName", "Ada"), ("timezone", "UTC"), ("password", PASSWORD)]).await;
    assert_eq!(
        post(&mut owner, nora, "role", &[("role", "user")]).await.goes_to(),
        "/settings/people?done=role-changed"
    );
    assert!(post(&mut other, ada, "role", &[("role", "admin")]).await.page(422).contains(only));
    post(&mut other, ada, "disable", &[]).await.page(403);
}

#[tokio::test]
async fn two_owners_who_step_down_at_once_leave_one() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "owner").await;
    let (nora_id, ada_id) = (user(&door, "nora@northwind.example"), user(&door, ADA));
    ada.open("/settings/people").await;
    let (one, other) = tokio::join!(
        post(&mut owner, ada_id, "role", &[("role", "user")]),
        post(&mut ada, nora_id, "role", &[("role", "user")])
    );
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(door.number("select count(*) from users where role = 'owner'"), 1, "{statuses:?}");
    assert_eq!(statuses[0], 303, "{statuses:?}");
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_so_are_the_apps_that_act_for_them() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "owner").await;
    ada.open("/settings/people").await;
    // The code grant of the tests is agreed to by the company's first owner.
    let pair = agreed(&door).await;
    let nora = user(&door, "nora@northwind.example");
    assert_eq!(door.with_token(&pair.access).get("/v2/users/me").await.status, 200);
    assert_eq!(post(&mut ada, nora, "disable", &[]).await.goes_to(), "/settings/people?done=disabled");
    assert_eq!(owner.get("/").await.goes_to(), "/sign-in");
    assert_eq!(door.with_token(&pair.access).get("/v2/users/me").await.status, 401);
    owner.sign_in("nora@northwind.example", PASSWORD).await.page(422);
    assert!(ada.open("/settings/people").await.contains("Disabled"));
    assert_eq!(door.get("/v2/users/me").await.status, 200, "what the company's apps do by themselves goes on");
    assert_eq!(post(&mut ada, nora, "enable", &[]).await.goes_to(), "/settings/people?done=enabled");
    assert_eq!(owner.sign_in("nora@northwind.example", PASSWORD).await.goes_to(), "/");
}

#[tokio::test]
async fn people_of_another_company_are_not_there() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    door.another_company().await;
    let other = door.number("select max(id) from users");
    for what in ["role", "disable", "enable", "link", "withdraw"] {
        post(&mut owner, other, what, &[("role", "user")]).await.page(404);
    }
    for id in ["0", "x", "-1", "9007199254740993"] {
        owner.post(&format!("/settings/people/{id}/disable"), &[]).await.page(404);
    }
    assert!(!owner.open("/settings/people").await.contains("company-2.invalid"));
}

#[tokio::test]
async fn every_change_of_a_person_is_in_the_log_with_who_did_it() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    invite(&mut owner, BEN, "user").await;
    let (nora, ben) = (user(&door, "nora@northwind.example"), user(&door, BEN));
    post(&mut owner, ben, "role", &[("role", "admin")]).await.goes_to();
    post(&mut owner, ben, "disable", &[]).await.goes_to();
    post(&mut owner, ben, "disable", &[]).await.goes_to();
    let sql = format!(
        "select verb, actor, actor_id, before, after from events where subject = 'user' and subject_id = '{ben}' order by seq"
    );
    let events = door.rows(&sql);
    assert_eq!(events.len(), 3, "{events:?}");
    for event in &events {
        assert_eq!((event[1].as_str(), event[2].as_str()), (Some("user"), Some(&*nora.to_string())));
    }
    assert_eq!(
        (events[1][3].as_str(), events[1][4].as_str()),
        (Some(r#"{"/role":"user"}"#), Some(r#"{"/role":"admin"}"#))
    );
    assert!(events[2][4].as_str().unwrap().contains(r#""/disabled":true"#), "{events:?}");
}

#[tokio::test]
async fn a_link_is_shown_once_where_its_form_leads_and_making_it_again_takes_another_press() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    owner.open("/settings/people").await;
    let answer = owner.post("/settings/people", &[("email", BEN), ("role", "user")]).await;
    let page = format!("/settings/people/{}/link", user(&door, BEN));
    assert_eq!(answer.goes_to(), page, "the address tells nothing");
    let cookie = answer.header("set-cookie").unwrap();
    for part in [&*format!("Path={page}"), "HttpOnly", "SameSite=Strict", "Max-Age=120"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    let waiting = owner.cookie("cardfile_once").unwrap().to_owned();
    let mut other = join(&door, &mut owner.clone(), ADA, "owner").await;
    other.set_cookie("cardfile_once", &waiting);
    assert!(other.get(&page).await.page(200).contains("A link is shown once"), "another session reads nothing");

    let answer = owner.get(&page).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let link = answer.between("<code id=\"link\">", "</code>").unwrap();
    let link = link[link.find("/welcome/").unwrap()..].to_owned();
    assert!(!cookie.contains(link.trim_start_matches("/welcome/")), "it is sealed: {cookie}");
    assert_eq!(owner.cookie("cardfile_once"), None);
    let again = owner.get(&page).await;
    assert!(
        again.page(200).contains("A link is shown once") && !again.text().contains("/welcome/"),
        "{}",
        again.text()
    );
    assert_eq!(door.browser().get(&link).await.status, 200, "looking again ends nothing");

    owner.set_cookie("cardfile_once", &waiting);
    other.open("/settings/people").await;
    let answer = post(&mut other, user(&door, BEN), "link", &[]).await;
    answer.goes_to();
    let stale = owner.get(&page).await;
    assert!(stale.page(200).contains("A link is shown once"), "one that was replaced meanwhile is not shown");
    assert_eq!(door.browser().get(&link).await.status, 404);
    owner.set_cookie("cardfile_once", "AAAA");
    assert!(owner.get(&page).await.page(200).contains("A link is shown once"));
}

#[tokio::test]
async fn when_somebody_was_last_seen_stays_after_the_sessions() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let row = async |owner: &mut Browser| {
        let page = owner.open("/settings/people").await;
        page.split("<tr>").find(|row| row.contains(BEN)).unwrap().to_owned()
    };
    assert!(row(&mut owner).await.contains("2026-11-23, 16:11"));
    door.advance(3600);
    ben.open("/customers").await;
    ben.post("/sign-out", &[]).await.goes_to();
    assert_eq!(door.number("select count(*) from sessions"), 1);
    assert!(row(&mut owner).await.contains("2026-11-23, 17:11"), "{}", row(&mut owner).await);
    post(&mut owner, user(&door, BEN), "disable", &[]).await.goes_to();
    assert!(row(&mut owner).await.contains("2026-11-23, 17:11"));
    invite(&mut owner, ADA, "user").await;
    let page = owner.open("/settings/people").await;
    assert!(page.split("<tr>").find(|row| row.contains(ADA)).unwrap().contains(">never<"));
}

#[tokio::test]
async fn an_invitation_is_withdrawn_as_long_as_the_account_has_not_begun() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let link = invite(&mut owner, BEN, "user").await;
    let ben = user(&door, BEN);
    assert!(owner.open("/settings/people").await.contains("Withdraw"));
    assert_eq!(post(&mut owner, ben, "withdraw", &[]).await.goes_to(), "/settings/people?done=withdrawn");
    let page = owner.open("/settings/people").await;
    assert!(!page.contains(BEN) && !page.contains("Withdraw"), "{page}");
    door.get(&format!("/v2/users/{ben}")).await.refused(404);
    door.browser().get(&link).await.page(404);
    post(&mut owner, ben, "withdraw", &[]).await.page(404);
    let sql =
        format!("select verb, before from events where subject = 'user' and subject_id = '{ben}' order by seq desc");
    let event = &door.rows(&sql)[0];
    assert_eq!(event[0], "deleted");
    assert!(event[1].as_str().unwrap().contains(BEN), "{event:?}");
    assert_eq!(door.number("select count(*) from invitations"), 0);

    let mut other = join(&door, &mut owner, BEN, "user").await;
    let begun = user(&door, BEN);
    let answer = post(&mut owner, begun, "withdraw", &[]).await;
    assert!(answer.page(403).contains("This account has begun"), "{}", answer.text());
    other.open("/customers").await;
}
