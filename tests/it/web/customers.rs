//! The list of customers: what the query box finds, and that the address holds all of it.

use super::next_page;
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
async fn plain_words_find_the_people_of_an_organization_that_begins_so() {
    let (door, mut browser) = open().await;
    for first in ["Ines", "Thabo"] {
        door.create(&json!({"firstName": first, "organization": "Kestrel Observatory"})).await;
    }
    door.create(&json!({"firstName": "Kes", "lastName": "Okoro"})).await;
    door.create(&json!({"firstName": "Zoe", "organization": "The Kestrel"})).await;
    for (query, found) in [
        ("Kestrel Observatory", vec!["Thabo", "Ines"]),
        ("kestrel+obs", vec!["Thabo", "Ines"]),
        ("kes", vec!["Kes Okoro", "Thabo", "Ines"]),
        ("ke", vec!["Kes Okoro"]),
        ("%22kestrel%22", vec![]),
        ("kestrel+AND+observatory", vec![]),
    ] {
        assert_eq!(names(&browser.open(&format!("/customers?q={query}")).await), found, "{query}");
    }
    let page = browser.open("/customers?q=kes").await;
    assert!(page.contains("organization") && page.contains("“kes”"), "how it was found: {page}");
    let offered = browser.open("/customers/suggest?q=kes").await;
    assert!(offered.find("Okoro").unwrap() < offered.find("Thabo").unwrap(), "{offered}");
    let all = browser.open("/customers/bulk?all=1&q=kes").await;
    assert!(all.contains("Change 3 customers"), "{all}");
    for number in 0..100 {
        door.post("/v2/organizations", &json!({"name": format!("Kesh {number}")})).await.made();
    }
    assert_eq!(names(&browser.open("/customers?q=kes").await), ["Kes Okoro"], "too many begin so");
    assert_eq!(names(&browser.open("/customers?q=kest").await), ["Thabo", "Ines"]);
}

#[tokio::test]
async fn an_address_that_asks_for_what_is_not_there_is_mended() {
    let (_door, mut browser) = open().await;
    for (asked, mended) in [
        ("sort=nonsense", "/customers"),
        ("q=ines&sort=nonsense&column=email", "/customers?q=ines&column=email"),
        ("column=zzz", "/customers"),
        ("sort=last&column=zzz&column=phone", "/customers?sort=last&column=phone"),
    ] {
        assert_eq!(browser.get(&format!("/customers?{asked}")).await.goes_to(), mended);
    }
    let mut module = browser.with("x-requested-with", "cardfile");
    let part = module.open("/customers?column=zzz&sort=last").await;
    assert!(part.contains("data-address=\"/customers?sort=last\""), "{part}");
}

#[tokio::test]
async fn somebody_is_found_by_the_last_digits_of_a_number_and_shown_with_it() {
    let (door, mut browser) = open().await;
    let phones = json!([{"type": "work", "value": "+234 1 555 0100"}, {"type": "mobile", "value": "0803 555 0199"}]);
    let emails = json!([{"value": "ines@northwind.example"}, {"value": "billing@iberia.example"}]);
    door.create(&json!({"firstName": "Ines", "phones": phones, "emails": emails})).await;
    make(&door, "Thabo", "Mokoena", "thabo@northwind.example").await;
    for (query, seen) in [
        ("0199", "<mark>0803 555 0199</mark>"),
        ("%2B234+803+555-0199", "<mark>0803 555 0199</mark>"),
        ("phone%3A0100", "<mark>+234 1 555 0100</mark>"),
        ("iberia", "billing@<mark>iberia</mark>.example"),
    ] {
        let html = browser.open(&format!("/customers?q={query}")).await;
        assert_eq!(names(&html), ["Ines"], "{query}");
        assert!(html.contains(seen), "{query}: {html}");
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
        path = next_page(&page).unwrap_or_default();
    }
    assert_eq!((seen, &*path), (120, ""));
}

/// A hundred and thirty customers with few names, made and changed at several moments.
async fn many(door: &Door) -> usize {
    let names = [("Ada", "Zed"), ("ada", "young"), ("Bea", "Zed"), ("Cleo", "Abel"), ("Émile", "Æther")];
    for (number, (first, last)) in names.into_iter().enumerate() {
        door.advance(60);
        let ids = door.fill(25, first, last).await;
        door.advance(1);
        let path = format!("/v2/customers/{}", ids[number]);
        door.patch(&path, &json!([{"op": "replace", "path": "/jobTitle", "value": "Buyer"}])).await.done();
    }
    for number in 0..5 {
        door.create(&json!({"emails": [{"value": format!("nobody{number}@northwind.example")}]})).await;
    }
    130
}

#[tokio::test]
async fn every_sort_is_walked_to_its_end_and_is_the_one_of_the_api() {
    let (door, mut browser) = open().await;
    let count = many(&door).await;
    for query in ["", "ada", "NOT bea", "email:northwind"] {
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        for (name, sort, order) in [
            ("oldest", "createdAt", "asc"),
            ("changed", "modifiedAt", "desc"),
            ("unchanged", "modifiedAt", "asc"),
            ("first", "firstName", "asc"),
            ("first-desc", "firstName", "desc"),
            ("last", "lastName", "asc"),
            ("last-desc", "lastName", "desc"),
        ] {
            let asked = format!("/v2/customers?sortField={sort}&sortOrder={order}&pageSize=100&query={query}");
            let mut wanted = Vec::new();
            for page in ["1", "2"] {
                let found = door.read(&format!("{asked}&page={page}")).await;
                let found = found["_embedded"]["customers"].as_array().cloned().unwrap_or_default();
                wanted.extend(found.iter().map(|customer| customer["id"].to_string()));
            }
            assert!(!query.is_empty() || wanted.len() == count);
            let (mut path, mut seen) = (Some(format!("/customers?q={query}&sort={name}")), Vec::new());
            while let Some(here) = path {
                let page = browser.open(&here).await;
                let picks = page.split("name=\"id\" value=\"").skip(1);
                seen.extend(picks.map(|rest| rest.split('"').next().unwrap().to_owned()));
                assert!(seen.len() <= wanted.len(), "{query} {name} goes round and round");
                path = next_page(&page);
                assert!(path.as_ref().is_none_or(|path| path.contains("cursor=")), "{path:?}");
            }
            assert_eq!(seen, wanted, "{query} {name}");
        }
    }
}

#[tokio::test]
async fn whoever_goes_meanwhile_shifts_nobody_from_one_page_to_another() {
    let (door, mut browser) = open().await;
    let ids = door.fill(120, "Ines", "Okoro").await;
    for (sort, first, next) in [("first", &ids[0], &ids[50]), ("first-desc", &ids[119], &ids[69])] {
        let page = browser.open(&format!("/customers?sort={sort}")).await;
        let path = next_page(&page).unwrap();
        door.delete(&format!("/v2/customers/{first}")).await.done();
        let page = browser.open(&path).await;
        let first = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(first, next.to_string());
    }
    let path = format!("/customers?sort=first&cursor={}.t.ines&before=120", ids[119]);
    let page = browser.open(&path).await;
    assert!(page.contains("The list ends here") && page.contains("href=\"/customers?sort=first\""), "{page}");
}

#[tokio::test]
async fn a_place_that_is_none_of_the_sort_begins_anew() {
    let (door, mut browser) = open().await;
    door.fill(60, "Ines", "Okoro").await;
    for wrong in ["sort=first&cursor=107.n.5", "sort=changed&cursor=107.t.x", "sort=first&cursor=1.107&before=50"] {
        let page = browser.open(&format!("/customers?{wrong}")).await;
        assert_eq!(names(&page).len(), 50, "{wrong}");
    }
    for odd in ["107.t.%00", "107.t.", "9007199254740993.t.zz", "107.n.99999999999999999999"] {
        assert_eq!(browser.get(&format!("/customers?sort=last&cursor={odd}")).await.status, 200, "{odd}");
    }
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
    assert!(page.contains(">Seats</span></a></th>") && !page.contains(">Phone</span></th>"), "{page}");
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
    for path in [
        "/customers",
        "/customers/1",
        "/customers/new",
        "/customers/bulk",
        "/customers/suggest?q=a",
        "/customers/recent?id=1",
    ] {
        assert!(browser.get(path).await.goes_to().starts_with("/sign-in"), "{path}");
    }
}
