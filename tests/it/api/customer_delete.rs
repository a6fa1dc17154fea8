//! `DELETE /v2/customers/{id}`: nothing of the customer is left, in the record, its keys, the log or the file.

use super::customer_patch::open;
use super::events::events;
use super::organizations;
use super::race::at_once;
use super::sample::{definitions, entry, full};
use crate::door::{Answer, Door, on_files};
use cardfile::actions::{Caller, Directory, Error, addresses};
use cardfile::domain::address::AddressInput;
use cardfile::domain::entry::EntryKind;
use cardfile::domain::event::Actor;
use cardfile::domain::id::CustomerId;
use cardfile::domain::problem::Problems;
use cardfile::random::Random;
use cardfile::store::{Purpose, Store};
use serde_json::{Value, json};

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// The tables in which one of the words stands, letter case ignored.
fn tables_with(door: &Door, words: &[&str]) -> Vec<String> {
    let holds = |text: &str| words.iter().any(|word| text.to_lowercase().contains(&word.to_lowercase()));
    let mut tables: Vec<String> =
        door.everything().into_iter().filter(|(_, text)| holds(text)).map(|(name, _)| name).collect();
    tables.dedup();
    tables
}

#[tokio::test]
async fn a_customer_is_gone_with_all_its_parts() {
    let (door, customer) = open().await;
    let email = door.read(&customer).await["_embedded"]["emails"][0]["id"].clone();
    door.delete(&customer).await.done();
    for path in ["", "/", "/emails", "/address", &format!("/emails/{email}")] {
        door.get(&format!("{customer}{path}")).await.sentence(404);
    }
    door.delete(&customer).await.sentence(404);
    door.put(&customer, &json!({})).await.sentence(404);
    door.patch(&customer, &json!([])).await.sentence(404);
    door.post(&format!("{customer}/emails"), &json!({"value": "x@x.example"})).await.sentence(404);
    door.delete(&format!("{customer}/address")).await.sentence(404);
    door.patch(&format!("{customer}/properties"), &json!([])).await.sentence(404);
    assert_eq!(organizations::count(&door), 1, "the organization stays");
}

#[tokio::test]
async fn the_total_falls_and_the_addresses_are_free_at_once() {
    let (door, customer) = open().await;
    let other = door.create(&json!({"organization": "Northwind"})).await;
    let total = async || door.read("/v2/customers").await["page"]["totalElements"].as_i64().unwrap();
    assert_eq!(total().await, 2);
    door.delete(&customer).await.done();
    assert_eq!(total().await, 1);
    door.post(&format!("{other}/emails"), &json!({"value": "ines@northwind.example"})).await.made();
    let again = door.create(&json!({"emails": [{"value": "INES@home.example"}], "organization": "northwind"})).await;
    assert_eq!(door.read(&again).await["organization"], "Northwind");
    assert_ne!(again, customer, "an id is never used again");
    assert_eq!(total().await, 2);
    door.delete(&other).await.done();
    door.delete(&again).await.done();
    assert_eq!(total().await, 0);
}

#[tokio::test]
async fn the_log_keeps_that_it_happened_and_nothing_of_what_was() {
    let (door, customer) = open().await;
    door.put(&customer, &json!({"firstName": "Ann"})).await.done();
    door.put(&format!("{customer}/address"), &json!({"city": "Oslo"})).await.done();
    let neighbour = door.create(&json!({"firstName": "Bea"})).await;
    door.advance(9);
    door.delete(&customer).await.done();
    let log = events(&door, id_of(&customer));
    let verbs: Vec<&str> = log.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs, ["created", "updated", "updated", "deleted"]);
    for event in &log {
        assert_eq!((&event.before, &event.after), (&Value::Null, &Value::Null), "{event:?}");
        assert_eq!((event.subject.as_str(), &event.actor.1), ("customer", &Some(door.client_id.clone())));
    }
    assert_eq!(log[3].at, door.directory().clock.now().micros());
    assert_eq!(events(&door, id_of(&neighbour))[0].after["firstName"], "Bea", "others keep theirs");
    assert_eq!(events(&door, "102")[0].after["name"], "Northwind", "and so does the organization");
}

#[tokio::test]
async fn nothing_personal_is_left_in_any_table() {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let mut body = full();
    body["properties"][1]["value"] = json!("Zanzibar green");
    body["background"] = json!("Met at the Zanzibar fair.");
    let customer = door.create(&body).await;
    door.put(&format!("{customer}/address"), &json!({"lines": ["9 Zanzibar Way"]})).await.done();
    door.patch(&customer, &json!([{"op": "add", "path": "/emails", "value": {"value": "zanzibar@x.example"}}]))
        .await
        .done();
    door.put(&customer, &json!({"firstName": "Zanzibar", "phone": "+255 24 223"})).await.done();
    let personal = [
        "Ines",
        "Okoro",
        "ines.jpg",
        "Buyer",
        "Lagos",
        "30-35",
        "home.example",
        "555 01",
        "Marina",
        "2nd floor",
        "Zanzibar",
        "+255",
        "example.com/a",
        "2019-01-02",
    ];
    let tables = tables_with(&door, &personal);
    for table in ["customers", "identity_keys", "events"] {
        assert!(tables.contains(&table.to_owned()), "what is looked for is there at first: {tables:?}");
    }
    door.delete(&customer).await.done();
    assert_eq!(tables_with(&door, &personal), [""; 0]);
    let rows = door.everything().into_iter().filter(|(_, text)| text == id_of(&customer));
    // A company knows up to which identifier its customers are in the search index.
    let may_name = ["events", "companies"];
    assert!(rows.into_iter().all(|(table, _)| may_name.contains(&&*table)), "only the log names it");
}

#[tokio::test]
async fn no_byte_of_it_is_left_in_the_file() {
    if !on_files() {
        return;
    }
    let (door, _) = open().await;
    let person = |number: usize, mark: &str| {
        json!({"firstName": format!("{mark}{number}"), "lastName": mark, "background": mark.repeat(20),
            "phones": (0..30).map(|at| json!({"value": format!("{mark} {number} {at}")})).collect::<Vec<_>>(),
            "emails": [{"value": format!("{mark}{number}@x.example")}], "address": {"city": mark}})
    };
    let mut marked = Vec::new();
    for number in 0..12 {
        door.create(&person(number, "Staying")).await;
        marked.push(door.create(&person(number, "Leaving")).await);
    }
    for customer in &marked {
        door.patch(customer, &json!([{"op": "add", "path": "/chats", "value": {"value": "Leaving too"}}])).await.done();
    }
    let raw = || {
        let file = door.database_file();
        let checkpoint = "pragma wal_checkpoint(truncate)";
        let blocked: i64 =
            rusqlite::Connection::open(&file).unwrap().query_row(checkpoint, [], |row| row.get(0)).unwrap();
        assert_eq!(blocked, 0);
        let bytes = std::fs::read(&file).unwrap().to_ascii_lowercase();
        assert_eq!(std::fs::metadata(file.with_extension("db-wal")).map_or(0, |wal| wal.len()), 0);
        move |word: &str| bytes.windows(word.len()).filter(|part| *part == word.as_bytes()).count()
    };
    assert!(raw()("leaving") > 100);
    for customer in &marked {
        door.delete(customer).await.done();
    }
    let count = raw();
    assert!(count("staying") > 100);
    assert_eq!(count("leaving"), 0);
}

#[tokio::test]
async fn another_company_and_a_stranger_delete_nothing() {
    let (door, customer) = open().await;
    let other = door.another_company().await;
    other.delete(&customer).await.sentence(404);
    for path in ["/v2/customers/999", "/v2/customers/abc", "/v2/customers/0"] {
        door.delete(path).await.sentence(404);
    }
    assert_eq!(door.bare("DELETE", &customer).send().await.status, 401);
    assert_eq!(door.get(&customer).await.status, 200);
    assert_eq!(events(&door, id_of(&customer)).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_that_is_changed_by_many_is_deleted_once() {
    let door = Door::open().await;
    for _ in 0..4 {
        let customer = door.create(&json!({"emails": [{"value": "one@x.example"}]})).await;
        let requests = (0..64).map(|writer| match writer % 8 {
            0 => door.request("DELETE", &customer),
            _ => door.request("POST", &format!("{customer}/phones")).json(&entry(EntryKind::Phone, writer)),
        });
        let answers = at_once(requests.collect()).await;
        let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 204).collect();
        assert_eq!(done.len(), 1);
        assert!(answers.iter().all(|answer| [201, 204, 404].contains(&answer.status)));
        door.get(&customer).await.sentence(404);
        assert!(events(&door, id_of(&customer)).iter().all(|event| event.after.is_null()));
        assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_that_another_process_changes_meanwhile_is_deleted_as_it_is_then() {
    let door = Door::open().await;
    // Turns are this server's own; what another process does shows in the version alone.
    let (clock, random) = (door.directory().clock.clone(), Random::seeded(2));
    let url = door.database_url();
    let store = Store::open(&url, Purpose::Command, &clock, random.clone()).await.unwrap();
    let elsewhere = Directory::new(store, clock, random);
    let caller = Caller::new(door.company(), Actor::Operator);
    for _ in 0..20 {
        let customer = door.create(&json!({"emails": [{"value": "one@x.example"}]})).await;
        let id = CustomerId::parse(id_of(&customer)).unwrap();
        let changes = async {
            for number in 0..12 {
                let input = AddressInput { city: Some(format!("City {number}")), ..AddressInput::default() };
                let changed = addresses::put(&elsewhere, &caller, id, input, Problems::default()).await;
                assert!(matches!(changed, Ok(_) | Err(Error::Missing(_))), "{changed:?}");
            }
        };
        let (deleted, ()) = tokio::join!(door.delete(&customer), changes);
        deleted.done();
        door.get(&customer).await.sentence(404);
        assert!(events(&door, id_of(&customer)).iter().all(|event| event.after.is_null()));
    }
    elsewhere.store.close().await;
}
