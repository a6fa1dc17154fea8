//! Many at once: what has to be unique stays so, and nobody's work is lost.

use super::organizations;
use super::sample::entry;
use crate::door::{Answer, Door, Request};
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

pub(super) const WRITERS: usize = 64;

/// Sends all requests at the same moment and answers in their order.
pub async fn at_once(requests: Vec<Request>) -> Vec<Answer> {
    let start = Arc::new(Barrier::new(requests.len()));
    let mut tasks = JoinSet::new();
    for (at, request) in requests.into_iter().enumerate() {
        let start = Arc::clone(&start);
        tasks.spawn(async move {
            start.wait().await;
            (at, request.send().await)
        });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn total(page: &Value) -> i64 {
    page["page"]["totalElements"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_with_one_address_make_one_customer() {
    let door = Door::open().await;
    for round in 0..5 {
        let body = |writer: usize| {
            let address = format!("race{round}@northwind.example");
            let spelt = if writer.is_multiple_of(2) { address } else { address.to_uppercase() };
            json!({"firstName": format!("Writer {writer}"), "emails": [{"value": format!("own{round}.{writer}@x.example")}, {"value": spelt}]})
        };
        let requests = (0..WRITERS).map(|writer| door.request("POST", "/v2/customers").json(&body(writer)));
        let answers = at_once(requests.collect()).await;
        let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(made.len(), 1, "round {round}");
        let (id, location) = (made[0].id().to_string(), made[0].header("location").unwrap());
        for refused in answers.iter().filter(|answer| answer.status != 201) {
            let fault = refused.fault(409);
            assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("emails[1].value"), &json!(id)));
            assert_eq!(fault["_links"]["holder"]["href"], location);
        }
        assert_eq!(total(&door.read("/v2/customers").await), round + 1);
    }
    let keys = door.number("select count(*) from identity_keys where kind = 'email'");
    assert_eq!(keys, 10, "a refused customer holds no address");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_with_two_addresses_in_any_order_never_share_one() {
    let door = Door::open().await;
    let requests = (0..WRITERS).map(|writer| {
        let mut emails = vec![
            json!({"value": format!("a{}@x.example", writer % 4)}),
            json!({"value": format!("a{}@x.example", (writer + 1) % 4)}),
        ];
        if writer.is_multiple_of(2) {
            emails.reverse();
        }
        door.request("POST", "/v2/customers").json(&json!({"emails": emails}))
    });
    let answers = at_once(requests.collect()).await;
    assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
    let page = door.read("/v2/customers").await;
    let mut held = BTreeSet::new();
    for customer in page["_embedded"]["customers"].as_array().unwrap() {
        for email in customer["_embedded"]["emails"].as_array().unwrap() {
            assert!(held.insert(email["value"].as_str().unwrap().to_owned()), "{email} twice");
        }
    }
    assert_eq!(total(&page), answers.iter().filter(|answer| answer.status == 201).count() as i64);
    assert!(total(&page) >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_add_an_entry_each_and_none_is_lost() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let kind = |writer: usize| EntryKind::ALL[writer % EntryKind::ALL.len()];
    let requests = (0..WRITERS).map(|writer| {
        let list = format!("{customer}/{}", kind(writer).rules().path);
        door.request("POST", &list).json(&entry(kind(writer), writer))
    });
    let answers = at_once(requests.collect()).await;
    let ids: BTreeSet<i64> = answers.iter().map(Answer::id).collect();
    assert_eq!(ids.len(), WRITERS);
    for (writer, answer) in answers.iter().enumerate() {
        assert_eq!(door.read(&answer.made()).await["value"], entry(kind(writer), writer)["value"]);
    }
    let id = customer.rsplit('/').next().unwrap();
    let version = door.number(&format!("select version from customers where id = {id}"));
    assert_eq!(version, 1 + WRITERS as i64);
    let sql = format!("select count(*) from events where subject = 'customer' and subject_id = '{id}'");
    let events = door.number(&sql);
    assert_eq!(events, 1 + WRITERS as i64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_never_has_more_entries_than_its_limit() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let requests = (0..WRITERS)
        .map(|writer| door.request("POST", &format!("{customer}/phones")).json(&entry(EntryKind::Phone, writer)));
    let answers = at_once(requests.collect()).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 50);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        assert!(refused.faults(400)[0].ends_with("TooMany"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_with_one_organization_name_make_one_organization() {
    let door = Door::open().await;
    let name = |writer: usize| if writer.is_multiple_of(2) { "Northwind" } else { "NORTHWIND" };
    let requests =
        (0..WRITERS).map(|writer| door.request("POST", "/v2/customers").json(&json!({"organization": name(writer)})));
    let answers = at_once(requests.collect()).await;
    let mut ids = BTreeSet::new();
    for answer in &answers {
        ids.insert(door.read(&answer.made()).await["organizationId"].as_i64().unwrap());
    }
    assert_eq!((ids.len(), organizations::count(&door)), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_company_never_has_more_definitions_than_its_limit() {
    let door = Door::open().await;
    for number in 0..40 {
        door.define(&json!({"type": "text", "slug": format!("p{number}"), "name": "x"})).await;
    }
    let requests = (0..WRITERS).map(|writer| {
        let body = json!({"type": "text", "slug": format!("race{writer}"), "name": "x"});
        door.request("POST", "/v2/customer-properties").json(&body)
    });
    let answers = at_once(requests.collect()).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 10);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(refused.faults(400), ["slug TooMany"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_with_one_slug_make_one_definition() {
    let door = Door::open().await;
    let body = |writer: usize| json!({"type": "text", "slug": "plan", "name": format!("Writer {writer}")});
    let requests = (0..WRITERS).map(|writer| door.request("POST", "/v2/customer-properties").json(&body(writer)));
    let answers = at_once(requests.collect()).await;
    let made: Vec<usize> = (0..WRITERS).filter(|writer| answers[*writer].status == 201).collect();
    assert_eq!(made.len(), 1);
    assert!(
        answers.iter().filter(|answer| answer.status != 201).all(|answer| answer.faults(409) == ["slug Duplicate"])
    );
    assert_eq!(door.read("/v2/customer-properties/plan").await["name"], format!("Writer {}", made[0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_moves_between_customers_is_never_on_two() {
    let door = Door::open().await;
    let customers = [door.create(&json!({})).await, door.create(&json!({})).await];
    for _ in 0..10 {
        let (door, both) = (&door, &customers);
        let adds = both.iter().flat_map(move |customer| {
            (0..8).map(move |_| {
                door.request("POST", &format!("{customer}/emails")).json(&json!({"value": "one@x.example"}))
            })
        });
        let answers = at_once(adds.collect()).await;
        let made: Vec<String> = answers.iter().filter(|answer| answer.status == 201).map(Answer::made).collect();
        assert_eq!(made.len(), 1);
        assert!(
            answers
                .iter()
                .filter(|answer| answer.status != 201)
                .all(|answer| answer.faults(409) == ["value Duplicate"])
        );
        let removals = (0..8).map(|_| door.request("DELETE", &made[0]));
        let answers = at_once(removals.collect()).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
        assert!(answers.iter().all(|answer| [204, 404].contains(&answer.status)));
    }
}
