//! A customer's terms as PostgreSQL sends and receives them: nobody has to read a text then.

use super::tree::TERM_MAX;

/// The last place that a term can have, and the most places.
const PLACE_MAX: usize = 16_383;
const PLACES_MAX: usize = 256;

/// A customer's terms as PostgreSQL keeps them: those of the first text with their places, one after the other. A place is at most 16383,
/// and a term has at most 256 of them; what is more is left out, and only phrases miss it. So are terms that are too long.
pub(super) fn bytes(placed: &str, plain: &str) -> Vec<u8> {
    let placed_terms = placed.split_terminator(' ').zip(1..);
    // Zero is no place, and sorts before all.
    let terms = placed_terms.chain(plain.split_terminator(' ').map(|term| (term, 0)));
    let mut terms: Vec<(&str, usize)> =
        terms.filter(|(term, _)| term.len() <= TERM_MAX).map(|(term, place)| (term, place.min(PLACE_MAX))).collect();
    terms.sort_unstable();
    terms.dedup();
    let mut bytes = Vec::with_capacity(4 + placed.len() + plain.len() + 5 * terms.len());
    bytes.extend([0; 4]);
    let mut count = 0_u32;
    for term in terms.chunk_by(|one, next| one.0 == next.0) {
        let places = || term.iter().filter(|(_, place)| *place > 0).take(PLACES_MAX);
        bytes.extend(term[0].0.as_bytes());
        bytes.push(0);
        // They fit: neither is more than its most.
        bytes.extend((places().count() as u16).to_be_bytes());
        places().for_each(|(_, place)| bytes.extend((*place as u16).to_be_bytes()));
        count += 1;
    }
    bytes[..4].copy_from_slice(&count.to_be_bytes());
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
