//! Nothing that a client sends makes a 500: valid bodies are bent at every place, and what was never a body is sent.

use super::sample::{BASIC, definitions, entry, full};
use crate::door::{Answer, Client, Door};
use cardfile::domain::entry::EntryKind;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;

/// How many requests are under way at a time.
const AT_ONCE: usize = 32;

/// A call whose body is bent.
#[derive(Clone)]
struct Call {
    method: &'static str,
    path: String,
    body: Value,
}

/// A server with a definition of every type, and every call that takes a body with one that it accepts.
async fn open() -> (Door, Vec<Call>) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&json!({"emails": [{"value": "taken@x.example"}]})).await;
    let call = |method, path: String, body| Call { method, path, body };
    let mut calls = vec![
        call("POST", "/v2/customers".into(), full()),
        call("POST", "/v2/customers".into(), json!({"properties": {"seats": 1, "plan": BASIC}, "organizationId": 1, "address": {}})),
        call("POST", "/v2/customer-properties".into(), definitions()[4].clone()),
        call("PUT", format!("{customer}/address"), full()["address"].clone()),
        call("PATCH", format!("{customer}/properties"), json!([
            {"op": "add", "path": "/seats", "value": 1}, {"op": "remove", "path": "/color"}, {"op": "replace", "path": "/plan", "value": "Plus"}
        ])),
        call("POST", "/v2/oauth2/token".into(), json!({
            "grant_type": "client_credentials", "client_id": door.client_id, "client_secret": door.client_secret
        })),
    ];
    for kind in EntryKind::ALL {
        let list = format!("{customer}/{}", kind.rules().path);
        let path = door.post(&list, &entry(kind, 1)).await.made();
        calls.push(call("POST", list, entry(kind, 2)));
        calls.push(call("PUT", path, entry(kind, 3)));
    }
    (door, calls)
}

/// Holds any answer against what a client may be told, and says whether something was made.
fn sane(answer: &Answer, told: &str) -> bool {
    match answer.status {
        200 | 201 | 204 => {}
        400 | 401 if answer.header("content-type") == Some("application/json") => {}
        400 | 404 | 409 | 413 | 415 => drop(answer.refused(answer.status)),
        status => panic!("{status} for {told}: {}", answer.text()),
    }
    answer.status == 201
}

/// Sends many calls, some at a time; answers how many customers were made.
async fn send(client: &Client, calls: Vec<Call>) -> usize {
    let mut made = 0;
    let mut under_way = JoinSet::new();
    for call in calls {
        if under_way.len() >= AT_ONCE {
            made += usize::from(under_way.join_next().await.unwrap().unwrap());
        }
        let client = client.clone();
        under_way.spawn(async move {
            let answer = client.request(call.method, &call.path).json(&call.body).send().await;
            let is_made = sane(&answer, &format!("{} {} {}", call.method, call.path, call.body));
            is_made && call.path == "/v2/customers"
        });
    }
    made + under_way.join_all().await.into_iter().filter(|made| *made).count()
}

/// Values of every JSON type, at and beyond every edge.
fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(0.1),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("%s'\";--{{}}"),
        json!("taken@x.example"),
        json!("👩‍👩‍👧\u{202e}\u{301}"),
        json!("x".repeat(3000)),
        json!([]),
        json!([null]),
        json!(["x", 5, {"value": "x"}]),
        json!({}),
        json!({"value": {"value": {}}}),
    ]
}

/// Every place in a value, as a pointer (RFC 6901).
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| places(value, format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, value)| places(value, format!("{at}/{place}"), found)),
        _ => {}
    }
    found.push(at);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_json_type_at_every_place_of_a_body_is_answered_sensibly() {
    let (door, calls) = open().await;
    let mut bent = Vec::new();
    for call in calls {
        let mut found = Vec::new();
        places(&call.body, String::new(), &mut found);
        for place in found {
            for odd in odd_values() {
                let mut body = call.body.clone();
                *body.pointer_mut(&place).unwrap() = odd;
                bent.push(Call { body, ..call.clone() });
            }
            let mut body = call.body.clone();
            if let Some((parent, name)) = place.rsplit_once('/') {
                match body.pointer_mut(parent) {
                    Some(Value::Object(fields)) => drop(fields.remove(name)),
                    Some(Value::Array(items)) => items.push(items[0].clone()),
                    _ => {}
                }
                bent.push(Call { body, ..call.clone() });
            }
        }
    }
    assert!(bent.len() > 2000, "{}", bent.len());
    let made = send(&door, bent).await;
    assert_all_readable(&door, made + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_bent_at_several_places_by_chance_are_answered_sensibly() {
    let (door, calls) = open().await;
    let config = Config { failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let bends = prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..6);
    let mut bent = Vec::new();
    for at in 0..1500 {
        let call = &calls[at % calls.len()];
        let mut body = call.body.clone();
        for (place, value) in bends.new_tree(&mut runner).unwrap().current() {
            let mut found = Vec::new();
            places(&body, String::new(), &mut found);
            *body.pointer_mut(place.get(&found)).unwrap() = value;
        }
        bent.push(Call { body, ..call.clone() });
    }
    let made = send(&door, bent).await;
    assert_all_readable(&door, made + 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_were_a_body_are_answered_sensibly() {
    let (door, calls) = open().await;
    let config = Config { failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let bends = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4);
    for at in 0..600 {
        let call = &calls[at % calls.len()];
        let mut bytes = call.body.to_string().into_bytes();
        for (place, byte, how) in bends.new_tree(&mut runner).unwrap().current() {
            let place = place.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ => bytes.truncate(place.max(1)),
            }
        }
        let told = String::from_utf8_lossy(&bytes).into_owned();
        let answer = door.request(call.method, &call.path).body("application/json", bytes).send().await;
        sane(&answer, &told);
    }
    assert_eq!(door.get("/health/ready").await.status, 200);
}

/// Any JSON value of a modest size, with the names that bodies have among its keys.
fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec!["value", "type", "slug", "emails", "properties", "address", "lines", "options", "op", "path", "x", ""]);
    let leaf = prop_oneof![
        prop::sample::select(odd_values()),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z]{1,8}@[a-z]{1,8}\\.example".prop_map(Value::from),
        "/[a-z]{0,5}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(names.clone(), inner, 0..6)
                .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// Every customer that was made is there and can be read, alone and in a list.
async fn assert_all_readable(door: &Door, expected: usize) {
    let mut found = 0;
    for number in 1.. {
        let page = door.read(&format!("/v2/customers?pageSize=200&page={number}")).await;
        assert_eq!(page["page"]["totalElements"], expected);
        let customers = page["_embedded"]["customers"].as_array().unwrap();
        if customers.is_empty() {
            break;
        }
        found += customers.len();
        for customer in customers.iter().step_by(17) {
            assert_eq!(door.read(&format!("/v2/customers/{}", customer["id"])).await, *customer);
        }
    }
    assert_eq!(found, expected);
}

#[tokio::test]
async fn queries_of_every_kind_are_answered_sensibly() {
    let door = Arc::new(Door::open().await);
    door.create(&json!({"firstName": "Ann"})).await;
    let odd = ["", "0", "-1", "1", "x", "%00", "%FF", "%F0%9F%91%A9", "1e9", "2026-02-30", "9999999999-01-01", "null", "[]", "%27%22--", "-9999-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-23T16:11:60Z"];
    for name in ["page", "pageSize", "size", "firstName", "lastName", "modifiedSince", "sortField", "sortOrder", "query", "mailbox"] {
        for value in odd {
            let answer = door.get(&format!("/v2/customers?{name}={value}")).await;
            sane(&answer, &format!("{name}={value}"));
        }
    }
}
