//! A hundred thousand people, the same ones every time. What is planted in a person follows from its index alone.

use cardfile::domain::property_value::PropertyValues;
use cardfile::domain::query::Searchable;
use cardfile::domain::time::Timestamp;

use super::names::{LOCALES, Spelled};
use super::properties::{NOTES, PLANS, PlantedValues};

/// How many people there are.
pub const PEOPLE: u32 = 100_000;

/// When the first of them was made: 2020-01-01T00:00:00Z. The others follow, one every [`STEP`] seconds.
pub const BEGINNING: i64 = 1_577_836_800;
/// Seconds between one person and the next.
pub const STEP: i64 = 337;

/// The domains of addresses, each in the spellings in which it is typed.
pub const DOMAINS: [&[&str]; 8] = [
    &["northwind.example", "Northwind.Example"],
    &["post.example.org"],
    &["bücher.example", "xn--bcher-kva.example", "BÜCHER.example"],
    &["почта.example", "xn--80a1acny.example"],
    &["例え.example", "xn--r8jz45g.example"],
    &["mail.fabrikam.example"],
    &["fabrikam.example"],
    &["CONTOSO.example"],
];

/// The organizations, each in the spellings in which it is typed.
pub const ORGANIZATIONS: [&[&str]; 10] = [
    &["Acme", "ACME", "Acmé"],
    &["Acme Corporation"],
    &["Müller & Söhne GmbH", "MÜLLER & SÖHNE GMBH", "Müller  &  Söhne GmbH"],
    &["ООО Ромашка", "ООО РОМАШКА"],
    &["株式会社サクラ", "株式会社ｻｸﾗ"],
    &["Ελληνική Τράπεζα", "ΕΛΛΗΝΙΚΗ ΤΡΑΠΕΖΑ"],
    &["Société Générale"],
    &["بنك القاهرة", "بَنك القاهرة"],
    &["Łódź Works"],
    &["北京大学"],
];

/// One person, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub index: u32,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub organization: Option<String>,
    pub properties: PropertyValues,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Person {
    /// What a query asks of the person.
    pub fn searchable(&self) -> Searchable<'_> {
        Searchable {
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
            emails: self.emails.iter().map(String::as_str).collect(),
            phones: self.phones.iter().map(String::as_str).collect(),
            organization: self.organization.as_deref(),
            properties: self.properties.values().collect(),
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// What is planted in a person: places in the tables, and numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    pub index: u32,
    pub locale: usize,
    pub first: Option<usize>,
    pub last: Option<usize>,
    /// The domain of each address.
    pub domains: Vec<usize>,
    /// How the telephone number is typed: its last seven digits are 2000000 and the index.
    pub phone: Option<Typed>,
    /// Whether the addresses begin with `vip+`.
    pub is_vip: bool,
    pub organization: Option<usize>,
    pub values: PlantedValues,
    /// Whole seconds since 1970.
    pub created: i64,
    pub updated: i64,
}

/// The ways in which a telephone number is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Abroad,
    AtHome,
    Dialled,
}

/// Everyone, in the order of their indices.
pub fn people() -> impl Iterator<Item = Person> {
    (0..PEOPLE).map(person)
}

/// What is planted in everyone.
pub fn planted() -> impl Iterator<Item = Planted> {
    (0..PEOPLE).map(plant)
}

/// The person with this index.
pub fn person(index: u32) -> Person {
    let planted = plant(index);
    let locale = &LOCALES[planted.locale];
    let written = |name: &Spelled, purpose| pick(name.stored, index, purpose).to_owned();
    let address = |(number, domain): (usize, &usize)| {
        let start = match (planted.is_vip, chance(index, "case") % 2) {
            (true, _) => "vip+",
            (false, 0) => "c",
            (false, _) => "C",
        };
        format!("{start}{index}.{number}@{}", pick(DOMAINS[*domain], index, "domain spelling"))
    };
    let number = (2_000_000 + index).to_string();
    let (start, end) = number.split_at(3);
    let phone = planted.phone.map(|typed| match typed {
        Typed::Abroad => format!("+234 1 {start} {end}"),
        Typed::AtHome => format!("(01) {start}{end}"),
        Typed::Dialled => format!("00234-1-{start}-{end}"),
    });
    let fraction = (chance(index, "fraction") % 1_000_000) as i64;
    Person {
        index,
        first_name: planted.first.map(|place| written(&locale.first[place], "first spelling")),
        last_name: planted.last.map(|place| written(&locale.last[place], "last spelling")),
        emails: planted.domains.iter().enumerate().map(address).collect(),
        phones: phone.into_iter().collect(),
        organization: planted.organization.map(|place| pick(ORGANIZATIONS[place], index, "company").to_owned()),
        properties: planted.values.values(),
        created_at: Timestamp::from_micros(planted.created * 1_000_000 + fraction),
        updated_at: Timestamp::from_micros(planted.updated * 1_000_000 + fraction),
    }
}

fn plant(index: u32) -> Planted {
    let place = |purpose, size: usize| (chance(index, purpose) % size as u64) as usize;
    let addresses = [0, 0, 1, 1, 1, 1, 1, 2, 2, 2][place("addresses", 10)];
    let created = BEGINNING + i64::from(index) * STEP;
    Planted {
        index,
        locale: index as usize % LOCALES.len(),
        first: (place("has first", 50) > 0).then(|| place("first", 5)),
        last: (place("has last", 40) > 0).then(|| place("last", 5)),
        domains: [place("domain", 8), place("second domain", 8)][..addresses].to_vec(),
        phone: [None, Some(Typed::Abroad), Some(Typed::AtHome), Some(Typed::Dialled)][place("phone", 4)],
        is_vip: index.is_multiple_of(250),
        organization: Some(place("organization", 16)).filter(|place| *place < ORGANIZATIONS.len()),
        values: plant_values(index),
        created,
        updated: created + place("updated", 5_000) as i64 * 600,
    }
}

/// Half of the people have no value at all; of the others each has most of them.
fn plant_values(index: u32) -> PlantedValues {
    let chance = |purpose, size: u64| chance(index, purpose) % size;
    let has = |purpose| chance(purpose, 5) > 0;
    if chance("has values", 2) == 0 {
        return PlantedValues::default();
    }
    let seats = match chance("seats size", 50) {
        0 => i64::MAX - i64::from(index),
        1 => i64::MIN + i64::from(index),
        _ => chance("seats", 1_200) as i64 - 200,
    };
    let note = chance("note", NOTES.len() as u64) as usize;
    PlantedValues {
        plan: has("plan").then(|| chance("which plan", PLANS.len() as u64) as usize),
        seats: has("seats").then_some(seats),
        renewal: has("renewal").then(|| 18_262 + chance("renewal day", 3_000) as i64),
        note: has("note").then(|| (note, chance("note spelling", NOTES[note].len() as u64) as usize)),
        shop: has("shop").then(|| chance("which shop", 1_000)),
    }
}

fn pick<'a>(spellings: &[&'a str], index: u32, purpose: &str) -> &'a str {
    spellings[(chance(index, purpose) % spellings.len() as u64) as usize]
}

/// A number that looks like chance and is the same every time (splitmix64 over the index and the letters of the purpose).
fn chance(index: u32, purpose: &str) -> u64 {
    purpose.bytes().fold(mix(u64::from(index)), |state, byte| mix(state ^ u64::from(byte)))
}

fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
