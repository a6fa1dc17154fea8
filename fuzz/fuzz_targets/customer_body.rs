//! Any bytes as the body of a create: reading and checking them never panics, a refusal can be written down, and a customer that is
//! accepted comes back from its stored form as it went in.

#![no_main]

use std::sync::LazyLock;

use cardfile::domain::customer_document;
use cardfile::domain::entry::{EntryKind, LIST_MAX};
use cardfile::domain::id::CustomerId;
use cardfile::domain::problem::Problems;
use cardfile::domain::property::Definition;
use cardfile::domain::property_value::{self, ValueSource};
use cardfile::domain::record::Record;
use cardfile::domain::time::Timestamp;
use cardfile::hal::links::Links;
use cardfile::hal::{customer, customer_body, json, problem};
use cardfile::store::customers::Found;
use cardfile::store::properties::Defined;
use libfuzzer_sys::fuzz_target;

const NOW: Timestamp = Timestamp::from_micros(1_795_450_260_000_000);
const LINKS: &str = "http://127.0.0.1:8080";

/// One property of each type.
static DEFINITIONS: LazyLock<Vec<Defined>> = LazyLock::new(|| {
    let text = r#"[
        {"type": "number", "slug": "seats", "name": "Seats"},
        {"type": "text", "slug": "note", "name": "Note"},
        {"type": "url", "slug": "site", "name": "Site"},
        {"type": "date", "slug": "since", "name": "Since"},
        {"type": "dropdown", "slug": "plan", "name": "Plan",
         "options": [{"id": "1313b25a-1150-49a4-8514-5b31f37e427f", "label": "Plus"}]}
    ]"#;
    let definitions: Vec<Definition> = serde_json::from_str(text).unwrap();
    definitions.into_iter().map(|definition| Record::new((), definition, NOW)).collect()
});

fuzz_target!(|body: &[u8]| {
    let Ok(json) = json::read(body) else { return };
    let mut problems = Problems::default();
    let input = customer_body::read(json, &mut problems);
    let definitions = DEFINITIONS.iter().map(|defined| &defined.value);
    let valid = input.check(definitions, ValueSource::Api, &mut problems);
    if !problems.is_empty() {
        assert!(problems.0.len() <= Problems::MOST);
        parse(&problem::write(Links::new(LINKS), "reference", "message", &problems.0));
        return;
    }
    let count = valid.entry_count();
    let (accepted, emails) = valid.number(1..);
    assert_eq!(EntryKind::ALL.into_iter().map(|kind| accepted.entries[kind].len()).sum::<usize>(), count);
    assert!(EntryKind::ALL.into_iter().all(|kind| accepted.entries[kind].len() <= LIST_MAX));
    assert_eq!(emails.len(), accepted.email_keys().count(), "every stored address has its key");

    let document = customer_document::write(&accepted);
    let mut stored = customer_document::read(&document).unwrap();
    assert_eq!(stored.properties.len(), 0, "values are kept beside the document");
    if let Some(values) = property_value::write(&accepted.properties) {
        stored.properties = serde_json::from_str(&values).unwrap();
    }
    stored.organization = accepted.organization;
    assert_eq!(stored, accepted);

    parse(customer_document::flat(&accepted, &document).as_bytes());
    let record = Record::new(CustomerId(1), document.into(), NOW);
    let found = Found { record, properties: accepted.properties, organization: None };
    parse(&customer::write(Links::new(LINKS), &found, &DEFINITIONS));
});

fn parse(answer: &[u8]) {
    json::read(answer).expect("an answer is JSON without a key that stands twice");
}
