//! The core of the work with scripts switched off.

use super::{Window, opened, sign_in};
use crate::door::Door;
use serde_json::json;

#[tokio::test]
async fn without_scripts_one_signs_in_finds_makes_edits_and_erases() {
    let door = Door::open().await;
    door.owner().await;
    door.fill(60, "Thabo", "Mokoena").await;
    door.create(&json!({"firstName": "Ines", "lastName": "Okoro"})).await;
    let window = Window::open_without_scripts(&door.url).await;
    window.go("/customers").await;
    sign_in(&window).await;

    window.reads("#found", "61").await;
    window.gone("[data-scripted]").await;
    window.gone("kbd").await;
    window.fill("main [name=q]", "okoro\u{e007}").await;
    window.arrives("/customers?q=okoro").await;
    window.sees("[data-rows] tr", 1).await;
    window.click(".view-menu > summary").await;
    window.choose("#view [name=sort]", "by last name").await;
    window.click("#view [value=phone]").await;
    window.click("#view .form-foot button").await;
    let is_it = |path: &str| path.contains("q=okoro") && path.contains("sort=last") && path.contains("column=email");
    assert!(!window.arrives_where("the list in another order", is_it).await.contains("column=phone"));
    window.click("a.who").await;
    let path = format!("/v2/customers/{}", opened(&window).await);

    window.point_at("[data-row=jobTitle]").await;
    window.click("[data-row=jobTitle] a[data-edit]").await;
    window.fill("[data-row=jobTitle] [name=value]", "Buyer").await;
    window.click("[data-row=jobTitle] button.main").await;
    window.reads("[data-row=jobTitle] .value", "Buyer").await;
    window.reads(".toast", "Saved.").await;
    assert_eq!(door.read(&path).await["jobTitle"], "Buyer");

    window.click("a[href='/customers']").await;
    window.click("a[href='/customers/new']").await;
    window.fill("#firstName", "Zoë").await;
    window.fill("[name='emails[0].value']", "no address").await;
    window.click(".form-foot button.main").await;
    window.reads(".problems", "email").await;
    window.holds("#firstName", "Zoë").await;
    window.fill("[name='emails[0].value']", "zoe@northwind.example").await;
    window.click(".form-foot button.main").await;
    let made = format!("/v2/customers/{}", opened(&window).await);
    window.reads("h1", "Zoë").await;

    window.click(".record-head .button.danger").await;
    window.fill("#name", "Zoë").await;
    window.click("button.danger.main").await;
    window.reads(".toast", "Deleted.").await;
    door.get(&made).await.refused(404);
    window.close().await;
}
