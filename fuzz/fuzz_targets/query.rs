//! Any text as a query: it is read or refused without a panic; what is read is read again from its print, and finds somebody or not; a
//! mistake lies inside the text, and its suggestion can be put there.

#![no_main]

use cardfile::domain::query::{Folded, LEAVES_MAX, Query, Searchable, TEXT_MAX, parse, parse_printed};
use cardfile::domain::time::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let size = text.chars().count();
    let query = match parse(text) {
        Ok(query) => query,
        Err(mistake) => {
            assert!(mistake.position + mistake.length <= size, "{text:?}: {mistake:?}");
            assert!(!mistake.message.is_empty());
            if let Some(instead) = &mistake.suggestion {
                let before: String = text.chars().take(mistake.position).collect();
                let after: String = text.chars().skip(mistake.position + mistake.length).collect();
                let mended = [&*before, instead, &*after].concat();
                let _ = parse_printed(&mended);
            }
            return;
        }
    };
    assert!(size <= TEXT_MAX);
    assert!((1..=LEAVES_MAX).contains(&leaves(&query)));
    let printed = query.to_string();
    assert_eq!(parse_printed(&printed), Ok(query.clone()), "{text:?} is printed as {printed:?}");
    assert!(query.emails().iter().all(|value| !value.is_empty()));

    let customer = Folded::new(&Searchable {
        first_name: Some(text),
        last_name: Some("Okoro"),
        emails: vec![text, "ines@bücher.example"],
        phones: vec![text, "+234 1 555 0100"],
        organization: Some(text),
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
