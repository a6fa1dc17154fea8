//! Any bytes as the body of a patch, of either media type, against a small customer: reading and applying them never panics, a refusal
//! can be written down, and a customer that comes out is one that the rules of a create accept and that comes back from its stored form.
//!
//! The first byte chooses the customer and the media type; the rest is the body.

#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use cardfile::domain::address::AddressInput;
use cardfile::domain::customer::{Customer, TextField};
use cardfile::domain::customer_document;
use cardfile::domain::customer_input::CustomerInput;
use cardfile::domain::customer_patch::{self, Edit, Known, OPERATIONS_MAX, Operation};
use cardfile::domain::entry::{EntryInput, EntryKind};
use cardfile::domain::id::OrganizationId;
use cardfile::domain::joining::Joining;
use cardfile::domain::problem::Problems;
use cardfile::domain::property::Definition;
use cardfile::domain::property_value::{self, ValueSource};
use cardfile::hal::links::Links;
use cardfile::hal::{customer_body, customer_merge_patch, customer_patch as operations, json, problem};
use libfuzzer_sys::fuzz_target;

/// The identifier of the one organization that is there.
const ORGANIZATION: OrganizationId = OrganizationId(7);
/// New entries are numbered from here on, new organizations further on.
const IDS: i64 = 1000;
const NEW_ORGANIZATIONS: i64 = 1_000_000;

/// One property of each type.
static DEFINITIONS: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let text = r#"[
        {"type": "number", "slug": "seats", "name": "Seats"},
        {"type": "text", "slug": "note", "name": "Note"},
        {"type": "url", "slug": "site", "name": "Site"},
        {"type": "date", "slug": "since", "name": "Since"},
        {"type": "dropdown", "slug": "plan", "name": "Plan",
         "options": [{"id": "1313b25a-1150-49a4-8514-5b31f37e427f", "label": "Plus"}]}
    ]"#;
    serde_json::from_str(text).unwrap()
});

/// Nobody in particular, somebody with one thing of each kind, and somebody with several.
static CUSTOMERS: LazyLock<[Customer; 3]> = LazyLock::new(|| {
    let one = r#"{"firstName": "Ines", "gender": "female", "emails": [{"value": "a@x.example"}], "phones": [{"value": "1"}],
        "chats": [{"value": "c"}], "socialProfiles": [{"value": "s"}], "websites": [{"value": "w.example"}],
        "address": {"city": "Lagos", "lines": ["1"]}, "properties": {"plan": "Plus", "seats": 5}}"#;
    let several = r#"{"lastName": "Okoro", "photoType": "twitter", "emails": [{"value": "a@x.example"}, {"value": "b@x.example"}],
        "phones": [{"value": "1"}, {"value": "2"}], "address": {"country": "NG", "lines": ["1", "2", "3"]}}"#;
    let [mut one, several] = [one, several].map(|body| {
        let mut problems = Problems::default();
        let input = customer_body::read(json::read(body.as_bytes()).unwrap(), &mut problems);
        let valid = input.check(&*DEFINITIONS, ValueSource::Api, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        valid.number(1..).0
    });
    one.organization = Some(ORGANIZATION);
    [Customer::default(), one, several]
});

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let before = &CUSTOMERS[usize::from(*choice / 2) % CUSTOMERS.len()];
    let Ok(json) = json::read(body) else { return };
    let mut problems = Problems::default();
    let operations = match choice % 2 {
        0 => operations::read(json, &mut problems),
        _ => customer_merge_patch::read(json, &mut problems),
    };
    assert!(operations.len() <= OPERATIONS_MAX || choice % 2 == 1);
    let joining = joining(&operations);
    let definitions: Vec<&Definition> = DEFINITIONS.iter().collect();
    let count = operations.iter().map(Operation::ids).sum::<usize>() as i64;
    let known =
        Known { definitions: &definitions, source: ValueSource::Api, joining: &joining, ids: IDS..IDS + count };
    let mut after = before.clone();
    customer_patch::apply(&operations, &mut after, &known, &mut problems);
    if !problems.is_empty() {
        assert!(problems.0.len() <= Problems::MOST);
        let refusal = problem::write(Links::new("http://127.0.0.1:8080"), "reference", "message", &problems.0);
        json::read(&refusal).expect("a refusal is JSON");
        return;
    }
    if operations.iter().all(|operation| operation.expected.is_some()) {
        assert_eq!(after, *before, "a test changes nothing");
    }
    accepted_by_a_create(&after, &joining);
    unmistakable(&after);
    stored_and_read(&after);
});

fn joining(operations: &[Operation]) -> Joining {
    let mut joining = Joining::default();
    joining.shows_own = true;
    joining.add_existing(ORGANIZATION, "Northwind");
    for (operation, id) in operations.iter().zip(NEW_ORGANIZATIONS..) {
        if let Edit::Organization(Some(name)) = &operation.edit
            && joining.named(name).is_none()
        {
            joining.add_new(OrganizationId(id), name);
        }
    }
    joining
}

/// The rules of a create accept what the customer has, and make the same of it.
fn accepted_by_a_create(customer: &Customer, joining: &Joining) {
    let mut input = CustomerInput {
        texts: TextField::ALL.map(|field| customer.text(field).map(str::to_owned)),
        gender: Some(customer.gender.as_str().to_owned()),
        photo_type: Some(customer.photo_type.as_str().to_owned()),
        ..CustomerInput::default()
    };
    for kind in EntryKind::ALL {
        let sent = customer.entries[kind].iter().map(|entry| EntryInput {
            value: Some(entry.value.clone()),
            entry_type: entry.entry_type.map(|name| name.as_str().to_owned()),
        });
        input.entries[kind as usize] = sent.collect();
    }
    input.address = customer.address.clone().map(|address| AddressInput {
        city: address.city,
        state: address.state,
        postal_code: address.postal_code,
        country: address.country,
        lines: address.lines,
    });
    if let Some(id) = customer.organization {
        let name = joining.name_of(id).or(joining.to_make(id)).expect("an organization that is known");
        input.organization = Some(name.to_owned());
    }
    let mut problems = Problems::default();
    let valid = input.check(&*DEFINITIONS, ValueSource::Api, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let (again, _) = valid.number(1..);
    let values = |customer: &Customer, kind| -> Vec<String> {
        customer.entries[kind].iter().map(|entry| format!("{} {:?}", entry.value, entry.entry_type)).collect()
    };
    for kind in EntryKind::ALL {
        assert_eq!(values(&again, kind), values(customer, kind));
    }
    let mut expected = customer.clone();
    expected.organization = None;
    expected.entries.clone_from(&again.entries);
    expected.properties.clone_from(&again.properties);
    assert_eq!(again, expected);
}

/// No two entries of a customer have one identifier.
fn unmistakable(customer: &Customer) {
    let mut seen = HashSet::new();
    for entry in EntryKind::ALL.into_iter().flat_map(|kind| &customer.entries[kind]) {
        assert!(entry.id.0 > 0 && seen.insert(entry.id), "{entry:?}");
    }
}

fn stored_and_read(customer: &Customer) {
    let mut stored = customer_document::read(&customer_document::write(customer)).unwrap();
    if let Some(values) = property_value::write(&customer.properties) {
        stored.properties = serde_json::from_str(&values).unwrap();
    }
    stored.organization = customer.organization;
    assert_eq!(stored, *customer);
}
