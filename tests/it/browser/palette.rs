//! The command palette on a record: what its own links and buttons do.

use super::{Window, open};
use crate::api::sample::{PLUS, definitions};
use serde_json::json;
use thirtyfour::Key;

/// The options in their order, each with what stands beside it.
async fn options(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('#palette [role=option]')].map((own) => own.innerText.trim())";
    window.driver().execute(script, vec![]).await.unwrap().convert().unwrap()
}

/// Opens the palette and types into it, and waits until it begins with an option.
async fn type_in(window: &Window, text: &str, first: &str) -> Vec<String> {
    window.press_with_control('k').await;
    window.focus("#palette input").await;
    window.press(text).await;
    window.reads("#palette [aria-selected]", first).await;
    options(window).await
}

#[tokio::test]
async fn the_palette_does_what_can_be_done_with_the_customer_that_is_open() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let ines = json!({"firstName": "Ines", "lastName": "Okoro", "background": "Met at the fair.",
        "emails": [{"type": "work", "value": "ines@northwind.example"}],
        "properties": [{"slug": "plan", "value": PLUS}]});
    let path = door.create(&ines).await;
    let page = path.strip_prefix("/v2").unwrap();
    window.go(page).await;
    type_in(&window, "plan", "Edit Plan: Plus").await;
    window.press(Key::Enter).await;
    window.focus("[data-row='property.plan'] select").await;
    window.press(Key::Escape).await;

    let offered = type_in(&window, "email", "Add an email").await;
    assert!(offered[1].contains("Copy Work: ines@northwind.example") && offered[1].contains("Email"), "{offered:?}");
    assert!(offered[2].contains("Edit Work: ines@northwind.example"), "{offered:?}");
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.reads(".toast", "Copied").await;

    type_in(&window, "notes", "Notes: Met at the fair.").await;
    window.press(Key::Escape).await;
    let offered = type_in(&window, "edit", "Edit").await;
    assert!(offered.iter().any(|option| option == "Edit Job title"), "without a value it has no colon: {offered:?}");
    window.press(Key::Escape).await;
    type_in(&window, "add phone", "Add a phone").await;
    window.press(Key::Enter).await;
    window.focus("[data-group=phones] [name=value]").await;
    window.press(Key::Escape).await;

    // A value is no word of its command: whoever looks for a person finds the person.
    let offered = type_in(&window, "ines", "Ines Okoro").await;
    assert!(!offered[0].starts_with("Edit"), "{offered:?}");
    window.press(Key::Escape).await;
    type_in(&window, "delete", "Delete Ines Okoro…").await;
    window.press(Key::Enter).await;
    window.arrives(&format!("{page}/delete")).await;
    window.press_with_control('k').await;
    window.press("edit").await;
    window.gone("#palette [data-command]").await;
    window.close().await;
}

#[tokio::test]
async fn the_palette_does_what_can_be_done_with_the_organization_that_is_open() {
    let (door, window) = open().await;
    let path = door.post("/v2/organizations", &json!({"name": "Alder & Finch"})).await.made();
    let page = path.strip_prefix("/v2").unwrap();
    window.go(page).await;
    type_in(&window, "doma", "Edit Domains").await;
    window.press(Key::Enter).await;
    window.focus("[data-row=domains] textarea").await;
    window.press(Key::Escape).await;
    type_in(&window, "dele", "Delete Alder & Finch…").await;
    window.press(Key::Enter).await;
    window.arrives(&format!("{page}/delete")).await;
    window.close().await;
}

#[tokio::test]
async fn an_organization_that_is_called_so_comes_before_people_who_have_it_in_an_address() {
    let (door, window) = open().await;
    door.post("/v2/organizations", &json!({"name": "Alder & Finch"})).await.made();
    door.post("/v2/organizations", &json!({"name": "Old Alder"})).await.made();
    for number in 0..9 {
        let email = format!("kofi{number}@alder.example");
        door.create(&json!({"firstName": "Kofi", "lastName": "Mensah", "emails": [{"value": email}]})).await;
    }
    door.create(&json!({"firstName": "Tom", "lastName": "Alder"})).await;
    window.go("/overview").await;
    let offered = type_in(&window, "alder", "Tom Alder").await;
    assert!(offered[1].contains("Alder & Finch") && offered[1].contains("organization · 0 members"), "{offered:?}");
    assert!(offered[2].contains("Kofi Mensah"), "{offered:?}");
    assert!(offered.last().unwrap().contains("Old Alder"), "{offered:?}");
    window.close().await;
}
