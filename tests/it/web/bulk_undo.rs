//! What a change of many did is put back: piece by piece as it was done, wherever nobody has changed it since.

use super::bulk::{go_on, open, run};
use super::join;
use crate::api::sample::{BASIC, PLUS};
use crate::door::Door;
use cardfile::domain::event::{Actor, Event, Subject, Verb};
use cardfile::store::Change;
use serde_json::{Value, json};

const ALL_GET_PLUS: &str = "/customers/bulk?all=1&q=&act=property&slug=plan&value=plus";

/// A customer with these properties; how it is told of.
async fn with(door: &Door, properties: Value) -> String {
    door.create(&json!({"lastName": "Okoro", "properties": properties})).await
}

/// The value that a customer has of a property; null for none.
async fn value(door: &Door, customer: &str, slug: &str) -> Value {
    let customer = door.read(customer).await;
    let values = customer["_embedded"]["properties"].as_array().unwrap();
    values.iter().find(|value| value["slug"] == slug).map_or(Value::Null, |value| value["value"].clone())
}

async fn set(door: &Door, customer: &str, slug: &str, value: Value) {
    let operations = json!([{"op": "replace", "path": format!("/{slug}"), "value": value}]);
    door.patch(&format!("{customer}/properties"), &operations).await.done();
}

/// Where the page of a run offers to put it back.
fn offer(html: &str) -> Option<String> {
    let (before, after) = html.split_once("\" data-put-back")?;
    let href = before.rsplit("href=\"").next().unwrap();
    (!after.starts_with(" hidden")).then(|| href.replace("&#38;", "&"))
}

/// What the rows of a page say, in the order of the alphabet: a run does many side by side.
fn told(html: &str) -> Vec<&str> {
    let rows = html.split("<span class=\"badge ").skip(1);
    let mut told: Vec<&str> = rows.map(|row| row.split_once("\">").unwrap().1.split('<').next().unwrap()).collect();
    told.sort_unstable();
    told
}

#[tokio::test]
async fn what_a_run_overwrote_goes_back_in_pieces_and_nothing_else_moves() {
    let (door, mut browser) = open().await;
    let none = door.fill(600, "Ines", "Okoro").await;
    let basic = with(&door, json!({"plan": "Basic", "seats": 5})).await;
    let plus = with(&door, json!({"plan": "Plus"})).await;
    let other = door.create(&json!({"lastName": "Mokoena", "properties": {"plan": "Basic"}})).await;
    let all = "/customers/bulk?all=1&q=lastName%3AOkoro&act=property&slug=plan&value=plus";
    let (_, html) = run(&mut browser, all, "").await;
    let undo = offer(&html).expect("it is offered");
    assert_eq!(value(&door, &basic, "plan").await, PLUS);

    let html = browser.open(&undo).await;
    assert!(html.contains("Plan becomes again what it was before the change, wherever nobody"), "{html}");
    assert!(told(&html).iter().all(|told| ["Plus → —", "Plus → Basic"].contains(told)), "{html}");
    assert_eq!(value(&door, &basic, "plan").await, PLUS, "only looked at");
    let (answers, html) = run(&mut browser, &undo, "").await;
    assert!(answers > 1 && html.contains("All 601 as before"), "{answers}: {html}");
    assert!(offer(&html).is_none() && html.contains("href=\"/customers?q=lastName%3AOkoro\""), "{html}");
    for (customer, plan) in [
        (&basic, json!(BASIC)),
        (&plus, json!(PLUS)),
        (&other, json!(BASIC)),
        (&format!("/v2/customers/{}", none[0]), json!(null)),
        (&format!("/v2/customers/{}", none[599]), json!(null)),
    ] {
        assert_eq!(value(&door, customer, "plan").await, plan, "{customer}");
    }
    assert_eq!(value(&door, &basic, "seats").await, 5);
}

#[tokio::test]
async fn whoever_was_changed_since_is_left_alone_and_a_second_time_does_nothing() {
    let (door, mut browser) = open().await;
    let mut customers = Vec::new();
    for _ in 0..4 {
        customers.push(with(&door, json!({"plan": "Basic"})).await);
    }
    let (_, html) = run(&mut browser, ALL_GET_PLUS, "").await;
    let undo = offer(&html).unwrap();
    set(&door, &customers[0], "plan", json!(null)).await;
    // Somebody wants what the run gave.
    set(&door, &customers[1], "plan", json!("Basic")).await;
    set(&door, &customers[1], "plan", json!("Plus")).await;
    set(&door, &customers[2], "seats", json!(7)).await;
    door.delete(&customers[3]).await.done();
    let html = browser.open(&undo).await;
    assert_eq!(told(&html), ["Changed since, left alone", "Changed since, left alone", "Plus → Basic"]);
    let (_, html) = run(&mut browser, &undo, "").await;
    assert!(html.contains("1 as before, 2 not"), "{html}");
    assert_eq!(told(&html), ["Changed since, left alone", "Changed since, left alone", "Put back"]);
    for (customer, plan) in customers.iter().zip([json!(null), json!(PLUS), json!(BASIC)]) {
        assert_eq!(value(&door, customer, "plan").await, plan, "{customer}");
    }

    let events = "select count(*) from events";
    let before = door.number(events);
    assert!(told(&browser.open(&undo).await).contains(&"As it was before"));
    let (_, html) = run(&mut browser, &undo, "").await;
    assert_eq!(told(&html), ["As it was before", "Changed since, left alone", "Changed since, left alone"]);
    assert_eq!(door.number(events), before);
    // The same person gives the same value by hand: it is not the run's.
    let id = customers[2].rsplit('/').next().unwrap();
    let by_hand = format!("/customers/bulk?id={id}&act=property&slug=plan&value=plus");
    run(&mut browser, &by_hand, "").await;
    run(&mut browser, &undo, "").await;
    assert_eq!(value(&door, &customers[2], "plan").await, PLUS);
}

#[tokio::test]
async fn a_value_that_was_taken_away_or_was_the_same_by_another_door_goes_back() {
    let (door, mut browser) = open().await;
    let (five, seven) =
        (with(&door, json!({"seats": 5})).await, with(&door, json!({"seats": 7, "plan": "Plus"})).await);
    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=property&slug=seats&value=", "").await;
    assert_eq!(value(&door, &five, "seats").await, json!(null));
    run(&mut browser, &offer(&html).unwrap(), "").await;
    assert_eq!((value(&door, &five, "seats").await, value(&door, &seven, "seats").await), (json!(5), json!(7)));
    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=property&slug=seats&value=7", "").await;
    let (_, html) = run(&mut browser, &offer(&html).unwrap(), "").await;
    assert_eq!(told(&html), ["Put back"], "the other one had it already");
    assert_eq!((value(&door, &five, "seats").await, value(&door, &seven, "seats").await), (json!(5), json!(7)));
}

#[tokio::test]
async fn everyone_goes_back_to_their_organization_as_far_as_it_is_there() {
    let (door, mut browser) = open().await;
    let mut customers = Vec::new();
    for organization in ["Contoso", "Fabrikam", ""] {
        let mut customer = json!({"lastName": "Okoro"});
        if !organization.is_empty() {
            customer["organization"] = json!(organization);
        }
        customers.push(door.create(&customer).await);
    }
    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=organization&value=Northwind", "").await;
    let undo = offer(&html).unwrap();
    let named = async |name: &str| {
        let all = door.read("/v2/organizations").await["_embedded"]["organizations"].clone();
        let found = all.as_array().unwrap().iter().find(|own| own["name"] == name).unwrap()["id"].clone();
        format!("/v2/organizations/{found}")
    };
    door.put(&named("Northwind").await, &json!({"name": "Southwind"})).await.done();
    door.delete(&named("Fabrikam").await).await.done();
    let gone = "The organization it had is gone";
    assert_eq!(told(&browser.open(&undo).await), ["Southwind → Contoso", "Southwind → —", gone]);
    let (_, html) = run(&mut browser, &undo, "").await;
    assert!(html.contains("2 as before, 1 not") && told(&html).contains(&gone), "{html}");
    for (customer, organization) in customers.iter().zip([json!("Contoso"), json!("Southwind"), json!(null)]) {
        assert_eq!(door.read(customer).await["organization"], organization, "{customer}");
    }

    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=organization&value=", "").await;
    run(&mut browser, &offer(&html).unwrap(), "").await;
    assert_eq!(door.read(&customers[0]).await["organization"], "Contoso");
}

#[tokio::test]
async fn what_cannot_be_set_any_more_is_told_in_words() {
    let (door, mut browser) = open().await;
    let (basic, blue) = (with(&door, json!({"plan": "Basic"})).await, with(&door, json!({"color": "blue"})).await);
    let (_, html) = run(&mut browser, ALL_GET_PLUS, "").await;
    let plan = offer(&html).unwrap();
    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=property&slug=color&value=", "").await;
    let color = offer(&html).unwrap();
    let without_basic = json!({"name": "Plan", "options": [{"id": PLUS, "label": "Plus"}]});
    door.put("/v2/customer-properties/plan", &without_basic).await.done();
    assert!(told(&browser.open(&plan).await).contains(&"The option it had is gone"));
    let (_, html) = run(&mut browser, &plan, "").await;
    assert!(told(&html).contains(&"The option it had is gone"), "{html}");
    assert_eq!(value(&door, &basic, "plan").await, PLUS);

    door.delete("/v2/customer-properties/color").await.done();
    let answer = browser.get(&color).await;
    assert!(answer.page(404).contains("The property is gone, and every value with it."), "{}", answer.text());
    let mut module = browser.with("x-requested-with", "cardfile");
    let part = module.post("/customers/bulk/undo", &[("act", "property"), ("slug", "color")]).await;
    assert!(part.page(404).contains("role=\"alert\">The property is gone"), "{}", part.text());
    door.advance(1);
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let (_, html) = run(&mut browser, &color, "").await;
    assert_eq!(told(&html), ["The property was made anew since"]);
    assert_eq!(value(&door, &blue, "color").await, json!(null), "a value never comes back to another property");
}

#[tokio::test]
async fn what_was_stopped_half_way_is_put_back_as_far_as_it_went() {
    let (door, mut browser) = open().await;
    door.fill(600, "Ines", "Okoro").await;
    let look = browser.open(ALL_GET_PLUS).await;
    assert_eq!(offer(&look), None, "nothing was done yet");
    let html = go_on(&mut browser, &look, "").await;
    assert!(html.contains("500 of 600 done"), "{html}");
    let (_, html) = run(&mut browser, &offer(&html).expect("it is offered beside going on"), "").await;
    assert!(html.contains("All 500 as before"), "{html}");
    assert_eq!(door.number("select count(*) from customers where properties like '%plan%'"), 0);
}

#[tokio::test]
async fn nothing_is_offered_where_nothing_was_changed_or_all_is_erased() {
    let (door, mut browser) = open().await;
    let id = door.fill(1, "Ines", "Okoro").await[0];
    let path = format!("/customers/bulk?id={id}&act=property&slug=plan&value=");
    let (_, html) = run(&mut browser, &path, "").await;
    assert!(html.contains("All 1 done") && offer(&html).is_none(), "it had none: {html}");
    let (_, html) = run(&mut browser, "/customers/bulk?all=1&q=&act=delete", "1").await;
    assert!(html.contains("All 1 done") && !html.contains("data-put-back"), "{html}");
    let html = browser.open("/customers/bulk/undo?act=property&slug=plan&value=x&since=0&until=9").await;
    assert!(html.contains("There is nothing of it to put back.") && !html.contains("button main"), "{html}");
    assert_eq!(browser.get("/customers/bulk/undo").await.status, 404);
    assert_eq!(browser.get("/customers/bulk/undo?act=delete").await.status, 404);
}

#[tokio::test]
async fn numbers_that_were_made_up_put_nothing_back_that_others_did() {
    let (door, mut owner) = open().await;
    let customer = with(&door, json!({"plan": "Basic"})).await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    run(&mut ben, "/customers/bulk?all=1&q=&act=property&slug=plan&value=", "").await;
    run(&mut ben, ALL_GET_PLUS, "").await;
    let other = door.another_company().await;
    other.define(&json!({"type": "number", "slug": "seats", "name": "Seats"})).await;
    let elsewhere = other.create(&json!({"properties": {"seats": 5}})).await;
    let operations = json!([{"op": "replace", "path": "/seats", "value": 6}]);
    other.patch(&format!("{elsewhere}/properties"), &operations).await.done();
    let span = [("-1", "99999999999999999999"), ("-9223372036854775808", "9223372036854775807"), ("9", "1"), ("x", "")];
    for (slug, given) in [("plan", PLUS), ("seats", "6"), ("seats", "")] {
        for (since, until) in span {
            for next in ["", "-5", "9223372036854775807", "x"] {
                let fields = [
                    ("act", "property"),
                    ("slug", slug),
                    ("value", given),
                    ("since", since),
                    ("until", until),
                    ("next", next),
                ];
                let answer = owner.post("/customers/bulk/undo", &fields).await;
                assert!(answer.page(200).contains("All 0 as before"), "{fields:?}: {}", answer.text());
            }
        }
    }
    assert_eq!(value(&door, &customer, "plan").await, PLUS);
    assert_eq!(other.read(&elsewhere).await["_embedded"]["properties"][0]["value"], 6);

    // Whoever did it puts it back, among whatever else lies between the numbers.
    let all = format!("/customers/bulk/undo?act=property&slug=plan&value={PLUS}&since=0&until=99999");
    let (_, html) = run(&mut ben, &all, "").await;
    assert_eq!(told(&html), ["Put back"]);
    assert_eq!(value(&door, &customer, "plan").await, json!(null));
}

#[tokio::test]
async fn a_piece_looks_through_so_many_events_however_far_apart_the_numbers_are() {
    let (door, mut browser) = open().await;
    let customer = with(&door, json!({"plan": "Basic"})).await;
    run(&mut browser, ALL_GET_PLUS, "").await;
    let mut change = Change::new(door.company());
    let (subject_id, at) = (customer.rsplit('/').next().unwrap().to_owned(), door.directory().clock.now());
    let subject = Subject::Customer;
    let event =
        Event { subject, subject_id, verb: Verb::Updated, actor: Actor::Operator, at, before: None, after: None };
    change.events.resize(2_600, event);
    door.directory().store.commit(change).await.unwrap();
    let mut module = browser.with("x-requested-with", "cardfile");
    let mut fields = vec![("act", "property"), ("slug", "plan"), ("value", PLUS), ("since", "0"), ("until", "99999")];
    let piece = module.post("/customers/bulk/undo", &fields).await;
    assert!(piece.page(200).contains("data-done=\"0\" data-failed=\"0\" data-at=\"2500\""), "{}", piece.text());
    assert_eq!(value(&door, &customer, "plan").await, PLUS);
    let next = piece.between("data-next=\"", "\"").unwrap();
    fields.push(("next", &next));
    let piece = module.post("/customers/bulk/undo", &fields).await;
    assert!(piece.page(200).contains("data-next=\"\" data-done=\"1\""), "{}", piece.text());
    assert_eq!(value(&door, &customer, "plan").await, BASIC);
}
