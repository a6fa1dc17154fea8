//! Whoever was made may wait for the index until others come or somebody searches: nobody can tell, whatever happens meanwhile.

use crate::door::{Client, Door};
use serde_json::{Value, json};

async fn found(client: &Client, query: &str) -> Vec<i64> {
    let answer = client.get(&format!("/v2/customers?sortField=createdAt&sortOrder=asc&query={query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let all = body["_embedded"]["customers"].as_array().unwrap().iter();
    all.map(|customer| customer["id"].as_i64().unwrap()).collect()
}

async fn total(client: &Client, query: &str) -> i64 {
    client.get(&format!("/v2/customers?query={query}")).await.json()["page"]["totalElements"].as_i64().unwrap()
}

fn named(first: &str) -> Value {
    json!({"firstName": first, "lastName": "Okoro"})
}

fn id(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn whoever_waits_is_found_as_they_have_become() {
    let door = Door::open().await;
    let mut paths = Vec::new();
    for name in ["Ines", "Ada", "Noor", "Omar"] {
        paths.push(door.create(&named(name)).await);
    }
    door.patch(&paths[0], &json!([{"op": "replace", "path": "/firstName", "value": "Inga"}])).await.done();
    assert_eq!(found(&door, "firstName:Ines").await, Vec::<i64>::new());
    paths.push(door.create(&named("Ines")).await);
    paths.push(door.create(&named("Ines")).await);
    door.delete(&paths[5]).await.done();
    assert_eq!(found(&door, "firstName:Inga").await, [id(&paths[0])]);
    assert_eq!(found(&door, "firstName:Ines").await, [id(&paths[4])]);
    assert_eq!(total(&door, "lastName:Okoro").await, 5);
}

#[tokio::test]
async fn more_than_may_wait_are_all_found_once() {
    let door = Door::open().await;
    let mut ids = Vec::new();
    for number in 0..300 {
        ids.push(id(&door.create(&named(&format!("Ines{number}"))).await));
    }
    assert_eq!(total(&door, "lastName:Okoro").await, 300);
    for (number, id) in ids.iter().enumerate() {
        assert_eq!(found(&door, &format!("firstName:Ines{number}")).await, [*id]);
    }
}

#[tokio::test]
async fn whoever_is_refused_beside_those_who_wait_is_found_by_nothing() {
    let door = Door::open().await;
    let with = |address: &str| json!({"firstName": "Ines", "emails": [{"type": "work", "value": address}]});
    door.create(&with("ines@example.com")).await;
    let many = (0..40).map(|number| {
        let address = if number % 2 == 0 { "ines@example.com".to_owned() } else { format!("{number}@example.com") };
        let (client, body) = ((*door).clone(), with(&address));
        tokio::spawn(async move { client.post("/v2/customers", &body).await.status })
    });
    let mut made = 1;
    for answer in many.collect::<Vec<_>>() {
        made += i64::from(answer.await.unwrap() == 201);
    }
    assert_eq!(made, 21);
    assert_eq!(total(&door, "firstName:Ines").await, made);
    assert_eq!(found(&door, "email:ines@example.com").await.len(), 1);
}

#[tokio::test]
async fn companies_wait_apart_from_each_other() {
    let door = Door::open().await;
    let other = door.another_company().await;
    for _ in 0..3 {
        door.create(&named("Ines")).await;
        other.create(&named("Ines")).await;
    }
    assert_eq!(total(&door, "firstName:Ines").await, 3);
    other.create(&named("Ines")).await;
    door.create(&named("Ines")).await;
    assert_eq!(total(&other, "firstName:Ines").await, 4);
    assert_eq!(total(&door, "firstName:Ines").await, 4);
}
