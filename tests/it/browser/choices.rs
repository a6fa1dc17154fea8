//! Fields that are one choice: made by the pointer they are saved at once, by keys with Enter or by going on.

use super::{Window, open};
use crate::api::sample::{BASIC, PLUS, definitions};
use crate::door::Door;
use serde_json::json;
use thirtyfour::Key;

const ROW: &str = "[data-row='property.plan']";
const SELECT: &str = "[data-row='property.plan'] select";
const VALUE: &str = "[data-row='property.plan'] .value";

/// A customer whose plan is Basic, with its page open; and where the customer is.
async fn with_a_plan() -> (Door, Window, String) {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let properties = json!([{"slug": "plan", "value": BASIC}]);
    let path = door.create(&json!({"firstName": "Ines", "properties": properties})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.reads(VALUE, "Basic").await;
    (door, window, path)
}

async fn plan(door: &Door, path: &str) -> String {
    door.read(path).await["_embedded"]["properties"][0]["value"].as_str().unwrap().to_owned()
}

/// How often anything was changed.
fn changes(door: &Door) -> i64 {
    door.number("select count(*) from events")
}

#[tokio::test]
async fn a_choice_made_by_the_pointer_is_saved_at_once_and_can_be_taken_back() {
    let (door, window, path) = with_a_plan().await;
    window.click(VALUE).await;
    window.choose(SELECT, "Plus").await;
    window.reads(VALUE, "Plus").await;
    window.reads(".toast", "Plan saved").await;
    window.focus(&format!("{ROW} a[data-edit]")).await;
    assert_eq!(plan(&door, &path).await, PLUS);
    window.press("u").await;
    window.reads(".toast", "Undone").await;
    window.reads(VALUE, "Basic").await;
    assert_eq!(plan(&door, &path).await, BASIC);

    // The type of an entry is half of what is typed.
    window.press("a").await;
    window.click("a[data-edit=phones]").await;
    window.choose("[data-group=phones] select", "Mobile").await;
    window.fill("[data-group=phones] [name=value]", "555 0100").await;
    window.press(Key::Enter).await;
    window.reads("[data-group=phones] .kind", "Mobile").await;
    window.close().await;
}

#[tokio::test]
async fn keys_go_through_the_choices_and_enter_saves_the_one_that_is_meant() {
    let (door, window, path) = with_a_plan().await;
    let made = changes(&door);
    window.tab_to(&format!("{ROW} a[data-edit]")).await;
    window.press(Key::Enter).await;
    window.focus(SELECT).await;
    for (key, at) in [(Key::Up, ""), (Key::Down, BASIC), (Key::Down, PLUS)] {
        window.press(key).await;
        window.holds(SELECT, at).await;
    }
    assert_eq!(changes(&door), made, "no step is saved");
    window.press(Key::Enter).await;
    window.reads(VALUE, "Plus").await;
    window.focus(&format!("{ROW} a[data-edit]")).await;
    window.reads(".toast", "Plan saved").await;
    assert_eq!((plan(&door, &path).await.as_str(), changes(&door)), (PLUS, made + 1));

    // The type of an entry too.
    window.press("a").await;
    window.click("a[data-edit=phones]").await;
    window.fill("[data-group=phones] [name=value]", "555 0100").await;
    let focus = "document.querySelector('[data-group=phones] select').focus()";
    window.driver().execute(focus, vec![]).await.unwrap();
    window.press("Mob").await;
    window.press(Key::Enter).await;
    window.reads("[data-group=phones] .kind", "Mobile").await;
    window.close().await;
}

#[tokio::test]
async fn whoever_goes_on_after_a_choice_has_it_saved_and_stays_where_they_went() {
    let (door, window, path) = with_a_plan().await;
    window.click(VALUE).await;
    window.focus(SELECT).await;
    window.press("Plus").await;
    window.holds(SELECT, PLUS).await;
    window.tab_to(&format!("{ROW} button.main")).await;
    window.tab_to(&format!("{ROW} [data-cancel]")).await;
    assert_eq!(plan(&door, &path).await, BASIC, "whoever is still in the form has not gone on");
    let go_on = "document.querySelector('[data-row=jobTitle] a[data-edit]').focus()";
    window.driver().execute(go_on, vec![]).await.unwrap();
    window.reads(VALUE, "Plus").await;
    window.reads(".toast", "Plan saved").await;
    assert_eq!(plan(&door, &path).await, PLUS);
    window.focus("[data-row=jobTitle] a[data-edit]").await;

    // Escape leaves it as it was.
    window.click(VALUE).await;
    window.focus(SELECT).await;
    window.press("Basic").await;
    window.press(Key::Escape).await;
    window.reads(VALUE, "Plus").await;
    assert_eq!(plan(&door, &path).await, PLUS);
    window.close().await;
}

#[tokio::test]
async fn what_somebody_else_chose_meanwhile_is_decided_about_and_not_passed_over() {
    let (door, window, path) = with_a_plan().await;
    window.click(VALUE).await;
    window.focus(SELECT).await;
    let id = path.rsplit('/').next().unwrap();
    let set = json!([{"op": "replace", "path": "/plan", "value": PLUS}]);
    door.patch(&format!("/v2/customers/{id}/properties"), &set).await.done();
    window.choose(SELECT, "—").await;
    window.reads(&format!("{ROW} .theirs"), "Plus").await;
    window.choose(SELECT, "Basic").await;
    window.see(&format!("{ROW} .theirs")).await;
    assert_eq!(plan(&door, &path).await, PLUS);
    window.click(&format!("{ROW} button.main")).await;
    window.reads(VALUE, "Basic").await;
    window.close().await;
}
