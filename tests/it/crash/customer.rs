//! The customers that the crash and power-cut tests write: everything about one follows from its
//! number, so that what is found later can be compared with what was sent.

use serde_json::{Map, Value, json};

/// A customer that was sent to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sent {
    pub number: u64,
}

/// What is known of the email that every fourth customer gets in a second call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondEmail {
    /// It was acknowledged, so it is there.
    Acknowledged,
    /// It may have been sent, so it is there whole or not at all.
    Possible,
}

impl Sent {
    /// One of those with a work email, each for another `nth`.
    pub fn with_email(nth: u64) -> Self {
        Self { number: nth + nth / 4 + 1 }
    }

    /// The address of the work email, for the customers that have one.
    pub fn work_email(self) -> String {
        self.address("work")
    }

    /// The body of the create call: some have emails, phones, chats, an address.
    pub fn body(self) -> Value {
        let n = self.number;
        let mut body = json!({
            "firstName": format!("Number {n}"),
            "lastName": format!("Written-{n}"),
            "jobTitle": "Buyer",
            "background": "ä€😀 ".repeat((n % 40) as usize + 1).trim_end(),
            "location": "Lagos",
            "gender": "Female",
            "age": "30-35",
        });
        let fields = body.as_object_mut().unwrap();
        if !n.is_multiple_of(5) {
            let email = |place: &str| json!({ "value": self.address(place), "type": place });
            let places = if n.is_multiple_of(2) { vec!["work", "home"] } else { vec!["work"] };
            fields.insert("emails".into(), places.into_iter().map(email).collect());
        }
        if n.is_multiple_of(3) {
            fields.insert("phones".into(), json!([{ "value": format!("+234 1 {n}"), "type": "mobile" }]));
            fields.insert("chats".into(), json!([{ "value": format!("chat.{n}"), "type": "skype" }]));
            fields.insert("websites".into(), json!([{ "value": format!("https://{n}.crash.example") }]));
        }
        if n.is_multiple_of(7) {
            let address = json!({
                "city": "Lagos", "state": "LA", "postalCode": n.to_string(), "country": "NG",
                "lines": [format!("{n} Marina")],
            });
            fields.insert("address".into(), address);
        }
        body
    }

    /// The email of the second call, for the customers that get one.
    pub fn second_email(self) -> Option<Value> {
        self.number.is_multiple_of(4).then(|| json!({ "value": self.address("second"), "type": "other" }))
    }

    /// An address in the form of its key. It begins with scattered digits, so that neighbours in
    /// number lie on different pages of the file.
    fn address(self, place: &str) -> String {
        let scattered = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        format!("{scattered:08x}-{place}-{}@crash.example", self.number)
    }

    /// Reads the number back from a customer as it is answered or stored.
    pub fn of(found: &Value) -> Option<Self> {
        let number = found["lastName"].as_str()?.strip_prefix("Written-")?.parse().ok()?;
        Some(Self { number })
    }

    /// What a customer as it is answered or stored lacks of what was sent, or has too much.
    pub fn differences(self, found: &Value, second: SecondEmail) -> Vec<String> {
        let mut body = self.body();
        let emails = count(part(found, "emails"));
        if let Some(email) = self.second_email() {
            let expected = body.as_object_mut().unwrap().entry("emails").or_insert(json!([]));
            let expected = expected.as_array_mut().unwrap();
            if second == SecondEmail::Acknowledged || emails > expected.len() {
                expected.push(email);
            }
        }
        let body = body.as_object().unwrap();
        let mut differences = Vec::new();
        for (name, value) in body.iter().filter(|(_, value)| **value != json!([])) {
            if !part(found, name).is_some_and(|found| agrees(found, value)) {
                differences.push(format!("customer {}: {name} is not {value}", self.number));
            }
        }
        for name in ["emails", "phones", "chats", "socialProfiles", "websites", "address"] {
            let sent = count(body.get(name));
            if count(part(found, name)) > sent {
                differences.push(format!("customer {}: more {name} than {sent}", self.number));
            }
        }
        differences
    }
}

/// A field of a customer, wherever the form it comes in has it.
fn part<'v>(customer: &'v Value, name: &str) -> Option<&'v Value> {
    let answered = if name == "socialProfiles" { "social_profiles" } else { name };
    customer.get(name).or_else(|| customer.get("_embedded")?.get(answered))
}

fn count(list: Option<&Value>) -> usize {
    list.map_or(0, |list| list.as_array().map_or(1, Vec::len))
}

/// Whether everything sent was found; an object that was found may have more, such as an id.
fn agrees(found: &Value, sent: &Value) -> bool {
    match (found, sent) {
        (Value::Object(found), Value::Object(sent)) => has_all(found, sent),
        (Value::Array(found), Value::Array(sent)) => {
            found.len() == sent.len() && found.iter().zip(sent).all(|(found, sent)| agrees(found, sent))
        }
        _ => found == sent,
    }
}

fn has_all(found: &Map<String, Value>, sent: &Map<String, Value>) -> bool {
    sent.iter().all(|(name, sent)| found.get(name).is_some_and(|found| agrees(found, sent)))
}
