//! The list of customers: what the query box finds, and that the address holds all of it.

use crate::door::{Browser, Door};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// The names of a list, in its order.
fn names(page: &str) -> Vec<String> {
    let cells = page.split("<a class=\"who\"").skip(1);
    cells
        .map(|cell| plain(cell.split_once("<b").unwrap().1.split_once('>').unwrap().1.split_once("</b>").unwrap().0))
        .collect()
}

/// A piece of a page without its marks.
fn plain(html: &str) -> String {
    html.replace("<mark>", "").replace("</mark>", "")
}

async fn make(door: &Door, first: &str, last: &str, email: &str) -> String {
    door.create(&json!({"firstName": first, "lastName": last, "emails": [{"value": email}]})).await
}

#[tokio::test]
async fn an_empty_directory_says_how_to_begin() {
    let (_door, mut browser) = open().await;
    let page = browser.open("/customers").await;
    assert!(page.contains("No customers yet") && page.contains("href=\"/customers/new\""), "{page}");
}

#[tokio::test]
async fn plain_words_and_the_grammar_find_the_same_people_as_the_api() {
    let (door, mut browser) = open().await;
    make(&door, "Ines", "Okoro", "ines@northwind.example").await;
    make(&door, "Thabo", "Mokoena", "thabo@northwind.example").await;
    make(&door, "José", "Álvarez", "jose@iberia.example").await;
    for (query, found) in [
        ("", vec!["José Álvarez", "Thabo Mokoena", "Ines Okoro"]),
        ("ines", vec!["Ines Okoro"]),
        ("northwind", vec!["Thabo Mokoena", "Ines Okoro"]),
        ("mok", vec!["Thabo Mokoena"]),
        ("lastName:\"Okoro\" OR firstName:José", vec!["José Álvarez", "Ines Okoro"]),
        ("NOT northwind", vec!["José Álvarez"]),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        assert_eq!(names(&browser.open(&format!("/customers?q={query}")).await), found, "{query}");
    }
}

#[tokio::test]
async fn a_query_that_is_wrong_is_told_under_the_word_that_is_wrong() {
    let (_door, mut browser) = open().await;
    let answer = browser.get("/customers?q=ines+AND+emial%3A%22x%22").await;
    let page = answer.page(422);
    assert!(page.contains("<code>ines AND <mark>emial</mark>:&#34;x&#34;</code>"), "{page}");
    assert!(page.contains("href=\"/customers?q=ines+AND+email%3A%22x%22\""), "{page}");
    assert!(page.contains("value=\"ines AND emial:&#34;x&#34;\""), "what was typed stays: {page}");
}

#[tokio::test]
async fn a_module_gets_what_was_found_and_nothing_around_it() {
    let (door, browser) = open().await;
    make(&door, "Ines", "Okoro", "ines@northwind.example").await;
    let part = browser.with("x-requested-with", "cardfile").open("/customers?q=ines").await;
    assert!(part.trim_start().starts_with("<div class=\"results\"") && !part.contains("<html"), "{part}");
    assert!(part.contains("<mark>Ines</mark> Okoro"), "what was found is marked: {part}");
}

#[tokio::test]
async fn a_long_list_is_walked_by_the_links_at_its_foot() {
    let (door, mut browser) = open().await;
    door.fill(120, "Ines", "Okoro").await;
    let (mut path, mut seen) = ("/customers".to_owned(), 0);
    for range in ["1 to 50 of 120", "51 to 100 of 120", "101 to 120 of 120"] {
        let page = browser.open(&path).await;
        assert!(page.contains(range), "{range}: {page}");
        seen += names(&page).len();
        let next = page.split("rel=\"next\"").next().unwrap().rsplit_once("href=\"").unwrap().1;
        path = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    }
    assert_eq!(seen, 120);
}

#[tokio::test]
async fn columns_and_sort_stand_in_the_address_and_are_shown() {
    let (door, mut browser) = open().await;
    door.define(&json!({"type": "number", "slug": "seats", "name": "Seats"})).await;
    make(&door, "Zoe", "Adams", "zoe@a.example").await;
    let path = make(&door, "Adam", "Zoeller", "adam@a.example").await;
    door.patch(&format!("{path}/properties"), &json!([{"op": "replace", "path": "/seats", "value": 1250}]))
        .await
        .done();
    let page = browser.open("/customers?sort=first&column=property.seats").await;
    assert_eq!(names(&page), ["Adam Zoeller", "Zoe Adams"]);
    assert!(page.contains("250</span></td>"), "{page}");
    assert!(page.contains(">Seats</span></th>") && !page.contains(">Phone</span></th>"), "{page}");
    let page = browser.open("/customers?sort=last&column=property.seats").await;
    assert_eq!(names(&page), ["Zoe Adams", "Adam Zoeller"]);
    assert!(page.contains("aria-sort=\"ascending\""), "{page}");
}

#[tokio::test]
async fn another_company_is_never_seen() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    let path = other.create(&json!({"firstName": "Secret", "lastName": "Person"})).await;
    let id = path.rsplit('/').next().unwrap();
    assert!(!browser.open("/customers?q=secret").await.contains("Person"));
    for path in ["", "/delete", "/timeline"] {
        assert_eq!(browser.get(&format!("/customers/{id}{path}")).await.status, 404, "{path}");
    }
    browser.open("/customers").await;
    for path in ["/fields/firstName", "/fields/emails.1/remove", "/delete"] {
        let fields = [("value", "x"), ("name", "Secret Person"), ("was", "")];
        assert_eq!(browser.post(&format!("/customers/{id}{path}"), &fields).await.status, 404, "{path}");
    }
    let fields = [("id", id), ("act", "delete"), ("sure", "1")];
    assert!(browser.post("/customers/bulk", &fields).await.page(200).contains("Was deleted meanwhile"));
    assert_eq!(other.get(&path).await.status, 200);
}

#[tokio::test]
async fn whoever_is_not_signed_in_sees_nothing() {
    let (door, _) = open().await;
    let mut browser = door.browser();
    for path in ["/customers", "/customers/1", "/customers/new", "/customers/bulk", "/customers/suggest?q=a"] {
        assert!(browser.get(path).await.goes_to().starts_with("/sign-in"), "{path}");
    }
}
