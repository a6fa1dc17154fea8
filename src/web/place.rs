//! Where a walk stands, in an address: the identifier, and what was sorted by: a number, a text, a member of an organization, or nothing.

use crate::store::place::{Key, Place};

/// A place as it stands in an address.
pub fn write(place: &Place) -> String {
    match &place.key {
        Key::Number(number) => format!("{}.n.{number}", place.id),
        Key::Text(text) => format!("{}.t.{text}", place.id),
        Key::Member { name, organization, made } => format!("{}.m.{organization}.{made}.{name}", place.id),
        Key::Nothing => format!("{}.0.", place.id),
    }
}

/// The place of an address; none when it is broken.
pub fn read(text: &str) -> Option<Place> {
    let (id, rest) = text.split_once('.')?;
    let key = match rest.split_once('.')? {
        ("n", number) => Key::Number(number.parse().ok()?),
        ("t", text) => Key::Text(text.to_owned()),
        ("m", member) => {
            let (organization, rest) = member.split_once('.')?;
            let (made, name) = rest.split_once('.')?;
            Key::Member { name: name.to_owned(), organization: organization.parse().ok()?, made: made.parse().ok()? }
        }
        ("0", "") => Key::Nothing,
        _ => return None,
    };
    Some(Place { key, id: id.parse().ok().filter(|id: &i64| (1..i64::MAX).contains(id))? })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_place_is_read_as_it_was_written_and_what_is_broken_is_none() {
        for text in ["7.n.-12", "7.t.", "9223372036854775806.t.a.n.1 é", "7.m.103.-5.a.b", "7.m.1.2.", "7.0."] {
            assert_eq!(read(text).map(|place| write(&place)).as_deref(), Some(text));
        }
        let broken = ["", "7", "7.n", "7.n.", "7.n.x", "0.n.1", "-7.t.a", "x.t.a", "7.x.a", "9223372036854775807.n.1"];
        for broken in broken.into_iter().chain(["7.m.a", "7.m.1.a", "7.m.1.x.a", "7.0", "7.0.a"]) {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
