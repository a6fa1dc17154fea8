//! What is proposed to whoever types: the organization of an address, and the name that was meant.

use super::open;
use serde_json::json;
use thirtyfour::Key;

const ALDER: &str = "Alder & Finch";

#[tokio::test]
async fn the_organization_of_an_address_is_taken_with_one_press_and_moves_no_field() {
    let (door, window) = open().await;
    door.post("/v2/organizations", &json!({"name": ALDER, "domains": ["alder.example"]})).await.made();
    window.go("/customers/new").await;
    let place = async || {
        let script =
            "const own = document.querySelector('#background').getBoundingClientRect(); return own.top + scrollY";
        window.driver().execute(script, vec![]).await.unwrap().convert::<f64>().unwrap()
    };
    let before = place().await;
    window.fill("[name='emails[0].value']", "ana@sales.alder.example").await;
    window.reads("[data-likely] .notice", "alder.example is a domain of Alder & Finch.").await;
    assert_eq!(place().await, before);
    window.tab_to("[data-organization]").await;
    window.press(Key::Enter).await;
    window.focus("#organization").await;
    window.holds("#organization", ALDER).await;
    window.gone("[data-likely] .notice").await;
    window.press_with_control(Key::Enter).await;
    let path = format!("/v2/customers/{}", super::opened(&window).await);
    assert_eq!(door.read(&path).await["organization"], ALDER);
    window.close().await;
}

#[tokio::test]
async fn the_page_of_somebody_without_an_organization_proposes_it_and_takes_it_back() {
    let (door, window) = open().await;
    door.post("/v2/organizations", &json!({"name": ALDER, "domains": ["alder.example"]})).await.made();
    let path = door.create(&json!({"firstName": "Ana", "emails": [{"value": "ana@alder.example"}]})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    let row = "[data-row=organization]";
    window.reads(row, "alder.example is a domain of Alder & Finch.").await;
    window.click(&format!("{row} .also button")).await;
    window.reads(&format!("{row} .value"), ALDER).await;
    window.reads(".toast", "Organization saved").await;
    window.gone(&format!("{row} .also")).await;
    assert_eq!(door.read(&path).await["organization"], ALDER);
    window.press("u").await;
    window.reads(".toast", "Undone").await;
    window.reads(row, "alder.example is a domain of").await;
    window.close().await;
}

#[tokio::test]
async fn whoever_slips_in_the_box_finds_who_was_meant_with_one_press() {
    let (door, window) = open().await;
    door.create(&json!({"firstName": "Inês", "lastName": "Okoro"})).await;
    window.go("/customers").await;
    window.press("/").await;
    window.press("ines okro").await;
    window.reads(".empty", "Did you mean Inês Okoro?").await;
    window.reads("[data-said]", "Did you mean Inês Okoro?").await;
    window.tab_to(".empty a.link").await;
    window.press(Key::Enter).await;
    window.sees("[data-rows] tr", 1).await;
    window.holds("[data-query]", "Inês Okoro").await;
    window.close().await;
}
