//! A PostgreSQL that does not answer, or whose answers get lost on the way.

use super::proxy::{Proxy, Road};
use crate::cluster;
use crate::door::database::Database;
use crate::door::{Door, on_files};
use crate::server_process::ServerProcess;
use cardfile::clock::Clock;
use cardfile::domain::id::CompanyId;
use cardfile::random::Random;
use cardfile::store::{Change, Error, Purpose, Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long is waited for what happens by itself.
const PATIENCE: Duration = Duration::from_secs(60);

async fn new_database() -> cluster::Database {
    tokio::task::spawn_blocking(cluster::new_database).await.unwrap()
}

/// A server whose database is behind a stretch of network, with a customer.
async fn door() -> (Door, Proxy) {
    let database = tokio::task::spawn_blocking(Database::new).await.unwrap();
    let proxy = Proxy::before(&database.url().to_string()).await;
    let door = Door::open_by(database, proxy.url.parse().unwrap()).await;
    door.create(&json!({"firstName": "First", "emails": [{"value": "first@x.example"}]})).await;
    (door, proxy)
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_does_not_answer_is_told_to_all_and_memory_stays_bounded() {
    if on_files() {
        return;
    }
    const ASKED: usize = 3_000;
    let database = new_database().await;
    let proxy = Proxy::before(&database.url()).await;
    let url = proxy.url.clone();
    let server = tokio::task::spawn_blocking(move || ServerProcess::start_beside_others(&url)).await.unwrap();
    let (token, client) = (server.token().await, reqwest::Client::new());
    let request = |number: usize| match number % 2 {
        0 => client.get(format!("{}/v2/customers/1", server.url())).bearer_auth(&token),
        _ => client
            .post(format!("{}/v2/customers", server.url()))
            .bearer_auth(&token)
            .json(&json!({"firstName": "Ines"})),
    };
    assert_eq!(request(0).send().await.unwrap().status(), 404);
    assert_eq!(request(1).send().await.unwrap().status(), 201);
    let before = server.peak_memory();
    // What was found out about the token does not hold any longer.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    proxy.set(Road::Held);
    let started = Instant::now();
    let mut asked = JoinSet::new();
    for number in 0..ASKED {
        let answer = request(number).send();
        asked.spawn(async move {
            let answer = answer.await.unwrap();
            let retry_after = answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
            (answer.status().as_u16(), retry_after, started.elapsed(), answer.text().await.unwrap())
        });
    }
    let answers = asked.join_all().await;
    let told: BTreeSet<_> = answers.iter().map(|(status, retry_after, ..)| (*status, retry_after.as_deref())).collect();
    assert_eq!(told, BTreeSet::from([(503, Some("1"))]), "{}", answers[0].3);
    let (first, last) =
        (answers.iter().map(|one| one.2).min().unwrap(), answers.iter().map(|one| one.2).max().unwrap());
    assert!(last < Duration::from_secs(40), "the last was told after {last:?}");
    // 2048 may wait, and 4 times 64 are under way.
    let at_once = answers.iter().filter(|one| one.2 < Duration::from_secs(15)).count();
    assert!(at_once >= ASKED - 2048 - 4 * 64, "{at_once} were told at once, the first after {first:?}");
    let more = server.peak_memory() - before;
    assert!(more < 96 << 20, "{more} bytes more than before");

    assert_eq!(client.get(format!("{}/health/ready", server.url())).send().await.unwrap().status(), 503);
    proxy.set(Road::Open);
    let until = Instant::now() + PATIENCE;
    for (number, expected) in [(0, 404), (1, 201)] {
        loop {
            let status = request(number).send().await.unwrap().status();
            if status == expected {
                break;
            }
            assert!(status == 503 && Instant::now() < until, "{status}: it comes back by itself");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_changes_wait_for_a_database_than_may() {
    if on_files() {
        return;
    }
    const MOST: usize = 4096;
    let database = new_database().await;
    let proxy = Proxy::before(&database.url()).await;
    let url = proxy.url.parse().unwrap();
    let store = Arc::new(Store::open(&url, Purpose::Serve, &Clock::System, Random::seeded(1)).await.unwrap());
    proxy.set(Road::Held);
    let started = Instant::now();
    let mut changes = JoinSet::new();
    for number in 0..MOST + 200 {
        let store = Arc::clone(&store);
        changes.spawn(async move {
            let refused = store.commit(Change::new(CompanyId(1 + number as i64 % 7))).await.unwrap_err();
            assert!(matches!(refused, Error::Unavailable(_) | Error::InDoubt(_)), "{refused}");
            (started.elapsed(), refused.to_string())
        });
    }
    let refused = changes.join_all().await;
    let at_once: Vec<_> = refused.iter().filter(|(after, _)| *after < Duration::from_secs(4)).collect();
    assert_eq!(at_once.len(), 200, "{:?}", at_once.first());
    assert!(at_once.iter().all(|(_, reason)| reason.contains("too many changes wait")), "{:?}", at_once[0]);
    let last = refused.iter().map(|(after, _)| *after).max().unwrap();
    assert!(last < Duration::from_secs(30), "the last was told after {last:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_was_lost_is_answered_as_it_was() {
    if on_files() {
        return;
    }
    let (door, proxy) = door().await;
    // Alone, and as one of which a part is refused: the ways in which a batch is written.
    for (name, body) in [
        ("Alone", json!({"firstName": "Alone", "emails": [{"value": "alone@x.example"}]})),
        ("Valued", json!({"firstName": "Valued", "organization": "New of its name"})),
    ] {
        proxy.set(Road::OpenUntilCommit);
        let (client, sent) = ((*door).clone(), body.clone());
        let asked = tokio::spawn(async move { client.post("/v2/customers", &sent).await });
        let sql = format!("select count(*) from customers where doc like '%\"{name}\"%'");
        until("it is committed", || door.number(&sql) == 1).await;
        assert!(!asked.is_finished(), "its answer is on the way");
        proxy.set(Road::Cut);
        proxy.set(Road::Open);
        let path = asked.await.unwrap().made();
        assert_eq!(door.read(&path).await["firstName"], name);
        assert_eq!(door.number(&sql), 1, "it is there once");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_happened_although_it_is_said_to_have_failed_is_answered_as_it_was() {
    if on_files() {
        return;
    }
    let (door, proxy) = door().await;
    for (name, body) in [
        ("Alone", json!({"firstName": "Alone", "emails": [{"value": "alone@x.example"}]})),
        ("Valued", json!({"firstName": "Valued", "organization": "New of its name"})),
        ("Nameless", json!({"firstName": "Nameless"})),
    ] {
        proxy.set(Road::OpenButDenied);
        let path = door.post("/v2/customers", &body).await.made();
        assert_eq!(proxy.road(), Road::Open, "a commit was denied");
        assert_eq!(door.read(&path).await["firstName"], name);
        assert_eq!(door.number(&format!("select count(*) from customers where doc like '%\"{name}\"%'")), 1);
    }
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], Value::from(4));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_create_of_which_nobody_knows_says_so_and_its_key_finds_out() {
    if on_files() {
        return;
    }
    let (door, proxy) = door().await;
    let create = || {
        let body = json!({"firstName": "Doubted", "emails": [{"value": "doubted@x.example"}]});
        door.request("POST", "/v2/customers").header("idempotency-key", "one").json(&body)
    };
    proxy.set(Road::OpenUntilCommit);
    let asked = tokio::spawn(create().send());
    let made = "select count(*) from customers where doc like '%\"Doubted\"%'";
    until("it is committed", || door.number(made) == 1).await;
    proxy.set(Road::Cut);
    let answer = asked.await.unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")), "{}", answer.text());
    assert!(answer.text().contains("it is not known whether it was"), "{}", answer.text());
    assert!(!answer.text().contains("nothing was changed"), "{}", answer.text());
    // Still in the dark: nobody says that it is new.
    let again = create().send().await;
    assert_eq!(again.status, 503, "{}", again.text());

    proxy.set(Road::Open);
    let again = create().send().await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"), "{}", again.text());
    let path = again.made();
    assert_eq!(door.read(&path).await["firstName"], "Doubted");
    assert_eq!(door.number(made), 1, "it is there once");
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], Value::from(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_that_are_asked_for_at_once_are_answered_each_with_its_own() {
    if on_files() {
        return;
    }
    let (door, proxy) = door().await;
    let other = door.another_company().await;
    let foreign = other.create(&json!({"firstName": "Other"})).await;
    let ids = door.fill(150, "Many", "Read").await;
    // What comes while nobody is answered is sent together.
    proxy.set(Road::Held);
    let mut asked = JoinSet::new();
    for id in ids.iter().chain(&ids[..50]).copied().chain([1, i64::MAX]) {
        let client = (*door).clone();
        asked.spawn(async move { (Some(id), client.get(&format!("/v2/customers/{id}")).await) });
    }
    let (client, path) = ((*door).clone(), foreign.clone());
    asked.spawn(async move { (None, client.get(&path).await) });
    let path = foreign.clone();
    let own = tokio::spawn(async move { other.get(&path).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    proxy.set(Road::Open);
    let mut found = 0;
    for (id, answer) in asked.join_all().await {
        if id.is_some_and(|id| ids.contains(&id)) {
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.json()["id"].as_i64(), id);
            found += 1;
        } else {
            assert_eq!(answer.status, 404, "{id:?}: {}", answer.text());
        }
    }
    assert_eq!(found, 200);
    assert_eq!(own.await.unwrap().json()["firstName"], "Other");
}
