//! Words that are one slip of the fingers from another: what people type when they mean it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// How many letters a word may have: of a shorter one everything is near, and a longer one is no name.
const LETTERS: RangeInclusive<usize> = 3..=20;
/// The letters of the scripts in which one letter is a key, as folding leaves them.
const SCRIPTS: [RangeInclusive<char>; 6] = ['a'..='z', 'α'..='ω', 'а'..='я', 'א'..='ת', 'ا'..='ي', 'ա'..='ֆ'];

/// The folded words that somebody may have meant who typed a folded word: with one letter more or less, one another, or two neighbours
/// exchanged. None for a word that is very short or long, or whose script is not one of letters.
pub fn near(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let script = SCRIPTS.iter().find(|script| letters.iter().all(|letter| script.contains(letter)));
    let Some(script) = script.filter(|_| LETTERS.contains(&letters.len())) else { return BTreeSet::new() };
    let mut near = BTreeSet::new();
    let mut add = |at: usize, instead: &[char], passed: usize| {
        near.insert(letters[..at].iter().chain(instead).chain(&letters[at + passed..]).collect::<String>());
    };
    for at in 0..=letters.len() {
        script.clone().for_each(|letter| add(at, &[letter], 0));
        if at < letters.len() {
            script.clone().for_each(|letter| add(at, &[letter], 1));
            add(at, &[], 1);
        }
        if let Some([one, other]) = letters.get(at..at + 2) {
            add(at, &[*other, *one], 2);
        }
    }
    near.remove(word);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_near() {
        for (typed, meant) in
            [("okro", "okoro"), ("okooro", "okoro"), ("okaro", "okoro"), ("okroo", "okoro"), ("иванв", "иванов")]
        {
            assert!(near(typed).contains(meant), "{typed}");
            assert!(near(meant).contains(typed), "{meant}");
        }
        let all = near("okoro");
        assert!(!all.contains("okoro") && !all.contains("okr") && !all.contains("okarx"), "{all:?}");
    }

    #[test]
    fn nothing_is_near_what_has_no_letters_of_one_script_or_too_few_or_many() {
        for word in ["", "ab", "a1c", "田中美", "abв", "a-b", &"a".repeat(21)] {
            assert!(near(word).is_empty(), "{word}");
        }
        assert!(near(&"a".repeat(20)).len() < 1_100, "what is looked for has a bound");
    }
}
