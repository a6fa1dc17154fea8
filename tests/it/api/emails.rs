//! Email addresses: each belongs to one customer of a company.

use crate::door::Door;
use serde_json::json;

#[tokio::test]
async fn an_address_of_another_customer_is_a_conflict_that_names_the_holder() {
    let door = Door::open().await;
    let holder = door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let id = door.read(&holder).await["id"].to_string();
    let other = door.create(&json!({"emails": [{"value": "bob@x.example"}]})).await;
    let own = door.read(&format!("{other}/emails")).await["_embedded"]["emails"][0]["id"].clone();
    let taken = json!({"value": "ANN@x.example", "type": "home"});
    let added = door.post(&format!("{other}/emails"), &taken).await;
    let changed = door.put(&format!("{other}/emails/{own}"), &taken).await;
    for answer in [added, changed] {
        let fault = answer.fault(409);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("value"), &json!(id)));
        assert_eq!(fault["_links"]["holder"]["href"], format!("{}{holder}", door.url));
    }
    let emails = door.read(&other).await["_embedded"]["emails"].clone();
    assert_eq!(emails, json!([{"id": own, "value": "bob@x.example", "type": "work"}]), "nothing was changed");
}

#[tokio::test]
async fn the_same_address_twice_on_one_customer_is_a_conflict() {
    let door = Door::open().await;
    let customer = door.create(&json!({"emails": [{"value": "ann@x.example"}, {"value": "bob@x.example"}]})).await;
    let list = format!("{customer}/emails");
    assert_eq!(door.post(&list, &json!({"value": "Ann@X.example"})).await.faults(409), ["value Duplicate"]);
    let second = door.read(&list).await["_embedded"]["emails"][1]["id"].clone();
    let answer = door.put(&format!("{list}/{second}"), &json!({"value": "Ann@X.example"})).await;
    assert_eq!(answer.faults(409), ["value Duplicate"]);
    door.put(&format!("{list}/{second}"), &json!({"value": "BOB@x.example"})).await.done();
    assert_eq!(
        door.read(&list).await["_embedded"]["emails"][1]["value"],
        "BOB@x.example",
        "its own spelling may change"
    );
}

#[tokio::test]
async fn an_address_that_was_given_up_can_be_taken_again() {
    let door = Door::open().await;
    let first = door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let second = door.create(&json!({})).await;
    let id = door.read(&first).await["_embedded"]["emails"][0]["id"].clone();
    let ann = json!({"value": "ann@x.example"});
    door.put(&format!("{first}/emails/{id}"), &json!({"value": "anna@x.example"})).await.done();
    let taken = door.post(&format!("{second}/emails"), &ann).await.made();
    assert_eq!(door.put(&format!("{first}/emails/{id}"), &ann).await.status, 409);
    door.delete(&taken).await.done();
    door.put(&format!("{first}/emails/{id}"), &ann).await.done();
    door.delete(&format!("{first}/emails/{id}")).await.done();
    door.create(&json!({"emails": [ann, {"value": "anna@x.example"}]})).await;
    assert_eq!(door.number("select count(*) from identity_keys where kind = 'email'"), 2);
}

#[tokio::test]
async fn an_address_is_kept_as_typed() {
    let door = Door::open().await;
    for typed in
        ["Ines.Okoro+List@Northwind.Example", " spaced@x.example ", "संपर्क@डाटामेल.भारत", "\"quoted name\"@x.example"]
    {
        let customer = door.read(&door.create(&json!({"emails": [{"value": typed}]})).await).await;
        assert_eq!(customer["_embedded"]["emails"][0]["value"], typed);
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let door = Door::open().await;
    let list = format!("{}/emails", door.create(&json!({})).await);
    for wrong in [
        "ann",
        "ann@",
        "@x.example",
        "a b@x.example",
        "a@b@x.example",
        "Ann <ann@x.example>",
        "ann@x..example",
        "ann@-x.example",
        "ann@x\u{0}.example",
        "ann@x.example\r\nBcc: b@x.example",
        "mailto:",
    ] {
        let faults = door.post(&list, &json!({"value": wrong})).await.faults(400);
        assert_eq!(faults, ["value Email"], "{wrong:?}");
        let faults = door.post("/v2/customers", &json!({"emails": [{"value": wrong}]})).await.faults(400);
        assert_eq!(faults, ["emails[0].value Email"], "{wrong:?}");
    }
}
