//! Any text as a query: it is read or refused without a panic; what is read is read again from its print, and finds somebody or not; a
//! mistake lies inside the text, and its suggestion can be put there.

#![no_main]

use std::sync::LazyLock;

use cardfile::domain::id::AnchorId;
use cardfile::domain::property::{Definition, DropdownOption, PropertyType};
use cardfile::domain::property_value::{PropertyValue, Value, ValueSource};
use cardfile::domain::query::{Calendar, Folded, Known, LEAVES_MAX, Query, Searchable, TEXT_MAX, at, parse, parse_printed};
use cardfile::domain::time::Timestamp;
use cardfile::domain::zone::Zone;
use libfuzzer_sys::fuzz_target;

/// A property of each type.
static PROPERTIES: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let option = |(anchor, label): (i64, &str)| DropdownOption {
        id: format!("00000000-0000-4000-8000-00000000000{anchor}"),
        label: label.to_owned(),
        anchor: AnchorId(anchor),
    };
    let define = |(anchor, property_type): (i64, PropertyType)| Definition {
        property_type,
        slug: property_type.as_str().to_owned(),
        name: "Any".to_owned(),
        options: if property_type == PropertyType::Dropdown { [(1, "Plus"), (2, "\"*")].map(option).into() } else { vec![] },
        anchor: AnchorId(anchor),
    };
    (10..).zip(PropertyType::ALL).map(define).collect()
});

static ZONE: LazyLock<Zone> = LazyLock::new(Zone::utc);

fuzz_target!(|text: &str| {
    let now = Timestamp::from_micros(1_795_450_260_000_000);
    let known = Known { properties: &PROPERTIES, calendar: Some(Calendar { now, zone: &ZONE }) };
    let size = text.chars().count();
    let place = at(text, size / 2, &PROPERTIES);
    assert!(place.start <= size / 2 && size / 2 <= place.end && place.end <= size, "{text:?}: {place:?}");
    let query = match parse(text, known) {
        Ok(query) => query,
        Err(mistake) => {
            assert!(mistake.position + mistake.length <= size, "{text:?}: {mistake:?}");
            assert!(!mistake.message.is_empty());
            if let Some(instead) = &mistake.suggestion {
                let before: String = text.chars().take(mistake.position).collect();
                let after: String = text.chars().skip(mistake.position + mistake.length).collect();
                let mended = [&*before, instead, &*after].concat();
                let _ = parse_printed(&mended, known);
            }
            return;
        }
    };
    assert!(size <= TEXT_MAX);
    assert!((1..=LEAVES_MAX).contains(&leaves(&query)));
    let printed = query.to_string();
    assert_eq!(parse_printed(&printed, known), Ok(query.clone()), "{text:?} is printed as {printed:?}");
    assert!(query.emails().iter().all(|value| !value.is_empty()));

    let kept = [Value::Text(text.to_owned()), Value::Number(12), Value::Text("2026-11-26".to_owned())];
    let held = kept.into_iter().zip(10..).map(|(value, anchor)| {
        let (source, anchor) = (ValueSource::Api, AnchorId(anchor));
        PropertyValue { value, source, anchor }
    });
    let held: Vec<PropertyValue> = held.collect();
    let customer = Folded::new(&Searchable {
        first_name: Some(text),
        last_name: Some("Okoro"),
        emails: vec![text, "ines@bücher.example"],
        phones: vec![text, "+234 1 555 0100"],
        organization: Some(text),
        properties: held.iter().collect(),
        created_at: Timestamp::from_micros(1_795_450_260_000_000),
        updated_at: Timestamp::from_micros(1_795_450_260_000_000),
    });
    assert_ne!(customer.matches(&query), customer.matches(&query.negate()));
});

/// How many conditions a query has; its lists have at least two members each.
fn leaves(query: &Query) -> usize {
    match query {
        Query::All(parts) | Query::Any(parts) => {
            assert!(parts.len() > 1);
            parts.iter().map(leaves).sum()
        }
        Query::Not(inner) => {
            assert!(!matches!(**inner, Query::Not(_)));
            leaves(inner)
        }
        Query::Term(_) => 1,
    }
}
