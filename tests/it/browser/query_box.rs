//! The query box under somebody's hands: what it proposes, how calm it stays, and how it tells what was found.

use super::{Window, accessibility, open, sign_in};
use crate::door::Door;
use serde_json::json;
use thirtyfour::prelude::*;

const BOX: &str = "main [name=q]";
const LIST: &str = ".search > .options";
const CHOSEN: &str = ".search > .options [aria-selected=true]";

/// Two of Northwind, one of Contoso.
async fn people(door: &Door) {
    for (first, organization) in [("Ines", "Northwind"), ("Thabo", "Northwind"), ("José", "Contoso")] {
        door.create(&json!({"firstName": first, "organization": organization})).await;
    }
}

/// Holds back what is asked of some address until the page lets it go.
const HOLD: &str = "const own = window.fetch; window.held = [];
    window.fetch = async (url, init) => {
        const answer = await own(url, init);
        if (String(url).includes(arguments[0])) await new Promise((go) => window.held.push(go));
        return answer;
    };";

#[tokio::test]
async fn a_field_and_its_value_are_chosen_by_keyboard_alone() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.gone(LIST).await;
    window.press("/").await;
    window.reads(LIST, "createdAt:").await;
    window.press("org").await;
    window.sees(&format!("{LIST} li"), 1).await;
    window.gone(CHOSEN).await;
    window.press(Key::Down).await;
    window.reads(CHOSEN, "organization:").await;
    window.press(Key::Enter).await;
    window.holds(BOX, "organization:").await;
    window.reads(LIST, "Northwind").await;
    window.press("nor").await;
    window.sees(&format!("{LIST} li"), 1).await;
    window.reads(LIST, "2 customers").await;
    window.press(Key::Down).await;
    window.see(CHOSEN).await;
    window.press(Key::Tab).await;
    window.holds(BOX, "organization:\"Northwind\"").await;
    window.focus("[data-query]").await;
    window.arrives("/customers?q=organization%3A%22Northwind%22").await;
    window.reads("#found", "2 customers").await;
    window.sees("[data-rows] tr", 2).await;
    window.gone(LIST).await;

    // The list of proposals is gone, so the arrow leads into the list, and one goes on there as ever.
    window.press(Key::Down).await;
    window.focus("[data-rows] tr:first-child a.who").await;
    window.press("j").await;
    window.focus("[data-rows] tr:last-child a.who").await;
    window.press("k").await;
    window.focus("[data-rows] tr:first-child a.who").await;
    window.close().await;
}

#[tokio::test]
async fn escape_closes_the_proposals_first_and_enter_searches_what_is_typed() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.press("/").await;
    window.see(LIST).await;
    window.press(Key::Escape).await;
    window.gone(LIST).await;
    window.focus("[data-query]").await;
    window.press("ines com").await;
    window.reads(LIST, "organization:").await;
    window.press(Key::Escape).await;
    window.gone(LIST).await;
    window.holds(BOX, "ines com").await;
    window.press("p").await;
    window.reads(LIST, "organization:").await;
    window.press(Key::Enter).await;
    window.gone(LIST).await;
    window.holds(BOX, "ines comp").await;
    window.arrives("/customers?q=ines+comp").await;
    window.press(Key::Escape).await;
    window.focus("body").await;

    // Whoever goes on with the tab key takes nothing along.
    window.press("/").await;
    window.fill(BOX, "org").await;
    window.see(LIST).await;
    window.press(Key::Tab).await;
    window.gone(LIST).await;
    window.holds(BOX, "org").await;
    window.close().await;
}

#[tokio::test]
async fn a_proposal_takes_the_place_of_the_word_at_the_caret_and_of_nothing_else() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.fill(BOX, "نورة 😀 org OR (山田)").await;
    // The arrows go by what is seen, which begins at the right here.
    let caret =
        "const at = arguments[0].indexOf(' OR'); document.querySelector('[data-query]').setSelectionRange(at, at)";
    let typed = "نورة 😀 org OR (山田)".into();
    window.driver().execute(caret, vec![typed]).await.unwrap();
    window.press("a").await;
    window.reads(LIST, "organization:").await;
    window.click(&format!("{LIST} li")).await;
    window.holds(BOX, "نورة 😀 organization: OR (山田)").await;
    window.press("con").await;
    window.reads(LIST, "Contoso").await;
    window.press(Key::Down).await;
    window.press(Key::Enter).await;
    window.holds(BOX, "نورة 😀 organization:\"Contoso\" OR (山田)").await;
    window.press("x").await;
    window.holds(BOX, "نورة 😀 organization:\"Contoso\"x OR (山田)").await;
    window.close().await;
}

#[tokio::test]
async fn an_unfinished_query_leaves_the_rows_until_enter_is_pressed() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.fill(BOX, "ines").await;
    window.sees("[data-rows] tr", 1).await;
    // At once: after each letter the list would be of what stands there so far.
    let more = "const box = document.querySelector('[data-query]'); box.setRangeText(' organization:', 4, 4, 'end');
        box.dispatchEvent(new Event('input', { bubbles: true }))";
    window.driver().execute(more, vec![]).await.unwrap();
    window.reads(".query-fault.soft", "“organization” has no value").await;
    window.reads(".query-fault.soft mark", "organization:").await;
    window.sees("[data-rows] tr", 1).await;
    window.gone(".query.wrong").await;
    window.gone(".empty").await;
    window.arrives_where("the address of what is shown", |path| path == "/customers?q=ines").await;
    window.press("\"Northwind").await;
    window.reads(".query-fault.soft", "never closed").await;
    window.sees("[data-rows] tr", 1).await;
    window.press(Key::Escape).await;
    window.press(Key::Enter).await;
    window.reads(".empty", "not understood").await;
    window.see(".query.wrong").await;
    window.press("\"").await;
    window.sees("[data-rows] tr", 1).await;
    window.gone(".query-fault").await;
    window.press(" && x").await;
    window.reads(".empty", "not understood").await;
    window.close().await;
}

#[tokio::test]
async fn an_old_answer_is_never_shown_over_a_newer_one() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers").await;
    window.driver().execute(HOLD, vec!["/customers/complete?q=org&".into()]).await.unwrap();
    window.fill(BOX, "org").await;
    let waits = "return window.held.length === 1 ? 'held' : ''";
    let held = async || window.driver().execute(waits, vec![]).await.is_ok_and(|found| found.json() == "held");
    while !held().await {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    window.fill(BOX, "emaild").await;
    window.reads(LIST, "emailDomain:").await;
    let release = "window.held[0](); await new Promise((go) => setTimeout(go, 50)); return 0";
    let release = format!("return (async () => {{ {release} }})()");
    window.driver().execute(release, vec![]).await.unwrap();
    let shown = window.reads(LIST, "emailDomain:").await;
    assert!(!shown.contains("organization:"), "{shown}");
    window.close().await;
}

#[tokio::test]
async fn how_it_was_found_is_counted_when_opened_and_stays_open_while_one_types() {
    let (door, window) = open().await;
    people(&door).await;
    window.go("/customers?q=ines").await;
    window.click(".how summary").await;
    window.reads(".how", "name or address contains “ines” 1 customer").await;
    window.click(BOX).await;
    window.press(Key::End).await;
    window.press(" OR jos").await;
    window.reads(".how", "name or address contains “jos” 1 customer").await;
    window.press(" OR").await;
    window.reads(".query-fault.soft", "nothing for OR on its right").await;
    window.press(" thabo").await;
    window.reads(".how", "name or address contains “thabo” 1 customer").await;
    window.click(".how summary").await;
    window.press("/").await;
    window.press("ines").await;
    window.reads("#found", "1 customer").await;
    window.gone(".how-read").await;
    window.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_while_the_box_is_used() {
    let (door, window) = open().await;
    people(&door).await;
    let mut told = String::new();
    window.go("/customers").await;
    window.press("/").await;
    window.see(LIST).await;
    told += &accessibility::look(&window, "starters").await;
    window.press("organization:").await;
    window.reads(".query-fault.soft", "no value").await;
    window.reads(LIST, "Northwind").await;
    window.press(Key::Down).await;
    window.see(CHOSEN).await;
    told += &accessibility::look(&window, "an unfinished query with its proposals").await;
    window.go("/customers?q=ines+NOT+(a+OR+b)").await;
    window.click(".how summary").await;
    window.reads(".how", "0 customers").await;
    told += &accessibility::look(&window, "how it was found").await;
    // What the help happens to cover while it is open is no part of it.
    let alone = "document.querySelector('[data-results]').hidden = true";
    window.driver().execute(alone, vec![]).await.unwrap();
    window.click(".tips summary").await;
    told += &accessibility::look(&window, "the help").await;
    assert!(told.is_empty(), "{told}");
    window.close().await;
}

#[tokio::test]
async fn without_scripts_the_help_finds_and_what_was_found_is_explained() {
    let door = Door::open().await;
    door.owner().await;
    people(&door).await;
    let window = Window::open_without_scripts(&door.url).await;
    window.go("/customers").await;
    sign_in(&window).await;
    window.click(".tips summary").await;
    window.click(".tips .item[value='organization:Northwind*']").await;
    window.sees("[data-rows] tr", 2).await;
    window.holds(BOX, "organization:Northwind*").await;
    window.click(".how summary").await;
    window.reads(".how", "organization begins with “northwind”").await;
    window.fill(BOX, "organization:\u{e007}").await;
    window.reads(".empty", "not understood").await;
    window.close().await;
}
