//! The filter: a field and a value chosen one after the other, and the query asks for them too.

use crate::api::sample::{BASIC, PLUS, definitions};
use crate::door::{Browser, Door};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let browser = door.owner().await;
    (door, browser)
}

fn path(fields: &[(&str, &str)]) -> String {
    format!("/customers/filter?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The list of a query.
fn list(q: &str) -> String {
    path(&[("q", q)]).replace("/customers/filter", "/customers")
}

/// The query of the list to which the form leads.
async fn added(browser: &mut Browser, q: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.get(&path(&[&[("q", q), ("add", "1")], fields].concat())).await;
    assert_eq!(answer.status, 303, "{fields:?}: {}", answer.text());
    let (_, query) = answer.goes_to().split_once("/customers?").unwrap();
    url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q").unwrap().1.into_owned()
}

#[tokio::test]
async fn every_field_has_its_condition_and_the_list_understands_it() {
    let (door, mut browser) = open().await;
    door.create(&json!({
        "firstName": "Ines", "lastName": "Okoro", "organization": "Northwind", "phone": "+234 1 555 0100",
        "emails": [{"value": "ines@northwind.example"}],
        "properties": {"plan": "Plus", "seats": 12, "since": "2019-01-02", "color": "dark green", "site": "https://example.com/a"}
    }))
    .await;
    door.create(&json!({"firstName": "Thabo"})).await;
    for (fields, wanted, found) in [
        (vec![("field", "property.plan"), ("value", PLUS)], "property.plan:\"Plus\"", 1),
        (
            vec![("field", "property.plan"), ("value", PLUS), ("value", BASIC)],
            "property.plan:(\"Basic\" OR \"Plus\")",
            1,
        ),
        (vec![("field", "property.plan"), ("how", "not"), ("value", PLUS)], "NOT property.plan:\"Plus\"", 1),
        (vec![("field", "property.plan"), ("how", "any"), ("value", PLUS)], "property.plan:*", 1),
        (vec![("field", "property.plan"), ("how", "none")], "NOT property.plan:*", 1),
        (vec![("field", "property.seats"), ("from", "10")], "property.seats:[10 TO *]", 1),
        (vec![("field", "property.seats"), ("from", "12"), ("to", " 12 ")], "property.seats:[12 TO 12]", 1),
        (vec![("field", "property.seats"), ("to", "-3")], "property.seats:[* TO -3]", 0),
        (
            vec![("field", "property.since"), ("from", "2019-01-01"), ("to", "2019-01-02")],
            "property.since:[2019-01-01 TO 2019-01-02]",
            1,
        ),
        (vec![("field", "property.since"), ("span", "7"), ("from", "x")], "property.since:\"next 7 days\"", 0),
        (vec![("field", "property.color"), ("value", "dark gr")], "property.color:\"dark gr*\"", 1),
        (vec![("field", "property.site"), ("how", "not"), ("value", "example")], "NOT property.site:\"example*\"", 1),
        (vec![("field", "firstName"), ("value", "ine")], "firstName:\"ine*\"", 1),
        (vec![("field", "lastName"), ("value", "\"Okoro\"")], "lastName:\"\\\"Okoro\\\"*\"", 1),
        (vec![("field", "email"), ("value", "@northwind")], "email:\"@northwind\"", 1),
        (vec![("field", "emailDomain"), ("value", "@northwind.example")], "emailDomain:\"northwind.example\"", 1),
        (vec![("field", "phone"), ("value", "555 0100")], "phone:\"555 0100\"", 1),
        (vec![("field", "organization"), ("value", "Northwind")], "organization:\"Northwind\"", 1),
        (vec![("field", "organization"), ("how", "not"), ("value", "north*")], "NOT organization:\"north*\"", 1),
        (vec![("field", "createdAt"), ("span", "0")], "createdAt:today", 2),
        (vec![("field", "modifiedAt"), ("to", "2026-11-22")], "modifiedAt:[* TO 2026-11-23}", 0),
        // Of what any field has, `any` is nothing.
        (vec![("field", "firstName"), ("how", "any"), ("value", "ines")], "firstName:\"ines*\"", 1),
    ] {
        let q = added(&mut browser, "", &fields).await;
        assert_eq!(q, wanted);
        let shown = browser.open(&list(&q)).await;
        assert!(shown.contains(&format!("<strong>{found}</strong> customer")), "{q}: {shown}");
    }
}

#[tokio::test]
async fn what_was_typed_stays_where_it_means_the_same_and_is_written_out_where_it_does_not() {
    let (door, mut browser) = open().await;
    for (first, organization) in [("Ines", "Kestrel"), ("Kestrel", "Northwind")] {
        door.create(&json!({"firstName": first, "organization": organization, "phone": "01 555 0199", "properties": {"plan": "Plus"}}))
            .await;
    }
    let plus = [("field", "property.plan"), ("value", PLUS)];
    for (q, wanted) in [
        ("ines", "ines AND property.plan:\"Plus\""),
        ("ines okoro", "ines okoro AND property.plan:\"Plus\""),
        ("ines OR thabo", "(ines OR thabo) AND property.plan:\"Plus\""),
        ("NOT ines", "NOT ines AND property.plan:\"Plus\""),
        ("property.seats:[1 TO 2]", "property.seats:[1 TO 2] AND property.plan:\"Plus\""),
        // Asked for already.
        ("property.plan:plus ines", "property.plan:plus ines"),
        // Words alone find the people of organizations too, and digits telephone numbers.
        ("kestrel", "(\"kestrel*\" OR organization:\"kestrel*\") AND property.plan:\"plus\""),
        ("5550199", "(\"5550199*\" OR phone:\"5550199\") AND property.plan:\"plus\""),
    ] {
        assert_eq!(added(&mut browser, q, &plus).await, wanted, "{q}");
    }
    let q = added(&mut browser, "kestrel", &plus).await;
    let found = browser.open(&list(&q)).await;
    assert!(found.contains("<strong>2</strong> customers"), "{found}");
}

#[tokio::test]
async fn sort_columns_and_view_of_the_list_are_kept() {
    let (_door, mut browser) = open().await;
    let kept = [("view", "5"), ("q", "ines"), ("sort", "last"), ("column", "email"), ("column", "property.plan")];
    let form = browser.open(&path(&[&kept[..], &[("field", "property.seats")]].concat())).await;
    for (name, value) in kept {
        assert!(form.contains(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")), "{name}: {form}");
    }
    let answer =
        browser.get(&path(&[&kept[..], &[("field", "property.seats"), ("from", "1"), ("add", "1")]].concat())).await;
    assert_eq!(
        answer.goes_to(),
        "/customers?view=5&q=ines+AND+property.seats%3A%5B1+TO+*%5D&sort=last&column=email&column=property.plan"
    );
    let list = browser.open("/customers?q=ines&sort=last").await;
    for (name, value) in [("q", "ines"), ("sort", "last")] {
        assert!(
            list.contains(&format!("<input type=\"hidden\" form=\"filter\" name=\"{name}\" value=\"{value}\">")),
            "{list}"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_its_input_and_what_was_typed_stays() {
    let (door, mut browser) = open().await;
    door.define(&json!({"type": "dropdown", "slug": "tier", "name": "Tier", "options": []})).await;
    for (fields, told) in [
        (vec![("field", "property.plan")], "Choose at least one."),
        (vec![("field", "property.plan"), ("value", "gone")], "Choose at least one."),
        (vec![("field", "property.tier")], "This property has no options yet."),
        (vec![("field", "property.seats")], "Fill in one of the two, or both."),
        (
            vec![("field", "property.seats"), ("from", "1"), ("to", "4.5")],
            "of-filter-to\">Write a whole number, such as 10.",
        ),
        (vec![("field", "property.seats"), ("from", "9223372036854775808")], "Write a whole number, such as 10."),
        (vec![("field", "property.seats"), ("from", "1] OR x:[2")], "Write a whole number, such as 10."),
        (vec![("field", "property.seats"), ("from", "5"), ("to", "4")], "of-filter-to\">It comes before the first."),
        (
            vec![("field", "property.since"), ("from", "2026-02-30")],
            "of-filter-from\">Write a day, such as 2026-01-31.",
        ),
        (vec![("field", "createdAt"), ("span", "7")], "Fill in one of the two, or both."),
        (vec![("field", "property.color"), ("value", "  ")], "Write what it is."),
        (vec![("field", "property.color"), ("value", "!?")], "of-filter-value\">"),
        (vec![("field", "emailDomain"), ("value", "a b")], "This is not a domain"),
        (vec![("field", "phone"), ("value", "12")], "at least 3 digits"),
    ] {
        let answer = browser.get(&path(&[&fields[..], &[("add", "1")]].concat())).await;
        let page = answer.page(422);
        assert!(
            page.contains(told) && page.contains("aria-invalid=\"true\"") || told.contains("no options"),
            "{fields:?}: {page}"
        );
    }
    let both = browser
        .get(&path(&[("field", "property.seats"), ("from", "a"), ("to", "b"), ("how", "not"), ("add", "1")]))
        .await;
    let page = both.page(422);
    assert_eq!(page.matches("Write a whole number, such as 10.").count(), 2, "{page}");
    assert!(page.contains("value=\"a\"") && page.contains("<option value=\"not\" selected>"), "{page}");
    // A query that is not understood is not made longer, and one that is long enough is not made too long.
    let plus = [("field", "property.plan"), ("value", PLUS), ("add", "1")];
    let answer = browser.get(&path(&[&plus[..], &[("q", "emial:x")]].concat())).await;
    assert!(answer.page(422).contains("The query in the box is not understood"), "{}", answer.text());
    let long = "x".repeat(1_990);
    let answer = browser.get(&path(&[&plus[..], &[("q", &long)]].concat())).await;
    assert!(answer.page(422).contains("Together with the query in the box this is too much:"), "{}", answer.text());
    let short = "x".repeat(2_000 - " AND property.plan:\"Plus\"".len());
    assert!(added(&mut browser, &short, &plus[..2]).await.starts_with("xxx"));
}

#[tokio::test]
async fn days_are_those_of_the_reader() {
    let (_door, mut browser) = open().await;
    browser.open("/settings/account").await;
    let names = [("firstName", "Nora"), ("lastName", "Adeyemi"), ("email", "nora@northwind.example")];
    browser.post("/settings/account", &[&names[..], &[("timezone", "Asia/Kathmandu")]].concat()).await.goes_to();
    let fields = [("field", "createdAt"), ("from", "2026-01-31"), ("to", "2026-01-31")];
    let q = added(&mut browser, "", &fields).await;
    assert_eq!(q, "createdAt:[2026-01-30T18:15:00Z TO 2026-01-31T18:15:00Z}");
    let page = browser.open(&list(&q)).await;
    assert!(page.contains("<bdi class=\"clip\">made on 2026-01-31</bdi>"), "{page}");
    let day = [("field", "property.since"), ("from", "2026-01-31")];
    assert_eq!(
        added(&mut browser, "", &day).await,
        "property.since:[2026-01-31 TO *]",
        "a day is a day wherever one is"
    );
}

#[tokio::test]
async fn each_condition_stands_under_the_box_with_the_way_to_the_list_without_it() {
    let (_door, mut browser) = open().await;
    let mut parts = async |q: &str| {
        let page = browser.open(&format!("{}&sort=last", list(q))).await;
        let list = page
            .split_once("class=\"query-parts\"")
            .map_or("", |(_, rest)| rest.split_once("</ul>").unwrap().0)
            .to_owned();
        let parts = list.split("<bdi class=\"clip\">").skip(1).map(|part| {
            let (text, rest) = part.split_once("</bdi><a href=\"").unwrap();
            let (_, query) = rest.split('"').next().unwrap().split_once('?').unwrap();
            let query = query.replace("&#38;", "&");
            assert!(query.ends_with("sort=last"), "{query}");
            let q = url::form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == "q")
                .map(|(_, q)| q.into_owned());
            (text.replace("&#34;", "\""), q.unwrap_or_default())
        });
        parts.collect::<Vec<_>>()
    };
    let told =
        |all: &[(&str, &str)]| all.iter().map(|(text, q)| ((*text).to_owned(), (*q).to_owned())).collect::<Vec<_>>();
    assert_eq!(
        parts("ines AND property.plan:(Plus OR \"Basic\") AND NOT property.seats:*").await,
        told(&[
            ("Plan is “Plus” or Plan is “Basic”", "ines AND NOT property.seats:*"),
            ("not: Seats has a value", "ines AND property.plan:(Plus OR \"Basic\")"),
        ])
    );
    assert_eq!(
        parts("createdAt:today AND property.plan:plus").await,
        told(&[
            ("made “today”, now on or after 2026-11-23", "property.plan:plus"),
            ("Plan is “Plus”", "createdAt:today"),
        ])
    );
    assert_eq!(parts("property.plan:plus").await, told(&[("Plan is “Plus”", "")]));
    assert_eq!(
        parts("(ines OR organization:north*) AND property.seats:[1 TO *]").await,
        told(&[
            ("name or address contains “ines” or organization begins with “north”", "property.seats:[1 TO *]"),
            ("Seats is 1 or more", "(ines OR organization:north*)"),
        ])
    );
    let either = "Plan is “Plus” or name or address contains “ines”";
    assert_eq!(parts("property.plan:plus OR ines").await, told(&[(either, "")]));
    // Words are seen in the box; what does not hold as a whole is not taken apart.
    for q in [
        "ines",
        "ines AND okoro",
        "okoro OR ines AND property.plan:plus",
        "property.color:\"a AND b\" OR x AND property.plan:plus",
        "(ines AND property.plan:plus) OR x",
    ] {
        assert_eq!(parts(q).await, [], "{q}");
    }
    assert_eq!(parts("property.color:\"a AND b\"").await, []);
}

#[tokio::test]
async fn a_module_gets_what_follows_the_field_and_then_where_the_list_is() {
    let (door, browser) = open().await;
    let mut module = browser.with("x-requested-with", "cardfile");
    let rest = module.open(&path(&[("field", "property.plan")])).await;
    assert!(rest.starts_with("<div class=\"form\" data-filter-rest>") && rest.contains("Any of these"), "{rest}");
    let done = module.open(&path(&[("field", "property.plan"), ("value", PLUS), ("add", "1"), ("q", "ines")])).await;
    assert_eq!(done.trim(), "<a href=\"/customers?q=ines+AND+property.plan%3A%22Plus%22\" data-found></a>");
    // A field that there is not is none that was chosen.
    for field in ["", "property.gone", "plan", "PROPERTY.PLAN"] {
        let rest = module.open(&path(&[("field", field), ("add", "1")])).await;
        assert!(rest.contains("Go on") && !rest.contains("filter-value"), "{field}: {rest}");
    }
    let mut stranger = door.browser();
    assert!(stranger.get("/customers/filter").await.goes_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn the_properties_of_another_company_are_not_offered() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    other.define(&json!({"type": "text", "slug": "secret", "name": "Secret"})).await;
    let page = browser.open("/customers/filter").await;
    let labels = ["Seats", "Color", "Plan", "Organization", "Email domain", "Made", "Changed", "First name"];
    assert!(labels.iter().all(|label| page.contains(&format!(">{label}</option>"))), "{page}");
    assert!(!page.contains("Secret"), "{page}");
    assert!(!browser.open(&path(&[("field", "property.secret")])).await.contains("filter-value"));
}
