//! Searches and filtered lists at concurrency 8: where up to a thousand customers match, and where most of them do.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use serde_json::Value;

use crate::customers::{self, EVERYBODY_ELSE, MOST};
use crate::measure::Bench;
use crate::report::{Aim, Figure, Report};
use crate::server::Server;
use crate::{http, seeded};

/// How many requests are on their way at the same time.
const CONNECTIONS: u32 = 8;
/// The 99th percentile that is aimed at where up to [`FEW`] customers match, in milliseconds.
const FEW_MS: f64 = 10.0;
/// The same where most of them match.
const MOST_MS: f64 = 80.0;
/// The most customers that are few.
const FEW: u64 = 1000;
/// How many customers are changed, so that a range of moments has few of them.
const CHANGED: usize = 500;
/// Pages of 200 that a walk has behind it where it is deep.
const DEEP: usize = 200;

/// One list, and how many customers it may have.
struct List {
    name: &'static str,
    path: String,
    is_few: bool,
}

/// Lists by filter and by query, the first page and pages by cursor.
pub fn measure(bench: &Bench, server: &Server, token: &str, report: &mut Report) -> Result<()> {
    let mut figures = Vec::new();
    let is_asked =
        |list: &List| bench.searches.is_empty() || bench.searches.iter().any(|part| list.name.contains(&**part));
    for list in lists(bench, server, token)?.into_iter().filter(is_asked) {
        let aim = if list.is_few { FEW_MS } else { MOST_MS };
        figures.push((Figure::new(list.name, CONNECTIONS).aiming(Aim::P99Below(aim)), list.path));
    }
    for _ in 0..bench.rounds {
        for (figure, path) in &mut figures {
            figure.add(bench.load.run(server, CONNECTIONS, &["fixed", token, "GET", path])?);
        }
    }
    report.figures(figures.into_iter().map(|(figure, _)| figure));
    Ok(())
}

/// A server on a copy of the seeded database that keeps no search index: what is written to it is passed over. The index that was there
/// stays under another name, so that the file is the same otherwise and has no free pages to write over.
pub fn without_index(bench: &Bench, seeded: &Path) -> Result<Server> {
    let copy = bench.folder.join("without/cardfile.db");
    seeded::copy(seeded, &copy)?;
    Connection::open(&copy)?.execute_batch(
        "alter table customer_search rename to customer_search_before;
         create view customer_search as select 0 as rowid, '' as terms, '' as customer_search, 0 as rank;
         create trigger passed_over instead of insert on customer_search begin select 0; end;",
    )?;
    Server::cardfile(&bench.binary, &copy)
}

fn lists(bench: &Bench, server: &Server, token: &str) -> Result<Vec<List>> {
    let total = ask(server, token, "/v2/customers")?["page"]["totalElements"].as_u64().context("no total")?;
    let since = change_some(bench, server, token)?;
    let last = customers::number(total - 1).to_string();
    let query = |text: &str| format!("/v2/customers?query={}", escaped(text));
    let few = |name, path| List { name, path, is_few: true };
    let most = |name, path| List { name, path, is_few: false };
    let mut lists = vec![
        few("filter by email", format!("/v2/customers?email={}", escaped(&customers::address(total - 1)))),
        few(
            "filter by last name and moment",
            format!("/v2/customers?lastName=Okoro&modifiedSince={}", escaped(&since)),
        ),
        few("query by address", query(&format!("email:\"{}\"", customers::address(total / 2)))),
        few("query by prefix", query("(firstName:nad* AND lastName:kowal*)")),
        few("query by containing", query(&format!("email:{}", &last[..7]))),
        few("query by range", query(&format!("modifiedAt:[{since} TO *]"))),
        few("query by organization", query(&format!("organization:\"{EVERYBODY_ELSE} 7\""))),
        most("query by prefix, most", query("exam")),
        most("query by containing, most", query("email:example")),
        most("query by range, most", query("createdAt:[2020-01-01 TO *]")),
        most("query by organization, most", query(&format!("organization:\"{MOST}\""))),
        most("query by exclusion, most", query("NOT lastName:okoro")),
        most("query sorted by name, most", query("email:example") + "&sortField=lastName"),
    ];
    for list in &lists {
        let found = ask(server, token, &list.path)?["page"]["totalElements"].as_u64().context("no total")?;
        let fits = if list.is_few { (1..=FEW).contains(&found) } else { found > total / 2 };
        ensure!(fits, "{} finds {found} of {total}: {}", list.name, list.path);
    }
    let walk =
        |text: &str, pages| deep(server, token, &format!("/v3/customers?pageSize=200&query={}", escaped(text)), pages);
    lists.push(few("page by cursor, last", walk(&format!("email:{}", &last[..7]), 3)?));
    lists.push(most("page by cursor, deep", deep(server, token, "/v3/customers?pageSize=200", DEEP)?));
    lists.push(most("page by cursor of a query, deep", walk("email:example", DEEP)?));
    Ok(lists)
}

/// Changes a few customers, and tells a moment after which nobody else was changed.
fn change_some(bench: &Bench, server: &Server, token: &str) -> Result<String> {
    // Changes of the same second as the seeding would be told apart only by their fraction.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let ids = std::fs::read_to_string(&bench.ids)?;
    let mut last = String::new();
    for id in ids.lines().take(CHANGED) {
        let path = format!("/v2/customers/{id}");
        let body = r#"[{"op":"replace","path":"/lastName","value":"Okoro"}]"#;
        http::send(server.address, "PATCH", &path, &headers, body)?.expect_status(204)?;
        if last.is_empty() {
            let changed = ask(server, token, &path)?;
            changed["updatedAt"].as_str().context("no moment")?.clone_into(&mut last);
        }
    }
    Ok(last)
}

/// The path of the page that comes after so many, or of the last one.
fn deep(server: &Server, token: &str, first: &str, pages: usize) -> Result<String> {
    let mut path = first.to_owned();
    for _ in 0..pages {
        let answer = ask(server, token, &path)?;
        let Some(next) = answer["_links"]["next"]["href"].as_str() else { break };
        let at = next.find("/v3/").context("a link that leads elsewhere")?;
        next[at..].clone_into(&mut path);
    }
    Ok(path)
}

fn ask(server: &Server, token: &str, path: &str) -> Result<Value> {
    let bearer = format!("Bearer {token}");
    let answer = http::send(server.address, "GET", path, &[("Authorization", &bearer)], "")?;
    answer.expect_status(200)?.json().with_context(|| path.to_owned())
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
