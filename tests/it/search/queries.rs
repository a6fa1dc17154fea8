//! Queries whose answers are known from what was planted, not from reading the people again.

use cardfile::domain::time::Timestamp;

use super::names::{LOCALES, Spelled};
use super::people::{BEGINNING, PEOPLE, Planted, STEP, Typed, planted};

/// A query, and whom it has to find.
#[derive(Debug)]
pub struct Case {
    pub query: String,
    pub expected: Expected,
}

/// The indices of everyone to be found, in ascending order; how many they are is the total of a list.
pub type Expected = Vec<u32>;

/// All of them.
pub fn cases() -> Vec<Case> {
    let everyone: Vec<Planted> = planted().collect();
    let whom = |is_meant: Meant| everyone.iter().filter(|person| is_meant(person)).map(|person| person.index).collect();
    let all = names()
        .into_iter()
        .chain(addresses())
        .chain(phones())
        .chain(organizations())
        .chain(moments())
        .chain(values())
        .chain(combinations());
    all.map(|(query, is_meant)| Case { query, expected: whom(is_meant) }).collect()
}

/// Somebody with a telephone number.
const ONE: u32 = 4_712;

type Meant = Box<dyn Fn(&Planted) -> bool>;
type Rule = (String, Meant);

fn rule(query: impl Into<String>, is_meant: impl Fn(&Planted) -> bool + 'static) -> Rule {
    (query.into(), Box::new(is_meant))
}

/// Nine queries for each language: names in other spellings, beginnings, words without a field.
fn names() -> Vec<Rule> {
    let mut rules = Vec::new();
    for (locale, names) in LOCALES.iter().enumerate() {
        let is_first = move |person: &Planted, place| person.locale == locale && person.first == Some(place);
        let is_last = move |person: &Planted, place| person.locale == locale && person.last == Some(place);
        for place in 0..3 {
            let asked = spelled(&names.first[place], locale);
            rules.push(rule(format!("(firstName:\"{asked}\")"), move |person| is_first(person, place)));
        }
        for place in 0..2 {
            let asked = spelled(&names.last[place], locale);
            rules.push(rule(format!("(lastName:\"{asked}\")"), move |person| is_last(person, place)));
        }
        let (first, last) = (spelled(&names.first[4], locale + 1), spelled(&names.last[3], locale + 1));
        rules.push(rule(format!("(firstName:\"{first}\" AND lastName:\"{last}\")"), move |person| {
            is_first(person, 4) && is_last(person, 3)
        }));
        rules.push(rule(format!("\"{first} {last}\""), move |person| is_first(person, 4) && is_last(person, 3)));
        let (beginning, place) = names.beginning;
        rules.push(rule(format!("firstName:{beginning}*"), move |person| is_first(person, place)));
        rules.push(rule(spelled(&names.last[4], locale), move |person| is_last(person, 4)));
    }
    rules
}

fn phones() -> Vec<Rule> {
    let is_one = |person: &Planted| person.index == ONE && person.phone.is_some();
    vec![
        rule("phone:2004712", is_one),
        rule("(phone:\"+234 1 200 4712\")", is_one),
        rule("phone:\"(01) 200-4712\"", is_one),
        rule("phone:\"٠١ ٢٠٠ ٤٧١٢\"", is_one),
        rule("phone:4712", |person| person.index % 10_000 == 4_712 && person.phone.is_some()),
        // With the code of another country it is meant only where no country was typed.
        rule(
            "phone:(\"+49 1 200 4712\" OR \"+49 1 200 4713\" OR \"+49 1 200 4714\" OR \"+49 1 200 4715\")",
            |person| (ONE..ONE + 4).contains(&person.index) && person.phone == Some(Typed::AtHome),
        ),
        rule("phone:999 NOT email:\"@\"", |person| {
            person.index % 1_000 == 999 && person.phone.is_some() && person.domains.is_empty()
        }),
    ]
}

fn addresses() -> Vec<Rule> {
    let in_domain = |place| move |person: &Planted| person.domains.contains(&place);
    vec![
        rule("email:\"c4711.0@\"", |person| person.index == 4711 && !person.domains.is_empty()),
        rule("C4713.", |person| person.index == 4713 && !person.domains.is_empty()),
        rule("email:\"@northwind.example\"", in_domain(0)),
        rule("email:fabrikam.example", |person| person.domains.contains(&5) || person.domains.contains(&6)),
        rule("emailDomain:fabrikam.example", in_domain(6)),
        rule("(emailDomain:\"BÜCHER.example\")", in_domain(2)),
        rule("emailDomain:xn--80a1acny.example", in_domain(3)),
        rule("email:\"@例え.example\"", in_domain(4)),
        rule("email:\"VIP+\"", |person| person.is_vip && !person.domains.is_empty()),
    ]
}

fn organizations() -> Vec<Rule> {
    vec![
        rule("(organization:\"acme\")", |person| person.organization == Some(0)),
        rule("organization:acme*", |person| matches!(person.organization, Some(0 | 1))),
        rule("organization:\"muller & sohne gmbh\"", |person| person.organization == Some(2)),
        rule("organization:\"株式会社サクラ\"", |person| person.organization == Some(4)),
    ]
}

fn moments() -> Vec<Rule> {
    let at = |index: i64| Timestamp::from_micros((BEGINNING + index * STEP) * 1_000_000);
    let late = BEGINNING + i64::from(PEOPLE) * STEP;
    let shown = Timestamp::from_micros(late * 1_000_000);
    vec![
        rule(format!("(createdAt:[{} TO {}])", at(500), at(1_000)), |person| (500..=1_000).contains(&person.index)),
        rule(format!("createdAt:{{{} TO {}}}", at(500), at(1_000)), |person| (501..=999).contains(&person.index)),
        rule(format!("createdAt:[* TO {}}}", at(90_000)), |person| person.index < 90_000),
        rule(format!("modifiedAt:[{shown} TO *]"), move |person| person.updated >= late),
    ]
}

fn values() -> Vec<Rule> {
    let seats = |is_meant: fn(i64) -> bool| move |person: &Planted| person.values.seats.is_some_and(is_meant);
    let renewal = |is_meant: fn(i64) -> bool| move |person: &Planted| person.values.renewal.is_some_and(is_meant);
    let note = |place| move |person: &Planted| person.values.note.is_some_and(|(own, _)| own == place);
    vec![
        rule("property.plan:Free", |person| person.values.plan == Some(0)),
        rule("(PROPERTY.Plan:\"plus\")", |person| person.values.plan == Some(1)),
        rule("property.plan:plus*", |person| matches!(person.values.plan, Some(1 | 2))),
        rule("property.plan:(entrepot OR \"PLUS (OLD)\")", |person| matches!(person.values.plan, Some(2 | 3))),
        rule("property.plan:00000000-0000-4000-8000-000000000003", |person| person.values.plan == Some(3)),
        rule("property.plan:* AND NOT property.plan:free", |person| person.values.plan.is_some_and(|own| own > 0)),
        rule("NOT property.plan:*", |person| person.values.plan.is_none()),
        rule("property.seats:12", seats(|own| own == 12)),
        rule("property.seats:(-3 OR \"-4\" OR 0)", seats(|own| matches!(own, -4 | -3 | 0))),
        rule("property.seats:[10 TO 50]", seats(|own| (10..=50).contains(&own))),
        rule("property.seats:{10 TO 50}", seats(|own| (11..50).contains(&own))),
        rule("property.seats:[-1.5 TO 0.5]", seats(|own| (-1..=0).contains(&own))),
        rule("property.seats:[513 TO *]", seats(|own| own >= 513)),
        rule("property.seats:[* TO -9}", seats(|own| own < -9)),
        rule("property.seats:[1000000 TO 9223372036854775807]", seats(|own| own > 1_000_000)),
        rule("property.seats:[* TO *]", |person| person.values.seats.is_some()),
        rule("property.renewal:2020-01-31", renewal(|own| own == 18_292)),
        rule("property.renewal:[2020-02-01 TO 2020-03-01}", renewal(|own| (18_293..18_322).contains(&own))),
        rule("NOT property.renewal:{2021-12-31 TO *}", |person| person.values.renewal.is_none_or(|own| own <= 18_992)),
        rule("property.note:gold", note(0)),
        rule("property.note:\"gold customer\"", note(0)),
        rule("property.note:gold*", |person| person.values.note.is_some_and(|(own, _)| own < 2)),
        rule("property.note:grosster", |person| {
            person.values.note.is_some_and(|(own, spelling)| own == 2 && spelling != 1)
        }),
        rule("property.note:\"重要な*\"", note(3)),
        rule("property.site:\"https://shop-77.example\"", |person| person.values.shop == Some(77)),
        rule("property.site:\"shop 77*\" OR property.note:oldie", move |person| {
            person.values.shop.is_some_and(|own| own == 77 || (770..780).contains(&own)) || note(1)(person)
        }),
        rule("property.plan:free property.seats:[100 TO *] email:\"@northwind.example\"", |person| {
            person.values.plan == Some(0)
                && person.values.seats.is_some_and(|own| own >= 100)
                && person.domains.contains(&0)
        }),
    ]
}

fn combinations() -> Vec<Rule> {
    let is_french = |person: &Planted, place| person.locale == 0 && person.first == Some(place);
    vec![
        rule("(firstName:zoe OR firstName:\"anais\") AND NOT emailDomain:northwind.example", move |person| {
            (is_french(person, 0) || is_french(person, 4)) && !person.domains.contains(&0)
        }),
        rule("NOT (organization:acme* OR email:\"@\")", |person| {
            !matches!(person.organization, Some(0 | 1)) && person.domains.is_empty()
        }),
        rule("firstName:(jurgen OR soren) lastName:(weiss OR odegard)", |person| {
            matches!(person.locale, 1 | 3) && person.first == Some(0) && person.last == Some(0)
        }),
    ]
}

/// A spelling in which a name is asked for.
fn spelled(name: &Spelled, turn: usize) -> &'static str {
    name.asked[turn % name.asked.len()]
}
