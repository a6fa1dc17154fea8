//! The list as a file.

use super::{join, next_page};
use crate::api::sample::{definitions, full};
use crate::door::{Answer, Browser, Door, on_files};
use serde_json::json;
use std::collections::BTreeMap;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// The headings of a file, and its rows.
fn table(answer: &Answer) -> (Vec<String>, Vec<Vec<String>>) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text().strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    (rows.remove(0), rows)
}

/// The rows of a file by their headings.
async fn rows(browser: &mut Browser, query: &str) -> Vec<BTreeMap<String, String>> {
    let (headings, rows) = table(&browser.get(&format!("/customers/export?{query}")).await);
    rows.into_iter().map(|row| headings.iter().cloned().zip(row).collect()).collect()
}

async fn ids(browser: &mut Browser, query: &str) -> Vec<String> {
    rows(browser, query).await.into_iter().map(|mut row| row.remove("id").unwrap()).collect()
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn what_the_list_shows_is_a_file_that_other_programs_read() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let answer = browser.get("/customers/export?column=email&column=phone&column=property.plan&column=none").await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"customers-2026-11-23.csv\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        answer.text(),
        format!(
            "\u{feff}id,firstName,lastName,emails,phones,property.plan\r\n\
             {},Ines,Okoro,\"ines@northwind.example\nines@home.example\",\"+234 1 555 0100\n+234 1 555 0199\",Plus\r\n",
            id(&path)
        )
    );
    let (usual, _) = table(&browser.get("/customers/export?q=").await);
    let shown = ["emails", "phones", "organization", "location", "updatedAt"];
    assert_eq!(usual, [&["id", "firstName", "lastName"][..], &shown].concat());
}

#[tokio::test]
async fn everything_that_is_known_of_a_customer_stands_in_the_file() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let organization = door.number("select id from organizations").to_string();
    door.advance(90);
    door.patch(&path, &json!([{"op": "replace", "path": "/jobTitle", "value": "Head of buying"}])).await.done();
    let rows = rows(&mut browser, "every=1").await;
    let expected = [
        ("id", id(&path)),
        ("firstName", "Ines"),
        ("lastName", "Okoro"),
        ("jobTitle", "Head of buying"),
        ("location", "Lagos"),
        ("background", "Met at the fair."),
        ("age", "30-35"),
        ("gender", "Female"),
        ("photoUrl", "https://photos.example/ines.jpg"),
        ("photoType", "gravatar"),
        ("organization", "Northwind"),
        ("organizationId", &organization),
        ("emails", "ines@northwind.example\nines@home.example"),
        ("emails.type", "work\nhome"),
        ("phones", "+234 1 555 0100\n+234 1 555 0199"),
        ("phones.type", "mobile\nwork"),
        ("chats", "ines.o"),
        ("chats.type", "skype"),
        ("socialProfiles", "'@ines"),
        ("socialProfiles.type", "twitter"),
        ("websites", "https://northwind.example"),
        ("address.lines", "12 Marina\n2nd floor"),
        ("address.city", "Lagos"),
        ("address.state", "LA"),
        ("address.postalCode", "100001"),
        ("address.country", "NG"),
        ("property.seats", "9223372036854775807"),
        ("property.color", "green"),
        ("property.site", "https://example.com/a"),
        ("property.since", "2019-01-02"),
        ("property.plan", "Plus"),
        ("createdAt", "2026-11-23T16:11:00Z"),
        ("updatedAt", "2026-11-23T16:12:30Z"),
    ];
    let expected: BTreeMap<String, String> =
        expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(rows, [expected]);
}

#[tokio::test]
async fn names_of_every_kind_come_back_as_they_were() {
    let (door, mut browser) = open().await;
    let names = [
        "نورة العتيبي",
        "יעל כהן",
        "田中 美咲",
        "Дмитрий",
        "Nguyễn Thị Minh Khai",
        "👩‍👩‍👧",
        "O'Neill, \"Aoife\"",
        "two\nlines",
        "two\r\nlines",
        "\"",
        ",",
        " ",
        "a;b",
    ];
    for name in names {
        door.create(&json!({"firstName": "Ines", "lastName": name})).await;
    }
    let found = rows(&mut browser, "sort=oldest").await;
    let found: Vec<&str> = found.iter().map(|row| row["lastName"].as_str()).collect();
    assert_eq!(found, names);
    let nobody = door.create(&json!({"phone": "0100"})).await;
    let row = rows(&mut browser, "").await.remove(0);
    assert_eq!((row["id"].as_str(), row["firstName"].as_str(), row["lastName"].as_str()), (id(&nobody), "", ""));
}

#[tokio::test]
async fn nothing_in_the_file_is_run_and_numbers_are_left_alone() {
    let (door, mut browser) = open().await;
    door.define(&json!({"type": "number", "slug": "balance", "name": "=Balance"})).await;
    door.define(
        &json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [{"label": "=cmd|' /C calc'!A0"}]}),
    )
    .await;
    let customer = json!({
        "firstName": "=HYPERLINK(\"http://x.example\")", "lastName": "@SUM(A1)", "jobTitle": "+1+A1", "location": "-1+A1",
        "background": "said:\n=1+1;-A1", "organization": "=Northwind",
        "phones": [{"type": "work", "value": "+234 1 555 0100"}, {"type": "fax", "value": "-1 (0)20/7946.0000"}],
        "emails": [{"type": "work", "value": "=ines@northwind.example"}],
        "properties": [{"slug": "balance", "value": -12}, {"slug": "plan", "value": "=cmd|' /C calc'!A0"}]
    });
    door.create(&customer).await;
    let row = rows(&mut browser, "every=1").await.remove(0);
    for (name, value) in [
        ("firstName", "'=HYPERLINK(\"http://x.example\")"),
        ("lastName", "'@SUM(A1)"),
        ("jobTitle", "'+1+A1"),
        ("location", "'-1+A1"),
        ("background", "said:\n'=1+1;'-A1"),
        ("organization", "'=Northwind"),
        ("emails", "'=ines@northwind.example"),
        ("phones", "+234 1 555 0100\n-1 (0)20/7946.0000"),
        ("property.balance", "-12"),
        ("property.plan", "'=cmd|' /C calc'!A0"),
    ] {
        assert_eq!(row[name], value, "{name}");
    }
}

#[tokio::test]
async fn everybody_stands_in_the_file_once_and_in_the_order_of_the_list() {
    let (door, mut browser) = open().await;
    let mut all: Vec<String> = Vec::new();
    // More than two of the pages in which they are read.
    for (first, last) in [("Ines", "Okoro"), ("Thabo", "Mokoena"), ("美咲", "田中")] {
        door.advance(60);
        all.extend(door.fill(367, first, last).await.iter().map(ToString::to_string));
    }
    all.sort();
    for sort in ["newest", "oldest", "changed", "unchanged", "first", "first-desc", "last", "last-desc"] {
        let mut listed: Vec<String> = Vec::new();
        let mut path = Some(format!("/customers?sort={sort}"));
        while let Some(next) = path {
            let page = browser.open(&next).await;
            let seen = page.split("name=\"id\" value=\"").skip(1);
            listed.extend(seen.map(|rest| rest.split('"').next().unwrap().to_owned()));
            path = next_page(&page);
        }
        let mut found = ids(&mut browser, &format!("sort={sort}")).await;
        assert_eq!(found, listed, "{sort}");
        found.sort();
        assert_eq!(found, all, "{sort}");
        let some = ids(&mut browser, &format!("sort={sort}&q=okoro+OR+mokoena")).await;
        let wanted: Vec<String> = listed.into_iter().filter(|id| some.contains(id)).collect();
        assert_eq!((some.len(), &some), (734, &wanted), "{sort} of a query");
    }
}

#[tokio::test]
async fn a_file_begins_at_the_start_wherever_the_list_stands() {
    let (door, mut browser) = open().await;
    door.fill(60, "Ines", "Okoro").await;
    let page = browser.open("/customers?q=ines").await;
    let next = next_page(&page).unwrap();
    assert_eq!(ids(&mut browser, next.split_once('?').unwrap().1).await.len(), 60);
}

#[tokio::test]
async fn only_what_the_query_finds_and_nobody_of_another_company() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    let theirs = other.create(&json!({"firstName": "Ines", "lastName": "Secret"})).await;
    let ines = door.create(&json!({"firstName": "Ines"})).await;
    let thabo = door.create(&json!({"firstName": "Thabo"})).await;
    assert_eq!(ids(&mut browser, "q=ines").await, [id(&ines)]);
    assert_eq!(ids(&mut browser, "q=").await, [id(&thabo), id(&ines)]);
    assert_eq!(ids(&mut browser, "q=secret").await, [""; 0]);
    let picked = format!("picked=1&q=thabo&id={}&id={}&id=x&id={}", id(&ines), id(&theirs), id(&ines));
    assert_eq!(ids(&mut browser, &picked).await, [id(&ines)], "whoever is picked, once, whatever the query");
    assert_eq!(ids(&mut browser, "picked=1").await, [""; 0], "nobody is picked");
}

#[tokio::test]
async fn those_who_are_picked_stand_in_the_order_of_the_list() {
    let (door, mut browser) = open().await;
    let all = door.fill(3, "Ines", "Okoro").await;
    let picked = format!("picked=1&id={}&id={}&id={}", all[2], all[0], all[1]);
    assert_eq!(ids(&mut browser, &picked).await, [all[2], all[0], all[1]].map(|id| id.to_string()));
    door.delete(&format!("/v2/customers/{}", all[0])).await.done();
    assert_eq!(ids(&mut browser, &picked).await.len(), 2, "whoever is gone is left out");
}

#[tokio::test]
async fn a_query_that_is_wrong_is_told_on_the_list() {
    let (_door, mut browser) = open().await;
    let answer = browser.get("/customers/export?q=emial%3Ax&sort=last").await;
    let page = answer.page(422);
    assert!(page.contains("<mark>emial</mark>") && page.contains("data-results"), "{page}");
    assert_eq!(answer.header("content-disposition"), None);
}

#[tokio::test]
async fn whoever_may_see_the_list_may_take_it() {
    let (door, mut owner) = open().await;
    let path = door.create(&json!({"firstName": "Ines"})).await;
    for (email, role) in [("ada@northwind.example", "admin"), ("ben@northwind.example", "user")] {
        let mut person = join(&door, &mut owner, email, role).await;
        assert_eq!(ids(&mut person, "").await, [id(&path)], "{role}");
    }
    assert!(door.browser().get("/customers/export?q=a").await.goes_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_file_that_cannot_be_made_to_its_end_breaks_off() {
    if !on_files() {
        return;
    }
    let (door, mut browser) = open().await;
    let all = door.fill(450, "Ines", "Okoro").await;
    let database = rusqlite::Connection::open(door.database_file()).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    let spoil = |id: i64| database.execute("update customers set doc = '{' where id = ?1", [id]).unwrap();
    // A reader keeps its view until this process commits.
    let refresh = async || door.create(&json!({"firstName": "Thabo"})).await;
    spoil(all[10]);
    refresh().await;
    let broken = browser.try_get("/customers/export?q=").await;
    assert!(broken.is_err(), "a part that looks whole: {:?}", broken.map(|answer| answer.body.len()));
    spoil(all[440]);
    refresh().await;
    assert_eq!(browser.get("/customers/export?q=").await.status, 500, "nothing was sent yet");
}

#[tokio::test]
async fn the_list_offers_its_own_file() {
    let (door, mut browser) = open().await;
    door.fill(2, "Ines", "Okoro").await;
    let page = browser.open("/customers?q=ines&sort=last&column=email").await;
    assert!(page.contains("data-total>2 customers<"), "{page}");
    for carried in [("q", "ines"), ("sort", "last"), ("column", "email")] {
        let (name, value) = carried;
        let field = format!("<input type=\"hidden\" form=\"export\" name=\"{name}\" value=\"{value}\">");
        assert!(page.contains(&field), "{field}: {page}");
    }
    assert!(page.contains("formaction=\"/customers/export\" name=\"picked\" value=\"1\""), "{page}");
    let fault = browser.get("/customers?q=emial%3Ax").await;
    assert!(fault.page(422).contains("data-total><"), "no count of a query that is wrong: {}", fault.text());
}

#[tokio::test]
async fn a_property_that_is_gone_is_in_no_file() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    door.create(&json!({"firstName": "Ines", "properties": [{"slug": "color", "value": "green"}]})).await;
    assert_eq!(rows(&mut browser, "column=property.color").await[0]["property.color"], "green");
    door.delete("/v2/customer-properties/color").await.done();
    assert_eq!(rows(&mut browser, "column=property.color").await[0].get("property.color"), None);
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    assert_eq!(rows(&mut browser, "every=1").await[0]["property.color"], "", "the value does not come back");
}

#[tokio::test]
async fn those_with_a_value_stand_in_the_file_until_the_property_is_gone() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let mut paths = Vec::new();
    for plan in ["Plus", "Basic"] {
        paths.push(door.create(&json!({"properties": {"plan": plan}})).await);
    }
    let asked = "q=property.plan%3A%22plus%22&column=property.plan";
    assert_eq!(ids(&mut browser, asked).await, [id(&paths[0])]);
    door.delete("/v2/customer-properties/plan").await.done();
    let answer = browser.get(&format!("/customers/export?{asked}")).await;
    assert!(answer.page(422).contains("Customers have no property “plan”"), "{}", answer.text());
    assert_eq!(answer.header("content-disposition"), None);
}
