//! The list of customers in the order of what not everybody has: an organization, the value of a property.

use std::collections::{BTreeMap, BTreeSet};

use super::next_page;
use crate::api::sample::{BASIC, PLUS};
use crate::door::{Browser, Door};
use cardfile::domain::query::fold_line;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

/// The sorts, without their ends.
const SORTS: [&str; 6] =
    ["organization", "property.seats", "property.color", "property.site", "property.since", "property.plan"];
/// The options of the plan, in their order.
const PLANS: [&str; 3] = ["Zeta", "Alpha", "Mid"];
const ORGANIZATIONS: [&str; 5] = ["Northwind", "contoso", "Émile & Fils", "Acme", "Zed"];

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let options: Vec<Value> = PLANS.iter().map(|label| json!({"label": label})).collect();
    for definition in [
        json!({"type": "number", "slug": "seats", "name": "Seats"}),
        json!({"type": "text", "slug": "color", "name": "Color"}),
        json!({"type": "url", "slug": "site", "name": "Site"}),
        json!({"type": "date", "slug": "since", "name": "Customer since"}),
        json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": options}),
    ] {
        door.define(&definition).await;
    }
    let browser = door.owner().await;
    (door, browser)
}

/// What a customer has.
#[derive(Clone, Debug, Default)]
struct Person {
    organization: Option<String>,
    values: BTreeMap<&'static str, Value>,
}

/// What is sorted by; the least comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
}

impl Person {
    fn random(random: &mut StdRng) -> Self {
        let mut values = BTreeMap::new();
        for slug in ["seats", "color", "site", "since", "plan"] {
            if random.random_bool(0.6) {
                values.insert(slug, value(slug, random));
            }
        }
        let organization = ORGANIZATIONS.choose(random).filter(|_| random.random_bool(0.6));
        Self { organization: organization.map(|name| (*name).to_owned()), values }
    }

    fn key(&self, sort: &str) -> Option<Key> {
        let Some(slug) = sort.strip_prefix("property.") else {
            return self.organization.as_deref().map(|name| Key::Text(fold_line(name)));
        };
        let value = self.values.get(slug)?;
        Some(match (slug, value) {
            ("plan", value) => Key::Number(PLANS.iter().position(|plan| value == plan)? as i64),
            (_, Value::String(text)) => Key::Text(fold_line(text).chars().take(64).collect()),
            (_, number) => Key::Number(number.as_i64()?),
        })
    }
}

fn value(slug: &str, random: &mut StdRng) -> Value {
    let long = |end: &str| json!(format!("{}{end}", "Long ".repeat(13)));
    let values = match slug {
        "seats" => json!([i64::MIN, -40, -5, 0, 7, 40, 1_000, i64::MAX]),
        "color" => json!(["green", "GREEN", "Émile", "zeta", "alpha beta", "Alpha", long("b"), long("a"), "重要"]),
        "site" => json!(["https://b.example/", "http://a.example", "https://B.example/", "https://a.example/x"]),
        "since" => json!(["2019-01-02", "2026-11-23", "0001-01-01", "2019-01-01"]),
        _ => json!(PLANS),
    };
    values.as_array().unwrap().choose(random).unwrap().clone()
}

/// The customers of a directory by their identifiers.
type People = BTreeMap<i64, Person>;

async fn make(door: &Door, person: &Person) -> i64 {
    let mut body = json!({"firstName": "Ada", "properties": person.values});
    if let Some(organization) = &person.organization {
        body["organization"] = json!(organization);
    }
    id(&door.create(&body).await)
}

fn id(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn many(door: &Door, count: usize, random: &mut StdRng) -> People {
    let mut people = People::new();
    for _ in 0..count {
        let person = Person::random(random);
        people.insert(make(door, &person).await, person);
    }
    people
}

/// The identifiers of some customers in the order of a sort.
fn sorted(people: &People, sort: &str, descending: bool) -> Vec<i64> {
    let mut having: Vec<(Key, i64)> = people.iter().filter_map(|(id, person)| Some((person.key(sort)?, *id))).collect();
    having.sort();
    let mut without: Vec<i64> =
        people.iter().filter(|(_, person)| person.key(sort).is_none()).map(|(id, _)| *id).collect();
    if descending {
        having.reverse();
        without.reverse();
    }
    having.into_iter().map(|(_, id)| id).chain(without).collect()
}

fn ids(page: &str) -> Vec<i64> {
    let picks = page.split("name=\"id\" value=\"").skip(1);
    picks.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

fn address(query: &str, sort: &str, descending: bool) -> String {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let end = match (descending, sort) {
        (false, _) => "",
        (true, "organization") => "-desc",
        (true, _) => ".desc",
    };
    format!("q={query}&sort={sort}{end}")
}

async fn walk(browser: &mut Browser, address: &str) -> Vec<i64> {
    let (mut path, mut seen) = (Some(format!("/customers?{address}")), Vec::new());
    while let Some(here) = path {
        let page = browser.open(&here).await;
        seen.extend(ids(&page));
        assert!(seen.len() < 5_000, "{address} goes round and round");
        path = next_page(&page);
    }
    seen
}

/// The same as a file.
async fn exported(browser: &mut Browser, address: &str) -> Vec<i64> {
    let answer = browser.get(&format!("/customers/export?{address}")).await;
    let rows = answer.text().lines().skip(1);
    rows.map(|row| row.split(',').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn every_sort_has_those_with_a_value_first_whatever_is_asked_for() {
    let (door, mut browser) = open().await;
    let mut people = many(&door, 130, &mut StdRng::seed_from_u64(7)).await;
    // So many that the index of a sort is walked where all of them are meant.
    people.extend(door.fill(600, "Bea", "Zed").await.into_iter().map(|id| (id, Person::default())));
    let is_ada = |person: &Person| !person.values.is_empty() || person.organization.is_some();
    let adas: People = people.iter().take(130).map(|(id, person)| (*id, person.clone())).collect();
    assert!(adas.values().filter(|person| is_ada(person)).count() > 100);
    let some = |holds: &dyn Fn(&Person) -> bool| -> People {
        people.iter().filter(|(_, person)| holds(person)).map(|(id, person)| (*id, person.clone())).collect()
    };
    let seats = some(&|person| person.values.get("seats").and_then(Value::as_i64).is_some_and(|seats| seats >= 0));
    let without = some(&|person| !person.values.contains_key("plan") || person.organization.is_none());
    for (query, wanted) in [
        ("", people.clone()),
        ("ada", adas),
        ("createdAt:[2020-01-01 TO *]", people.clone()),
        ("property.seats:[0 TO *]", seats),
        (
            "NOT (property.plan:* AND (organization:a* OR organization:c* OR organization:e* OR organization:n* OR organization:z*))",
            without,
        ),
        ("nobody", People::new()),
    ] {
        for sort in SORTS {
            for descending in [false, true] {
                let address = address(query, sort, descending);
                let wanted = sorted(&wanted, sort, descending);
                assert_eq!(walk(&mut browser, &address).await, wanted, "{address}");
                assert_eq!(exported(&mut browser, &address).await, wanted, "{address} as a file");
            }
        }
    }
}

#[tokio::test]
async fn a_query_for_what_is_sorted_by_walks_its_part_of_the_index() {
    let (door, mut browser) = open().await;
    // So many that the index is walked where nearly all of them are meant.
    let mut people = People::new();
    for number in 0..620_i64 {
        let plan = if number % 40 == 0 { "Mid" } else { "Alpha" };
        let since = if number < 600 { format!("2026-{:02}-11", number / 60 + 1) } else { "2019-01-02".to_owned() };
        let values = BTreeMap::from([("seats", json!(number - 5)), ("plan", json!(plan)), ("since", json!(since))]);
        let organization = ORGANIZATIONS.get(number as usize % 50).copied().unwrap_or("Orbit");
        let person = Person { organization: Some(organization.to_owned()), values };
        people.insert(make(&door, &person).await, person);
    }
    let holds = |query: &str, person: &Person| match query {
        "property.seats:[0 TO 600]" => (0..=600).contains(&person.values["seats"].as_i64().unwrap()),
        "NOT organization:Zed" => person.organization.as_deref() != Some("Zed"),
        "property.plan:Alpha" | "NOT property.plan:Mid" => person.values["plan"] == "Alpha",
        "property.since:[2026-01-01 TO *]" => person.values["since"] != "2019-01-02",
        _ => person.organization.as_deref() == Some("Orbit"),
    };
    for (query, sort) in [
        ("property.seats:[0 TO 600]", "property.seats"),
        ("property.plan:Alpha", "property.plan"),
        ("property.since:[2026-01-01 TO *]", "property.since"),
        ("NOT property.plan:Mid", "property.plan"),
        ("organization:Orb*", "organization"),
        ("NOT organization:Zed", "organization"),
        ("organization:Orbit AND property.color:*", "organization"),
    ] {
        let meant = |person: &Person| holds(query, person) && !query.contains("color");
        let meant: People =
            people.iter().filter(|(_, person)| meant(person)).map(|(id, person)| (*id, person.clone())).collect();
        for descending in [false, true] {
            let address = address(query, sort, descending);
            assert_eq!(walk(&mut browser, &address).await, sorted(&meant, sort, descending), "{address}");
        }
    }
}

#[tokio::test]
async fn nobody_who_is_not_changed_is_skipped_or_seen_twice() {
    let (door, mut browser) = open().await;
    let mut random = StdRng::seed_from_u64(11);
    let mut people = many(&door, 180, &mut random).await;
    let queries = ["", "ada", "property.color:*", "NOT property.seats:7", "organization:Northwind OR property.plan:*"];
    for round in 0..SORTS.len() * queries.len() {
        let (sort, query) = (SORTS[round % SORTS.len()], queries[round / SORTS.len()]);
        let (before, descending) = (people.clone(), random.random_bool(0.5));
        let address = address(query, sort, descending);
        let wanted: BTreeSet<i64> = exported(&mut browser, &address).await.into_iter().collect();
        let (mut path, mut seen, mut changed) = (Some(format!("/customers?{address}")), Vec::new(), BTreeSet::new());
        while let Some(here) = path {
            let page = browser.open(&here).await;
            seen.extend(ids(&page));
            path = next_page(&page);
            for _ in 0..4 {
                changed.insert(change(&door, &mut people, &mut random).await);
            }
        }
        let mut wanted =
            sorted(&before, sort, descending).into_iter().filter(|id| wanted.contains(id)).collect::<Vec<_>>();
        wanted.retain(|id| !changed.contains(id));
        seen.retain(|id| !changed.contains(id));
        assert_eq!(seen, wanted, "round {round}: {address}");
    }
}

/// Somebody is made, changed or removed.
async fn change(door: &Door, people: &mut People, random: &mut StdRng) -> i64 {
    let picked = **people.keys().collect::<Vec<_>>().choose(random).unwrap();
    let path = format!("/v2/customers/{picked}");
    match random.random_range(0..6) {
        0 => {
            let person = Person::random(random);
            let id = make(door, &person).await;
            people.insert(id, person);
            return id;
        }
        1 => {
            door.delete(&path).await.done();
            people.remove(&picked);
        }
        2 => {
            let organization = *ORGANIZATIONS.choose(random).unwrap();
            let operations = json!([{"op": "replace", "path": "/organization", "value": organization}]);
            door.patch(&path, &operations).await.done();
            people.get_mut(&picked).unwrap().organization = Some(organization.to_owned());
        }
        _ => {
            let slug = *["seats", "color", "site", "since", "plan"].choose(random).unwrap();
            let value = if random.random_bool(0.3) { Value::Null } else { value(slug, random) };
            let operations = json!([{"op": "replace", "path": format!("/{slug}"), "value": value}]);
            door.patch(&format!("{path}/properties"), &operations).await.done();
            let values = &mut people.get_mut(&picked).unwrap().values;
            match value.is_null() {
                true => values.remove(slug),
                false => values.insert(slug, value),
            };
        }
    }
    picked
}

#[tokio::test]
async fn the_heading_of_a_column_sorts_by_it_and_the_menu_offers_the_same() {
    let (door, mut browser) = open().await;
    for (seats, organization) in [(40, "Zed"), (-5, "acme")] {
        door.create(&json!({"organization": organization, "properties": {"seats": seats}})).await;
    }
    door.create(&json!({"firstName": "Ines"})).await;
    let page = browser.open("/customers?column=organization&column=property.seats").await;
    let columns = "column=organization&#38;column=property.seats";
    for (sort, label) in [("organization", "by organization"), ("property.seats", "by Seats")] {
        assert!(page.contains(&format!("href=\"/customers?sort={sort}&#38;{columns}\"")), "{sort}: {page}");
        assert!(page.contains(&format!("<option value=\"{sort}\">{label}</option>")), "{sort}: {page}");
    }
    assert!(!page.contains("value=\"property.color\">by"), "only those of the columns: {page}");
    let page = browser.open("/customers?sort=property.seats&column=organization&column=property.seats").await;
    assert!(page.contains("<th scope=\"col\" class=\"wide num\" aria-sort=\"ascending\">"), "{page}");
    assert!(page.contains(&format!("href=\"/customers?sort=property.seats.desc&#38;{columns}\"")), "{page}");
    assert!(page.contains("<span data-told>by Seats</span>"), "{page}");
    let page = browser.open("/customers?sort=property.plan.desc").await;
    assert!(page.contains("<option value=\"property.plan.desc\" selected>by Plan, from the end</option>"), "{page}");
}

#[tokio::test]
async fn a_sort_by_what_is_not_there_any_more_is_the_usual_one() {
    let (door, mut browser) = open().await;
    let wanted: Vec<i64> = {
        let mut ids: Vec<i64> = many(&door, 3, &mut StdRng::seed_from_u64(3)).await.into_keys().collect();
        ids.reverse();
        ids
    };
    let fields = [("q", ""), ("sort", "property.color"), ("name", "By color")];
    let made = browser.post("/views", &fields).await.goes_to().to_owned();
    assert!(made.contains("sort=property.color"), "{made}");
    assert!(browser.open("/views").await.contains("by Color"));
    door.delete("/v2/customer-properties/color").await.done();
    for (asked, mended) in [
        ("/customers?sort=property.color", "/customers"),
        (
            "/customers?q=ada&sort=property.color.desc&cursor=105.t.x&before=50&column=email",
            "/customers?q=ada&column=email",
        ),
        ("/customers?sort=property.", "/customers"),
    ] {
        assert_eq!(browser.get(asked).await.goes_to(), mended);
    }
    let view = made.split("&sort").next().unwrap();
    let page = browser.open(&format!("{view}&sort=property.color")).await;
    assert_eq!(ids(&page), wanted);
    assert!(page.contains("newest first") && page.contains("Edit view"), "nothing of it was changed: {page}");
    assert_eq!(exported(&mut browser, "sort=property.color").await, wanted);
    let page = browser.open("/views").await;
    assert!(page.contains("newest first") && !page.contains("by Color"), "{page}");
}

#[tokio::test]
async fn options_are_sorted_as_they_stand_and_whoever_has_one_that_is_gone_has_none() {
    let (door, mut browser) = open().await;
    let plan = |options: Value| json!({"type": "dropdown", "slug": "tier", "name": "Tier", "options": options});
    let (basic, plus) = (json!({"id": BASIC, "label": "Basic"}), json!({"id": PLUS, "label": "Plus"}));
    door.define(&plan(json!([basic, plus]))).await;
    let mut made = Vec::new();
    for tier in ["Plus", "Basic", "Plus"] {
        made.push(id(&door.create(&json!({"properties": {"tier": tier}})).await));
    }
    let [first, second, third] = made[..] else { unreachable!() };
    assert_eq!(walk(&mut browser, "sort=property.tier").await, [second, first, third]);
    door.put("/v2/customer-properties/tier", &plan(json!([plus, basic]))).await.done();
    assert_eq!(walk(&mut browser, "sort=property.tier").await, [first, third, second]);
    assert_eq!(walk(&mut browser, "sort=property.tier.desc").await, [second, third, first]);
    door.put("/v2/customer-properties/tier", &plan(json!([basic]))).await.done();
    assert_eq!(walk(&mut browser, "sort=property.tier").await, [second, first, third]);
    assert_eq!(walk(&mut browser, "sort=property.tier.desc").await, [second, third, first]);
}

#[tokio::test]
async fn whose_organization_is_gone_is_among_those_without_at_once() {
    let (door, mut browser) = open().await;
    let mut made = Vec::new();
    for organization in [Some("Zed"), None, Some("Acme"), Some("Zed"), None] {
        let person = Person { organization: organization.map(str::to_owned), ..Person::default() };
        made.push(make(&door, &person).await);
    }
    let [zed, none, acme, other, last] = made[..] else { unreachable!() };
    assert_eq!(walk(&mut browser, "sort=organization").await, [acme, zed, other, none, last]);
    assert_eq!(walk(&mut browser, "sort=organization-desc").await, [other, zed, acme, last, none]);
    let path = format!("/v2/organizations/{}", door.read(&format!("/v2/customers/{zed}")).await["organizationId"]);
    door.delete(&path).await.done();
    for query in ["", "ada"] {
        assert_eq!(walk(&mut browser, &address(query, "organization", false)).await, [acme, zed, none, other, last]);
        assert_eq!(walk(&mut browser, &address(query, "organization", true)).await, [acme, last, other, none, zed]);
    }
}

#[tokio::test]
async fn a_place_that_is_none_of_the_sort_begins_anew() {
    let (door, mut browser) = open().await;
    let people = many(&door, 60, &mut StdRng::seed_from_u64(5)).await;
    for (sort, place) in [
        ("property.seats", "107.n.5"),
        ("property.plan", "107.t.x"),
        ("property.plan", "107.n.999"),
        ("property.color", "107.m.1.1.x"),
        ("organization", "107.t.x"),
        ("organization", "1.107"),
    ] {
        let page = browser.open(&format!("/customers?sort={sort}&cursor={place}&before=50")).await;
        assert_eq!(ids(&page), sorted(&people, sort, false)[..50], "{sort} {place}");
    }
    for (sort, place) in
        [("last", "107.0."), ("changed", "107.0."), ("changed", "107.m.1.1.x"), ("last", "107.m.1.1.x")]
    {
        assert_eq!(ids(&browser.open(&format!("/customers?sort={sort}&cursor={place}")).await).len(), 50, "{sort}");
    }
    for odd in
        ["107.t.%00", "107.m.1.1.%00", "107.m.-1.-1.", "107.0.", "107.m.9223372036854775807.9223372036854775807.zz"]
    {
        for sort in ["organization", "property.color", "property.seats.desc"] {
            assert_eq!(browser.get(&format!("/customers?sort={sort}&cursor={odd}")).await.status, 200, "{odd}");
        }
    }
}
