//! Whom the command palette offers: those whom one most likely means, and those who were looked at lately.

use crate::door::{Browser, Door};
use serde_json::json;

async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let browser = door.owner().await;
    (door, browser)
}

/// The names that are offered, in their order.
async fn offered(browser: &mut Browser, path: &str) -> Vec<String> {
    let part = browser.open(path).await;
    let values = part.split("data-value=\"").skip(1);
    values.map(|rest| rest.split('"').next().unwrap().replace("&#39;", "'")).collect()
}

async fn asked(browser: &mut Browser, q: &str) -> Vec<String> {
    let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
    offered(browser, &format!("/customers/suggest?q={q}")).await
}

async fn make(door: &Door, first: &str, last: &str, email: &str) -> String {
    door.create(&json!({"firstName": first, "lastName": last, "emails": [{"value": email}]})).await
}

/// Five who are all found by `ana`, in the order in which they are meant.
const FIVE: [(&str, &str, &str); 5] = [
    ("Maria", "Ana", "maria@a.example"),
    ("Anabel", "Cruz", "cruz@b.example"),
    ("Zoe", "Adams", "ana.zoe@c.example"),
    ("Giordana", "Russo", "giordana@d.example"),
    ("Kofi", "Mensah", "kofi@banana.example"),
];

#[tokio::test]
async fn whoever_has_the_name_comes_before_whoever_has_it_somewhere_whatever_their_age() {
    let wanted = ["Maria Ana", "Anabel Cruz", "Zoe Adams", "Giordana Russo", "Kofi Mensah"];
    for turned in 0..2 * FIVE.len() {
        let (door, mut browser) = open().await;
        let mut five = FIVE;
        five.rotate_left(turned % FIVE.len());
        if turned >= FIVE.len() {
            five.reverse();
        }
        for (first, last, email) in five {
            make(&door, first, last, email).await;
        }
        make(&door, "Thabo", "Mokoena", "thabo@e.example").await;
        assert_eq!(asked(&mut browser, "ana").await, wanted, "made as {five:?}");
        assert_eq!(asked(&mut browser, "ANÁ").await, wanted);
    }
}

#[tokio::test]
async fn many_who_are_newer_do_not_hide_the_one_who_is_meant() {
    let (door, mut browser) = open().await;
    make(&door, "Ana", "Lima", "lima@a.example").await;
    make(&door, "Anabel", "Cruz", "cruz@b.example").await;
    for number in 0..12 {
        make(&door, "Kofi", &format!("Mensah {number}"), &format!("kofi{number}@banana.example")).await;
    }
    let found = asked(&mut browser, "ana").await;
    assert_eq!(found[..3], ["Ana Lima", "Anabel Cruz", "Kofi Mensah 11"]);
    assert_eq!(found.len(), 8, "filled up with the newest others: {found:?}");
    door.fill(12, "Anabel", "Costa").await;
    let found = asked(&mut browser, "ana").await;
    assert_eq!((found[0].as_str(), found[7].as_str(), found.len()), ("Ana Lima", "Anabel Costa", 8), "{found:?}");
}

#[tokio::test]
async fn every_word_counts_wherever_it_stands_in_the_name() {
    let (door, mut browser) = open().await;
    make(&door, "Ana", "Okoro", "a@a.example").await;
    make(&door, "Okoroafor", "Anabel", "b@b.example").await;
    make(&door, "Ana", "Lima", "okoro@c.example").await;
    make(&door, "Ana", "Costa", "d@d.example").await;
    let wanted = ["Ana Okoro", "Okoroafor Anabel", "Ana Lima"];
    assert_eq!(asked(&mut browser, "okoro ana").await, wanted);
    assert_eq!(asked(&mut browser, "  ana   okor").await, ["Okoroafor Anabel", "Ana Okoro", "Ana Lima"]);
}

#[tokio::test]
async fn anything_else_that_the_query_box_takes_is_found_too() {
    let (door, mut browser) = open().await;
    make(&door, "美咲", "田中", "misaki@tokyo.example").await;
    make(&door, "Seán", "O'Brien", "sean@a.example").await;
    for (q, wanted) in [
        ("美", vec!["美咲 田中"]),
        ("o'brien", vec!["Seán O'Brien"]),
        ("\"o'brien\"", vec!["Seán O'Brien"]),
        ("misaki@tok", vec!["美咲 田中"]),
        ("@tokyo", vec!["美咲 田中"]),
        ("firstName:Seán OR tokyo", vec!["Seán O'Brien", "美咲 田中"]),
        ("NOT tokyo", vec!["Seán O'Brien"]),
        ("firstName:(", vec![]),
        ("👍", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(asked(&mut browser, q).await, wanted, "{q}");
    }
}

#[tokio::test]
async fn those_who_were_looked_at_are_named_in_their_order_without_whoever_is_gone() {
    let (door, mut browser) = open().await;
    let other = door.another_company().await;
    let theirs = other.create(&json!({"firstName": "Secret"})).await;
    let mut paths = Vec::new();
    for first in ["Ines", "Thabo", "Zoe"] {
        paths.push(make(&door, first, "Okoro", &format!("{first}@a.example")).await);
    }
    door.delete(&paths[1]).await.done();
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let [ines, thabo, zoe, theirs] = [&paths[0], &paths[1], &paths[2], &theirs].map(|path| id(path));
    let path = format!("/customers/recent?id={zoe}&id={theirs}&id={thabo}&id=x&id={ines}");
    assert_eq!(offered(&mut browser, &path).await, ["Zoe Okoro", "Ines Okoro"]);
    assert_eq!(offered(&mut browser, "/customers/recent").await, [""; 0]);
    let many: String = door.fill(7, "Ana", "Lima").await.iter().map(|id| format!("id={id}&")).collect();
    assert_eq!(offered(&mut browser, &format!("/customers/recent?{many}")).await.len(), 6);
}

#[tokio::test]
async fn whoever_is_called_so_is_told_apart_from_whoever_has_it_elsewhere() {
    let (door, mut browser) = open().await;
    make(&door, "Tom", "Alder", "tom@a.example").await;
    make(&door, "Kofi", "Mensah", "kofi@alder.example").await;
    for name in ["Alder & Finch", "Old Alder"] {
        door.post("/v2/organizations", &json!({"name": name})).await.made();
    }
    let mut near = async |path: &str| {
        let part = browser.open(path).await;
        let options = part.split("<li ").skip(1).map(|option| option.split('>').next().unwrap().contains("data-near"));
        options.collect::<Vec<_>>()
    };
    assert_eq!(near("/customers/suggest?q=alder").await, [true, false]);
    assert_eq!(near("/customers/suggest?q=email:kofi@alder.example").await, [true], "what a query asks for");
    assert_eq!(near("/organizations/suggest?q=ALDER").await, [true, false]);
    assert!(browser.open("/organizations/suggest?q=alder").await.contains("organization · 0 members"));
}
