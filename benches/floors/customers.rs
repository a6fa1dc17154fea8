//! The customers the load creates: about 600 bytes of JSON each, names drawn from lists, addresses that never repeat.

use serde_json::json;

/// Stands for the number of a customer in a body; as wide as any [`number`].
pub const PLACEHOLDER: &str = "@@@@@@@@@@";

/// How many different bodies there are before names come again.
pub const PROFILES: u64 = 4096;

/// The number of the n-th customer: always ten digits, so that every body keeps its length.
pub fn number(n: u64) -> u64 {
    1_000_000_000 + n
}

/// The body of the n-th customer.
pub fn body(n: u64) -> String {
    let number = number(n);
    profile(number).replace(PLACEHOLDER, &number.to_string())
}

/// The address of the n-th customer.
pub fn address(n: u64) -> String {
    let body: serde_json::Value = serde_json::from_str(&body(n)).unwrap_or_default();
    body["emails"][0]["value"].as_str().unwrap_or_default().to_owned()
}

/// The organization that most seeded customers belong to.
pub const MOST: &str = "Northwind Trading";
/// What the organizations of the others are called, each with a number behind it.
pub const EVERYBODY_ELSE: &str = "Workshop";

/// The organization of the n-th seeded customer: of ten, six belong to one, and the others to one of many.
pub fn organization(n: u64) -> String {
    if n % 10 < 6 { MOST.to_owned() } else { format!("{EVERYBODY_ELSE} {}", n % 4000) }
}

/// All profiles, one a line; a number takes line `number % PROFILES`.
pub fn profiles() -> String {
    (0..PROFILES).map(|line| profile(line) + "\n").collect()
}

fn profile(number: u64) -> String {
    let pick = |list: &[&'static str], at: u64| list[(at % list.len() as u64) as usize];
    // A multiplier prime to the number of profiles, so that neighbours in time are not neighbours in the alphabet.
    let mixed = number.wrapping_mul(2_654_435_761) % PROFILES;
    let (first, last) = (pick(FIRST_NAMES, mixed), pick(LAST_NAMES, mixed / 64));
    let (city, state, country) = CITIES[(mixed % CITIES.len() as u64) as usize];
    let trade = pick(TRADES, mixed / 7);
    let handle = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
    let mut phones = vec![json!({"type": "work", "value": format!("+44 {PLACEHOLDER}")})];
    if mixed.is_multiple_of(2) {
        phones.push(json!({"type": "mobile", "value": format!("+44 7700 90{:04}", mixed)}));
    }
    json!({
        "firstName": first, "lastName": last, "jobTitle": pick(JOBS, mixed / 3), "location": city,
        "background": format!("Buys for a {trade} in {city}; asks for an invoice with every order and answers best in the morning."),
        "emails": [{"type": "work", "value": format!("{handle}.{PLACEHOLDER}@{trade}.example")}],
        "phones": phones,
        "socialProfiles": [{"type": "linkedin", "value": format!("https://linkedin.example/in/{handle}")}],
        "websites": [{"value": format!("https://www.{trade}.example/team/{handle}")}],
        "address": {"city": city, "state": state, "postalCode": format!("{:05}", 10_000 + mixed), "country": country,
                    "lines": [format!("{} {last} Street", 1 + mixed % 190), "2nd floor"]}
    })
    .to_string()
}

const FIRST_NAMES: &[&str] = &[
    "Ada", "Akira", "Alma", "Amara", "Anders", "Aoife", "Arjun", "Astrid", "Beatriz", "Bilal", "Bram", "Carmen",
    "Chen", "Chiara", "Dalia", "Daniel", "Dara", "Dina", "Elif", "Emeka", "Emil", "Esther", "Fatima", "Felix", "Freya",
    "Gabriel", "Grace", "Hana", "Hugo", "Ibrahim", "Ines", "Ivan", "Jamila", "Jonas", "Joy", "Kaito", "Karim", "Keira",
    "Lars", "Leila", "Lena", "Luis", "Magda", "Malik", "Marta", "Mei", "Miguel", "Nadia", "Niamh", "Noor", "Olga",
    "Omar", "Paula", "Priya", "Quinn", "Rafael", "Rosa", "Samira", "Sven", "Tara", "Tomas", "Uma", "Viktor", "Yara",
];

const LAST_NAMES: &[&str] = &[
    "Adeyemi",
    "Almeida",
    "Andersen",
    "Baker",
    "Banerjee",
    "Becker",
    "Bianchi",
    "Byrne",
    "Castillo",
    "Chavez",
    "Clarke",
    "Costa",
    "Dahl",
    "Diaz",
    "Dubois",
    "Eriksen",
    "Farah",
    "Fischer",
    "Fontaine",
    "Garcia",
    "Greene",
    "Gupta",
    "Haddad",
    "Hansen",
    "Hassan",
    "Horvat",
    "Ito",
    "Ivanov",
    "Jansen",
    "Kaur",
    "Kelly",
    "Khan",
    "Kim",
    "Kowalski",
    "Larsen",
    "Lindqvist",
    "Lopez",
    "Mbeki",
    "Mendes",
    "Meyer",
    "Moreau",
    "Murphy",
    "Nakamura",
    "Nguyen",
    "Novak",
    "Okafor",
    "Okoro",
    "Olsen",
    "Osei",
    "Park",
    "Pereira",
    "Petrov",
    "Quist",
    "Ramos",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Singh",
    "Tanaka",
    "Torres",
    "Vargas",
    "Weber",
    "Zhang",
];

const CITIES: &[(&str, &str, &str)] = &[
    ("Lagos", "LA", "NG"),
    ("Porto", "13", "PT"),
    ("Leeds", "LDS", "GB"),
    ("Bergen", "46", "NO"),
    ("Austin", "TX", "US"),
    ("Kyoto", "26", "JP"),
    ("Bremen", "HB", "DE"),
    ("Nantes", "PDL", "FR"),
    ("Pune", "MH", "IN"),
    ("Recife", "PE", "BR"),
    ("Gdansk", "PM", "PL"),
    ("Accra", "AA", "GH"),
    ("Turin", "TO", "IT"),
];

const JOBS: &[&str] = &[
    "Buyer",
    "Office manager",
    "Head of support",
    "Accountant",
    "Workshop lead",
    "Founder",
    "Site engineer",
    "Librarian",
    "Head nurse",
    "Shop owner",
    "Operations director",
];

const TRADES: &[&str] = &[
    "bakery",
    "bookshop",
    "brewery",
    "carpentry",
    "cinema",
    "clinic",
    "florist",
    "foundry",
    "hostel",
    "museum",
    "nursery",
    "orchard",
    "pottery",
    "printworks",
    "roastery",
    "shipyard",
    "surgery",
    "tannery",
    "vineyard",
];
