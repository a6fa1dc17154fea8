//! `/v2/mailboxes`: the one mailbox that stands for the company.

use crate::door::{Door, START};
use serde_json::json;

#[tokio::test]
async fn the_company_has_one_mailbox_of_its_own_name_and_id() {
    let door = Door::open().await;
    let id = door.company();
    let url = |path: &str| json!({"href": format!("{}/v2/mailboxes/{id}{path}", door.url)});
    let known = json!({
        "id": id.0, "name": "A company", "slug": format!("company-{id}"), "email": format!("mailbox@company-{id}.invalid"),
        "createdAt": START, "updatedAt": START,
        "_links": {"self": url(""), "fields": url("/fields"), "folders": url("/folders")}
    });
    assert_eq!(door.read(&format!("/v2/mailboxes/{id}")).await, known);
    let page = door.read("/v2/mailboxes").await;
    assert_eq!(page["_embedded"], json!({"mailboxes": [known]}));
    assert_eq!(page["page"], json!({"size": 50, "totalElements": 1, "totalPages": 1, "number": 1}));
    let past = door.read("/v2/mailboxes?page=2&pageSize=1").await;
    assert_eq!(past["_embedded"], json!({"mailboxes": []}));
    assert_eq!(past["page"], json!({"size": 1, "totalElements": 1, "totalPages": 1, "number": 2}));
    assert!(past["_links"].get("next").is_none());
    assert_eq!(door.get("/v2/mailboxes?page=0&pageSize=x").await.faults(400), ["page Number", "pageSize Number"]);
}

#[tokio::test]
async fn its_fields_and_folders_are_empty_pages() {
    let door = Door::open().await;
    let id = door.company();
    for key in ["fields", "folders"] {
        let page = door.read(&format!("/v2/mailboxes/{id}/{key}")).await;
        assert_eq!(page["_embedded"], json!({key: []}));
        assert_eq!(page["page"], json!({"size": 50, "totalElements": 0, "totalPages": 0, "number": 1}));
        let own = format!("{}/v2/mailboxes/{id}/{key}?page=1", door.url);
        assert_eq!(page["_links"]["self"]["href"], own);
        assert_eq!(door.get(&format!("/v2/mailboxes/{id}/{key}?page=0")).await.faults(400), ["page Number"]);
    }
}

#[tokio::test]
async fn any_other_mailbox_is_not_found() {
    let door = Door::open().await;
    let other = door.another_company().await;
    for id in ["0", "x", "999", "-1", "2"] {
        for part in ["", "/fields", "/folders"] {
            let answer = door.get(&format!("/v2/mailboxes/{id}{part}")).await;
            assert!(answer.sentence(404).contains("mailbox"), "{id}");
        }
    }
    other.get(&format!("/v2/mailboxes/{}", door.company())).await.sentence(404);
    assert_eq!(door.bare("GET", "/v2/mailboxes").send().await.status, 401);
}
