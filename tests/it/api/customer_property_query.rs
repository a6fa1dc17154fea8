//! Customers are found by the values of their properties, from the moment they have one until it is gone, whichever way it goes.

use crate::door::{Answer, Client, Door, on_files};
use cardfile::actions::sweep;
use reqwest::Url;
use serde_json::{Value, json};

const BASIC: &str = "4f7f6a4e-33f2-4b6f-9e12-7a1d3a6f0001";
const PLUS: &str = "4f7f6a4e-33f2-4b6f-9e12-7a1d3a6f0002";

async fn ask(client: &Client, query: &str) -> Answer {
    let url = Url::parse_with_params("http://host/v2/customers", [("query", query)]).unwrap();
    client.get(&format!("/v2/customers?{}", url.query().unwrap())).await
}

async fn found(client: &Client, query: &str) -> Vec<String> {
    let answer = ask(client, query).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let body = answer.json();
    let customers = body["_embedded"]["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer["firstName"].as_str().unwrap().to_owned()).collect()
}

/// What is said of a query that is refused.
async fn refused(client: &Client, query: &str) -> String {
    let answer = ask(client, query).await;
    let fault = answer.fault(400);
    assert_eq!((&fault["path"], &fault["source"]), (&json!("query"), &json!("QUERY")), "{query}");
    fault["message"].as_str().unwrap().to_owned()
}

fn options(plus: &str) -> Value {
    json!([{"id": BASIC, "label": "Basic"}, {"id": PLUS, "label": plus}])
}

/// A server with a property of each type, and three customers with values.
async fn open() -> (Door, [String; 3]) {
    let door = Door::open().await;
    door.define(&json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": options("Plus")})).await;
    for (kind, slug) in [("number", "seats"), ("date", "renewal"), ("text", "note"), ("url", "site")] {
        door.define(&json!({"type": kind, "slug": slug, "name": slug})).await;
    }
    let customer =
        async |name: &str, properties: Value| door.create(&json!({"firstName": name, "properties": properties})).await;
    let ines = json!({"plan": "Plus", "seats": 12, "renewal": "2026-12-01", "note": "Gold customer",
        "site": "https://shop.example/ines"});
    let customers = [
        customer("Ines", ines).await,
        customer("Noor", json!({"plan": "Basic", "seats": -3, "note": "Customer, gold no more"})).await,
        customer("Omar", json!({})).await,
    ];
    (door, customers)
}

async fn set(door: &Door, customer: &str, slug: &str, value: Value) {
    let operation = json!([{"op": "replace", "path": format!("/{slug}"), "value": value}]);
    door.patch(&format!("{customer}/properties"), &operation).await.done();
}

#[tokio::test]
async fn a_value_is_asked_for_as_its_type_is() {
    let (door, _) = open().await;
    for (query, expected) in [
        ("property.plan:Plus", &["Ines"][..]),
        ("property.plan:(basic OR \"PLUS\")", &["Noor", "Ines"]),
        (PLUS, &[]),
        ("property.plan:b*", &["Noor"]),
        ("property.plan:*", &["Noor", "Ines"]),
        ("NOT property.plan:*", &["Omar"]),
        ("property.seats:12", &["Ines"]),
        ("property.seats:[-3 TO 12}", &["Noor"]),
        ("property.seats:[* TO 100]", &["Noor", "Ines"]),
        ("Property.Renewal:[2026-11-26 TO *]", &["Ines"]),
        ("property.renewal:2026-12-02", &[]),
        ("property.seats:{9223372036854775807 TO *]", &[]),
        ("property.seats:[* TO -9223372036854775808}", &[]),
        ("property.renewal:{9999-12-31 TO *]", &[]),
        ("property.seats:(−3 OR **)", &["Noor", "Ines"]),
        ("property.seats:[１０ TO ２０]", &["Ines"]),
        ("property.note:\"gold customer\"", &["Ines"]),
        ("property.note:CUSTOM*", &["Noor", "Ines"]),
        ("property.site:shop.example", &["Ines"]),
        ("property.site:*", &["Ines"]),
        ("property.plan:plus AND (property.seats:[10 TO *] OR firstName:Omar)", &["Ines"]),
    ] {
        assert_eq!(found(&door, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_value_that_changed_or_went_finds_nobody() {
    let (door, [ines, noor, omar]) = open().await;
    // The index knows them all before they change.
    assert_eq!(found(&door, "property.plan:*").await.len(), 2);
    set(&door, &ines, "plan", json!("Basic")).await;
    set(&door, &ines, "seats", json!(13)).await;
    set(&door, &ines, "note", json!("silver")).await;
    set(&door, &omar, "renewal", json!("2026-12-01")).await;
    set(&door, &noor, "note", Value::Null).await;
    for (query, expected) in [
        ("property.plan:plus", &[][..]),
        ("property.plan:basic", &["Noor", "Ines"]),
        ("property.seats:12", &[]),
        ("property.seats:[13 TO 13]", &["Ines"]),
        ("property.note:(gold OR customer)", &[]),
        ("property.note:silver", &["Ines"]),
        ("property.renewal:2026-12-01", &["Omar", "Ines"]),
        ("firstName:Ines", &["Ines"]),
    ] {
        assert_eq!(found(&door, query).await, expected, "{query}");
    }
    door.delete(&ines).await.done();
    assert_eq!(found(&door, "property.note:silver OR property.renewal:[* TO *]").await, ["Omar"]);
}

#[tokio::test]
async fn an_option_is_found_by_what_it_is_called_now() {
    let (door, _) = open().await;
    let path = "/v2/customer-properties/plan";
    door.patch(path, &json!({"options": options("Premium")})).await.done();
    assert_eq!(found(&door, "property.plan:premium").await, ["Ines"]);
    let message = refused(&door, "Ines property.plan:Premum").await;
    assert!(message.contains("Plan has no option `Premum`; its options are \"Basic\", \"Premium\""), "{message}");
    assert!(message.ends_with("at character 19; write \"Premium\""), "{message}");
    door.patch(path, &json!({"options": [{"id": BASIC, "label": "Basic"}]})).await.done();
    let message = refused(&door, "property.plan:premium").await;
    assert!(message.contains("Plan has no option `premium`; its options are \"Basic\""), "{message}");
    assert_eq!(found(&door, "property.plan:*").await, ["Noor"]);
    // An option of the same name is another one, and nobody has it.
    door.patch(path, &json!({"options": options("Premium")})).await.done();
    assert_eq!(found(&door, "property.plan:premium").await, [""; 0]);
}

#[tokio::test]
async fn an_option_that_no_label_asks_for_alone_is_asked_for_by_its_id() {
    let door = Door::open().await;
    let id = |number: usize| format!("4f7f6a4e-33f2-4b6f-9e12-7a1d3a6f000{number}");
    let labels = ["Plus", "Plus*", "Plus Ultra", "*", "Café", "cafe", "a\"b", "Large", "L"];
    let options: Vec<Value> =
        labels.iter().enumerate().map(|(at, label)| json!({"id": id(at), "label": label})).collect();
    door.define(&json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": options})).await;
    for (at, label) in labels.iter().enumerate() {
        door.create(&json!({"firstName": label, "properties": {"plan": id(at)}})).await;
        assert_eq!(found(&door, &format!("property.plan:{}", id(at))).await, [*label]);
    }
    assert_eq!(found(&door, "property.plan:\"a\\\"b\"").await, ["a\"b"]);
    assert_eq!(found(&door, "property.plan:café").await, ["cafe", "Café"], "a search does not see accents");
    assert_eq!(found(&door, "property.plan:\"Plus*\"").await, ["Plus Ultra", "Plus*", "Plus"]);
    for (typed, suggestion) in
        [("Plsu", "\"Plus\""), ("large1", "\"Large\""), ("Plus*x", "4f7f6a4e-33f2-4b6f-9e12-7a1d3a6f0001")]
    {
        let told = refused(&door, &format!("property.plan:\"{typed}\"")).await;
        assert!(told.ends_with(&format!("; write {suggestion}")), "{typed}: {told}");
    }
    let told = refused(&door, "property.plan:zzzzzzz").await;
    assert!(!told.contains("; write"), "{told}");
}

#[tokio::test]
async fn of_two_properties_that_differ_in_letter_case_alone_each_is_named_as_it_is() {
    let door = Door::open().await;
    for (slug, name) in [("Seats", "x"), ("seats", "y"), ("seating", "Seats"), ("x", "z")] {
        door.define(&json!({"type": "number", "slug": slug, "name": name})).await;
    }
    door.create(&json!({"firstName": "Ines", "properties": [{"slug": "seats", "value": 5}]})).await;
    assert_eq!(found(&door, "property.seats:5").await, ["Ines"]);
    assert_eq!(found(&door, "property.Seats:5").await, [""; 0]);
    assert!(refused(&door, "property.SEATS:5").await.contains("customers have no property `SEATS`"));
    assert!(refused(&door, "Seats:5").await.ends_with("; write property.Seats"));
    assert!(!refused(&door, "property.taxi:1").await.contains("; write"));
}

#[tokio::test]
async fn long_texts_are_found_by_all_of_their_words_on_every_engine() {
    let door = Door::open().await;
    for (kind, slug) in [("text", "note"), ("url", "site")] {
        door.define(&json!({"type": kind, "slug": slug, "name": slug})).await;
    }
    let address = |at: usize| json!({"value": format!("{at}{}@bücher-{}.example", "x".repeat(60), "y".repeat(40))});
    let emails: Vec<Value> = (0..50).map(address).collect();
    let body = json!({"firstName": "Ines", "emails": emails, "properties": {"note": "silver person here",
        "site": format!("https://x.example/{}/end/of", "ж".repeat(1_900))}});
    door.create(&body).await;
    for query in [
        "property.note:\"silver person\"",
        "property.note:\"person he*\"",
        "property.site:\"end of\"",
        "property.site:ж*",
        &format!("property.site:{}", "ж".repeat(1_900)),
    ] {
        assert_eq!(found(&door, query).await, ["Ines"], "{query:.30}");
    }
}

#[tokio::test]
async fn whoever_loses_something_within_a_second_can_be_changed_and_erased_ever_after() {
    let door = Door::open().await;
    door.define(&json!({"type": "number", "slug": "seats", "name": "Seats"})).await;
    let body = json!({"firstName": "Ines", "organization": "Northwind", "properties": {"seats": 5}});
    let (ines, other) = (door.create(&body).await, door.create(&json!({"firstName": "Noor"})).await);
    assert_eq!(found(&door, "property.seats:5 organization:Northwind").await, ["Ines"]);
    // The clock stands still, so nothing about her but this goes, and nothing comes.
    for turn in 0..4 {
        door.patch(&format!("{ines}/properties"), &json!([{"op": "remove", "path": "/seats"}])).await.done();
        door.put(&ines, &json!({"firstName": "Ines", "organization": null})).await.done();
        assert_eq!(found(&door, "property.seats:* OR organization:Northwind").await, [""; 0], "turn {turn}");
        set(&door, &ines, "seats", json!(5)).await;
        door.put(&ines, &json!({"firstName": "Ines", "organization": "Northwind"})).await.done();
    }
    door.delete("/v2/customer-properties/seats").await.done();
    sweep::sweep(door.directory()).await.unwrap();
    door.patch(&other, &json!([{"op": "replace", "path": "/firstName", "value": "Nora"}])).await.done();
    for customer in [&ines, &other] {
        assert_eq!(found(&door, "NOT zzz").await.len(), if customer == &ines { 2 } else { 1 });
        door.delete(customer).await.done();
    }
    assert_eq!(found(&door, "NOT zzz").await, [""; 0]);
}

#[tokio::test]
async fn what_is_gone_finds_nobody_when_its_slug_comes_again() {
    let (door, customers) = open().await;
    for slug in ["note", "seats"] {
        door.delete(&format!("/v2/customer-properties/{slug}")).await.done();
        let message = refused(&door, &format!("property.{slug}:1")).await;
        assert!(
            message.contains(&format!("customers have no property `{slug}`; those that they have are")),
            "{message}"
        );
    }
    door.define(&json!({"type": "text", "slug": "note", "name": "Note"})).await;
    door.define(&json!({"type": "number", "slug": "seats", "name": "Seats"})).await;
    let nobody = async || found(&door, "property.note:(gold OR customer OR *) OR property.seats:[* TO *]").await;
    assert_eq!(nobody().await, [""; 0]);
    set(&door, &customers[1], "note", json!("again")).await;
    assert_eq!(found(&door, "property.note:*").await, ["Noor"]);
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(found(&door, "property.note:* OR property.seats:*").await, ["Noor"]);
    assert_eq!(found(&door, "property.plan:*").await, ["Noor", "Ines"]);
}

/// How many customers have a term in the index.
fn with_term(door: &Door, term: &str) -> i64 {
    door.number(&match on_files() {
        true => format!("select count(*) from customer_search where customer_search match '{term}'"),
        false => format!("select count(*) from customer_search where terms @@ '{term}'::tsquery"),
    })
}

#[tokio::test]
async fn words_of_a_text_leave_the_index_with_its_property() {
    let (door, [ines, noor, omar]) = open().await;
    assert_eq!(found(&door, "property.note:gold").await.len(), 2);
    let anchor = door.number("select anchor from property_definitions where slug = 'note'");
    let word = format!("{}w{anchor}xgold", door.company());
    let seats = door.number("select anchor from property_definitions where slug = 'seats'");
    let number = format!("{}v{seats}", door.company());
    assert_eq!((with_term(&door, &word), with_term(&door, &number)), (2, 2));
    door.delete("/v2/customer-properties/note").await.done();
    door.delete("/v2/customer-properties/seats").await.done();
    // One is changed before it is cleaned, and another one erased.
    door.patch(&ines, &json!([{"op": "replace", "path": "/firstName", "value": "Inga"}])).await.done();
    assert_eq!(found(&door, "firstName:Inga").await, ["Inga"]);
    assert_eq!((with_term(&door, &word), with_term(&door, &number)), (1, 1), "a change takes them along");
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!((with_term(&door, &word), with_term(&door, &number)), (0, 0));
    assert_eq!(found(&door, "firstName:Noor property.plan:basic").await, ["Noor"]);
    for customer in [&noor, &omar] {
        door.delete(customer).await.done();
    }
    assert_eq!(found(&door, "property.plan:*").await, ["Inga"]);
}

#[tokio::test]
async fn words_of_a_text_leave_the_index_with_whoever_is_erased_before_the_cleaning() {
    let (door, [ines, ..]) = open().await;
    assert_eq!(found(&door, "property.note:gold").await.len(), 2);
    let anchor = door.number("select anchor from property_definitions where slug = 'note'");
    let word = format!("{}w{anchor}xgold", door.company());
    door.delete("/v2/customer-properties/note").await.done();
    door.delete(&ines).await.done();
    assert_eq!(found(&door, "Ines").await, [""; 0]);
    assert_eq!(with_term(&door, &word), 1);
}

#[tokio::test]
async fn a_query_names_the_properties_of_its_own_company() {
    let (door, _) = open().await;
    let other = door.another_company().await;
    let message = refused(&other, "property.plan:Plus").await;
    assert!(message.contains("customers have no property `plan`, nor any other"), "{message}");
    other.define(&json!({"type": "text", "slug": "plan", "name": "Plan"})).await;
    assert_eq!(found(&other, "property.plan:(plus OR *)").await, [""; 0]);
}

#[tokio::test]
async fn what_is_wrong_with_a_condition_on_a_property_is_told_with_what_to_write() {
    let (door, _) = open().await;
    for (query, message, position, suggestion) in [
        ("plan:Plus", "there is no field `plan`", 0, Some("property.plan")),
        ("property.seats:5&&6", "`&&` is written AND", 16, Some(" AND ")),
        ("property.seats:“5”", "quotes are written straight", 15, Some("\"")),
        ("property.seats:>= 5", "something is missing behind `>=`", 15, None),
        ("property.plan:=Plus", "a `=` is not needed", 14, Some("\"Plus\"")),
        ("property.plan:>Plus", "`property.plan` is neither a number nor a date", 14, None),
        ("property.plan:AND", "AND joins conditions", 14, None),
        ("property.plan:-Plus", "Plan has no option `-Plus`", 14, None),
        ("[1 TO 5]", "a range stands behind createdAt:", 0, Some("property.seats:[1 TO 5]")),
        ("[2026-01-01 TO *]", "a range stands behind createdAt:", 0, Some("createdAt:[2026-01-01 TO *]")),
        ("x AND PLAN:Plus", "there is no field `PLAN`", 6, Some("property.plan")),
        (
            "property.pln:Plus",
            "customers have no property `pln`; those that they have are property.plan, ",
            0,
            Some("property.plan"),
        ),
        ("property.:x", "customers have no property ``", 0, None),
        ("property.plan:", "`property.plan` has no value; write one behind the colon, such as \"Basic\"", 0, None),
        ("property.plan:Plus2", "Plan has no option `Plus2`", 14, Some("\"Plus\"")),
        ("property.plan:[a TO b]", "`property.plan` has no ranges", 14, None),
        ("property.plan:\"\"", "there is nothing to search for here", 14, None),
        ("property.note:\"--\"", "there is nothing to search for here", 14, None),
        ("property.note:a*b", "a * stands at the end of a word", 15, None),
        ("property.seats:many", "`many` is not a number", 15, None),
        ("property.seats:2.5", "the values of `property.seats` are whole numbers", 15, None),
        ("property.seats:>=10", "`property.seats` is compared with a range", 15, Some("[10 TO *]")),
        ("property.seats:<-3", "`property.seats` is compared with a range", 15, Some("[* TO -3}")),
        ("property.seats:[10 TO 1e3]", "`1e3` is not a number", 22, None),
        (
            "property.seats:[9223372036854775808 TO *]",
            "`9223372036854775808` is not a number of at most 64 bits",
            16,
            None,
        ),
        ("property.renewal:2026-02-30", "`2026-02-30` is not a day; write 2026-01-31", 17, None),
        ("property.renewal:[2026-01-01T00:00:00Z TO *]", "`2026-01-01T00:00:00Z` is not a day", 18, None),
        ("property.renewal:>2026-01-01", "`property.renewal` is compared with a range", 17, Some("{2026-01-01 TO *]")),
        (
            "property.site:https://shop.example",
            "a value with a colon in it stands in quotes",
            14,
            Some("\"https://shop.example\""),
        ),
    ] {
        let told = refused(&door, query).await;
        assert!(told.contains(message), "{query}: {told}");
        assert!(told.contains(&format!("at character {position}")), "{query}: {told}");
        let end = suggestion.map_or(format!("at character {position}"), |instead| format!("; write {instead}"));
        assert!(told.ends_with(&end), "{query}: {told}");
    }
}

#[tokio::test]
async fn words_for_days_go_with_the_days() {
    let (door, _) = open().await;
    let ask = async |expected: [usize; 5]| {
        let queries = [
            "createdAt:today",
            "createdAt:\"last 7 days\"",
            "createdAt:yesterday",
            "property.renewal:\"next month\"",
            "property.renewal:\"next 8 days\"",
        ];
        for (query, expected) in queries.into_iter().zip(expected) {
            assert_eq!(found(&door, query).await.len(), expected, "{query}");
        }
    };
    ask([3, 3, 0, 1, 0]).await;
    door.advance(86_400);
    ask([0, 3, 3, 1, 1]).await;
    let told = refused(&door, "createdAt:tomorrow").await;
    assert!(told.contains("`tomorrow` is not a date; write 2026-01-31"), "{told}");
}
