//! Telephone numbers as search compares them: by their last digits, however they are written.

use super::query::fold;

/// The most digits of a number that are compared, its last ones; the longest number that can be dialled has 15 (ITU-T E.164).
pub const DIGITS_MAX: usize = 32;
/// So many digits tell a number apart without what stands before them, such as the code of a country.
pub const LOCAL_MIN: usize = 7;

/// The digits of a number, up to an extension that begins with a letter. The `(0)` of `+49 (0)30` is dialled by nobody and left out.
pub fn digits(number: &str) -> String {
    let folded = fold(number).replace("(0)", "");
    let mut digits = String::new();
    for character in folded.chars() {
        match digit(character) {
            Some(digit) => digits.push(digit),
            None if character.is_alphabetic() && !digits.is_empty() => break,
            None => {}
        }
    }
    digits.split_off(digits.len().saturating_sub(DIGITS_MAX))
}

/// The digits without the zeros in front, which stand for a country or a trunk.
pub fn core(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Whether a number is meant by other digits: it ends with them, or both are one number, written with and without its country or zeros.
pub fn is_meant(number: &str, asked: &str) -> bool {
    let ends = |whole: &str, end: &str| end.len() >= LOCAL_MIN && whole.ends_with(end);
    number.ends_with(asked) || ends(number, core(asked)) || ends(core(asked), core(number))
}

/// Digits of Arabic, Persian and Devanagari are dialled too; those in full width are folded already.
fn digit(character: char) -> Option<char> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}'].map(u32::from);
    let value =
        zeros.into_iter().find_map(|zero| u32::from(character).checked_sub(zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_its_digits() {
        for (number, same) in [
            ("+234 1 555-0100", "23415550100"),
            ("+49 (0)30 / 12 34", "49301234"),
            ("(020) 7946 0194", "02079460194"),
            ("tel. 555 0100 ext. 12", "5550100"),
            ("٠١٢ ۳۴ ५ ６", "0123456"),
            ("ask", ""),
        ] {
            assert_eq!(digits(number), same, "{number}");
        }
        assert_eq!(digits(&"12".repeat(20)), "12".repeat(16));
    }

    #[test]
    fn a_number_is_meant_by_its_end_and_with_or_without_its_country() {
        for (number, asked, is) in [
            ("+234 1 555 0100", "0100", true),
            ("+234 1 555 0100", "555 0100", true),
            ("+234 1 555 0100", "+234 1 555 0100", true),
            ("+234 1 555 0100", "00234 1 555 0100", true),
            ("+234 1 555 0100", "01 555 0100", true),
            ("01 555 0100", "+234 1 555 0100", true),
            ("+49 (0)30 1234567", "030 1234567", true),
            ("+234 1 555 0100", "5550", false),
            ("+234 1 555 0100", "+1 1 555 0100", false),
            ("+234 1 555 5100", "0100", false),
            ("555 010", "+234 1 555 010", false),
        ] {
            assert_eq!(is_meant(&digits(number), &digits(asked)), is, "{number} by {asked}");
        }
    }
}
