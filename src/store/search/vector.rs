//! A customer's terms as PostgreSQL sends and receives them: when many customers come at once, nobody has to read their terms.

use std::collections::BTreeMap;

use super::tree::TERM_MAX;

/// The last place that a term can have, and the most places.
const PLACE_MAX: usize = 16_383;
const PLACES_MAX: usize = 256;

/// The same as [`super::tree::tsvector`], in bytes.
pub(super) fn bytes(placed: &str, plain: &str) -> Vec<u8> {
    let mut terms: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    for (at, term) in placed.split_terminator(' ').enumerate().filter(|(_, term)| term.len() <= TERM_MAX) {
        // It fits: it is no more than the last place.
        let place = (at + 1).min(PLACE_MAX) as u16;
        let places = terms.entry(term).or_default();
        if places.len() < PLACES_MAX && places.last() != Some(&place) {
            places.push(place);
        }
    }
    for term in plain.split_terminator(' ').filter(|term| term.len() <= TERM_MAX) {
        terms.entry(term).or_default();
    }
    let mut bytes = Vec::with_capacity(2 * (placed.len() + plain.len()));
    bytes.extend((terms.len() as u32).to_be_bytes());
    for (term, places) in terms {
        bytes.extend(term.as_bytes());
        bytes.push(0);
        bytes.extend((places.len() as u16).to_be_bytes());
        places.iter().for_each(|place| bytes.extend(place.to_be_bytes()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_stands_once_with_all_of_its_places() {
        assert_eq!(bytes("7nb 7na 7nb ", "7z "), b"\0\0\0\x037na\0\0\x01\0\x027nb\0\0\x02\0\x01\0\x037z\0\0\0");
        let many = "7na ".repeat(PLACES_MAX + 2);
        assert_eq!(bytes(&many, "").len(), 4 + 4 + 2 + 2 * PLACES_MAX);
        assert_eq!(bytes(&format!("{} ", "x".repeat(TERM_MAX + 1)), ""), [0; 4]);
    }
}
