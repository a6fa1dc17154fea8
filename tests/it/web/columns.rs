//! The columns that a list has where none were chosen: what its query asks for is seen.

use crate::api::sample::definitions;
use crate::door::{Browser, Door};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let browser = door.owner().await;
    (door, browser)
}

/// The headings beside the name, and the columns that are ticked in the menu.
fn columns(page: &str) -> (Vec<String>, Vec<String>) {
    let text = |html: &str| html.split('>').map(|part| part.split('<').next().unwrap()).collect::<String>();
    let heads = page.split("<th scope=\"col\"").skip(2);
    let heads = heads.map(|head| text(head.split_once('>').unwrap().1.split_once("</th>").unwrap().0));
    let choices = page.split("name=\"column\" value=\"").skip(1);
    let ticked = choices.filter(|choice| choice.split('>').next().unwrap().ends_with(" checked"));
    (heads.collect(), ticked.map(|choice| choice.split('"').next().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn the_properties_that_a_query_names_are_columns_where_none_were_chosen() {
    let (door, mut browser) = open().await;
    let values = json!({"plan": "Plus", "seats": 3, "since": "2026-02-03", "color": "green"});
    door.create(&json!({"firstName": "Ines", "properties": values})).await;
    for (q, heads) in [
        ("", "Email Phone Organization Location Changed"),
        ("firstName:ines", "Email Phone Organization Location Changed"),
        ("property.plan:plus", "Plan Email Phone Organization Changed"),
        ("property.plan:plus OR property.plan:basic", "Plan Email Phone Organization Changed"),
        ("ines NOT property.seats:5 property.plan:*", "Seats Plan Email Phone Organization"),
        (
            "property.plan:plus (property.seats:3 OR property.color:red) property.since:*",
            "Plan Seats Color Email Organization",
        ),
    ] {
        let q = url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>();
        let page = browser.open(&format!("/customers?q={q}")).await;
        let (shown, ticked) = columns(&page);
        assert_eq!(shown.join(" "), heads, "{q}");
        assert_eq!(ticked.len(), shown.len(), "{q}: {ticked:?}");
        // The menu asks for what it has ticked, in its own order: the address stays as it was, and so does what is seen.
        let asked: String = ticked.iter().map(|column| format!("&column={column}")).collect();
        let page = browser.open(&format!("/customers?q={q}{asked}")).await;
        assert_eq!(columns(&page).0, shown, "{q}");
        let address = if q.is_empty() { "/customers\"".to_owned() } else { format!("/customers?q={q}\"") };
        assert!(page.contains(&format!("data-address=\"{address}")), "{q}: {page}");
        // What was chosen is shown, also where it is what other queries show.
        for (chosen, heads) in [("phone", "Phone"), ("email&column=phone", "Email Phone")] {
            let page = browser.open(&format!("/customers?q={q}&column={chosen}")).await;
            assert_eq!(columns(&page).0.join(" "), heads, "{q}");
        }
    }
    let usual = "column=email&column=phone&column=organization&column=location&column=changed";
    let page = browser.open(&format!("/customers?q=property.plan%3Aplus&{usual}")).await;
    assert_eq!(columns(&page).0.join(" "), "Email Phone Organization Location Changed");
    assert!(
        page.contains(&format!(
            "data-address=\"/customers?q=property.plan%3Aplus&#38;{}\"",
            usual.replace('&', "&#38;")
        )),
        "{page}"
    );
    let file = browser.get("/customers/export?q=property.plan%3Aplus").await;
    assert!(file.text().contains("property.plan,"), "the file has the columns of the list: {}", file.text());
}

#[tokio::test]
async fn a_saved_view_without_columns_of_its_own_shows_what_its_query_names() {
    let (door, mut browser) = open().await;
    door.create(&json!({"firstName": "Ines", "properties": {"plan": "Plus"}})).await;
    browser.open("/views/new?q=property.plan%3Aplus").await;
    let answer = browser.post("/views", &[("name", "On Plus"), ("q", "property.plan:plus")]).await;
    let opened = answer.goes_to().to_owned();
    let page = browser.open(&opened).await;
    assert_eq!(columns(&page).0.join(" "), "Plan Email Phone Organization Changed");
    assert!(!page.contains("Save changes"), "{page}");
    // Ticked as they are, they are no change; one of them less is one.
    let ticked: String = columns(&page).1.iter().map(|column| format!("&column={column}")).collect();
    let path = opened.split("&done").next().unwrap();
    assert!(!browser.open(&format!("{path}{ticked}")).await.contains("Save changes"));
    assert!(browser.open(&format!("{path}&column=email")).await.contains("Save changes"));
}
