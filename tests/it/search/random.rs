//! Random queries over the people: for holding an index against the plain definition.

use proptest::prelude::*;

use super::people::{PEOPLE, Person, person};

/// The text of a query that is always understood: conditions made of what some people have, some of them bent a little, joined at random.
pub fn query_text() -> impl Strategy<Value = String> {
    let condition = prop_oneof![
        4 => own_condition().prop_map(|(_, condition)| condition),
        1 => own_condition().prop_map(|(_, condition)| bend(&condition)),
    ];
    condition.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" AND "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" ")),
            inner.prop_map(|part| format!("NOT ({part})")),
        ]
    })
}

/// The index of a person, and a condition that holds for this person.
pub fn own_condition() -> impl Strategy<Value = (u32, String)> {
    (0..PEOPLE, 0..17_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>())
        .prop_map(|(index, kind, start, end)| (index, condition(&person(index), kind, start, end)))
}

/// A condition that holds for the person; a range around its creation where it does not have what the kind is about.
fn condition(person: &Person, kind: u8, start: prop::sample::Index, end: prop::sample::Index) -> String {
    let created = person.created_at;
    let around =
        format!("createdAt:[{} TO {}}}", created.plus_seconds(-(start.index(5_000) as i64)), created.plus_seconds(1));
    let first_email = person.emails.first();
    let made = match kind {
        0 => person.first_name.as_ref().map(|name| format!("firstName:{}", quoted(name))),
        1 => person.last_name.as_ref().map(|name| format!("lastName:{}*", quoted(&beginning(name, end)))),
        2 => first_email.map(|address| format!("email:{}", quoted(&part(address, start, end)))),
        3 => first_email.and_then(|address| address.split_once('@')).map(|(_, domain)| format!("emailDomain:{domain}")),
        4 => person.organization.as_ref().map(|name| format!("organization:{}", quoted(name))),
        5 => person.organization.as_ref().map(|name| format!("organization:{}*", quoted(&beginning(name, end)))),
        6 => person.last_name.as_ref().map(|name| quoted(name)),
        8 => person.first_name.as_ref().map(|name| format!("firstName:{}*", quoted(&beginning(name, end)))),
        9 => person.first_name.as_ref().map(|name| format!("{}*", quoted(&beginning(name, end)))),
        10 => person.phones.first().map(|number| format!("phone:\"{}\"", end_of(number, end))),
        12 => value("plan", person).map(|_| "property.plan:*".to_owned()),
        13 => number("seats", person).map(|number| {
            let below = number.saturating_sub(start.index(1_000) as i64);
            format!("property.seats:[{below} TO {}]", number.saturating_add(end.index(1_000) as i64))
        }),
        14 => value("renewal", person).map(|day| format!("property.renewal:[{day} TO *]")),
        15 => value("note", person).map(|note| format!("property.note:{}*", quoted(&beginning(&note, end)))),
        16 => value("site", person).map(|site| format!("property.site:{}", quoted(&site))),
        7 => Some(format!("modifiedAt:[* TO {}]", person.updated_at)),
        _ => None,
    };
    made.unwrap_or(around)
}

/// A person's value of a property, as it is kept.
fn value(slug: &str, person: &Person) -> Option<String> {
    person.properties.get(slug).map(|own| own.value.to_string())
}

fn number(slug: &str, person: &Person) -> Option<i64> {
    value(slug, person)?.parse().ok()
}

/// The same condition with letter case turned round and, where it ends in quotes, one character less.
fn bend(condition: &str) -> String {
    let Some((field, value)) = condition.split_once(":\"") else { return condition.to_owned() };
    let mut letters: Vec<char> = value.trim_end_matches(['"', '*']).to_uppercase().chars().collect();
    if letters.len() > 1 {
        letters.remove(letters.len() / 2);
    }
    format!("{field}:{}", quoted(&format!("x{}", letters.into_iter().collect::<String>())))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Some first characters of a text: at least one, and no mark of the last one is cut away.
fn beginning(text: &str, end: prop::sample::Index) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut size = 1 + end.index(characters.len());
    while characters.get(size).is_some_and(|c| !c.is_ascii()) {
        size += 1;
    }
    characters[..size].iter().collect()
}

/// Some last digits of a telephone number, at least four, with what stands between them.
fn end_of(number: &str, size: prop::sample::Index) -> String {
    let digits: Vec<usize> = number.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    number[digits[digits.len() - 4 - size.index(digits.len() - 3)]..].to_owned()
}

/// Some characters out of an address, which has at least five.
fn part(address: &str, start: prop::sample::Index, end: prop::sample::Index) -> String {
    let characters: Vec<char> = address.chars().collect();
    let start = start.index(characters.len() - 3);
    let size = 3 + end.index(characters.len() - 2 - start);
    characters[start..start + size].iter().collect()
}
