//! What is wrong with a query or a cursor is told, and never answered with a list of everybody; whoever is gone is found by nothing.

use super::sample::{definitions, full};
use crate::door::{Answer, Client, Door, on_files};
use reqwest::Url;
use serde_json::{Value, json};

const LISTS: [&str; 2] = ["/v2/customers", "/v3/customers"];

fn path(list: &str, parameters: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params(&format!("http://host{list}"), parameters).unwrap();
    format!("{list}?{}", url.query().unwrap())
}

async fn get(client: &Client, list: &str, parameters: &[(&str, &str)]) -> Answer {
    client.get(&path(list, parameters)).await
}

/// The cursor of the next link.
fn cursor(answer: &Answer) -> String {
    let body = answer.json();
    let next = Url::parse(body["_links"]["next"]["href"].as_str().unwrap()).unwrap();
    next.query_pairs().find(|(name, _)| name == "cursor").unwrap().1.into_owned()
}

fn ids(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let customers = body["_embedded"]["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer["id"].clone()).collect()
}

#[tokio::test]
async fn a_wrong_query_is_refused_with_its_place_and_what_to_write_instead() {
    let door = Door::open().await;
    door.create(&json!({"firstName": "Ines"})).await;
    for (query, position, suggestion) in [
        ("(fristName:\"Ines\")", 1, Some("firstName")),
        ("(firstName:\"Ines\"", 0, None),
        ("firstName:\"Ines\")", 16, Some("")),
        ("firstName:\"Ines", 10, None),
        ("firstName:Ines AND", 15, None),
        ("OR firstName:Ines", 0, None),
        ("NOT", 0, None),
        ("firstName:", 0, None),
        ("()", 1, None),
        ("   ", 0, None),
        ("email:mailto:a@x.example", 6, Some("\"mailto:a@x.example\"")),
        ("emailDomain:ines@x.example", 12, Some("\"x.example\"")),
        ("phone:\"55\"", 6, None),
        ("phone:555*", 6, Some("\"555\"")),
        ("createdAt:2026-01-01", 10, Some("[2026-01-01T00:00:00Z TO 2026-01-01T23:59:59Z]")),
        ("modifiedAt:[yesterday TO *]", 12, None),
        ("createdAt:[2026-01-01 TO *", 10, None),
        ("é 😀 -spam", 4, Some("NOT ")),
        ("firstName:Ines && lastName:Okoro", 15, Some(" AND ")),
        ("firstName:[a TO b]", 10, None),
    ] {
        for list in LISTS {
            let answer = get(&door, list, &[("query", query)]).await;
            let fault = answer.fault(400);
            assert_eq!((&fault["path"], &fault["source"]), (&json!("query"), &json!("QUERY")), "{query}");
            assert_eq!(fault["rejectedValue"], query);
            assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("/docs/errors#Query"), "{fault}");
            let message = fault["message"].as_str().unwrap();
            assert!(message.contains(&format!("at character {position}")), "{query}: {message}");
            let instead = match suggestion {
                Some("") => "; leave it out".to_owned(),
                Some(instead) => format!("; write {instead}"),
                None => format!("at character {position}"),
            };
            assert!(message.ends_with(&instead), "{query}: {message}");
            assert!(answer.json().pointer("/_embedded/customers").is_none());
        }
    }
}

#[tokio::test]
async fn a_wrong_query_is_told_beside_the_other_wrong_parameters() {
    let door = Door::open().await;
    let parameters =
        [("query", "("), ("email", "no address"), ("createdSince", "x"), ("modifiedSince", "y"), ("pageSize", "0")];
    let expected = ["createdSince Date", "email Email", "modifiedSince Date", "pageSize Number", "query Query"];
    assert_eq!(get(&door, LISTS[0], &parameters).await.faults(400), expected);
    let with_cursor = [&parameters[..], &[("cursor", "x")]].concat();
    let mut expected = expected.to_vec();
    expected.insert(1, "cursor Pattern");
    expected.sort_unstable();
    assert_eq!(get(&door, LISTS[1], &with_cursor).await.faults(400), expected);
}

#[tokio::test]
async fn a_query_that_is_too_long_too_wide_or_too_deep_is_refused_and_one_at_the_limit_is_not() {
    let door = Door::open().await;
    let long = |size: usize| format!("firstName:{}", "x".repeat(size - 10));
    let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    for list in LISTS {
        for (fits, too_much) in [(long(2000), long(2001)), ("a ".repeat(64), "a ".repeat(65)), (deep(32), deep(33))] {
            assert_eq!(ids(&get(&door, list, &[("query", &fits)]).await), [Value::Null; 0]);
            assert_eq!(get(&door, list, &[("query", &too_much)]).await.faults(400), ["query Query"]);
        }
    }
}

#[tokio::test]
async fn a_cursor_that_is_broken_or_of_another_list_is_refused() {
    let door = Door::open().await;
    let other = door.another_company().await;
    for client in [&*door, &other] {
        for number in 0..4 {
            client.create(&json!({"firstName": "Ines", "lastName": "Okoro", "age": number})).await;
        }
    }
    let query = ("query", "firstName:Ines");
    let own = cursor(&get(&door, LISTS[1], &[query, ("pageSize", "1")]).await);
    let with = async |client: &Client, cursor: &str, more: &[(&str, &str)]| {
        get(client, LISTS[1], &[&[("cursor", cursor)], more].concat()).await
    };
    let refused = |answer: &Answer, says: &str| {
        let fault = answer.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!("cursor"), &json!("QUERY")));
        assert!(fault["message"].as_str().unwrap().contains(says), "{fault}");
    };
    let longer = format!("{own}AAAA");
    for broken in
        ["x", "%", "é", "0", "null", "101", "AAAA", &own[1..], &own[..own.len() - 1], &longer, &own.to_uppercase()]
    {
        let fault = with(&door, broken, &[query]).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("cursor"), &json!(broken)));
    }
    refused(&with(&door, "x", &[query]).await, "is not a cursor");
    for more in [
        vec![],
        vec![("query", "firstName:Ines*")],
        vec![query, ("lastName", "Okoro")],
        vec![query, ("email", "a@x.example")],
        vec![query, ("modifiedSince", "2020-01-01")],
        vec![query, ("createdSince", "2020-01-01")],
    ] {
        refused(&with(&door, &own, &more).await, "other parameters");
    }
    refused(&with(&other, &own, &[query]).await, "other parameters");
    let plain = cursor(&get(&door, LISTS[1], &[("pageSize", "1")]).await);
    refused(&with(&door, &plain, &[query]).await, "other parameters");
    refused(&with(&other, &plain, &[]).await, "other parameters");
}

#[tokio::test]
async fn a_cursor_goes_on_with_another_page_size_and_beside_unknown_parameters() {
    let door = Door::open().await;
    for number in 0..9 {
        door.create(&json!({"firstName": "Ines", "age": number})).await;
    }
    let all = ids(&get(&door, LISTS[1], &[("query", "Ines")]).await);
    assert_eq!(all.len(), 9);
    let first = get(&door, LISTS[1], &[("query", "Ines"), ("pageSize", "2")]).await;
    assert_eq!(ids(&first), all[..2]);
    let next = cursor(&first);
    for (size, last) in [("1", 3), ("4", 6), ("200", 9)] {
        let parameters = [("cursor", &*next), ("query", "Ines"), ("pageSize", size), ("mailbox", "7"), ("page", "x")];
        assert_eq!(ids(&get(&door, LISTS[1], &parameters).await), all[2..last], "{size}");
    }
    assert_eq!(ids(&get(&door, LISTS[1], &[("cursor", &next), ("query", "Ines")]).await), all[2..]);
}

/// Everything that the full customer of the samples can be found by.
fn parameters() -> Vec<(&'static str, &'static str)> {
    let queries = [
        "firstName:Ines",
        "firstName:In*",
        "lastName:Okoro",
        "email:ines@northwind.example",
        "email:home.exam",
        "email:i",
        "emailDomain:northwind.example",
        "emailDomain:home.example",
        "organization:Northwind",
        "organization:North*",
        "createdAt:[2026-11-23T16:11:00Z TO 2026-11-23T16:11:00Z]",
        "createdAt:[* TO *]",
        "modifiedAt:[2026-01-01 TO *]",
        "ines",
        "\"Ines Okoro\"",
        "\"@\"",
        "NOT firstName:Bob",
        "NOT (firstName:Bob OR email:bob)",
    ];
    let mut all: Vec<_> = queries.into_iter().map(|query| ("query", query)).collect();
    all.extend([
        ("firstName", "ines"),
        ("lastName", "okoro"),
        ("email", "INES@home.example"),
        ("createdSince", "2026-01-01"),
    ]);
    all.extend([("modifiedSince", "2026-01-01"), ("pageSize", "50")]);
    all
}

#[tokio::test]
async fn a_customer_that_is_gone_is_found_by_nothing() {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    let customer = door.create(&full()).await;
    let found = async || {
        let mut found = Vec::new();
        for parameter in parameters() {
            for list in LISTS {
                let answer = get(&door, list, &[parameter]).await;
                let count = ids(&answer).len();
                if list == LISTS[0] {
                    assert_eq!(answer.json()["page"]["totalElements"], count, "{parameter:?}");
                }
                found.push((list, parameter, count));
            }
        }
        found
    };
    for (list, parameter, count) in found().await {
        assert_eq!(count, 1, "{list} {parameter:?}");
    }
    door.delete(&customer).await.done();
    for (list, parameter, count) in found().await {
        assert_eq!(count, 0, "{list} {parameter:?}");
    }
    let everybody = format!("{}z", door.company());
    let left = door.number(&match on_files() {
        true => format!("select count(*) from customer_search where customer_search match '{everybody}'"),
        false => format!("select count(*) from customer_search where terms @@ '{everybody}'::tsquery"),
    });
    assert_eq!(left, 0, "not even in the index alone");
    let again = door.create(&full()).await;
    assert_ne!(again, customer);
    for (list, parameter, count) in found().await {
        assert_eq!(count, 1, "one again, and only the new one: {list} {parameter:?}");
    }
}

#[tokio::test]
async fn what_a_customer_no_longer_has_finds_it_no_longer() {
    let door = Door::open().await;
    let customer = door.create(&json!({
        "firstName": "Ines", "lastName": "Okoro", "organization": "Northwind", "emails": [{"value": "ines@old.example"}],
        "phones": [{"type": "work", "value": "+234 1 555 0100"}]
    })).await;
    door.advance(60);
    door.put(&customer, &json!({"firstName": "Bea"})).await.done();
    let email = door.read(&format!("{customer}/emails")).await["_embedded"]["emails"][0]["id"].clone();
    door.put(&format!("{customer}/emails/{email}"), &json!({"value": "bea@new.example"})).await.done();
    let phone = door.read(&format!("{customer}/phones")).await["_embedded"]["phones"][0]["id"].clone();
    door.put(&format!("{customer}/phones/{phone}"), &json!({"type": "work", "value": "01 555 0199"})).await.done();
    for (parameter, expected) in [
        (("query", "firstName:Ines"), 0),
        (("query", "phone:0100"), 0),
        (("query", "phone:\"+234 1 555 0199\""), 1),
        (("query", "lastName:Okoro"), 0),
        (("query", "Ines"), 0),
        (("query", "email:old"), 0),
        (("query", "emailDomain:old.example"), 0),
        (("query", "organization:Northwind"), 0),
        (("query", "modifiedAt:[* TO 2026-11-23T16:11:00Z]"), 0),
        (("firstName", "Ines"), 0),
        (("email", "ines@old.example"), 0),
        (("query", "firstName:Bea"), 1),
        (("query", "email:new"), 1),
        (("query", "createdAt:[* TO 2026-11-23T16:11:00Z]"), 1),
        (("query", "modifiedAt:[2026-11-23T16:12:00Z TO *]"), 1),
        (("email", "bea@new.example"), 1),
    ] {
        for list in LISTS {
            assert_eq!(ids(&get(&door, list, &[parameter]).await).len(), expected, "{list} {parameter:?}");
        }
    }
    // An organization that goes takes nobody along, and nobody is found by it.
    let member = door.create(&json!({"firstName": "Cleo", "organization": "Northwind"})).await;
    let organization = door.read(&member).await["organizationId"].to_string();
    door.delete(&format!("/v2/organizations/{organization}")).await.done();
    for list in LISTS {
        assert_eq!(ids(&get(&door, list, &[("query", "organization:Northwind")]).await), [Value::Null; 0]);
        assert_eq!(ids(&get(&door, list, &[("query", "firstName:Cleo")]).await).len(), 1);
    }
}

#[tokio::test]
async fn a_beginning_that_fits_too_many_organizations_is_refused_and_not_cut() {
    let door = Door::open().await;
    for number in 0..1000 {
        door.create(&json!({"organization": format!("Guild {number}")})).await;
    }
    let found = get(&door, "/v2/customers", &[("query", "organization:Guild*")]).await;
    assert_eq!(found.json()["page"]["totalElements"], 1000, "{}", found.text());
    door.create(&json!({"organization": "Guild of one more"})).await;
    for list in LISTS {
        let fault = get(&door, list, &[("query", "NOT organization:Guild*")]).await.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!("query"), &json!("QUERY")));
        assert!(fault["message"].as_str().unwrap().contains("more than 1000 organizations"), "{fault}");
        assert_eq!(ids(&get(&door, list, &[("query", "organization:\"Guild of\"*")]).await).len(), 1);
    }
}

#[tokio::test]
async fn of_very_many_whoever_has_the_address_comes_first_and_once() {
    let door = Door::open().await;
    let mut expected: Vec<Value> = door.fill(10_001, "Ines", "Okoro").await.into_iter().map(Value::from).collect();
    // The holder is new: whoever forgets that she was shown shows her again at once.
    for (name, address) in [("Bea", "bea@northwind.example"), ("Ines", "ines@northwind.example")] {
        door.advance(1);
        let made = door.create(&json!({"firstName": name, "emails": [{"value": address}]})).await;
        expected.push(door.read(&made).await["id"].clone());
    }
    expected.reverse();
    expected.swap(0, 1);
    for page in [1, 2, 201] {
        let number = page.to_string();
        let asked = [("query", "email:bea@northwind.example OR firstName:Ines"), ("page", &*number)];
        let answer = get(&door, LISTS[0], &asked).await;
        assert_eq!(answer.json()["page"]["totalElements"], expected.len());
        let shown: Vec<Value> = expected.iter().skip((page - 1) * 50).take(50).cloned().collect();
        assert_eq!(ids(&answer), shown, "page {page}");
    }
}
