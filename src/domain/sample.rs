//! People who do not exist, to look around with: the same for the same seed and number, with names in many scripts and addresses that lead
//! nowhere (RFC 2606).

mod words;

use super::address::{AddressInput, AddressPart};
use super::customer::TextField;
use super::customer_input::CustomerInput;
use super::entry::{EntryInput, EntryKind};
use words::{HOMES, Home, JOBS, NOTES, ORGANIZATIONS, Word};

/// The person of a number in the sample of a seed.
pub fn customer(seed: u64, number: u64) -> CustomerInput {
    let mut dice = Dice::of(seed, number);
    let home = dice.pick(&HOMES);
    let (first, last) = (dice.pick(home.first), dice.pick(home.last));
    let (organization, domain) = dice.pick(&ORGANIZATIONS);
    let mut input = CustomerInput::default();
    // Nobody has a name of every kind: some are known by one alone, a few by none.
    let (has_first, has_last) = match dice.below(40) {
        0 => (false, false),
        1..=3 => (true, false),
        4 => (false, true),
        _ => (true, true),
    };
    let mut set = |field, text: &str| {
        let place = TextField::ALL.iter().position(|own| *own == field);
        if let Some(slot) = place.and_then(|place| input.texts.get_mut(place)) {
            *slot = Some(text.to_owned());
        }
    };
    if has_first {
        set(TextField::FirstName, first.0);
    }
    if has_last {
        set(TextField::LastName, last.0);
    }
    let has_organization = dice.chance(70);
    if has_organization && dice.chance(85) {
        set(TextField::JobTitle, dice.word(&JOBS));
    }
    if dice.chance(75) {
        set(TextField::Location, home.city);
    }
    if dice.chance(35) {
        set(TextField::Background, dice.word(&NOTES));
    }
    if has_organization {
        input.organization = Some((*organization).to_owned());
    }
    let work = has_organization.then_some(*domain);
    add_emails(&mut input, &mut dice, (first, last), work, seed, number);
    add_others(&mut input, &mut dice, home, first, number);
    input
}

/// Everybody has an address that nobody else of any sample has; without it a second filling would make everybody twice.
fn add_emails(
    input: &mut CustomerInput,
    dice: &mut Dice,
    (first, last): (&Word, &Word),
    work: Option<&str>,
    seed: u64,
    number: u64,
) {
    let name = format!("{}.{}.{seed}-{number}", first.1, last.1);
    let mut emails = Vec::new();
    if let Some(domain) = work {
        emails.push(entry("work", format!("{name}@{domain}")));
    }
    if work.is_none() || dice.chance(25) {
        emails.push(entry("home", format!("{name}@example.com")));
    }
    put(input, EntryKind::Email, emails);
}

fn add_others(input: &mut CustomerInput, dice: &mut Dice, home: &Home, first: &Word, number: u64) {
    if dice.chance(65) {
        // Numbers that are kept free for stories.
        let phone = if dice.chance(50) {
            format!("+1 202 555 01{:02}", dice.below(100))
        } else {
            format!("+44 20 7946 0{:03}", dice.below(1_000))
        };
        let kind = if dice.chance(50) { "mobile" } else { "work" };
        put(input, EntryKind::Phone, vec![entry(kind, phone)]);
    }
    if dice.chance(12) {
        put(
            input,
            EntryKind::Website,
            vec![EntryInput { value: Some(format!("https://example.com/{}{number}", first.1)), entry_type: None }],
        );
    }
    if dice.chance(10) {
        put(input, EntryKind::Chat, vec![entry("skype", format!("{}.{number}", first.1))]);
    }
    if dice.chance(55) {
        let mut address = AddressInput {
            lines: vec![format!("{} {}", 1 + dice.below(240), dice.word(home.streets))],
            ..AddressInput::default()
        };
        *address.part_mut(AddressPart::City) = Some(home.city.to_owned());
        *address.part_mut(AddressPart::PostalCode) = Some(home.code.to_owned());
        *address.part_mut(AddressPart::Country) = Some(home.country.to_owned());
        input.address = Some(address);
    }
}

fn entry(kind: &str, value: String) -> EntryInput {
    EntryInput { value: Some(value), entry_type: Some(kind.to_owned()) }
}

fn put(input: &mut CustomerInput, kind: EntryKind, entries: Vec<EntryInput>) {
    let place = EntryKind::ALL.iter().position(|own| *own == kind);
    if let Some(list) = place.and_then(|place| input.entries.get_mut(place)) {
        *list = entries;
    }
}

/// Numbers that look like chance and are the same for ever: SplitMix64.
struct Dice(u64);

impl Dice {
    fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed);
        let mixed = dice.roll();
        Self(mixed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    fn chance(&mut self, of_a_hundred: u64) -> bool {
        self.below(100) < of_a_hundred
    }

    fn word(&mut self, from: &[&'static str]) -> &'static str {
        let word: &&'static str = self.pick(from);
        word
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = self.below(from.len().max(1) as u64);
        // The number is below the length, and no list of words is empty.
        &from[at as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::Problems;
    use crate::domain::property_value::ValueSource;
    use std::collections::HashSet;

    #[test]
    fn a_sample_is_the_same_for_the_same_seed_and_another_for_another() {
        let some = |seed| (0..50).map(|number| customer(seed, number)).collect::<Vec<_>>();
        assert_eq!(some(7), some(7));
        assert_ne!(some(7), some(8));
        assert_eq!(
            some(7)[10..],
            (10..50).map(|number| customer(7, number)).collect::<Vec<_>>(),
            "however many there are"
        );
    }

    #[test]
    fn everybody_is_valid_and_has_an_address_of_no_one_elses_that_leads_nowhere() {
        let (mut seen, mut scripts) = (HashSet::new(), HashSet::new());
        for number in 0..3_000 {
            let input = customer(1, number);
            for email in &input.entries[0] {
                let email = email.value.clone().unwrap();
                assert!(email.ends_with("@example.com") || email.ends_with(".invalid"), "{email}");
                assert!(seen.insert(email.clone()), "{email} twice");
            }
            assert!(!input.entries[0].is_empty());
            scripts.extend(input.texts.iter().flatten().flat_map(|text| text.chars()).filter_map(script));
            let mut problems = Problems::default();
            drop(input.check(std::iter::empty(), ValueSource::Api, &mut problems));
            assert!(problems.is_empty(), "{problems:?}");
        }
        assert_eq!(scripts.len(), 9, "{scripts:?}");
    }

    fn script(c: char) -> Option<&'static str> {
        match u32::from(c) {
            0x370..0x400 => Some("Greek"),
            0x400..0x530 => Some("Cyrillic"),
            0x590..0x600 => Some("Hebrew"),
            0x600..0x700 => Some("Arabic"),
            0x900..0x980 => Some("Devanagari"),
            0xE00..0xE80 => Some("Thai"),
            0x3040..0x3100 => Some("Kana"),
            0x4E00..0xA000 => Some("Han"),
            0xAC00..0xD7B0 => Some("Hangul"),
            _ => None,
        }
    }
}
