//! Lists: the organizations of a company, and the customers and conversations of one.

use crate::door::Door;
use serde_json::{Value, json};

async fn make(door: &Door, name: &str) -> String {
    door.post("/v2/organizations", &json!({"name": name})).await.made()
}

async fn join(door: &Door, organization: &str) -> String {
    let id = organization.rsplit('/').next().unwrap();
    door.create(&json!({"organizationId": id})).await
}

/// The names on a page of the list, in order.
async fn names(door: &Door, query: &str) -> Vec<String> {
    let page = door.read(&format!("/v2/organizations{query}")).await;
    let items = page["_embedded"]["organizations"].as_array().unwrap().iter();
    items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_empty_list_is_a_page_without_items() {
    let door = Door::open().await;
    let url = format!("{}/v2/organizations", door.url);
    let first = json!({"href": format!("{url}?page=1")});
    let page = json!({
        "_embedded": {"organizations": []},
        "_links": {"self": first, "first": first, "last": first, "page": {"href": format!("{url}{{?page}}"), "templated": true}},
        "page": {"size": 50, "totalElements": 0, "totalPages": 0, "number": 1}
    });
    assert_eq!(door.read("/v2/organizations").await, page);
}

#[tokio::test]
async fn the_list_is_sorted_as_it_is_asked() {
    let door = Door::open().await;
    let mut paths = Vec::new();
    for name in ["beta", "Alpha", "zulu", "Gamma"] {
        paths.push(make(&door, name).await);
        door.advance(1);
    }
    for (at, members) in [1, 0, 2, 1].into_iter().enumerate() {
        for _ in 0..members {
            join(&door, &paths[at]).await;
        }
    }
    door.put(&paths[1], &json!({"name": "Alpha", "note": "x"})).await.done();
    for (query, expected) in [
        ("", ["Alpha", "Gamma", "zulu", "beta"]),
        ("?sort=lastInteractionAt,desc", ["Alpha", "Gamma", "zulu", "beta"]),
        ("?sort=lastInteractionAt,asc", ["beta", "zulu", "Gamma", "Alpha"]),
        ("?sort=name,asc", ["Alpha", "beta", "Gamma", "zulu"]),
        ("?sort=NAME,ASC", ["Alpha", "beta", "Gamma", "zulu"]),
        ("?sort=name,desc", ["zulu", "Gamma", "beta", "Alpha"]),
        ("?sort=name", ["zulu", "Gamma", "beta", "Alpha"]),
        ("?sort=customerCount,desc", ["zulu", "Gamma", "beta", "Alpha"]),
        ("?sort=customerCount,asc", ["Alpha", "beta", "Gamma", "zulu"]),
        ("?sort=conversationCount,asc", ["beta", "Alpha", "zulu", "Gamma"]),
        ("?sort=name,desc&sort=name,asc", ["Alpha", "beta", "Gamma", "zulu"]),
    ] {
        assert_eq!(names(&door, query).await, expected, "{query}");
    }
    for wrong in ["age", "name,up", "name,asc,desc", ",asc", "name;asc"] {
        let fault = door.get(&format!("/v2/organizations?sort={wrong}")).await.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!("sort"), &json!("QUERY")), "{wrong}");
        assert!(fault["message"].as_str().unwrap().contains("name,asc"), "{fault}");
    }
}

#[tokio::test]
async fn pages_carry_the_other_parameters_and_true_numbers() {
    let door = Door::open().await;
    for number in 0..53 {
        make(&door, &format!("Company {number:02}")).await;
    }
    let page = door.read("/v2/organizations?sort=name,asc&includeCounts=true&page=2").await;
    assert_eq!(page["page"], json!({"size": 50, "totalElements": 53, "totalPages": 2, "number": 2}));
    let items = page["_embedded"]["organizations"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["name"], &items[0]["customerCount"]), (3, &json!("Company 50"), &json!(0)));
    let first = page["_links"]["first"]["href"].as_str().unwrap();
    assert_eq!(first, format!("{}/v2/organizations?page=1&sort=name%2Casc&includeCounts=true", door.url));
    assert!(page["_links"].get("next").is_none());
    let past = door.read("/v2/organizations?page=3&pageSize=50").await;
    assert_eq!((&past["_embedded"]["organizations"], &past["page"]["totalElements"]), (&json!([]), &json!(53)));
    assert_eq!(names(&door, "?pageSize=200").await.len(), 53);
    for wrong in ["page=0", "page=x", "pageSize=0", "pageSize=201"] {
        door.get(&format!("/v2/organizations?{wrong}")).await.fault(400);
    }
    door.delete(&format!("/v2/organizations/{}", items[0]["id"])).await.done();
    assert_eq!(door.read("/v2/organizations").await["page"]["totalElements"], 52);
}

#[tokio::test]
async fn another_company_sees_none_of_it() {
    let door = Door::open().await;
    let path = make(&door, "Northwind").await;
    join(&door, &path).await;
    let other = door.another_company().await;
    assert_eq!(other.read("/v2/organizations").await["page"]["totalElements"], 0);
    other.get(&path).await.sentence(404);
    other.get(&format!("{path}/customers")).await.sentence(404);
    other.get(&format!("{path}/conversations")).await.sentence(404);
    other.put(&path, &json!({"name": "Mine"})).await.sentence(404);
    other.delete(&path).await.sentence(404);
    other.post("/v2/customers", &json!({"organizationId": path.rsplit('/').next()})).await.fault(400);
    let own =
        other.post("/v2/organizations", &json!({"name": "northwind", "domain": "northwind.example"})).await.made();
    assert_ne!(own, path);
    assert_eq!(door.read(&path).await["name"], "Northwind");
}

#[tokio::test]
async fn customers_of_an_organization_come_the_newest_first() {
    let door = Door::open().await;
    let (northwind, other) = (make(&door, "Northwind").await, make(&door, "Other").await);
    let mut members = Vec::new();
    for _ in 0..3 {
        members.push(door.read(&join(&door, &northwind).await).await["id"].clone());
        join(&door, &other).await;
        door.advance(1);
    }
    members.reverse();
    let page = door.read(&format!("{northwind}/customers")).await;
    let items = page["_embedded"]["customers"].as_array().unwrap();
    let ids: Vec<Value> = items.iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, members);
    assert_eq!(items[0], door.read(&format!("/v2/customers/{}", ids[0])).await, "as on its own");
    assert_eq!(page["page"], json!({"size": 50, "totalElements": 3, "totalPages": 1, "number": 1}));
    assert_eq!(page["_links"]["self"]["href"], format!("{}{northwind}/customers?page=1", door.url));
    let page = door.read(&format!("{northwind}/customers?page=2&pageSize=2")).await;
    assert_eq!(page["_embedded"]["customers"][0]["id"], members[2]);
    assert_eq!(page["_embedded"]["customers"].as_array().unwrap().len(), 1);
    assert_eq!(page["_links"]["previous"]["href"], format!("{}{northwind}/customers?page=1&pageSize=2", door.url));
    door.get(&format!("{northwind}/customers?page=0")).await.fault(400);
    for missing in ["999999", "x", "0"] {
        door.get(&format!("/v2/organizations/{missing}/customers")).await.sentence(404);
        door.get(&format!("/v2/organizations/{missing}/conversations")).await.sentence(404);
    }
}

#[tokio::test]
async fn conversations_are_an_empty_page() {
    let door = Door::open().await;
    let path = make(&door, "Northwind").await;
    let page = door.read(&format!("{path}/conversations")).await;
    assert_eq!(page["_embedded"], json!({"conversations": []}));
    assert_eq!(page["page"], json!({"size": 25, "totalElements": 0, "totalPages": 0, "number": 1}));
    door.get(&format!("{path}/conversations?page=x")).await.fault(400);
}
