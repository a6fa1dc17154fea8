//! What the database keeps of a change: its event with before and after, the version, and the commit's token.

use super::sample::{PLUS, definitions, full};
use crate::door::Door;
use cardfile::store::{Change, CommitToken};
use serde_json::{Value, json};

/// An event as it is stored: verb, actor, before, after.
#[derive(Debug)]
pub struct Stored {
    pub subject: String,
    pub verb: String,
    pub actor: (String, Option<String>),
    pub at: i64,
    pub before: Value,
    pub after: Value,
}

/// The events of a company that are about this record, in order.
pub fn events(door: &Door, subject_id: &str) -> Vec<Stored> {
    let sql = format!(
        "select subject, verb, actor, actor_id, at, before, after from events \
         where company_id = {} and subject_id = '{subject_id}' order by seq",
        door.company()
    );
    let text = |cell: &Value| cell.as_str().map(ToOwned::to_owned);
    let json = |cell: &Value| cell.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
    let read = |row: &Vec<Value>| Stored {
        subject: text(&row[0]).unwrap(),
        verb: text(&row[1]).unwrap(),
        actor: (text(&row[2]).unwrap(), text(&row[3])),
        at: row[4].as_i64().unwrap(),
        before: json(&row[5]),
        after: json(&row[6]),
    };
    door.rows(&sql).iter().map(read).collect()
}

fn version(door: &Door, id: &str) -> i64 {
    door.number(&format!("select version from customers where id = {id}"))
}

async fn open() -> (Door, String, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&full()).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    (door, path, id)
}

#[tokio::test]
async fn making_a_customer_keeps_the_whole_of_it() {
    let (door, _, id) = open().await;
    let events = events(&door, &id);
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!((event.subject.as_str(), event.verb.as_str()), ("customer", "created"));
    assert_eq!(event.actor, ("app".to_owned(), Some(door.client_id.clone())));
    assert_eq!(event.at, door.directory().clock.now().micros());
    assert_eq!(event.before, Value::Null);
    let document = door.text(&format!("select doc from customers where id = {id}"));
    let mut document: Value = serde_json::from_str(&document).unwrap();
    let embedded = document.as_object_mut().unwrap().remove("_embedded").unwrap();
    for (name, value) in document.as_object().unwrap().iter().chain(embedded.as_object().unwrap()) {
        assert_eq!(&event.after[name], value, "{name}");
    }
    assert!(event.after["organizationId"].is_i64());
    assert_eq!(event.after["emails"][0], json!({"id": 103, "value": "ines@northwind.example", "type": "work"}));
    assert_eq!(event.after["properties"]["plan"], json!({"value": PLUS, "source": "api"}));
    assert_eq!(version(&door, &id), 1);
}

#[tokio::test]
async fn every_kind_of_change_keeps_what_was_before_and_what_is_after() {
    let (door, path, id) = open().await;
    let email = json!({"id": 103, "value": "ines@northwind.example", "type": "work"});
    door.put(&format!("{path}/emails/103"), &json!({"value": "i@northwind.example", "type": "home"})).await.done();
    door.delete(&format!("{path}/emails/103")).await.done();
    let made = door.post(&format!("{path}/chats"), &json!({"value": "x", "type": "qq"})).await.id();
    door.put(&format!("{path}/address"), &json!({"city": "Abuja", "lines": ["1 Way"]})).await.done();
    door.delete(&format!("{path}/address")).await.done();
    door.advance(5);
    let operations = json!([{"op": "remove", "path": "/plan"}, {"op": "add", "path": "/seats", "value": 7}]);
    door.patch(&format!("{path}/properties"), &operations).await.done();
    let api = |value: Value| json!({"value": value, "source": "api"});
    let expected = [
        (
            json!({"/emails/103/value": email["value"], "/emails/103/type": "work"}),
            json!({"/emails/103/value": "i@northwind.example", "/emails/103/type": "home"}),
        ),
        (json!({"/emails/103": {"id": 103, "value": "i@northwind.example", "type": "home"}}), json!({})),
        (json!({}), json!({format!("/chats/{made}"): {"id": made, "value": "x", "type": "qq"}})),
        (
            json!({"/address/city": "Lagos", "/address/state": "LA", "/address/postalCode": "100001", "/address/country": "NG",
                "/address/lines": ["12 Marina", "2nd floor"]}),
            json!({"/address/city": "Abuja", "/address/lines": ["1 Way"]}),
        ),
        (json!({"/address": {"city": "Abuja", "lines": ["1 Way"]}}), json!({})),
        (
            json!({"/properties/plan": api(json!(PLUS)), "/properties/seats/value": 9_223_372_036_854_775_807_i64}),
            json!({"/properties/seats/value": 7}),
        ),
    ];
    let events = events(&door, &id);
    assert_eq!(events.len(), 1 + expected.len());
    for (event, (before, after)) in events[1..].iter().zip(expected) {
        assert_eq!((event.verb.as_str(), &event.actor.1), ("updated", &Some(door.client_id.clone())));
        assert_eq!((&event.before, &event.after), (&before, &after));
    }
    assert_eq!(events.last().unwrap().at, door.directory().clock.now().micros());
    assert_eq!(version(&door, &id), 7, "one more with each change");
}

#[tokio::test]
async fn a_change_that_changes_nothing_or_is_refused_leaves_no_trace() {
    let (door, path, id) = open().await;
    door.put(&format!("{path}/emails/103"), &json!({"value": "ines@northwind.example", "type": "WORK"})).await.done();
    door.patch(&format!("{path}/properties"), &json!([])).await.done();
    door.patch(&format!("{path}/properties"), &json!([{"op": "add", "path": "/color", "value": "green"}])).await.done();
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    door.put(&format!("{path}/emails/103"), &json!({"value": "ann@x.example"})).await.refused(409);
    door.post(&format!("{path}/emails"), &json!({"value": "x"})).await.refused(400);
    assert_eq!((events(&door, &id).len(), version(&door, &id)), (1, 1));
}

#[tokio::test]
async fn definitions_apps_and_the_company_are_in_the_log_too() {
    let door = Door::open().await;
    door.define(&definitions()[4]).await;
    let definition = &events(&door, "plan")[0];
    assert_eq!((definition.subject.as_str(), definition.verb.as_str()), ("property", "created"));
    let mut expected = definitions()[4].clone();
    assert_eq!(definition.after, expected.take());
    let company = &events(&door, &door.company().to_string())[0];
    assert_eq!((company.subject.as_str(), &company.after), ("company", &json!({"name": "A company"})));
    door.revoke(&door.client_id).await;
    let app = events(&door, &door.client_id);
    let told: Vec<_> = app.iter().map(|event| (event.verb.as_str(), event.actor.0.as_str())).collect();
    assert_eq!(told, [("created", "operator"), ("revoked", "operator")]);
    assert_eq!((&app[1].before, &app[1].after), (&json!({"/revoked": false}), &json!({"/revoked": true})));
    assert!(app.iter().all(|event| !event.after.to_string().contains(&door.client_secret)));
}

#[tokio::test]
async fn the_events_of_a_company_are_numbered_without_a_gap() {
    let door = Door::open().await;
    let other = door.another_company().await;
    for number in 0..5 {
        let customer = door.create(&json!({"emails": [{"value": format!("a{number}@x.example")}]})).await;
        door.post("/v2/customers", &json!({"emails": [{"value": format!("a{number}@x.example")}]})).await.refused(409);
        door.put(&format!("{customer}/address"), &json!({"city": "x"})).await.done();
        other.create(&json!({})).await;
    }
    let sql = "select c.events, count(*), min(e.seq), max(e.seq), c.customers, \
         (select count(*) from customers where company_id = c.company_id) \
         from companies c join events e on e.company_id = c.company_id \
         group by c.company_id, c.events, c.customers order by c.company_id";
    assert_eq!(door.rows(sql), [[13, 13, 1, 13, 5, 5], [8, 8, 1, 8, 5, 5]]);
}

#[tokio::test]
async fn a_commit_is_known_by_its_token_and_no_other_is() {
    let door = Door::open().await;
    let other = door.another_company().await;
    let store = &door.directory().store;
    let receipt = store.commit(Change::new(door.company())).await.unwrap();
    assert!(store.happened(door.company(), receipt.token).await.unwrap());
    let stranger = CommitToken::new(door.directory().clock.now(), [7; 8]);
    assert!(!store.happened(door.company(), stranger).await.unwrap());
    let mut near = receipt.token;
    near.0[15] ^= 1;
    assert!(!store.happened(door.company(), near).await.unwrap());
    let other_company = cardfile::auth::secret::company_of(&other.client_id).unwrap();
    assert!(!store.happened(other_company, receipt.token).await.unwrap());
}
