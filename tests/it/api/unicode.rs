//! Text of every script goes in and comes out as it was; what is no text is refused.

use super::sample::entry;
use crate::door::Door;
use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

const TEXTS: [&str; 12] = [
    "Zoë",
    "Zoe\u{308}",
    "שלום עולם",
    "مرحبا \u{202e}rtl\u{202c}",
    "👩‍👩‍👧‍👦",
    "🇳🇬",
    "Z͑ͫ̓a̐l̓g͒ö",
    "日本語",
    "\u{200b}\u{feff}x",
    "\u{1}\u{1f}\u{7f}\u{85}",
    "\"\\/\u{8}\u{c}\n\r\t",
    "\u{10ffff}\u{ffff}\u{fdd0}",
];

#[tokio::test]
async fn every_text_comes_back_as_it_was_sent() {
    let door = Door::open().await;
    for (at, text) in TEXTS.into_iter().enumerate() {
        let organization = format!("{at}{text}");
        let body = json!({
            "firstName": text, "lastName": text, "jobTitle": text, "location": text, "background": text, "organization": organization,
            "address": {"city": text, "lines": [text]}, "chats": [{"value": text, "type": "qq"}], "phones": [{"value": text}]
        });
        let customer = door.read(&door.create(&body).await).await;
        for field in ["firstName", "lastName", "jobTitle", "location", "background"] {
            assert_eq!(customer[field], text, "{field}");
        }
        assert_eq!(customer["organization"], organization.trim());
        let embedded = &customer["_embedded"];
        assert_eq!((&embedded["address"]["city"], &embedded["address"]["lines"]), (&json!(text), &json!([text])));
        assert_eq!((&embedded["chats"][0]["value"], &embedded["phones"][0]["value"]), (&json!(text), &json!(text)));
    }
}

#[tokio::test]
async fn escapes_and_signs_are_the_same_text() {
    let door = Door::open().await;
    let body = r#"{"firstName": "Zo\u00eb \ud83d\udc69", "last\u004eame": "\u05e9"}"#;
    let answer = door.request("POST", "/v2/customers").body("application/json", body).send().await;
    let customer = door.read(&answer.made()).await;
    assert_eq!((&customer["firstName"], &customer["lastName"]), (&json!("Zoë 👩"), &json!("ש")));
}

#[tokio::test]
async fn nul_is_refused_wherever_text_is_kept() {
    let door = Door::open().await;
    let nul = "a\u{0}b";
    for field in ["firstName", "lastName", "jobTitle", "location", "background", "organization", "age", "phone"] {
        let fault = door.post("/v2/customers", &json!({field: nul})).await.fault(400);
        assert_eq!((&fault["path"], &fault["rejectedValue"]), (&json!(field), &json!(nul)));
    }
    for field in ["city", "state", "postalCode"] {
        let answer = door.post("/v2/customers", &json!({"address": {field: nul}})).await;
        assert_eq!(answer.faults(400), [format!("address.{field} Pattern")]);
    }
    assert_eq!(
        door.post("/v2/customers", &json!({"address": {"lines": [nul]}})).await.faults(400),
        ["address.lines[0] Pattern"]
    );
    for kind in EntryKind::ALL {
        let mut body = entry(kind, 1);
        body["value"] = json!(format!("{}\u{0}", body["value"].as_str().unwrap()));
        let path = format!("{}[0].value", kind.rules().field);
        let errors = door.post("/v2/customers", &json!({kind.rules().field: [body]})).await.refused(400);
        assert!(errors.iter().all(|error| error["path"] == path.as_str()), "{kind:?}: {errors:#?}");
    }
    for body in [
        json!({"type": "text", "slug": "x", "name": nul}),
        json!({"type": "dropdown", "slug": "x", "name": "x", "options": [{"label": nul}]}),
    ] {
        door.post("/v2/customer-properties", &body).await.fault(400);
    }
    door.create(&json!({nul: 1, "gender": "Male"})).await;
}

#[tokio::test]
async fn lone_surrogates_are_refused() {
    let door = Door::open().await;
    for text in [r"\ud800", r"\udc00", r"\ud83d", r"a\udbffb", r"\ud83d\ud83d", r"\udc69\ud83d"] {
        for body in [
            format!("{{\"firstName\": \"{text}\"}}"),
            format!("{{\"{text}\": 1}}"),
            format!("{{\"unknown\": [\"{text}\"]}}"),
        ] {
            let answer = door.request("POST", "/v2/customers").body("application/json", body.clone()).send().await;
            let says = answer.sentence(400);
            assert!(says.contains("line 1 column"), "{body}: {says}");
        }
    }
    assert_eq!(door.read("/v2/customers").await["page"]["totalElements"], 0);
}

#[tokio::test]
async fn a_text_is_never_cut() {
    let door = Door::open().await;
    // A family is seven characters: forty do not end with a whole one.
    let family = "👩‍👩‍👧‍👦";
    assert_eq!(family.chars().count(), 7);
    let forty: String = family.chars().cycle().take(40).collect();
    let customer = door.read(&door.create(&json!({"firstName": forty})).await).await;
    assert_eq!(customer["firstName"], forty.as_str());
    let more: String = family.chars().cycle().take(41).collect();
    let fault = door.post("/v2/customers", &json!({"firstName": more})).await.fault(400);
    assert_eq!(fault["rejectedValue"], Value::from(more));
}

#[tokio::test]
async fn names_of_every_script_are_found_again() {
    let door = Door::open().await;
    for text in TEXTS {
        door.create(&json!({"lastName": text})).await;
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("lastName", text).finish();
        let page = door.read(&format!("/v2/customers?{query}")).await;
        let found: Vec<&Value> =
            page["_embedded"]["customers"].as_array().unwrap().iter().map(|customer| &customer["lastName"]).collect();
        assert!(found.contains(&&json!(text)), "{text}: {found:?}");
    }
}
