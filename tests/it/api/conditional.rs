//! `If-None-Match` and `If-Match`: nothing is sent that is known, and nothing is changed that has changed.

use super::sample::{definitions, entry, full};
use crate::door::{Answer, Client, Door, Request};
use cardfile::domain::entry::EntryKind;
use serde_json::json;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Every single resource of a company with a full customer, the customer first.
async fn singles(door: &Door) -> Vec<String> {
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&full()).await;
    let mut paths = vec![customer.clone(), format!("{customer}/address"), "/v2/customer-properties/plan".to_owned()];
    for kind in EntryKind::ALL {
        paths.push(door.post(&format!("{customer}/{}", kind.rules().path), &entry(kind, 7)).await.made());
    }
    paths
}

fn tag(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.header("etag").unwrap().to_owned()
}

fn unchanged(answer: &Answer, tag: &str) {
    assert_eq!((answer.status, answer.text()), (304, ""));
    assert_eq!(answer.header("etag"), Some(tag));
    for name in ["content-type", "content-length", "content-encoding"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    assert!(answer.header("correlation-id").is_some());
}

fn guarded(client: &Client, method: &str, path: &str, tag: &str) -> Request {
    client.request(method, path).header("if-match", tag)
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again() {
    let door = Door::open().await;
    for path in singles(&door).await {
        let tag = tag(&door.get(&path).await);
        for method in ["GET", "HEAD"] {
            let ask = |header: &str| door.request(method, &path).header("if-none-match", header).send();
            for same in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}, \"y\""), "*".to_owned()] {
                unchanged(&ask(&same).await, &tag);
            }
            for other in ["\"x\"", "\"*\"", "W/\"x\", \"y\"", "", "x", &tag.replace('"', "")] {
                assert_eq!(ask(other).await.status, 200, "{method} {path} {other}");
            }
        }
    }
    assert_eq!(door.request("GET", "/v2/customers").header("if-none-match", "*").send().await.status, 200, "no tag");
    door.request("GET", "/v2/customers/999").header("if-none-match", "*").send().await.sentence(404);
}

#[tokio::test]
async fn a_change_makes_another_tag() {
    let door = Door::open().await;
    let customer = door.create(&json!({"address": {"city": "Lagos"}, "websites": [{"value": "a.example"}]})).await;
    let address = format!("{customer}/address");
    for path in [&customer, &address] {
        let old = tag(&door.get(path).await);
        door.put(&address, &json!({ "city": path })).await.done();
        let answer = door.request("GET", path).header("if-none-match", &old).send().await;
        assert_ne!(tag(&answer), old);
    }
}

#[tokio::test]
async fn a_read_that_expects_another_state_is_refused_too() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    guarded(&door, "GET", &customer, "\"9\"").send().await.sentence(412);
    for right in ["\"1\"", "*", "\"9\", \"1\""] {
        assert_eq!(guarded(&door, "GET", &customer, right).send().await.status, 200, "{right}");
    }
    guarded(&door, "GET", &customer, "W/\"1\"").send().await.sentence(412);
}

#[tokio::test]
async fn the_tag_of_a_compressed_answer_means_the_same_record() {
    let door = Door::open().await;
    let customer = singles(&door).await.remove(0);
    let zip = |header: &'static str, value: &str| {
        door.request("GET", &customer).header("accept-encoding", "gzip").header(header, value).send()
    };
    let zipped = tag(&zip("x", "x").await);
    assert!(zipped.ends_with("-gzip\""), "{zipped}");
    unchanged(&zip("if-none-match", &zipped).await, &zipped);
    for encoding in ["-gzip", "-br", ""] {
        let plain = tag(&door.get(&customer).await);
        let tag = format!("\"{}{encoding}\"", plain.trim_matches('"'));
        let put = || guarded(&door, "PUT", &format!("{customer}/address"), &tag);
        put().json(&json!({"city": format!("Lagos{encoding}")})).send().await.done();
        put().json(&json!({"city": "Abuja"})).send().await.sentence(412);
    }
}

#[tokio::test]
async fn every_change_of_what_is_there_can_be_guarded() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let customer = door.create(&json!({"address": {"city": "Lagos"}})).await;
    let (emails, address) = (format!("{customer}/emails"), format!("{customer}/address"));
    let email = door.post(&emails, &json!({"value": "a@x.example"})).await.made();
    let calls = [
        ("POST", &emails, json!({"value": "b@x.example"}), 201),
        ("PUT", &email, json!({"value": "c@x.example"}), 204),
        ("POST", &address, json!({"city": "Abuja"}), 201),
        ("PUT", &address, json!({"city": "Jos"}), 204),
        ("PATCH", &format!("{customer}/properties"), json!([{"op": "replace", "path": "/color", "value": "red"}]), 204),
        ("PUT", &format!("{customer}/properties"), json!([{"op": "remove", "path": "/color"}]), 204),
        ("DELETE", &email, json!({}), 204),
        ("DELETE", &address, json!({}), 204),
    ];
    for (method, path, body, status) in &calls {
        let before = door.read(&customer).await;
        let current = tag(&door.get(&customer).await);
        let version = current.trim_matches('"').split('-').next().unwrap().to_owned();
        for stale in ["\"99\"", "\"\"", "\"x\", \"99-o1\"", &format!("W/{current}"), &format!("\"{version}-o77\"")] {
            guarded(&door, method, path, stale).json(body).send().await.sentence(412);
        }
        assert_eq!(door.read(&customer).await, before, "{method} {path}");
        let right = format!("\"99\", {current}");
        let answer = guarded(&door, method, path, &right).json(body).send().await;
        assert_eq!(answer.status, *status, "{method} {path}: {}", answer.text());
        assert_ne!(tag(&door.get(&customer).await), current);
    }
}

#[tokio::test]
async fn a_part_is_guarded_by_its_own_tag_and_by_its_customers() {
    let door = Door::open().await;
    let paths = singles(&door).await;
    let (customer, address) = (&paths[0], &paths[1]);
    for from in [customer, address] {
        let tag = tag(&door.get(from).await);
        guarded(&door, "PUT", address, &tag).json(&json!({ "city": from })).send().await.done();
    }
    guarded(&door, "PUT", address, "*").json(&json!({"city": "any"})).send().await.done();
    // The customer shows an organization, and so has a tag that an address never has.
    assert!(tag(&door.get(customer).await).contains("-o1-p"));
}

#[tokio::test]
async fn what_is_not_there_matches_nothing() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let address = format!("{customer}/address");
    for method in ["PUT", "POST"] {
        for tag in ["*", "\"1\""] {
            guarded(&door, method, &address, tag).json(&json!({"city": "Lagos"})).send().await.sentence(412);
        }
    }
    // What would be refused anyway is refused for that.
    guarded(&door, "DELETE", &address, "*").send().await.sentence(404);
    guarded(&door, "PUT", &format!("{customer}/emails/5"), "\"9\"").json(&json!({})).send().await.sentence(404);
    guarded(&door, "PUT", &address, "\"9\"").json(&json!({"country": "XX"})).send().await.refused(400);
    for definitions in ["/v2/customer-properties", "/v2/organizations/properties"] {
        door.post(definitions, &json!({"type": "text", "slug": "car", "name": "Car"})).await.made();
        for method in ["PUT", "PATCH"] {
            let change = guarded(&door, method, &format!("{definitions}/car"), "\"9\"");
            change.json(&json!({"name": 5})).send().await.refused(400);
        }
    }
    door.create(&json!({})).await;
    guarded(&door, "POST", "/v2/customers", "\"9\"").json(&json!({})).send().await.made();
}

#[tokio::test]
async fn a_condition_that_cannot_be_read_is_refused_with_its_header() {
    let door = Door::open().await;
    let customer = door.create(&json!({"address": {"city": "Lagos"}})).await;
    for wrong in ["1", "", "\"1", "w/\"1\"", "\"1\" \"2\"", "caf\u{e9}"] {
        let answer = guarded(&door, "DELETE", &format!("{customer}/address"), wrong).send().await;
        assert_eq!(answer.faults(400), ["If-Match Pattern"], "{wrong}");
        assert_eq!(answer.fault(400)["source"], "HEADER");
    }
}

#[tokio::test]
async fn dates_are_no_conditions() {
    let door = Door::open().await;
    let customer = door.create(&json!({"address": {"city": "Lagos"}})).await;
    let date = "Thu, 01 Jan 2026 00:00:00 GMT";
    assert_eq!(door.request("GET", &customer).header("if-modified-since", date).send().await.status, 200);
    let delete = door.request("DELETE", &format!("{customer}/address"));
    delete.header("if-unmodified-since", date).send().await.done();
}

/// Reads a number, adds one and writes it, until a write was made of what was read.
async fn add_one(client: Client, path: String, field: &'static str) {
    loop {
        let read = client.get(&path).await;
        let number: u64 = read.json()[field].as_str().unwrap().parse().unwrap();
        let write = guarded(&client, "PUT", &path, &tag(&read));
        match write.json(&json!({ field: (number + 1).to_string() })).send().await {
            written if written.status == 204 => return,
            refused => drop(refused.sentence(412)),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_that_name_what_they_read_lose_no_update() {
    const WRITERS: usize = 64;
    let door = Arc::new(Door::open().await);
    let customer = door.create(&json!({"address": {"city": "0"}})).await;
    let phone = door.post(&format!("{customer}/phones"), &json!({"value": "0"})).await.made();
    for (path, field) in [(format!("{customer}/address"), "city"), (phone, "value")] {
        let mut tasks = JoinSet::new();
        for _ in 0..WRITERS {
            let client: Client = (**door).clone();
            tasks.spawn(add_one(client, path.clone(), field));
        }
        tasks.join_all().await;
        assert_eq!(door.read(&path).await[field], WRITERS.to_string(), "{path}");
    }
}
