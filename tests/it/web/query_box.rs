//! The query box: what it proposes at the caret, how calm it is while a query is unfinished, and how it tells what was found.

use crate::door::{Browser, Door};
use serde_json::json;

/// A server, its owner, and the browser of one of our modules.
async fn open() -> (Door, Browser, Browser) {
    let door = Door::open().await;
    let owner = door.owner().await;
    let module = owner.with("x-requested-with", "cardfile");
    (door, owner, module)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// What is proposed at the `|` of a text: each as the whole query that it makes, and the words beside it.
async fn proposed(module: &mut Browser, text: &str) -> Vec<(String, String)> {
    let caret = text.chars().position(|c| c == '|').unwrap();
    let typed: Vec<char> = text.replacen('|', "", 1).chars().collect();
    let asked = format!("/customers/complete?q={}&at={caret}", encoded(&typed.iter().collect::<String>()));
    let part = module.open(&asked).await;
    let of = |html: &str, name: &str| {
        html.split_once(&format!(" data-{name}=\"")).unwrap().1.split('"').next().unwrap().replace("&#34;", "\"")
    };
    let plain = |html: &str| html.replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'");
    let options = part.split("<li role=\"option\"").skip(1).map(|option| {
        let (start, end): (usize, usize) = (of(option, "start").parse().unwrap(), of(option, "end").parse().unwrap());
        let before: String = typed[..start].iter().collect();
        let after: String = typed[end..].iter().collect();
        let what = option.split_once("dir=\"auto\">").unwrap().1.split_once("</span>").unwrap().0;
        (format!("{before}{}{after}", plain(&of(option, "value"))), plain(what))
    });
    options.collect()
}

async fn made(module: &mut Browser, text: &str) -> Vec<String> {
    proposed(module, text).await.into_iter().map(|(query, _)| query).collect()
}

#[tokio::test]
async fn fields_are_proposed_by_their_names_and_by_what_people_call_them() {
    let (_door, _, mut module) = open().await;
    for (text, wanted) in [
        ("org|", vec!["organization:"]),
        ("ines or|g okoro", vec!["ines organization: okoro"]),
        ("company|", vec!["organization:"]),
        ("ines NOT ORG|", vec!["ines NOT organization:"]),
        ("(山田 OR mail|)", vec!["(山田 OR email:)"]),
        ("em|:\"x\"", vec!["email:\"x\"", "emailDomain:\"x\"", "organization:\"x\""]),
        ("upd|", vec!["modifiedAt:"]),
        ("surname|", vec!["lastName:"]),
        ("ines AN|", vec!["ines AND "]),
        ("ines or|", vec!["ines organization:", "ines OR "]),
        ("AN|", vec![]),
        ("o|", vec![]),
        ("zzz|", vec![]),
        ("\"org|", vec![]),
        ("firstName:org|", vec![]),
        ("plan:|", vec![]),
    ] {
        assert_eq!(made(&mut module, text).await, wanted, "{text}");
    }
    let all = proposed(&mut module, "|").await;
    assert_eq!(all.len(), 8, "{all:?}");
    assert!(all.contains(&("organization:".to_owned(), "the organization’s name, such as \"Northwind\"".to_owned())));
    let (last, _) =
        made(&mut module, "ines |").await.split_last().map(|(last, rest)| (last.clone(), rest.len())).unwrap();
    assert_eq!(last, "ines NOT ");
}

#[tokio::test]
async fn organizations_of_this_company_are_proposed_in_quotes_with_their_members() {
    let (door, _, mut module) = open().await;
    let other = door.another_company().await;
    other.create(&json!({"firstName": "Eve", "organization": "Northern Secrets"})).await;
    for (name, count) in [("Northwind", 2), ("North \"Sea\" \\ Co", 1), ("株式会社", 1)] {
        for _ in 0..count {
            door.create(&json!({"firstName": "Ines", "organization": name})).await;
        }
    }
    assert_eq!(
        proposed(&mut module, "organization:nor|").await,
        [
            (r#"organization:"North \"Sea\" \\ Co""#.to_owned(), "1 customer".to_owned()),
            (r#"organization:"Northwind""#.to_owned(), "2 customers".to_owned()),
        ]
    );
    for (text, wanted) in [
        ("x NOT organization:\"north w|\" y", vec![]),
        ("x NOT organization:\"northw|\" y", vec!["x NOT organization:\"Northwind\" y"]),
        ("organization:northw|*", vec!["organization:\"Northwind\""]),
        ("organization:\"NORTHW|", vec!["organization:\"Northwind\""]),
        ("organization:(x OR 株|)", vec!["organization:(x OR \"株式会社\")"]),
        ("organization:northern|", vec![]),
    ] {
        assert_eq!(made(&mut module, text).await, wanted, "{text}");
    }
    assert_eq!(made(&mut module, "organization:|").await.len(), 3);
    for query in made(&mut module, "organization:nor|").await {
        let found = door.read(&format!("/v2/customers?query={}", encoded(&query))).await;
        assert_ne!(found["page"]["totalElements"], 0, "{query}");
    }
}

#[tokio::test]
async fn spans_of_days_are_proposed_by_the_clock_and_the_zone_of_the_reader() {
    let (_door, mut owner, mut module) = open().await;
    assert_eq!(made(&mut module, "createdAt:tod|").await, ["createdAt:today"]);
    let all = made(&mut module, "ines updatedAt:|").await;
    assert_eq!(all.len(), 7, "{all:?}");
    for query in &all {
        owner.get(&format!("/customers?q={}", encoded(query))).await.page(200);
    }
    assert_eq!(made(&mut module, "createdAt:last|").await.len(), 3);
    assert_eq!(made(&mut module, "createdAt:\"last 3|").await, ["createdAt:\"last 30 days\""]);
    owner.open("/settings/account").await;
    let names = [("firstName", "Nora"), ("lastName", "Adeyemi"), ("email", "nora@northwind.example")];
    let zone = [("timezone", "Asia/Kathmandu")];
    owner.post("/settings/account", &[&names[..], &zone[..]].concat()).await.goes_to();
    let (_, yesterday) = proposed(&mut module, "createdAt:yest|").await.remove(0);
    assert_eq!(yesterday, "on 2026-11-22", "said by the reader's calendar");
}

#[tokio::test]
async fn any_text_and_any_caret_are_answered() {
    let (door, _, mut module) = open().await;
    let long = format!("/customers/complete?q={}organization:nor&at=9999", "x+".repeat(3_000));
    for path in ["/customers/complete", "/customers/complete?q=org&at=x", "/customers/complete?q=%22%28&at=-1", &long] {
        assert_eq!(module.get(path).await.status, 200, "{path}");
    }
    let mut stranger = door.browser();
    for path in ["/customers/complete?q=org", "/customers/explain?q=org"] {
        assert!(stranger.get(path).await.goes_to().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn an_unfinished_query_is_told_softly_to_whoever_types_and_loudly_to_others() {
    let (door, mut owner, mut module) = open().await;
    door.create(&json!({"firstName": "Ines"})).await;
    for typed in ["organization:", "ines AND", "(ines", "\"ines", "createdAt:[2026-01-01 TO"] {
        let path = format!("/customers?q={}", encoded(typed));
        let part = module.open(&format!("{path}&typing=1")).await;
        assert!(part.starts_with("<div class=\"hint\" id=\"found\" data-unfinished>"), "{typed}: {part}");
        assert!(part.contains("<mark>") && !part.contains("data-results"), "{typed}: {part}");
        // Enter, an address that is opened, and one that says that somebody types.
        module.get(&path).await.page(422);
        owner.get(&path).await.page(422);
        owner.get(&format!("{path}&typing=1")).await.page(422);
    }
    let mistaken = module.get("/customers?q=emial%3Ax&typing=1").await;
    assert!(mistaken.page(422).contains("<mark>emial</mark>"));
    let found = module.open("/customers?q=ines&typing=1").await;
    assert!(found.contains("data-results") && !found.contains("typing"), "{found}");
}

#[tokio::test]
async fn a_whole_value_that_nobody_has_is_not_the_end_of_it_while_one_types() {
    let (door, mut owner, mut module) = open().await;
    door.create(&json!({"firstName": "Ines", "organization": "Northwind"})).await;
    for (typed, is_calm) in [
        ("organization:nor", true),
        ("ines (organization:nor", true),
        ("organization:northwind", false),
        ("organization:nor*", false),
        ("organization:\"nor\"", false),
        ("zzz", false),
    ] {
        let path = format!("/customers?q={}", encoded(typed));
        let answer = module.get(&format!("{path}&typing=1")).await;
        assert_eq!(answer.text().contains("A * behind it asks"), is_calm && !typed.contains('('), "{typed}");
        if is_calm {
            assert!(answer.page(200).contains("data-unfinished"), "{typed}");
        }
    }
    for path in ["/customers?q=organization%3Anor", "/customers?q=organization%3Anor&typing=1"] {
        assert!(!owner.open(path).await.contains("data-unfinished"), "whoever presses Enter is told that nobody fits");
    }
}

#[tokio::test]
async fn the_page_says_how_long_it_took_and_how_the_query_was_read() {
    let (_door, mut owner, _) = open().await;
    let page = owner.open(&format!("/customers?q={}", encoded("NORTH  NOT (ines OR lastName:\"Ok*\")"))).await;
    let hint = page.split_once("id=\"found\"").unwrap().1.split_once("</details>").unwrap().0;
    assert!(hint.contains(" ms</span>"), "{hint}");
    for sentence in [
        "<bdi>all of these:</bdi><ul>",
        "<bdi>name or address contains “north”</bdi>",
        "<bdi>none of these:</bdi><ul>",
        "<bdi>last name contains “ok…”</bdi></li></ul></li></ul></li></ul>",
    ] {
        assert!(hint.contains(sentence), "{sentence}: {hint}");
    }
    assert!(!owner.open("/customers").await.contains("data-how"), "nothing was asked for");
}

#[tokio::test]
async fn each_part_of_a_query_is_counted_alone_and_only_the_first_eight() {
    let (door, _, mut module) = open().await;
    let other = door.another_company().await;
    other.create(&json!({"firstName": "Ines", "organization": "Northwind"})).await;
    for organization in ["Northwind", "Northwind", "Contoso"] {
        door.create(&json!({"firstName": "Ines", "lastName": "Okoro", "organization": organization})).await;
    }
    let query = "ines NOT organization:Northwind createdAt:[2001-01-01 TO 2001-02-01} modifiedAt:[* TO *]";
    let part = module.open(&format!("/customers/explain?q={}", encoded(query))).await;
    for (sentence, count) in [
        ("name or address contains “ines”", "3 customers"),
        ("not: organization is “northwind”", "1 customer"),
        ("made from 2001-01-01 to 2001-01-31", "0 customers"),
        ("last changed at any time", "3 customers"),
    ] {
        let wanted = format!("<bdi>{sentence}</bdi> <span class=\"soft\">{count}</span>");
        assert!(part.contains(&wanted), "{wanted}: {part}");
    }
    let many = module
        .open(&format!(
            "/customers/explain?q={}",
            encoded("i OR in OR ine OR ines OR o OR ok OR oko OR okor OR okoro OR x")
        ))
        .await;
    assert_eq!((many.matches("<bdi>").count(), many.matches("3 customers").count()), (11, 8), "{many}");
    assert!(!module.open("/customers/explain?q=emial%3Ax").await.contains("<li>"));
}

#[tokio::test]
async fn an_address_that_no_column_shows_is_told_where_it_is_what_was_found() {
    let (door, mut owner, _) = open().await;
    let emails = json!([{"value": "ines@home.example"}, {"value": "ines@northwind.example"}]);
    door.create(&json!({"firstName": "Ines", "emails": emails})).await;
    let page = owner.open("/customers?q=northwind&column=phone").await;
    assert!(page.contains("<small class=\"why\">found by ines@northwind.example</small>"), "{page}");
    for seen in ["home", "ines", "home+northwind", "northwind", ""] {
        assert!(!owner.open(&format!("/customers?q={seen}")).await.contains("found by"), "{seen}");
    }
    let bare = owner.open("/customers?q=home&column=phone").await;
    assert!(bare.contains("<small class=\"why wide\">found by ines@home.example"), "a phone shows it already: {bare}");
}

#[tokio::test]
async fn every_example_of_the_help_finds_without_scripts() {
    let (_door, mut owner, _) = open().await;
    let page = owner.open("/customers").await;
    let examples: Vec<String> = page
        .split("<button class=\"item\" name=\"q\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&#34;", "\""))
        .collect();
    assert_eq!(examples.len(), 6, "{page}");
    for example in examples {
        owner.get(&format!("/customers?q={}", encoded(&example))).await.page(200);
    }
}
