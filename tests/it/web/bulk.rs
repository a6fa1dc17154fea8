//! Changes of many customers: looked at first, done in pieces, told one by one.

use crate::api::sample::definitions;
use crate::door::{Browser, Door};
use serde_json::json;

pub(super) async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let browser = door.owner().await;
    (door, browser)
}

/// Goes on until everything is done; how many answers it took, and the last page.
pub(super) async fn run(browser: &mut Browser, path: &str, sure: &str) -> (usize, String) {
    let mut html = browser.open(path).await;
    for answers in 1..20 {
        html = go_on(browser, &html, sure).await;
        if html.contains("name=\"next\" value=\"\"") {
            return (answers, html);
        }
    }
    panic!("it does not end: {html}");
}

/// Presses the button of a run's page, and answers the page that follows.
pub(super) async fn go_on(browser: &mut Browser, html: &str, sure: &str) -> String {
    let (before, form) = html.split_once("data-bulk-run").unwrap();
    let action = before.rsplit("action=\"").next().unwrap().split('"').next().unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in form.split("</form>").next().unwrap().split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        fields.push((name.to_owned(), rest.split('"').next().unwrap().replace("&#34;", "\"")));
    }
    fields.retain(|(name, _)| name != "csrf" && name != "sure");
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.push(("sure", sure));
    browser.post(action, &all).await.page(200).to_owned()
}

#[tokio::test]
async fn all_that_fit_a_query_get_a_property_and_nobody_else() {
    let (door, mut browser) = open().await;
    let ids = door.fill(620, "Ines", "Okoro").await;
    let others = door.fill(3, "Thabo", "Mokoena").await;
    let path = "/customers/bulk?all=1&q=lastName%3AOkoro&act=property&slug=plan&value=plus";
    let html = browser.open(path).await;
    assert!(html.contains("Change 620 customers") && html.contains("— → Plus"), "a preview: {html}");
    let (answers, html) = run(&mut browser, path, "").await;
    assert_eq!(answers, 2);
    assert!(html.contains("All 620 done"), "{html}");
    let with_value = "select count(*) from customers where properties like '%plan%'";
    assert_eq!(door.number(with_value), 620);
    assert!(browser.open(path).await.contains("Plus, as it is"), "nothing would change");
    for (id, there) in [(ids[0], true), (ids[619], true), (others[0], false)] {
        let properties = door.read(&format!("/v2/customers/{id}")).await["_embedded"]["properties"].clone();
        assert_eq!(properties.as_array().is_some_and(|all| !all.is_empty()), there, "{id}: {properties}");
    }
}

#[tokio::test]
async fn those_who_were_picked_join_an_organization() {
    let (door, mut browser) = open().await;
    let ids = door.fill(3, "Ines", "Okoro").await;
    let path = format!("/customers/bulk?id={}&id={}&act=organization&value=Northwind", ids[0], ids[2]);
    let (_, html) = run(&mut browser, &path, "").await;
    assert!(html.contains("All 2 done"), "{html}");
    let organization = async |id: i64| door.read(&format!("/v2/customers/{id}")).await["organization"].clone();
    assert_eq!(organization(ids[0]).await, "Northwind");
    assert_eq!(organization(ids[1]).await, json!(null));
    assert_eq!(organization(ids[2]).await, "Northwind");
}

#[tokio::test]
async fn many_are_deleted_only_when_their_number_was_typed() {
    let (door, mut browser) = open().await;
    let ids = door.fill(2, "Ines", "Okoro").await;
    let path = "/customers/bulk?all=1&q=&act=delete";
    browser.open(path).await;
    let fields = [("all", "1"), ("q", ""), ("act", "delete"), ("sure", "3")];
    assert!(browser.post("/customers/bulk", &fields).await.page(422).contains("Nothing was deleted"));
    assert_eq!(door.get(&format!("/v2/customers/{}", ids[0])).await.status, 200);
    run(&mut browser, path, "2").await;
    assert_eq!(door.number("select count(*) from customers"), 0);
}

#[tokio::test]
async fn a_value_that_the_property_does_not_take_is_refused_before_anything_is_done() {
    let (door, mut browser) = open().await;
    let id = door.fill(1, "Ines", "Okoro").await[0];
    let answer = browser.get(&format!("/customers/bulk?id={id}&act=property&slug=seats&value=many")).await;
    assert!(answer.page(422).contains("whole number, such as 12"), "{}", answer.text());
    assert!(
        answer.text().contains("<input id=\"value\" name=\"value\" type=\"number\" value=\"many\""),
        "{}",
        answer.text()
    );
    assert_eq!(browser.get(&format!("/customers/bulk?id={id}&act=property&slug=none&value=1")).await.status, 404);
    assert_eq!(browser.get(&format!("/customers/bulk?id={id}&act=sing")).await.status, 404);
}

#[tokio::test]
async fn a_property_is_asked_for_as_it_wants_its_value() {
    let (door, mut browser) = open().await;
    let id = door.fill(1, "Ines", "Okoro").await[0];
    for (slug, input) in [
        ("seats", "<input id=\"value\" name=\"value\" type=\"number\""),
        ("site", "<input id=\"value\" name=\"value\" type=\"url\""),
        ("since", "<input id=\"value\" name=\"value\" type=\"date\""),
        ("plan", "<select id=\"value\" name=\"value\">"),
    ] {
        let html = browser.open(&format!("/customers/bulk?id={id}&act=property&fit=1&slug={slug}&value=x")).await;
        assert!(html.contains(input), "{slug}: {html}");
        assert!(html.contains(&format!("<option value=\"{slug}\" selected>")), "{slug}: {html}");
    }
}

#[tokio::test]
async fn whoever_was_deleted_meanwhile_is_told() {
    let (door, mut browser) = open().await;
    let ids = door.fill(2, "Ines", "Okoro").await;
    let path = format!("/customers/bulk?id={}&id={}&act=property&slug=seats&value=1", ids[0], ids[1]);
    browser.open(&path).await;
    door.delete(&format!("/v2/customers/{}", ids[1])).await;
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let fields = [("id", &*first), ("id", &*second), ("act", "property"), ("slug", "seats"), ("value", "1")];
    let answer = browser.post("/customers/bulk", &fields).await;
    let html = answer.page(200);
    assert!(html.contains("Was deleted meanwhile") && html.contains("1 of 2 done, 1 not"), "{html}");
}

#[tokio::test]
async fn whoever_is_not_there_is_not_counted() {
    let (door, mut browser) = open().await;
    let id = door.fill(1, "Ines", "Okoro").await[0];
    let other = door.another_company().await.create(&json!({"firstName": "Thabo"})).await;
    let other = other.rsplit('/').next().unwrap();
    let html = browser.open(&format!("/customers/bulk?id={id}&id={other}&id=999999")).await;
    assert!(html.contains("Change one customer") && !html.contains(" more</li>"), "{html}");
    assert!(!html.contains(&format!("name=\"id\" value=\"{other}\"")), "{html}");
    let html = browser.open(&format!("/customers/bulk?id={id}&id=999999&act=delete")).await;
    assert!(html.contains("Delete one customer"), "{html}");
    let html = browser.open(&format!("/customers/bulk?id={other}")).await;
    assert!(html.contains("Nobody was chosen"), "{html}");
}

#[tokio::test]
async fn a_module_is_answered_sooner_than_somebody_who_has_to_press_a_button() {
    let (door, mut browser) = open().await;
    door.fill(600, "Ines", "Okoro").await;
    browser.open("/customers/bulk?all=1&q=").await;
    let fields = [("all", "1"), ("q", ""), ("act", "property"), ("slug", "seats"), ("value", "4")];
    let mut module = browser.with("x-requested-with", "cardfile");
    let piece = module.post("/customers/bulk", &fields).await;
    assert!(piece.page(200).contains("data-done=\"250\""), "{}", piece.text());
    let page = browser.post("/customers/bulk", &fields).await;
    assert!(page.page(200).contains("name=\"done\" value=\"500\""), "{}", page.text());
}

#[tokio::test]
async fn all_with_a_value_are_changed_and_a_query_that_is_wrong_changes_nobody_and_says_why() {
    let (door, mut browser) = open().await;
    for plan in ["Plus", "Basic", "Plus"] {
        door.create(&json!({"properties": {"plan": plan}})).await;
    }
    let all = "/customers/bulk?all=1&q=property.plan%3APlus&act=property&slug=plan&value=basic";
    let (_, html) = run(&mut browser, all, "").await;
    assert!(html.contains("All 2 done"), "each leaves what the query finds once it is changed: {html}");
    assert_eq!(door.read("/v2/customers?query=property.plan:Basic").await["page"]["totalElements"], 3);

    // The property goes while somebody looks at what would be done.
    door.delete("/v2/customer-properties/plan").await.done();
    let told = "Customers have no property “plan”";
    for path in [all, "/customers/bulk?all=1&q=property.plan%3APlus"] {
        let answer = browser.get(path).await;
        let page = answer.page(422);
        assert!(page.contains("query-fault") && page.contains(told), "{path}: {page}");
    }
    let fields = [("all", "1"), ("q", "property.plan:Plus"), ("act", "organization"), ("value", "Contoso")];
    let answer = browser.post("/customers/bulk", &fields).await;
    assert!(answer.page(422).contains(told), "{}", answer.text());
    let mut module = browser.with("x-requested-with", "cardfile");
    let part = module.post("/customers/bulk", &fields).await;
    let refusal = "<p class=\"refusal\" data-problem>The query is not understood, so nobody is changed. Customers have no property";
    assert!(part.page(422).starts_with(refusal), "{}", part.text());
    assert_eq!(door.read("/v2/customers?query=organization:Contoso").await["page"]["totalElements"], 0);
}

#[tokio::test]
async fn a_query_of_too_many_organizations_changes_nobody_and_says_so() {
    let (door, mut browser) = open().await;
    for number in 0..=1_000 {
        door.post("/v2/organizations", &json!({"name": format!("North {number}")})).await.made();
    }
    for path in ["", "&act=organization&value=Contoso", "&act=delete"] {
        let answer = browser.get(&format!("/customers/bulk?all=1&q=organization%3ANorth*{path}")).await;
        assert!(answer.page(422).contains("more than 1000 organizations"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn it_is_told_how_many_have_another_value_before_it_is_overwritten() {
    let (door, mut browser) = open().await;
    for plan in ["Basic", "Basic", "Plus"] {
        door.create(&json!({"lastName": "Okoro", "organization": "Northwind", "properties": {"plan": plan}})).await;
    }
    door.fill(9, "Ines", "Okoro").await;
    door.create(&json!({"lastName": "Mokoena", "properties": {"plan": "Basic"}})).await;
    let other = door.another_company().await;
    other.create(&json!({"lastName": "Okoro", "organization": "Elsewhere"})).await;
    for (act, told) in [
        ("property&slug=plan&value=plus", "2 have another value now, 9 have none, one has it already."),
        ("property&slug=plan&value=", "3 have a value now, 9 have none."),
        ("property&slug=seats&value=4", "12 have none."),
        ("organization&value=Contoso", "3 belong to another now, 9 belong to none."),
        ("organization&value=Northwind", "9 belong to none, 3 belong to it already."),
        ("organization&value=", "3 belong to an organization now, 9 belong to none."),
    ] {
        let html = browser.open(&format!("/customers/bulk?all=1&q=lastName%3AOkoro&act={act}")).await;
        assert!(html.contains(&format!("<p data-before><b>{told}</b></p>")), "{act}: {html}");
        assert!(html.contains("Afterwards it can be put back from here."), "{html}");
    }
    let html = browser.open("/customers/bulk?all=1&q=&act=delete").await;
    assert!(!html.contains("data-before") && html.contains("This cannot be undone."), "{html}");
}

#[tokio::test]
async fn of_those_who_were_picked_all_are_counted() {
    let (door, mut browser) = open().await;
    let mut path = "/customers/bulk?act=property&slug=plan&value=plus".to_owned();
    let ids = door.fill(20, "Ines", "Okoro").await;
    for id in &ids {
        let basic = json!([{"op": "replace", "path": "/plan", "value": "Basic"}]);
        door.patch(&format!("/v2/customers/{id}/properties"), &basic).await.done();
        path += &format!("&id={id}");
    }
    let html = browser.open(&path).await;
    assert!(html.contains("<b>20 have another value now.</b>"), "{html}");
    assert_eq!(html.matches("Basic → Plus").count(), 8, "a few are shown");
    let first = ids[0].to_string();
    let fields = [("id", &*first), ("act", "property"), ("slug", "plan"), ("value", "plus")];
    let done = browser.post("/customers/bulk", &fields).await;
    assert!(!done.page(200).contains("data-before"), "it is done: {}", done.text());
}

#[tokio::test]
async fn of_more_than_a_thousand_the_first_are_counted_and_it_is_said() {
    let (door, mut browser) = open().await;
    let ids = door.fill(1_001, "Ines", "Okoro").await;
    let path = "/customers/bulk?all=1&q=okoro&act=property&slug=plan&value=plus";
    // Between thousands stands a blank at which no line is broken.
    let html = browser.open(path).await.replace(['\u{a0}', '\u{202f}'], "");
    assert!(html.contains("<b>Of the first 1000, 1000 have none: at least so many of all 1001.</b>"), "{html}");
    door.delete(&format!("/v2/customers/{}", ids[0])).await.done();
    door.advance(61);
    let html = browser.open(path).await.replace(['\u{a0}', '\u{202f}'], "");
    assert!(html.contains("<b>1000 have none.</b>"), "{html}");
}
