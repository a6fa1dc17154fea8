//! A hundred thousand people, the same ones every time. What is planted in a person follows from its index alone.

use cardfile::domain::query::Searchable;
use cardfile::domain::time::Timestamp;

use super::names::{LOCALES, Spelled};

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
        created,
        updated: created + place("updated", 5_000) as i64 * 600,
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
