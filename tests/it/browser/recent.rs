//! The command palette begins with those who were looked at lately, and the browser keeps nothing of them but numbers.

use super::{Window, open, owner, sign_in};
use crate::door::{Browser, Door};
use crate::web::join;
use serde_json::json;
use thirtyfour::Key;

/// Makes a customer, and answers the path of its page.
async fn make(door: &Door, first: &str) -> String {
    let path = door.create(&json!({"firstName": first, "lastName": "Okoro"})).await;
    path.strip_prefix("/v2").unwrap().to_owned()
}

/// Opens a customer's page, and waits until it was noted.
async fn look_at(window: &Window, path: &str) {
    window.go(path).await;
    let id = path.rsplit('/').next().unwrap();
    window.until("the customer to be noted", async || kept(window).await.contains(id).then_some(())).await;
}

/// Everything that the browser keeps for this server.
async fn kept(window: &Window) -> String {
    let script = "return JSON.stringify({...localStorage})";
    window.driver().execute(script, vec![]).await.unwrap().json().as_str().unwrap().to_owned()
}

/// The names under the heading, in their order.
async fn offered(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#palette [role=group] bdi')].map((own) => own.textContent)";
    window.driver().execute(script, vec![]).await.unwrap().convert().unwrap()
}

#[tokio::test]
async fn the_palette_leads_back_to_whoever_was_looked_at_in_two_keys() {
    let (door, window) = open().await;
    let (ines, thabo, zoe) = (make(&door, "Ines").await, make(&door, "Thabo").await, make(&door, "Zoe").await);
    for path in [&ines, &zoe, &thabo, &ines] {
        look_at(&window, path).await;
    }
    window.go("/overview").await;
    window.press_with_control('k').await;
    window.reads("#palette [role=group]", "Recently viewed").await;
    assert_eq!(offered(&window).await, ["Ines Okoro", "Thabo Okoro", "Zoe Okoro"]);
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.arrives(&thabo).await;

    window.press_with_control('k').await;
    window.reads("#palette [role=group]", "Ines").await;
    assert_eq!(offered(&window).await, ["Ines Okoro", "Zoe Okoro"], "not whoever is looked at now");
    window.press("new").await;
    window.gone("#palette [role=group]").await;
    window.reads("#palette-options", "New customer").await;
    for _ in 0..3 {
        window.press(Key::Backspace).await;
    }
    window.reads("#palette [role=group]", "Ines").await;
    window.press(Key::Up).await;
    window.reads("#palette [aria-selected]", "As the system").await;
    window.press(Key::Escape).await;

    door.delete(&format!("/v2{ines}")).await.done();
    window.press_with_control('k').await;
    window.reads("#palette [role=group]", "Zoe").await;
    assert_eq!(offered(&window).await, ["Zoe Okoro"], "whoever is gone is not offered");
    assert!(!kept(&window).await.contains(ines.rsplit('/').next().unwrap()), "nor kept");
    window.press(Key::Escape).await;

    window.go("/organizations").await;
    window.press_with_control('k').await;
    window.press(Key::Enter).await;
    window.arrives(&thabo).await;
    window.close().await;
}

#[tokio::test]
async fn nothing_is_kept_but_numbers_and_those_of_six_at_most() {
    let (door, window) = open().await;
    let mut paths = Vec::new();
    for number in 0..7 {
        paths.push(make(&door, &format!("Person{number}")).await);
        look_at(&window, &paths[number]).await;
    }
    let kept = kept(&window).await;
    assert!(!kept.contains("Person") && !kept.contains("Okoro"), "{kept}");
    let numbers: Vec<&str> = paths.iter().skip(1).rev().map(|path| path.rsplit('/').next().unwrap()).collect();
    let list = format!("[\\\"{}\\\"]", numbers.join("\\\",\\\""));
    assert!(kept.contains(&list), "{list} in {kept}");
    window.go("/overview").await;
    window.press_with_control('k').await;
    window.sees("#palette [role=group] [role=option]", 6).await;
    window.close().await;
}

#[tokio::test]
async fn another_person_sees_nobody_and_whoever_signs_out_leaves_nothing() {
    let (door, window) = open().await;
    let path = make(&door, "Ines").await;
    look_at(&window, &path).await;

    // Another person in the same browser, without a word of signing out.
    let mut first: Browser = door.browser();
    first.sign_in(owner("email"), owner("password")).await;
    let other = join(&door, &mut first, "ben@northwind.example", "user").await;
    let mine = window.session().await;
    window.take_session(other.cookie("cardfile_session").unwrap()).await;
    window.go("/overview").await;
    window.reads(".rail-foot", "Some Body").await;
    window.press_with_control('k').await;
    window.reads("#palette [aria-selected]", "New customer").await;
    assert_eq!(offered(&window).await, [""; 0]);
    assert!(kept(&window).await.contains(path.rsplit('/').next().unwrap()), "the first one's is still the first one's");

    window.take_session(&mine).await;
    window.go("/overview").await;
    window.reads(".rail-foot", "Nora").await;
    window.click(".rail-foot summary").await;
    window.click("form[action='/sign-out'] button").await;
    window.arrives("/sign-in").await;
    window.until("nothing to be kept", async || (kept(&window).await == "{}").then_some(())).await;
    sign_in(&window).await;
    window.arrives("/customers").await;
    window.press_with_control('k').await;
    window.reads("#palette [aria-selected]", "New customer").await;
    assert_eq!(offered(&window).await, [""; 0]);
    window.close().await;
}
