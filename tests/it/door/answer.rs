//! An answer, and the shapes that it can be held against.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value; none when it is not there, a panic when it is there twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map(|value| value.to_str().unwrap());
        assert!(values.next().is_none(), "{name} stands twice: {:?}", self.headers);
        value
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.status, self.text()))
    }

    /// Holds a 201 against the wire, and answers the path of what was made.
    pub fn made(&self) -> String {
        assert_eq!(self.status, 201, "{}", self.text());
        assert_eq!(self.text(), "", "a 201 has no body");
        assert!(self.header("content-type").is_none(), "what is empty has no type");
        let id = self.header("resource-id").expect("Resource-ID");
        let location = self.header("location").expect("Location");
        let path = location.strip_prefix("http://").and_then(|rest| Some(&rest[rest.find('/')?..]));
        let path = path.unwrap_or_else(|| panic!("Location is not absolute: {location}"));
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        assert!(path.ends_with(&format!("/{id}")) || path.ends_with(&format!("/{id}/address")), "{id} at {path}");
        path.to_owned()
    }

    /// The identifier of what was made.
    pub fn id(&self) -> i64 {
        self.made();
        self.header("resource-id").unwrap().parse().unwrap()
    }

    /// Holds a 204 against the wire.
    pub fn done(&self) {
        assert_eq!(self.status, 204, "{}", self.text());
        assert_eq!(self.text(), "", "a 204 has no body");
    }

    /// Holds a refusal against the wire's envelope, and answers its errors.
    pub fn refused(&self, status: u16) -> Vec<Value> {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/vnd.error+json"));
        let envelope = self.json();
        assert_eq!(envelope["logRef"].as_str(), self.header("correlation-id"), "{envelope:#}");
        assert!(envelope["message"].as_str().is_some_and(|message| !message.is_empty()), "{envelope:#}");
        let about = envelope["_links"]["about"]["href"].as_str().unwrap();
        assert!(about.starts_with("http") && about.ends_with("/docs/errors"), "{about}");
        let Some(errors) = envelope.get("_embedded") else { return Vec::new() };
        let errors = errors["errors"].as_array().unwrap();
        assert!(!errors.is_empty(), "_embedded only where fields are at fault: {envelope:#}");
        for error in errors {
            assert!(error["path"].is_string(), "{error:#}");
            assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error:#}");
            assert!(["JSON", "QUERY", "PATH", "HEADER"].contains(&error["source"].as_str().unwrap()), "{error:#}");
            let anchor = error["_links"]["about"]["href"].as_str().unwrap();
            assert!(anchor.starts_with(&format!("{about}#")), "{anchor}");
            assert!(error["rejectedValue"].as_str().is_none_or(|value| value.chars().count() <= 200), "{error:#}");
        }
        errors.clone()
    }

    /// The errors of a refusal as `path Rule`, in order of the text.
    pub fn faults(&self, status: u16) -> Vec<String> {
        let fault = |error: &Value| {
            let about = error["_links"]["about"]["href"].as_str().unwrap();
            format!("{} {}", error["path"].as_str().unwrap(), about.split_once('#').unwrap().1)
        };
        let mut faults: Vec<String> = self.refused(status).iter().map(fault).collect();
        faults.sort();
        faults
    }

    /// The one error of a refusal.
    pub fn fault(&self, status: u16) -> Value {
        let mut errors = self.refused(status);
        assert_eq!(errors.len(), 1, "{errors:#?}");
        errors.remove(0)
    }

    /// The sentence of a refusal that is not about single fields.
    pub fn sentence(&self, status: u16) -> String {
        assert_eq!(self.refused(status), [Value::Null; 0]);
        self.json()["message"].as_str().unwrap().to_owned()
    }
}
