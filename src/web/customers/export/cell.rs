//! The text of a cell, so that no spreadsheet runs it.

use std::borrow::Cow;

/// Where a spreadsheet may begin a cell inside of a text: one that takes `;` or tabs for the ends of cells sees lines in the wrong pieces, and
/// does not know what is quoted.
const ENDS: [char; 4] = ['\n', '\r', '\t', ';'];
/// What stands before a text that would be run otherwise.
const MARK: char = '\'';

/// The text with an apostrophe before whatever a spreadsheet would take for a formula: at the start, at the start of a line, and behind a
/// tab or `;`. What begins with a sign and goes on as a number or a telephone number does stays as it is: without letters a formula names
/// nothing, so all that it can do is to be a number.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    // Some programs leave out what is white, and begin with what follows.
    let is_begun_white = text.starts_with(['\t', '\r', '\n']);
    if !is_begun_white && !text.split(ENDS).any(is_run) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    if is_begun_white {
        safe.push(MARK);
    }
    for piece in text.split_inclusive(ENDS) {
        if is_run(piece) {
            safe.push(MARK);
        }
        safe.push_str(piece);
    }
    Cow::Owned(safe)
}

/// Whether a spreadsheet may take a text for a formula. Apostrophes at its start are passed over, so that taking one away where a formula
/// stands behind gives back every text as it was.
fn is_run(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || c == MARK || c == '"').trim_end_matches(ENDS);
    match bare.chars().next() {
        // In full width too, which some programs read as the same signs.
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !bare.chars().all(is_of_a_number),
        _ => false,
    }
}

fn is_of_a_number(c: char) -> bool {
    c.is_numeric() || c.is_whitespace() || "+-()./".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_run_gets_an_apostrophe() {
        for formula in [
            "=1+1",
            "=HYPERLINK(\"http://x.example\",\"a\")",
            "+1+cmd|' /C calc'!A0",
            "-2+3+A1",
            "@SUM(A1:A9)",
            "@ines",
            "-1:1",
            "+1e5",
            "-",
            "＝1+1",
            "＋a",
            "  =1",
            "\"=1\"",
            "\tInes",
            "\rInes",
        ] {
            let is_sign_alone = formula == "-";
            let safe = harmless(formula);
            assert_eq!(safe, if is_sign_alone { "-".to_owned() } else { format!("'{formula}") }, "{formula:?}");
        }
    }

    #[test]
    fn numbers_and_telephone_numbers_stay_as_they_are() {
        for plain in [
            "+234 1 555 0100",
            "+49 (0)30/555-0100",
            "+1.555.0100",
            "+٢٣٤ ١",
            "-12",
            "-9223372036854775808",
            "+234 1 555 0100\n+44 20 7946 0000",
            "- - -",
            "Ines",
            "a=b",
            "ines+shop@northwind.example",
            "O'Brien",
            "'quoted'",
            "2026-11-26T03:21:00Z",
            "",
        ] {
            assert!(matches!(harmless(plain), Cow::Borrowed(same) if same == plain), "{plain:?}");
        }
    }

    #[test]
    fn a_telephone_number_with_a_letter_in_it_may_name_a_cell() {
        assert_eq!(harmless("+1 555 0100 x12"), "'+1 555 0100 x12");
    }

    #[test]
    fn what_another_separator_would_make_a_cell_of_is_looked_at_too() {
        assert_eq!(harmless("a\n=1\n+44 20\r\n@b"), "a\n'=1\n+44 20\r\n'@b");
        assert_eq!(harmless("x;=1;-2"), "x;'=1;-2");
        assert_eq!(harmless("x\t\"=1"), "x\t'\"=1");
    }

    #[test]
    fn taking_one_apostrophe_away_gives_back_what_was_there() {
        for text in ["=1", "'=1", "''=1", "' @a"] {
            assert_eq!(harmless(text).strip_prefix(MARK), Some(text));
        }
    }
}
