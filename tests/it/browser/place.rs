//! The list keeps one's place: the row one came from, who is chosen, what Back leads to, and what it says where the server is silent.

use super::open;
use serde_json::json;
use thirtyfour::prelude::*;

#[tokio::test]
async fn whoever_comes_back_to_the_list_is_where_they_left_it_and_goes_on_into_the_next_page() {
    let (door, window) = open().await;
    let ids = door.fill(120, "Ines", "Okoro").await;
    let id = |at: usize| ids[ids.len() - at];
    let here = |at: usize| format!("[data-rows] tr.here a[href='/customers/{}']", id(at));
    window.go("/customers?q=okoro").await;
    window.click(&format!("a[href='/customers/{}']", id(49))).await;
    window.reads("[data-back]", "120 customers for “okoro”").await;
    window.click("[data-neighbours] [data-key=j]").await;
    window.arrives(&format!("/customers/{}", id(50))).await;
    window.see("[data-key=j][href]").await;
    window.press("j").await;
    window.arrives(&format!("/customers/{}", id(51))).await;
    window.see("[data-key=k][href]").await;
    window.click("[data-back]").await;
    window.arrives_where("the second page", |path| path.contains("before=50")).await;
    window.see(&here(51)).await;
    window.press("j").await;
    window.see(&here(52)).await;
    window.click("a[rel=prev]").await;
    window.arrives_where("the first page", |path| !path.contains("before=")).await;
    window.sees("a[rel=prev]:not([hidden])", 0).await;
    window.click(&format!("a[href='/customers/{}']", id(40))).await;
    window.reads("[data-back]", "120 customers").await;
    window.driver().back().await.unwrap();
    window.see(&here(40)).await;
    let script = "const row = document.querySelector('tr.here').getBoundingClientRect();
        return row.top > 60 && row.bottom < innerHeight - 40";
    assert_eq!(window.driver().execute(script, vec![]).await.unwrap().json(), &json!(true), "it is in sight");
    window.close().await;
}

#[tokio::test]
async fn who_is_chosen_stays_so_over_pages_until_another_query_is_asked() {
    let (door, window) = open().await;
    door.fill(120, "Ines", "Okoro").await;
    door.fill(1, "Thabo", "Mokoena").await;
    window.go("/customers?q=okoro").await;
    for row in [1, 2] {
        window.click(&format!("[data-rows] tr:nth-child({row}) [data-pick]")).await;
    }
    window.click("a[rel=next]").await;
    window.reads("[data-chosen]", "2 chosen, 0 of them here").await;
    window.click("[data-rows] tr:nth-child(3) [data-pick]").await;
    window.reads("[data-chosen]", "3 chosen, 1 of them here").await;
    window.click("[data-rows] tr:nth-child(5) a.who").await;
    window.see("[data-neighbours] [data-key=j]").await;
    window.driver().back().await.unwrap();
    window.reads("[data-chosen]", "3 chosen, 1 of them here").await;
    window.click("[data-bulk] button.main").await;
    window.reads("h1", "Change 3 customers").await;
    window.driver().back().await.unwrap();
    window.reads("[data-chosen]", "3 chosen").await;
    window.fill("main [name=q]", "ines").await;
    window.reads(".toast", "nobody is chosen any longer, where there were 3").await;
    window.gone("[data-bulk]").await;
    window.click("[data-rows] tr:nth-child(1) [data-pick]").await;
    window.click("[data-pick-none]").await;
    window.gone("[data-bulk]").await;
    window.close().await;
}

#[tokio::test]
async fn back_leads_to_what_was_there_before_one_typed() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    door.fill(2, "Thabo", "Mokoena").await;
    window.go("/overview").await;
    window.go("/customers").await;
    window.click("main [name=q]").await;
    window.press("ine").await;
    window.press("s").await;
    window.arrives("/customers?q=ines").await;
    window.reads("#found", "3 customers").await;
    window.driver().back().await.unwrap();
    window.reads("#found", "5 customers").await;
    window.arrives_where("the list of all", |path| path == "/customers").await;
    window.driver().back().await.unwrap();
    window.arrives("/overview").await;
    window.close().await;
}

#[tokio::test]
async fn where_the_server_does_not_answer_the_list_says_so_until_it_does() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    window.go("/customers").await;
    window.reads("#found", "3 customers").await;
    let network = async |is_gone: bool| {
        let wanted = json!({"offline": is_gone, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        window.driver().cdp().send_raw("Network.enable", json!({})).await.unwrap();
        window.driver().cdp().send_raw("Network.emulateNetworkConditions", wanted).await.unwrap();
    };
    network(true).await;
    window.fill("main [name=q]", "ine").await;
    window.reads("#found", "The server does not answer; what you see was found before.").await;
    window.sees("[data-rows] tr", 3).await;
    network(false).await;
    window.press("s").await;
    window.reads("#found", "3 customers").await;
    let said = window.driver().find(By::Css("[data-said]")).await.unwrap();
    assert_eq!(said.prop("textContent").await.unwrap().as_deref(), Some("3 customers, newest first"));
    window.close().await;
}

#[tokio::test]
async fn the_view_menu_marks_what_is_shown_and_writes_only_what_is_not_as_usual() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    window.go("/customers").await;
    window.click("th.name a").await;
    window.arrives_where("sorted", |path| path == "/customers?sort=first").await;
    window.click(".view-menu summary").await;
    window.holds("#view [name=sort]", "first").await;
    window.choose("#view [name=sort]", "newest first").await;
    window.arrives_where("as usual", |path| path == "/customers").await;
    window.choose("#view [name=sort]", "by first name").await;
    window.arrives_where("sorted again", |path| path == "/customers?sort=first").await;
    window.close().await;
}

#[tokio::test]
async fn at_twice_the_size_the_list_has_columns_and_their_choice() {
    let (door, window) = open().await;
    let emails = json!([{"value": "ines@northwind.example"}]);
    door.create(&json!({"firstName": "Ines", "emails": emails, "jobTitle": "Buyer", "organization": "Northwind"}))
        .await;
    window.size(720, 450, false).await;
    window.go("/customers").await;
    window.reads("[data-rows]", "ines@northwind.example").await;
    let heads = "return [...document.querySelectorAll('thead th')].filter((one) => one.offsetWidth > 60).map((one) => one.innerText.trim())";
    let answer = window.driver().execute(heads, vec![]).await.unwrap().json().clone();
    assert_eq!(answer, json!(["Name", "Email", "Phone", "Organization"]));
    window.click(".view-menu summary").await;
    window.click("#view [value=phone]").await;
    window.arrives_where("without phones", |path| path.contains("column=") && !path.contains("phone")).await;
    window.click("#export-title ~ .actions button").await;
    window.size(390, 700, false).await;
    window.go("/customers").await;
    let answer = window.driver().execute(heads, vec![]).await.unwrap().json().clone();
    assert_eq!(answer, json!(["Name"]));
    window.close().await;
}

/// Opens the menu of the list, and answers what of it does not stand within the window, or has to be scrolled to.
const OUT_OF_SIGHT: &str = "document.querySelector('.view-menu').open = true; \
     const menu = document.querySelector('.menu-body').getBoundingClientRect(); \
     const is_seen = (one) => { const box = one.getBoundingClientRect(); \
         const within = one.closest('.menu-body') ? menu : { top: 0, bottom: innerHeight }; \
         return box.width > 0 && box.top >= within.top && box.bottom <= within.bottom && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth; }; \
     return [...document.querySelectorAll('#view :is(a, select, input, button)')] \
         .filter((one) => one.checkVisibility() && !is_seen(one)).map((one) => one.outerHTML)";

#[tokio::test]
async fn the_menu_of_the_list_is_seen_whole_with_a_dozen_properties_and_on_a_phone_the_file_is_never_out_of_sight() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    for number in 0..12 {
        let name = format!("A property by name {number}");
        door.define(&json!({"type": "text", "slug": format!("p{number}"), "name": name})).await;
    }
    window.size(1280, 720, false).await;
    window.go("/customers").await;
    let out: Vec<String> = window.driver().execute(OUT_OF_SIGHT, vec![]).await.unwrap().convert().unwrap();
    assert_eq!(out, Vec::<String>::new());
    window.sees("#view [name=column]", 20).await;

    for number in 0..20 {
        window.go("/views/new?q=ines").await;
        window.fill("#name", &format!("View {number}")).await;
        window.click(".form-foot button.main").await;
        window.is_titled(&format!("View {number}")).await;
    }
    window.size(390, 660, true).await;
    window.go("/customers").await;
    let out: Vec<String> = window.driver().execute(OUT_OF_SIGHT, vec![]).await.unwrap().convert().unwrap();
    assert!(!out.is_empty() && out.iter().all(|one| !one.contains("form=\"export\"")), "{out:?}");
    window.close().await;
}

#[tokio::test]
async fn by_keyboard_the_arrows_come_to_the_sort_the_columns_and_the_file_and_escape_leads_out() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    window.go("/customers").await;
    window.tab_to(".view-menu > summary").await;
    window.press(Key::Enter).await;
    window.press(Key::Down).await;
    window.focus("#view [name=sort]").await;
    window.press("by l").await;
    window.arrives_where("sorted", |path| path == "/customers?sort=last").await;
    window.press(Key::Tab).await;
    window.focus("#view [value=email]").await;
    window.press(Key::Down).await;
    window.press(" ").await;
    window.arrives_where("without phones", |path| path.contains("column=email") && !path.contains("phone")).await;
    window.focus("#view [value=phone]").await;
    window.press(Key::End).await;
    window.focus("#view [name=every]").await;
    window.press(Key::Down).await;
    window.focus("#view [name=sort]").await;
    window.press(Key::Escape).await;
    window.gone(".view-menu[open]").await;
    window.focus(".view-menu > summary").await;
    window.close().await;
}

#[tokio::test]
async fn the_columns_that_one_chose_are_there_again_wherever_one_comes_from_and_stand_in_the_address() {
    let (door, window) = open().await;
    door.create(&json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    let chosen = "/customers?column=email&column=organization&column=location&column=changed";
    let heads = "return [...document.querySelectorAll('thead th')].map((one) => one.innerText.trim()).slice(1)";
    window.go("/customers").await;
    window.click(".view-menu > summary").await;
    window.click("#view [value=phone]").await;
    window.arrives_where("without phones", |path| path == chosen).await;
    window.go("/overview").await;
    window.click(".rail-links a[href='/customers']").await;
    window.arrives_where("by a link", |path| path == chosen).await;
    let answer = window.driver().execute(heads, vec![]).await.unwrap().json().clone();
    assert_eq!(answer, json!(["Name", "Email", "Organization", "Location", "Changed"]));
    window.press("go").await;
    window.arrives("/organizations").await;
    window.press("gc").await;
    window.arrives_where("by keys", |path| path == chosen).await;
    window.go("/customers?q=ines&sort=last").await;
    window.arrives_where("by an address", |path| path.starts_with("/customers?q=ines&sort=last&column=email&")).await;
    window.sees("thead th", 6).await;

    // Another address says which columns it means, and so does a saved view: what was chosen stays.
    window.go("/customers?column=country").await;
    window.sees("thead th", 3).await;
    window.arrives_where("as asked", |path| path == "/customers?column=country").await;
    window.go("/views/new?q=ines&column=job").await;
    window.fill("#name", "Every Ines").await;
    window.click(".form-foot button.main").await;
    window.is_titled("Every Ines").await;
    window.reads("thead", "Job title").await;
    window.click(".view-menu > summary").await;
    window.click("#view [value=country]").await;
    window.reads(".view-offer", "Save changes").await;
    window.click(".rail-links a[href^='/customers']").await;
    window.arrives_where("still without phones", |path| path == chosen).await;

    // As usual is nothing that is kept.
    window.click(".view-menu > summary").await;
    window.click("#view [value=phone]").await;
    window.arrives_where("as usual", |path| path == "/customers").await;
    window.go("/overview").await;
    window.click(".rail-links a[href='/customers']").await;
    window.arrives_where("as usual again", |path| path == "/customers").await;
    let kept = window.driver().execute("return Object.keys(localStorage).join()", vec![]).await.unwrap();
    assert!(!kept.json().as_str().unwrap().contains("columns"), "{:?}", kept.json());
    window.close().await;
}
