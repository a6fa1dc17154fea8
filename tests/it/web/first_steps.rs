//! The first steps, and the settings of the company and the API.

use super::{invite, join};
use crate::door::{Browser, Door};

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

#[tokio::test]
async fn one_button_adds_500_people_who_do_not_exist_and_never_twice() {
    let (door, mut browser) = open().await;
    browser.open("/first-steps").await;
    assert_eq!(browser.post("/first-steps/sample", &[]).await.goes_to(), "/customers?done=sample-made");
    let page = browser.open("/customers?done=sample-made").await;
    assert!(page.contains("1 to 50 of 500") && page.contains("500 made-up people are here now."), "{page}");
    assert_eq!(browser.post("/first-steps/sample", &[]).await.goes_to(), "/customers?done=sample-there");
    assert_eq!(door.number("select customers from companies where company_id = 1"), 500);
    let real = "select count(*) from identity_keys where kind = 'email' and key not like '%@example.com' and key not like '%.invalid'";
    assert_eq!(door.number(real), 0, "no address leads anywhere");
}

#[tokio::test]
async fn a_curl_line_and_the_documentation_stand_where_the_api_is_told_of() {
    let (door, mut browser) = open().await;
    for path in ["/first-steps", "/settings/api"] {
        let page = browser.open(path).await;
        assert!(page.contains(&format!("http://{}/v2/customers", door.host())), "{path}: {page}");
        assert!(page.contains("href=\"/docs/\"") && page.contains("href=\"/settings/apps\""), "{path}");
    }
    let page = browser.open("/settings").await;
    for path in ["/settings/company", "/settings/api", "/first-steps", "/settings/account"] {
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}: {page}");
    }
}

#[tokio::test]
async fn the_curl_lines_make_a_customer() {
    let (door, mut browser) = open().await;
    let page = browser.open("/settings/api").await;
    let lines = page.split_once("id=\"curl\" tabindex=\"0\">").unwrap().1.split_once("</pre>").unwrap().0;
    let lines = lines
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&lt;", "<")
        .replace("&#60;", "<");
    let lines = lines.replacen('…', &door.client_id, 1).replacen('…', &door.client_secret, 1);
    let run = tokio::process::Command::new("sh").args(["-c", &lines]).output().await.unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    assert!(out.contains("201 Created"), "{lines}\n{out}");
}

#[tokio::test]
async fn an_owner_names_the_company_and_its_time_zone_which_new_people_begin_with() {
    let (door, mut browser) = open().await;
    browser.open("/settings/company").await;
    for (name, zone, told) in
        [("", "UTC", "up to 100 characters"), (" ", "UTC", "empty"), ("X", "Mars/Olympus", "Expected one of these")]
    {
        let answer = browser.post("/settings/company", &[("name", name), ("timezone", zone)]).await;
        assert!(answer.page(422).contains(told), "{told}: {}", answer.text());
    }
    let fields = [("name", " Südwind GmbH "), ("timezone", "Africa/Lagos")];
    assert_eq!(browser.post("/settings/company", &fields).await.goes_to(), "/settings/company?done=saved");
    let page = browser.open("/settings/company").await;
    assert!(page.contains("value=\"Südwind GmbH\"") && page.contains("value=\"Africa/Lagos\" selected"), "{page}");
    invite(&mut browser, "ben@northwind.example", "user").await;
    assert_eq!(door.text("select timezone from users where email_key = 'ben@northwind.example'"), "Africa/Lagos");
    let told = "select count(*) from events where subject = 'company' and verb = 'updated'";
    assert_eq!(door.number(told), 1);
}

#[tokio::test]
async fn an_admin_sees_the_company_and_a_user_adds_no_sample() {
    let (door, mut browser) = open().await;
    let mut ada = join(&door, &mut browser, "ada@northwind.example", "admin").await;
    let page = ada.open("/settings/company").await;
    assert!(
        page.contains("A company") && page.contains("Owners can change this.") && !page.contains("<select"),
        "{page}"
    );
    ada.post("/settings/company", &[("name", "Mine"), ("timezone", "UTC")]).await.page(403);
    let mut ben = join(&door, &mut browser, "ben@northwind.example", "user").await;
    assert!(!ben.open("/first-steps").await.contains("/first-steps/sample"));
    ben.post("/first-steps/sample", &[]).await.page(403);
    assert_eq!(door.number("select customers from companies where company_id = 1"), 0);
}
