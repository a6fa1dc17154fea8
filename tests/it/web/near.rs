//! Whom one may have meant where nobody is called as it was typed.

use crate::door::{Browser, Door};
use serde_json::json;

const PEOPLE: [(&str, &str); 6] = [
    ("Inês", "Okoro"),
    ("Thabo", "Okoro"),
    ("Jörg", "Müller"),
    ("Дмитрий", "Иванов"),
    ("Aoife", "O'Neill"),
    ("美咲", "田中"),
];

async fn peopled() -> (Door, Browser) {
    let door = Door::open().await;
    for (first, last) in PEOPLE {
        door.create(&json!({"firstName": first, "lastName": last})).await;
    }
    let owner = door.owner().await;
    (door, owner)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// What the list asks whether it was meant; every one of them finds somebody.
async fn asked(owner: &mut Browser, q: &str) -> Vec<String> {
    let html = owner.open(&format!("/customers?q={}", encoded(q))).await;
    let Some((_, rest)) = html.split_once("Did you mean ") else { return Vec::new() };
    let links = rest.split("</p>").next().unwrap().split("<a ").skip(1);
    let mut names = Vec::new();
    for link in links {
        let name = link.split("<bdi>").nth(1).unwrap().split("</bdi>").next().unwrap();
        let href = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let list = owner.open(&href.replace("&#38;", "&")).await;
        assert!(list.contains("data-rows"), "{name} finds nobody: {list}");
        names.push(name.to_owned());
    }
    names
}

#[tokio::test]
async fn whoever_slips_is_asked_what_was_meant_as_it_is_spelled() {
    let (_door, mut owner) = peopled().await;
    for (typed, meant) in [
        ("okro", "Okoro"),
        ("okroo", "Okoro"),
        ("okoroo", "Okoro"),
        ("OKARO", "Okoro"),
        ("inse okoro", "Inês Okoro"),
        ("ines okro", "Inês Okoro"),
        ("inse oko", "Inês oko"),
        ("inse okro", "Inês Okoro"),
        ("mueler", "Müller"),
        ("muler", "Müller"),
        ("иванво", "Иванов"),
        ("neil", ""),
        ("nell", "Neill"),
    ] {
        let wanted: Vec<&str> = Some(meant).filter(|meant| !meant.is_empty()).into_iter().collect();
        assert_eq!(asked(&mut owner, typed).await, wanted, "{typed}");
    }
}

#[tokio::test]
async fn where_everybody_knows_each_word_but_nobody_has_both_one_of_them_is_a_slip() {
    let (door, mut owner) = peopled().await;
    door.create(&json!({"firstName": "Ina", "lastName": "Mokoena"})).await;
    assert_eq!(asked(&mut owner, "ina okoro").await, Vec::<String>::new(), "two slips are not near");
    door.create(&json!({"firstName": "Inez", "lastName": "Costa"})).await;
    assert_eq!(asked(&mut owner, "inez okoro").await, ["Inês Okoro"]);
}

#[tokio::test]
async fn what_most_have_comes_first_and_no_more_than_three_are_told() {
    let (door, mut owner) = peopled().await;
    for last in ["Silva", "Silvo", "Silvo", "Silve", "Silvi"] {
        door.create(&json!({"firstName": "Ana", "lastName": last})).await;
    }
    let asked = asked(&mut owner, "silvx").await;
    assert_eq!((asked.len(), asked[0].as_str()), (3, "Silvo"), "{asked:?}");
}

#[tokio::test]
async fn nothing_is_asked_where_somebody_is_found_or_more_than_words_is_looked_for() {
    let (_door, mut owner) = peopled().await;
    for typed in [
        "okor",
        "ok",
        "firstName:Inse",
        "okro AND NOT thabo",
        "okro OR inse",
        "\"thabo okro\"",
        "okro@northwind.example",
        "田仲",
        "555 0100",
        "xyzzyxq",
    ] {
        assert_eq!(asked(&mut owner, typed).await, Vec::<String>::new(), "{typed}");
    }
}

#[tokio::test]
async fn nobody_of_another_company_was_meant() {
    let (door, mut owner) = peopled().await;
    door.another_company().await.create(&json!({"firstName": "Zebulon", "lastName": "Ogden"})).await;
    assert_eq!(asked(&mut owner, "zebulom").await, Vec::<String>::new());
    assert_eq!(asked(&mut owner, "thabi").await, ["Thabo"]);
}

#[tokio::test]
async fn the_palette_offers_those_who_were_meant() {
    let (_door, mut owner) = peopled().await;
    let part = owner.open("/customers/suggest?q=thabo+okro").await;
    assert!(part.contains("data-value=\"Thabo Okoro\"") && !part.contains("Inês"), "{part}");
    assert!(!owner.open("/customers/suggest?q=xyzzyxq").await.contains("data-value"));
}
