//! Property definitions: made, renamed, put in order and deleted by owners and admins, seen by all.

use super::join;
use crate::api::sample::{BASIC, PLUS, definitions};
use crate::door::{Browser, Door};
use serde_json::{Value, json};

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// What the API tells of the definition of a slug.
async fn stored(door: &Door, slug: &str) -> Value {
    door.read(&format!("/v2/customer-properties/{slug}")).await
}

/// The hidden version of a form.
fn version(page: &str) -> String {
    page.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}

/// The slugs of a list, in its order.
fn slugs(page: &str) -> Vec<&str> {
    page.split("<tr id=\"").skip(1).map(|row| row.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn a_choice_is_made_with_its_options_and_a_slug_of_its_name() {
    let (door, mut browser) = open().await;
    assert!(browser.open("/properties").await.contains("No properties yet"));
    browser.open("/properties/new").await;
    let fields = [
        ("name", "Service plan"),
        ("type", "dropdown"),
        ("slug", ""),
        ("options[0].id", ""),
        ("options[0].label", "Basic"),
        ("options[1].label", ""),
        ("options[2].label", " Plus "),
    ];
    assert_eq!(
        browser.post("/properties/customers", &fields).await.goes_to(),
        "/properties/customers?done=property-made#service-plan"
    );
    let plan = stored(&door, "service-plan").await;
    assert_eq!((&plan["name"], &plan["type"]), (&json!("Service plan"), &json!("dropdown")));
    let labels: Vec<_> =
        plan["options"].as_array().unwrap().iter().map(|option| option["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Basic", "Plus"]);
    assert!(browser.open("/properties").await.contains("Basic, Plus"));
}

#[tokio::test]
async fn organizations_have_properties_of_their_own() {
    let (door, mut browser) = open().await;
    browser.open("/properties/new?of=organizations").await;
    let fields = [("name", "Tier"), ("type", "number"), ("slug", "organizations")];
    browser.post("/properties/organizations", &fields).await.goes_to();
    assert_eq!(slugs(&browser.open("/properties/organizations").await), ["organizations"]);
    assert!(slugs(&browser.open("/properties").await).is_empty());
    assert!(browser.open("/properties/organizations/organizations").await.contains("Tier"));
    assert_eq!(door.read("/v2/organizations/properties/organizations").await["name"], "Tier");
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays() {
    let (door, mut browser) = open().await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    browser.open("/properties/new").await;
    for (fields, told) in [
        (vec![("name", ""), ("type", "text"), ("slug", "x")], "May not be empty"),
        (vec![("name", "Color"), ("type", "text"), ("slug", "")], "Another property has this slug"),
        (vec![("name", "Email"), ("type", "text"), ("slug", "")], "are reserved"),
        (vec![("name", "プラン"), ("type", "text"), ("slug", "")], "May not be empty"),
        (vec![("name", "X"), ("type", "colour"), ("slug", "x")], "Expected one of these"),
        (
            vec![("name", "X"), ("type", "dropdown"), ("options[0].label", "A"), ("options[1].label", "a")],
            "Another option has this label",
        ),
    ] {
        let answer = browser.post("/properties/customers", &fields).await;
        let html = answer.page(422);
        assert!(html.contains(told), "{told}: {html}");
        assert!(html.contains(&format!("value=\"{}\"", fields[0].1)), "{html}");
    }
    assert_eq!(browser.post("/properties/dogs", &[("name", "x")]).await.status, 404);
    assert_eq!(browser.get("/properties/customers/nothing").await.status, 404);
}

#[tokio::test]
async fn people_put_them_in_an_order_of_their_own_and_the_api_keeps_its_own() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let made = ["seats", "color", "site", "since", "plan"];
    assert_eq!(slugs(&browser.open("/properties").await), made);
    browser.post("/properties/customers/plan/move", &[("to", "up")]).await.goes_to();
    browser.post("/properties/customers/seats/move", &[("to", "down")]).await.goes_to();
    browser.post("/properties/customers/color/move", &[("to", "up")]).await.goes_to();
    browser.post("/properties/customers/since/move", &[("to", "down")]).await.goes_to();
    assert_eq!(slugs(&browser.open("/properties").await), ["color", "seats", "site", "plan", "since"]);
    let path = door.create(&json!({"properties": {"color": "red", "seats": 1, "plan": "Plus"}})).await;
    let html = browser.open(path.strip_prefix("/v2").unwrap()).await;
    let places = ["property.color", "property.seats", "property.plan"]
        .map(|key| html.find(&format!("data-row=\"{key}\"")).unwrap());
    assert!(places.is_sorted(), "the customer's page has the same order: {places:?}");
    let of = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of(&door.read("/v2/customer-properties").await["_embedded"]["customer-properties"]), made);
    assert_eq!(of(&door.read(&path).await["_embedded"]["properties"]), ["seats", "color", "plan"]);
}

#[tokio::test]
async fn options_are_moved_sorted_and_taken_away_before_anything_is_saved() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let version = version(&browser.open("/properties/customers/plan").await);
    let form = [
        ("name", "Plan"),
        ("version", &version),
        ("options[0].id", BASIC),
        ("options[0].label", "Basic"),
        ("options[1].id", PLUS),
        ("options[1].label", "Plus"),
        ("options[2].id", ""),
        ("options[2].label", "Air"),
    ];
    for (act, order) in
        [("sort", ["Air", "Basic", "Plus"]), ("up:2", ["Basic", "Air", "Plus"]), ("down:0", ["Plus", "Basic", "Air"])]
    {
        let answer = browser.post("/properties/customers/plan", &[&form[..], &[("act", act)]].concat()).await;
        let html = answer.page(200);
        let places = order.map(|label| html.find(&format!("value=\"{label}\"")).unwrap());
        assert!(places.is_sorted(), "{act}: {html}");
    }
    assert_eq!(stored(&door, "plan").await["options"].as_array().unwrap().len(), 2, "nothing was saved");
    let renamed =
        [&form[..4], &[("options[1].id", PLUS), ("options[1].label", "Premium"), ("options[2].label", "Air")]].concat();
    browser.post("/properties/customers/plan", &renamed).await.goes_to();
    let options = stored(&door, "plan").await["options"].clone();
    assert_eq!(
        (&options[1]["id"], &options[1]["label"], &options[2]["label"]),
        (&json!(PLUS), &json!("Premium"), &json!("Air"))
    );
}

#[tokio::test]
async fn an_option_that_somebody_holds_goes_only_when_it_is_meant() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&json!({"properties": {"plan": "Plus"}})).await;
    let html = browser.open("/properties/customers/plan").await;
    assert!(html.contains("held by 1"), "{html}");
    let version = version(&html);
    let without =
        [("name", "Plan"), ("version", version.as_str()), ("options[0].id", BASIC), ("options[0].label", "Basic")];
    let answer = browser.post("/properties/customers/plan", &without).await;
    assert!(answer.page(422).contains("One record has an option that you took away"), "{}", answer.text());
    assert_eq!(stored(&door, "plan").await["options"].as_array().unwrap().len(), 2);
    browser.post("/properties/customers/plan", &[&without[..], &[("sure", "1")]].concat()).await.goes_to();
    assert_eq!(door.read(&path).await["_embedded"]["properties"], json!([]));
    // One that nobody holds goes without a word.
    let version = self::version(&browser.open("/properties/customers/plan").await);
    browser.post("/properties/customers/plan", &[("name", "Plan"), ("version", &version)]).await.goes_to();
    assert_eq!(stored(&door, "plan").await["options"].as_array().map_or(0, Vec::len), 0);
}

#[tokio::test]
async fn a_definition_that_somebody_else_changed_is_never_overwritten_silently() {
    let (door, mut browser) = open().await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let version = version(&browser.open("/properties/customers/color").await);
    door.put("/v2/customer-properties/color", &json!({"name": "Colour"})).await.done();
    let answer = browser.post("/properties/customers/color", &[("name", "Farbe"), ("version", &version)]).await;
    let html = answer.page(409);
    assert!(
        html.contains("Somebody changed this property") && html.contains("Colour") && html.contains("value=\"Farbe\""),
        "{html}"
    );
    let version = self::version(html);
    browser.post("/properties/customers/color", &[("name", "Farbe"), ("version", &version)]).await.goes_to();
    assert_eq!(stored(&door, "color").await["name"], "Farbe");
}

#[tokio::test]
async fn deleting_says_how_many_hold_a_value_and_asks() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    for plan in ["Plus", "Basic", "Plus"] {
        door.create(&json!({"properties": {"plan": plan}})).await;
    }
    let holders = "<a href=\"/customers?q=property.plan%3A*\" aria-label=\"Held by 3: Plan\">3</a>";
    assert!(browser.open("/properties").await.contains(holders));
    let html = browser.open("/properties/customers/plan/delete").await;
    assert!(html.contains("3 customers hold a value of it."), "{html}");
    assert!(!html.contains("saved view"), "{html}");
    for (number, told) in [(1, "One saved view asks for it;"), (2, "2 saved views ask for it;")] {
        for (name, q) in [("Of it", "Property.Plan:Plus"), ("Others", "plan")] {
            browser.post("/views", &[("name", &*format!("{name} {number}")), ("q", q)]).await.goes_to();
        }
        assert!(browser.open("/properties/customers/plan/delete").await.contains(told), "{told}");
    }
    assert!(browser.open("/properties/customers/color/delete").await.contains("Nobody holds a value of it."));
    assert!(browser.post("/properties/customers/plan/delete", &[]).await.page(422).contains("Nothing was changed"));
    let answer = browser.post("/properties/customers/plan/delete", &[("sure", "1")]).await;
    assert_eq!(answer.goes_to(), "/properties/customers?done=property-deleted");
    assert_eq!(door.get("/v2/customer-properties/plan").await.status, 404);
}

#[tokio::test]
async fn a_user_sees_them_and_changes_none() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let mut ben = join(&door, &mut browser, "ben@northwind.example", "user").await;
    let list = ben.open("/properties").await;
    assert!(list.contains("Customer since") && !list.contains("/properties/new?") && !list.contains("/move"), "{list}");
    let page = ben.open("/properties/customers/plan").await;
    assert!(
        page.contains("Plus") && !page.contains("name=\"version\"") && page.contains("Owners and admins"),
        "{page}"
    );
    for path in ["/properties/new", "/properties/customers/plan/delete"] {
        assert!(ben.get(path).await.page(403).contains("You may not do that"), "{path}");
    }
    for path in ["", "/plan", "/plan/move", "/plan/delete"] {
        let fields = [("name", "X"), ("type", "text"), ("to", "up"), ("sure", "1")];
        ben.post(&format!("/properties/customers{path}"), &fields).await.page(403);
    }
    assert_eq!(stored(&door, "plan").await["name"], "Plan");
    let mut ada = join(&door, &mut browser, "ada@northwind.example", "admin").await;
    ada.post("/properties/customers/plan/move", &[("to", "up")]).await.goes_to();
}

#[tokio::test]
async fn another_company_is_never_seen() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    other.define(&json!({"type": "text", "slug": "secret", "name": "Secret"})).await;
    assert!(!browser.open("/properties").await.contains("Secret"));
    browser.open("/properties").await;
    for path in ["", "/move", "/delete"] {
        let fields = [("name", "X"), ("to", "up"), ("sure", "1")];
        assert_eq!(browser.post(&format!("/properties/customers/secret{path}"), &fields).await.status, 404, "{path}");
    }
    assert_eq!(other.read("/v2/customer-properties/secret").await["name"], "Secret");
}

#[tokio::test]
async fn whoever_holds_a_value_or_an_option_is_a_click_away_and_only_where_the_list_can_be_asked() {
    let (door, mut browser) = open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    for plan in ["Plus", "Basic", "Plus"] {
        door.create(&json!({"properties": {"plan": plan}})).await;
    }
    let page = browser.open("/properties/customers/plan").await;
    let links: Vec<String> = page
        .split("href=\"/customers?q=")
        .skip(1)
        .map(|rest| format!("/customers?q={}", rest.split('"').next().unwrap().replace("&#38;", "&")))
        .collect();
    let option = |label: &str| format!("/customers?q=property.plan%3A%22{label}%22");
    assert_eq!(links, ["/customers?q=property.plan%3A*".to_owned(), option("Basic"), option("Plus")]);
    for (link, held) in links.iter().zip(["3", "1", "2"]) {
        let list = browser.open(link).await;
        assert!(list.contains(&format!("<strong>{held}</strong> customer")), "{link}: {list}");
    }
    // Where nobody holds one there is no way, and the query of the list knows no properties of organizations.
    assert!(!browser.open("/properties/customers/color").await.contains("/customers?q="));
    let tier = json!({"type": "text", "slug": "tier", "name": "Tier"});
    door.post("/v2/organizations/properties", &tier).await.made();
    let organization = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.id();
    door.put(&format!("/v2/organizations/{organization}/properties/tier"), &json!({"value": "gold"})).await;
    for path in ["/properties/organizations", "/properties/organizations/tier"] {
        let page = browser.open(path).await;
        assert!(page.contains("Tier") && !page.contains("/customers?q="), "{path}: {page}");
    }
}
