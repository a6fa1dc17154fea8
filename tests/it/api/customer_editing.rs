//! Two people, or sixty-four, who edit one customer: with `If-Match` nothing is lost, and without it the last one wins whole fields.

use super::race::{WRITERS, at_once};
use crate::door::{Answer, Client, Door, Request};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinSet;

/// Overwrites or patches the customer so that the fields are these.
fn edit(client: &Client, path: &str, by_patch: bool, fields: &Value) -> Request {
    if !by_patch {
        return client.request("PUT", path).json(fields);
    }
    let fields = fields.as_object().unwrap().iter();
    let operations: Vec<Value> =
        fields.map(|(name, value)| json!({"op": "replace", "path": format!("/{name}"), "value": value})).collect();
    client.request("PATCH", path).json(&json!(operations))
}

/// Reads the list of writers, adds one and writes it, until a write was made of what was read.
async fn sign(client: Client, path: String, writer: usize) {
    loop {
        let read = client.get(&path).await;
        let signed = format!("{}{}", read.json()["background"].as_str().unwrap_or_default(), mark(writer));
        let request = edit(&client, &path, writer.is_multiple_of(2), &json!({"background": signed}));
        let answer = request.header("if-match", read.header("etag").unwrap()).send().await;
        if answer.status == 204 {
            return;
        }
        answer.sentence(412);
    }
}

/// A sign of its own for each writer.
fn mark(writer: usize) -> char {
    char::from_u32(0x4E00 + writer as u32).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_who_overwrite_and_patch_what_they_read_lose_no_update() {
    let door = Door::open().await;
    let customer = door.create(&json!({"firstName": "Ines"})).await;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        writers.spawn(sign((*door).clone(), customer.clone(), writer));
    }
    writers.join_all().await;
    let signed = door.read(&customer).await["background"].as_str().unwrap().to_owned();
    let expected: BTreeSet<char> = (0..WRITERS).map(mark).collect();
    assert_eq!(signed.chars().count(), WRITERS, "{signed}");
    assert_eq!(signed.chars().collect::<BTreeSet<char>>(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sixty_four_who_name_one_tag_only_the_first_changes_anything() {
    let door = Door::open().await;
    let customer = door.create(&json!({"firstName": "Ines"})).await;
    for round in 0..3 {
        let tag = door.get(&customer).await.header("etag").unwrap().to_owned();
        let requests = (0..WRITERS).map(|writer| {
            let fields = json!({"firstName": format!("{round} {writer}"), "lastName": format!("{round} {writer}")});
            edit(&door, &customer, writer.is_multiple_of(2), &fields).header("if-match", &tag)
        });
        let answers = at_once(requests.collect()).await;
        let winners: Vec<usize> = (0..WRITERS).filter(|writer| answers[*writer].status == 204).collect();
        assert_eq!(winners.len(), 1, "round {round}");
        for refused in answers.iter().filter(|answer| answer.status != 204) {
            refused.sentence(412);
        }
        let shown = door.read(&customer).await;
        let won = json!(format!("{round} {}", winners[0]));
        assert_eq!((&shown["firstName"], &shown["lastName"]), (&won, &won));
    }
}

/// The pair of names, which belong together.
fn pair(shown: &Value) -> [&str; 2] {
    ["firstName", "lastName"].map(|name| shown[name].as_str().unwrap())
}

async fn look(client: Client, customer: String, stop: Arc<AtomicBool>) -> usize {
    let mut seen = BTreeSet::new();
    while !stop.load(Ordering::Relaxed) {
        let list = client.read("/v2/customers").await;
        let walk = client.read("/v3/customers?query=lastName:Pair").await;
        for shown in
            [&client.read(&customer).await, &list["_embedded"]["customers"][0], &walk["_embedded"]["customers"][0]]
        {
            let [first, last] = pair(shown);
            assert_eq!(first, last, "half of one writer's and half of another's");
            seen.insert(first.to_owned());
        }
    }
    seen.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_condition_the_last_writer_wins_whole_fields_never_half_ones() {
    let door = Door::open().await;
    let customer = door.create(&json!({"firstName": "Pair", "lastName": "Pair", "jobTitle": "x"})).await;
    let stop = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn(look((*door).clone(), customer.clone(), Arc::clone(&stop)));
    for round in 0..4 {
        let requests = (0..WRITERS).map(|writer| {
            let name = format!("Pair {round} {writer} {}", "é".repeat(writer % 20));
            edit(&door, &customer, writer.is_multiple_of(2), &json!({"firstName": name, "lastName": name}))
        });
        at_once(requests.collect()).await.iter().for_each(Answer::done);
        let shown = door.read(&customer).await;
        let [first, last] = pair(&shown);
        assert_eq!(first, last);
        assert!(first.starts_with(&format!("Pair {round} ")), "{first}");
    }
    stop.store(true, Ordering::Relaxed);
    assert!(reader.await.unwrap() > 1, "the reader looked while others wrote");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn patches_of_different_fields_leave_each_other_alone() {
    let door = Door::open().await;
    let customer = door.create(&json!({"firstName": "x", "lastName": "x"})).await;
    let fields = ["firstName", "lastName", "jobTitle", "location"];
    let requests = (0..WRITERS).map(|writer| {
        let value = format!("{} {writer}", fields[writer % 4]);
        edit(&door, &customer, true, &json!({fields[writer % 4]: value}))
    });
    at_once(requests.collect()).await.iter().for_each(Answer::done);
    let shown = door.read(&customer).await;
    for field in fields {
        assert!(shown[field].as_str().unwrap().starts_with(field), "{field}: {shown:#}");
    }
}
