//! Many customers are changed at once.

use super::open;
use crate::api::sample::definitions;

#[tokio::test]
async fn everyone_whom_a_query_finds_gets_a_property() {
    let (door, window) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let found = door.fill(120, "Ines", "Okoro").await;
    let others = door.fill(5, "Thabo", "Mokoena").await;
    window.go("/customers?q=okoro").await;
    window.reads("#found", "120").await;
    window.click("[data-rows] tr:first-child [data-pick]").await;
    window.reads("[data-chosen]", "1 chosen").await;
    window.click("[data-bulk] button[name=all]").await;
    window.reads("h1", "Change 120 customers").await;
    window.choose("#slug", "Plan").await;
    window.choose("select#value", "Plus").await;
    window.click("section[aria-labelledby=act-property] button.main").await;
    window.reads("[data-results-of]", "Plus").await;
    assert_eq!(door.number("select count(*) from customers where properties like '%plan%'"), 0, "only looked at");
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "All 120 done").await;
    window.sees("[data-results-of] li", 120).await;
    for (id, count) in [(found[0], 1), (found[119], 1), (others[0], 0)] {
        let properties = door.read(&format!("/v2/customers/{id}")).await["_embedded"]["properties"].clone();
        assert_eq!(properties.as_array().map_or(0, Vec::len), count, "{id}: {properties}");
    }
    window.click("[data-after]").await;
    window.arrives("/customers?q=okoro").await;
    window.close().await;
}

#[tokio::test]
async fn on_a_phone_some_are_picked_and_changed() {
    let (door, window) = open().await;
    door.fill(60, "Ines", "Okoro").await;
    window.size(390, 844, true).await;
    window.go("/customers").await;
    for row in [1, 3] {
        window.click(&format!("[data-rows] tr:nth-child({row}) [data-pick]")).await;
    }
    window.reads("[data-chosen]", "2 chosen").await;
    window.click("[data-bulk] button.main").await;
    window.reads("h1", "Change 2 customers").await;
    window.fill("#organization", "Northwind").await;
    window.click("section[aria-labelledby=act-organization] button.main").await;
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "All 2 done").await;
    assert_eq!(door.number("select count(*) from customers where organization_id is not null"), 2);
    window.close().await;
}

#[tokio::test]
async fn a_change_that_runs_keeps_the_page_short_and_asks_before_one_leaves() {
    let (door, window) = open().await;
    let ids = door.fill(600, "Ines", "Okoro").await;
    window.go("/customers/bulk?all=1&q=okoro&act=organization&value=Northwind").await;
    window.see("[data-cancel]").await;
    for id in &ids[..3] {
        door.delete(&format!("/v2/customers/{id}")).await;
    }
    let pieces = "const once = fetch; window.held = []; \
        window.fetch = (...all) => new Promise((go) => window.held.push(() => go(once(...all))));";
    window.driver().execute(pieces, Vec::new()).await.unwrap();
    window.click("[data-bulk-run] button.main").await;
    window.see("[data-stop]").await;
    window.gone("[data-cancel]").await;
    let asks = "const leaving = new Event('beforeunload', { cancelable: true }); return !dispatchEvent(leaving)";
    let asked = async || window.driver().execute(asks, Vec::new()).await.unwrap().json().as_bool() == Some(true);
    assert!(asked().await, "it asks while it runs");
    for said in ["250 of 600 done", "500 of 600 done", "All 597 done"] {
        let lets_go = "const go = window.held.shift(); go?.(); return Boolean(go)";
        let look = async || window.driver().execute(lets_go, Vec::new()).await.ok()?.json().as_bool()?.then_some(());
        window.until("a piece to be asked for", look).await;
        window.reads("[data-said]", said).await;
    }
    window.sees("[data-results-of] li", 200).await;
    window.reads("[data-kept]", "the latest 200").await;
    window.gone("[data-stop]").await;
    assert!(!asked().await, "nothing is lost any more");
    window.close().await;
}

#[tokio::test]
async fn what_was_done_is_put_back_also_where_it_was_stopped_half_way() {
    let (door, window) = open().await;
    door.fill(600, "Ines", "Okoro").await;
    door.create(&serde_json::json!({"lastName": "Okoro", "organization": "Contoso"})).await;
    let changed = "select count(*) from customers where organization_id is not null";
    window.go("/customers/bulk?all=1&q=okoro&act=organization&value=Northwind").await;
    window.reads(".form-foot [data-before]", "Afterwards it can be put back").await;
    window.gone("[data-put-back]").await;
    let pieces = "const once = fetch; window.held = []; \
        window.fetch = (...all) => new Promise((go) => window.held.push(() => go(once(...all))));";
    window.driver().execute(pieces, Vec::new()).await.unwrap();
    window.click("[data-bulk-run] button.main").await;
    window.click("[data-stop]").await;
    window.gone("[data-put-back]").await;
    let lets_go = "const go = window.held.shift(); go?.(); return Boolean(go)";
    let look = async || window.driver().execute(lets_go, Vec::new()).await.ok()?.json().as_bool()?.then_some(());
    window.until("a piece to be asked for", look).await;
    window.reads("[data-said]", "250 of 601 done").await;
    window.gone("[data-before]").await;
    window.reads("[data-bulk-run] button.main", "Go on").await;
    window.see("[data-put-back]").await;
    assert_eq!(door.number(changed), 250);
    window.click("[data-bulk-run] button.main").await;
    window.gone("[data-put-back]").await;
    window.click("[data-stop]").await;
    window.until("another piece to be asked for", look).await;
    window.reads("[data-said]", "500 of 601 done").await;
    window.click("[data-put-back]").await;
    window.reads("h1", "Put a change back").await;
    window.reads("[data-results-of]", "Northwind → —").await;
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "All 500 as before").await;
    window.sees("[data-results-of] li", 200).await;
    assert_eq!(door.number(changed), 1);

    window.go("/customers/bulk?all=1&q=okoro&act=organization&value=Northwind").await;
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "All 601 done").await;
    window.click("[data-put-back]").await;
    window.click("[data-bulk-run] button.main").await;
    window.reads("[data-said]", "All 601 as before").await;
    window.gone("[data-bulk-run] button.main").await;
    assert_eq!(door.number(changed), 1);
    window.click("[data-after]").await;
    window.arrives("/customers?q=okoro").await;
    window.close().await;
}
