//! `GET /v2/customers`: pages, filters and sorts.

use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn an_empty_list_is_a_page_with_an_empty_list() {
    let door = Door::open().await;
    let answer = door.get("/v2/customers").await;
    assert_eq!(answer.header("content-type"), Some("application/hal+json"));
    let link = |query: &str| json!({"href": format!("{}/v2/customers{query}", door.url)});
    let expected = json!({
        "_embedded": {"customers": []},
        "_links": {
            "self": link("?page=1"), "first": link("?page=1"), "last": link("?page=1"),
            "page": {"href": format!("{}/v2/customers{{?page}}", door.url), "templated": true}
        },
        "page": {"size": 50, "totalElements": 0, "totalPages": 0, "number": 1}
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn fifty_one_customers_are_two_pages_with_all_their_links() {
    let door = Door::open().await;
    let paths = fill(&door, 51).await;
    let links = |page: &Value| {
        let links = page["_links"].as_object().unwrap().iter();
        let links = links.map(|(name, link)| (name.clone(), link["href"].as_str().unwrap().replace(&door.url, "")));
        links.collect::<Vec<_>>()
    };
    let expected = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let mut pairs: Vec<_> =
            pairs.iter().map(|(name, href)| ((*name).to_owned(), format!("/v2/customers{href}"))).collect();
        pairs.sort();
        pairs
    };
    let first = door.read("/v2/customers").await;
    assert_eq!(first["page"], json!({"size": 50, "totalElements": 51, "totalPages": 2, "number": 1}));
    let mut found = links(&first);
    found.sort();
    let shared = [("first", "?page=1"), ("last", "?page=2"), ("page", "{?page}")];
    assert_eq!(found, expected(&[&shared[..], &[("self", "?page=1"), ("next", "?page=2")]].concat()));
    let second = door.read(&links(&first).iter().find(|(name, _)| name == "next").unwrap().1).await;
    assert_eq!(second["page"], json!({"size": 50, "totalElements": 51, "totalPages": 2, "number": 2}));
    let mut found = links(&second);
    found.sort();
    assert_eq!(found, expected(&[&shared[..], &[("self", "?page=2"), ("previous", "?page=1")]].concat()));
    let mut ids = ids(&first);
    assert_eq!(ids.len(), 50);
    ids.extend(self::ids(&second));
    let mut made: Vec<i64> = paths.iter().map(|path| path.rsplit('/').next().unwrap().parse().unwrap()).collect();
    made.sort_by_key(|id| -id);
    assert_eq!(ids, made, "the newest first, each once");
}

#[tokio::test]
async fn a_customer_in_a_list_is_the_same_as_alone() {
    let door = Door::open().await;
    for definition in super::sample::definitions() {
        door.define(&definition).await;
    }
    let path = door.create(&super::sample::full()).await;
    let page = door.read("/v2/customers").await;
    assert_eq!(page["_embedded"]["customers"], json!([door.read(&path).await]));
}

#[tokio::test]
async fn a_page_past_the_end_is_empty_and_tells_the_true_numbers() {
    let door = Door::open().await;
    fill(&door, 2).await;
    for number in [2_i64, 7, 1_000_000_000] {
        let page = door.read(&format!("/v2/customers?page={number}")).await;
        assert_eq!(page["_embedded"], json!({"customers": []}));
        assert_eq!(page["page"], json!({"size": 50, "totalElements": 2, "totalPages": 1, "number": number}));
        assert!(page["_links"].get("next").is_none(), "{page:#}");
    }
}

#[tokio::test]
async fn a_page_that_is_no_number_from_one_is_refused() {
    let door = Door::open().await;
    for wrong in ["0", "x", "-1", "1.5", "1e3", "99999999999999999999", "%00", "1%20", "١", "%F0%9F%91%A9", "true"] {
        let answer = door.get(&format!("/v2/customers?page={wrong}")).await;
        let fault = answer.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!("page"), &json!("QUERY")), "{wrong}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Number"));
    }
}

#[tokio::test]
async fn parameters_are_carried_on_in_the_links_and_escaped() {
    let door = Door::open().await;
    for _ in 0..3 {
        door.create(&json!({"firstName": "A&b {c}\"ü", "lastName": "L"})).await;
    }
    let query = "firstName=A%26b+%7Bc%7D%22%C3%BC&lastName=l&modifiedSince=2020-01-01T00%3A00%3A00Z&sortField=firstName&sortOrder=asc&pageSize=1&status=all";
    let page = door.read(&format!("/v2/customers?page=2&{query}")).await;
    let href = |name: &str| page["_links"][name]["href"].as_str().unwrap().replace(&door.url, "");
    assert_eq!(href("self"), format!("/v2/customers?page=2&{query}"));
    assert_eq!(href("next"), format!("/v2/customers?page=3&{query}"));
    assert_eq!(href("previous"), format!("/v2/customers?page=1&{query}"));
    assert_eq!(href("first"), format!("/v2/customers?page=1&{query}"));
    assert_eq!(href("last"), format!("/v2/customers?page=3&{query}"));
    assert_eq!(href("page"), format!("/v2/customers?{query}{{&page}}"));
    assert_eq!(page["page"], json!({"size": 1, "totalElements": 3, "totalPages": 3, "number": 2}));
    let next = door.read(&href("next")).await;
    assert_eq!(next["page"]["number"], 3);
    assert_ne!(ids(&next), ids(&page));
}

#[tokio::test]
async fn a_plus_without_its_escape_is_understood_in_an_address() {
    let door = Door::open().await;
    door.create(&json!({"emails": [{"value": "ines+shop@x.example"}]})).await;
    for parameter in
        ["email=ines+shop@x.example", "query=(email:%22ines+shop@x.example%22)", "email=ines%2Bshop@x.example"]
    {
        for list in ["/v2/customers", "/v3/customers"] {
            assert_eq!(ids(&door.read(&format!("{list}?{parameter}")).await).len(), 1, "{list} {parameter}");
        }
    }
}

#[tokio::test]
async fn the_end_of_time_is_a_moment_too() {
    let door = Door::open().await;
    door.create(&json!({})).await;
    for (moment, count) in [("9999-12-31T23:59:59Z", 0), ("0001-01-01T00:00:00Z", 1)] {
        assert_eq!(ids(&door.read(&format!("/v2/customers?modifiedSince={moment}")).await).len(), count, "{moment}");
    }
}

#[tokio::test]
async fn of_a_parameter_that_comes_twice_the_last_one_counts() {
    let door = Door::open().await;
    door.create(&json!({"firstName": "Ann"})).await;
    let page = door.read("/v2/customers?page=x&firstName=Bob&page=2&firstName=ann&page=1").await;
    assert_eq!(page["page"]["number"], 1);
    assert_eq!(ids(&page).len(), 1);
    let href = page["_links"]["self"]["href"].as_str().unwrap();
    assert!(href.ends_with("?page=1&firstName=ann"), "{href}");
}

#[tokio::test]
async fn the_page_size_is_fifty_unless_page_size_asks_otherwise() {
    let door = Door::open().await;
    fill(&door, 4).await;
    for (query, size, pages) in
        [("size=2", 50, 1), ("pageSize=2", 2, 2), ("pageSize=1", 1, 4), ("pageSize=200", 200, 1)]
    {
        let page = door.read(&format!("/v2/customers?{query}")).await;
        assert_eq!((&page["page"]["size"], &page["page"]["totalPages"]), (&json!(size), &json!(pages)), "{query}");
    }
    for wrong in ["0", "201", "x", "-5"] {
        assert_eq!(door.get(&format!("/v2/customers?pageSize={wrong}")).await.faults(400), ["pageSize Number"]);
    }
}

#[tokio::test]
async fn names_are_compared_whole_and_without_letter_case() {
    let door = Door::open().await;
    let ann = door.create(&json!({"firstName": "Ánn", "lastName": "O'Hara %_"})).await;
    door.create(&json!({"firstName": "Ánna", "lastName": "O'Hara"})).await;
    door.create(&json!({})).await;
    let found = async |query: &str| ids(&door.read(&format!("/v2/customers?{query}")).await);
    let id: i64 = ann.rsplit('/').next().unwrap().parse().unwrap();
    for query in [
        "firstName=%C3%81nn",
        "firstName=%C3%A1NN",
        "firstName=A%CC%81nn",
        "lastName=o%27hara+%25_",
        "firstName=%C3%A1nn&lastName=O%27HARA%20%25_",
    ] {
        assert_eq!(found(query).await, [id], "{query}");
    }
    for query in
        ["firstName=%C3%81n", "lastName=%25", "firstName=%C3%A1nn&lastName=x", "firstName=%00", "firstName=%FF"]
    {
        assert_eq!(found(query).await, [0; 0], "{query}");
    }
    assert_eq!(found("firstName=").await.len(), 3, "an empty parameter is none");
    let page = door.read("/v2/customers?firstName=nobody").await;
    assert_eq!(page["page"], json!({"size": 50, "totalElements": 0, "totalPages": 0, "number": 1}));
}

#[tokio::test]
async fn the_one_mailbox_has_everybody_and_any_other_has_nobody() {
    let door = Door::open().await;
    fill(&door, 2).await;
    for (mailbox, total) in [(door.company().to_string(), 2), ("99".to_owned(), 0), (String::new(), 2)] {
        let page = door.read(&format!("/v2/customers?mailbox={mailbox}")).await;
        assert_eq!(page["page"]["totalElements"], total, "{mailbox}");
        assert_eq!(page["_embedded"]["customers"].as_array().unwrap().len(), total, "{mailbox}");
    }
    for wrong in ["0", "x", "-1"] {
        assert_eq!(door.get(&format!("/v2/customers?mailbox={wrong}")).await.faults(400), ["mailbox Number"]);
    }
}

#[tokio::test]
async fn modified_since_finds_what_changed_after() {
    let door = Door::open().await;
    let first = door.create(&json!({"firstName": "first"})).await;
    door.advance(60);
    door.create(&json!({"firstName": "second"})).await;
    let names = async |since: &str| {
        names(&door.read(&format!("/v2/customers?modifiedSince={since}&sortOrder=asc")).await, "firstName")
    };
    assert_eq!(names("2026-11-23T16:10:59Z").await, ["first", "second"]);
    assert_eq!(names("2026-11-23T16:11:00Z").await, ["second"]);
    assert_eq!(names("2026-11-23T17:11:00+01:00").await, ["second"], "a plus that was not escaped");
    assert_eq!(names("2026-11-23T17:11:00%2B01:00").await, ["second"]);
    assert_eq!(names("2026-11-23T16:11:00.5Z").await, ["second"]);
    assert_eq!(names("2026-11-23").await, ["first", "second"]);
    assert_eq!(names("2026-11-23T16:12:00Z").await, [""; 0]);
    door.advance(60);
    door.put(&format!("{first}/address"), &json!({"city": "Lagos"})).await.done();
    assert_eq!(names("2026-11-23T16:12:00Z").await, ["first"]);
    for wrong in ["yesterday", "2026-13-01", "2026-11-23T25:00:00Z", "1763914260", "%00"] {
        let fault = door.get(&format!("/v2/customers?modifiedSince={wrong}")).await.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!("modifiedSince"), &json!("QUERY")), "{wrong}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Date"));
    }
}

#[tokio::test]
async fn every_sort_runs_both_ways_and_the_id_breaks_ties() {
    let door = Door::open().await;
    // Made at three moments, two at the same; changed in another order; names in any letter case, two the same, one missing.
    let people = [("b", "Z"), ("A", "y"), ("B", "x"), ("a", "Y")];
    let mut paths = Vec::new();
    for (at, (first, last)) in people.into_iter().enumerate() {
        if at > 1 {
            door.advance(60);
        }
        paths.push(door.create(&json!({"firstName": first, "lastName": last})).await);
    }
    paths.push(door.create(&json!({})).await);
    for at in [2, 0] {
        door.advance(60);
        door.put(&format!("{}/address", paths[at]), &json!({"city": "Lagos"})).await.done();
    }
    let order = async |query: &str| {
        let page = door.read(&format!("/v2/customers?{query}")).await;
        let place = |id: &i64| paths.iter().position(|path| path.ends_with(&format!("/{id}"))).unwrap();
        ids(&page).iter().map(place).collect::<Vec<_>>()
    };
    let created = [4, 3, 2, 1, 0];
    for query in ["", "sortField=createdAt", "sortOrder=desc", "sortField=createdAt&sortOrder=DESC", "sortField=score"]
    {
        assert_eq!(order(query).await, created, "{query}");
    }
    for (field, ascending) in [
        ("createdAt", [0, 1, 2, 3, 4]),
        ("score", [0, 1, 2, 3, 4]),
        ("modifiedAt", [1, 3, 4, 2, 0]),
        ("firstName", [4, 1, 3, 0, 2]),
        ("lastName", [4, 2, 1, 3, 0]),
    ] {
        assert_eq!(order(&format!("sortField={field}&sortOrder=asc")).await, ascending, "{field}");
        let mut descending = ascending;
        descending.reverse();
        assert_eq!(order(&format!("sortField={field}&sortOrder=desc")).await, descending, "{field}");
        assert_eq!(order(&format!("sortField={field}")).await, descending, "{field} without an order");
        let mut paged = Vec::new();
        for page in 1..=3 {
            paged.extend(order(&format!("sortField={field}&sortOrder=asc&pageSize=2&page={page}")).await);
        }
        assert_eq!(paged, ascending, "{field} page by page");
    }
}

#[tokio::test]
async fn every_wrong_parameter_is_named_in_one_answer() {
    let door = Door::open().await;
    let query = "page=0&pageSize=201&modifiedSince=x&sortField=age&sortOrder=up";
    let answer = door.get(&format!("/v2/customers?{query}")).await;
    let expected =
        ["modifiedSince Date", "page Number", "pageSize Number", "sortField EnumValue", "sortOrder EnumValue"];
    assert_eq!(answer.faults(400), expected);
    let errors = answer.refused(400);
    let sort = errors.iter().find(|error| error["path"] == "sortField").unwrap();
    assert_eq!(sort["message"], "Expected one of these: createdAt, firstName, lastName, modifiedAt, score");
    assert!(errors.iter().all(|error| error["source"] == "QUERY"));
}

/// Makes so many customers and answers their paths.
async fn fill(door: &Door, count: usize) -> Vec<String> {
    let mut paths = Vec::new();
    for _ in 0..count {
        paths.push(door.create(&json!({})).await);
    }
    paths
}

fn ids(page: &Value) -> Vec<i64> {
    let customers = page["_embedded"]["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer["id"].as_i64().unwrap()).collect()
}

fn names(page: &Value, field: &str) -> Vec<String> {
    let customers = page["_embedded"]["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer[field].as_str().unwrap().to_owned()).collect()
}
