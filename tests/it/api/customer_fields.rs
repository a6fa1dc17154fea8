//! The own fields of a customer, one by one: limits on both sides, accepted values, and what is refused.

use super::sample::long;
use crate::door::Door;
use serde_json::{Value, json};

const LIMITS: [(&str, usize); 7] = [
    ("firstName", 40),
    ("lastName", 40),
    ("jobTitle", 60),
    ("location", 60),
    ("organization", 60),
    ("background", 200),
    ("age", 60),
];

#[tokio::test]
async fn every_text_is_kept_up_to_its_limit_in_characters_and_refused_beyond() {
    let door = Door::open().await;
    // An accent, a letter of a right-to-left script, a mark that combines, a sign outside the basic plane: one character each.
    for sign in ["e", "é", "ש", "\u{301}", "👩"] {
        for (field, limit) in LIMITS {
            let whole = sign.repeat(limit);
            let customer = door.read(&door.create(&json!({field: whole})).await).await;
            assert_eq!(customer[field], whole.as_str(), "{field} of {limit} {sign:?}");
            let fault = door.post("/v2/customers", &json!({field: sign.repeat(limit + 1)})).await.fault(400);
            assert_eq!(fault["path"], field);
            let least = usize::from(["firstName", "lastName"].contains(&field));
            let says = fault["message"].as_str().unwrap();
            let sizes =
                [format!("size must be between {least} and {limit}"), format!("size must be between 1 and {limit}")];
            assert!(sizes.iter().any(|size| size == says), "{field}: {says}");
            assert_eq!(fault["rejectedValue"], sign.repeat(limit.min(199) + 1).as_str());
            assert_eq!(fault["source"], "JSON");
            assert_eq!(fault["_links"]["about"]["href"], format!("{}/docs/errors#Size", door.url));
        }
    }
}

#[tokio::test]
async fn a_photo_url_is_a_web_address_of_at_most_200_characters() {
    let door = Door::open().await;
    let fit = format!("https://photos.example/{}", long(177));
    assert_eq!(fit.chars().count(), 200);
    assert_eq!(door.read(&door.create(&json!({"photoUrl": fit})).await).await["photoUrl"], fit.as_str());
    let answer = door.post("/v2/customers", &json!({"photoUrl": format!("{fit}é")})).await;
    assert_eq!(answer.faults(400), ["photoUrl Size"]);
    for wrong in
        ["photos.example/a.jpg", "javascript:alert(1)", "data:image/png;base64,AAAA", "/a.jpg", "https://", "x y"]
    {
        let answer = door.post("/v2/customers", &json!({"photoUrl": wrong})).await;
        assert_eq!(answer.faults(400), ["photoUrl Url"], "{wrong}");
    }
}

#[tokio::test]
async fn an_empty_text_means_no_value_where_no_name_is_asked_for() {
    let door = Door::open().await;
    for empty in ["", " ", "\t\n"] {
        for field in ["photoUrl", "jobTitle", "background", "location", "organization", "age", "phone"] {
            let customer = door.read(&door.create(&json!({field: empty})).await).await;
            assert!(customer.get(field).is_none(), "{field}: {customer:#}");
            assert!(customer.get("organizationId").is_none(), "{customer:#}");
            assert_eq!(customer["_embedded"]["phones"], json!([]));
        }
    }
}

#[tokio::test]
async fn a_name_that_is_given_has_at_least_one_character() {
    let door = Door::open().await;
    for field in ["firstName", "lastName"] {
        let fault = door.post("/v2/customers", &json!({field: ""})).await.fault(400);
        assert_eq!(fault["path"], field);
        assert_eq!(fault["message"], "size must be between 1 and 40");
        assert_eq!(fault["rejectedValue"], "");
        let customer = door.read(&door.create(&json!({field: "x"})).await).await;
        assert_eq!(customer[field], "x");
    }
}

#[tokio::test]
async fn gender_is_read_in_any_letter_case_and_answered_with_a_capital() {
    let door = Door::open().await;
    for gender in ["Male", "Female", "Unknown"] {
        for written in [gender.to_lowercase(), gender.to_uppercase(), gender.to_owned(), mixed(gender)] {
            let customer = door.read(&door.create(&json!({"gender": written})).await).await;
            assert_eq!(customer["gender"], gender, "{written}");
        }
    }
    for wrong in ["m", "mal", "males", "other", "маle"] {
        let fault = door.post("/v2/customers", &json!({"gender": wrong})).await.fault(400);
        assert_eq!(fault["path"], "gender");
        assert_eq!(fault["message"], "Expected one of these: male, female, unknown");
        assert_eq!(fault["rejectedValue"], wrong);
        assert_eq!(fault["_links"]["about"]["href"], format!("{}/docs/errors#EnumValue", door.url));
    }
}

#[tokio::test]
async fn a_photo_type_of_the_list_is_read_in_any_letter_case_and_answered_in_lower_case() {
    let door = Door::open().await;
    let types = ["unknown", "gravatar", "twitter", "facebook", "googleprofile", "googleplus", "linkedin", "instagram"];
    for photo_type in types {
        for written in [photo_type.to_owned(), photo_type.to_uppercase(), mixed(photo_type)] {
            let customer = door.read(&door.create(&json!({"photoType": written})).await).await;
            assert_eq!(customer["photoType"], photo_type, "{written}");
        }
    }
    for wrong in ["myspace", "google", "twitter1"] {
        let fault = door.post("/v2/customers", &json!({"photoType": wrong})).await.fault(400);
        assert_eq!(fault["path"], "photoType");
        assert_eq!(fault["message"], format!("Expected one of these: {}", types.join(", ")));
    }
}

#[tokio::test]
async fn an_age_may_be_a_number() {
    let door = Door::open().await;
    let numbers = [(json!(42), "42"), (json!(41.5), "41.5"), (json!(0), "0"), (json!(42.0), "42")];
    for (age, answered) in numbers.into_iter().chain([
        (json!("30-35"), "30-35"),
        (json!(9_007_199_254_740_991_i64), "9007199254740991"),
        (json!("9007199254740992"), "9007199254740992"),
    ]) {
        assert_eq!(door.read(&door.create(&json!({"age": age})).await).await["age"], answered);
    }
    for rounded in [json!(9_007_199_254_740_992_i64), json!(-9_007_199_254_740_992_i64), json!(1e17)] {
        let fault = door.post("/v2/customers", &json!({"age": rounded})).await.fault(400);
        assert_eq!(
            (&fault["path"], fault["_links"]["about"]["href"].as_str().unwrap().ends_with("#Number")),
            (&json!("age"), true)
        );
    }
}

#[tokio::test]
async fn a_phone_becomes_an_entry_of_type_work() {
    let door = Door::open().await;
    let phones = async |body: Value| {
        let customer = door.read(&door.create(&body).await).await;
        assert!(customer.get("phone").is_none(), "{customer:#}");
        let phones = customer["_embedded"]["phones"].as_array().unwrap().clone();
        phones
            .iter()
            .map(|phone| format!("{} {}", phone["type"].as_str().unwrap(), phone["value"].as_str().unwrap()))
            .collect()
    };
    let alone: Vec<String> = phones(json!({"phone": "+1 555 0100"})).await;
    assert_eq!(alone, ["work +1 555 0100"]);
    assert_eq!(phones(json!({"phone": 15_550_100})).await, ["work 15550100"]);
    let beside = phones(json!({"phone": "1", "phones": [{"value": "2", "type": "home"}]})).await;
    assert_eq!(beside, ["home 2", "work 1"]);
    let said_twice = phones(json!({"phone": "2", "phones": [{"value": "2", "type": "home"}]})).await;
    assert_eq!(said_twice, ["home 2"]);
    door.create(&json!({"phone": long(500)})).await;
    assert_eq!(door.post("/v2/customers", &json!({"phone": long(501)})).await.faults(400), ["phone Size"]);
}

#[tokio::test]
async fn a_phone_beside_a_full_list_is_one_too_many() {
    let door = Door::open().await;
    let phones: Vec<Value> = (0..50).map(|number| json!({"value": number.to_string()})).collect();
    let answer = door.post("/v2/customers", &json!({"phones": phones, "phone": "fifty-one"})).await;
    assert_eq!(answer.faults(400), ["phone TooMany"]);
    door.create(&json!({"phones": &phones[..49], "phone": "fifty"})).await;
}

#[tokio::test]
async fn a_value_of_another_json_type_is_refused_by_name() {
    let door = Door::open().await;
    let fields = [
        "firstName",
        "lastName",
        "jobTitle",
        "location",
        "background",
        "photoUrl",
        "photoType",
        "gender",
        "organization",
    ];
    for field in fields {
        for wrong in [json!(5), json!(true), json!(["x"]), json!({"x": 1})] {
            assert_eq!(door.post("/v2/customers", &json!({field: wrong})).await.faults(400), [format!("{field} Type")]);
        }
    }
    for field in ["age", "phone"] {
        for wrong in [json!(false), json!([]), json!({})] {
            assert_eq!(door.post("/v2/customers", &json!({field: wrong})).await.faults(400), [format!("{field} Type")]);
        }
    }
    for field in ["emails", "phones", "chats", "socialProfiles", "websites"] {
        for wrong in [json!(5), json!("x"), json!({"value": "x"})] {
            assert_eq!(door.post("/v2/customers", &json!({field: wrong})).await.faults(400), [format!("{field} Type")]);
        }
        let answer = door.post("/v2/customers", &json!({field: ["x", null]})).await;
        assert_eq!(answer.faults(400), [format!("{field}[0] Type"), format!("{field}[1] NotNull")]);
    }
}

#[tokio::test]
async fn a_number_that_would_lose_digits_is_refused_as_text() {
    let door = Door::open().await;
    for field in ["age", "phone"] {
        let body = format!("{{\"{field}\": 123456789012345678901234567890}}");
        let answer = door.request("POST", "/v2/customers").body("application/json", body).send().await;
        assert_eq!(answer.faults(400), [format!("{field} Number")]);
    }
}

/// The word with every other letter as a capital.
fn mixed(word: &str) -> String {
    let letters = word.chars().enumerate();
    letters
        .map(|(at, letter)| if at % 2 == 0 { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() })
        .collect()
}
