//! Organizations: the list, a page with its members, and every field edited where it stands.

use super::next_page;
use crate::door::{Browser, Door};
use serde_json::{Value, json};

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// Makes an organization and answers the path of its page.
async fn make(door: &Door, body: &Value) -> String {
    let path = door.post("/v2/organizations", body).await.made();
    path.strip_prefix("/v2").unwrap().to_owned()
}

/// The names of a list, in its order.
fn names(page: &str) -> Vec<&str> {
    let rows = page.split("<tr><td class=\"name\">").skip(1);
    rows.map(|row| row.split_once("<b dir=\"auto\">").unwrap().1.split_once("</b>").unwrap().0).collect()
}

/// The names of a list with the paths of their pages.
fn names_and_paths(page: &str) -> Vec<(&str, &str)> {
    let paths = page.split("<tr><td class=\"name\"><a class=\"who\" href=\"").skip(1);
    names(page).into_iter().zip(paths.map(|rest| rest.split('"').next().unwrap())).collect()
}

#[tokio::test]
async fn names_that_begin_so_come_before_those_with_a_word_that_does() {
    let (door, mut browser) = open().await;
    for name in
        ["Granary Lane Architects", "Lane & Sons", "Lane", "Quarry-Lane Clinic", "Planet (lane)", "Milan", "Airplane"]
    {
        make(&door, &json!({"name": name})).await;
    }
    let found = ["Lane", "Lane &#38; Sons", "Granary Lane Architects", "Planet (lane)", "Quarry-Lane Clinic"];
    assert_eq!(names(&browser.open("/organizations?q=LANE").await), found);
    let offered = browser.open("/customers/organizations?name=lane").await;
    assert_eq!(offered.matches("<li").count(), 5, "{offered}");
    assert!(offered.find("Granary").unwrap() > offered.find("Sons").unwrap(), "{offered}");
    for number in 0..60 {
        make(&door, &json!({"name": format!("Lane {number:02}")})).await;
        make(&door, &json!({"name": format!("Old Lane {number:02}")})).await;
    }
    let (mut page, mut seen) = (browser.open("/organizations?q=lane").await, Vec::new());
    loop {
        seen.extend(names(&page).into_iter().map(ToOwned::to_owned));
        let Some(next) = next_page(&page) else { break };
        page = browser.open(&next).await;
    }
    let begun = seen.iter().take_while(|name| name.starts_with("Lane")).count();
    assert_eq!((seen.len(), begun), (125, 62), "{seen:?}");
    assert!(seen[62..].is_sorted_by_key(|name| name.to_lowercase()), "{seen:?}");
}

#[tokio::test]
async fn an_empty_list_says_how_to_begin() {
    let (_door, mut browser) = open().await;
    let page = browser.open("/organizations").await;
    assert!(page.contains("No organizations yet") && page.contains("href=\"/organizations/new\""), "{page}");
    let page = browser.open("/organizations?q=nobody").await;
    assert!(page.contains("href=\"/organizations/new?name=nobody\""), "what was looked for can be made: {page}");
}

#[tokio::test]
async fn organizations_are_found_by_the_beginning_of_a_word_of_the_name_or_a_whole_domain() {
    let (door, mut browser) = open().await;
    for body in [
        json!({"name": "Northwind", "domains": ["northwind.example"]}),
        json!({"name": "NORTHERN Lights"}),
        json!({"name": "Éclair"}),
        json!({"name": "100% \"quoted\""}),
    ] {
        make(&door, &body).await;
    }
    for (query, found) in [
        ("north", vec!["NORTHERN Lights", "Northwind"]),
        ("NORTHW", vec!["Northwind"]),
        ("wind", vec![]),
        ("LIGH", vec!["NORTHERN Lights"]),
        ("quot", vec![]),
        ("e%CC%81CLAIR", vec!["Éclair"]),
        ("Northwind.EXAMPLE", vec!["Northwind"]),
        ("100%25", vec!["100% &#34;quoted&#34;"]),
        ("%00", vec!["100% &#34;quoted&#34;", "Éclair", "NORTHERN Lights", "Northwind"]),
    ] {
        let page = browser.open(&format!("/organizations?q={query}")).await;
        assert_eq!(names(&page), found, "{query}");
    }
}

#[tokio::test]
async fn the_list_is_sorted_and_walked_by_its_links() {
    let (door, mut browser) = open().await;
    for number in 0..60 {
        make(&door, &json!({"name": format!("Company {number:02}")})).await;
    }
    door.create(&json!({"organization": "Company 33"})).await;
    let first = browser.open("/organizations").await;
    assert!(first.contains("1 to 50 of 60"), "{first}");
    assert_eq!(names(&first)[..2], ["Company 00", "Company 01"]);
    let next = next_page(&first).unwrap();
    assert!(next.starts_with("/organizations?cursor=") && next.ends_with("&before=50"), "{next}");
    let id = names_and_paths(&first)[7].1.to_owned();
    browser.post(&format!("{id}/delete"), &[("sure", "1")]).await.goes_to();
    let second = browser.open(&next).await;
    assert!(second.contains("51 to 60 of 59") && second.contains("href=\"/organizations\" data-list>"), "{second}");
    assert_eq!(names(&second)[0], "Company 50", "whatever goes meanwhile shifts nothing");
    assert_eq!(next_page(&second), None);
    for sort in ["name-desc", "members", "members-few", "changed", "unchanged"] {
        let (mut path, mut seen) = (Some(format!("/organizations?sort={sort}")), Vec::new());
        while let Some(here) = path {
            let page = browser.open(&here).await;
            seen.extend(names(&page).into_iter().map(ToOwned::to_owned));
            assert!(seen.len() <= 59, "{sort} goes round and round");
            path = next_page(&page);
        }
        assert_eq!(seen.len(), 59, "{sort}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 59, "{sort}");
    }
    let past = browser.open("/organizations?cursor=9007199254740993.t.z&before=60").await;
    assert!(past.contains("The list ends here"), "{past}");
    assert_eq!(names(&browser.open("/organizations?sort=members").await)[0], "Company 33");
    assert_eq!(names(&browser.open("/organizations?sort=name-desc").await)[0], "Company 59");
    let searched = browser.open("/organizations?q=company").await;
    assert_eq!(names(&browser.open(&next_page(&searched).unwrap()).await).len(), 9);
}

#[tokio::test]
async fn a_module_gets_what_was_found_and_nothing_around_it() {
    let (door, mut browser) = open().await;
    make(&door, &json!({"name": "Northwind"})).await;
    let mut module = browser.with("x-requested-with", "cardfile");
    let part = module.open("/organizations?q=north").await;
    assert!(part.trim_start().starts_with("<div class=\"results\"") && !part.contains("<html"), "{part}");
    let part = module.open("/organizations/suggest?q=north").await;
    assert!(part.contains("data-value=\"Northwind\"") && part.contains("data-href=\"/organizations/"), "{part}");
    assert_eq!(browser.open("/organizations/suggest?q=").await.trim(), "");
}

#[tokio::test]
async fn a_page_shows_members_a_page_at_a_time_and_leads_to_them() {
    let (door, mut browser) = open().await;
    let page = make(&door, &json!({"name": "A \"B\" \\ C"})).await;
    let html = browser.open(&page).await;
    assert!(html.contains("Nobody belongs here yet"), "{html}");
    for number in 0..30 {
        door.create(&json!({"firstName": format!("Member {number}"), "organization": "A \"B\" \\ C"})).await;
    }
    let html = browser.open(&page).await;
    assert!(html.contains("30 members") && html.contains("1 to 25 of 30") && html.contains("Member 29"), "{html}");
    let rest = browser.open(&next_page(&html).unwrap()).await;
    assert!(rest.contains("26 to 30 of 30") && rest.contains("Member 4<") && !rest.contains("Member 29"), "{rest}");
    let list = html.split("href=\"/customers?q=").nth(1).unwrap().split('"').next().unwrap();
    assert!(browser.open(&format!("/customers?q={list}")).await.contains("1 to 30 of 30"), "{list}");
}

#[tokio::test]
async fn each_field_is_edited_by_itself_and_the_others_stay() {
    let (door, mut browser) = open().await;
    let property = json!({"type": "dropdown", "slug": "tier", "name": "Tier", "options": [{"label": "Gold"}]});
    door.post("/v2/organizations/properties", &property).await.made();
    let page = make(&door, &json!({"name": "Northwind", "note": "A note", "phones": ["1"]})).await;
    let form = browser.open(&format!("{page}?edit=domains")).await;
    assert!(form.contains("<textarea") && form.contains("One a line"), "{form}");
    for (key, was, value) in [
        ("name", "Northwind", "Northwind Traders"),
        ("website", "", "northwind.example"),
        ("domains", "", "northwind.example\r\n\r\nNW.example"),
        ("phones", "1", "1\r\n2"),
        ("brandColor", "", "#1292EE"),
        ("property.tier", "", "Gold"),
    ] {
        let answer = browser.post(&format!("{page}/fields/{key}"), &[("was", was), ("value", value)]).await;
        assert_eq!(answer.goes_to(), format!("{page}?done=saved#row-{key}"));
    }
    let stored = door.read(&format!("/v2{page}?includeProperties=true")).await;
    assert_eq!((&stored["name"], &stored["note"]), (&json!("Northwind Traders"), &json!("A note")));
    assert_eq!(stored["domains"], json!(["northwind.example", "nw.example"]));
    assert_eq!((&stored["phones"], &stored["brandColor"]), (&json!(["1", "2"]), &json!("#1292EE")));
    assert_eq!(stored["_embedded"]["properties"][0]["text"], "Gold");
    let html = browser.open(&page).await;
    assert!(html.contains("href=\"https://northwind.example\"") && html.contains("fill=\"#1292EE\""), "{html}");
}

#[tokio::test]
async fn a_refusal_stands_beside_its_field_with_what_was_typed() {
    let (door, mut browser) = open().await;
    let other = make(&door, &json!({"name": "Contoso"})).await;
    let page = make(&door, &json!({"name": "Northwind"})).await;
    browser.open(&page).await;
    let answer = browser.post(&format!("{page}/fields/name"), &[("was", "Northwind"), ("value", "CONTOSO")]).await;
    let html = answer.page(422);
    assert!(html.contains("value=\"CONTOSO\"") && html.contains("Another organization has this name"), "{html}");
    assert!(html.contains(&format!("<a href=\"{other}\"><bdi>Contoso</bdi></a>")), "it says whose: {html}");
    for (key, value, told) in [
        ("name", "", "May not be empty"),
        ("domains", "no domain", "must be a domain name"),
        ("brandColor", "red", "#RRGGBB"),
        ("logoUrl", "javascript:alert(1)", "must be an absolute http or https URL"),
    ] {
        let was = if key == "name" { "Northwind" } else { "" };
        let answer = browser.post(&format!("{page}/fields/{key}"), &[("was", was), ("value", value)]).await;
        assert!(answer.page(422).to_lowercase().contains(&told.to_lowercase()), "{told}: {}", answer.text());
    }
    assert_eq!(browser.post(&format!("{page}/fields/id"), &[("value", "1")]).await.status, 404);
}

#[tokio::test]
async fn two_who_edit_one_field_see_both_values_and_choose() {
    let (door, mut browser) = open().await;
    let page = make(&door, &json!({"name": "Northwind", "note": "first"})).await;
    browser.open(&page).await;
    door.put(&format!("/v2{page}"), &json!({"name": "Northwind", "note": "theirs"})).await.done();
    let path = format!("{page}/fields/note");
    let answer = browser.post(&path, &[("was", "first"), ("value", "mine")]).await;
    let html = answer.page(409);
    assert!(
        html.contains("theirs") && html.contains("mine") && html.contains("name=\"was\" value=\"theirs\""),
        "{html}"
    );
    browser.post(&format!("{page}/fields/location"), &[("was", ""), ("value", "Lagos")]).await.goes_to();
    browser.post(&path, &[("was", "theirs"), ("value", "mine")]).await.goes_to();
    let stored = door.read(&format!("/v2{page}")).await;
    assert_eq!((&stored["note"], &stored["location"]), (&json!("mine"), &json!("Lagos")));
}

#[tokio::test]
async fn a_save_of_a_module_answers_the_row_and_how_it_is_undone() {
    let (door, mut browser) = open().await;
    let page = make(&door, &json!({"name": "Northwind"})).await;
    browser.open(&page).await;
    let mut module = browser.with("x-requested-with", "cardfile");
    let answer = module.post(&format!("{page}/fields/location"), &[("was", ""), ("value", "Lagos")]).await;
    let part = answer.page(200);
    assert!(part.contains("data-row=\"location\"") && part.contains(">Lagos<") && !part.contains("<html"), "{part}");
    assert!(part.contains("data-said=\"Location saved\"") && part.contains("name=\"was\" value=\"Lagos\""), "{part}");
    let part = module.open(&format!("{page}?edit=location")).await;
    assert!(part.contains("value=\"Lagos\"") && part.trim_start().starts_with("<li"), "{part}");
}

#[tokio::test]
async fn a_new_one_is_made_in_one_form_and_every_problem_is_told_at_once() {
    let (door, mut browser) = open().await;
    assert!(browser.open("/organizations/new?name=North%20%26").await.contains("value=\"North &#38;\""));
    let wrong = [("name", ""), ("website", "a b"), ("domains", "x"), ("brandColor", "blue")];
    let answer = browser.post("/organizations", &wrong).await;
    let html = answer.page(422);
    assert_eq!(html.matches("class=\"refusal\"").count(), 4, "{html}");
    assert!(html.contains("value=\"blue\""), "what was typed stays: {html}");
    let right =
        [("name", "Northwind"), ("domains", "a.example\r\nb.example"), ("phones", "1\r\n2"), ("note", "x\r\ny")];
    let path = browser.post("/organizations", &right).await.goes_to().to_owned();
    let page = path.strip_suffix("?done=organization-made").unwrap();
    let stored = door.read(&format!("/v2{page}")).await;
    assert_eq!((&stored["domains"], &stored["note"]), (&json!(["a.example", "b.example"]), &json!("x\ny")));
}

#[tokio::test]
async fn a_deleted_organization_leaves_its_members() {
    let (door, mut browser) = open().await;
    let page = make(&door, &json!({"name": "Northwind"})).await;
    let member = door.create(&json!({"firstName": "Ines", "organization": "Northwind"})).await;
    let html = browser.open(&format!("{page}/delete")).await;
    assert!(html.contains("1 member stay, without an organization") || html.contains("1 member"), "{html}");
    assert!(browser.post(&format!("{page}/delete"), &[]).await.page(422).contains("Nothing was deleted"));
    assert_eq!(
        browser.post(&format!("{page}/delete"), &[("sure", "1")]).await.goes_to(),
        "/organizations?done=organization-deleted"
    );
    assert_eq!(browser.get(&page).await.status, 404);
    assert_eq!(door.read(&member).await["organization"], Value::Null);
}

#[tokio::test]
async fn another_company_is_never_seen() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    let path = other.post("/v2/organizations", &json!({"name": "Secret", "domains": ["s.example"]})).await.made();
    let page = path.strip_prefix("/v2").unwrap();
    for q in ["", "?q=secret", "?q=s.example"] {
        assert!(!browser.open(&format!("/organizations{q}")).await.contains("Secret"), "{q}");
    }
    for path in ["", "/delete"] {
        assert_eq!(browser.get(&format!("{page}{path}")).await.status, 404, "{path}");
    }
    browser.open("/organizations").await;
    for path in ["/fields/name", "/delete"] {
        let fields = [("was", "Secret"), ("value", "x"), ("sure", "1")];
        assert_eq!(browser.post(&format!("{page}{path}"), &fields).await.status, 404, "{path}");
    }
    assert_eq!(other.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_stored_script_is_shown_as_text() {
    let (door, mut browser) = open().await;
    let script = "\"'><script>alert(1)</script>";
    door.post("/v2/organizations/properties", &json!({"type": "text", "slug": "words", "name": script})).await.made();
    let body = json!({"name": script, "note": script, "description": script, "location": script, "phones": [script]});
    let page = make(&door, &body).await;
    door.put(&format!("/v2{page}/properties/words"), &json!({"value": script})).await.done();
    door.create(&json!({"firstName": script, "organization": script})).await;
    let keys =
        ["name", "note", "description", "location", "phones", "property.words"].map(|key| format!("{page}?edit={key}"));
    let others = [
        page.clone(),
        format!("{page}/delete"),
        "/organizations".into(),
        "/organizations?q=%22%3E%3Cscript%3E".into(),
        "/organizations/new?name=%3Cscript%3E".into(),
        "/organizations/suggest?q=%22".into(),
        "/properties/organizations".into(),
        "/properties/organizations/words".into(),
        "/properties/organizations/words/delete".into(),
        "/overview".into(),
        "/overview/latest".into(),
    ];
    for path in keys.into_iter().chain(others) {
        let html = browser.open(&path).await.replace("<script type=\"module\" src=\"/assets/", "");
        assert!(!html.contains("<script"), "{path}: {html}");
    }
}

#[tokio::test]
async fn two_who_change_one_field_of_an_organization_read_who_the_other_is() {
    let (door, mut browser) = open().await;
    let mut ben = super::join(&door, &mut browser, "ben@northwind.example", "user").await;
    let path = make(&door, &json!({"name": "Northwind", "location": "Lagos"})).await;
    ben.open(&path).await;
    ben.post(&format!("{path}/fields/location"), &[("was", "Lagos"), ("value", "Abuja")]).await.goes_to();
    let mut part = browser.with("x-requested-with", "cardfile");
    let fields = [("was", "Lagos"), ("value", "Kano")];
    let answer = part.post(&format!("{path}/fields/location"), &fields).await;
    let html = answer.page(409);
    assert!(html.contains("<bdi>Some Body</bdi> changed this") && html.contains(">just now</time>"), "{html}");
    assert!(html.contains("<dd dir=\"auto\">Abuja</dd>") && html.contains("<dd dir=\"auto\">Kano</dd>"), "{html}");

    let undo = [("was", "Abuja"), ("value", "Lagos"), ("undo", "1")];
    let answer = part.post(&format!("{path}/fields/location"), &undo).await;
    assert!(answer.page(200).contains("data-said=\"Undone\""), "{}", answer.text());
    door.delete(&format!("/v2{path}")).await.done();
    let answer = part.post(&format!("{path}/fields/location"), &fields).await;
    assert!(answer.page(404).contains("This organization was deleted while you were typing"), "{}", answer.text());
}

#[tokio::test]
async fn a_member_is_added_from_the_page_of_the_organization() {
    let (door, mut browser) = open().await;
    let page = make(&door, &json!({"name": "Alder & Finch"})).await;
    let html = browser.open(&page).await;
    assert!(html.contains("href=\"/customers/new?organization=Alder+%26+Finch\" data-key=\"n\""), "{html}");
    let form = browser.open("/customers/new?organization=Alder+%26+Finch").await;
    assert!(form.contains("name=\"organization\" type=\"text\" value=\"Alder &#38; Finch\""), "{form}");
}

#[tokio::test]
async fn a_field_that_makes_an_organization_says_that_it_would_be_a_new_one() {
    let (door, mut browser) = open().await;
    make(&door, &json!({"name": "Lane & Sons"})).await;
    for (asked, offered, is_new) in [
        ("make=1&name=Lane", 2, true),
        ("make=1&name=Brand+new", 1, true),
        ("make=1&name=+LANE+%26+sons", 1, false),
        ("make=1&name=+", 1, false),
        ("name=Lane", 1, false),
    ] {
        let part = browser.open(&format!("/customers/organizations?{asked}")).await;
        assert_eq!(
            (part.matches("<li").count(), part.contains("New organization")),
            (offered, is_new),
            "{asked}: {part}"
        );
    }
    for page in ["/customers/new", "/customers/bulk?all=1"] {
        door.create(&json!({"firstName": "Ines"})).await;
        assert!(browser.open(page).await.contains("/customers/organizations?make=1"), "{page}");
    }
}
