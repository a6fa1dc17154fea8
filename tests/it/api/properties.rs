//! `/v2/customer-properties`: definitions.

use std::sync::Arc;

use super::sample::{definitions, long};
use crate::door::{Answer, Door};
use serde_json::{Value, json};

#[tokio::test]
async fn a_definition_of_every_type_is_made_read_and_listed() {
    let door = Door::open().await;
    let shown = |mut body: Value| {
        let slug = body["slug"].as_str().unwrap().to_owned();
        body["_links"] = json!({"self": {"href": format!("{}/v2/customer-properties/{slug}", door.url)}});
        body
    };
    let list = json!({
        "_embedded": {"customer-properties": []},
        "_links": {"self": {"href": format!("{}/v2/customer-properties", door.url)}}
    });
    assert_eq!(door.read("/v2/customer-properties").await, list);
    for body in definitions() {
        let slug = body["slug"].as_str().unwrap();
        let answer = door.post("/v2/customer-properties", &body).await;
        assert_eq!(answer.made(), format!("/v2/customer-properties/{slug}"));
        assert_eq!(answer.header("resource-id"), Some(slug));
        let read = door.get(&answer.made()).await;
        assert_eq!(read.header("content-type"), Some("application/hal+json"));
        assert!(read.header("etag").is_some());
        assert_eq!(read.json(), shown(body));
    }
    let answer = door.get("/v2/customer-properties").await;
    assert_eq!(answer.header("content-type"), Some("application/hal+json"));
    let all: Vec<Value> = definitions().into_iter().map(shown).collect();
    assert_eq!(answer.json()["_embedded"]["customer-properties"], json!(all), "the oldest first");
    assert!(answer.json().get("page").is_none(), "no pages");
}

#[tokio::test]
async fn a_definition_that_is_not_there_is_not_found() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "Color", "name": "Color"})).await;
    for slug in ["plan", "color", "Color%20", "%00", "%F0%9F%91%A9", "..", "Color%2F"] {
        assert_eq!(door.raw(get(&door, slug)).await.status, 404, "{slug}");
    }
    assert_eq!(door.raw(get(&door, "Color")).await.status, 200);
    assert_eq!(door.raw(get(&door, "%43olor")).await.status, 200, "an escape that was not needed");
}

#[tokio::test]
async fn a_slug_has_1_to_100_letters_digits_hyphens_and_underscores() {
    let door = Door::open().await;
    let define = async |slug: Value| {
        door.post("/v2/customer-properties", &json!({"type": "text", "slug": slug, "name": "x"})).await
    };
    let longest = "a".repeat(100);
    for right in ["a", "-", "_", "0", "A-b_9", longest.as_str()] {
        assert_eq!(define(json!(right)).await.made(), format!("/v2/customer-properties/{right}"));
    }
    assert_eq!(define(json!("a".repeat(101))).await.faults(400), ["slug Size"]);
    for wrong in ["é", "a b", "a/b", "a.b", " a", "a\n", "a\u{0}", "👩", "a%"] {
        let fault = define(json!(wrong)).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("slug"), &json!(wrong)));
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Pattern"), "{wrong}");
    }
    assert_eq!(define(json!("")).await.faults(400), ["slug NotEmpty"]);
    assert_eq!(define(json!(5)).await.faults(400).first().map(String::as_str), Some("slug Type"));
}

#[tokio::test]
async fn reserved_slugs_are_refused_in_any_letter_case() {
    let door = Door::open().await;
    for reserved in ["email", "name", "company", "jobTitle", "EMAIL", "Name", "comPany", "jobtitle", "JOBTITLE"] {
        let answer =
            door.post("/v2/customer-properties", &json!({"type": "text", "slug": reserved, "name": "x"})).await;
        let fault = answer.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("slug"), &json!(reserved)));
        assert!(fault["message"].as_str().unwrap().contains("reserved"));
    }
    door.define(&json!({"type": "text", "slug": "emails", "name": "x"})).await;
}

#[tokio::test]
async fn a_slug_that_is_taken_is_a_conflict() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let fault = door
        .post("/v2/customer-properties", &json!({"type": "number", "slug": "color", "name": "Other"}))
        .await
        .fault(409);
    assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("slug"), &json!("color")));
    assert_eq!(door.read("/v2/customer-properties/color").await["type"], "text");
}

#[tokio::test]
async fn every_field_that_is_missing_is_named() {
    let door = Door::open().await;
    let answer = door.post("/v2/customer-properties", &json!({})).await;
    assert_eq!(answer.faults(400), ["name NotEmpty", "slug NotEmpty", "type NotEmpty"]);
    let answer =
        door.post("/v2/customer-properties", &json!({"type": "money", "slug": "a b", "name": long(256)})).await;
    assert_eq!(answer.faults(400), ["name Size", "slug Pattern", "type EnumValue"]);
    let errors = answer.refused(400);
    let of_type = errors.iter().find(|error| error["path"] == "type").unwrap();
    assert_eq!(of_type["message"], "Expected one of these: number, text, url, date, dropdown");
    for whole in [json!([]), json!("x"), Value::Null] {
        assert!(door.post("/v2/customer-properties", &whole).await.faults(400).contains(&" Type".to_owned()));
    }
    door.define(&json!({"type": "text", "slug": "a", "name": long(255)})).await;
}

#[tokio::test]
async fn a_company_has_at_most_50_definitions() {
    let door = Door::open().await;
    let define = async |number: usize| {
        door.post("/v2/customer-properties", &json!({"type": "text", "slug": format!("p{number}"), "name": "x"})).await
    };
    for number in 0..50 {
        define(number).await.made();
    }
    let fault = define(50).await.fault(400);
    assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#TooMany"), "{fault}");
    assert!(fault["message"].as_str().unwrap().contains("50"), "{fault}");
    assert_eq!(define(7).await.status, 409, "a slug that is taken is told as such");
    let list = door.read("/v2/customer-properties").await;
    assert_eq!(list["_embedded"]["customer-properties"].as_array().unwrap().len(), 50);
    let other = door.another_company().await;
    other.define(&json!({"type": "text", "slug": "p50", "name": "x"})).await;
}

#[tokio::test]
async fn a_setting_raises_the_number_of_definitions() {
    let door = Door::open_with(|api| Arc::get_mut(&mut api.directory).unwrap().definitions_max = 51).await;
    for number in 0..51 {
        door.define(&json!({"type": "text", "slug": format!("p{number}"), "name": "x"})).await;
    }
    let answer = door.post("/v2/customer-properties", &json!({"type": "text", "slug": "p51", "name": "x"})).await;
    assert_eq!(answer.faults(400), ["slug TooMany"]);
}

async fn dropdown(door: &Door, slug: &str, options: Value) -> Answer {
    let body = json!({"type": "dropdown", "slug": slug, "name": "x", "options": options});
    door.post("/v2/customer-properties", &body).await
}

#[tokio::test]
async fn a_dropdown_has_at_most_100_options_of_at_most_255_characters() {
    let door = Door::open().await;
    let define = async |slug, options| dropdown(&door, slug, options).await;
    let options =
        |count: usize| json!((0..count).map(|at| json!({"label": format!("Option {at}")})).collect::<Vec<_>>());
    let kept = door.read(&define("full", options(100)).await.made()).await["options"].clone();
    assert_eq!(kept.as_array().unwrap().len(), 100);
    assert_eq!(kept[99]["label"], "Option 99");
    assert_eq!(define("over", options(101)).await.faults(400), ["options TooMany"]);
    define("long", json!([{"label": long(255)}])).await.made();
    assert_eq!(
        define("longer", json!([{"label": "x"}, {"label": long(256)}])).await.faults(400),
        ["options[1].label Size"]
    );
    assert_eq!(define("none", json!([])).await.made(), "/v2/customer-properties/none");
}

#[tokio::test]
async fn the_id_of_an_option_is_a_uuid_that_is_made_when_it_is_left_out() {
    let door = Door::open().await;
    let define = async |slug, options| dropdown(&door, slug, options).await;
    let options = json!([{"label": "a"}, {"label": "b", "id": null}, {"label": "c", "id": super::sample::PLUS}]);
    let kept = door.read(&define("made", options).await.made()).await["options"].clone();
    let ids: Vec<&str> = kept.as_array().unwrap().iter().map(|option| option["id"].as_str().unwrap()).collect();
    assert!(ids.iter().all(|id| id.len() == 36 && id.split('-').count() == 5), "{ids:?}");
    assert_eq!(ids[2], super::sample::PLUS);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(define("wrong", json!([{"label": "a", "id": "7"}])).await.faults(400), ["options[0].id Pattern"]);
    assert_eq!(define("wrong", json!([{"label": "a", "id": 7}])).await.faults(400), ["options[0].id Type"]);
}

#[tokio::test]
async fn options_are_told_apart_by_label_and_by_id() {
    let door = Door::open().await;
    let define = async |options: Value| {
        door.post(
            "/v2/customer-properties",
            &json!({"type": "dropdown", "slug": "plan", "name": "x", "options": options}),
        )
        .await
    };
    assert_eq!(define(json!([{"label": "Élan"}, {"label": "ÉLAN"}])).await.faults(400), ["options[1].label Duplicate"]);
    let id = super::sample::PLUS;
    let twice = json!([{"label": "a", "id": id}, {"label": "b", "id": id.to_uppercase()}]);
    assert_eq!(define(twice).await.faults(400), ["options[1].id Duplicate"]);
    for missing in [json!({}), json!({"label": ""}), json!({"label": " "}), json!({"label": null})] {
        assert_eq!(define(json!([{"label": "a"}, missing])).await.faults(400), ["options[1].label NotEmpty"]);
    }
    assert_eq!(define(json!({"label": "a"})).await.faults(400), ["options Type"]);
    assert_eq!(door.get("/v2/customer-properties/plan").await.status, 404);
}

#[tokio::test]
async fn options_of_another_type_are_ignored() {
    let door = Door::open().await;
    for (at, options) in
        [json!([{"label": "a"}]), json!([{}, 5]), json!("none"), json!({}), Value::Null].into_iter().enumerate()
    {
        let slug = format!("p{at}");
        let body = json!({"options": options, "type": "text", "slug": slug, "name": "x"});
        let path = door.post("/v2/customer-properties", &body).await.made();
        assert!(door.read(&path).await.get("options").is_none());
    }
}

#[tokio::test]
async fn an_overwrite_sets_the_name_and_the_options() {
    let door = Door::open().await;
    let (basic, plus) = (super::sample::BASIC, super::sample::PLUS);
    door.define(&definitions()[4]).await;
    let path = "/v2/customer-properties/plan";
    let options = json!([{"id": plus.to_uppercase(), "label": "Plus!"}, {"label": "Gold"}, {"label": "BASIC"}]);
    door.put(path, &json!({"name": "The plan", "options": options})).await.done();
    let shown = door.read(path).await;
    assert_eq!(
        (&shown["name"], &shown["type"], &shown["slug"]),
        (&json!("The plan"), &json!("dropdown"), &json!("plan"))
    );
    assert_eq!(shown["options"][0], json!({"id": plus, "label": "Plus!"}));
    assert_eq!(shown["options"][2], json!({"id": basic, "label": "BASIC"}), "the option of this label");
    let made = shown["options"][1]["id"].as_str().unwrap();
    assert!(made.len() == 36 && made != basic && made != plus, "{made}");
    // A label that is given to another id names a new option.
    let options = json!([{"id": plus, "label": "Silver"}, {"label": "Plus!"}]);
    door.put(path, &json!({"name": "The plan", "options": options, "type": "Dropdown", "slug": "plan"})).await.done();
    let shown = door.read(path).await["options"].clone();
    assert_eq!((&shown[0]["id"], &shown[1]["label"]), (&json!(plus), &json!("Plus!")));
    assert_ne!(shown[1]["id"], plus);
    door.put(path, &json!({"name": "The plan"})).await.done();
    assert_eq!(door.read(path).await["options"], json!([]), "options that are left out go");
}

#[tokio::test]
async fn a_patch_changes_only_what_it_names() {
    let door = Door::open().await;
    door.define(&definitions()[4]).await;
    let path = "/v2/customer-properties/plan";
    let before = door.read(path).await;
    let tag = door.get(path).await.header("etag").unwrap().to_owned();
    for nothing in [json!({}), json!({"name": null, "options": null}), json!({"name": "Plan"}), json!({"other": 1})] {
        door.patch(path, &nothing).await.done();
        assert_eq!(door.read(path).await, before);
        assert_eq!(door.get(path).await.header("etag"), Some(&*tag));
    }
    door.patch(path, &json!({"name": "The plan"})).await.done();
    let shown = door.read(path).await;
    assert_eq!((&shown["name"], &shown["options"]), (&json!("The plan"), &before["options"]));
    assert_ne!(door.get(path).await.header("etag"), Some(&*tag));
    door.patch(path, &json!({"options": [{"label": "plus"}]})).await.done();
    let shown = door.read(path).await;
    assert_eq!(shown["name"], "The plan");
    assert_eq!(shown["options"], json!([{"id": super::sample::PLUS, "label": "plus"}]));
    let list = json!([{"op": "replace", "path": "/name", "value": "x"}]);
    assert_eq!(door.patch(path, &list).await.faults(400), [" Type"]);
}

#[tokio::test]
async fn type_and_slug_cannot_change_and_every_fault_is_told() {
    let door = Door::open().await;
    door.define(&definitions()[4]).await;
    door.define(&definitions()[1]).await;
    let path = "/v2/customer-properties/plan";
    let before = door.read(path).await;
    let wrong = json!({"type": "text", "slug": "Plan", "name": "", "options": [{"label": "a"}, {"label": "A"}]});
    for method in ["PUT", "PATCH"] {
        let answer = door.request(method, path).json(&wrong).send().await;
        let faults = ["name NotEmpty", "options[1].label Duplicate", "slug ReadOnly", "type ReadOnly"];
        assert_eq!(answer.faults(400), faults, "{method}");
        let answer = door.request(method, path).json(&json!({"name": long(256), "type": "money"})).send().await;
        assert_eq!(answer.faults(400), ["name Size", "type ReadOnly"]);
        let options: Vec<Value> = (0..101).map(|at| json!({"label": format!("Option {at}")})).collect();
        let answer = door.request(method, path).json(&json!({"name": "x", "options": options})).send().await;
        assert_eq!(answer.faults(400), ["options TooMany"]);
        let answer =
            door.request(method, path).json(&json!({"name": "x", "options": [{"label": "a", "id": "7"}]})).send().await;
        assert_eq!(answer.faults(400), ["options[0].id Pattern"]);
    }
    assert_eq!(door.put(path, &json!({"options": []})).await.faults(400), ["name NotEmpty"]);
    assert_eq!(door.read(path).await, before);
    let text = "/v2/customer-properties/color";
    door.put(text, &json!({"name": "Colour", "options": [{}, 5]})).await.done();
    assert_eq!(door.read(text).await["name"], "Colour", "options of another type are ignored");
    for missing in ["Plan", "nothing", "%00"] {
        let missing = format!("/v2/customer-properties/{missing}");
        door.put(&missing, &json!({"name": "x"})).await.sentence(404);
        door.patch(&missing, &json!({})).await.sentence(404);
        door.delete(&missing).await.sentence(404);
    }
}

#[tokio::test]
async fn a_new_name_is_shown_at_once_wherever_a_value_is() {
    let door = Door::open().await;
    door.define(&definitions()[4]).await;
    let customer = door.create(&json!({"properties": {"plan": "Plus"}})).await;
    let tag = door.get(&customer).await.header("etag").unwrap().to_owned();
    let options = json!([{"id": super::sample::PLUS, "label": "Plus+"}]);
    door.put("/v2/customer-properties/plan", &json!({"name": "The plan", "options": options})).await.done();
    let answer = door.get(&customer).await;
    let value = answer.json()["_embedded"]["properties"][0].clone();
    assert_eq!(
        (&value["name"], &value["text"], &value["value"]),
        (&json!("The plan"), &json!("Plus+"), &json!(super::sample::PLUS))
    );
    assert_ne!(answer.header("etag"), Some(&*tag));
}

#[tokio::test]
async fn a_definition_that_went_makes_room_and_its_tag_does_not_come_back() {
    let door = Door::open_with(|api| Arc::get_mut(&mut api.directory).unwrap().definitions_max = 1).await;
    let body = json!({"type": "text", "slug": "color", "name": "Color"});
    door.define(&body).await;
    let path = "/v2/customer-properties/color";
    let tag = door.get(path).await.header("etag").unwrap().to_owned();
    door.delete(path).await.done();
    assert_eq!(door.read("/v2/customer-properties").await["_embedded"]["customer-properties"], json!([]));
    door.define(&body).await;
    assert_ne!(door.get(path).await.header("etag"), Some(&*tag));
    assert_eq!(
        door.post("/v2/customer-properties", &json!({"type": "text", "slug": "b", "name": "b"})).await.status,
        400
    );
}

#[tokio::test]
async fn changes_of_definitions_are_in_the_log_with_before_and_after() {
    let door = Door::open().await;
    door.define(&definitions()[4]).await;
    let path = "/v2/customer-properties/plan";
    door.patch(path, &json!({"name": "The plan"})).await.done();
    door.patch(path, &json!({"name": "The plan"})).await.done();
    door.delete(path).await.done();
    let sql = "select verb, before, after from events where subject = 'property' and subject_id = 'plan' and verb <> 'created' order by seq";
    let json = |text: &Value| text.as_str().map_or(Value::Null, |text| serde_json::from_str::<Value>(text).unwrap());
    let read = |row: &Vec<Value>| (row[0].as_str().unwrap().to_owned(), json(&row[1]), json(&row[2]));
    let told: Vec<(String, Value, Value)> = door.rows(sql).iter().map(read).collect();
    let mut last = definitions()[4].clone();
    last["name"] = json!("The plan");
    let expected =
        [("updated", json!({"/name": "Plan"}), json!({"/name": "The plan"})), ("deleted", last, Value::Null)];
    assert_eq!(told, expected.map(|(verb, before, after)| (verb.to_owned(), before, after)));
}

#[tokio::test]
async fn another_company_has_definitions_of_its_own() {
    let door = Door::open().await;
    door.define(&definitions()[1]).await;
    let other = door.another_company().await;
    let path = "/v2/customer-properties/color";
    other.put(path, &json!({"name": "x"})).await.sentence(404);
    other.delete(path).await.sentence(404);
    other.define(&json!({"type": "number", "slug": "color", "name": "Other"})).await;
    other.delete(path).await.done();
    assert_eq!(door.read(path).await["name"], "Color");
}

fn get(door: &Door, slug: &str) -> String {
    let (host, token) = (door.host(), &door.token);
    format!("GET /v2/customer-properties/{slug} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\r\n")
}
