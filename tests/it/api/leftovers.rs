//! What is gone is gone at once, and never comes back; the rows that still speak of it are cleaned afterwards.

use super::sample::{BASIC, PLUS};
use crate::door::Door;
use crate::door::database::Database;
use cardfile::actions::{Caller, Directory, companies, customers, properties, sweep};
use cardfile::clock::Clock;
use cardfile::domain::customer_input::CustomerInput;
use cardfile::domain::event::Actor;
use cardfile::domain::id::{AnchorId, OrganizationId};
use cardfile::domain::problem::Problems;
use cardfile::domain::property::{DefinitionInput, PropertyOwner};
use cardfile::domain::property_value::{
    Given, PropertyInput, PropertyValue, PropertyValues, Value as Kept, ValueSource,
};
use cardfile::domain::time::Timestamp;
use cardfile::random::Random;
use cardfile::store::change::Write;
use cardfile::store::{self, Change, Purpose, Refusal, Store, leftovers};
use serde_json::{Value, json};

const PLAN: &str = "/v2/customer-properties/plan";

fn plan(options: Value) -> Value {
    json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": options})
}

fn both() -> Value {
    json!([{"id": BASIC, "label": "Basic"}, {"id": PLUS, "label": "Plus"}])
}

/// A server with a dropdown and a text, and a customer that has a value of both.
async fn open() -> (Door, String) {
    let door = Door::open().await;
    door.define(&plan(both())).await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let customer = door.create(&json!({"firstName": "Ines", "properties": {"plan": "Plus", "color": "green"}})).await;
    (door, customer)
}

async fn values(door: &Door, customer: &str) -> Value {
    let customer = door.read(customer).await;
    let values = customer["_embedded"]["properties"].as_array().unwrap().iter();
    values.map(|value| (value["slug"].as_str().unwrap().to_owned(), value["text"].clone())).collect()
}

fn count(door: &Door, sql: &str) -> i64 {
    door.number(sql)
}

async fn tag(door: &Door, path: &str) -> String {
    door.get(path).await.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn a_value_goes_with_its_definition_and_does_not_come_back_with_the_slug() {
    let (door, customer) = open().await;
    let before = tag(&door, &customer).await;
    door.delete("/v2/customer-properties/color").await.done();
    assert_eq!(values(&door, &customer).await, json!({"plan": "Plus"}));
    let list = door.read("/v2/customers").await;
    assert!(!list.to_string().contains("green"), "{list:#}");
    let without = tag(&door, &customer).await;
    assert_ne!(before, without);
    for property_type in ["text", "number", "text"] {
        door.define(&json!({"type": property_type, "slug": "color", "name": "Color"})).await;
        assert_eq!(values(&door, &customer).await, json!({"plan": "Plus"}), "{property_type}");
        assert_eq!(tag(&door, &customer).await, without, "nothing that it shows has changed");
        door.delete("/v2/customer-properties/color").await.done();
    }
    door.get("/v2/customer-properties/color").await.sentence(404);
    door.delete("/v2/customer-properties/color").await.sentence(404);
    assert_eq!(door.read(&customer).await["updatedAt"], door.read(&customer).await["createdAt"]);
}

#[tokio::test]
async fn a_value_goes_with_its_option_and_does_not_come_back_with_the_id() {
    let (door, customer) = open().await;
    let basic = door.create(&json!({"properties": {"plan": "Basic"}})).await;
    let before = tag(&door, &customer).await;
    let rest = json!([{"id": BASIC, "label": "Basic"}]);
    door.put(PLAN, &json!({"name": "Plan", "options": rest})).await.done();
    assert_eq!(values(&door, &customer).await, json!({"color": "green"}));
    assert_eq!(values(&door, &basic).await, json!({"plan": "Basic"}));
    let without = tag(&door, &customer).await;
    assert_ne!(before, without);
    door.put(PLAN, &json!({"name": "Plan", "options": both()})).await.done();
    assert_eq!(values(&door, &customer).await, json!({"color": "green"}), "the same id, and another option");
    let operations = json!([{"op": "add", "path": "/plan", "value": "Plus"}]);
    door.patch(&format!("{customer}/properties"), &operations).await.done();
    assert_eq!(values(&door, &customer).await, json!({"plan": "Plus", "color": "green"}));
}

#[tokio::test]
async fn tags_of_what_values_show_are_never_used_twice() {
    let (door, customer) = open().await;
    let mut tags = vec![tag(&door, &customer).await];
    // The sum of the versions stays the same in this step.
    door.patch(PLAN, &json!({"name": "The plan"})).await.done();
    door.delete("/v2/customer-properties/color").await.done();
    tags.push(tag(&door, &customer).await);
    door.patch(PLAN, &json!({"name": "Our plan"})).await.done();
    tags.push(tag(&door, &customer).await);
    door.delete(PLAN).await.done();
    tags.push(tag(&door, &customer).await);
    let all = tags.len();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), all, "{tags:?}");
}

#[tokio::test]
async fn a_change_of_another_field_tells_nothing_of_a_value_that_is_gone() {
    let (door, customer) = open().await;
    door.delete("/v2/customer-properties/color").await.done();
    let last = count(&door, "select max(seq) from events");
    let operations = json!([{"op": "add", "path": "/plan", "value": "Basic"}]);
    door.patch(&format!("{customer}/properties"), &operations).await.done();
    door.put(&format!("{customer}/address"), &json!({"city": "Lagos"})).await.done();
    let sql = format!("select coalesce(before, '') || coalesce(after, '') from events where seq > {last}");
    let told = format!("{:?}", door.rows(&sql));
    assert!(told.contains("Lagos") && !told.contains("green") && !told.contains("anchor"), "{told}");
    assert_eq!(count(&door, "select count(*) from customers where properties like '%green%'"), 0);
}

#[tokio::test]
async fn leftovers_of_values_are_cleaned_in_pieces_that_nobody_sees() {
    let door = Door::open().await;
    door.define(&plan(both())).await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let mut customers = Vec::new();
    for number in 0..450 {
        let plan = if number % 2 == 0 { "Plus" } else { "Basic" };
        customers.push(door.create(&json!({"properties": {"color": format!("c{}", number % 7), "plan": plan}})).await);
    }
    assert_eq!(count(&door, "select count(*) from property_values"), 900);
    assert_eq!(count(&door, "select count(*) from property_values where value = 'c3'"), 64);
    door.delete("/v2/customer-properties/color").await.done();
    let (shown, tag_before) = (door.read(&customers[3]).await, tag(&door, &customers[3]).await);
    let written = "select cast(sum(version) * 1000000 + sum(updated_at) % 1000000 as bigint) from customers";
    let (versions, events) = (count(&door, written), count(&door, "select count(*) from events"));
    assert_eq!(count(&door, "select count(*) from leftovers"), 1);
    door.advance(60);
    sweep::sweep(door.directory()).await.unwrap();
    for (what, sql) in [
        ("leftovers", "select count(*) from leftovers"),
        (
            "values",
            "select count(*) from property_values v where not exists (select 1 from property_anchors a where a.anchor = v.anchor)",
        ),
        ("documents", "select count(*) from customers where properties like '%color%'"),
    ] {
        assert_eq!(count(&door, sql), 0, "{what}");
    }
    assert_eq!(count(&door, "select count(*) from property_values"), 450);
    assert_eq!((count(&door, written), count(&door, "select count(*) from events")), (versions, events));
    assert_eq!((door.read(&customers[3]).await, tag(&door, &customers[3]).await), (shown, tag_before));
    door.patch(PLAN, &json!({"options": [{"id": BASIC, "label": "Basic"}]})).await.done();
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(count(&door, "select count(*) from property_values"), 225);
    assert_eq!(
        count(&door, "select count(*) from customers where properties is null"),
        225,
        "none left is none at all"
    );
    assert_eq!(values(&door, &customers[1]).await, json!({"plan": "Basic"}));
    assert_eq!(values(&door, &customers[0]).await, json!({}));
}

#[tokio::test]
async fn a_new_value_outlives_the_cleaning_after_an_old_one_of_the_same_slug() {
    let (door, customer) = open().await;
    door.delete("/v2/customer-properties/color").await.done();
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let operations = json!([{"op": "add", "path": "/color", "value": "green"}]);
    door.patch(&format!("{customer}/properties"), &operations).await.done();
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!(values(&door, &customer).await, json!({"plan": "Plus", "color": "green"}));
    assert_eq!(count(&door, "select count(*) from property_values"), 2);
}

#[tokio::test]
async fn cleaning_that_a_restart_ended_goes_on() {
    let database = Database::new();
    let url = database.url();
    let open = async |seed: u64| {
        let (clock, random) = (Clock::manual(Timestamp::parse(crate::door::START).unwrap()), Random::seeded(seed));
        Directory::new(Store::open(&url, Purpose::Serve, &clock, random.clone()).await.unwrap(), clock, random)
    };
    let directory = open(1).await;
    let company = companies::create(&directory, "A company").await.unwrap().id;
    let caller = Caller::new(company, Actor::Operator);
    let text = |text: &str| Some(text.to_owned());
    let owner = PropertyOwner::Customer;
    let definition =
        DefinitionInput { property_type: text("text"), slug: text("color"), name: text("Color"), ..Default::default() };
    properties::create(&directory, &caller, owner, definition, Problems::default()).await.unwrap();
    for _ in 0..401 {
        let value = Given::Text("green".into());
        let value = PropertyInput { slug: "color".into(), value, slug_path: "slug".into(), value_path: "value".into() };
        let input = CustomerInput { properties: vec![value], ..Default::default() };
        customers::create(&directory, &caller, input, Problems::default()).await.unwrap();
    }
    properties::delete(&directory, &caller, owner, "color").await.unwrap();
    let mut piece = Change::new(company);
    piece.writes.push(Write::Erased(leftovers::next(&directory.store, company).await.unwrap().unwrap()));
    directory.store.commit(piece).await.unwrap();
    directory.store.close().await;
    let rows = |sql: &str| database.rows(sql)[0][0].as_i64().unwrap();
    assert_eq!(rows("select count(*) from customers where properties is not null"), 201, "a piece is 200 rows");
    let directory = open(2).await;
    sweep::sweep(&directory).await.unwrap();
    assert!(leftovers::next(&directory.store, company).await.unwrap().is_none());
    assert_eq!(rows("select count(*) from customers where properties is not null"), 0);
    assert_eq!(rows("select count(*) from property_values"), 0);
    directory.store.close().await;
}

#[tokio::test]
async fn nothing_is_committed_that_hangs_on_what_is_gone() {
    let (door, _) = open().await;
    let path = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    let organization = Some(OrganizationId(path.rsplit('/').next().unwrap().parse().unwrap()));
    let sql = "select anchor from property_anchors where slug = 'color'";
    let anchor = AnchorId(count(&door, sql));
    let green = PropertyValue { value: Kept::Text("green".into()), source: ValueSource::Api, anchor };
    let (with, without) = (PropertyValues::from([("color".to_owned(), green)]), PropertyValues::new());
    let new = || Change::new(door.company());
    let commit = async |change: Change| match door.directory().store.commit(change).await {
        Err(store::Error::Refused(refusal)) => Some(refusal),
        done => done.map(|_| None).unwrap(),
    };
    assert_eq!(commit(new().member(None, organization)).await, None);
    assert_eq!(commit(new().member(organization, None)).await, None);
    assert_eq!(commit(new().values(7, &without, &with)).await, None);
    assert_eq!(commit(new().values(7, &with, &without)).await, None);
    assert_eq!(commit(new().values(7, &with, &without)).await, Some(Refusal::Moved), "it has no such value");
    assert_eq!(commit(new().values(7, &without, &with)).await, None);
    door.delete(&path).await.done();
    door.delete("/v2/customer-properties/color").await.done();
    assert_eq!(commit(new().member(None, organization)).await, Some(Refusal::Gone));
    assert_eq!(commit(new().member(organization, None)).await, Some(Refusal::Moved));
    assert_eq!(commit(new().values(8, &without, &with)).await, Some(Refusal::Gone));
    assert_eq!(commit(new().values(7, &with, &without)).await, Some(Refusal::Moved));
}

#[tokio::test]
async fn members_of_an_organization_that_is_gone_are_cleaned_too() {
    let door = Door::open().await;
    let path = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut customers = Vec::new();
    for _ in 0..201 {
        customers.push(door.create(&json!({"organizationId": id})).await);
    }
    door.delete(&path).await.done();
    let sql = "select count(*) from customers where organization_id is not null";
    assert_eq!(count(&door, sql), 201);
    let shown = door.get(&customers[7]).await;
    sweep::sweep(door.directory()).await.unwrap();
    assert_eq!((count(&door, sql), count(&door, "select count(*) from leftovers")), (0, 0));
    let after = door.get(&customers[7]).await;
    assert_eq!((after.json(), after.header("etag")), (shown.json(), shown.header("etag")));
}
