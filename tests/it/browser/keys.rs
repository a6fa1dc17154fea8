//! Keys do what their sheet says.

use serde_json::json;
use thirtyfour::Key;

use super::open;

#[tokio::test]
async fn escape_leads_back_where_nothing_is_open_and_nothing_is_lost() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "emails": [{"value": "ines@northwind.example"}]})).await;
    let path = path.strip_prefix("/v2").unwrap();
    window.go("/customers?q=ines").await;
    window.see("[data-rows] .who").await;
    window.press("j").await;
    window.press(Key::Enter).await;
    window.arrives(path).await;
    // The sheet of the keys and a menu are closed by it, and nothing else.
    window.see("[data-neighbours] [data-key=j]:not([hidden])").await;
    window.press("?").await;
    window.see("#keys[open]").await;
    window.press(Key::Escape).await;
    window.gone("#keys[open]").await;
    window.click("details.menu > summary").await;
    window.see("details.menu[open]").await;
    window.press(Key::Escape).await;
    window.gone("details.menu[open]").await;
    // A row that is being changed is closed; what was typed elsewhere stays where it is.
    window.press("e").await;
    window.see("[data-row].editing textarea").await;
    window.press(Key::Escape).await;
    window.gone("[data-row].editing").await;
    window.press("e").await;
    window.see("[data-row].editing textarea").await;
    window.press("Met at the fair.").await;
    window.driver().execute("document.activeElement.blur()", vec![]).await.unwrap();
    window.press(Key::Escape).await;
    window.holds("[data-row].editing textarea", "Met at the fair.").await;
    window.click("[data-row].editing [data-cancel]").await;
    window.gone("[data-row].editing").await;
    assert_eq!(window.driver().current_url().await.unwrap().path(), path);
    window.press(Key::Escape).await;
    window.arrives("/customers?q=ines").await;
    window.see("[data-rows] > .here").await;
    window.close().await;
}

#[tokio::test]
async fn the_address_of_a_marked_row_is_copied_and_it_is_said_which() {
    let (door, window) = open().await;
    for name in ["ines", "thabo"] {
        door.create(&json!({"firstName": name, "emails": [{"value": format!("{name}@northwind.example")}]})).await;
    }
    window.go("/customers?sort=first").await;
    window.see("[data-rows] .who").await;
    window.press("c").await;
    window.sees(".toast", 0).await;
    window.press("j").await;
    window.press("j").await;
    window.press("c").await;
    window.reads(".toast", "Copied thabo@northwind.example").await;
    window.press("/").await;
    window.focus("main [data-query]").await;
    window.press_with_control('v').await;
    window.holds("main [data-query]", "thabo@northwind.example").await;
    window.close().await;
}
