//! The page on conventions.

use super::{Call, as_written, call};
use crate::door::Door;
use cardfile::api::RateLimit;
use serde_json::{Value, json};

#[tokio::test]
async fn a_call_without_a_token_is_answered_to_the_letter() {
    let door = Door::open().await;
    let authorizations = [None, Some("Bearer"), Some("Bearer unknown"), Some("bearer 1-x")];
    for authorization in authorizations {
        for (method, path) in [("GET", "/v2/customers"), ("GET", "/v3/customers"), ("POST", "/v2/organizations")] {
            let request = door.bare(method, path);
            let answer = match authorization {
                Some(authorization) => request.header("authorization", authorization).send().await,
                None => request.send().await,
            };
            assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("Bearer")), "{authorization:?}");
            assert_eq!(answer.header("content-type"), Some("application/json"));
            let description = answer.json()["error_description"].as_str().unwrap().to_owned();
            let body = json!({"error": "invalid_token", "error_description": description});
            assert_eq!((answer.json(), description.is_empty()), (body, false));
            assert!(
                answer.text().starts_with("{\"error\":\"invalid_token\",\"error_description\":\""),
                "{}",
                answer.text()
            );
        }
    }
}

#[tokio::test]
async fn the_page_in_the_middle_is_the_example() {
    let door = Door::open().await;
    let ids = door.fill(312, "Ann", "Okoro").await;
    let answer = door.get("/v2/customers?page=2").await;
    let mut page: Value = serde_json::from_str(&as_written(&door, &answer)).unwrap();
    let shown = std::mem::replace(&mut page["_embedded"]["customers"], json!([]));
    let example = json!({
      "_embedded": { "customers": [] },
      "_links": {
        "self":  { "href": "http://host/v2/customers?page=2" },
        "first": { "href": "http://host/v2/customers?page=1" },
        "last":  { "href": "http://host/v2/customers?page=7" },
        "next":  { "href": "http://host/v2/customers?page=3" },
        "previous": { "href": "http://host/v2/customers?page=1" },
        "page":  { "href": "http://host/v2/customers{?page}", "templated": true }
      },
      "page": { "size": 50, "totalElements": 312, "totalPages": 7, "number": 2 }
    });
    assert_eq!(page, example);
    let shown: Vec<i64> = shown.as_array().unwrap().iter().map(|shown| shown["id"].as_i64().unwrap()).collect();
    let expected: Vec<i64> = ids.iter().rev().skip(50).take(50).copied().collect();
    assert_eq!(shown, expected);
    for (number, missing) in [(1, "previous"), (7, "next")] {
        let page = door.read(&format!("/v2/customers?page={number}")).await;
        let links = page["_links"].as_object().unwrap();
        assert!(!links.contains_key(missing) && links.len() == 5, "absent, not null: {page:#}");
    }
    assert_eq!(door.read("/v2/customers?page=7").await["_embedded"]["customers"].as_array().unwrap().len(), 12);
    let page = door.read("/v2/customers?firstName=Ann").await;
    let template = json!({"href": format!("{}/v2/customers?firstName=Ann{{&page}}", door.url), "templated": true});
    assert_eq!(page["_links"]["page"], template);
}

#[tokio::test]
async fn a_list_by_cursor_has_no_numbers_and_at_its_end_no_next() {
    let door = Door::open().await;
    let empty = door.get("/v3/customers").await;
    assert_eq!(empty.header("content-type"), Some("application/hal+json"));
    let link = |href: &str| json!({"href": format!("{}/v3/customers{href}", door.url)});
    let expected = json!({"_embedded": {"customers": []}, "_links": {"self": link(""), "first": link("")}});
    assert_eq!(empty.json(), expected);
    door.fill(51, "Ann", "Okoro").await;
    let first = door.read("/v3/customers?firstName=Ann&unknown=x").await;
    assert_eq!(first.as_object().unwrap().keys().collect::<Vec<_>>(), ["_embedded", "_links"]);
    assert_eq!(first["_embedded"]["customers"].as_array().unwrap().len(), 50);
    assert_eq!(first["_links"]["self"], link("?firstName=Ann&unknown=x"));
    let next = first["_links"]["next"]["href"].as_str().unwrap().strip_prefix(&door.url).unwrap();
    let cursor =
        next.strip_prefix("/v3/customers?cursor=").and_then(|rest| rest.strip_suffix("&firstName=Ann&unknown=x"));
    assert!(
        cursor.is_some_and(|cursor| cursor.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))),
        "{next}"
    );
    let second = door.read(next).await;
    assert_eq!(second["_embedded"]["customers"].as_array().unwrap().len(), 1);
    assert_eq!(second["_links"].as_object().unwrap().keys().collect::<Vec<_>>(), ["self", "first"]);
}

#[tokio::test]
async fn the_envelope_is_the_example_byte_for_byte() {
    let door = Door::open().await;
    let reference = "0b0c1e9e-7d3c-4f5a-9a55-0d7f3c0f4f0e";
    let given = "x".repeat(41);
    let request = door.request("POST", "/v2/customers").header("correlation-id", reference);
    let answer = request.json(&json!({"firstName": given})).send().await;
    let expected = format!(
        "{{\"logRef\":\"{reference}\",\"message\":\"Bad request\",\"_embedded\":{{\"errors\":[{{\"path\":\"firstName\",\
         \"message\":\"size must be between 1 and 40\",\"rejectedValue\":\"{given}\",\"source\":\"JSON\",\
         \"_links\":{{\"about\":{{\"href\":\"http://host/docs/errors#Size\"}}}}}}]}},\
         \"_links\":{{\"about\":{{\"href\":\"http://host/docs/errors\"}}}}}}"
    );
    assert_eq!((answer.status, as_written(&door, &answer)), (400, expected));
    assert_eq!(answer.headers.get("content-type").unwrap().as_bytes(), b"application/vnd.error+json");
}

#[tokio::test]
async fn every_kind_of_fault_has_its_path_anchor_and_sentence() {
    let door = Door::open().await;
    door.define(&json!({"type": "date", "slug": "since", "name": "x"})).await;
    door.define(&json!({"type": "number", "slug": "seats", "name": "x"})).await;
    let customers = |body: Value| ("POST", "/v2/customers", body);
    let taken = json!([{"value": "a@x.example"}, {"value": "A@x.example"}]);
    let many: Vec<Value> = (0..51).map(|number| json!({"value": number.to_string()})).collect();
    for ((method, target, body), status, path, anchor, says) in [
        (
            customers(json!({"chats": [{"value": "x", "type": "fax"}]})),
            400,
            "chats[0].type",
            "EnumValue",
            "Expected one of these: aim, gtalk, icq, msn, other, qq, skype, xmpp, yahoo",
        ),
        (customers(json!({"lastName": ""})), 400, "lastName", "Size", "size must be between 1 and 40"),
        (customers(json!({"emails": [{"value": "x"}]})), 400, "emails[0].value", "Email", ""),
        (customers(json!({"emails": [null]})), 400, "emails[0]", "NotNull", "may not be null"),
        (customers(json!({"properties": {"since": "soon"}})), 400, "properties.since", "Date", ""),
        (
            customers(json!({"properties": [{"slug": "since", "value": "2019-02-29"}]})),
            400,
            "properties[0].value",
            "Date",
            "",
        ),
        (customers(json!({"properties": {"seats": "five"}})), 400, "properties.seats", "Number", ""),
        (customers(json!({"organizationId": 999})), 400, "organizationId", "Identifier", ""),
        (customers(json!({"phones": many})), 400, "phones", "TooMany", "there may be at most 50"),
        (customers(json!({"emails": taken})), 409, "emails[1].value", "Duplicate", ""),
        (
            customers(json!({"properties": [{"slug": "seats", "value": 1}, {"slug": "a", "value": 1}, ]})),
            400,
            "properties[1].slug",
            "UnknownProperty",
            "",
        ),
        (customers(json!({"address": {"country": "Nigeria"}})), 400, "address.country", "Pattern", ""),
        (("PUT", "/v2/customer-properties/seats", json!({"name": "x", "type": "text"})), 400, "type", "ReadOnly", ""),
        (("PUT", "/v2/customer-properties/seats", json!({})), 400, "name", "NotEmpty", "may not be empty"),
        (("GET", "/v2/customers?page=x", Value::Null), 400, "page", "Number", ""),
        (("GET", "/v2/customers?modifiedSince=soon", Value::Null), 400, "modifiedSince", "Date", ""),
        (
            ("GET", "/v2/customers?sortField=age", Value::Null),
            400,
            "sortField",
            "EnumValue",
            "Expected one of these: createdAt, firstName, lastName, modifiedAt, score",
        ),
    ] {
        let fault = call(&door, &(method, target.to_owned(), body, status)).await.fault(status);
        let about = format!("{}/docs/errors#{anchor}", door.url);
        assert_eq!((&fault["path"], &fault["_links"]["about"]["href"]), (&json!(path), &json!(about)));
        assert_eq!(fault["source"], if method == "GET" { "QUERY" } else { "JSON" });
        assert!(says.is_empty() || fault["message"] == says, "{fault:#}");
    }
}

#[tokio::test]
async fn every_status_of_the_table_comes_when_the_table_says() {
    let door = Door::open().await;
    let customer = door.create(&json!({"emails": [{"value": "a@x.example"}]})).await;
    let foreign = door.another_company().await.create(&json!({})).await;
    let organization = json!({"name": "Northwind", "domain": "northwind.example"});
    door.post("/v2/organizations", &organization).await.made();
    door.define(&json!({"type": "text", "slug": "color", "name": "x"})).await;
    let customers = || "/v2/customers".to_owned();
    let calls: [Call; 14] = [
        ("POST", customers(), json!([]), 400),
        ("POST", customers(), json!({"gender": "x"}), 400),
        ("GET", "/v2/customers?page=0".to_owned(), Value::Null, 400),
        ("GET", "/v2/customers/abc".to_owned(), Value::Null, 404),
        ("GET", "/v2/nothing".to_owned(), Value::Null, 404),
        ("GET", "/v2/customers/999".to_owned(), Value::Null, 404),
        ("GET", foreign.clone(), Value::Null, 404),
        ("DELETE", foreign, Value::Null, 404),
        ("DELETE", customers(), Value::Null, 405),
        ("POST", customers(), json!({"emails": [{"value": "A@x.example"}]}), 409),
        ("POST", format!("{customer}/emails"), json!({"value": "A@x.example"}), 409),
        ("POST", "/v2/organizations".to_owned(), json!({"name": "NORTHWIND"}), 409),
        ("POST", "/v2/organizations".to_owned(), json!({"name": "x", "domain": "Northwind.example"}), 409),
        ("POST", "/v2/customer-properties".to_owned(), json!({"type": "text", "slug": "color", "name": "y"}), 409),
    ];
    for row in &calls {
        let answer = call(&door, row).await;
        assert_eq!(answer.header("allow").is_some(), row.3 == 405, "{row:?}");
    }
    let post = || door.request("POST", "/v2/customers");
    for (status, request) in [
        (400, post().body("application/json", "{")),
        (412, door.request("PUT", &customer).header("if-match", "\"99\"").json(&json!({}))),
        (413, post().body("application/json", " ".repeat(100_001))),
        (415, post().body("text/plain", "{}")),
        (415, post().body("application/x-www-form-urlencoded", "firstName=Ann")),
    ] {
        request.send().await.sentence(status);
    }
    post().header("idempotency-key", "k").json(&json!({})).send().await.made();
    post().header("idempotency-key", "k").json(&json!({"age": 1})).send().await.sentence(422);
    door.revoke(&door.client_id).await;
    door.advance(1);
    door.get("/v2/customers").await.sentence(403);
}

#[tokio::test]
async fn a_request_over_the_limit_is_refused_with_the_headers_of_the_page() {
    let door = Door::open_with(|api| api.rate_limit = RateLimit::new(1)).await;
    door.get("/v2/customers").await;
    let answer = door.get("/v2/customers").await;
    assert_eq!(answer.sentence(429), "API rate limit exceeded");
    for (name, value) in [
        ("X-RateLimit-Limit-Minute", "1"),
        ("X-RateLimit-Remaining-Minute", "0"),
        ("X-RateLimit-Retry-After", "60"),
        ("Retry-After", "60"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn of_a_parameter_that_comes_twice_the_last_one_counts_on_every_list() {
    let door = Door::open().await;
    let organization = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.made();
    let lists = ["customers", "organizations", "users", "mailboxes", "tags", "teams", "workflows", "conversations"];
    let mut lists: Vec<String> = lists.iter().map(|name| format!("/v2/{name}")).collect();
    lists.extend(["customers", "conversations"].map(|name| format!("{organization}/{name}")));
    for list in lists {
        let page = door.read(&format!("{list}?page=x&pageSize=0&page=2&pageSize=3&unknown=1&unknown=2")).await;
        assert_eq!((&page["page"]["number"], &page["page"]["size"]), (&json!(2), &json!(3)), "{list}");
        assert_eq!(door.get(&format!("{list}?page=2&page=x")).await.faults(400), ["page Number"], "{list}");
    }
    door.read("/v3/customers?pageSize=x&query=(&cursor=x&pageSize=3&query=a&cursor=").await;
    door.get("/v3/customers?query=a&query=(").await.fault(400);
}
