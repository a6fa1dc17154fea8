//! Passkeys, with a device that Chromium stands in for. They want a name: the server is opened as `localhost`.

use super::accessibility::inspect;
use super::pages::Page;
use super::{Window, owner, sign_in};
use crate::door::Door;
use serde_json::{Value, json};

/// A server with an owner, and its address by name.
async fn named() -> (Door, String) {
    let door = Door::open().await;
    door.owner().await;
    let url = door.url.replace("127.0.0.1", "localhost");
    (door, url)
}

/// Puts a device at the window's side that keeps passkeys and knows its owner; and gives its name.
async fn device(window: &Window) -> Value {
    let options = json!({
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": true,
        "hasUserVerification": true,
        "isUserVerified": true,
    });
    let cdp = window.driver().cdp();
    cdp.send_raw("WebAuthn.enable", json!({})).await.unwrap();
    let made = cdp.send_raw("WebAuthn.addVirtualAuthenticator", json!({"options": options})).await.unwrap();
    made["authenticatorId"].clone()
}

/// Whether somebody touches the device when it asks for it.
async fn touch(window: &Window, device: &Value, is_touched: bool) {
    let wanted = json!({"authenticatorId": device, "enabled": is_touched});
    window.driver().cdp().send_raw("WebAuthn.setAutomaticPresenceSimulation", wanted).await.unwrap();
}

async fn add(window: &Window, name: &str) {
    window.fill("#name", name).await;
    window.fill("#current", owner("password")).await;
    window.click("form[data-passkey] button").await;
}

async fn sign_out(window: &Window) {
    window.click(".rail-foot summary").await;
    window.click("form[action='/sign-out'] button").await;
    window.arrives("/sign-in").await;
}

async fn nothing_keeps_people_out(window: &Window, path: &str) {
    let told = inspect(window, &[Page { name: "page".into(), path: path.into() }]).await;
    assert!(told.is_empty(), "{told}");
    window.size(1440, 900, false).await;
}

#[tokio::test]
async fn whoever_has_a_passkey_signs_in_with_it_and_comes_to_the_page_that_was_wanted() {
    let (_door, url) = named().await;
    let window = Window::open(&url).await;
    let device = device(&window).await;
    window.go("/settings/account").await;
    window.arrives("/sign-in?next=").await;
    sign_in(&window).await;
    window.arrives("/settings/account").await;
    window.holds("#name", "Chrome on Linux").await;

    window.fill("#current", "not the one").await;
    window.click("form[data-passkey] button").await;
    window.reads("[data-told]", "That is not your password.").await;
    add(&window, "Work laptop").await;
    window.reads(".toasts", "The passkey is there.").await;
    window.reads("section[aria-labelledby=passkeys]", "Work laptop").await;
    add(&window, "The same once more").await;
    window.reads("[data-told]", "This device has a passkey of yours already.").await;
    nothing_keeps_people_out(&window, "/settings/account").await;

    touch(&window, &device, false).await;
    sign_out(&window).await;
    nothing_keeps_people_out(&window, "/sign-in").await;
    window.go("/organizations?q=north").await;
    window.arrives("/sign-in?next=").await;
    window.see("form[data-passkey] button").await;
    touch(&window, &device, true).await;
    window.click("form[data-passkey] button").await;
    window.arrives("/organizations?q=north").await;
    window.go("/settings/account").await;
    window.reads("section[aria-labelledby=passkeys]", "last used").await;

    // The browser offers it by itself too; the device that stands in for one takes the offer.
    window.driver().delete_all_cookies().await.unwrap();
    window.go("/overview").await;
    window.arrives("/overview").await;
    window.go("/settings/account").await;

    window.click(".renaming summary").await;
    window.fill(".renaming [name=name]", "Old laptop").await;
    window.click(".renaming button").await;
    window.reads("section[aria-labelledby=passkeys]", "Old laptop").await;
    window.point_at("section[aria-labelledby=passkeys] li").await;
    window.click("form[action='/settings/account/passkeys/remove'] button").await;
    window.reads(".toasts", "It opens nothing any more").await;
    window.gone("section[aria-labelledby=passkeys] li").await;
    window.close().await;
}

#[tokio::test]
async fn without_scripts_the_password_is_the_way_in() {
    let (_door, url) = named().await;
    let window = Window::open_without_scripts(&url).await;
    window.go("/settings/account").await;
    window.gone("form[data-passkey]").await;
    sign_in(&window).await;
    window.arrives("/settings/account").await;
    window.gone("form[data-passkey]").await;
    window.reads("[data-passkey-none]", "This browser knows nothing of passkeys, or runs no scripts.").await;
    window.close().await;
}
