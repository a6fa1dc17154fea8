//! Where a walk stands, in an address: the identifier, whether a number or a text was sorted by, and which.

use crate::store::place::{Key, Place};

/// A place as it stands in an address.
pub fn write(place: &Place) -> String {
    match &place.key {
        Key::Number(number) => format!("{}.n.{number}", place.id),
        Key::Text(text) => format!("{}.t.{text}", place.id),
    }
}

/// The place of an address; none when it is broken.
pub fn read(text: &str) -> Option<Place> {
    let (id, rest) = text.split_once('.')?;
    let key = match rest.split_once('.')? {
        ("n", number) => Key::Number(number.parse().ok()?),
        ("t", text) => Key::Text(text.to_owned()),
        _ => return None,
    };
    Some(Place { key, id: id.parse().ok().filter(|id: &i64| (1..i64::MAX).contains(id))? })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn a_place_is_read_as_it_was_written_and_what_is_broken_is_none() {
        for text in ["7.n.-12", "7.t.", "9223372036854775806.t.a.n.1 é"] {
            assert_eq!(read(text).map(|place| write(&place)).as_deref(), Some(text));
        }
        for broken in ["", "7", "7.n", "7.n.", "7.n.x", "0.n.1", "-7.t.a", "x.t.a", "7.x.a", "9223372036854775807.n.1"]
        {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
