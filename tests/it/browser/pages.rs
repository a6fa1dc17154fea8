//! Every page that there is, over people with every kind of name.

use crate::api::sample::{definitions, full};
use crate::door::{Answer, Browser, Door};
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};

/// A page by a name that a file may have.
pub struct Page {
    pub name: String,
    pub path: String,
}

/// Names that pages have to stand: none, one, long ones, from right to left, in no Latin letters.
const NAMES: [(&str, &str, &str, &str); 12] = [
    ("Thabo", "Mokoena", "Contoso", "Engineer"),
    ("José", "García Márquez", "Northwind", "Buyer"),
    ("Zoë", "", "", ""),
    ("", "", "", ""),
    ("نورة", "العتيبي", "شركة الرياض", "مديرة المشتريات"),
    ("יעל", "כהן", "", "מעצבת"),
    ("美咲", "田中", "東京商事", "営業"),
    ("Дмитрий", "Иванов", "Контора", ""),
    (
        "Wolfeschlegelsteinhausenbergerdorffwelch",
        "Featherstonehaugh-Cholmondeley-Marjorib",
        "Fabrikam",
        "Assistant to the regional manager",
    ),
    ("Aoife", "O'Neill", "Adventure Works", "Chief of staff"),
    ("Nguyễn", "Thị Minh Khai", "Contoso", "Analyst"),
    ("X", "Æ", "", ""),
];

/// A server with people in it, its owner's browser, and the path of the customer who has everything.
pub async fn peopled() -> (Door, Browser, String) {
    let door = Door::open().await;
    for definition in definitions() {
        door.define(&definition).await;
    }
    for (number, (first, last, organization, job)) in NAMES.into_iter().enumerate() {
        door.advance(3 * 60 * 60);
        let mut customer = json!({"firstName": first, "lastName": last, "organization": organization, "jobTitle": job});
        customer.as_object_mut().unwrap().retain(|_, value| value != "");
        if number != 3 {
            customer["emails"] = json!([{"type": "work", "value": format!("person{number}@northwind.example")}]);
            customer["properties"] = json!([{"slug": "plan", "value": if number % 2 == 0 { "Plus" } else { "Basic" }}]);
        }
        door.create(&customer).await;
    }
    door.advance(60 * 60);
    let mut ines = full();
    ines["background"] = json!("Met at the fair in Lagos.\nPrefers to be called in the morning; decides with Thabo.");
    let path = door.create(&ines).await;
    door.advance(20 * 60);
    door.patch(&path, &json!([{"op": "replace", "path": "/jobTitle", "value": "Head of buying"}])).await.done();
    door.advance(60);
    let owner = door.owner().await;
    (door, owner, path.strip_prefix("/v2").unwrap().to_owned())
}

/// The pages that links lead to from the list and from a customer, each kind once, and what no link leads to as it is meant here.
pub async fn all(owner: &mut Browser, customer: &str) -> Vec<Page> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open = VecDeque::from([
        ("customer".to_owned(), customer.to_owned()),
        ("customers".to_owned(), "/customers".to_owned()),
    ]);
    while let Some((name, path)) = open.pop_front() {
        if found.contains_key(&name) {
            continue;
        }
        let answer = owner.get(&path).await;
        if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            open.extend(links(&answer).map(|link| (name_of(&link), link)));
        }
        found.insert(name, path);
    }
    let states = [
        ("customers-found", "/customers?q=northwind&column=email&column=property.plan".to_owned()),
        ("customers-wrong-query", "/customers?q=ines+AND+emial%3A%22x%22".to_owned()),
        ("customers-nobody", "/customers?q=zzzz".to_owned()),
        ("customer-edit-address", format!("{customer}?edit=address")),
        ("customer-edit-notes", format!("{customer}?edit=background")),
        ("bulk", "/customers/bulk?all=1&q=northwind".to_owned()),
        ("bulk-preview", "/customers/bulk?all=1&q=northwind&act=property&slug=plan&value=plus".to_owned()),
        ("bulk-delete", "/customers/bulk?all=1&q=northwind&act=delete".to_owned()),
        ("not-found", "/nowhere".to_owned()),
    ];
    found.extend(states.map(|(name, path)| (name.to_owned(), path)));
    found.into_iter().map(|(name, path)| Page { name, path }).collect()
}

/// The pages of whoever is not signed in, as a browser without a session sees them.
pub async fn doors(door: &Door, owner: &mut Browser) -> Vec<Page> {
    owner.open("/settings/people").await;
    let invited = owner.post("/settings/people", &[("email", "ben@northwind.example"), ("role", "user")]).await;
    let link = invited.between("<code id=\"link\">", "</code>").unwrap();
    let page = |name: &str, path: &str| Page { name: name.to_owned(), path: path.to_owned() };
    vec![
        page("sign-in", "/sign-in"),
        page("welcome", link.strip_prefix(&door.url).unwrap()),
        page("welcome-gone", "/welcome/nothing"),
    ]
}

/// Where the links of a page lead on this server, but for the page on which the API is tried, which others wrote.
fn links(answer: &Answer) -> impl Iterator<Item = String> {
    answer.text().split(" href=\"/").skip(1).filter_map(|rest| {
        let link = rest.split('"').next()?.split(['#', '?']).next()?;
        (!link.starts_with("assets/") && !link.starts_with("docs")).then(|| format!("/{link}"))
    })
}

/// What kind of page it is: one name for all customers, one for all apps.
fn name_of(path: &str) -> String {
    let is_id = |part: &str| part.starts_with(|first: char| first.is_ascii_digit());
    let parts = path.split('/').filter(|part| !part.is_empty());
    let named: Vec<&str> = parts.map(|part| if is_id(part) { "one" } else { part }).collect();
    match named.as_slice() {
        [] => "start".to_owned(),
        ["customers", "one"] => "customer".to_owned(),
        named => named.join("-"),
    }
}
