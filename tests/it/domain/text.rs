use cardfile::domain::problem::{Problems, Rule};
use cardfile::domain::text::{check, fold, length, shorten};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn folding_any_character_twice_is_folding_it_once() {
    for character in '\0'..=char::MAX {
        for text in [character.to_string(), format!("a{character}"), format!("α{character}\u{301}")] {
            let once = fold(&text);
            assert_eq!(fold(&once), once, "{text:?}");
        }
    }
}

#[test]
fn a_character_and_its_parts_fold_to_the_same() {
    for character in '\0'..=char::MAX {
        let parts: String = character.nfd().collect();
        assert_eq!(fold(&parts), fold(&character.to_string()), "{character:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn letter_case_and_composition_do_not_matter(text in "[a-zäöüßéαάᾳΰςσſıøœ\u{301}\u{308}\u{323}\u{345} ]{0,12}") {
        let folded = fold(&text);
        prop_assert_eq!(&fold(&text.nfd().collect::<String>()), &folded);
        prop_assert_eq!(&fold(&text.nfc().collect::<String>()), &folded);
        // A capital I has no dotless form to go back to, and capitals turn the iota below a letter into one beside it.
        if !text.nfd().any(|c| c == 'ı' || c == '\u{345}') {
            prop_assert_eq!(&fold(&text.to_uppercase()), &folded, "{:?}", text);
        }
    }

    #[test]
    fn a_text_is_refused_exactly_when_its_length_is_outside(text in any::<String>(), min in 0..3_usize, max in 3..30_usize) {
        let mut problems = Problems::default();
        check(&text, min, max, "x", &mut problems);
        let count = text.chars().count();
        prop_assert_eq!(length(&text), count);
        let is_size = problems.0.iter().any(|problem| problem.rule == Rule::Size { min, max });
        prop_assert_eq!(is_size, count < min || count > max);
        prop_assert_eq!(problems.is_empty(), (min..=max).contains(&count) && !text.contains('\0'));
    }

    #[test]
    fn what_is_shown_is_the_beginning_of_what_was_given(text in any::<String>(), most in 0..40_usize) {
        let shown = shorten(&text, most);
        prop_assert!(text.starts_with(&*shown));
        prop_assert_eq!(length(&shown), length(&text).min(most));
    }
}
