//! Saved views in a browser: carried while one types, counted once the page is there, and reached on a phone, by keyboard and without scripts.

use super::{Window, open, sign_in};
use crate::door::Door;
use serde_json::json;
use thirtyfour::prelude::*;

async fn people(door: &Door) {
    door.fill(60, "Thabo", "Mokoena").await;
    for last in ["Okoro", "Adeyemi"] {
        door.create(&json!({"firstName": "Ines", "lastName": last})).await;
    }
}

/// Saves what a list shows.
async fn save(window: &Window, path: &str, name: &str) {
    window.go(path).await;
    window.click(".view-offer a").await;
    window.fill("#name", name).await;
    window.click(".form-foot button.main").await;
    window.reads("h2.view-name", name).await;
}

#[tokio::test]
async fn a_view_is_carried_while_one_types_and_what_is_offered_follows() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.gone(".view-offer").await;
    window.fill("main [name=q]", "ines").await;
    window.reads(".view-offer", "Save view").await;
    window.click(".view-offer a").await;
    window.fill("#name", "Every Ines").await;
    window.click(".form-foot button.main").await;
    window.is_titled("Every Ines").await;
    window.reads(".toast", "The view is saved.").await;
    window.reads(".rail .views a[aria-current=page]", "Every Ines").await;
    window.reads(".rail .views .count", "2").await;
    window.reads(".view-offer", "Edit view").await;

    window.fill("main [name=q]", "thabo").await;
    window.reads("#found", "60").await;
    window.reads(".view-offer", "Save changes").await;
    window.reads("h2.view-name", "Every Ines").await;
    let address = window.arrives_where("the view with the other query", |path| path.contains("q=thabo")).await;
    assert!(address.contains("view="), "{address}");
    window.click("th.name a").await;
    window
        .arrives_where("the view with another sort", |path| path.contains("view=") && path.contains("sort=first"))
        .await;
    window.fill("main [name=q]", "ines").await;
    window.arrives_where("the sort is carried too", |path| path.contains("view=") && path.contains("q=ines")).await;
    window.click(".view-menu summary").await;
    window.choose("#view [name=sort]", "oldest first").await;
    window.arrives_where("another sort", |path| path.contains("sort=oldest")).await;
    window.choose("#view [name=sort]", "newest first").await;
    window.reads(".view-offer", "Edit view").await;
    window.press(Key::Escape).await;
    window.driver().back().await.unwrap();
    window.reads(".view-offer", "Save changes").await;
    window.click(".view-offer form button").await;
    window.reads(".toast", "Saved.").await;
    window.reads(".view-offer", "Edit view").await;
    assert_eq!(door.text("select query || ' ' || sort from saved_views"), "ines oldest");
    window.close().await;
}

#[tokio::test]
async fn counts_that_do_not_come_leave_the_page_as_it_is() {
    let (door, window) = open().await;
    people(&door).await;
    save(&window, "/customers?q=ines", "Every Ines").await;
    window.reads(".rail .views .count", "2").await;
    let cdp = window.driver().cdp();
    cdp.send_raw("Network.enable", json!({})).await.unwrap();
    cdp.send_raw("Network.setBlockedURLs", json!({"urls": ["*/views/counts"]})).await.unwrap();
    window.go("/overview").await;
    window.reads(".rail .views li a", "Every Ines").await;
    // What else the modules do goes on.
    window.press("?").await;
    window.see("#keys").await;
    window.gone(".rail .views .count:not(:empty)").await;
    window.close().await;
}

#[tokio::test]
async fn on_a_phone_the_views_are_in_the_menu_of_the_list() {
    let (door, window) = open().await;
    people(&door).await;
    save(&window, "/customers?q=ines", "Every Ines").await;
    window.size(390, 844, true).await;
    window.go("/customers").await;
    window.gone(".rail .views").await;
    window.click(".view-menu summary").await;
    window.reads(".phone-views .count", "2").await;
    window.click(".phone-views a").await;
    window.is_titled("Every Ines").await;
    window.reads("#found", "2 customers").await;
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_one_saves_a_list_shares_it_and_removes_it() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.press("/").await;
    window.press("ines").await;
    window.reads("#found", "2 customers").await;
    window.tab_to(".view-offer a").await;
    window.press(Key::Enter).await;
    window.focus("#name").await;
    window.press("Every Ines").await;
    window.press(Key::Enter).await;
    window.is_titled("Every Ines").await;

    window.go("/overview").await;
    window.press_with_control('k').await;
    window.press("every").await;
    window.reads("#palette [aria-selected=true]", "Every Ines").await;
    window.press(Key::Enter).await;
    window.reads("#found", "2 customers").await;

    window.tab_to(".view-offer summary").await;
    window.press(Key::Enter).await;
    window.tab_to(".view-offer button.item").await;
    window.press(Key::Enter).await;
    window.reads(".toast", "Saved.").await;
    assert_eq!(door.number("select is_shared from saved_views"), 1);
    window.tab_to(".view-offer summary").await;
    window.press(Key::Enter).await;
    window.tab_to(".view-offer a[href$='/delete']").await;
    window.press(Key::Enter).await;
    window.reads("h1", "Remove Every Ines").await;
    window.tab_to("button.danger.main").await;
    window.press(Key::Enter).await;
    window.reads(".toast", "The view is removed.").await;
    window.gone(".rail .views").await;
    window.close().await;
}

#[tokio::test]
async fn without_scripts_a_view_is_saved_opened_changed_and_removed() {
    let door = Door::open().await;
    door.owner().await;
    people(&door).await;
    let window = Window::open_without_scripts(&door.url).await;
    window.go("/customers?q=ines").await;
    sign_in(&window).await;
    window.click(".view-offer a").await;
    window.fill("#name", "Every Ines").await;
    window.click("[name=shared]").await;
    window.click(".form-foot button.main").await;
    window.reads("h2.view-name", "Every Ines").await;
    window.gone(".rail .views .count:not(:empty)").await;
    window.click(".rail .rail-links a[href='/organizations']").await;
    window.click(".rail .views li a").await;
    window.reads("#found", "2 customers").await;

    window.fill("main [name=q]", "thabo\u{e007}").await;
    window.reads("#found", "60").await;
    window.click(".view-offer form button").await;
    window.reads(".toast", "Saved.").await;
    assert_eq!(door.text("select query from saved_views"), "thabo");
    window.click(".view-offer summary").await;
    window.click(".view-offer .sheet-menu a").await;
    window.fill("#name", "Every Thabo").await;
    window.click(".form-foot button.main").await;
    window.reads("h2.view-name", "Every Thabo").await;
    window.click(".view-offer summary").await;
    window.click(".view-offer a[href$='/delete']").await;
    window.click("button.danger.main").await;
    window.reads(".toast", "The view is removed.").await;
    assert_eq!(door.number("select count(*) from saved_views"), 0);
    window.close().await;
}
