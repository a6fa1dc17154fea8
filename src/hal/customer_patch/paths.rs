//! The paths of operations: JSON pointers (RFC 6901), and what can stand where one leads nowhere.

use super::list_named;
use crate::domain::address::AddressPart;
use crate::domain::customer::TextField;
use crate::domain::entry::EntryKind;
use crate::domain::problem::Rule;

/// What is told where the end of a list is to be anything but added to.
pub(super) const END: Rule = Rule::Pattern("- is the end of a list, where nothing stands; only add goes there");

/// The fields that the server keeps.
const KEPT: [&str; 5] = ["id", "createdAt", "updatedAt", "draft", "conversationCount"];

/// The own fields that are no texts of [`TextField`].
const FURTHER: [&str; 4] = ["gender", "photoType", "organization", "organizationId"];

/// The parts of a pointer, their escapes undone. A pointer that does not begin with a slash leads nowhere.
pub(super) fn tokens(pointer: &str) -> Result<Vec<String>, Rule> {
    let Some(parts) = pointer.strip_prefix('/') else { return Err(unknown(&[])) };
    parts.split('/').map(unescape).collect()
}

fn unescape(token: &str) -> Result<String, Rule> {
    let mut rest = token.split('~');
    let mut plain = rest.next().unwrap_or_default().to_owned();
    for part in rest {
        let (escaped, part) = match part.as_bytes().first() {
            Some(b'0') => ('~', &part[1..]),
            Some(b'1') => ('/', &part[1..]),
            _ => return Err(Rule::Pattern("in a path ~ is written ~0, and / inside a name ~1 (RFC 6901)")),
        };
        plain.push(escaped);
        plain.push_str(part);
    }
    Ok(plain)
}

/// A number in a list: digits without a zero before them.
pub(super) fn index(token: &str) -> Option<usize> {
    let is_plain = token.bytes().all(|byte| byte.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    is_plain.then(|| token.parse().ok()).flatten()
}

/// The rule that a path breaks which leads nowhere: it lists what can stand there.
pub(super) fn unknown(tokens: &[&str]) -> Rule {
    match tokens {
        [name] if KEPT.contains(name) => Rule::ReadOnly("is kept by the server and cannot be set"),
        ["phone"] => Rule::Pattern("phone is a field of create and overwrite; add to /phones"),
        ["address", "lines", ..] => Rule::EnumValue(lines()),
        ["address", _, ..] => Rule::EnumValue(address()),
        ["properties", ..] => Rule::EnumValue(vec![PROPERTY.to_owned()]),
        [list, _, ..] if list_named(list).is_some() => {
            Rule::EnumValue(list_named(list).map(|kind| entries(kind, list)).unwrap_or_default())
        }
        _ => Rule::EnumValue(everything()),
    }
}

const PROPERTY: &str = "/properties/{slug}";

fn everything() -> Vec<String> {
    let mut all: Vec<String> = TextField::ALL.iter().map(|field| format!("/{}", field.name())).collect();
    all.extend(FURTHER.iter().map(|name| format!("/{name}")));
    for kind in EntryKind::ALL {
        all.push(format!("/{}", kind.rules().field));
        all.extend(entries(kind, kind.rules().field));
    }
    all.push("/address".to_owned());
    all.extend(address());
    all.push(PROPERTY.to_owned());
    all
}

fn entries(kind: EntryKind, list: &str) -> Vec<String> {
    let has_types = !kind.rules().types.is_empty();
    let members = ["-", "{id}", "{id}/value", "{id}/type"].into_iter().take(if has_types { 4 } else { 3 });
    members.map(|member| format!("/{list}/{member}")).collect()
}

fn address() -> Vec<String> {
    let parts = AddressPart::ALL.iter().map(|part| format!("/address/{}", part.name()));
    parts.chain(["/address/lines".to_owned()]).chain(lines()).collect()
}

fn lines() -> Vec<String> {
    ["/address/lines/-", "/address/lines/{number}"].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_split_before_its_escapes_are_undone() {
        assert_eq!(tokens("/properties/a~1b~0~01").unwrap(), ["properties", "a/b~~1"]);
        assert_eq!(tokens("/").unwrap(), [""]);
        for wrong in ["/a~", "/a~2", "/~~0"] {
            assert!(matches!(tokens(wrong), Err(Rule::Pattern(_))), "{wrong}");
        }
        for nowhere in ["", "firstName", "#/firstName"] {
            assert!(matches!(tokens(nowhere), Err(Rule::EnumValue(_))), "{nowhere}");
        }
    }

    #[test]
    fn a_number_has_no_zero_before_it() {
        assert_eq!(
            ["0", "10", "01", "", "-1", "+1", "1e0"].map(index),
            [Some(0), Some(10), None, None, None, None, None]
        );
    }
}
