//! `PATCH /v2/customers/{id}` with operations on lists, entries and the address.

use super::customer_patch::{list, open, patched};
use super::sample::entry;
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

/// The names of a list in paths.
fn spellings(kind: EntryKind) -> Vec<&'static str> {
    match kind {
        EntryKind::SocialProfile => vec!["socialProfiles", "social-profiles", "social_profiles"],
        kind => vec![kind.rules().field],
    }
}

#[tokio::test]
async fn entries_are_added_at_the_list_or_at_its_end() {
    let (door, customer) = open().await;
    for kind in EntryKind::ALL {
        for (number, spelling) in spellings(kind).into_iter().enumerate() {
            for (at, end) in ["", "/-"].into_iter().enumerate() {
                let before = list(&door.read(&customer).await, kind);
                let mut sent = entry(kind, 10 * number + at);
                let operation = json!({"op": "add", "path": format!("/{spelling}{end}"), "value": sent});
                let after = list(&patched(&door, &customer, json!([operation])).await, kind);
                let (last, kept) = after.split_last().unwrap();
                assert_eq!(kept, before);
                sent["id"] = last["id"].clone();
                assert_eq!(last, &sent);
            }
        }
        if let Some(default) = kind.default_type() {
            let value = entry(kind, 90)["value"].clone();
            let path = format!("/{}", kind.rules().field);
            let after =
                patched(&door, &customer, json!([{"op": "add", "path": path, "value": {"value": value}}])).await;
            assert_eq!(list(&after, kind).last().unwrap()["type"], default.as_str());
        }
    }
}

#[tokio::test]
async fn an_entry_its_value_and_its_type_are_replaced_and_an_entry_is_removed() {
    let (door, customer) = open().await;
    for kind in EntryKind::ALL {
        for spelling in spellings(kind) {
            let sent = json!([{"op": "add", "path": format!("/{spelling}"), "value": entry(kind, 1)}]);
            let id = list(&patched(&door, &customer, sent).await, kind).last().unwrap()["id"].clone();
            let own = format!("/{spelling}/{id}");
            let last = async |operation: Value| list(&patched(&door, &customer, json!([operation])).await, kind).pop();
            let with_id = |mut entry: Value| {
                entry["id"] = id.clone();
                Some(entry)
            };
            let whole = json!({"op": "replace", "path": own, "value": entry(kind, 2)});
            assert_eq!(last(whole).await, with_id(entry(kind, 2)));
            for op in ["replace", "add"] {
                let number = if op == "add" { 3 } else { 4 };
                let value = entry(kind, number)["value"].clone();
                let operation = json!({"op": op, "path": format!("{own}/value"), "value": value});
                assert_eq!(last(operation).await, with_id(entry(kind, number)));
            }
            if let Some(other) = kind.rules().types.last() {
                let mut expected = entry(kind, 3);
                expected["type"] = json!(other);
                let operation = json!({"op": "replace", "path": format!("{own}/type"), "value": other.to_uppercase()});
                assert_eq!(last(operation).await, with_id(expected.clone()));
                // An entry without a type keeps the one that it has.
                expected["value"] = entry(kind, 5)["value"].clone();
                let untyped = json!({"op": "replace", "path": own, "value": {"value": expected["value"]}});
                assert_eq!(last(untyped).await, with_id(expected));
            }
            let left = last(json!({"op": "remove", "path": own})).await;
            assert!(left.is_some_and(|left| left["id"] != id));
        }
    }
}

#[tokio::test]
async fn a_whole_list_is_replaced_and_entries_keep_the_ids_that_they_name() {
    let (door, customer) = open().await;
    let all = door.read(&customer).await;
    for kind in EntryKind::ALL {
        let first = list(&all, kind)[0].clone();
        let mut kept = entry(kind, 1);
        kept["id"] = first["id"].clone();
        let mut stranger = entry(kind, 2);
        stranger["id"] = json!(9_007_199_254_740_991_i64);
        let sent = json!([stranger, kept, entry(kind, 3)]);
        let path = format!("/{}", kind.rules().field);
        let after =
            list(&patched(&door, &customer, json!([{"op": "replace", "path": path, "value": sent}])).await, kind);
        let values = |entries: &[Value]| entries.iter().map(|entry| entry["value"].clone()).collect::<Vec<_>>();
        assert_eq!(values(&after), values(sent.as_array().unwrap()));
        assert_eq!(after[1]["id"], first["id"]);
        assert!(after[0]["id"] != stranger["id"] && after[0]["id"] != after[2]["id"]);
        let untyped = json!([{"id": first["id"], "value": first["value"]}]);
        let after = patched(&door, &customer, json!([{"op": "replace", "path": path, "value": untyped}])).await;
        assert_eq!(list(&after, kind)[0].get("type"), entry(kind, 1).get("type"), "without a type it keeps its own");
        for emptying in [
            json!({"op": "remove", "path": path}),
            json!({"op": "replace", "path": path, "value": null}),
            json!({"op": "replace", "path": path, "value": []}),
        ] {
            patched(&door, &customer, json!([{"op": "add", "path": path, "value": entry(kind, 9)}])).await;
            assert_eq!(list(&patched(&door, &customer, json!([emptying])).await, kind), [Value::Null; 0]);
        }
    }
}

#[tokio::test]
async fn an_address_and_each_of_its_parts_are_added_replaced_and_removed() {
    let (door, customer) = open().await;
    let address = async |operations: Value| {
        let mut address = patched(&door, &customer, operations).await["_embedded"]["address"].take();
        address.as_object_mut().map(|fields| fields.remove("_links"));
        address
    };
    let whole = json!({"city": "Oslo", "lines": ["1 Way"]});
    for op in ["add", "replace"] {
        assert_eq!(address(json!([{"op": op, "path": "/address", "value": whole}])).await, whole);
        for (part, sent, answered) in [
            ("city", json!("Abuja"), json!("Abuja")),
            ("state", json!("FC"), json!("FC")),
            ("postalCode", json!(90001), json!("90001")),
            ("country", json!("ng"), json!("NG")),
            ("lines", json!(["a", "b"]), json!(["a", "b"])),
        ] {
            let path = format!("/address/{part}");
            assert_eq!(address(json!([{"op": op, "path": path, "value": sent}])).await[part], answered);
            let none = if part == "lines" { json!([]) } else { Value::Null };
            let (other, text) = if part == "city" { ("state", "LA") } else { ("city", "Oslo") };
            let stays = json!({"op": "replace", "path": format!("/address/{other}"), "value": text});
            for emptying in [
                json!({"op": "remove", "path": path}),
                json!({"op": op, "path": path, "value": null}),
                json!({"op": op, "path": path, "value": if part == "lines" { json!([]) } else { json!(" ") }}),
            ] {
                let filling = json!({"op": op, "path": path, "value": sent});
                let after = address(json!([stays, filling, emptying])).await;
                assert_eq!((&after[part], &after[other]), (&none, &json!(text)), "{emptying}");
            }
        }
        for emptying in [
            json!([{"op": "remove", "path": "/address"}]),
            json!([{"op": op, "path": "/address", "value": null}]),
            json!([{"op": op, "path": "/address", "value": {"city": ""}}]),
            json!([{"op": op, "path": "/address", "value": {"city": "Oslo"}}, {"op": "remove", "path": "/address/city"}]),
        ] {
            address(json!([{"op": op, "path": "/address", "value": whole}])).await;
            assert_eq!(address(emptying).await, Value::Null);
        }
        let made = address(json!([{"op": op, "path": "/address/city", "value": "Oslo"}])).await;
        assert_eq!(made, json!({"city": "Oslo", "lines": []}), "a part makes the address");
    }
}

#[tokio::test]
async fn lines_are_added_replaced_and_removed_by_their_number() {
    let (door, customer) = open().await;
    let operations = json!([
        {"op": "replace", "path": "/address/lines", "value": ["b"]},
        {"op": "add", "path": "/address/lines/-", "value": "d"},
        {"op": "add", "path": "/address/lines/0", "value": "a"},
        {"op": "add", "path": "/address/lines/2", "value": "c"},
        {"op": "add", "path": "/address/lines/4", "value": "e"},
        {"op": "replace", "path": "/address/lines/1", "value": "B"},
        {"op": "remove", "path": "/address/lines/0"},
        {"op": "test", "path": "/address/lines/1", "value": "c"}
    ]);
    let after = patched(&door, &customer, operations).await;
    assert_eq!(after["_embedded"]["address"]["lines"], json!(["B", "c", "d", "e"]));
}
