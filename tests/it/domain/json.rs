use cardfile::hal::json::{Json, read};
use proptest::prelude::*;
use serde_json::Value;

/// Whether a value and what was read are the same; numbers by their text.
fn is_same(read: &Json<'_>, value: &Value) -> bool {
    match (read, value) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(a), Value::Bool(b)) => a == b,
        (Json::Number(a), Value::Number(b)) => a.parse::<f64>().ok() == b.as_f64(),
        (Json::Text(a), Value::String(b)) => a == b,
        (Json::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Json::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(&**name).is_some_and(|b| is_same(a, b)))
        }
        _ => false,
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..8).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_json_is_read_as_it_is(value in value()) {
        let text = value.to_string();
        prop_assert!(is_same(&read(text.as_bytes()).unwrap(), &value), "{}", text);
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert!(is_same(&read(pretty.as_bytes()).unwrap(), &value), "{}", pretty);
    }

    #[test]
    fn bytes_are_json_here_when_they_are_json_elsewhere(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        agrees(&bytes)?;
    }

    #[test]
    fn texts_like_json_are_json_here_when_they_are_json_elsewhere(text in "[\\[\\]{}:,\"\\\\ 0-9eE.+truefalsnd-]{0,24}") {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn broken_json_is_no_json_elsewhere_either(value in value(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = value.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        agrees(&bytes)?;
    }
}

/// Holds the reader against serde_json: they differ only on keys that stand twice.
fn agrees(bytes: &[u8]) -> Result<(), TestCaseError> {
    match (read(bytes), serde_json::from_slice::<Value>(bytes)) {
        (Ok(read), Ok(value)) => prop_assert!(is_same(&read, &value), "{}", value),
        (Err(refusal), Ok(value)) => prop_assert!(refusal.to_string().contains("twice"), "{}: {}", refusal, value),
        (Ok(read), Err(error)) => prop_assert!(false, "{}: {:?}", error, read),
        (Err(_), Err(_)) => {}
    }
    Ok(())
}
