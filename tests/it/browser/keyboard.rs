//! The same journeys by keyboard alone: no click, no pointer.

use super::{Window, open, opened, owner};
use crate::api::sample::definitions;
use crate::door::Door;
use cardfile::actions::invitations;
use serde_json::json;
use thirtyfour::Key;

#[tokio::test]
async fn by_keyboard_one_signs_in_and_makes_a_customer() {
    let door = Door::open().await;
    door.owner().await;
    let window = Window::open(&door.url).await;
    window.go("/customers").await;
    window.tab_to("#email").await;
    window.press(owner("email")).await;
    window.tab_to("#password").await;
    window.press(owner("password")).await;
    window.press(Key::Enter).await;
    window.arrives("/customers").await;
    window.reads(".empty", "No customers yet").await;

    window.press("n").await;
    window.arrives("/customers/new").await;
    window.focus("#firstName").await;
    window.press("Ines").await;
    window.tab_to("[name='emails[0].value']").await;
    window.press("ines@northwind.example").await;
    window.tab_to("[data-more=list-emails]").await;
    window.press(Key::Enter).await;
    window.focus("[name='emails[1].value']").await;
    window.press("ines@home.example").await;
    window.press_with_control(Key::Enter).await;
    let path = format!("/v2/customers/{}", opened(&window).await);
    window.reads("[data-group=emails]", "ines@home.example").await;
    assert_eq!(door.read(&path).await["_embedded"]["emails"].as_array().map(Vec::len), Some(2));
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_finds_a_customer_and_changes_the_phone_and_the_notes() {
    let (door, window) = open().await;
    door.fill(60, "Thabo", "Mokoena").await;
    let ines =
        json!({"firstName": "Ines", "lastName": "Okoro", "phones": [{"type": "work", "value": "+234 1 555 0100"}]});
    let path = door.create(&ines).await;
    window.go("/customers").await;
    window.press("/").await;
    window.focus("[data-query]").await;
    window.press("okoro").await;
    window.sees("[data-rows] tr", 1).await;
    window.press(Key::Down).await;
    window.focus("a.who").await;
    window.press(Key::Enter).await;
    assert_eq!(format!("/v2/customers/{}", opened(&window).await), path);

    window.tab_to("[data-group=phones] a[data-edit]").await;
    window.press(Key::Enter).await;
    window.focus("[data-group=phones] [name=value]").await;
    window.press("+234 1 555 0199").await;
    window.press(Key::Enter).await;
    window.reads("[data-group=phones] .value", "+234 1 555 0199").await;
    window.focus("[data-group=phones] a[data-edit]").await;

    window.press("e").await;
    window.focus("[data-row=background] textarea").await;
    window.press("Met at the fair.").await;
    window.press_with_control(Key::Enter).await;
    window.reads("[data-row=background] .value", "Met at the fair.").await;
    let stored = door.read(&path).await;
    assert_eq!(
        (&stored["background"], stored.pointer("/_embedded/phones/0/value")),
        (&json!("Met at the fair."), Some(&json!("+234 1 555 0199")))
    );

    window.press_with_control('k').await;
    window.focus("#palette input").await;
    window.press("thabo").await;
    window.reads("#palette-options", "Thabo Mokoena").await;
    window.press(Key::Escape).await;
    window.gone("#palette").await;
    window.press("?").await;
    window.see("#keys").await;
    window.press(Key::Escape).await;
    window.gone("#keys").await;
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_defines_a_dropdown_and_uses_it() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines"})).await;
    window.go("/customers").await;
    window.press("g").await;
    window.press("p").await;
    window.arrives("/properties").await;
    window.reads(".empty", "No properties yet").await;
    window.press("n").await;
    window.arrives("/properties/new").await;
    window.focus("#name").await;
    window.press("Plan").await;
    window.tab_to("#type").await;
    window.press("Choice").await;
    window.tab_to("[name='options[0].label']").await;
    for label in ["Basic", "Plus", "Pro", "Max"] {
        window.press(label).await;
        window.press(Key::Enter).await;
    }
    window.focus("[name='options[4].label']").await;
    window.tab_to("[data-at='3'] [data-act=up]").await;
    window.press(Key::Enter).await;
    window.focus("[data-at='3'] [data-act=up]").await;
    window.tab_to(".form-foot button.main").await;
    window.press(Key::Enter).await;
    window.arrives("/properties/customers").await;
    window.reads("[data-rows]", "Basic, Plus, Max and 1 more").await;

    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.tab_to("[data-row='property.plan'] a[data-edit]").await;
    window.press(Key::Enter).await;
    window.focus("[data-row='property.plan'] select").await;
    window.press("Max").await;
    window.press_with_control(Key::Enter).await;
    window.reads("[data-row='property.plan'] .value", "Max").await;
    window.focus("[data-row='property.plan'] a[data-edit]").await;
    let stored = door.read(&path).await;
    assert_eq!(stored.pointer("/_embedded/properties/0/text"), Some(&json!("Max")), "{stored:#}");
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_begins_an_account() {
    let door = Door::open().await;
    let link = invitations::for_first_owner(door.directory(), door.company()).await.unwrap().unwrap();
    let window = Window::open(&door.url).await;
    window.go(&link.path()).await;
    for (field, value) in [("#firstName", "Nora"), ("#email", owner("email")), ("#password", owner("password"))] {
        window.tab_to(field).await;
        window.press(value).await;
    }
    window.press(Key::Enter).await;
    window.reads(".rail-foot", "Nora").await;
    window.arrives("/first-steps").await;
    window.press("n").await;
    window.arrives("/customers/new").await;
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_whoever_guesses_passwords_has_to_wait() {
    let door = Door::open().await;
    door.owner().await;
    let window = Window::open(&door.url).await;
    window.go("/sign-in").await;
    for guess in ["number one", "number two", "number three", "number four", "number five", "number six"] {
        window.tab_to("#email").await;
        window.press_with_control('a').await;
        window.press(owner("email")).await;
        window.tab_to("#password").await;
        window.press(guess).await;
        window.press(Key::Enter).await;
        window.holds("#password", "").await;
    }
    window.reads("[role=alert]", "Too many tries. Try again in 15 seconds.").await;
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_decides_between_two_values_of_a_field() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.tab_to("[data-row=jobTitle] a[data-edit]").await;
    window.press(Key::Enter).await;
    window.focus("[data-row=jobTitle] [name=value]").await;
    door.patch(&path, &json!([{"op": "replace", "path": "/jobTitle", "value": "Director"}])).await.done();
    window.press("Chief buyer").await;
    window.press(Key::Enter).await;
    window.reads("[data-row=jobTitle] .theirs", "Director").await;
    window.focus("[data-row=jobTitle] [name=value]").await;
    window.tab_to("[data-row=jobTitle] [data-take-theirs]").await;
    window.press(Key::Enter).await;
    window.reads("[data-row=jobTitle] .value", "Director").await;
    assert_eq!(door.read(&path).await["jobTitle"], "Director");
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_changes_those_who_are_picked() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    door.fill(4, "Ines", "Okoro").await;
    window.go("/customers").await;
    for key in ["j", "x", "j", "j", "x"] {
        window.press(key).await;
    }
    window.reads("[data-chosen]", "2 chosen").await;
    window.tab_to("[data-bulk] button.main").await;
    window.press(Key::Enter).await;
    window.reads("h1", "Change 2 customers").await;
    window.tab_to("#slug").await;
    window.press("Plan").await;
    window.tab_to("#value").await;
    window.press("Basic").await;
    window.tab_to("section[aria-labelledby=act-property] button.main").await;
    window.press(Key::Enter).await;
    window.reads("[data-results-of]", "Basic").await;
    window.tab_to("[data-bulk-run] button.main").await;
    window.press(Key::Enter).await;
    window.reads("[data-said]", "All 2 done").await;
    assert_eq!(door.number("select count(*) from customers where properties like '%plan%'"), 2);
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_erases_a_customer() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "lastName": "Okoro"})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.tab_to(".record-head .button.danger").await;
    window.press(Key::Enter).await;
    window.focus("#name").await;
    window.press("Ines Okoro").await;
    window.press(Key::Enter).await;
    window.reads(".toast", "Deleted.").await;
    door.get(&path).await.refused(404);
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_lets_an_app_in_or_not() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let path = format!("/settings/apps/{}/redirects", door.client_id);
    owner.post(&path, &[("redirects", "http://127.0.0.1/callback")]).await.goes_to();
    let window = Window::of(&door, &owner).await;
    for (button, sent) in [("agree", "code="), ("refuse", "error=access_denied")] {
        window.go(&format!("/authentication/authorizeClientApplication?client_id={}&state=s", door.client_id)).await;
        window.tab_to(&format!("button[value={button}]")).await;
        window.press(Key::Enter).await;
        let is_back = |path: &str| path.starts_with("http://127.0.0.1/callback?") && path.contains(sent);
        window.arrives_where("the app's own address", is_back).await;
    }
    window.close().await;
}
