//! What settings show once, and the documentation of the API as a page.

use super::{Window, open, owner};
use crate::door::Door;

#[tokio::test]
async fn a_secret_is_shown_once_and_neither_a_reload_nor_going_back_makes_another() {
    let (door, window) = open().await;
    window.go("/settings/apps").await;
    window.fill("#name", "An import").await;
    window.click("section[aria-labelledby=make] button.main").await;
    let page = window.arrives("/settings/apps/").await;
    window.see("#secret").await;
    window.driver().refresh().await.unwrap();
    window.reads("h1", "An import").await;
    window.gone("#secret").await;
    window.driver().back().await.unwrap();
    window.reads("h1", "API apps").await;
    window.driver().forward().await.unwrap();
    assert_eq!(window.arrives("/settings/apps/").await, page);
    window.gone("#secret").await;
    assert_eq!(door.number("select count(*) from apps where name = 'An import'"), 1);

    window.go("/settings/people").await;
    window.fill("#email", "ben@northwind.example").await;
    window.click("section[aria-labelledby=invite] button.main").await;
    let link = window.see("#link").await.text().await.unwrap();
    window.driver().refresh().await.unwrap();
    window.reads("main", "A link is shown once").await;
    assert_eq!(
        door.browser().get(link.strip_prefix(&door.url).unwrap()).await.status,
        200,
        "the link that was sent works"
    );
    window.driver().back().await.unwrap();
    window.reads("h1", "People").await;
    assert_eq!(door.number("select count(*) from users"), 2);
    window.close().await;
}

#[tokio::test]
async fn where_an_account_begins_the_zone_of_the_browser_is_chosen_by_its_name_of_today() {
    let door = Door::open().await;
    let link =
        cardfile::actions::invitations::for_first_owner(door.directory(), door.company()).await.unwrap().unwrap();
    let window = Window::open(&door.url).await;
    for (own, chosen) in [("Europe/Berlin", "Europe/Berlin"), ("Asia/Calcutta", "Asia/Kolkata")] {
        let wanted = serde_json::json!({"timezoneId": own});
        window.driver().cdp().send_raw("Emulation.setTimezoneOverride", wanted).await.unwrap();
        window.go(&link.path()).await;
        window.holds("#timezone", chosen).await;
    }
    window.close().await;
}

#[tokio::test]
async fn the_documentation_draws_itself_and_a_call_can_be_tried() {
    let door = Door::open().await;
    let window = Window::open(&door.url).await;
    window.go("/docs/").await;
    window.reads(".information-container .title", "Cardfile").await;
    window.click("#operations-Operations-live .opblock-summary-control").await;
    window.click("#operations-Operations-live .try-out__btn").await;
    window.click("#operations-Operations-live .execute").await;
    window.reads("#operations-Operations-live .live-responses-table", "\"status\": \"live\"").await;
    window.go("/docs/errors").await;
    window.reads("h1", "Errors").await;
    window.close().await;
}

#[tokio::test]
async fn somebody_else_signs_in_where_an_app_asks() {
    let (door, window) = open().await;
    window.go(&format!("/settings/apps/{}", door.client_id)).await;
    window.fill("#redirects", "http://127.0.0.1/callback").await;
    window.click("section[aria-labelledby=redirecting] button.main").await;
    window.reads(".toast", "saved").await;
    let asked = format!("/authentication/authorizeClientApplication?client_id={}&state=s", door.client_id);
    window.go(&asked).await;
    window.click(".door-foot button").await;
    window.arrives("/sign-in?next=").await;
    window.fill("#email", owner("email")).await;
    window.fill("#password", owner("password")).await;
    window.click("main button.main").await;
    window.arrives(&asked).await;
    window.close().await;
}
