//! The overview: numbers, days, how complete the records are, and what happened last.

use crate::door::{Browser, Door, PASSWORD};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// The numbers at the top of the page.
fn stats(page: &str) -> Vec<&str> {
    page.split("<a class=\"stat\"")
        .skip(1)
        .map(|stat| stat.split_once("<b>").unwrap().1.split_once("</b>").unwrap().0)
        .collect()
}

/// The rows of the table of days that tell of anything: day, made, changes, deleted.
fn days(page: &str) -> Vec<[&str; 4]> {
    let rows = page.split("<tr><th scope=\"row\">").skip(1);
    let cells = rows.map(|row| {
        let mut cells = row.split("</tr>").next().unwrap().split("<td>").map(|cell| cell.split('<').next().unwrap());
        [(); 4].map(|()| cells.next().unwrap())
    });
    cells.filter(|[_, numbers @ ..]| *numbers != ["0"; 3]).collect()
}

#[tokio::test]
async fn an_empty_directory_says_so_and_leads_to_the_first_steps() {
    let (_door, mut browser) = open().await;
    let page = browser.open("/overview").await;
    assert_eq!(stats(&page), ["0"; 4]);
    assert!(page.contains("There are no customers yet.") && page.contains("Nothing has happened yet."), "{page}");
    assert_eq!(browser.get("/").await.goes_to(), "/first-steps");
}

#[tokio::test]
async fn customers_and_their_changes_are_counted_day_by_day() {
    let (door, mut browser) = open().await;
    let first = door.create(&json!({"firstName": "Ines", "organization": "Northwind"})).await;
    door.create(&json!({"firstName": "Ben"})).await;
    assert_eq!(browser.get("/").await.goes_to(), "/customers");
    // Nothing is counted of what was refused.
    door.post("/v2/customers", &json!({"firstName": "x".repeat(41)})).await.refused(400);
    door.advance(86_400);
    let third = door.create(&json!({"firstName": "Zoe"})).await;
    door.put(&first, &json!({"firstName": "Inês"})).await.done();
    door.put(&first, &json!({"firstName": "Inés"})).await.done();
    door.put(&first, &json!({"firstName": "Inés"})).await.done();
    door.delete(&third).await.done();
    let page = browser.open("/overview").await;
    assert_eq!(stats(&page), ["2", "1", "3", "2"]);
    assert_eq!(days(&page), [["2026-11-24", "1", "2", "1"], ["2026-11-23", "2", "0", "0"]]);
    assert_eq!(page.matches("<rect class=\"bar-one\"").count(), 2, "the chart shows the same");
    assert_eq!(page.matches("<rect class=\"bar-two\"").count(), 1);
    door.advance(86_400 * 29);
    browser.sign_in("nora@northwind.example", PASSWORD).await.goes_to();
    assert_eq!(days(&browser.open("/overview").await).len(), 1, "of the last thirty days");
    let other = door.another_company().await;
    other.create(&json!({"firstName": "Secret"})).await;
    let page = browser.open("/overview").await;
    assert!(stats(&page)[0] == "2" && !page.contains("Secret"), "{page}");
}

#[tokio::test]
async fn how_complete_records_are_is_counted_of_few_and_estimated_of_many() {
    let (door, mut browser) = open().await;
    door.create(&json!({"firstName": "Ines", "jobTitle": "Buyer", "organization": "Northwind", "emails": [{"value": "a@b.example"}]})).await;
    door.create(&json!({"firstName": "Ben", "address": {"city": "Lagos"}})).await;
    door.create(&json!({})).await;
    let page = browser.open("/overview").await;
    assert!(page.contains("Of all 3 customers"), "{page}");
    let shares = |page: &str| -> Vec<String> {
        page.split("<div class=\"meter-row\">")
            .skip(1)
            .map(|meter| meter.split_once("<rect width=\"").unwrap().1.split('"').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(shares(&page), ["67", "33", "0", "33", "33", "33", "0", "0"]);
    door.fill(1_000, "Zoe", "Adams").await;
    door.create(&json!({"firstName": "One more"})).await;
    let page = browser.open("/overview").await;
    assert!(page.contains("Of all 1\u{202f}004 customers"), "{page}");
    assert_eq!(shares(&page), ["99", "0", "0", "0", "0", "0", "0", "0"], "all but one are not a hundred");
    assert_eq!(page.matches("<dd>under 1 %</dd>").count(), 4, "{page}");
    assert_eq!(page.matches("<dd>0 %</dd>").count(), 3, "{page}");
}

#[tokio::test]
async fn a_sample_is_as_large_as_it_is_meant_to_be_wherever_the_customers_stand() {
    let (door, _) = open().await;
    let ids = door.fill(2_000, "Zoe", "Adams").await;
    for id in ids.iter().skip(100).take(1_700) {
        door.delete(&format!("/v2/customers/{id}")).await.done();
    }
    let store = &door.directory().store;
    for (runs, size, expected) in [(10, 10, 100), (20, 9, 180), (20, 15, 300), (30, 10, 300), (100, 100, 300)] {
        let sample = cardfile::store::customers::sample(store, door.company(), runs, size).await.unwrap();
        let found: std::collections::BTreeSet<i64> = sample.iter().map(|one| one.id.0).collect();
        assert_eq!((found.len(), sample.len()), (expected, expected), "{runs} runs of {size}");
    }
}

#[tokio::test]
async fn the_latest_changes_tell_who_did_what_and_lead_there() {
    let (door, mut browser) = open().await;
    let path = door.create(&json!({"firstName": "Ines"})).await;
    let gone = door.create(&json!({"firstName": "Gone"})).await;
    door.delete(&gone).await.done();
    browser.open("/organizations/new").await;
    browser.post("/organizations", &[("name", "Northwind")]).await.goes_to();
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let mut module = browser.with("x-requested-with", "cardfile");
    let part = module.open("/overview/latest").await;
    assert!(!part.contains("<html") && part.matches("<li").count() == 5, "{part}");
    let page = path.strip_prefix("/v2").unwrap();
    for told in [
        "<bdi>Ines</bdi></a> was made",
        "A deleted customer",
        "<bdi>Northwind</bdi></a> was made",
        "Nora Adeyemi",
        "An app",
        "became a property",
    ] {
        assert!(part.contains(told), "{told}: {part}");
    }
    assert!(part.contains(&format!("href=\"{page}\"")) && !part.contains("Gone"), "{part}");
    assert!(browser.open("/overview").await.contains("data-live-from=\"/overview/latest\""));
}

#[tokio::test]
async fn asking_again_costs_nothing_while_nothing_happens() {
    let (door, mut browser) = open().await;
    door.create(&json!({"firstName": "Ines"})).await;
    let answer = browser.get("/overview/latest").await;
    let tag = answer.header("etag").unwrap().to_owned();
    let mut again = browser.with("if-none-match", &tag);
    assert_eq!(again.get("/overview/latest").await.status, 304);
    door.create(&json!({"firstName": "Ben"})).await;
    let answer = again.get("/overview/latest").await;
    assert!(answer.page(200).contains("Ben") && answer.header("etag") != Some(&tag));
}

#[tokio::test]
async fn whoever_is_not_signed_in_sees_none_of_these_pages() {
    let (door, _) = open().await;
    let mut browser = door.browser();
    for path in [
        "/overview",
        "/overview/latest",
        "/organizations",
        "/organizations/1",
        "/organizations/new",
        "/organizations/suggest?q=a",
        "/properties",
        "/properties/new",
        "/properties/customers/x",
        "/first-steps",
        "/settings/company",
        "/settings/api",
    ] {
        assert!(browser.get(path).await.goes_to().starts_with("/sign-in"), "{path}");
    }
}
