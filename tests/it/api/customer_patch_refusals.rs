//! `PATCH /v2/customers/{id}` with operations that are refused: nothing is changed, and every problem is told under the path of its
//! operation.

use super::customer_patch::open;
use super::events::events;
use super::sample::{entry, long};
use crate::door::Door;
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

/// The faults of one operation, which must leave the customer as it was.
async fn faults(door: &Door, customer: &str, status: u16, operations: Value) -> Vec<String> {
    let before = door.read(customer).await;
    let answer = door.patch(customer, &operations).await;
    assert_eq!(answer.status, status, "{operations}: {}", answer.text());
    assert_eq!(door.read(customer).await, before, "{operations}");
    answer.faults(status)
}

fn id(customer: &Value, list: &str) -> i64 {
    customer["_embedded"][list][0]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_value_breaks_the_rule_of_its_path() {
    let (door, customer) = open().await;
    let all = door.read(&customer).await;
    let (email, chat, site) = (id(&all, "emails"), id(&all, "chats"), id(&all, "websites"));
    let email_value = format!("/emails/{email}/value");
    for (path, value, rule) in [
        ("/firstName", json!(""), "Size"),
        ("/lastName", json!(long(41)), "Size"),
        ("/firstName", json!(5), "Type"),
        ("/jobTitle", json!(long(61)), "Size"),
        ("/location", json!("a\u{0}b"), "Pattern"),
        ("/background", json!(long(201)), "Size"),
        ("/age", json!([]), "Type"),
        ("/photoUrl", json!("x"), "Url"),
        ("/photoType", json!("x"), "EnumValue"),
        ("/gender", json!("x"), "EnumValue"),
        ("/organization", json!(long(61)), "Size"),
        ("/organizationId", json!(9_007_199_254_740_991_i64), "Identifier"),
        ("/organizationId", json!("x"), "Identifier"),
        ("/address", json!("x"), "Type"),
        ("/address", json!({"city": long(256)}), "Size"),
        ("/address/country", json!("XX"), "Pattern"),
        ("/address/city", json!(long(256)), "Size"),
        ("/address/lines", json!([long(256)]), "Size"),
        ("/address/lines", json!(vec!["x"; 11]), "TooMany"),
        ("/address/lines/0", json!(""), "NotEmpty"),
        ("/address/lines/0", json!(long(256)), "Size"),
        ("/address/lines/2", json!("x"), "Identifier"),
        ("/properties/seats", json!("x"), "Number"),
        ("/properties/nothing", json!("x"), "UnknownProperty"),
        ("/properties/a~1b", json!("x"), "UnknownProperty"),
        ("/emails", json!([{"value": ""}]), "NotEmpty"),
        ("/emails", json!([{"value": "x"}]), "Email"),
        ("/emails", json!([{"id": "x", "value": "x@x.example"}]), "Identifier"),
        ("/emails", json!([null]), "NotNull"),
        ("/emails", json!({"value": "x@x.example"}), "Type"),
        ("/phones", json!((0..51).map(|at| entry(EntryKind::Phone, at)).collect::<Vec<_>>()), "TooMany"),
        (&email_value, json!("x"), "Email"),
        (&email_value, json!(""), "NotEmpty"),
        (&email_value, Value::Null, "NotEmpty"),
        (&format!("/emails/{email}/type"), json!("skype"), "EnumValue"),
        (&format!("/emails/{email}/type"), json!(null), "NotEmpty"),
        (&format!("/emails/{email}"), json!(null), "Type"),
        (&format!("/emails/{email}"), json!({"type": "home"}), "NotEmpty"),
        (&format!("/chats/{chat}"), json!({"value": long(501)}), "Size"),
        (&format!("/websites/{site}/value"), json!("two words"), "Url"),
        (&format!("/chats/{email}"), entry(EntryKind::Chat, 1), "Identifier"),
        (&format!("/chats/{email}/value"), json!("x"), "Identifier"),
        (&format!("/chats/{email}/type"), json!("qq"), "Identifier"),
        ("/phones/999999", entry(EntryKind::Phone, 1), "Identifier"),
    ] {
        let operation = json!([{"op": "replace", "path": path, "value": value}]);
        assert_eq!(faults(&door, &customer, 400, operation).await, [format!("{path} {rule}")], "{value}");
    }
    for (path, value, rule) in [
        ("/emails", json!([]), "Type"),
        ("/emails/-", json!({"value": " "}), "NotEmpty"),
        ("/emails/-", json!(null), "Type"),
        ("/address/lines/3", json!("x"), "Identifier"),
        ("/address/lines/-", json!(null), "NotEmpty"),
        ("/chats", json!({"value": "x", "type": "home"}), "EnumValue"),
    ] {
        let operation = json!([{"op": "add", "path": path, "value": value}]);
        let told = faults(&door, &customer, 400, operation).await;
        let null_line = path == "/address/lines/-";
        assert_eq!(told, [format!("{path} {}", if null_line { "NotNull" } else { rule })], "{value}");
    }
    for path in ["/emails/999999", "/address/lines/2", "/properties/nothing"] {
        let rule = if path.starts_with("/p") { "UnknownProperty" } else { "Identifier" };
        let told = faults(&door, &customer, 400, json!([{"op": "remove", "path": path}])).await;
        assert_eq!(told, [format!("{path} {rule}")]);
    }
    assert_eq!(events(&door, customer.rsplit('/').next().unwrap()).len(), 1, "a refusal leaves no trace");
}

#[tokio::test]
async fn an_unknown_path_is_told_what_can_stand_there() {
    let (door, customer) = open().await;
    for (path, listed) in [
        ("", "/firstName"),
        ("/", "/socialProfiles/{id}/type"),
        ("firstName", "/organizationId"),
        ("/firstname", "/firstName"),
        ("/firstName/", "/emails/-"),
        ("/first~0Name", "/address/lines/-"),
        ("/address/planet", "/address/postalCode"),
        ("/address/lines/x", "/address/lines/{number}"),
        ("/address/lines/01", "/address/lines/-"),
        ("/address/city/x", "/address/city"),
        ("/properties", "/properties/{slug}"),
        ("/properties/", "/properties/{slug}"),
        ("/properties/plan/x", "/properties/{slug}"),
        ("/emails/x", "/emails/{id}"),
        ("/emails/0", "/emails/-"),
        ("/emails/1/kind", "/emails/{id}/value, /emails/{id}/type"),
        ("/social_profiles/x", "/social_profiles/{id}"),
        ("/emails/1/value/x", "/emails/{id}/value"),
        ("/_embedded/emails", "/emails"),
    ] {
        for op in ["add", "replace", "remove", "test"] {
            let answer = door.patch(&customer, &json!([{"op": op, "path": path, "value": "x"}])).await;
            let fault = answer.fault(400);
            assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!(path), &json!(path)));
            let says = fault["message"].as_str().unwrap();
            assert!(says.starts_with("Expected one of these: /") && says.contains(listed), "{op} {path}: {says}");
        }
    }
    let sites = door.patch(&customer, &json!([{"op": "replace", "path": "/websites/1/type", "value": "x"}])).await;
    assert!(!sites.fault(400)["message"].as_str().unwrap().contains("type"), "websites have no type");
    for (path, rule) in [
        ("/id", "ReadOnly"),
        ("/createdAt", "ReadOnly"),
        ("/updatedAt", "ReadOnly"),
        ("/draft", "ReadOnly"),
        ("/conversationCount", "ReadOnly"),
        ("/phone", "Pattern"),
        ("/firstName~", "Pattern"),
        ("/first~2Name", "Pattern"),
    ] {
        let operation = json!([{"op": "replace", "path": path, "value": "x"}]);
        assert_eq!(faults(&door, &customer, 400, operation).await, [format!("{path} {rule}")]);
    }
}

#[tokio::test]
async fn an_operation_has_to_be_one() {
    let (door, customer) = open().await;
    let email = id(&door.read(&customer).await, "emails");
    let path = "/firstName";
    for (operation, fault) in [
        (json!({"op": "move", "from": "/lastName", "path": path}), "[0].op Pattern"),
        (json!({"op": "copy", "from": "/lastName", "path": path}), "[0].op Pattern"),
        (json!({"op": "set", "path": path, "value": "x"}), "[0].op EnumValue"),
        (json!({"op": 5, "path": path, "value": "x"}), "[0].op Type"),
        (json!({"path": path, "value": "x"}), "[0].op NotEmpty"),
        (json!({"op": "add", "value": "x"}), "[0].path NotEmpty"),
        (json!({"op": "add", "path": 5, "value": "x"}), "[0].path Type"),
        (json!("x"), "[0] Type"),
        (json!(null), "[0] Type"),
        (json!({"op": "add", "path": path}), "/firstName Pattern"),
        (json!({"op": "replace", "path": path}), "/firstName Pattern"),
        (json!({"op": "test", "path": path}), "/firstName Pattern"),
        (json!({"op": "add", "path": format!("/emails/{email}"), "value": {"value": "x@x.example"}}), "Pattern"),
        (json!({"op": "replace", "path": "/emails/-", "value": {"value": "x@x.example"}}), "/emails/- Pattern"),
        (json!({"op": "remove", "path": "/emails/-"}), "/emails/- Pattern"),
        (json!({"op": "test", "path": "/emails/-", "value": {}}), "/emails/- Pattern"),
        (json!({"op": "remove", "path": "/address/lines/-"}), "/address/lines/- Pattern"),
    ] {
        let told = faults(&door, &customer, 400, json!([operation])).await;
        assert!(told.len() == 1 && told[0].ends_with(fault), "{operation}: {told:?}");
    }
    let moved = door.patch(&customer, &json!([{"op": "move", "from": "/lastName", "path": path}])).await.fault(400);
    assert!(moved["message"].as_str().unwrap().contains("remove and add"), "{moved}");
}

#[tokio::test]
async fn a_body_has_to_be_a_list_of_at_most_a_hundred() {
    let (door, customer) = open().await;
    for body in [json!({"firstName": "Ann"}), json!(null), json!("x"), json!(5)] {
        let fault = door.patch(&customer, &body).await.fault(400);
        let says = fault["message"].as_str().unwrap();
        assert!(says.contains("a list of operations") && says.contains("application/merge-patch+json"), "{says}");
    }
    let some = |count: usize| vec![json!({"op": "replace", "path": "/firstName", "value": "Ann"}); count];
    door.patch(&customer, &json!(some(100))).await.done();
    assert_eq!(faults(&door, &customer, 400, json!(some(101))).await, [" TooMany"]);
    let unreadable = door.request("PATCH", &customer).body("application/json", "[{]").send().await;
    assert!(unreadable.sentence(400).contains("line 1"));
}

#[tokio::test]
async fn another_media_type_is_415_and_the_accepted_ones_are_named() {
    let (door, customer) = open().await;
    for media_type in
        ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/vnd.error+json"]
    {
        let says = door.request("PATCH", &customer).body(media_type, "[]").send().await.sentence(415);
        for accepted in ["application/json", "application/json-patch+json", "application/merge-patch+json"] {
            assert!(says.contains(accepted), "{says}");
        }
    }
    door.request("PATCH", &customer).send().await.sentence(415);
}

#[tokio::test]
async fn all_problems_come_in_one_answer_and_nothing_is_done() {
    let (door, customer) = open().await;
    door.create(&json!({"emails": [{"value": "ann@x.example"}]})).await;
    let operations = json!([
        {"op": "replace", "path": "/jobTitle", "value": "CEO"},
        {"op": "replace", "path": "/firstName", "value": ""},
        {"op": "copy", "path": "/lastName", "from": "/firstName"},
        {"op": "add", "path": "/planet", "value": "x"},
        {"op": "add", "path": "/emails/-", "value": {"value": "ann@x.example"}},
        {"op": "add", "path": "/emails", "value": {"value": "x", "type": "skype"}},
        {"op": "replace", "path": "/phones", "value": [{"value": 5}, {"value": ""}]},
        {"op": "replace", "path": "/address", "value": {"city": 5, "country": "XX"}},
        {"op": "replace", "path": "/properties/seats", "value": "x"},
        {"op": "replace", "path": "/organization", "value": "Not made"},
        {"op": "test", "path": "/lastName", "value": "Smith"},
        {"op": "remove", "path": "/chats/1"}
    ]);
    let told = faults(&door, &customer, 400, operations).await;
    assert_eq!(
        told,
        [
            "/address Pattern",
            "/address Type",
            "/chats/1 Identifier",
            "/emails Email",
            "/emails EnumValue",
            "/emails/- Duplicate",
            "/firstName Size",
            "/lastName Mismatch",
            "/phones NotEmpty",
            "/phones Type",
            "/planet EnumValue",
            "/properties/seats Number",
            "[2].op Pattern",
        ]
    );
    assert_eq!(super::organizations::count(&door), 1);
}

#[tokio::test]
async fn a_test_that_does_not_hold_is_a_409_with_both_sides() {
    let (door, customer) = open().await;
    let all = door.read(&customer).await;
    let email = id(&all, "emails");
    for (path, expected, found) in [
        ("/firstName", json!("Ann"), "\"Ines\""),
        ("/firstName", json!("ines"), "\"Ines\""),
        ("/firstName", json!(null), "\"Ines\""),
        ("/firstName", json!(""), "\"Ines\""),
        ("/gender", json!("Male"), "\"Female\""),
        ("/gender", json!("x"), "\"Female\""),
        ("/organization", json!("Contoso"), "\"Northwind\""),
        ("/organizationId", json!(null), "102"),
        ("/emails", json!([]), "ines@northwind.example"),
        (&format!("/emails/{email}/type"), json!("home"), "\"work\""),
        (&format!("/emails/{email}/value"), json!("x@x.example"), "\"ines@northwind.example\""),
        (&format!("/emails/{email}"), json!({"value": "x@x.example"}), "\"ines@northwind.example\""),
        ("/address", json!({"city": "Lagos"}), "12 Marina"),
        ("/address/city", json!("Oslo"), "\"Lagos\""),
        ("/address/lines", json!(["12 Marina"]), "2nd floor"),
        ("/address/lines/0", json!("x"), "\"12 Marina\""),
        ("/properties/seats", json!(5), "9223372036854775807"),
        ("/properties/color", json!(null), "\"green\""),
        ("/properties/plan", json!("Basic"), "1313b25a-1150-49a4-8514-5b31f37e427f"),
    ] {
        let operations = json!([
            {"op": "replace", "path": "/jobTitle", "value": "CEO"}, {"op": "test", "path": path, "value": expected}
        ]);
        let answer = door.patch(&customer, &operations).await;
        let fault = answer.fault(409);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!(path), &json!(expected.to_string())));
        assert!(fault["message"].as_str().unwrap().contains(found), "{fault}");
        assert!(answer.json()["message"].as_str().unwrap().contains("not as the patch expects"));
    }
    let late = json!([
        {"op": "replace", "path": "/firstName", "value": "Ann"}, {"op": "test", "path": "/firstName", "value": "Ines"}
    ]);
    assert_eq!(faults(&door, &customer, 409, late).await, ["/firstName Mismatch"]);
    assert_eq!(door.read(&customer).await, all);
    assert_eq!(super::organizations::count(&door), 1, "a test makes no organization");
    for (path, rule) in [("/emails/999999", "Identifier"), ("/properties/nothing", "UnknownProperty")] {
        let operations = json!([{"op": "test", "path": path, "value": {"value": "x@x.example"}}]);
        assert_eq!(faults(&door, &customer, 400, operations).await, [format!("{path} {rule}")]);
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_a_409_under_the_path_of_its_operation() {
    let (door, customer) = open().await;
    let holder = door.create(&json!({"emails": [{"value": "ann@x.example"}, {"value": "bea@x.example"}]})).await;
    let holder_id = holder.rsplit('/').next().unwrap();
    let all = door.read(&customer).await;
    let email = id(&all, "emails");
    for (op, path, value) in [
        ("add", "/emails".to_owned(), json!({"value": "ANN@x.example"})),
        ("add", "/emails/-".to_owned(), json!({"value": "ann@x.example"})),
        ("replace", "/emails".to_owned(), json!([{"value": "new@x.example"}, {"value": "ann@x.example"}])),
        ("replace", format!("/emails/{email}"), json!({"value": "ann@x.example"})),
        ("replace", format!("/emails/{email}/value"), json!("ann@x.example")),
    ] {
        let answer = door.patch(&customer, &json!([{"op": op, "path": path, "value": value}])).await;
        let fault = answer.fault(409);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!(path), &json!(holder_id)));
        assert!(fault["_links"]["holder"]["href"].as_str().unwrap().ends_with(&holder), "{fault}");
        assert_eq!(door.read(&customer).await, all);
    }
    let both = json!([
        {"op": "add", "path": "/emails/-", "value": {"value": "ann@x.example"}},
        {"op": "replace", "path": format!("/emails/{email}/value"), "value": "bea@x.example"}
    ]);
    let expected = ["/emails/- Duplicate".to_owned(), format!("/emails/{email}/value Duplicate")];
    assert_eq!(faults(&door, &customer, 409, both).await, expected);
    for twice in [
        json!([{"op": "add", "path": "/emails/-", "value": {"value": "INES@home.example"}}]),
        json!([{"op": "add", "path": "/emails/-", "value": {"value": "x@x.example"}}, {"op": "add", "path": "/emails/-", "value": {"value": "X@x.example"}}]),
    ] {
        assert_eq!(faults(&door, &customer, 409, twice).await, ["/emails/- Duplicate"]);
    }
    let own_id = json!([{"id": email, "value": "a@x.example"}, {"id": email, "value": "b@x.example"}]);
    let told = faults(&door, &customer, 400, json!([{"op": "replace", "path": "/emails", "value": own_id}])).await;
    assert_eq!(told, ["/emails Duplicate"]);
}

#[tokio::test]
async fn a_list_is_full_at_fifty_entries_and_an_address_at_ten_lines() {
    let (door, customer) = open().await;
    let add = |count: usize, path: &str, value: &dyn Fn(usize) -> Value| -> Value {
        (0..count).map(|at| json!({"op": "add", "path": path, "value": value(at)})).collect()
    };
    let phone = |at: usize| entry(EntryKind::Phone, at);
    let line = |at: usize| json!(format!("line {at}"));
    assert_eq!(faults(&door, &customer, 400, add(49, "/phones/-", &phone)).await, ["/phones/- TooMany"]);
    door.patch(&customer, &add(48, "/phones/-", &phone)).await.done();
    assert_eq!(faults(&door, &customer, 400, add(9, "/address/lines/-", &line)).await, ["/address/lines/- TooMany"]);
    door.patch(&customer, &add(8, "/address/lines/-", &line)).await.done();
}

#[tokio::test]
async fn another_company_sees_no_customer_and_no_organization() {
    let (door, customer) = open().await;
    let other = door.another_company().await;
    let theirs = other.create(&json!({"organization": "Theirs"})).await;
    let operations = json!([{"op": "replace", "path": "/firstName", "value": ""}]);
    for (client, path) in
        [(&other, &*customer), (&*door, &theirs), (&*door, "/v2/customers/999"), (&*door, "/v2/customers/x")]
    {
        client.patch(path, &operations).await.sentence(404);
    }
    let organization = other.read(&theirs).await["organizationId"].clone();
    let joining = json!([{"op": "add", "path": "/organizationId", "value": organization}]);
    assert_eq!(faults(&door, &customer, 400, joining).await, ["/organizationId Identifier"]);
    assert_eq!(door.bare("PATCH", &customer).json(&json!([])).send().await.status, 401);
}
