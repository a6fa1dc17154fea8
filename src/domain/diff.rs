//! What changed between two values of a record: the paths that differ, with before and after.

use serde_json::{Map, Value};

/// The paths (RFC 6901) at which two JSON values differ, as two objects: what stood there before, and what stands there after. A path is
/// missing from the side that has nothing there. Lists whose items have an `id` are compared item by item; other lists as a whole.
pub fn diff(before: &Value, after: &Value) -> (Map<String, Value>, Map<String, Value>) {
    let mut sides = (Map::new(), Map::new());
    walk(&mut String::new(), Some(before), Some(after), &mut sides);
    sides
}

fn walk(
    path: &mut String,
    before: Option<&Value>,
    after: Option<&Value>,
    sides: &mut (Map<String, Value>, Map<String, Value>),
) {
    if before == after {
        return;
    }
    // A list that appears or vanishes is told item by item, as if it had been or become empty.
    let either = (parts(before, after), parts(after, before));
    if let (Some(old), Some(new)) = either
        && !(old.is_empty() && new.is_empty())
    {
        for (name, value) in &old {
            step(path, name, Some(value), find(&new, name), sides);
        }
        for (name, value) in &new {
            if find(&old, name).is_none() {
                step(path, name, None, Some(value), sides);
            }
        }
        return;
    }
    if let Some(before) = before {
        sides.0.insert(path.clone(), before.clone());
    }
    if let Some(after) = after {
        sides.1.insert(path.clone(), after.clone());
    }
}

fn step(
    path: &mut String,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    sides: &mut (Map<String, Value>, Map<String, Value>),
) {
    let end = path.len();
    path.push('/');
    path.push_str(&name.replace('~', "~0").replace('/', "~1"));
    walk(path, before, after, sides);
    path.truncate(end);
}

fn find<'a>(parts: &[(String, &'a Value)], name: &str) -> Option<&'a Value> {
    parts.iter().find(|(other, _)| other == name).map(|(_, value)| *value)
}

fn parts<'a>(value: Option<&'a Value>, other: Option<&Value>) -> Option<Vec<(String, &'a Value)>> {
    match value {
        Some(Value::Object(fields)) => Some(fields.iter().map(|(name, value)| (name.clone(), value)).collect()),
        Some(Value::Array(items)) => items.iter().map(|item| Some((item.get("id")?.to_string(), item))).collect(),
        None if matches!(other, Some(Value::Array(items)) if items.iter().all(|item| item.get("id").is_some())) => {
            Some(Vec::new())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_changed_is_told_with_both_sides() {
        let before = json!({"a": 1, "b": {"c": "x", "d": 2}, "gone": true});
        let after = json!({"a": 1, "b": {"c": "y", "d": 2}, "new/name": [1]});
        let (was, is) = diff(&before, &after);
        assert_eq!(Value::from(was), json!({"/b/c": "x", "/gone": true}));
        assert_eq!(Value::from(is), json!({"/b/c": "y", "/new~1name": [1]}));
    }

    #[test]
    fn items_are_followed_by_their_id() {
        let before = json!({"emails": [{"id": 1, "value": "a"}, {"id": 2, "value": "b"}]});
        let after = json!({"emails": [{"id": 2, "value": "c"}, {"id": 3, "value": "d"}]});
        let (was, is) = diff(&before, &after);
        assert_eq!(Value::from(was), json!({"/emails/1": {"id": 1, "value": "a"}, "/emails/2/value": "b"}));
        assert_eq!(Value::from(is), json!({"/emails/2/value": "c", "/emails/3": {"id": 3, "value": "d"}}));
        let (was, is) = diff(&json!({}), &after);
        assert!(was.is_empty());
        assert_eq!(
            Value::from(is),
            json!({"/emails/2": {"id": 2, "value": "c"}, "/emails/3": {"id": 3, "value": "d"}})
        );
    }
}
