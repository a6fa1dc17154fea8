//! The address of a person: changed by who knows the own password, or by who manages the person.

use super::{OWNER, invite, join, user};
use crate::door::{Answer, Browser, Door, PASSWORD};

const NORA: &str = "nora@northwind.example";
const BEN: &str = "ben@northwind.example";
const ADA: &str = "ada@northwind.example";
const NEW: &str = "n.okoro@northwind.example";
const OWN: &str = "/settings/account/email";
const TAKEN: &str = "A person of this company has this address already";
const GUESS: &str = "another lamp over the sea";

async fn change_own(browser: &mut Browser, email: &str, password: &str) -> Answer {
    browser.post(OWN, &[("email", email), ("proof", password)]).await
}

async fn change(browser: &mut Browser, id: i64, email: &str) -> Answer {
    browser.post(&format!("/settings/people/{id}/email"), &[("email", email)]).await
}

/// The field of a form in a page, from its label to what is told of it.
fn field<'a>(page: &'a str, id: &str) -> &'a str {
    let from = page.find(&format!("<label for=\"{id}\">")).unwrap_or_else(|| panic!("no {id}: {page}"));
    let field = &page[from..];
    &field[..field.find("</div></div>").unwrap()]
}

#[tokio::test]
async fn the_own_address_is_changed_by_who_knows_the_password_and_opens_the_account_from_then_on() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut elsewhere = door.browser();
    elsewhere.sign_in(NORA, PASSWORD).await.goes_to();
    let (id, before) = (user(&door, NORA), door.read("/v2/users/me").await);
    door.advance(60);
    let answer = change_own(&mut owner, &format!(" {NEW} "), PASSWORD).await;
    assert_eq!(answer.goes_to(), "/settings/account?done=own-email-changed");
    let page = owner.open("/settings/account?done=own-email-changed").await;
    assert!(page.contains("Your address is changed.") && page.contains(NEW) && !page.contains(NORA), "{page}");
    elsewhere.open("/customers").await;

    let me = door.read("/v2/users/me").await;
    assert_eq!((&me["email"], &me["id"], &me["createdAt"]), (&NEW.into(), &before["id"], &before["createdAt"]));
    assert_ne!(me["updatedAt"], before["updatedAt"]);
    assert_eq!(door.read(&format!("/v2/users/{id}")).await, me);
    assert_eq!(door.read(&format!("/v2/users?email={NEW}")).await["page"]["totalElements"], 1);
    assert_eq!(door.read(&format!("/v2/users?email={NORA}")).await["page"]["totalElements"], 0);

    door.browser().sign_in(NORA, PASSWORD).await.page(422);
    assert_eq!(door.browser().sign_in(&NEW.to_uppercase(), PASSWORD).await.goes_to(), "/");
    let sql = "select verb, actor, actor_id, before, after from events where subject = 'user' order by seq desc";
    let event = door.rows(sql)[0].clone();
    let text = |at: usize| event[at].as_str().unwrap().to_owned();
    assert_eq!((text(0), text(1), text(2)), ("updated".into(), "user".into(), id.to_string()));
    assert_eq!(
        (text(3), text(4)),
        (format!("{{\"/email\":\"{NORA}\"}}"), format!("{{\"/email\":\"{NEW}\"}}")),
        "before and after"
    );
}

#[tokio::test]
async fn what_is_wrong_with_the_own_address_or_password_stands_beside_it_and_what_was_typed_stays() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    invite(&mut owner, "zoe@bücher.example", "user").await;
    invite(&mut owner, BEN, "user").await;
    let [short, long] = [490, 491].map(|size| format!("{}@x.example", "x".repeat(size)));
    for (email, told) in [
        ("", "Not a well-formed email address"),
        ("nora", "Not a well-formed email address"),
        (&*short, "Not a well-formed email address"),
        (&*long, "This is too long: it may have at most 500 characters"),
        ("BEN@Northwind.example ", TAKEN),
        ("zoe@xn--bcher-kva.example", TAKEN),
    ] {
        let answer = change_own(&mut owner, email, PASSWORD).await;
        let page = answer.page(422);
        let (address, proof) = (field(page, "email"), field(page, "proof"));
        assert!(address.contains(&format!("value=\"{email}\"")), "{email} is kept: {address}");
        assert!(address.contains("aria-invalid") && address.contains(told), "{email}: {address}");
        assert!(!proof.contains("refusal") && !page.contains(PASSWORD), "{proof}");
    }
    let answer = change_own(&mut owner, "nora", GUESS).await;
    let page = answer.page(422);
    assert!(field(page, "email").contains("Not a well-formed"), "{page}");
    assert!(field(page, "proof").contains("That is not your password") && !page.contains(GUESS), "{page}");
    assert!(!field(page, "old").contains("refusal"), "the form for a new password is another one");
    assert_eq!(door.text("select email from users where role = 'owner'"), NORA);

    change_own(&mut owner, "Nora@Northwind.EXAMPLE", PASSWORD).await.goes_to();
    assert_eq!(door.read("/v2/users/me").await["email"], "Nora@Northwind.EXAMPLE", "the own one in another spelling");
}

#[tokio::test]
async fn guessing_the_password_for_another_address_is_throttled_together_with_signing_in() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    for _ in 0..3 {
        change_own(&mut owner, NEW, GUESS).await.page(422);
    }
    for _ in 0..2 {
        door.browser().sign_in(NORA, GUESS).await.page(422);
    }
    let answer = change_own(&mut owner, NEW, PASSWORD).await;
    assert!(answer.page(429).contains("Try again in 15 seconds."));
    assert_eq!(answer.header("retry-after"), Some("15"));
    door.browser().sign_in(NORA, PASSWORD).await.page(429);
    assert_eq!(door.text("select email from users where role = 'owner'"), NORA);
    door.advance(15);
    change_own(&mut owner, NEW, PASSWORD).await.goes_to();
    for _ in 0..5 {
        change_own(&mut owner, NEW, GUESS).await.page(422);
    }
    change_own(&mut owner, NEW, PASSWORD).await.page(429);
}

#[tokio::test]
async fn another_address_gives_no_more_guesses() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    join(&door, &mut owner, BEN, "user").await;
    let ben = user(&door, BEN);
    for _ in 0..5 {
        door.browser().sign_in(BEN, GUESS).await.page(422);
    }
    change(&mut owner, ben, NEW).await.goes_to();
    door.browser().sign_in(NEW, PASSWORD).await.page(429);
    door.advance(15);
    assert_eq!(door.browser().sign_in(NEW, PASSWORD).await.goes_to(), "/");
}

#[tokio::test]
async fn who_has_the_same_address_in_another_company_gives_no_more_guesses_and_loses_none() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    join(&door, &mut owner, BEN, "user").await;
    let other = cardfile::actions::companies::create(door.directory(), "Southwind").await.unwrap();
    let link = cardfile::actions::invitations::for_first_owner(door.directory(), other.id).await.unwrap().unwrap();
    let own = "four grey stones in rain";
    let fields = OWNER.map(|(name, value)| match name {
        "email" => (name, BEN),
        "password" => (name, own),
        _ => (name, value),
    });
    let mut guesser = door.browser();
    guesser.accept(&link.path(), fields).await;
    for _ in 0..2 {
        door.browser().sign_in(BEN, GUESS).await.page(422);
        assert_eq!(door.browser().sign_in(BEN, own).await.goes_to(), "/", "the own account opens");
        change_own(&mut guesser, BEN, own).await.goes_to();
    }
    door.browser().sign_in(BEN, GUESS).await.page(422);
    door.browser().sign_in(BEN, PASSWORD).await.page(429);
    assert_eq!(door.browser().sign_in(BEN, own).await.goes_to(), "/", "it has guesses of its own");
    door.advance(900);
    assert_eq!(door.browser().sign_in(BEN, PASSWORD).await.goes_to(), "/");
}

#[tokio::test]
async fn who_manages_a_person_changes_the_address_and_the_link_that_was_made_works_and_shows_it() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let link = invite(&mut owner, BEN, "user").await;
    let (nora, ben) = (user(&door, NORA), user(&door, BEN));
    assert_eq!(change(&mut owner, ben, NEW).await.goes_to(), "/settings/people?done=email-changed");
    let page = owner.open("/settings/people?done=email-changed").await;
    assert!(page.contains("The address is changed.") && page.contains(NEW) && !page.contains(BEN), "{page}");
    assert_eq!(door.read(&format!("/v2/users/{ben}")).await["email"], NEW);
    let sql = format!(
        "select actor_id, before, after from events where subject_id = '{ben}' and subject = 'user' and verb = 'updated'"
    );
    let event = door.rows(&sql)[0].clone();
    assert_eq!(event[0].as_str(), Some(&*nora.to_string()));
    assert_eq!(event[1].as_str(), Some(&*format!("{{\"/email\":\"{BEN}\"}}")));
    assert_eq!(event[2].as_str(), Some(&*format!("{{\"/email\":\"{NEW}\"}}")));

    let mut browser = door.browser();
    let page = browser.open(&link).await;
    assert!(page.contains(NEW) && !page.contains(BEN), "{page}");
    browser.accept(&link, [("firstName", "Ben"), ("timezone", "UTC"), ("password", PASSWORD)]).await;
    door.browser().sign_in(BEN, PASSWORD).await.page(422);
    assert_eq!(door.browser().sign_in(NEW, PASSWORD).await.goes_to(), "/");

    change(&mut owner, ben, BEN).await.goes_to();
    browser.open("/customers").await;
    assert_eq!(door.browser().sign_in(BEN, PASSWORD).await.goes_to(), "/", "and back");
    let count = || door.number("select count(*) from events");
    let before = count();
    change(&mut owner, ben, BEN).await.goes_to();
    assert_eq!(count(), before, "the same again is no change");
}

#[tokio::test]
async fn an_address_is_changed_by_the_rules_of_roles_and_the_own_one_only_with_the_password() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    let mut ben = join(&door, &mut owner, BEN, "user").await;
    let (nora, ada_id, ben_id) = (user(&door, NORA), user(&door, ADA), user(&door, BEN));
    ben.open("/customers").await;
    for id in [nora, ada_id, ben_id] {
        change(&mut ben, id, NEW).await.page(403);
    }
    let page = ada.open("/settings/people").await;
    let row = |email: &str| page.split("<tr>").find(|row| row.contains(email)).unwrap().to_owned();
    assert!(!row(NORA).contains("Change address") && row(BEN).contains(&format!("{ben_id}/email")), "{page}");
    assert!(row(ADA).contains("href=\"/settings/account#address\"") && !row(ADA).contains("/email\""), "{page}");
    assert!(change(&mut ada, nora, NEW).await.page(403).contains("What concerns owners is for owners alone."));
    for (browser, id) in [(&mut ada, ada_id), (&mut owner, nora)] {
        let answer = change(browser, id, NEW).await;
        assert!(answer.page(403).contains("where the password is asked for"), "{}", answer.text());
    }
    assert_eq!(door.number(&format!("select count(*) from users where email = '{NEW}'")), 0);
    change(&mut ada, ben_id, NEW).await.goes_to();
    change(&mut owner, ada_id, BEN).await.goes_to();
    ada.open("/customers").await;

    door.another_company().await;
    let other = door.number("select max(id) from users").to_string();
    for id in [&*other, "0", "x", "9007199254740993"] {
        owner.post(&format!("/settings/people/{id}/email"), &[("email", "x")]).await.page(404);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_address_of_a_person_stands_in_the_row_and_what_was_typed_stays() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    invite(&mut owner, BEN, "user").await;
    invite(&mut owner, ADA, "user").await;
    let (ben, ada) = (user(&door, BEN), user(&door, ADA));
    for (email, told) in
        [("ben at home", "Not a well-formed email address."), ("ADA@northwind.example", TAKEN), (NORA, TAKEN)]
    {
        let answer = change(&mut owner, ben, email).await;
        let page = answer.page(422);
        let row = page.split("<tr>").find(|row| row.contains(&format!("/people/{ben}/email\" method"))).unwrap();
        assert!(row.contains("<details class=\"renaming\" open>") && row.contains(told), "{row}");
        assert!(row.contains(&format!("value=\"{email}\"")), "{email} is kept: {row}");
        assert!(row.contains(&format!("aria-invalid=\"true\" aria-describedby=\"of-email-{ben}\"")), "{row}");
        let other = page.split("<tr>").find(|row| row.contains(&format!("/people/{ada}/email\" method"))).unwrap();
        assert!(!other.contains("refusal") && !other.contains("open>"), "{other}");
        let invitation = field(page, "email");
        assert!(!invitation.contains("refusal") && invitation.contains("value=\"\""), "another form: {invitation}");
    }
    assert_eq!(door.text(&format!("select email from users where id = {ben}")), BEN);
}

#[tokio::test]
async fn an_address_that_was_given_up_is_free_for_the_next() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    join(&door, &mut owner, BEN, "user").await;
    let ben = user(&door, BEN);
    change(&mut owner, ben, NEW).await.goes_to();
    invite(&mut owner, BEN, "user").await;
    let answer = change(&mut owner, ben, BEN).await;
    assert!(answer.page(422).contains(TAKEN), "it is the other one's now");
    change_own(&mut owner, ADA, PASSWORD).await.goes_to();
    change(&mut owner, ben, NORA).await.goes_to();
    assert_eq!(door.browser().sign_in(NORA, PASSWORD).await.goes_to(), "/");
    assert_eq!(door.read(&format!("/v2/users?email={NORA}")).await["_embedded"]["users"][0]["id"], ben);
}

#[tokio::test]
async fn two_who_race_for_an_address_leave_it_to_one() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    join(&door, &mut owner, BEN, "user").await;
    let ben = user(&door, BEN);
    ada.open("/settings/people").await;
    for turn in 0..4 {
        let wanted = format!("wanted{turn}@northwind.example");
        let mut third = owner.clone();
        let invited = [("email", &*wanted), ("role", "user")];
        let (one, other, invited) = tokio::join!(
            change_own(&mut ada, &wanted, PASSWORD),
            change(&mut owner, ben, &wanted),
            third.post("/settings/people", &invited)
        );
        let mut statuses = [one.status, other.status, invited.status];
        statuses.sort();
        assert_eq!(statuses, [303, 422, 422], "{}\n{}\n{}", one.text(), other.text(), invited.text());
        assert_eq!(door.number(&format!("select count(*) from users where email_key = '{wanted}'")), 1);
    }
}

#[tokio::test]
async fn two_who_change_one_person_at_once_leave_one_address_and_the_other_free() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let mut ada = join(&door, &mut owner, ADA, "admin").await;
    join(&door, &mut owner, BEN, "user").await;
    let ben = user(&door, BEN);
    ada.open("/settings/people").await;
    let (one, other) = ("one@northwind.example", "other@northwind.example");
    let (first, second) = tokio::join!(change(&mut owner, ben, one), change(&mut ada, ben, other));
    first.goes_to();
    second.goes_to();
    let kept = door.text(&format!("select email from users where id = {ben}"));
    let free = if kept == one { other } else { one };
    invite(&mut owner, free, "user").await;
    invite(&mut owner, BEN, "user").await;
}
