//! The properties of the people: one of each type, and what is planted of their values.

use cardfile::domain::id::AnchorId;
use cardfile::domain::property::{Definition, DropdownOption, PropertyType};
use cardfile::domain::property_value::{PropertyValue, PropertyValues, Value, ValueSource};
use cardfile::domain::time::day_text;

/// The options of the plan.
pub const PLANS: [&str; 4] = ["Free", "Plus", "Plus (old)", "Entrepôt"];
/// The notes, each in the spellings in which it is typed.
pub const NOTES: [&[&str]; 4] = [
    &["Gold customer since 2019", "GOLD  customer, since 2019"],
    &["golden oldie"],
    &["Größter Kunde – ruft montags an", "groesster", "GRÖSSTER KUNDE: ruft montags an"],
    &["重要な顧客"],
];

/// What is planted of a person's values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlantedValues {
    /// The place of the plan.
    pub plan: Option<usize>,
    pub seats: Option<i64>,
    /// Days since 1970-01-01.
    pub renewal: Option<i64>,
    /// The place of the note, and of its spelling.
    pub note: Option<(usize, usize)>,
    /// The number of the shop.
    pub shop: Option<u64>,
}

/// The definitions, with what values hang on.
pub fn properties() -> Vec<Definition> {
    let define = |slug: &str, property_type, anchor| Definition {
        property_type,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        options: Vec::new(),
        anchor: AnchorId(anchor),
    };
    let option = |(place, label): (usize, &&str)| DropdownOption {
        id: format!("00000000-0000-4000-8000-00000000000{place}"),
        label: (*label).to_owned(),
        anchor: AnchorId(PLAN + 1 + place as i64),
    };
    let plans = PLANS.iter().enumerate().map(option).collect();
    vec![
        Definition { options: plans, ..define("plan", PropertyType::Dropdown, PLAN) },
        define("seats", PropertyType::Number, SEATS),
        define("renewal", PropertyType::Date, RENEWAL),
        define("note", PropertyType::Text, NOTE),
        define("site", PropertyType::Url, SITE),
    ]
}

const PLAN: i64 = 101;
const SEATS: i64 = 111;
const RENEWAL: i64 = 1_112;
const NOTE: i64 = 11;
const SITE: i64 = 1;

impl PlantedValues {
    /// What is kept of them.
    pub fn values(&self) -> PropertyValues {
        let text = |text: &str| Value::Text(text.to_owned());
        let plan = self.plan.map(|place| (text(&properties()[0].options[place].id), PLAN + 1 + place as i64));
        let all = [
            ("plan", plan),
            ("seats", self.seats.map(|seats| (Value::Number(seats), SEATS))),
            ("renewal", self.renewal.map(|day| (text(&day_text(day)), RENEWAL))),
            ("note", self.note.map(|(place, spelling)| (text(NOTES[place][spelling]), NOTE))),
            ("site", self.shop.map(|shop| (text(&format!("https://shop-{shop}.example/Ines?a=b")), SITE))),
        ];
        let kept = all.into_iter().filter_map(|(slug, value)| {
            let (value, anchor) = value?;
            Some((slug.to_owned(), PropertyValue { value, source: ValueSource::Api, anchor: AnchorId(anchor) }))
        });
        kept.collect()
    }
}
