//! Countries as people call them; the record keeps their two letters.

use super::customers::Choice;
use super::texts::Texts;
use crate::domain::address::COUNTRIES;

/// What a country is called; letters that are no country's stay as they are.
pub(super) fn named(code: &str, t: &Texts) -> String {
    (t.country)(code).unwrap_or(code).to_owned()
}

/// Every country by its name, and none of them first. What was typed and is no country stays what is chosen, to be told of.
pub(super) fn choices(typed: &str, t: &Texts) -> Vec<Choice> {
    let capital = typed.trim().to_ascii_uppercase();
    let chosen = if COUNTRIES.contains(&capital.as_str()) { capital.as_str() } else { typed };
    let choice = |value: &str| Choice { value: value.to_owned(), label: named(value, t), is_chosen: value == chosen };
    let mut choices: Vec<Choice> = COUNTRIES.iter().map(|code| choice(code)).collect();
    choices.sort_by(|one, other| one.label.cmp(&other.label));
    if !chosen.is_empty() && !COUNTRIES.contains(&chosen) {
        choices.insert(0, choice(chosen));
    }
    let none = Choice { label: t.customer.empty.to_owned(), ..choice("") };
    choices.insert(0, none);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::texts::EN;

    fn chosen(typed: &str) -> Vec<String> {
        choices(typed, &EN).into_iter().filter(|choice| choice.is_chosen).map(|choice| choice.label).collect()
    }

    #[test]
    fn one_country_is_chosen_by_its_letters_in_any_case_or_none() {
        assert_eq!(chosen("NG"), ["Nigeria"]);
        assert_eq!(chosen(" pt"), ["Portugal"]);
        assert_eq!(chosen(""), [EN.customer.empty]);
        assert_eq!(chosen("XX"), ["XX"]);
        assert_eq!(choices("", &EN).len(), COUNTRIES.len() + 1);
    }
}
