//! Every filter of a list with every other, with queries and with every sort, held against a plain evaluation of what each of them means.

use crate::door::Door;
use reqwest::Url;
use serde_json::{Value, json};

/// A condition: the parameter with its value, and whether a customer fits it.
type Condition = (&'static str, &'static str, fn(&Value) -> bool);

const FILTERS: [Condition; 5] = [
    ("firstName", "ann", |customer| text(customer, "firstName") == "ann"),
    ("lastName", "ZED", |customer| text(customer, "lastName") == "zed"),
    ("email", "p7@x.example", |customer| has_email(customer, |email| email == "p7@x.example")),
    ("createdSince", "2026-11-23T16:14:00Z", |customer| *text(customer, "createdAt") > *"2026-11-23t16:14:00z"),
    ("modifiedSince", "2026-11-23T16:16:00Z", |customer| *text(customer, "updatedAt") > *"2026-11-23t16:16:00z"),
];

const QUERIES: [Condition; 4] = [
    ("query", "", |_| true),
    ("query", "firstName:an*", |customer| text(customer, "firstName").starts_with("an")),
    ("query", "NOT email:p7", |customer| !has_email(customer, |email| email.contains("p7"))),
    ("query", "email:p7 OR lastName:zed", |customer| {
        has_email(customer, |email| email.contains("p7")) || text(customer, "lastName") == "zed"
    }),
];

/// The field that each sort looks at before the id.
const SORTS: [(&str, &str); 5] = [
    ("createdAt", ""),
    ("score", ""),
    ("firstName", "firstName"),
    ("lastName", "lastName"),
    ("modifiedAt", "updatedAt"),
];

fn text(customer: &Value, field: &str) -> String {
    customer[field].as_str().unwrap_or_default().to_lowercase()
}

fn has_email(customer: &Value, fits: impl Fn(&str) -> bool) -> bool {
    let emails = customer["_embedded"]["emails"].as_array().unwrap();
    emails.iter().any(|email| fits(email["value"].as_str().unwrap()))
}

fn ids(customers: &[Value]) -> Vec<i64> {
    customers.iter().map(|customer| customer["id"].as_i64().unwrap()).collect()
}

/// Two dozen customers with few names, made at six moments, of whom every third was changed later.
async fn open() -> (Door, Vec<Value>) {
    let door = Door::open().await;
    let mut paths = Vec::new();
    for number in 0..24 {
        if number % 4 == 0 {
            door.advance(60);
        }
        let (first, last) =
            (["Ann", "ann", "Anna", "Bob", ""][number % 5], ["Zed", "zed", "Young", ""][number / 2 % 4]);
        let mut body = json!({"emails": [{"value": format!("p{number}@x.example")}]});
        for (field, name) in [("firstName", first), ("lastName", last)].into_iter().filter(|(_, name)| !name.is_empty())
        {
            body[field] = json!(name);
        }
        paths.push(door.create(&body).await);
    }
    for path in paths.iter().step_by(3) {
        door.advance(1);
        door.put(&format!("{path}/address"), &json!({"city": "Lagos"})).await.done();
    }
    let all = door.read("/v2/customers?sortOrder=asc").await["_embedded"]["customers"].as_array().unwrap().clone();
    assert_eq!(all.len(), 24);
    (door, all)
}

async fn listed(door: &Door, list: &str, parameters: &[(&str, &str)]) -> Value {
    let url = Url::parse_with_params("http://host/", parameters).unwrap();
    door.read(&format!("{list}?{}", url.query().unwrap_or_default())).await
}

#[tokio::test]
async fn filters_queries_and_sorts_mean_together_what_they_mean_alone() {
    let (door, all) = open().await;
    let mut somebody = 0;
    for set in 0..1_usize << FILTERS.len() {
        for query in QUERIES {
            let chosen = FILTERS.into_iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, filter)| filter);
            let conditions: Vec<Condition> = chosen.chain([query]).collect();
            let parameters: Vec<(&str, &str)> = conditions.iter().map(|(name, value, _)| (*name, *value)).collect();
            let fit: Vec<Value> =
                all.iter().filter(|customer| conditions.iter().all(|(_, _, fits)| fits(customer))).cloned().collect();
            somebody += usize::from(!fit.is_empty());
            for (sort, field) in SORTS {
                let mut expected = fit.clone();
                expected.sort_by_key(|customer| (text(customer, field), customer["id"].as_i64()));
                for order in ["asc", "desc"] {
                    let sorted = [&parameters[..], &[("sortField", sort), ("sortOrder", order)]].concat();
                    let page = listed(&door, "/v2/customers", &sorted).await;
                    let shown = ids(page["_embedded"]["customers"].as_array().unwrap());
                    assert_eq!(shown, ids(&expected), "{sorted:?}");
                    assert_eq!(page["page"]["totalElements"], fit.len(), "{sorted:?}");
                    let second = [&sorted[..], &[("pageSize", "3"), ("page", "2")]].concat();
                    let page = listed(&door, "/v2/customers", &second).await;
                    let part: Vec<Value> = expected.iter().skip(3).take(3).cloned().collect();
                    assert_eq!(ids(page["_embedded"]["customers"].as_array().unwrap()), ids(&part), "{second:?}");
                    expected.reverse();
                }
            }
            let walk = listed(&door, "/v3/customers", &parameters).await;
            let newest: Vec<i64> = ids(&fit).into_iter().rev().collect();
            assert_eq!(ids(walk["_embedded"]["customers"].as_array().unwrap()), newest, "{parameters:?}");
        }
    }
    assert!(somebody > 60, "most combinations find nobody: {somebody}");
}
