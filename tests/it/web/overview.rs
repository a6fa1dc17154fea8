//! The overview: numbers, days, how complete the records are, and what happened last.

use super::join;
use crate::door::{Browser, Client, Door, PASSWORD};
use cardfile::domain::time::Timestamp;
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
        let cells = row.split("</tr>").next().unwrap().split("<td>").map(|cell| cell.split("</").next().unwrap());
        let mut cells = cells.map(|cell| cell.rsplit('>').next().unwrap());
        [(); 4].map(|()| cells.next().unwrap())
    });
    cells.filter(|[_, numbers @ ..]| *numbers != ["0"; 3]).collect()
}

/// First names of customers, in the order in which they are made.
const MADE: [&str; 5] = ["Anneliese", "Bartholomew", "Caspian", "Desdemona", "Eustacia"];

/// Those of them whom the list shows to which a day's number of new customers leads.
async fn made_on(browser: &mut Browser, page: &str, day: &str) -> Vec<&'static str> {
    let row = page.split_once(&format!("<th scope=\"row\">{day}</th>")).unwrap().1;
    let href = row.split_once("<a href=\"").unwrap().1.split('"').next().unwrap();
    let list = browser.open(&href.replace("&#38;", "&")).await;
    MADE.into_iter().filter(|name| list.contains(name)).collect()
}

/// Lets a browser's user move to another time zone.
async fn live_in(browser: &mut Browser, zone: &str) {
    browser.open("/settings/account").await;
    let fields = [("firstName", "Some"), ("lastName", "Body"), ("timezone", zone)];
    assert_eq!(browser.post("/settings/account", &fields).await.goes_to(), "/settings/account?done=saved");
}

/// Makes a customer at a moment.
async fn create_at(door: &Door, client: &Client, at: &str, first: &str) -> String {
    go_to(door, at);
    client.create(&json!({"firstName": first})).await
}

fn go_to(door: &Door, at: &str) {
    door.advance(Timestamp::parse(at).unwrap().seconds() - door.directory().clock.now().seconds());
}

/// The second before a moment.
fn before(at: &str) -> String {
    Timestamp::parse(at).unwrap().plus_seconds(-1).to_string()
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
async fn the_days_are_those_of_the_readers_time_zone() {
    let (door, mut nora) = open().await;
    let mut ben = join(&door, &mut nora, "ben@northwind.example", "user").await;
    live_in(&mut nora, "America/Los_Angeles").await;
    live_in(&mut ben, "Asia/Kathmandu").await;
    create_at(&door, &door, "2026-11-23T16:11:00Z", "Anneliese").await;
    // Midnight in Kathmandu, and in Los Angeles.
    create_at(&door, &door, "2026-11-23T18:14:59Z", "Bartholomew").await;
    create_at(&door, &door, "2026-11-23T18:15:00Z", "Caspian").await;
    create_at(&door, &door, "2026-11-24T07:59:59Z", "Desdemona").await;
    let last = create_at(&door, &door, "2026-11-24T08:00:00Z", "Eustacia").await;
    door.put(&last, &json!({"firstName": "Eustacia", "lastName": "Vye"})).await.done();
    for (browser, zone, expected) in [
        (&mut nora, "America/Los_Angeles", [["2026-11-24", "1", "1", "0"], ["2026-11-23", "4", "0", "0"]]),
        (&mut ben, "Asia/Kathmandu", [["2026-11-24", "3", "1", "0"], ["2026-11-23", "2", "0", "0"]]),
    ] {
        let page = browser.open("/overview").await;
        assert_eq!(days(&page), expected, "{zone}");
        assert_eq!(stats(&page), ["5", "0", "5", "1"], "{zone}: all of it is on one of the days");
        assert!(
            page.contains(&format!("The last 30 days in your time zone, {zone}")) && !page.contains("UTC"),
            "{page}"
        );
        assert_eq!(page.matches("<rect class=\"bar-one\"").count(), 2, "the chart shows the same");
        let made = [expected[0][1], expected[1][1]].map(|made| made.parse::<usize>().unwrap());
        let later = &MADE[5 - made[0]..];
        assert_eq!(
            made_on(browser, &page, "2026-11-24").await,
            later,
            "{zone}: the list of a day has those of the day"
        );
        assert_eq!(made_on(browser, &page, "2026-11-23").await, MADE[..made[1]], "{zone}");
    }
    assert_eq!(
        door.number("select count(*) from activity"),
        5,
        "there are rows of quarters in which something happened"
    );
    door.create(&json!({})).await;
    assert_eq!(door.number("select count(*) from activity"), 5);
}

#[tokio::test]
async fn a_day_of_23_hours_and_one_of_25_have_what_happened_on_them() {
    let (door, mut nora) = open().await;
    live_in(&mut nora, "Europe/Berlin").await;
    for (day, begins, ends) in [
        (["2027-03-27", "2027-03-28", "2027-03-29"], "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"),
        (["2027-10-30", "2027-10-31", "2027-11-01"], "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"),
    ] {
        go_to(&door, &before(begins));
        let client = door.with_token(&door.new_token().await);
        create_at(&door, &client, &before(begins), "Anneliese").await;
        create_at(&door, &client, begins, "Bartholomew").await;
        create_at(&door, &client, &before(ends), "Caspian").await;
        create_at(&door, &client, ends, "Desdemona").await;
        nora.sign_in("nora@northwind.example", PASSWORD).await.goes_to();
        let page = nora.open("/overview").await;
        assert_eq!(
            days(&page),
            [[day[2], "1", "0", "0"], [day[1], "2", "0", "0"], [day[0], "1", "0", "0"]],
            "a sum over the days is what was made"
        );
        assert_eq!(made_on(&mut nora, &page, day[0]).await, MADE[..1]);
        assert_eq!(made_on(&mut nora, &page, day[1]).await, MADE[1..3]);
        assert_eq!(made_on(&mut nora, &page, day[2]).await, MADE[3..4]);
    }
}

#[tokio::test]
async fn thirty_days_begin_at_a_midnight_of_the_reader() {
    let (door, mut nora) = open().await;
    live_in(&mut nora, "Pacific/Tongatapu").await;
    // Thirteen hours ahead it is the 24th already.
    create_at(&door, &door, "2026-11-23T16:11:00Z", "Anneliese").await;
    go_to(&door, "2026-12-22T11:00:00Z");
    nora.sign_in("nora@northwind.example", PASSWORD).await.goes_to();
    let page = nora.open("/overview").await;
    assert_eq!(days(&page), [["2026-11-24", "1", "0", "0"]], "the thirtieth day is there from its first moment on");
    go_to(&door, "2026-12-23T10:59:59Z");
    assert_eq!(days(&nora.open("/overview").await).len(), 1, "to its last");
    go_to(&door, "2026-12-23T11:00:00Z");
    let page = nora.open("/overview").await;
    assert!(days(&page).is_empty() && stats(&page) == ["1", "0", "0", "0"], "{page}");
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
async fn the_latest_changes_are_told_anew_to_whoever_moves_to_another_zone() {
    let (door, mut browser) = open().await;
    door.create(&json!({"firstName": "Ines"})).await;
    let answer = browser.get("/overview/latest").await;
    assert!(answer.page(200).contains("title=\"2026-11-23, 16:11\""), "{}", answer.text());
    live_in(&mut browser, "Asia/Kathmandu").await;
    let mut again = browser.with("if-none-match", answer.header("etag").unwrap());
    assert!(again.get("/overview/latest").await.page(200).contains("title=\"2026-11-23, 21:56\""));
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
