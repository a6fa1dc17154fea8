//! The columns of the list have room in every window.

use serde_json::json;

use super::open;
use crate::api::sample::definitions;

/// How far the list can be moved sideways, and how wide its narrowest column is.
const ROOM: &str = "const sheet = document.querySelector('.chosen > .sheet');
    const narrow = Math.min(...[...document.querySelectorAll('thead th:not(.pick)')].map((one) => one.offsetWidth));
    return [sheet.scrollWidth - sheet.clientWidth, narrow]";

#[tokio::test]
async fn the_usual_columns_and_those_of_a_query_are_never_moved_sideways() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let long = "Featherstonehaugh of Northwind-on-Sea";
    door.create(&json!({
        "firstName": long, "lastName": long, "location": long, "organization": long,
        "emails": [{"value": "bartholomew.featherstonehaugh@customers.northwind.example"}],
        "phones": [{"value": "+44 20 7946 0958 extension 123456"}],
        "properties": {"color": long, "site": "https://northwind.example/a/long/way/to/go", "plan": "Plus"},
    }))
    .await;
    for path in ["/customers", "/customers?q=property.color%3A*+property.site%3A*+property.plan%3A*"] {
        window.go(path).await;
        for (width, height) in [(1920, 1080), (1366, 768), (1280, 800), (1024, 768), (780, 800), (390, 844)] {
            window.size(width, height, width == 390).await;
            let found = window.driver().execute(ROOM, vec![]).await.unwrap().json().clone();
            let [sideways, narrow] = [0, 1].map(|at| found[at].as_i64().unwrap());
            assert_eq!(sideways, 0, "{path} at {width}: {found}");
            assert!(width == 390 || narrow >= 60, "{path} at {width}: {found}");
        }
    }
    // Whoever chose more than there is room for moves them.
    window.size(1280, 800, false).await;
    let every = ["email", "phone", "organization", "job", "location", "country", "made", "changed", "property.color"];
    let every: String = every.iter().map(|column| format!("&column={column}")).collect();
    window.go(&format!("/customers?{}", &every[1..])).await;
    let found = window.driver().execute(ROOM, vec![]).await.unwrap().json().clone();
    assert!(found[1].as_i64().unwrap() >= 60, "{found}");
    window.close().await;
}

#[tokio::test]
async fn what_a_query_names_comes_and_goes_as_it_is_typed_and_the_menu_follows() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    door.create(&json!({"firstName": "Ines", "properties": {"plan": "Plus"}})).await;
    window.go("/customers").await;
    window.see("[data-pick-all]:not([hidden])").await;
    window.fill("main [data-query]", "property.plan:Plus").await;
    window.arrives("/customers?q=property.plan%3APlus").await;
    window.reads("thead th:nth-child(3)", "Plan").await;
    window.reads("[data-rows] td:nth-child(3)", "Plus").await;
    window.click(".view-menu summary").await;
    window.see("#view [value='property.plan']:checked").await;
    window.gone("#view [value=location]:checked").await;
    // What is chosen stays, whatever is asked for.
    window.click("#view [value=phone]").await;
    let chosen = "&column=email&column=organization&column=changed&column=property.plan";
    window.arrives(&format!("/customers?q=property.plan%3APlus{chosen}")).await;
    window.press(thirtyfour::Key::Escape).await;
    window.fill("main [data-query]", "ines").await;
    window.arrives(&format!("/customers?q=ines{chosen}")).await;
    window.close().await;
}

#[tokio::test]
async fn a_press_on_a_heading_sorts_by_it_and_the_menu_follows() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    for (name, seats, organization) in [("Ines", 5, "Zed"), ("Thabo", 40, "Acme"), ("Zoe", -7, "Northwind")] {
        let properties = json!({"seats": seats});
        door.create(&json!({"firstName": name, "organization": organization, "properties": properties})).await;
    }
    door.create(&json!({"firstName": "Nobody"})).await;
    let name = "[data-rows] tr:nth-child(1) b";
    window.go("/customers?column=organization&column=property.seats").await;
    window.click("thead th.num a").await;
    window.arrives("/customers?sort=property.seats&column=organization&column=property.seats").await;
    window.reads(name, "Zoe").await;
    window.reads("#found", "by Seats").await;
    window.click("thead th.num[aria-sort=ascending] a").await;
    window.arrives("/customers?sort=property.seats.desc").await;
    window.reads(name, "Thabo").await;
    window.reads("[data-rows] tr:nth-child(4) b", "Nobody").await;
    window.click("thead th:nth-child(3) a").await;
    window.arrives("/customers?sort=organization&").await;
    window.reads(name, "Thabo").await;
    // The menu offers the sorts of the columns that are shown, and no others.
    window.click(".view-menu summary").await;
    window.see("#view option[value=organization]:checked").await;
    window.gone("#view option[value='property.plan']").await;
    window.click("#view [value='property.plan'][type=checkbox]").await;
    window.see("#view option[value='property.plan.desc']").await;
    window.choose("#view [name=sort]", "by Seats, from the end").await;
    window.arrives("/customers?sort=property.seats.desc").await;
    window.reads(name, "Thabo").await;
    window.press(thirtyfour::Key::Escape).await;
    window.driver().back().await.unwrap();
    window.arrives("/customers?sort=organization").await;
    window.close().await;
}
