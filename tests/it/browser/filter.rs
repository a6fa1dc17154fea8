//! The filter under somebody's hands, and the ways from a value to everybody who has it.

use super::{Window, accessibility, open, pages, sign_in};
use crate::api::sample::definitions;
use crate::door::Door;
use serde_json::json;
use thirtyfour::prelude::*;

const BOX: &str = "main [name=q]";
const LIST: &str = ".search > .options";
const PLUS: &str = "property.plan:\"Plus\"";

/// Two on Plus, one on Basic, one on nothing.
async fn people(door: &Door) {
    for (first, plan) in [("Ines", "Plus"), ("Thabo", "Basic"), ("José", "Plus")] {
        door.create(&json!({"firstName": first, "properties": {"plan": plan}})).await;
    }
    door.create(&json!({"firstName": "Zoë"})).await;
}

#[tokio::test]
async fn from_a_new_property_to_a_saved_view_of_whoever_has_a_value_of_it() {
    let (door, window) = open().await;
    let ids = door.fill(3, "Ines", "Okoro").await;
    window.go("/properties/new?of=customers").await;
    window.fill("#name", "Plan").await;
    window.choose("#type", "Choice").await;
    window.fill("[name='options[0].label']", "Basic").await;
    window.click("[data-act=add]").await;
    window.press("Plus").await;
    window.click(".form-foot button.main").await;
    window.reads(".toast", "The property is made.").await;
    for id in &ids[..2] {
        let plus = json!([{"op": "replace", "path": "/plan", "value": "Plus"}]);
        door.patch(&format!("/v2/customers/{id}/properties"), &plus).await.done();
    }

    // With the mouse, by the filter.
    window.go("/customers").await;
    window.click(".filter-menu > summary").await;
    window.choose("#filter-field", "Plan").await;
    window.click("#filter .choice:has(+ .choice) + .choice").await;
    window.click("#filter button[name=add]").await;
    window.holds(BOX, PLUS).await;
    window.sees("[data-rows] tr", 2).await;
    window.reads(".query-parts", "Plan is “Plus”").await;
    window.gone("#filter").await;
    window.focus(".filter-menu > summary").await;
    window.arrives("/customers?q=property.plan%3A%22Plus%22").await;
    window.click(".query-parts a").await;
    window.holds(BOX, "").await;
    window.sees("[data-rows] tr", 3).await;

    // By keyboard alone, by the box.
    window.press("/").await;
    window.press("plan").await;
    window.reads(LIST, "property.plan:").await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.reads(LIST, "an option of Plan").await;
    window.press("pl").await;
    window.sees(&format!("{LIST} li"), 1).await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.holds(BOX, PLUS).await;
    window.sees("[data-rows] tr", 2).await;

    window.tab_to(".view-offer a").await;
    window.press(Key::Enter).await;
    window.focus("#name").await;
    window.press("On Plus").await;
    window.press(Key::Enter).await;
    window.is_titled("On Plus").await;
    window.go("/overview").await;
    window.reads(".rail .views .count", "2").await;
    window.click(".rail .views li a").await;
    window.is_titled("On Plus").await;
    window.holds(BOX, PLUS).await;
    window.sees("[data-rows] tr", 2).await;
    window.close().await;
}

#[tokio::test]
async fn the_filter_is_used_by_keyboard_alone_and_tells_what_is_missing() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    people(&door).await;
    window.go("/customers?q=ines+OR+thabo").await;
    window.tab_to(".filter-menu > summary").await;
    window.press(Key::Enter).await;
    window.see("#filter-field").await;
    window.press(Key::Down).await;
    window.focus("#filter-field").await;
    window.press("Pla").await;
    window.sees("#filter [name=value]", 2).await;
    window.focus("#filter-field").await;
    window.tab_to("#filter button[name=add]").await;
    window.press(Key::Enter).await;
    window.reads("#filter .refusal", "Choose at least one.").await;
    window.focus("#filter [name=value]").await;
    window.press(Key::Down).await;
    window.press(" ").await;
    window.press(Key::Enter).await;
    window.holds(BOX, &format!("(ines OR thabo) AND {PLUS}")).await;
    window.focus(".filter-menu > summary").await;
    window.sees("[data-rows] tr", 1).await;

    // The next one begins anew; Escape leaves it.
    window.press(Key::Enter).await;
    window.holds("#filter-field", "").await;
    window.gone("#filter button[name=add]").await;
    window.press(Key::Escape).await;
    window.gone("#filter").await;
    window.focus(".filter-menu > summary").await;
    window.driver().back().await.unwrap();
    window.holds(BOX, "ines OR thabo").await;
    window.sees("[data-rows] tr", 2).await;
    window.close().await;
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_shown_and_organizations_are_proposed() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    people(&door).await;
    door.create(&json!({"firstName": "Aoife", "organization": "Northwind"})).await;
    window.go("/customers").await;
    window.click(".filter-menu > summary").await;
    window.choose("#filter-field", "Customer since").await;
    window.see("#filter-from").await;
    window.choose("#filter-span", "next 7 days").await;
    window.gone("#filter-from").await;
    window.choose("#filter-how", "has no value").await;
    window.gone("#filter-span").await;
    window.choose("#filter-field", "Plan").await;
    window.see("#filter [name=value]").await;
    window.choose("#filter-how", "has no value").await;
    window.gone("#filter [name=value]").await;
    window.click("#filter button[name=add]").await;
    window.holds(BOX, "NOT property.plan:*").await;
    window.sees("[data-rows] tr", 2).await;

    window.click(".filter-menu > summary").await;
    window.choose("#filter-field", "Organization").await;
    window.click("#filter-value").await;
    window.press("nor").await;
    window.reads("#filter .options", "Northwind").await;
    // The proposals go first, then the menu.
    window.press(Key::Escape).await;
    window.gone("#filter .options").await;
    window.press("t").await;
    window.reads("#filter .options", "Northwind").await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.holds("#filter-value", "Northwind").await;
    window.press(Key::Enter).await;
    window.holds(BOX, "NOT property.plan:* AND organization:\"Northwind\"").await;
    window.sees("[data-rows] tr", 1).await;
    window.sees(".query-parts li", 2).await;
    window.close().await;
}

#[tokio::test]
async fn from_a_value_on_a_page_one_goes_to_everyone_who_has_it() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    people(&door).await;
    window.go("/customers?q=ines").await;
    window.click("[data-rows] a.who").await;
    window.see("[aria-label='Everyone with Plan: Plus']").await;
    window.tab_to("[aria-label='Everyone with Plan: Plus']").await;
    window.press(Key::Enter).await;
    window.holds(BOX, PLUS).await;
    window.sees("[data-rows] tr", 2).await;
    window.close().await;
}

#[tokio::test]
async fn without_scripts_the_filter_is_a_page() {
    let door = Door::open().await;
    door.owner().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    people(&door).await;
    let window = Window::open_without_scripts(&door.url).await;
    window.go("/customers?q=ines+OR+thabo&sort=first").await;
    sign_in(&window).await;
    window.click(".filter-menu > summary").await;
    window.choose("#filter-field", "Plan").await;
    window.click("#filter .form-foot button").await;
    window.reads("h1", "Filter").await;
    window.click("main button[name=add]").await;
    window.reads("main .refusal", "Choose at least one.").await;
    window.click("main [name=value]").await;
    window.click("main button[name=add]").await;
    window.holds(BOX, "(ines OR thabo) AND property.plan:\"Basic\"").await;
    window.sees("[data-rows] tr", 1).await;
    window.click(".query-parts li a").await;
    window.holds(BOX, "(ines OR thabo)").await;
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_the_filter_and_what_it_adds() {
    let (door, owner, customer) = pages::peopled().await;
    let window = Window::of(&door, &owner).await;
    let mut told = String::new();
    for (field, input) in
        [("Plan", "[name=value]"), ("Seats", "#filter-from"), ("Made", "#filter-span"), ("Color", "#filter-value")]
    {
        window.go("/customers?q=northwind+AND+property.plan:*").await;
        window.see(".query-parts a").await;
        told += &accessibility::look(&window, "conditions").await;
        // What the menu happens to cover while it is open is no part of it.
        window
            .driver()
            .execute("document.querySelector('[data-results] > .chosen').hidden = true", vec![])
            .await
            .unwrap();
        window.click(".filter-menu > summary").await;
        window.choose("#filter-field", field).await;
        window.see(&format!("#filter {input}")).await;
        told += &accessibility::look(&window, field).await;
        if field != "Made" {
            window.click("#filter button[name=add]").await;
            window.see("#filter [aria-invalid=true]").await;
            told += &accessibility::look(&window, &format!("{field} without a value")).await;
        }
    }
    window.go(&customer).await;
    window.see("[aria-label='Everyone with Plan: Plus']").await;
    told += &accessibility::look(&window, "ways to everyone").await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}
