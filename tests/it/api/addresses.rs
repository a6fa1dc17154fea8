//! `/v2/customers/{id}/address`.

use super::sample::long;
use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn an_address_is_made_read_replaced_and_removed() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let path = format!("{customer}/address");
    assert!(door.get(&path).await.sentence(404).contains("address"));
    assert!(door.delete(&path).await.sentence(404).contains("address"));

    let full = json!({"city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina", "2nd floor"]});
    let answer = door.post(&path, &full).await;
    assert_eq!(answer.made(), path);
    let shown = |mut address: Value| {
        address["_links"] = json!({"self": {"href": format!("{}{path}", door.url)}});
        address
    };
    let read = door.get(&path).await;
    assert_eq!(read.header("content-type"), Some("application/hal+json"));
    assert_eq!(read.json(), shown(full.clone()));
    assert_eq!(door.read(&customer).await["_embedded"]["address"], full);

    let other = json!({"city": "Abuja", "lines": []});
    assert_eq!(door.post(&path, &other).await.made(), path, "a POST replaces");
    assert_eq!(door.read(&path).await, shown(other));
    door.put(&path, &full).await.done();
    assert_eq!(door.read(&path).await, shown(full.clone()));
    door.delete(&path).await.done();
    assert!(door.read(&customer).await["_embedded"].get("address").is_none());
    door.put(&path, &full).await.done();
    assert_eq!(door.read(&path).await, shown(full), "a PUT makes one");
}

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() {
    let door = Door::open().await;
    let path = format!("{}/address", door.create(&json!({})).await);
    door.put(&format!("{path}/"), &json!({"city": "Lagos"})).await.done();
    assert_eq!(door.read(&format!("{path}/")).await["city"], "Lagos");
}

#[tokio::test]
async fn a_country_is_two_letters_of_the_standard_in_any_letter_case() {
    let door = Door::open().await;
    let path = format!("{}/address", door.create(&json!({})).await);
    for (given, kept) in [("US", "US"), ("de", "DE"), ("Ng", "NG")] {
        door.put(&path, &json!({"country": given})).await.done();
        assert_eq!(door.read(&path).await["country"], kept);
    }
    for wrong in ["USA", "XX", "U", "Germany", "🇩🇪", "U\u{0}"] {
        let fault = door.put(&path, &json!({"country": wrong})).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("country"), &json!(wrong)));
        assert_eq!(
            door.post("/v2/customers", &json!({"address": {"country": wrong}})).await.faults(400),
            ["address.country Pattern"]
        );
    }
    assert_eq!(door.read(&path).await["country"], "NG");
}

#[tokio::test]
async fn the_parts_of_an_address_have_their_limits() {
    let door = Door::open().await;
    let path = format!("{}/address", door.create(&json!({})).await);
    for part in ["city", "state", "postalCode"] {
        door.put(&path, &json!({part: long(255)})).await.done();
        assert_eq!(door.read(&path).await[part], long(255));
        assert_eq!(door.put(&path, &json!({part: long(256)})).await.faults(400), [format!("{part} Size")]);
    }
    let lines = |count: usize| (0..count).map(|at| format!("line {at}")).collect::<Vec<_>>();
    door.put(&path, &json!({"lines": lines(10)})).await.done();
    assert_eq!(door.read(&path).await["lines"], json!(lines(10)));
    assert_eq!(door.put(&path, &json!({"lines": lines(11)})).await.faults(400), ["lines TooMany"]);
    door.put(&path, &json!({"lines": [long(255)]})).await.done();
    assert_eq!(door.put(&path, &json!({"lines": ["x", long(256)]})).await.faults(400), ["lines[1] Size"]);
}

#[tokio::test]
async fn an_address_without_any_part_is_refused_alone_and_none_on_a_new_customer() {
    let door = Door::open().await;
    let path = format!("{}/address", door.create(&json!({"address": {"city": "Lagos"}})).await);
    for nothing in
        [json!({}), json!({"city": "", "lines": ["", " "]}), json!({"city": null, "lines": null}), json!({"town": "x"})]
    {
        assert_eq!(door.put(&path, &nothing).await.refused(400).len(), 1);
        assert_eq!(door.post(&path, &nothing).await.refused(400).len(), 1);
        let customer = door.read(&door.create(&json!({"address": nothing})).await).await;
        assert!(customer["_embedded"].get("address").is_none(), "{nothing}: {customer:#}");
    }
    assert_eq!(door.read(&path).await["city"], "Lagos");
}

#[tokio::test]
async fn a_part_of_another_json_type_is_refused_by_name() {
    let door = Door::open().await;
    let path = format!("{}/address", door.create(&json!({})).await);
    let wrong = json!({"city": 5, "state": [], "postalCode": {}, "country": true, "lines": "12 Marina"});
    let expected = ["city Type", "country Type", "lines Type", "postalCode Type", "state Type"];
    assert_eq!(door.put(&path, &wrong).await.faults(400), expected);
    let answer = door.post("/v2/customers", &json!({"address": wrong})).await;
    assert_eq!(answer.faults(400), expected.map(|fault| format!("address.{fault}")));
    assert_eq!(door.put(&path, &json!({"lines": ["x", 5]})).await.faults(400), ["lines[1] Type"]);
    for whole in [json!([]), json!("x"), json!(5), Value::Null] {
        assert_eq!(door.put(&path, &whole).await.faults(400), [" Type"]);
    }
    assert_eq!(door.post("/v2/customers", &json!({"address": "12 Marina"})).await.faults(400), ["address Type"]);
    door.put(&path, &json!({"postalCode": 100_001})).await.done();
    assert_eq!(door.read(&path).await["postalCode"], "100001");
}

#[tokio::test]
async fn the_address_of_a_customer_that_is_not_there_is_not_found() {
    let door = Door::open().await;
    let path = "/v2/customers/999999/address";
    let body = json!({"city": "Lagos"});
    for answer in
        [door.get(path).await, door.post(path, &body).await, door.put(path, &body).await, door.delete(path).await]
    {
        assert!(answer.sentence(404).contains("customer"));
    }
}
