//! A customer is found, changed where it stands, and erased.

use super::{million, open, opened};
use crate::door::on_files;
use serde_json::{Value, json};

const FIRST_PHONE: &str = "/_embedded/phones/0/value";

#[tokio::test]
async fn one_of_a_million_is_found_while_one_types_and_gets_a_new_phone() {
    let (door, window) = open().await;
    let others = if on_files() {
        million::fill(&door).await;
        "1,000,001"
    } else {
        door.fill(2_000, "Thabo", "Mokoena").await;
        "2,001"
    };
    let ines =
        json!({"firstName": "Ines", "lastName": "Okoro", "phones": [{"type": "work", "value": "+234 1 555 0100"}]});
    let path = door.create(&ines).await;
    window.go("/customers").await;
    window.reads("#found", others).await;
    window.fill("main [name=q]", "okor").await;
    window.sees("[data-rows] tr", 1).await;
    window.reads("#found", "1 customer").await;
    window.arrives("/customers?q=okor").await;
    window.click("a.who").await;
    assert_eq!(format!("/v2/customers/{}", opened(&window).await), path);

    window.click("[data-group=phones] .value").await;
    window.fill("[data-group=phones] [name=value]", "+234 1 555 0199").await;
    window.click("[data-group=phones] button.main").await;
    window.reads("[data-group=phones] .value", "+234 1 555 0199").await;
    window.reads(".toast", "saved").await;
    window.reads("[data-part=timeline]", "+234 1 555 0199").await;
    let stored = door.read(&path).await;
    assert_eq!(stored.pointer(FIRST_PHONE), Some(&json!("+234 1 555 0199")), "{stored:#}");

    window.click(".toast button").await;
    window.reads("[data-group=phones] .value", "+234 1 555 0100").await;
    assert_eq!(door.read(&path).await.pointer(FIRST_PHONE), Some(&json!("+234 1 555 0100")), "taken back");
    window.click("[data-back]").await;
    window.arrives("/customers?q=okor").await;
    window.close().await;
}

#[tokio::test]
async fn a_query_that_is_wrong_is_told_under_the_word_that_is_wrong() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    window.go("/customers").await;
    window.fill("main [name=q]", "emial:\"ines\"").await;
    window.reads(".query-fault mark", "emial").await;
    window.click(".query-fault a.link").await;
    window.gone(".query-fault").await;
    window.reads(".empty", "Nobody fits this query").await;
    window.close().await;
}

#[tokio::test]
async fn a_dropdown_is_defined_and_used() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines"})).await;
    window.go("/properties").await;
    window.click(".empty a.main").await;
    window.arrives("/properties/new").await;
    window.fill("#name", "Plan").await;
    window.gone("[data-options]").await;
    window.choose("#type", "Choice").await;
    window.fill("[name='options[0].label']", "Plus").await;
    for (at, label) in [(1, "Basic"), (2, "Enterprise"), (3, "Trial")] {
        window.click("[data-act=add]").await;
        window.focus(&format!("[name='options[{at}].label']")).await;
        window.press(label).await;
    }
    window.click("[data-act=sort]").await;
    window.click("[data-at='2'] [data-act=remove]").await;
    window.click(".form-foot button.main").await;
    window.arrives("/properties/customers").await;
    window.reads("[data-rows]", "Basic, Plus, Trial").await;
    let defined = door.read("/v2/customer-properties/plan").await;
    assert_eq!((&defined["type"], &defined["name"]), (&json!("dropdown"), &json!("Plan")));
    let labels: Vec<_> = defined["options"].as_array().unwrap().iter().map(|option| option["label"].as_str()).collect();
    assert_eq!(labels, [Some("Basic"), Some("Plus"), Some("Trial")]);

    window.go(path.strip_prefix("/v2").unwrap()).await;
    let row = "[data-row='property.plan']";
    window.click(&format!("{row} .value")).await;
    window.choose(&format!("{row} select[name=value]"), "Plus").await;
    window.reads(&format!("{row} .value"), "Plus").await;
    let stored = door.read(&path).await;
    assert_eq!(stored.pointer("/_embedded/properties/0/text"), Some(&json!("Plus")), "{stored:#}");

    window.go("/customers?q=&column=property.plan").await;
    window.reads("thead", "Plan").await;
    window.reads("[data-rows] .badge", "Plus").await;
    window.close().await;
}

#[tokio::test]
async fn the_first_address_is_copied_by_a_key() {
    let (door, window) = open().await;
    let emails =
        json!([{"type": "work", "value": "ines@northwind.example"}, {"type": "home", "value": "ines@home.example"}]);
    let path = door.create(&json!({"firstName": "Ines", "emails": emails})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.see("[data-group=emails] [data-copy]:not([hidden])").await;
    window.press("c").await;
    window.reads(".toast", "Copied").await;
    window.press("/").await;
    window.focus(".find [name=q]").await;
    window.press_with_control('v').await;
    window.holds(".find [name=q]", "ines@northwind.example").await;
    window.close().await;
}

#[tokio::test]
async fn a_country_is_chosen_by_its_name() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "address": {"city": "Lagos", "country": "NG"}})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.reads("[data-row=address] .value", "Nigeria").await;
    window.click("[data-row=address] .value").await;
    window.choose("[data-row=address] [name=country]", "Portugal").await;
    window.click("[data-row=address] button.main").await;
    window.reads("[data-row=address] .value", "Portugal").await;
    window.reads("[data-part=timeline]", "Nigeria").await;
    assert_eq!(door.read(&path).await["_embedded"]["address"]["country"], json!("PT"));
    window.close().await;
}

#[tokio::test]
async fn two_who_edit_one_field_see_both_values_and_choose() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    let page = path.strip_prefix("/v2").unwrap();
    let (value, field, button) =
        ("[data-row=jobTitle] .value", "[data-row=jobTitle] [name=value]", "[data-row=jobTitle] button.main");
    let mine = window.driver().window().await.unwrap();
    let theirs = window.driver().new_tab().await.unwrap();
    for (their_title, my_title, decision, stays) in [
        ("Head of buying", "Chief buyer", "button.main", "Chief buyer"),
        ("Director", "Manager", "[data-take-theirs]", "Director"),
    ] {
        for (tab, title) in [(&theirs, their_title), (&mine, my_title)] {
            window.driver().switch_to_window(tab.clone()).await.unwrap();
            window.go(page).await;
            window.click(value).await;
            window.fill(field, title).await;
        }
        window.driver().switch_to_window(theirs.clone()).await.unwrap();
        window.click(button).await;
        window.reads(value, their_title).await;

        window.driver().switch_to_window(mine.clone()).await.unwrap();
        window.click(button).await;
        let told = window.reads("[data-row=jobTitle] .theirs", "Nora Adeyemi changed this").await;
        assert!(told.contains(their_title) && told.contains(my_title), "{told}");
        assert_eq!(door.read(&path).await["jobTitle"], their_title, "nothing is overwritten silently");
        window.click(&format!("[data-row=jobTitle] {decision}")).await;
        window.reads(value, stays).await;
        assert_eq!(door.read(&path).await["jobTitle"], stays);
    }
    window.close().await;
}

#[tokio::test]
async fn an_address_of_somebody_else_is_refused_with_a_link_to_them() {
    let (door, window) = open().await;
    let emails = json!([{"type": "work", "value": "thabo@northwind.example"}]);
    let holder = door.create(&json!({"firstName": "Thabo", "emails": emails})).await;
    let path = door.create(&json!({"firstName": "Ines"})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.click("summary[data-key=a]").await;
    window.click("a[data-edit=emails]").await;
    window.fill("[data-group=emails] [name=value]", "thabo@northwind.example").await;
    window.click("[data-group=emails] button.main").await;
    window.reads(".editing .refusal", "Thabo").await;
    window.click(".editing .refusal a").await;
    window.arrives(holder.strip_prefix("/v2").unwrap()).await;
    window.close().await;
}

#[tokio::test]
async fn a_customer_is_erased_only_by_its_name() {
    let (door, window) = open().await;
    let path = door.create(&json!({"firstName": "Ines", "lastName": "Okoro"})).await;
    window.go(path.strip_prefix("/v2").unwrap()).await;
    window.click(".record-head .button.danger").await;
    window.fill("#name", "Thabo").await;
    window.click("button.danger.main").await;
    window.reads("#of-name", "").await;
    assert_ne!(door.read(&path).await["firstName"], Value::Null, "it is still there");
    window.fill("#name", "ines okoro").await;
    window.click("button.danger.main").await;
    window.reads(".empty", "No customers yet").await;
    door.get(&path).await.refused(404);
    window.close().await;
}

#[tokio::test]
async fn the_initials_are_seen_where_a_photo_does_not_come() {
    let (door, window) = open().await;
    let photo = "https://photos.example/ines.jpg";
    let path = door.create(&json!({"firstName": "Ines", "lastName": "Okoro", "photoUrl": photo})).await;
    for page in ["/customers", path.strip_prefix("/v2").unwrap()] {
        window.go(page).await;
        window.reads("main .face", "IO").await;
        window.sees(".face img", 0).await;
    }
    window.close().await;
}
