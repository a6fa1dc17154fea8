use cardfile::domain::customer::{Customer, TextField};
use cardfile::domain::customer_document;
use cardfile::domain::diff::diff;
use cardfile::domain::entry::{Entry, EntryInput, EntryKind};
use cardfile::domain::id::{CustomerId, EntryId, MAX_ID};
use cardfile::domain::problem::Problems;
use cardfile::domain::time::{Timestamp, is_date};
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn an_id_is_read_back_as_it_is_shown(id in 1..=MAX_ID) {
        prop_assert_eq!(CustomerId::parse(&id.to_string()), Some(CustomerId(id)));
    }

    #[test]
    fn a_text_is_an_id_only_when_it_is_a_number_of_the_range(text in "\\PC{0,20}|[0-9+-]{0,20}") {
        let expected = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten();
        let expected = expected.filter(|id| (1..=MAX_ID).contains(id)).map(CustomerId);
        prop_assert_eq!(CustomerId::parse(&text), expected);
    }

    #[test]
    fn a_moment_of_whole_seconds_is_read_back_as_it_is_shown(seconds in 0..253_402_300_799_i64, micros in 0..1_000_000_i64) {
        let moment = Timestamp::from_micros(seconds * 1_000_000 + micros);
        prop_assert_eq!(Timestamp::parse(&moment.to_string()), Some(Timestamp::from_micros(seconds * 1_000_000)));
        prop_assert_eq!(moment.to_string().len(), 20);
    }

    #[test]
    fn any_text_is_a_moment_or_a_date_or_not_and_does_no_harm(text in any::<String>()) {
        let _ = (Timestamp::parse(&text), is_date(&text));
    }

    #[test]
    fn any_entry_is_accepted_or_told_what_is_wrong(value in any::<Option<String>>(), entry_type in any::<Option<String>>(), kind in 0..5_usize) {
        let kind = EntryKind::ALL[kind];
        let mut problems = Problems::default();
        let input = EntryInput { value: value.clone(), entry_type };
        let valid = input.check(kind, "", kind.default_type(), &mut problems);
        if problems.is_empty() {
            let valid = valid.unwrap();
            prop_assert_eq!(Some(valid.value), value, "as typed");
            prop_assert_eq!(valid.key.is_some(), kind == EntryKind::Email);
        }
    }

    #[test]
    fn a_customer_is_read_from_its_document_as_it_was(texts in prop::collection::vec(any::<Option<String>>(), 7), values in prop::collection::vec((0..5_usize, any::<String>()), 0..8)) {
        let mut customer = Customer::default();
        for (field, text) in TextField::ALL.into_iter().zip(texts) {
            customer.set_text(field, text);
        }
        for (id, (kind, value)) in values.into_iter().enumerate() {
            let kind = EntryKind::ALL[kind];
            customer.entries[kind].push(Entry { id: EntryId(id as i64 + 1), value, entry_type: kind.default_type() });
        }
        let document = customer_document::write(&customer);
        prop_assert_eq!(&customer_document::read(&document).unwrap(), &customer);
        let (own, embedded) = customer_document::split(&document).unwrap();
        for part in [own, embedded] {
            let whole = ["{", part, "}"].concat();
            prop_assert!(serde_json::from_str::<Value>(&whole).is_ok());
        }
    }

    #[test]
    fn a_difference_is_empty_only_between_equals(before in fields(), after in fields()) {
        let (was, is) = diff(&before, &after);
        prop_assert_eq!(was.is_empty() && is.is_empty(), before == after);
        for (path, value) in &was {
            prop_assert_ne!(Some(value), is.get(path), "{}", path);
        }
    }
}

/// Objects like records: texts, numbers, and lists of things with an id.
fn fields() -> impl Strategy<Value = Value> {
    let value = prop_oneof![
        (0..3_i64).prop_map(|number| json!(number)),
        "[ab/~]{0,2}".prop_map(|text| json!(text)),
        prop::collection::btree_map(1..4_i64, "[ab]", 0..3).prop_map(|items| items
            .into_iter()
            .map(|(id, value)| json!({"id": id, "value": value}))
            .collect::<Value>()),
    ];
    prop::collection::btree_map("[a-c/~]", value, 0..4).prop_map(|fields| fields.into_iter().collect())
}
