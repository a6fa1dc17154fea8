//! `/v2/tags`, `/v2/teams`, `/v2/workflows` and `/v2/conversations`: a client that lists them finds none.

use crate::door::Door;
use serde_json::json;

const LISTS: [(&str, i64); 4] = [("tags", 50), ("teams", 50), ("workflows", 50), ("conversations", 25)];

#[tokio::test]
async fn a_list_of_what_there_is_none_of_is_an_empty_page_under_its_name() {
    let door = Door::open().await;
    for (name, size) in LISTS {
        let answer = door.get(&format!("/v2/{name}?status=all&mailbox=1")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/hal+json")));
        let url = |query: &str| json!({"href": format!("{}/v2/{name}{query}", door.url)});
        let page = json!({
            "_embedded": {name: []},
            "_links": {
                "self": url("?page=1&status=all&mailbox=1"), "first": url("?page=1&status=all&mailbox=1"),
                "last": url("?page=1&status=all&mailbox=1"),
                "page": {"href": format!("{}/v2/{name}?status=all&mailbox=1{{&page}}", door.url), "templated": true}
            },
            "page": {"size": size, "totalElements": 0, "totalPages": 0, "number": 1}
        });
        assert_eq!(answer.json(), page);
    }
}

#[tokio::test]
async fn a_page_past_the_end_is_empty_and_one_that_cannot_be_is_refused() {
    let door = Door::open().await;
    for (name, _) in LISTS {
        let page = door.read(&format!("/v2/{name}?page=3&pageSize=7")).await;
        assert_eq!(page["page"], json!({"size": 7, "totalElements": 0, "totalPages": 0, "number": 3}));
        assert_eq!(page["_embedded"], json!({name: []}));
        for query in ["page=0", "page=-1", "page=x", "page=1.5"] {
            assert_eq!(door.get(&format!("/v2/{name}?{query}")).await.faults(400), ["page Number"], "{query}");
        }
        assert_eq!(door.get(&format!("/v2/{name}?pageSize=201")).await.faults(400), ["pageSize Number"]);
        assert_eq!(door.bare("GET", &format!("/v2/{name}")).send().await.status, 401);
        door.post(&format!("/v2/{name}"), &json!({})).await.sentence(405);
    }
}
