//! `Idempotency-Key`: a POST that carries one is done once, however often it is sent.

use super::race::at_once;
use crate::door::{Answer, Client, Door, Request, on_files};
use crate::server_process::ServerProcess;
use cardfile::actions::{Caller, Directory, customers};
use cardfile::api::{self, Api};
use cardfile::domain::customer_input::CustomerInput;
use cardfile::domain::event::Actor;
use cardfile::domain::once::Once;
use cardfile::domain::problem::Problems;
use cardfile::domain::time::Timestamp;
use cardfile::random::Random;
use cardfile::server;
use cardfile::store::{Purpose, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const DAY: i64 = 86_400;

fn keyed(client: &Client, path: &str, key: &str, body: &Value) -> Request {
    client.request("POST", path).header("idempotency-key", key).json(body)
}

fn total(page: &Value) -> i64 {
    page["page"]["totalElements"].as_i64().unwrap()
}

/// Holds the answer to a repetition against the first.
fn assert_repeats(again: &Answer, first: &Answer) {
    again.made();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.header("idempotent-replayed"), None);
    for name in ["resource-id", "location", "content-length"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
}

/// A body for each POST of the API that makes something, by its path in the OpenAPI document.
fn sample(path: &str) -> Option<Value> {
    Some(match path {
        "/v2/customers" => json!({"firstName": "Ines", "emails": [{"value": "ines@northwind.example"}]}),
        "/v2/customers/{customerId}/emails" => json!({"value": "home@northwind.example"}),
        "/v2/customers/{customerId}/phones" => json!({"value": "+1 555 0100"}),
        "/v2/customers/{customerId}/chats" => json!({"value": "ines", "type": "skype"}),
        "/v2/customers/{customerId}/social-profiles" => json!({"value": "@ines", "type": "twitter"}),
        "/v2/customers/{customerId}/websites" => json!({"value": "https://northwind.example"}),
        "/v2/customers/{customerId}/address" => json!({"city": "Lagos"}),
        "/v2/customer-properties" => json!({"type": "text", "slug": "color", "name": "Color"}),
        "/v2/organizations" => json!({"name": "Northwind", "domain": "northwind.example"}),
        "/v2/organizations/properties" => json!({"type": "text", "slug": "color", "name": "Color"}),
        _ => return None,
    })
}

#[tokio::test]
async fn every_post_of_the_api_is_done_once_for_its_key() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let document: Value = serde_json::from_str(&cardfile::api::openapi_json()).unwrap();
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(post) = item.get("post").filter(|post| post.get("security").is_none()) else { continue };
        assert!(post["responses"].get("201").is_some(), "{path} makes something");
        let body = sample(path).unwrap_or_else(|| panic!("a body for POST {path} is wanted in this test"));
        let place = path.replace("/v2/customers/{customerId}", &customer);
        let first = keyed(&door, &place, path, &body).send().await;
        first.made();
        let events = || door.number("select count(*) from events");
        let before = events();
        assert_repeats(&keyed(&door, &place, path, &body).send().await, &first);
        assert_repeats(&keyed(&door, &format!("{place}/"), path, &body).send().await, &first);
        assert_eq!(events(), before, "{path}: nothing happened again");
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

#[tokio::test]
async fn the_answer_is_kept_for_a_day_and_the_key_is_free_after_it() {
    let door = Door::open().await;
    let body = json!({"firstName": "Ann"});
    let first = keyed(&door, "/v2/customers", "k", &body).send().await;
    door.advance(DAY - 1);
    assert_repeats(&keyed(&door, "/v2/customers", "k", &body).send().await, &first);
    door.advance(1);
    let second = keyed(&door, "/v2/customers", "k", &body).send().await;
    assert_ne!(second.id(), first.id());
    assert_eq!(second.header("idempotent-replayed"), None);
    assert_repeats(&keyed(&door, "/v2/customers", "k", &body).send().await, &second);
    assert_eq!(total(&door.read("/v2/customers").await), 2);
}

#[tokio::test]
async fn kept_answers_are_swept_when_they_have_expired() {
    let door = Door::open().await;
    let kept = || door.number("select count(*) from idempotency_keys");
    keyed(&door, "/v2/customers", "old", &json!({})).send().await.made();
    door.advance(DAY - 1);
    keyed(&door, "/v2/customers", "new", &json!({})).send().await.made();
    cardfile::actions::sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(kept(), 2);
    door.advance(1);
    cardfile::actions::sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(kept(), 1);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let (place, body) = (format!("{customer}/emails"), json!({"value": "a@x.example"}));
    let first = keyed(&door, &place, "k", &body).send().await;
    let another_body = keyed(&door, &place, "k", &json!({"value": "b@x.example"})).send().await;
    assert!(another_body.sentence(422).contains("Idempotency-Key"));
    keyed(&door, &format!("{customer}/websites"), "k", &body).send().await.sentence(422);
    keyed(&door, &format!("{place}?x=1"), "k", &body).send().await.sentence(422);
    assert_repeats(&keyed(&door, &place, "k", &body).send().await, &first);
}

#[tokio::test]
async fn a_key_is_its_apps_own() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let body = json!({"firstName": "Ann"});
    let first = keyed(&door, "/v2/customers", "k", &body).send().await;
    let theirs = keyed(&other, "/v2/customers", "k", &json!({"firstName": "Bob"})).send().await;
    assert_ne!(theirs.id(), first.id());
    assert_repeats(&keyed(&door.with_token(&door.new_token().await), "/v2/customers", "k", &body).send().await, &first);
}

#[tokio::test]
async fn a_refusal_is_not_kept() {
    let door = Door::open().await;
    let body = json!({"properties": {"color": "red"}});
    keyed(&door, "/v2/customers", "k", &body).send().await.refused(400);
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let first = keyed(&door, "/v2/customers", "k", &body).send().await;
    assert_repeats(&keyed(&door, "/v2/customers", "k", &body).send().await, &first);
}

#[tokio::test]
async fn the_answer_stays_the_same_whatever_becomes_of_what_was_made() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let (place, body) = (format!("{customer}/emails"), json!({"value": "a@x.example"}));
    let first = keyed(&door, &place, "k", &body).send().await;
    door.delete(&first.made()).await.done();
    assert_repeats(&keyed(&door, &place, "k", &body).send().await, &first);
    assert_eq!(door.read(&place).await["_embedded"]["emails"], json!([]), "it is not made again");

    // A create that changes nothing is kept all the same.
    let (place, lagos) = (format!("{customer}/address"), json!({"city": "Lagos"}));
    door.put(&place, &lagos).await.done();
    let first = keyed(&door, &place, "k2", &lagos).send().await;
    door.put(&place, &json!({"city": "Abuja"})).await.done();
    assert_repeats(&keyed(&door, &place, "k2", &lagos).send().await, &first);
    assert_eq!(door.read(&place).await["city"], "Abuja");
}

#[tokio::test]
async fn a_key_has_1_to_255_printable_characters() {
    let door = Door::open().await;
    for (at, right) in ["x", " a b ", "\"8e03978e\"", "~!", &"k".repeat(255)].into_iter().enumerate() {
        keyed(&door, "/v2/customers", right, &json!({ "age": at })).send().await.made();
    }
    let long = keyed(&door, "/v2/customers", &"k".repeat(256), &json!({})).send().await;
    assert_eq!(long.faults(400), ["Idempotency-Key Size"]);
    assert_eq!(long.fault(400)["source"], "HEADER");
    assert_eq!(keyed(&door, "/v2/customers", "", &json!({})).send().await.faults(400), ["Idempotency-Key NotEmpty"]);
    for wrong in ["caf\u{e9}", "tab\there"] {
        assert_eq!(
            keyed(&door, "/v2/customers", wrong, &json!({})).send().await.faults(400),
            ["Idempotency-Key Pattern"]
        );
    }
    let twice = keyed(&door, "/v2/customers", "a", &json!({})).header("idempotency-key", "b").send().await;
    assert_eq!(twice.faults(400), ["Idempotency-Key Pattern"]);
    assert_eq!(total(&door.read("/v2/customers").await), 5);
}

#[tokio::test]
async fn a_key_changes_no_other_rule_of_a_request() {
    let door = Door::open().await;
    let body = json!({});
    let bare = door.bare("POST", "/v2/customers").header("idempotency-key", "k").json(&body).send().await;
    assert_eq!((bare.status, &bare.json()["error"]), (401, &json!("invalid_token")));
    let old =
        door.with_token("1-expired").request("POST", "/v2/oauth2/token").header("idempotency-key", "k").send().await;
    assert_eq!((old.status, &old.json()["error"]), (400, &json!("invalid_request")), "an old token says nothing");
    let large = door.request("POST", "/v2/customers").header("idempotency-key", "k");
    large.body("application/json", vec![b' '; 100_001]).send().await.sentence(413);
    let other = door.request("POST", "/v2/customers").header("idempotency-key", "k");
    other.body("text/plain", "{}").send().await.sentence(415);
    let email = json!({"value": "a@x.example"});
    keyed(&door, "/v2/customers/999999/emails", "k", &email).send().await.sentence(404);
    keyed(&door, "/v2/nowhere", "k", &body).send().await.sentence(404);
    keyed(&door, "/v2/customers/101", "k", &body).send().await.sentence(405);
    let customer = keyed(&door, "/v2/customers", "k", &body).send().await.made();
    // On other methods the header says nothing.
    for city in ["Lagos", "Abuja"] {
        let put = door.request("PUT", &format!("{customer}/address")).header("idempotency-key", "k");
        put.json(&json!({"city": city})).send().await.done();
    }
    assert_eq!(door.read(&format!("{customer}/address")).await["city"], "Abuja");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_requests_with_one_key_make_one_customer() {
    let door = Door::open().await;
    for round in 0..5 {
        let body = json!({"emails": [{"value": format!("race{round}@x.example")}]});
        let key = format!("key {round}");
        let answers = at_once((0..64).map(|_| keyed(&door, "/v2/customers", &key, &body)).collect()).await;
        let mut made: Vec<i64> = answers.iter().filter(|answer| answer.status == 201).map(Answer::id).collect();
        made.dedup();
        assert_eq!(made.len(), 1, "round {round}");
        for waiting in answers.iter().filter(|answer| answer.status != 201) {
            assert!(waiting.sentence(409).contains("Idempotency-Key"));
            assert_eq!(waiting.header("retry-after"), Some("1"));
        }
        assert_eq!(total(&door.read("/v2/customers").await), round + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_whose_twin_is_on_its_way_is_told_to_wait() {
    if !on_files() {
        return;
    }
    let door = Door::open().await;
    let body = json!({"firstName": "Ann"});
    // Whoever holds the file keeps the commit of the first from its end.
    let file = rusqlite::Connection::open(door.database().path().unwrap()).unwrap();
    file.execute_batch("begin immediate").unwrap();
    let mut twins = JoinSet::new();
    for _ in 0..2 {
        twins.spawn(keyed(&door, "/v2/customers", "k", &body).send());
    }
    let waiting = tokio::time::timeout(Duration::from_secs(8), twins.join_next()).await.expect("one is told to wait");
    let waiting = waiting.unwrap().unwrap();
    assert!(waiting.sentence(409).contains("Idempotency-Key"));
    assert_eq!(waiting.header("retry-after"), Some("1"));
    let another = keyed(&door, "/v2/customers", "k", &json!({})).send().await;
    assert_eq!(another.status, 409, "whether it is the same is known when the first is done");
    file.execute_batch("rollback").unwrap();
    let first = twins.join_next().await.unwrap().unwrap();
    assert_repeats(&keyed(&door, "/v2/customers", "k", &body).send().await, &first);
    assert_eq!(total(&door.read("/v2/customers").await), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_unique_key_in_the_commit_decides_when_nothing_else_does() {
    let door = Door::open().await;
    let mut caller = Caller::new(door.company(), Actor::App("app".into()));
    let at = Timestamp::parse(crate::door::START).unwrap();
    caller.once = Some(Once { key: [7; 32], request: [1; 32], at, made: None });
    let (door, caller) = (Arc::new(door), Arc::new(caller));
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let (door, caller) = (door.clone(), caller.clone());
        tasks.spawn(async move {
            customers::create(door.directory(), &caller, CustomerInput::default(), Problems::default()).await
        });
    }
    let made = tasks.join_all().await.into_iter().filter(Result::is_ok).count();
    assert_eq!(made, 1);
    let rows = "select (select count(*) from customers), (select count(*) from idempotency_keys)";
    assert_eq!(door.rows(rows), [[1, 1]]);
}

/// Serves the same database from a second place, which knows nothing of what is on its way through the first.
async fn second_server(door: &Door) -> Client {
    let url = door.database_url();
    let (clock, random) = (door.directory().clock.clone(), Random::seeded(2));
    let store = Store::open(&url, Purpose::Command, &clock, random.clone()).await.unwrap();
    let (edge, _) = api::service(Api::new(Directory::new(store, clock, random)));
    let listener = server::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let mut client = (**door).clone();
    client.url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve(listener, edge, std::future::pending()));
    client
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twins_on_two_servers_get_one_answer() {
    let door = Door::open().await;
    let other = second_server(&door).await;
    let (mut repeated, customer) = (0, door.create(&json!({})).await);
    for round in 0..20 {
        let address = |name: &str| json!({"value": format!("{name}{round}@x.example")});
        for (path, body) in
            [("/v2/customers", json!({"emails": [address("new")]})), (&format!("{customer}/emails"), address("more"))]
        {
            let key = format!("{path} {round}");
            let answers = at_once(vec![keyed(&door, path, &key, &body), keyed(&other, path, &key, &body)]).await;
            assert_eq!(answers[0].id(), answers[1].id(), "{path}, round {round}");
            repeated += answers.iter().filter(|answer| answer.header("idempotent-replayed").is_some()).count();
            if path.ends_with("emails") {
                door.delete(&answers[0].made()).await.done();
            }
        }
    }
    assert_eq!(repeated, 40, "of two twins one is answered as the other");
    assert_eq!(total(&door.read("/v2/customers").await), 21);
}

#[tokio::test]
async fn an_answer_is_given_again_after_the_server_was_killed_and_started_anew() {
    let mut server = ServerProcess::start();
    let token = server.token().await;
    let http = reqwest::Client::new();
    let send = |url: &str, body: &'static str| {
        let request = http.post(format!("{url}/v2/customers")).bearer_auth(&token).header("idempotency-key", "k");
        request.header("content-type", "application/json").body(body).send()
    };
    let first = send(server.url(), r#"{"firstName":"Ann"}"#).await.unwrap();
    assert_eq!(first.status(), 201);
    server.restart();
    let again = send(server.url(), r#"{"firstName":"Ann"}"#).await.unwrap();
    assert_eq!(again.status(), 201);
    assert_eq!(again.headers()["resource-id"], first.headers()["resource-id"]);
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(send(server.url(), r#"{"firstName":"Bob"}"#).await.unwrap().status(), 422);
    let list = http.get(format!("{}/v2/customers", server.url())).bearer_auth(&token).send().await.unwrap();
    assert_eq!(total(&list.json().await.unwrap()), 1);
}
