//! The corpus for search: people, queries with known answers, and random queries. The first thing held against it is the definition of
//! what a query means.

mod index;
mod names;
pub mod people;
pub mod properties;
pub mod queries;
pub mod random;
mod waiting;

use std::collections::BTreeSet;
use std::thread;

use cardfile::domain::query::{Folded, matches, parse, words};
use proptest::prelude::*;

use self::names::LOCALES;
use self::people::{PEOPLE, people, person};
use self::properties::properties;
use self::queries::cases;
use self::random::{own_condition, query_text};

#[test]
fn the_queries_of_the_corpus_find_exactly_whom_they_are_about() {
    let cases = cases();
    assert_eq!(cases.len(), 234);
    let properties = properties();
    let queries: Vec<_> = cases.iter().map(|case| parse(&case.query, &properties).expect(&case.query)).collect();
    let lanes = thread::available_parallelism().map_or(2, usize::from) as u32;
    let find = |lane: u32| {
        let mut found = vec![Vec::new(); queries.len()];
        for index in (PEOPLE * lane / lanes)..(PEOPLE * (lane + 1) / lanes) {
            let folded = Folded::new(&person(index).searchable());
            for (query, found) in queries.iter().zip(&mut found) {
                if folded.matches(query) {
                    found.push(index);
                }
            }
        }
        found
    };
    let mut found = vec![Vec::new(); queries.len()];
    thread::scope(|scope| {
        let workers: Vec<_> = (0..lanes).map(|lane| scope.spawn(move || find(lane))).collect();
        for worker in workers {
            for (all, some) in found.iter_mut().zip(worker.join().unwrap()) {
                all.extend(some);
            }
        }
    });
    for (case, found) in cases.iter().zip(found) {
        let (expected, found): (BTreeSet<u32>, BTreeSet<u32>) =
            (case.expected.iter().copied().collect(), found.into_iter().collect());
        let missed = expected.difference(&found).next().map(|index| person(*index));
        let extra = found.difference(&expected).next().map(|index| person(*index));
        assert!(
            missed.is_none() && extra.is_none(),
            "{}\nexpected {}, found {}\nmissed: {missed:#?}\nfound beside: {extra:#?}",
            case.query,
            expected.len(),
            found.len()
        );
    }
}

#[test]
fn a_name_is_the_same_in_all_its_spellings() {
    for locale in &LOCALES {
        for name in locale.first.iter().chain(&locale.last) {
            for spelling in name.stored.iter().chain(name.asked) {
                assert_eq!(words(spelling), words(name.stored[0]), "{}: {spelling}", locale.name);
            }
        }
    }
}

#[test]
fn the_people_are_the_same_every_time() {
    assert_eq!(people().count(), PEOPLE as usize);
    assert!(people().take(1_000).eq(people().take(1_000)));
    assert!(LOCALES.len() >= 12);
    let addresses: usize = (0..1_000).map(|index| person(index).emails.len()).sum();
    assert!((1_000..1_200).contains(&addresses), "{addresses}");
}

#[test]
fn every_query_finds_somebody_and_none_finds_everyone() {
    let cases = cases();
    for case in &cases {
        assert!(!case.expected.is_empty(), "{}", case.query);
        assert!(case.expected.len() < PEOPLE as usize, "{}", case.query);
        assert!(case.expected.is_sorted(), "{}", case.query);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_condition_made_of_what_somebody_has_finds_them((index, condition) in own_condition()) {
        let person = person(index);
        let query = parse(&condition, &properties());
        prop_assert!(query.is_ok(), "{}: {:?}", condition, query);
        prop_assert!(matches(&query.unwrap(), &person.searchable()), "{}: {:?}", condition, person);
    }

    #[test]
    fn a_query_and_its_opposite_share_nobody_and_leave_nobody_out(text in query_text(), index in 0..PEOPLE) {
        let properties = properties();
        let query = parse(&text, &properties).map_err(|mistake| TestCaseError::fail(format!("{text}: {mistake:?}")))?;
        let folded = Folded::new(&person(index).searchable());
        prop_assert_ne!(folded.matches(&query), folded.matches(&query.clone().negate()), "{}", text);
        prop_assert_eq!(parse(&query.to_string(), &properties), Ok(query), "{}", text);
    }
}
