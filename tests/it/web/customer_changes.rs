//! What a customer's page tells of changes: what became different, who did it, and what becomes of two who change one field.

use crate::api::sample::definitions;
use crate::door::{Answer, Browser, Door};
use serde_json::{Value, json};

async fn open(customer: &Value) -> (Door, Browser, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(customer).await;
    let browser = door.owner().await;
    (door, browser, path.strip_prefix("/v2").unwrap().to_owned())
}

async fn patch(door: &Door, page: &str, path: &str, value: Value) {
    door.patch(&format!("/v2{page}"), &json!([{"op": "replace", "path": path, "value": value}])).await.done();
}

/// Sends a form as our module does.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    browser.with("x-requested-with", "cardfile").post(path, fields).await
}

/// What a hidden field of a form holds.
fn hidden(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {html}"));
    rest.split('"').next().unwrap().replace("&#10;", "\n").replace("&#34;", "\"").replace("&#38;", "&")
}

/// What stands in a field when its form is opened.
async fn was(browser: &Browser, page: &str, key: &str) -> String {
    let mut part = browser.with("x-requested-with", "cardfile");
    hidden(&part.open(&format!("{page}?edit={key}")).await, "was")
}

#[tokio::test]
async fn the_timeline_tells_of_the_first_property_and_of_the_last_one() {
    let (door, mut browser, page) = open(&json!({"firstName": "Ines"})).await;
    let set = |slug: &str, value: Value| json!([{"op": "replace", "path": format!("/{slug}"), "value": value}]);
    let path = format!("/v2{page}/properties");
    door.patch(&path, &set("seats", json!(7))).await.done();
    let html = browser.open(&page).await;
    assert!(html.contains("Seats</span><ins dir=\"auto\">7</ins>"), "{html}");
    door.patch(&path, &json!([{"op": "remove", "path": "/seats"}])).await.done();
    let html = browser.open(&page).await;
    assert!(html.contains("Seats</span><del dir=\"auto\">7</del></p>"), "{html}");
    assert!(!html.contains("web</ins>") && !html.contains(">api<"), "nobody asks by which door it came: {html}");
}

#[tokio::test]
async fn the_timeline_tells_of_lists_and_addresses_that_come_and_go_as_a_whole() {
    let (door, mut browser, page) = open(&json!({"firstName": "Ines"})).await;
    let added = json!([{"op": "add", "path": "/chats", "value": {"type": "skype", "value": "ines.o"}}]);
    door.patch(&format!("/v2{page}"), &added).await.done();
    let address = [("lines", "1 Quay\r\nDock 2"), ("city", "Lagos"), ("country", "NG"), ("was", "\t\t\t\t\t\t")];
    browser.open(&page).await;
    browser.post(&format!("{page}/fields/address"), &address).await.goes_to();
    let html = browser.open(&page).await;
    assert!(html.contains("Chat</span><ins dir=\"auto\">ines.o</ins>"), "{html}");
    assert!(html.contains("Address</span><ins dir=\"auto\">1 Quay, Dock 2, Lagos, Nigeria</ins>"), "{html}");
    let id = door.read(&format!("/v2{page}")).await["_embedded"]["chats"][0]["id"].clone();
    browser.post(&format!("{page}/fields/chats.{id}/remove"), &[]).await.goes_to();
    let old = was(&browser, &page, "address").await;
    browser.post(&format!("{page}/fields/address"), &[("was", &*old)]).await.goes_to();
    let html = browser.open(&page).await;
    assert!(html.contains("Chat</span><del dir=\"auto\">ines.o</del></p>"), "{html}");
    assert!(html.contains("Address</span><del dir=\"auto\">1 Quay, Dock 2, Lagos, Nigeria</del></p>"), "{html}");
}

#[tokio::test]
async fn the_timeline_says_not_known_as_the_fields_do() {
    let (door, mut browser, page) = open(&json!({"firstName": "Ines", "gender": "Female"})).await;
    patch(&door, &page, "/gender", json!("Unknown")).await;
    let html = browser.open(&page).await;
    assert!(html.contains("<del dir=\"auto\">Female</del><ins dir=\"auto\">Not known</ins>"), "{html}");
    assert!(!html.contains(">Unknown<"), "{html}");
}

#[tokio::test]
async fn two_who_change_one_field_read_who_the_other_is_and_when_it_was() {
    let (door, browser, page) = open(&json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    let mut ben = crate::web::join(&door, &mut browser.clone(), "ben@northwind.example", "user").await;
    let old = was(&browser, &page, "jobTitle").await;
    ben.open(&page).await;
    ben.post(&format!("{page}/fields/jobTitle"), &[("was", &*old), ("value", "Director")]).await.goes_to();
    door.advance(120);
    let answer = send(&browser, &format!("{page}/fields/jobTitle"), &[("was", &*old), ("value", "Chief")]).await;
    let html = answer.page(409);
    assert!(html.contains("<bdi>Some Body</bdi> changed this while you were typing"), "{html}");
    assert!(html.contains(">2 min ago</time>"), "{html}");

    let added = json!([{"op": "add", "path": "/chats", "value": {"type": "skype", "value": "ines.o"}}]);
    door.patch(&format!("/v2{page}"), &added).await.done();
    let id = door.read(&format!("/v2{page}")).await["_embedded"]["chats"][0]["id"].clone();
    let old = was(&browser, &page, &format!("chats.{id}")).await;
    ben.post(&format!("{page}/fields/chats.{id}/remove"), &[]).await.goes_to();
    let fields = [("was", &*old), ("type", "skype"), ("value", "ines.2")];
    let answer = send(&browser, &format!("{page}/fields/chats.{id}"), &fields).await;
    let html = answer.page(409);
    assert!(html.contains("Some Body removed this while you were typing (just now)."), "{html}");
    assert!(html.contains("value=\"ines.2\""), "{html}");
}

#[tokio::test]
async fn two_who_change_other_parts_of_an_address_both_have_their_way() {
    let address = json!({"lines": ["1 Quay"], "city": "Lagos", "country": "NG"});
    let (door, browser, page) = open(&json!({"firstName": "Ines", "address": address})).await;
    let fields = |old: &str, lines: &str, city: &str| {
        let all =
            [("was", old), ("lines", lines), ("city", city), ("state", ""), ("postalCode", ""), ("country", "NG")];
        all.map(|(name, value)| (name, value.to_owned()))
    };
    let save = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        send(&browser, &format!("{page}/fields/address"), &fields).await
    };
    let stored = async || door.read(&format!("/v2{page}")).await["_embedded"]["address"].clone();
    let old = was(&browser, &page, "address").await;
    save(&fields(&old, "2 Quay", "Lagos")).await.page(200);
    save(&fields(&old, "1 Quay", "Abuja")).await.page(200);
    assert_eq!((&stored().await["lines"], &stored().await["city"]), (&json!(["2 Quay"]), &json!("Abuja")));

    // Who had opened the form before and changed the same part sees that part alone; the other one is kept.
    let answer = save(&fields(&old, "3 Quay", "Lagos")).await;
    let html = answer.page(409);
    assert!(html.contains("<dt>Street and house: Theirs</dt><dd dir=\"auto\">2 Quay</dd>"), "{html}");
    assert!(html.contains("<dt>Street and house: Yours</dt><dd dir=\"auto\">3 Quay</dd>"), "{html}");
    assert!(!html.contains("<dt>City"), "what only one of them changed is no question: {html}");
    assert!(html.contains("name=\"city\" value=\"Abuja\""), "{html}");
    assert_eq!(stored().await["lines"], json!(["2 Quay"]), "nothing is overwritten silently");

    // Theirs is taken for the part that both changed, and what else was typed stays.
    let shown = hidden(html, "was");
    let mut theirs = fields(&shown, "3 Quay", "Kano").to_vec();
    theirs.push(("take", "lines".to_owned()));
    save(&theirs).await.page(200);
    assert_eq!((&stored().await["lines"], &stored().await["city"]), (&json!(["2 Quay"]), &json!("Kano")));
    let shown = was(&browser, &page, "address").await;
    save(&fields(&shown, "3 Quay", "Kano")).await.page(200);
    assert_eq!(stored().await["lines"], json!(["3 Quay"]), "mine is kept by sending it again");
}

#[tokio::test]
async fn what_is_taken_back_is_said_to_be_undone() {
    let (_door, browser, page) = open(&json!({"firstName": "Ines", "jobTitle": "Buyer"})).await;
    let path = format!("{page}/fields/jobTitle");
    let old = was(&browser, &page, "jobTitle").await;
    let answer = send(&browser, &path, &[("was", &*old), ("value", "Chief")]).await;
    assert!(answer.page(200).contains("data-said=\"Job title saved\""), "{}", answer.text());
    let undo = answer.text().split_once("data-undo").unwrap().1.to_owned();
    let fields = ["undo", "was", "value"].map(|name| (name, hidden(&undo, name)));
    let answer = send(&browser, &path, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    let html = answer.page(200);
    assert!(html.contains("data-said=\"Undone\"") && !html.contains("saved"), "{html}");

    let added = send(&browser, &format!("{page}/fields/chats.new"), &[("type", "skype"), ("value", "ines.o")]).await;
    let undo = added.text().split_once("<form action=\"").unwrap();
    let remove = added.text().split("<form action=\"").last().unwrap().split('"').next().unwrap();
    assert!(undo.1.contains("/remove") && remove.ends_with("/remove"), "{}", added.text());
    let answer = send(&browser, remove, &[("undo", "1")]).await;
    assert!(answer.page(200).contains("data-said=\"Undone\""), "{}", answer.text());
}

#[tokio::test]
async fn a_field_of_a_customer_who_was_deleted_meanwhile_says_so() {
    let (door, browser, page) = open(&json!({"firstName": "Ines"})).await;
    let old = was(&browser, &page, "firstName").await;
    door.delete(&format!("/v2{page}")).await.done();
    let answer = send(&browser, &format!("{page}/fields/firstName"), &[("was", &*old), ("value", "Inês")]).await;
    assert!(answer.page(404).contains("This customer was deleted while you were typing"), "{}", answer.text());
    let answer = send(&browser, &format!("{page}/fields/nothing"), &[("value", "x")]).await;
    assert!(!answer.page(404).contains("was deleted"), "{}", answer.text());
}

#[tokio::test]
async fn a_number_that_somebody_else_has_is_saved_and_says_who_has_it_too() {
    let number = json!([{"type": "work", "value": "+234 1 555 0100"}]);
    let (door, browser, page) = open(&json!({"firstName": "Ines"})).await;
    let other = door.create(&json!({"firstName": "Inès", "lastName": "Okoro", "phones": number})).await;
    let other = other.strip_prefix("/v2").unwrap();
    let path = format!("{page}/fields/phones.new");
    let answer = send(&browser, &path, &[("type", "work"), ("value", "00234 1 5550100")]).await;
    let html = answer.page(200);
    let told = format!("This number is also on <a href=\"{other}\"><bdi>Inès Okoro</bdi></a>");
    assert!(html.contains(&told), "{html}");
    assert!(html.contains("data-said=\"Phone added. This number is also on Inès Okoro.\""), "{html}");
    assert_eq!(door.read(&format!("/v2{page}")).await["_embedded"]["phones"][0]["value"], "00234 1 5550100");
    let answer = send(&browser, &path, &[("type", "work"), ("value", "+234 1 555 0101")]).await;
    assert!(!answer.page(200).contains("This number"), "{}", answer.text());
    let answer = send(&browser, &path, &[("type", "work"), ("value", "0100")]).await;
    assert!(!answer.page(200).contains("This number"), "it is too short to say who has it: {}", answer.text());

    // Without scripts the page that comes back says it.
    let mut plain = browser.clone();
    plain.open(&page).await;
    let answer = plain.post(&path, &[("type", "home"), ("value", "+234 1 555 0100")]).await;
    let html = plain.open(answer.goes_to().split('#').next().unwrap()).await;
    assert_eq!(html.matches(&told).count(), 1, "{html}");
}

#[tokio::test]
async fn what_is_saved_as_it_was_is_told_as_such() {
    let seats = json!([{"slug": "seats", "value": 7}]);
    let (_door, mut browser, page) = open(&json!({"firstName": "Ines", "properties": seats})).await;
    let old = was(&browser, &page, "property.seats").await;
    send(&browser, &format!("{page}/fields/property.seats"), &[("was", &*old), ("value", "7")]).await.page(200);
    let html = browser.open(&page).await;
    assert_eq!(html.matches("saved what was there already").count(), 1, "{html}");
}
