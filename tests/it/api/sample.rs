//! Bodies that many tests send.

use cardfile::domain::entry::EntryKind;
use serde_json::{Value, json};

/// A customer with a value in every field that the create call takes, for a company with [`definitions`].
pub fn full() -> Value {
    json!({
        "firstName": "Ines", "lastName": "Okoro", "photoUrl": "https://photos.example/ines.jpg", "photoType": "gravatar",
        "jobTitle": "Buyer", "location": "Lagos", "background": "Met at the fair.", "age": "30-35", "gender": "female",
        "organization": "Northwind", "phone": "+234 1 555 0199",
        "emails": [{"type": "work", "value": "ines@northwind.example"}, {"type": "home", "value": "ines@home.example"}],
        "phones": [{"type": "mobile", "value": "+234 1 555 0100"}],
        "chats": [{"type": "skype", "value": "ines.o"}],
        "socialProfiles": [{"type": "twitter", "value": "@ines"}],
        "websites": [{"value": "https://northwind.example"}],
        "address": {"city": "Lagos", "state": "LA", "postalCode": "100001", "country": "NG", "lines": ["12 Marina", "2nd floor"]},
        "properties": [
            {"slug": "seats", "value": 9_223_372_036_854_775_807_i64}, {"slug": "color", "value": "green"},
            {"slug": "site", "value": "https://example.com/a"}, {"slug": "since", "value": "2019-01-02"},
            {"slug": "plan", "value": "Plus"}
        ]
    })
}

/// A property definition of every type.
pub fn definitions() -> Vec<Value> {
    vec![
        json!({"type": "number", "slug": "seats", "name": "Seats"}),
        json!({"type": "text", "slug": "color", "name": "Color"}),
        json!({"type": "url", "slug": "site", "name": "Site"}),
        json!({"type": "date", "slug": "since", "name": "Customer since"}),
        json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [
            {"id": BASIC, "label": "Basic"}, {"id": PLUS, "label": "Plus"}
        ]}),
    ]
}

/// The ids of the options of `plan`.
pub const BASIC: &str = "0c8e2c4e-4d6f-4d0a-9c6e-6f5b6e1f2a01";
pub const PLUS: &str = "1313b25a-1150-49a4-8514-5b31f37e427f";

/// Two values that an entry of a kind may have, told apart by a number.
pub fn entry(kind: EntryKind, number: usize) -> Value {
    let value = match kind {
        EntryKind::Email => format!("person{number}@northwind.example"),
        EntryKind::Phone => format!("+1 555 {number:04}"),
        EntryKind::Website => format!("https://{number}.northwind.example/"),
        _ => format!("person.{number}"),
    };
    match kind.rules().types.first() {
        Some(entry_type) => json!({"value": value, "type": entry_type}),
        None => json!({"value": value}),
    }
}

/// A text of so many characters, of more than one byte each.
pub fn long(characters: usize) -> String {
    "é".repeat(characters)
}
