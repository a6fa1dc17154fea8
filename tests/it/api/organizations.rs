//! `/v2/organizations`, and the organization of a customer: a name finds it or makes it, an id names one that is there.

use super::sample::long;
use crate::door::Door;
use serde_json::{Value, json};

#[tokio::test]
async fn a_name_finds_the_organization_in_any_letter_case_or_makes_it() {
    let door = Door::open().await;
    let first = door.read(&door.create(&json!({"organization": "Straße Élan"})).await).await;
    let id = first["organizationId"].as_i64().unwrap();
    for spelling in ["STRASSE ÉLAN", "straße e\u{301}lan", "  Strasse Élan  "] {
        let customer = door.read(&door.create(&json!({"organization": spelling})).await).await;
        assert_eq!(customer["organizationId"], id, "{spelling}");
        assert_eq!(customer["organization"], "Straße Élan", "as it was made");
    }
    let other = door.read(&door.create(&json!({"organization": "Strasse"})).await).await;
    assert_ne!(other["organizationId"], id);
    assert_eq!(count(&door), 2);
}

#[tokio::test]
async fn an_id_names_an_organization_as_a_number_or_as_text() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].clone();
    for given in [id.clone(), json!(id.to_string())] {
        let customer = door.read(&door.create(&json!({"organizationId": given})).await).await;
        assert_eq!((&customer["organization"], &customer["organizationId"]), (&json!("Northwind"), &id));
    }
}

#[tokio::test]
async fn an_id_counts_before_a_name() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].clone();
    let customer = door.read(&door.create(&json!({"organization": "Another", "organizationId": id})).await).await;
    assert_eq!(customer["organization"], "Northwind");
    assert_eq!(count(&door), 1);
}

#[tokio::test]
async fn an_id_that_no_organization_has_is_refused() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let customer_id = door.read(&customer).await["id"].clone();
    for wrong in
        [json!(999_999), customer_id, json!(0), json!(-1), json!(1.5), json!("x"), json!(9_007_199_254_740_992_i64)]
    {
        let fault = door.post("/v2/customers", &json!({"organizationId": wrong, "gender": "Female"})).await.fault(400);
        assert_eq!(fault["path"], "organizationId", "{wrong}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Identifier"), "{wrong}");
        assert_eq!(fault["rejectedValue"], wrong.as_str().map_or(wrong.to_string(), str::to_owned));
    }
}

#[tokio::test]
async fn a_refused_customer_makes_no_organization() {
    let door = Door::open().await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let body = json!({"organization": "Northwind", "emails": [{"value": "ann@x.example"}]});
    assert_eq!(door.post("/v2/customers", &body).await.faults(409), ["emails[0].value Duplicate"]);
    let body = json!({"organization": "Northwind", "gender": "x"});
    assert_eq!(door.post("/v2/customers", &body).await.faults(400), ["gender EnumValue"]);
    assert_eq!(count(&door), 0);
}

#[tokio::test]
async fn making_an_organization_is_told_in_the_log() {
    let door = Door::open().await;
    let id = door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"].to_string();
    let after = door.text(&format!(
        "select after from events where subject = 'organization' and verb = 'created' and subject_id = '{id}' and before is null"
    ));
    assert_eq!(serde_json::from_str::<Value>(&after).unwrap(), json!({"name": "Northwind"}));
}

fn full() -> Value {
    json!({
        "name": "Northwind", "website": "northwind.example", "description": "Sells everything.", "location": "Lagos", "note": "Call first.",
        "logoUrl": "https://northwind.example/logo.png", "domains": ["Northwind.Example", "bücher.example"], "phones": ["+234 1 555 0100", "0101"],
        "brandColor": "#1292EE"
    })
}

/// Makes an organization and answers its path with its id.
async fn make(door: &Door, body: &Value) -> (String, i64) {
    let answer = door.post("/v2/organizations", body).await;
    (answer.made(), answer.header("resource-id").unwrap().parse().unwrap())
}

async fn tag(door: &Door, path: &str) -> String {
    door.get(path).await.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn an_organization_is_made_whole_and_read_as_it_is() {
    let door = Door::open().await;
    let answer = door.post("/v2/organizations", &full()).await;
    let (path, id) = (answer.made(), answer.header("resource-id").unwrap());
    let location = format!("{}/v2/organizations/{id}?includeCounts=false&includeProperties=false", door.url);
    assert_eq!(answer.header("location"), Some(&*location));
    let mut expected = full();
    let own = format!("{}{path}", door.url);
    let more = json!({
        "id": id.parse::<i64>().unwrap(), "domains": ["northwind.example", "xn--bcher-kva.example"],
        "createdAt": "2026-11-23T16:11:00Z", "updatedAt": "2026-11-23T16:11:00Z",
        "_links": {"self": {"href": own}, "customers": {"href": format!("{own}/customers")}, "conversations": {"href": format!("{own}/conversations")}}
    });
    expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let read = door.get(&path).await;
    assert_eq!((read.header("content-type"), read.json()), (Some("application/hal+json"), expected.clone()));
    let reached = location.strip_prefix(&door.url).unwrap();
    assert_eq!(door.read(reached).await, expected, "where the Location leads");
    for (query, counts, properties) in [
        ("?includeCounts=true", json!(0), Value::Null),
        ("?includeProperties=TRUE", Value::Null, json!([])),
        ("?includeCounts=true&includeProperties=true", json!(0), json!([])),
    ] {
        let shown = door.read(&format!("{path}{query}")).await;
        assert_eq!((&shown["customerCount"], &shown["conversationCount"]), (&counts, &counts), "{query}");
        assert_eq!(shown["_embedded"]["properties"], properties, "{query}");
    }
    for wrong in ["includeCounts=yes", "includeProperties=1"] {
        let fault = door.get(&format!("{path}?{wrong}")).await.fault(400);
        assert_eq!((&fault["path"], &fault["source"]), (&json!(wrong.split('=').next()), &json!("QUERY")));
    }
    let least = door.read(&make(&door, &json!({"name": " Least "})).await.0).await;
    assert_eq!((&least["name"], &least["domains"], &least["phones"]), (&json!("Least"), &json!([]), &json!([])));
    assert!(
        ["website", "description", "brandColor", "_embedded", "customerCount"]
            .iter()
            .all(|name| least.get(name).is_none())
    );
}

#[tokio::test]
async fn texts_have_their_limits_and_every_fault_is_told() {
    let door = Door::open().await;
    let post = async |body: Value| door.post("/v2/organizations", &body).await;
    for (field, max) in [("description", 500), ("location", 60), ("note", 500)] {
        let path = post(json!({"name": format!("At {field}"), field: long(max)})).await.made();
        assert_eq!(door.read(&path).await[field], long(max));
        assert_eq!(post(json!({"name": "Over", field: long(max + 1)})).await.faults(400), [format!("{field} Size")]);
    }
    for field in ["website", "logoUrl"] {
        let url = |size: usize| format!("https://x.example/{}", "a".repeat(size - 18));
        post(json!({"name": format!("At {field}"), field: url(200)})).await.made();
        assert_eq!(post(json!({"name": "Over", field: url(201)})).await.faults(400), [format!("{field} Size")]);
        assert_eq!(
            post(json!({"name": "x", field: "javascript:alert(1)"})).await.faults(400),
            [format!("{field} Url")]
        );
    }
    assert_eq!(post(json!({"name": "x", "logoUrl": "northwind.example/logo.png"})).await.faults(400), ["logoUrl Url"]);
    post(json!({"name": long(60)})).await.made();
    assert_eq!(post(json!({"name": long(61)})).await.faults(400), ["name Size"]);
    for nothing in [json!({}), json!({"name": null}), json!({"name": ""}), json!({"name": "  "})] {
        assert_eq!(post(nothing).await.faults(400), ["name NotEmpty"]);
    }
    for color in ["#1292E", "1292EE", "#1292EG", "#1292EE0", "red", "#12 2EE"] {
        assert_eq!(
            post(json!({"name": "x", "brandColor": color})).await.faults(400),
            ["brandColor Pattern"],
            "{color}"
        );
    }
    let phones = |count: usize| (0..count).map(|phone| phone.to_string()).collect::<Vec<_>>();
    post(json!({"name": "Fifty", "phones": phones(50)})).await.made();
    assert_eq!(post(json!({"name": "x", "phones": phones(51)})).await.faults(400), ["phones TooMany"]);
    assert_eq!(post(json!({"name": "x", "phones": ["1", long(501)]})).await.faults(400), ["phones[1] Size"]);
    let numbers = door.read(&post(json!({"name": "Numbers", "phones": [5, "", null, long(500)]})).await.made()).await;
    assert_eq!(numbers["phones"], json!(["5", long(500)]));
    let all =
        post(json!({"name": 5, "website": [], "phones": "1", "domains": [7], "brandColor": {}, "note": "a\u{0}"}))
            .await;
    let faults = ["brandColor Type", "domains[0] Type", "name Type", "note Pattern", "phones Type", "website Type"];
    assert_eq!(all.faults(400), faults);
    for whole in [json!([]), json!("x"), Value::Null] {
        assert!(post(whole).await.faults(400).contains(&" Type".to_owned()));
    }
}

#[tokio::test]
async fn domains_are_normal_names_each_once_at_most_fifty() {
    let door = Door::open().await;
    let post = async |name: &str, body: Value| {
        let mut whole = json!({"name": name});
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        door.post("/v2/organizations", &whole).await
    };
    let both = json!({"domain": "A.example", "domains": ["b.example.", "a.EXAMPLE", " ", ""]});
    assert_eq!(door.read(&post("Both", both).await.made()).await["domains"], json!(["a.example", "b.example"]));
    let list = door.read(&post("List", json!({"domain": ["c.example", "d.example"]})).await.made()).await;
    assert_eq!(list["domains"], json!(["c.example", "d.example"]));
    for wrong in ["northwind", "a b.example", "https://a.example", "192.0.2.1", "a@b.example"] {
        let fault = post("x", json!({"domains": ["ok.example", wrong]})).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("domains[1]"), &json!(wrong)));
        assert_eq!(post("x", json!({"domain": wrong})).await.faults(400), ["domain Pattern"]);
    }
    let domains = |count: usize| json!({"domains": (0..count).map(|at| format!("d{at}.example")).collect::<Vec<_>>()});
    assert_eq!(post("x", domains(51)).await.faults(400), ["domains TooMany"]);
    post("Fifty", domains(50)).await.made();
}

#[tokio::test]
async fn a_name_or_domain_that_another_has_is_a_conflict_that_names_the_holder() {
    let door = Door::open().await;
    let (path, id) = make(&door, &full()).await;
    let (other, _) = make(&door, &json!({"name": "Other", "domain": "other.example"})).await;
    let holds = |fault: &Value| {
        assert_eq!(fault["rejectedValue"], id.to_string());
        assert_eq!(fault["_links"]["holder"]["href"], format!("{}{path}", door.url));
    };
    let body = json!({"name": " NORTHWIND ", "domain": "new.example", "domains": ["BÜCHER.example"]});
    for refused in [door.post("/v2/organizations", &body).await, door.put(&other, &body).await] {
        assert_eq!(refused.faults(409), ["domains[0] Duplicate", "name Duplicate"]);
        refused.refused(409).iter().for_each(holds);
    }
    assert_eq!(door.read(&other).await["domains"], json!(["other.example"]), "nothing of it was done");
    let broken = json!({"name": "northwind", "brandColor": "red"});
    let answer = door.post("/v2/organizations", &broken).await;
    assert_eq!(answer.faults(400), ["brandColor Pattern", "name Duplicate"], "all in one answer");
    door.put(&path, &json!({"name": "northWIND", "domain": "bücher.example"})).await.done();
    let shown = door.read(&path).await;
    assert_eq!((&shown["name"], &shown["domains"]), (&json!("northWIND"), &json!(["xn--bcher-kva.example"])));
    make(&door, &json!({"name": "Third", "domain": "northwind.example"})).await;
    make(&door, &json!({"name": "Fourth", "domain": "new.example"})).await;
}

#[tokio::test]
async fn an_overwrite_leaves_nothing_of_what_it_does_not_name() {
    let door = Door::open().await;
    let (path, _) = make(&door, &full()).await;
    let before = tag(&door, &path).await;
    door.put(&path, &full()).await.done();
    assert_eq!(tag(&door, &path).await, before, "a change that changes nothing");
    door.advance(60);
    door.put(&path, &json!({"name": "Northwind", "note": "Only this."})).await.done();
    let shown = door.read(&path).await;
    assert_eq!((&shown["note"], &shown["domains"], &shown["phones"]), (&json!("Only this."), &json!([]), &json!([])));
    assert!(
        ["website", "description", "location", "logoUrl", "brandColor"].iter().all(|name| shown.get(name).is_none())
    );
    assert_eq!(
        (&shown["createdAt"], &shown["updatedAt"]),
        (&json!("2026-11-23T16:11:00Z"), &json!("2026-11-23T16:12:00Z"))
    );
    assert_ne!(tag(&door, &path).await, before);
    assert_eq!(door.put(&path, &json!({"note": "x"})).await.faults(400), ["name NotEmpty"]);
    for missing in ["999999", "0", "x", "properties2"] {
        let path = format!("/v2/organizations/{missing}");
        door.get(&path).await.sentence(404);
        door.put(&path, &json!({"name": "x"})).await.sentence(404);
        door.put(&path, &json!({})).await.sentence(404);
        door.delete(&path).await.sentence(404);
    }
}

#[tokio::test]
async fn customers_show_a_new_name_at_once_and_find_the_organization_by_it() {
    let door = Door::open().await;
    let (path, id) = make(&door, &json!({"name": "Northwind"})).await;
    let customer = door.create(&json!({"organization": "northwind"})).await;
    let before = tag(&door, &customer).await;
    door.put(&path, &json!({"name": "Southwind"})).await.done();
    let shown = door.read(&customer).await;
    assert_eq!((&shown["organization"], &shown["organizationId"]), (&json!("Southwind"), &json!(id)));
    assert_ne!(tag(&door, &customer).await, before);
    assert_eq!(door.read(&door.create(&json!({"organization": "SOUTHWIND"})).await).await["organizationId"], id);
    assert_ne!(door.read(&door.create(&json!({"organization": "Northwind"})).await).await["organizationId"], id);
    assert_eq!(door.read(&format!("{path}?includeCounts=true")).await["customerCount"], 2);
}

#[tokio::test]
async fn members_stay_without_their_organization_when_it_goes() {
    let door = Door::open().await;
    let (path, id) = make(&door, &full()).await;
    let customer = door.create(&json!({"firstName": "Ines", "organizationId": id})).await;
    let counted = tag(&door, &format!("{path}?includeCounts=true")).await;
    let (before, written) = (tag(&door, &customer).await, door.read(&customer).await["updatedAt"].clone());
    door.create(&json!({"organization": "Northwind"})).await;
    assert_ne!(tag(&door, &format!("{path}?includeCounts=true")).await, counted, "its count is shown");
    door.delete(&path).await.done();
    let shown = door.read(&customer).await;
    assert!(shown.get("organization").is_none() && shown.get("organizationId").is_none(), "{shown:#}");
    assert_eq!((&shown["firstName"], &shown["updatedAt"]), (&json!("Ines"), &written));
    assert_ne!(tag(&door, &customer).await, before);
    for gone in [path.clone(), format!("{path}/customers"), format!("{path}/conversations")] {
        door.get(&gone).await.sentence(404);
    }
    door.delete(&path).await.sentence(404);
    assert_eq!(
        door.post("/v2/customers", &json!({"organizationId": id})).await.faults(400),
        ["organizationId Identifier"]
    );
    // Its name and its domains are free, and what gets them is another organization.
    let (again, new) = make(&door, &full()).await;
    assert_ne!(new, id);
    assert!(door.read(&customer).await.get("organization").is_none());
    assert_eq!(door.read(&format!("{again}/customers")).await["page"]["totalElements"], 0);
    door.put(&format!("{customer}/address"), &json!({"city": "Lagos"})).await.done();
    assert!(door.read(&customer).await.get("organization").is_none());
}

#[tokio::test]
async fn every_call_asks_for_a_token_and_every_body_is_json() {
    let door = Door::open_with(|api| api.body_limit = 1000).await;
    let (path, _) = make(&door, &json!({"name": "Northwind"})).await;
    let list = "/v2/organizations/properties";
    door.post(list, &json!({"type": "text", "slug": "color", "name": "Color"})).await.made();
    let (one, value) = (format!("{list}/color"), format!("{path}/properties/color"));
    let calls = [
        ("GET", "/v2/organizations"),
        ("POST", "/v2/organizations"),
        ("GET", &path),
        ("PUT", &path),
        ("DELETE", &path),
        ("GET", &format!("{path}/customers")),
        ("GET", &format!("{path}/conversations")),
        ("GET", list),
        ("POST", list),
        ("GET", &one),
        ("PUT", &one),
        ("PATCH", &one),
        ("DELETE", &one),
        ("PUT", &value),
        ("DELETE", &value),
        ("PUT", "/v2/customer-properties/x"),
        ("PATCH", "/v2/customer-properties/x"),
        ("DELETE", "/v2/customer-properties/x"),
    ];
    for (method, path) in calls {
        assert_eq!(door.bare(method, path).json(&json!({})).send().await.status, 401, "{method} {path}");
        if !["GET", "DELETE"].contains(&method) {
            let request = || door.request(method, path);
            assert_eq!(request().body("text/plain", "{}").send().await.status, 415, "{method} {path}");
            assert_eq!(request().json(&json!({"name": "x".repeat(1000)})).send().await.status, 413, "{method} {path}");
            assert_eq!(request().body("application/json", "{\"name\"").send().await.status, 400, "{method} {path}");
            assert_eq!(
                request().body("application/json", "{\"a\":1,\"a\":1}").send().await.status,
                400,
                "{method} {path}"
            );
        }
    }
    assert_eq!(door.read(&path).await["name"], "Northwind");
}

#[tokio::test]
async fn every_change_of_an_organization_is_in_the_log_with_before_and_after() {
    let door = Door::open().await;
    let (path, id) = make(&door, &json!({"name": "Northwind", "domain": "n.example"})).await;
    door.put(&path, &json!({"name": "Southwind", "note": "x"})).await.done();
    door.put(&path, &json!({"name": "Southwind", "note": "x"})).await.done();
    door.post("/v2/organizations", &json!({"name": "southwind"})).await.refused(409);
    door.delete(&path).await.done();
    let sql = format!(
        "select verb, before, after, actor_id from events where subject = 'organization' and subject_id = '{id}' order by seq"
    );
    let json = |text: &Value| text.as_str().map_or(Value::Null, |text| serde_json::from_str::<Value>(text).unwrap());
    let read = |row: &Vec<Value>| {
        assert_eq!(row[3], door.client_id);
        (row[0].as_str().unwrap().to_owned(), json(&row[1]), json(&row[2]))
    };
    let told: Vec<(String, Value, Value)> = door.rows(&sql).iter().map(read).collect();
    let expected = [
        ("created", Value::Null, json!({"name": "Northwind", "domains": ["n.example"]})),
        (
            "updated",
            json!({"/name": "Northwind", "/domains": ["n.example"]}),
            json!({"/name": "Southwind", "/note": "x"}),
        ),
        ("deleted", json!({"name": "Southwind", "note": "x"}), Value::Null),
    ];
    assert_eq!(told, expected.map(|(verb, before, after)| (verb.to_owned(), before, after)));
}

pub fn count(door: &Door) -> i64 {
    door.number("select count(*) from organizations")
}
