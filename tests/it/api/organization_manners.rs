//! The manners that all resources share, on organizations and on property definitions: entity tags and strict handling.

use crate::door::{Answer, Door};
use serde_json::{Value, json};

async fn guarded(door: &Door, method: &str, path: &str, tag: &str, body: &Value) -> Answer {
    door.request(method, path).header("if-match", tag).json(body).send().await
}

async fn tag(door: &Door, path: &str) -> String {
    door.get(path).await.header("etag").unwrap().to_owned()
}

async fn strictly(door: &Door, method: &str, path: &str, body: &Value) -> Answer {
    door.request(method, path).header("prefer", "handling=strict").json(body).send().await
}

#[tokio::test]
async fn an_organization_that_moved_on_is_not_changed_by_who_read_it_before() {
    let door = Door::open().await;
    door.post("/v2/organizations/properties", &json!({"type": "text", "slug": "color", "name": "Color"})).await.made();
    let path = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    let value = format!("{path}/properties/color");
    let stale = tag(&door, &path).await;
    guarded(&door, "PUT", &value, &stale, &json!({"value": "green"})).await.done();
    for (method, path, body) in [
        ("PUT", &path, json!({"name": "Southwind"})),
        ("PUT", &value, json!({"value": "red"})),
        ("DELETE", &value, json!({})),
        ("DELETE", &path, json!({})),
    ] {
        assert_eq!(guarded(&door, method, path, &stale, &body).await.status, 412, "{method} {path}");
    }
    for (number, form) in
        ["", "?includeCounts=true", "?includeProperties=true", "?includeCounts=true&includeProperties=true"]
            .into_iter()
            .enumerate()
    {
        let current = tag(&door, &format!("{path}{form}")).await;
        guarded(&door, "PUT", &path, &current, &json!({"name": format!("Name {number}")})).await.done();
        assert_eq!(guarded(&door, "PUT", &path, &current, &json!({"name": "Lost"})).await.status, 412, "{form}");
    }
    assert_eq!(door.read(&path).await["name"], "Name 3");
    let current = tag(&door, &path).await;
    guarded(&door, "DELETE", &path, &current, &json!({})).await.done();
}

#[tokio::test]
async fn a_definition_that_moved_on_is_not_changed_by_who_read_it_before() {
    let door = Door::open().await;
    for list in ["/v2/customer-properties", "/v2/organizations/properties"] {
        let body = json!({"type": "text", "slug": "color", "name": "Color"});
        let path = door.post(list, &body).await.made();
        let stale = tag(&door, &path).await;
        guarded(&door, "PATCH", &path, &stale, &json!({"name": "Colour"})).await.done();
        for method in ["PUT", "PATCH", "DELETE"] {
            assert_eq!(guarded(&door, method, &path, &stale, &json!({"name": "x"})).await.status, 412, "{method}");
        }
        let current = tag(&door, &path).await;
        guarded(&door, "DELETE", &path, &current, &json!({})).await.done();
        door.post(list, &body).await.made();
        assert_eq!(guarded(&door, "DELETE", &path, &stale, &json!({})).await.status, 412, "another of that slug");
    }
}

#[tokio::test]
async fn strict_handling_refuses_what_is_not_read() {
    let door = Door::open().await;
    let path = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    let list = "/v2/organizations/properties";
    door.post(list, &json!({"type": "text", "slug": "color", "name": "Color"})).await.made();
    let body = json!({"name": "x", "industry": "y", "id": 5});
    for (method, path) in [("POST", "/v2/organizations"), ("PUT", &path)] {
        assert_eq!(strictly(&door, method, path, &body).await.faults(400), ["id ReadOnly", "industry UnknownField"]);
    }
    let value =
        strictly(&door, "PUT", &format!("{path}/properties/color"), &json!({"value": "x", "source": "y"})).await;
    assert_eq!(value.faults(400), ["source UnknownField"]);
    let options = json!({"type": "text", "slug": "b", "name": "b", "options": [{"label": "a"}]});
    assert_eq!(strictly(&door, "POST", list, &options).await.faults(400), ["options UnknownField"]);
    for method in ["PUT", "PATCH"] {
        let options = json!({"name": "b", "options": [{"label": "a"}]});
        let answer = strictly(&door, method, &format!("{list}/color"), &options).await;
        assert_eq!(answer.faults(400), ["options UnknownField"], "{method}");
    }
    door.put(&path, &body).await.done();
}
