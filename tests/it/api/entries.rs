//! The five lists of entries: each test runs for every kind.

use super::sample::{entry, long};
use crate::door::Door;
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

#[tokio::test]
async fn an_entry_is_made_read_listed_changed_and_removed() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let list = format!("{}/{}", door.create(&json!({})).await, kind.rules().path);
        let empty =
            json!({"_embedded": {kind.rules().path: []}, "_links": {"self": {"href": format!("{}{list}", door.url)}}});
        assert_eq!(door.read(&list).await, empty);

        let answer = door.post(&list, &entry(kind, 1)).await;
        let path = answer.made();
        assert_eq!(path, format!("{list}/{}", answer.id()));
        let shown = |mut body: Value| {
            body["id"] = json!(answer.id());
            body["_links"] = json!({"self": {"href": format!("{}{path}", door.url)}});
            body
        };
        assert_eq!(door.read(&path).await, shown(entry(kind, 1)), "{kind:?}");
        let listed = door.get(&list).await;
        assert_eq!(listed.header("content-type"), Some("application/hal+json"));
        assert_eq!(listed.json()["_embedded"][kind.rules().path], json!([shown(entry(kind, 1))]));
        assert_eq!(listed.json()["_links"]["self"]["href"], format!("{}{list}", door.url));
        assert!(listed.json().get("page").is_none(), "no pages");

        let mut changed = entry(kind, 2);
        if let Some(last) = kind.rules().types.last() {
            changed["type"] = json!(last);
        }
        door.put(&path, &changed).await.done();
        assert_eq!(door.read(&path).await, shown(changed), "{kind:?}");
        let second = door.post(&list, &entry(kind, 3)).await.made();
        door.delete(&path).await.done();
        assert_eq!(door.get(&path).await.sentence(404), format!("There is no {} of this id", kind.rules().noun));
        let left = door.read(&list).await["_embedded"][kind.rules().path].clone();
        assert_eq!(left, json!([door.read(&second).await]));
        assert_eq!(door.delete(&path).await.status, 404);
        assert_eq!(door.put(&path, &entry(kind, 1)).await.status, 404);
        door.delete(&second).await.done();
        assert_eq!(door.read(&list).await, empty, "the last one may go too");
    }
}

#[tokio::test]
async fn an_entry_of_another_customer_or_list_is_not_found() {
    let door = Door::open().await;
    let (mine, other) = (door.create(&json!({})).await, door.create(&json!({})).await);
    for kind in EntryKind::ALL {
        let path = door.post(&format!("{mine}/{}", kind.rules().path), &entry(kind, 1)).await.made();
        let before = door.read(&path).await;
        let id = path.rsplit('/').next().unwrap();
        let mut wrong = vec![format!("{other}/{}/{id}", kind.rules().path)];
        wrong.extend(EntryKind::ALL.iter().filter(|k| **k != kind).map(|k| format!("{mine}/{}/{id}", k.rules().path)));
        for wrong in wrong {
            let other_kind =
                EntryKind::ALL.into_iter().find(|k| wrong.contains(&format!("/{}/", k.rules().path))).unwrap();
            door.get(&wrong).await.sentence(404);
            door.put(&wrong, &entry(other_kind, 2)).await.sentence(404);
            door.delete(&wrong).await.sentence(404);
        }
        assert_eq!(door.read(&path).await, before);
    }
}

#[tokio::test]
async fn entries_of_a_customer_that_is_not_there_are_not_found() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let list = format!("/v2/customers/999999/{}", kind.rules().path);
        door.get(&list).await.sentence(404);
        door.post(&list, &entry(kind, 1)).await.sentence(404);
        for path in [format!("{list}/1"), format!("{list}/x")] {
            door.get(&path).await.sentence(404);
            door.put(&path, &entry(kind, 1)).await.sentence(404);
            door.delete(&path).await.sentence(404);
        }
    }
}

#[tokio::test]
async fn every_accepted_type_is_read_in_any_letter_case_and_answered_in_lower_case() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let path = door
            .post(&format!("{}/{}", door.create(&json!({})).await, kind.rules().path), &entry(kind, 1))
            .await
            .made();
        for accepted in types_of_the_wire(kind) {
            for written in [accepted.to_owned(), accepted.to_uppercase()] {
                let mut body = entry(kind, 1);
                body["type"] = json!(written);
                door.put(&path, &body).await.done();
                let answered = if accepted == "forsquare" { "foursquare".to_owned() } else { accepted.to_lowercase() };
                assert_eq!(door.read(&path).await["type"], answered, "{kind:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_type_that_is_not_accepted_is_refused_with_those_that_are() {
    let door = Door::open().await;
    for kind in EntryKind::ALL.into_iter().filter(|kind| *kind != EntryKind::Website) {
        let list = format!("{}/{}", door.create(&json!({})).await, kind.rules().path);
        let path = door.post(&list, &entry(kind, 1)).await.made();
        let mut body = entry(kind, 2);
        body["type"] = json!("carrier pigeon");
        for answer in [door.post(&list, &body).await, door.put(&path, &body).await] {
            let fault = answer.fault(400);
            assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!("type"), &json!("carrier pigeon")));
            let says = fault["message"].as_str().unwrap().strip_prefix("Expected one of these: ").unwrap();
            let mut told: Vec<&str> = says.split(", ").collect();
            told.sort_unstable();
            let mut expected = types_of_the_wire(kind);
            expected.retain(|accepted| *accepted != "forsquare" && *accepted != "aboutMe");
            expected.sort_unstable();
            assert_eq!(told, expected);
            assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#EnumValue"));
        }
        let in_a_customer = json!({kind.rules().field: [entry(kind, 3), body]});
        let answer = door.post("/v2/customers", &in_a_customer).await;
        assert_eq!(answer.faults(400), [format!("{}[1].type EnumValue", kind.rules().field)]);
    }
}

#[tokio::test]
async fn a_type_that_is_left_out_has_a_default_where_the_wire_gives_one() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let mut body = entry(kind, 1);
        body.as_object_mut().unwrap().remove("type");
        let default = match kind {
            EntryKind::Email | EntryKind::Phone => json!("work"),
            EntryKind::Chat | EntryKind::SocialProfile => json!("other"),
            EntryKind::Website => Value::Null,
        };
        let customer = door.read(&door.create(&json!({kind.rules().field: [body]})).await).await;
        assert_eq!(customer["_embedded"][kind.rules().embedded][0]["type"], default, "{kind:?}");

        let list = format!("{}/{}", door.create(&json!({})).await, kind.rules().path);
        let mut body = entry(kind, 2);
        body.as_object_mut().unwrap().remove("type");
        let answer = door.post(&list, &body).await;
        if [EntryKind::Chat, EntryKind::SocialProfile].contains(&kind) {
            assert_eq!(answer.faults(400), ["type NotEmpty"], "required in the entry's own call");
        } else {
            assert_eq!(door.read(&answer.made()).await["type"], default);
        }
    }
}

#[tokio::test]
async fn an_entry_without_a_value_is_left_out_of_a_new_customer_and_refused_alone() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let blank = |value: Value| {
            let mut body = entry(kind, 1);
            body["value"] = value;
            body
        };
        let blanks =
            [blank(json!("")), blank(json!("  ")), blank(json!("\t\n")), blank(json!("\u{3000}")), blank(Value::Null)];
        let body = json!({kind.rules().field: [blanks[0], entry(kind, 9), blanks[1], blanks[2], blanks[3], blanks[4]]});
        let customer = door.create(&body).await;
        let entries = door.read(&customer).await["_embedded"][kind.rules().embedded].clone();
        assert_eq!(entries.as_array().unwrap().len(), 1, "{kind:?}: {entries}");
        let list = format!("{customer}/{}", kind.rules().path);
        let path = format!("{list}/{}", entries[0]["id"]);
        for blank in &blanks {
            assert_eq!(door.post(&list, blank).await.faults(400), ["value NotEmpty"], "{blank}");
            assert_eq!(door.put(&path, blank).await.faults(400), ["value NotEmpty"], "{blank}");
        }
        assert_eq!(door.read(&path).await["value"], entry(kind, 9)["value"]);
        if !kind.rules().types.is_empty() {
            let field = kind.rules().field;
            let body = json!({field: [{"type": "nonsense", "value": ""}]});
            let faults = door.post("/v2/customers", &body).await.faults(400);
            assert_eq!(faults, [format!("{field}[0].type EnumValue")], "its type is read all the same");
        }
    }
}

#[tokio::test]
async fn a_value_has_at_most_500_characters() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let list = format!("{}/{}", door.create(&json!({})).await, kind.rules().path);
        let value = |characters: usize| match kind {
            EntryKind::Website => format!("https://x.example/{}", long(characters - 18)),
            _ => long(characters),
        };
        let mut body = entry(kind, 1);
        body["value"] = json!(value(501));
        assert!(door.post(&list, &body).await.faults(400).contains(&"value Size".to_owned()), "{kind:?}");
        // An address of 500 characters is no address.
        if kind != EntryKind::Email {
            body["value"] = json!(value(500));
            let path = door.post(&list, &body).await.made();
            assert_eq!(door.read(&path).await["value"], value(500));
        }
    }
}

#[tokio::test]
async fn a_list_has_at_most_50_entries() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let field = kind.rules().field;
        let entries: Vec<Value> = (0..51).map(|number| entry(kind, number)).collect();
        let answer = door.post("/v2/customers", &json!({field: entries})).await;
        assert_eq!(answer.faults(400), [format!("{field} TooMany")]);
        let customer = door.create(&json!({field: &entries[..50]})).await;
        let list = format!("{customer}/{}", kind.rules().path);
        let fault = door.post(&list, &entries[50]).await.fault(400);
        assert!(fault["message"].as_str().unwrap().contains("50"), "{fault}");
        assert!(fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#TooMany"), "{fault}");
        let shown = door.read(&list).await["_embedded"][kind.rules().path].clone();
        let values: Vec<_> = shown.as_array().unwrap().iter().map(|entry| entry["value"].clone()).collect();
        let sent: Vec<_> = entries[..50].iter().map(|entry| entry["value"].clone()).collect();
        assert_eq!(values, sent, "in the order in which they came");
        let id = &shown[0]["id"];
        door.put(&format!("{list}/{id}"), &entries[50]).await.done();
        door.delete(&format!("{list}/{id}")).await.done();
        door.post(&list, &entries[0]).await.made();
        // Each address once in the company: the next kind starts afresh, but emails stay taken.
    }
}

#[tokio::test]
async fn a_body_of_another_shape_is_refused() {
    let door = Door::open().await;
    for kind in EntryKind::ALL {
        let list = format!("{}/{}", door.create(&json!({})).await, kind.rules().path);
        for (body, fault) in [
            (json!([]), " Type"),
            (json!("x"), " Type"),
            (json!(5), " Type"),
            (json!({"value": 5, "type": kind.rules().types.first()}), "value Type"),
            (json!({"value": ["x"], "type": kind.rules().types.first()}), "value Type"),
        ] {
            let faults = door.post(&list, &body).await.faults(400);
            assert!(faults.contains(&fault.to_owned()), "{kind:?} {body}: {faults:?}");
        }
        if kind != EntryKind::Website {
            let mut body = entry(kind, 1);
            body["type"] = json!(7);
            assert!(door.post(&list, &body).await.faults(400).contains(&"type Type".to_owned()));
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_told_once() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let path = format!("{customer}/phones");
    for (body, faults) in [
        (json!({"type": "work", "value": 5}), vec!["value Type"]),
        (json!([]), vec![" Type"]),
        (json!({"type": "work"}), vec!["value NotEmpty"]),
    ] {
        assert_eq!(door.request("POST", &path).json(&body).send().await.faults(400), faults, "{body}");
    }
    let definition = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": ["Plus"]});
    assert_eq!(
        door.request("POST", "/v2/customer-properties").json(&definition).send().await.faults(400),
        ["options[0] Type"]
    );
}

#[tokio::test]
async fn a_website_is_a_web_address_with_or_without_a_scheme() {
    let door = Door::open().await;
    let list = format!("{}/websites", door.create(&json!({})).await);
    for right in [
        "northwind.example",
        "https://northwind.example/a?b=c#d",
        "HTTP://NORTHWIND.example",
        "bücher.example",
        "northwind.example:8080/x",
    ] {
        let path = door.post(&list, &json!({"value": right})).await.made();
        assert_eq!(door.read(&path).await["value"], right, "as typed");
    }
    for wrong in ["two words", "ftp://northwind.example", "javascript:alert(1)", "https://", "mailto:a@x.example"] {
        assert_eq!(door.post(&list, &json!({"value": wrong})).await.faults(400), ["value Url"], "{wrong}");
    }
}

/// The types of the wire's table, with the spellings that it also accepts.
fn types_of_the_wire(kind: EntryKind) -> Vec<&'static str> {
    let types = match kind {
        EntryKind::Email => "home work other",
        EntryKind::Phone => "fax home mobile other pager work",
        EntryKind::Chat => "aim gtalk icq msn other qq skype xmpp yahoo",
        EntryKind::SocialProfile => {
            "aboutme facebook flickr foursquare google googleplus linkedin other quora tungleme twitter youtube \
             aboutMe forsquare instagram gravatar klout"
        }
        EntryKind::Website => "",
    };
    types.split_whitespace().collect()
}
