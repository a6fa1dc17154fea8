//! Signing in.

use super::{Window, owner, sign_in};
use crate::door::Door;

#[tokio::test]
async fn whoever_signs_in_comes_to_the_page_that_was_wanted() {
    let door = Door::open().await;
    door.owner().await;
    let path = door.create(&serde_json::json!({"firstName": "Ines", "lastName": "Okoro"})).await;
    let window = Window::open(&door.url).await;
    let page = path.strip_prefix("/v2").unwrap();
    window.go(page).await;
    window.arrives("/sign-in?next=").await;
    sign_in(&window).await;
    window.arrives(page).await;
    window.reads("h1", "Ines Okoro").await;

    window.click(".rail-foot summary").await;
    window.click("form[action='/sign-out'] button").await;
    window.arrives("/sign-in").await;
    window.go(page).await;
    window.arrives("/sign-in?next=").await;
    window.close().await;
}

#[tokio::test]
async fn whoever_guesses_passwords_has_to_wait() {
    let door = Door::open().await;
    door.owner().await;
    let window = Window::open(&door.url).await;
    window.go("/sign-in").await;
    let mut told = "That email and password do not belong together.";
    for attempt in 1..=6 {
        if attempt == 6 {
            told = "Too many tries. Try again in 15 seconds.";
        }
        window.fill("#email", owner("email")).await;
        window.fill("#password", &format!("not the one, number {attempt}")).await;
        window.click("main button.main").await;
        window.holds("#password", "").await;
        window.reads("[role=alert]", told).await;
    }
    sign_in(&window).await;
    window.reads("[role=alert]", "Too many tries").await;
    door.advance(15);
    sign_in(&window).await;
    window.reads(".rail-foot", "Nora Adeyemi").await;
    window.close().await;
}
