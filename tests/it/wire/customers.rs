//! The page on customers.

use super::{Call, as_written, call};
use crate::door::{Client, Door};
use reqwest::Url;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Takes the ids out of entries, each of which has to have one of its own.
fn without_ids(customer: &mut Value) {
    let mut seen = BTreeSet::new();
    for list in ["emails", "phones", "chats", "social_profiles", "websites"] {
        for entry in customer["_embedded"][list].as_array_mut().unwrap() {
            let id = entry.as_object_mut().unwrap().remove("id").unwrap();
            assert!(seen.insert(id.as_i64().unwrap()), "{id} twice");
        }
    }
}

#[tokio::test]
async fn the_record_of_the_page_is_answered_as_the_page_shows_it() {
    let door = Door::open().await;
    door.define(&json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [
        {"id": "1313b25a-1150-49a4-8514-5b31f37e427f", "label": "Plus"}
    ]}))
    .await;
    let path = door.create(&json!({
        "firstName": "Ines", "lastName": "Okoro", "jobTitle": "Buyer", "location": "Lagos", "organization": "Northwind",
        "photoUrl": "", "age": "30-35", "background": "", "emails": [{"value": "ines@northwind.example", "type": "work"}],
        "phones": [{"value": "+234 1 555 0100", "type": "work"}], "chats": [{"value": "ines.o", "type": "skype"}],
        "socialProfiles": [{"value": "@ines", "type": "twitter"}], "websites": [{"value": "https://northwind.example"}],
        "properties": [{"slug": "plan", "value": "Plus"}],
        "address": {"city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina"]}
    })).await;
    let mut example = json!({
      "id": 101, "firstName": "Ines", "lastName": "Okoro", "gender": "Unknown", "jobTitle": "Buyer", "location": "Lagos",
      "organization": "Northwind", "organizationId": 7, "photoType": "unknown", "photoUrl": "", "age": "30-35",
      "background": "", "conversationCount": 0, "draft": false, "createdAt": "2026-11-23T16:11:00Z", "updatedAt": "2026-11-23T16:11:00Z",
      "_embedded": {
        "emails": [ { "id": 1, "value": "ines@northwind.example", "type": "work" } ],
        "phones": [ { "id": 2, "value": "+234 1 555 0100", "type": "work" } ],
        "chats": [ { "id": 5, "value": "ines.o", "type": "skype" } ],
        "social_profiles": [ { "id": 4, "value": "@ines", "type": "twitter" } ],
        "websites": [ { "id": 3, "value": "https://northwind.example" } ],
        "properties": [ { "type": "dropdown", "slug": "plan", "name": "Plan", "value": "1313b25a-1150-49a4-8514-5b31f37e427f", "text": "Plus", "source": { "name": "api" } } ],
        "address": { "city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": [ "12 Marina" ] }
      },
      "_links": {
        "self": { "href": "http://host/v2/customers/101" }, "address": { "href": "http://host/v2/customers/101/address" },
        "chats": { "href": "http://host/v2/customers/101/chats" }, "emails": { "href": "http://host/v2/customers/101/emails" },
        "phones": { "href": "http://host/v2/customers/101/phones" },
        "social-profiles": { "href": "http://host/v2/customers/101/social-profiles" },
        "websites": { "href": "http://host/v2/customers/101/websites" }
      }
    });
    // The page says of these two what is chosen for them: they are left out when they have no value.
    for empty in ["photoUrl", "background"] {
        example.as_object_mut().unwrap().remove(empty);
    }
    without_ids(&mut example);
    let answer = door.get(&path).await;
    let mut shown: Value = serde_json::from_str(&as_written(&door, &answer)).unwrap();
    without_ids(&mut shown);
    assert!(shown["organizationId"].is_i64());
    example["organizationId"] = shown["organizationId"].clone();
    assert_eq!(shown, example);
    for list in ["/v2/customers", "/v3/customers"] {
        let listed = &door.read(list).await["_embedded"]["customers"];
        assert_eq!(listed, &json!([answer.json()]), "{list}");
    }
}

#[tokio::test]
async fn what_is_always_there_is_there_in_every_answer_of_a_customer_without_anything() {
    let door = Door::open().await;
    let organization = door.post("/v2/organizations", &json!({"name": "Northwind"})).await;
    let customer = door.create(&json!({"organizationId": organization.id()})).await;
    let members = format!("{}/customers", organization.made());
    let alone = door.read(&customer).await;
    for (path, pointer) in [
        (&customer, ""),
        (&"/v2/customers".to_owned(), "/_embedded/customers/0"),
        (&"/v3/customers".to_owned(), "/_embedded/customers/0"),
        (&members, "/_embedded/customers/0"),
    ] {
        let answer = door.read(path).await;
        let shown = answer.pointer(pointer).unwrap();
        for list in ["emails", "phones", "chats", "social_profiles", "websites", "properties"] {
            assert_eq!(shown["_embedded"][list], json!([]), "{path} {list}");
        }
        assert_eq!(shown, &alone, "{path}");
        assert!(shown["_embedded"].get("address").is_none() && shown["_embedded"].get("social-profiles").is_none());
    }
    let list = door.read(&format!("{customer}/social-profiles")).await;
    assert_eq!(list["_embedded"], json!({"social-profiles": []}), "another name than inside a customer");
}

#[tokio::test]
async fn every_call_of_the_table_has_the_statuses_of_the_table() {
    let door = Door::open().await;
    let taken = json!({"emails": [{"value": "taken@x.example"}]});
    let holder = door.create(&taken).await;
    let customer = door.create(&json!({"firstName": "Ines"})).await;
    let (list, missing) = ("/v2/customers".to_owned(), "/v2/customers/999".to_owned());
    let patch = |op: &str, path: &str, value: Value| json!([{"op": op, "path": path, "value": value}]);
    let entry = json!({"value": "taken@x.example"});
    let calls: [Call; 21] = [
        ("POST", list.clone(), json!({}), 201),
        ("POST", list.clone(), json!({"firstName": ""}), 400),
        ("POST", list.clone(), taken, 409),
        ("GET", customer.clone(), Value::Null, 200),
        ("GET", missing.clone(), Value::Null, 404),
        ("GET", list.clone(), Value::Null, 200),
        ("GET", format!("{list}?page=0"), Value::Null, 400),
        ("GET", "/v3/customers".to_owned(), Value::Null, 200),
        ("GET", "/v3/customers?cursor=x".to_owned(), Value::Null, 400),
        ("PUT", customer.clone(), json!({"lastName": "Okoro"}), 204),
        ("PUT", customer.clone(), json!({"lastName": ""}), 400),
        ("PUT", missing.clone(), json!({}), 404),
        ("PATCH", customer.clone(), patch("replace", "/age", json!("30-35")), 204),
        ("PATCH", customer.clone(), patch("replace", "/nothing", json!("x")), 400),
        ("PATCH", customer.clone(), patch("add", "/emails", entry.clone()), 409),
        ("PATCH", missing.clone(), json!([]), 404),
        ("POST", format!("{customer}/emails"), entry, 409),
        ("DELETE", customer.clone(), Value::Null, 204),
        ("DELETE", customer.clone(), Value::Null, 404),
        ("DELETE", missing, Value::Null, 404),
        ("DELETE", holder.clone(), Value::Null, 204),
    ];
    for row in &calls {
        let answer = call(&door, row).await;
        if row.3 == 409 {
            let fault = answer.fault(409);
            assert_eq!(fault["_links"]["holder"]["href"], format!("{}{holder}", door.url), "{row:?}");
            assert_eq!(fault["rejectedValue"].as_str(), holder.rsplit('/').next(), "{row:?}");
        }
    }
}

#[tokio::test]
async fn every_row_of_the_patch_table_is_done() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "car", "name": "Car"})).await;
    let organization = door.post("/v2/organizations", &json!({"name": "Northwind"})).await.id();
    let customer = door.create(&json!({"emails": [{"value": "first@x.example"}]})).await;
    let email = door.read(&customer).await["_embedded"]["emails"][0]["id"].to_string();
    let mut done = 0;
    let mut patch = async |op: &str, path: &str, value: Value| {
        let operation = match value {
            Value::Null if op == "remove" => json!({"op": op, "path": path}),
            value => json!({"op": op, "path": path, "value": value}),
        };
        done += 1;
        call(&door, &("PATCH", customer.clone(), json!([operation]), 204)).await;
        door.read(&customer).await
    };
    let own = ["firstName", "lastName", "jobTitle", "location", "age", "background", "organization"];
    let own = own.into_iter().map(|name| (name, json!("x"))).chain([
        ("photoUrl", json!("https://x.example/a")),
        ("photoType", json!("twitter")),
        ("gender", json!("Female")),
        ("organizationId", json!(organization)),
    ]);
    for (name, value) in own {
        let path = format!("/{name}");
        for op in ["add", "replace"] {
            assert_eq!(patch(op, &path, value.clone()).await[name], value, "{op} {path}");
            assert_ne!(patch(op, &path, Value::Null).await[name], value, "a null empties");
            patch(op, &path, value.clone()).await;
            patch("test", &path, value.clone()).await;
            assert_ne!(patch("remove", &path, Value::Null).await[name], value, "{path}");
        }
    }
    let entries = [
        ("emails", "emails"),
        ("phones", "phones"),
        ("chats", "chats"),
        ("socialProfiles", "social_profiles"),
        ("social-profiles", "social_profiles"),
        ("social_profiles", "social_profiles"),
        ("websites", "websites"),
    ];
    for (at, (name, embedded)) in entries.into_iter().enumerate() {
        let value = |text: &str| match embedded {
            "emails" => json!({"value": format!("{text}{at}@x.example")}),
            "websites" => json!({"value": format!("{text}{at}.example")}),
            _ => json!({"value": format!("{text}{at}"), "type": "other"}),
        };
        patch("replace", &format!("/{name}"), json!([])).await;
        patch("add", &format!("/{name}"), value("a")).await;
        let shown = patch("add", &format!("/{name}/-"), value("b")).await;
        let list = &shown["_embedded"][embedded];
        assert_eq!((&list[0]["value"], &list[1]["value"]), (&value("a")["value"], &value("b")["value"]), "{name}");
        let own = format!("/{name}/{}", list[0]["id"]);
        assert_eq!(patch("replace", &own, value("c")).await["_embedded"][embedded][0]["value"], value("c")["value"]);
        let shown = patch("replace", &format!("{own}/value"), value("d")["value"].clone()).await;
        assert_eq!(shown["_embedded"][embedded][0]["value"], value("d")["value"]);
        if embedded != "websites" {
            let shown = patch("replace", &format!("{own}/type"), json!("other")).await;
            assert_eq!(shown["_embedded"][embedded][0]["type"], "other");
        }
        patch("test", &format!("{own}/value"), value("d")["value"].clone()).await;
        assert_eq!(patch("remove", &own, Value::Null).await["_embedded"][embedded].as_array().unwrap().len(), 1);
    }
    for op in ["add", "replace"] {
        patch(op, "/address", json!({"city": "Lagos"})).await;
        assert_eq!(patch(op, "/address/city", json!("Abuja")).await["_embedded"]["address"]["city"], "Abuja");
        assert_eq!(patch(op, "/properties/car", json!("Tesla")).await["_embedded"]["properties"][0]["value"], "Tesla");
        patch("test", "/address/city", json!("Abuja")).await;
        patch("test", "/properties/car", json!("Tesla")).await;
        assert_eq!(patch("remove", "/properties/car", Value::Null).await["_embedded"]["properties"], json!([]));
        assert_eq!(patch("remove", "/address", Value::Null).await["_embedded"].get("address"), None);
    }
    assert!(done > 100, "{done}");
    let refused = |body: Value, status| ("PATCH", customer.clone(), body, status);
    call(&door, &refused(json!([{"op": "test", "path": "/age", "value": "7"}]), 409)).await;
    for op in ["move", "copy"] {
        let body = json!([{"op": op, "from": "/firstName", "path": "/lastName"}]);
        let fault = call(&door, &refused(body, 400)).await.fault(400);
        assert!(fault["message"].as_str().unwrap().contains("remove"), "{fault:#}");
    }
    let fault = call(&door, &refused(json!({"firstName": "Ann"}), 400)).await.fault(400);
    assert!(fault["message"].as_str().unwrap().contains("merge-patch+json"), "{fault:#}");
    let merge = door.request("PATCH", &customer).body("application/merge-patch+json", "{\"firstName\": \"Ann\"}");
    merge.send().await.done();
    let gone = door.read(&customer).await["_embedded"]["emails"].to_string();
    assert!(!gone.contains(&format!("\"id\":{email},")), "the whole list was replaced");
}

/// The first names that a list finds, in its order.
async fn found(client: &Client, list: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let url = Url::parse_with_params(&format!("http://host{list}"), parameters).unwrap();
    let answer = client.read(&format!("{list}?{}", url.query().unwrap())).await;
    let customers = answer["_embedded"]["customers"].as_array().unwrap().iter();
    customers.map(|customer| customer["firstName"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_list_parameter_of_both_versions_does_what_its_row_says() {
    let door = Door::open().await;
    let one =
        door.create(&json!({"firstName": "Ann", "lastName": "Zed", "emails": [{"value": "ann@x.example"}]})).await;
    door.advance(60);
    door.create(&json!({"firstName": "bob", "lastName": "Young"})).await;
    door.advance(60);
    door.create(&json!({"firstName": "Cleo", "lastName": "zed"})).await;
    door.advance(60);
    door.put(&format!("{one}/address"), &json!({"city": "Lagos"})).await.done();
    let mailbox = door.read("/v2/mailboxes").await["_embedded"]["mailboxes"][0]["id"].to_string();
    for (parameters, expected) in [
        (vec![], "Cleo bob Ann"),
        (vec![("firstName", "ANN")], "Ann"),
        (vec![("firstName", "An")], ""),
        (vec![("firstName", "Bob")], "bob"),
        (vec![("lastName", "zed")], "Cleo Ann"),
        (vec![("lastName", "ZED"), ("firstName", "cleo")], "Cleo"),
        (vec![("email", "ANN@x.example")], "Ann"),
        (vec![("email", "nn@x.example")], ""),
        (vec![("email", "ann@x.example"), ("lastName", "Young")], ""),
        (vec![("modifiedSince", "2026-11-23T16:12:00Z")], "Cleo Ann"),
        (vec![("modifiedSince", "2026-11-23T16:13:00Z")], "Ann"),
        (vec![("modifiedSince", "2026-11-23T16:14:00Z")], ""),
        (vec![("createdSince", "2026-11-23T16:10:59Z")], "Cleo bob Ann"),
        (vec![("createdSince", "2026-11-23T16:11:00Z")], "Cleo bob"),
        (vec![("createdSince", "2026-11-23T16:12:00Z"), ("lastName", "zed")], "Cleo"),
        (vec![("createdSince", "2026-11-23T16:13:00Z")], ""),
        (vec![("query", "(lastName:\"Zed\")")], "Cleo Ann"),
        (vec![("query", "(lastName:\"Zed\")"), ("firstName", "Ann")], "Ann"),
        (vec![("query", "(lastName:\"Zed\")"), ("email", "ann@x.example")], "Ann"),
        (vec![("query", "(lastName:\"Zed\")"), ("createdSince", "2026-11-23T16:12:00Z")], "Cleo"),
        (vec![("query", "(lastName:\"Zed\")"), ("modifiedSince", "2026-11-23T16:13:00Z")], "Ann"),
        (vec![("firstName", ""), ("query", ""), ("email", ""), ("unknown", "x")], "Cleo bob Ann"),
    ] {
        for list in ["/v2/customers", "/v3/customers"] {
            assert_eq!(found(&door, list, &parameters).await.join(" "), expected, "{list} {parameters:?}");
        }
    }
    for (parameters, expected) in [
        (vec![("mailbox", &*mailbox)], "Cleo bob Ann"),
        (vec![("mailbox", "999")], ""),
        (vec![("mailbox", "999"), ("mailbox", &*mailbox), ("lastName", "Zed")], "Cleo Ann"),
        (vec![("sortField", "createdAt")], "Cleo bob Ann"),
        (vec![("sortField", "score")], "Cleo bob Ann"),
        (vec![("sortField", "firstName")], "Cleo bob Ann"),
        (vec![("sortField", "firstName"), ("sortOrder", "asc")], "Ann bob Cleo"),
        (vec![("sortField", "lastName"), ("sortOrder", "asc")], "bob Ann Cleo"),
        (vec![("sortField", "modifiedAt")], "Ann Cleo bob"),
        (vec![("sortField", "modifiedAt"), ("sortOrder", "asc")], "bob Cleo Ann"),
        (vec![("sortOrder", "asc")], "Ann bob Cleo"),
        (vec![("sortField", "firstName"), ("sortOrder", "asc"), ("query", "lastName:zed")], "Ann Cleo"),
        (vec![("sortField", "lastName"), ("pageSize", "1"), ("page", "2")], "Ann"),
    ] {
        assert_eq!(found(&door, "/v2/customers", &parameters).await.join(" "), expected, "{parameters:?}");
    }
    let none = door.read("/v2/customers?mailbox=999&page=2").await;
    assert_eq!(none["page"], json!({"size": 50, "totalElements": 0, "totalPages": 0, "number": 2}));
    assert_eq!(none["_links"]["first"]["href"], format!("{}/v2/customers?page=1&mailbox=999", door.url));
    assert_eq!(door.get("/v2/customers?mailbox=all").await.faults(400), ["mailbox Number"]);
    let ignored = [("mailbox", "x"), ("sortField", "x"), ("sortOrder", "x"), ("page", "x"), ("cursor", "")];
    assert_eq!(found(&door, "/v3/customers", &ignored).await.join(" "), "Cleo bob Ann", "not known by the walk");
}

#[tokio::test]
async fn every_example_of_the_query_language_finds_whom_it_is_about() {
    let door = Door::open().await;
    for (first, last, emails, organization) in [
        ("John", "Appleseed", vec!["john@appleseed.com"], "Acme"),
        ("Johnny", "Cash", vec!["johnny.john@appleseed.com", "x@example.com"], "Acme Corp"),
        ("Johnathan", "Appleseed", vec!["john@a.com"], ""),
        ("Jane", "Doe", vec!["j@b.com", "spam@example.com"], "ACME"),
        ("Bob", "Appleseed", vec!["not-j@b.com.example"], "Other"),
    ] {
        let emails: Vec<Value> = emails.into_iter().map(|value| json!({"value": value})).collect();
        door.create(&json!({"firstName": first, "lastName": last, "emails": emails, "organization": organization}))
            .await;
    }
    for (query, expected) in [
        ("(firstName:\"John\")", "John"),
        ("(lastName:\"Appleseed\")", "Bob Johnathan John"),
        ("(firstName:\"John\" OR firstName:\"Johnny\")", "Johnny John"),
        ("(firstName:\"John\" AND lastName:\"Appleseed\")", "John"),
        // Whoever has exactly the address comes first, whoever only has it in another one after.
        ("(email:\"john@appleseed.com\")", "John Johnny"),
        ("(email:\"john@a.com\" OR email:\"j@b.com\")", "Jane Johnathan Bob"),
        ("(emailDomain:\"example.com\")", "Jane Johnny"),
        ("(modifiedAt:[2024-01-01T00:00:00Z TO *])", "Bob Jane Johnathan Johnny John"),
        ("(createdAt:[* TO 2024-01-01T00:00:00Z])", ""),
        ("(createdAt:[* TO 2026-11-23T16:11:00Z])", "Bob Jane Johnathan Johnny John"),
        ("(createdAt:[* TO 2026-11-23T16:11:00Z})", ""),
        ("(createdAt:{2026-11-23T16:11:00Z TO *])", ""),
        ("(createdAt:[2026-11-23T16:11:00Z TO *])", "Bob Jane Johnathan Johnny John"),
        ("(organization:\"Acme\")", "Jane John"),
        ("(NOT email:\"spam@example.com\")", "Bob Johnathan Johnny John"),
        ("john", "Johnathan Johnny John"),
        ("\"john appleseed\"", "John"),
        ("spam@example", "Jane"),
        ("((firstName:\"John\" OR firstName:\"Jane\") AND NOT (lastName:\"Doe\"))", "John"),
    ] {
        for list in ["/v2/customers", "/v3/customers"] {
            assert_eq!(found(&door, list, &[("query", query)]).await.join(" "), expected, "{list} {query}");
            let url = Url::parse_with_params("http://host/", &[("query", query)]).unwrap();
            let mut next = format!("{list}?{}&pageSize=1", url.query().unwrap());
            let mut one_by_one = Vec::new();
            loop {
                let answer = door.read(&next).await;
                let customers = answer["_embedded"]["customers"].as_array().unwrap();
                one_by_one.extend(customers.iter().map(|shown| shown["firstName"].as_str().unwrap().to_owned()));
                let Some(href) = answer["_links"]["next"]["href"].as_str() else { break };
                next = href.strip_prefix(&door.url).unwrap().to_owned();
            }
            assert_eq!(one_by_one.join(" "), expected, "one by one: {list} {query}");
        }
    }
}
