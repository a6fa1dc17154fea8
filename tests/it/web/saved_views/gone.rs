//! Views whose query names something that is gone since: told on the list, and changed or removed as any other.

use super::{made, rail};
use crate::api::sample::{BASIC, definitions};
use crate::door::Door;
use serde_json::json;

#[tokio::test]
async fn a_view_of_a_property_or_an_option_that_is_gone_says_so_and_is_changed_and_removed_as_any_other() {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    door.create(&json!({"properties": {"plan": "Plus", "seats": 12}})).await;
    let mut owner = door.owner().await;
    let plus = made(&mut owner, "On Plus", &[("q", "property.plan:Plus"), ("column", "property.plan")]).await;
    let large = made(&mut owner, "Large", &[("q", "property.seats:[10 TO *]"), ("column", "property.seats")]).await;
    let counts = owner.with("x-requested-with", "cardfile").get("/views/counts").await.json();
    assert_eq!(counts, json!({&*plus: "1", &*large: "1"}));

    let only = json!({"options": [{"id": BASIC, "label": "Basic"}]});
    door.patch("/v2/customer-properties/plan", &only).await.done();
    door.delete("/v2/customer-properties/seats").await.done();
    door.advance(61);
    let counts = owner.with("x-requested-with", "cardfile").get("/views/counts").await.json();
    assert_eq!(counts, json!({}), "a count that cannot be is none");
    for (id, q, told) in [
        (&plus, "property.plan%3APlus&column=property.plan", "Plan has no option “Plus”; its options are"),
        (&large, "property.seats%3A%5B10+TO+*%5D&column=property.seats", "Customers have no property “seats”"),
    ] {
        let answer = owner.get(&format!("/customers?view={id}&q={q}")).await;
        let page = answer.page(422);
        assert!(page.contains("query-fault") && page.contains(told), "{told}: {page}");
        assert!(page.contains("Edit view") && !page.contains("Save changes"), "{page}");
        assert_eq!(rail(page), ["Large", "On Plus"]);
        owner.open("/views").await;
        // Called otherwise, and shared, as it is.
        owner.open(&format!("/views/{id}")).await;
        let name = format!("Old {id}");
        let renamed = owner.post(&format!("/views/{id}"), &[("name", &name), ("shared", "1")]).await;
        assert!(renamed.goes_to().starts_with(&format!("/customers?view={id}&q=")), "{}", renamed.goes_to());
        owner
            .post(&format!("/views/{id}"), &[("name", if told.contains("seats") { "Large" } else { "On Plus" })])
            .await
            .goes_to();
    }
    // It shows something else from now on, and the other is removed.
    owner.post(&format!("/views/{plus}/list"), &[("q", "property.plan:Basic")]).await.goes_to();
    assert!(owner.open(&format!("/customers?view={plus}&q=property.plan%3ABasic")).await.contains("Edit view"));
    owner.open(&format!("/views/{large}/delete")).await;
    owner.post(&format!("/views/{large}/delete"), &[]).await.goes_to();
    assert_eq!(rail(&owner.open("/customers").await), ["On Plus"]);
}
