//! `GET /v3/customers`: a walk by cursor misses nobody and meets nobody twice, whatever happens meanwhile.

use crate::door::{Client, Door};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinSet;

const WRITERS: usize = 16;
/// Customers who are there all along, one in three of those who are there at first.
const STEADY: usize = 60;

/// The customers of a walk, page by page.
async fn walk(client: &Client, parameters: &str) -> Vec<Vec<Value>> {
    let (mut pages, mut next) = (Vec::new(), format!("/v3/customers?{parameters}"));
    loop {
        let answer = client.read(&next).await;
        pages.push(answer["_embedded"]["customers"].as_array().unwrap().clone());
        assert!(pages.len() < 1_000, "the walk does not end: {next}");
        let Some(href) = answer["_links"]["next"]["href"].as_str() else { return pages };
        next = href.strip_prefix(&client.url).unwrap().to_owned();
    }
}

fn ids(customers: &[Value]) -> Vec<i64> {
    customers.iter().map(|customer| customer["id"].as_i64().unwrap()).collect()
}

fn id(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn person(client: &Client, first: &str, email: &str) -> String {
    client.create(&json!({"firstName": first, "lastName": "Okoro", "emails": [{"value": email}]})).await
}

/// Makes, changes and removes customers until it is told to stop: its own ones in every way, the steady ones so that they go on to fit
/// every query.
async fn write(client: Client, writer: usize, steady: Arc<Vec<String>>, mut own: Vec<String>, stop: Arc<AtomicBool>) {
    let mut step = writer;
    while !stop.load(Ordering::Relaxed) {
        step += WRITERS;
        let other = &steady[step % steady.len()];
        match step / WRITERS % 5 {
            0 => own.push(person(&client, "Brief", &format!("brief{step}@walk.example")).await),
            1 => client.put(other, &json!({"firstName": "Steady", "lastName": format!("Okoro {step}")})).await.done(),
            2 => {
                let phone = json!([{"op": "replace", "path": "/phones", "value": [{"value": step.to_string()}]}]);
                client.patch(other, &phone).await.done();
            }
            3 => {
                let mine = own.last().unwrap();
                client.put(mine, &json!({"firstName": "Steady", "lastName": "For a while"})).await.done();
            }
            _ => client.delete(&own.remove(0)).await.done(),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_walk_beside_sixteen_writers_meets_everyone_who_was_there_all_along_once() {
    let door = Door::open().await;
    let (mut steady, mut own) = (Vec::new(), vec![Vec::new(); WRITERS]);
    for number in 0..STEADY {
        steady.push(person(&door, "Steady", &format!("steady{number}@walk.example")).await);
        for brief in [2 * number, 2 * number + 1] {
            own[brief % WRITERS].push(person(&door, "Brief", &format!("first{brief}@walk.example")).await);
        }
    }
    let (steady, stop) = (Arc::new(steady), Arc::new(AtomicBool::new(false)));
    let mut writers = JoinSet::new();
    for (writer, own) in own.into_iter().enumerate() {
        let client: Client = (*door).clone();
        writers.spawn(write(client, writer, Arc::clone(&steady), own, Arc::clone(&stop)));
    }
    let expected: BTreeSet<i64> = steady.iter().map(|path| id(path)).collect();
    for query in
        ["", "&query=firstName:Steady", "&query=email:walk.example", "&firstName=steady", "&query=lastName:Okoro"]
    {
        for size in [7, 50] {
            let pages = walk(&door, &format!("pageSize={size}{query}")).await;
            let (last, full) = pages.split_last().unwrap();
            assert!(full.iter().all(|page| page.len() == size) && last.len() <= size, "{query}");
            let met = ids(&pages.concat());
            assert!(met.is_sorted_by(|newer, older| newer > older), "the newest first, each once: {query} {met:?}");
            let missed: Vec<_> = expected.difference(&met.into_iter().collect()).copied().collect();
            assert!(missed.is_empty(), "{query} {size}: {missed:?}");
        }
    }
    stop.store(true, Ordering::Relaxed);
    writers.join_all().await;
}

#[tokio::test]
async fn every_page_of_a_walk_has_the_newest_first_and_the_id_breaks_ties() {
    let door = Door::open().await;
    for number in 0..40 {
        // Four at each moment.
        door.advance(i64::from(number % 4 == 0));
        person(&door, "Ines", &format!("ines{number}@walk.example")).await;
    }
    let all = ids(&walk(&door, "pageSize=200").await.concat());
    assert_eq!(all.len(), 40);
    for query in
        ["", "&query=email:ines", "&lastName=OKORO", "&createdSince=2026-11-23T16:11:00Z", "&modifiedSince=2020-01-01"]
    {
        for size in [1, 7, 39, 40, 50] {
            let pages = walk(&door, &format!("pageSize={size}{query}")).await;
            assert_eq!(ids(&pages.concat()), all, "{query} {size}");
            assert_eq!(pages.len(), 40_usize.div_ceil(size), "no empty page at the end: {query} {size}");
            let moments: Vec<_> = pages.concat().iter().map(|customer| customer["createdAt"].to_string()).collect();
            assert!(moments.is_sorted_by(|newer, older| newer >= older), "{query} {size}: {moments:?}");
        }
    }
}

#[tokio::test]
async fn whoever_gains_or_loses_the_exact_address_during_a_walk_is_met_once() {
    let door = Door::open().await;
    let mut people = Vec::new();
    for number in 0..6 {
        people.push(person(&door, "Ann", &format!("x{number}.ann@x.example")).await);
    }
    let exact = async |customer: &str, address: &str| {
        door.post(&format!("{customer}/emails"), &json!({"value": address})).await.made()
    };
    exact(&people[3], "bob.ann@x.example").await;
    let mut held = exact(&people[1], "ann@x.example").await;
    let everyone: BTreeSet<i64> = people.iter().map(|path| id(path)).collect();
    for (met_before, holder) in (1..6).flat_map(|met| (0..6).map(move |holder| (met, holder))) {
        let mut next = "/v3/customers?pageSize=1&query=email:ann@x.example+OR+email:bob.ann@x.example".to_owned();
        let mut met = Vec::new();
        loop {
            let answer = door.read(&next).await;
            met.extend(ids(answer["_embedded"]["customers"].as_array().unwrap()));
            if met.len() == met_before {
                door.delete(&held).await.done();
                held = exact(&people[holder], "ann@x.example").await;
            }
            let Some(href) = answer["_links"]["next"]["href"].as_str() else { break };
            next = href.strip_prefix(&door.url).unwrap().to_owned();
        }
        let set: BTreeSet<i64> = met.iter().copied().collect();
        assert_eq!((set.len(), &set), (met.len(), &everyone), "to {holder} after {met_before}: {met:?}");
    }
}
