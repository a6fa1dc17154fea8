//! Lists read what they need: no statement of any list goes through the customers from end to end. What the engine would do is asked of
//! the engine, for every statement that the server was heard to send.

use super::listener::{heard, listen};
use super::on_server;
use crate::door::{Door, on_files};
use cardfile::actions::sweep;
use reqwest::Url;
use rusqlite::config::DbConfig;
use serde_json::json;
use std::collections::BTreeSet;

/// The filters of a list, which all the customers fit.
const FILTERS: [(&str, &str); 5] = [
    ("firstName", "Ines"),
    ("lastName", "Okoro"),
    ("modifiedSince", "2026-01-01T00:00:00Z"),
    ("createdSince", "2026-01-01T00:00:00Z"),
    ("email", "ines1@northwind.example"),
];

/// A query of every kind of condition, and of every way to join them.
const QUERIES: [&str; 20] = [
    "firstName:Ines",
    "lastName:\"Okoro\"",
    "lastName:Oko*",
    "email:northwind",
    "email:n",
    "email:ines1@northwind.example",
    "emailDomain:northwind.example",
    "organization:\"Northwind\"",
    "organization:North*",
    "createdAt:[2026-01-01 TO *]",
    "createdAt:{* TO 2026-12-31T10:00:00Z}",
    "modifiedAt:[2026-01-01 TO 2026-12-31]",
    "Ines",
    "\"Ines Okoro\"",
    "\"@\"",
    "NOT firstName:Bob",
    "firstName:Ines AND lastName:Okoro",
    "firstName:Ines OR email:bob",
    "NOT (firstName:Bob OR email:bob) AND (organization:Northwind OR modifiedAt:[* TO *])",
    "createdAt:[* TO *]",
];

const SORTS: [&str; 5] = ["createdAt", "firstName", "lastName", "modifiedAt", "score"];

#[tokio::test]
async fn no_list_with_filters_reads_all_customers() {
    let door = few().await;
    for set in 0..1_u32 << FILTERS.len() {
        let filters: Vec<_> =
            FILTERS.into_iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, filter)| filter).collect();
        for query in ["", "firstName:Ines"] {
            let query = (!query.is_empty()).then_some(("query", query));
            let filters: Vec<_> = filters.iter().copied().chain(query).collect();
            for sort in SORTS {
                for rest in [[("page", "1"), ("sortOrder", "asc")], [("page", "2"), ("sortOrder", "desc")]] {
                    let more = [&filters[..], &rest, &[("sortField", sort), ("pageSize", "2")]].concat();
                    ask(&door, "/v2/customers", &more).await;
                }
            }
            walk(&door, &filters).await;
        }
    }
    check(&door, 100, Matches::Few);
}

#[tokio::test]
async fn no_list_with_a_query_reads_all_customers() {
    let door = few().await;
    for query in QUERIES {
        for (at, sort) in SORTS.into_iter().enumerate() {
            let order = ["asc", "desc"][at % 2];
            for page in ["1", "2"] {
                let parameters =
                    [("query", query), ("sortField", sort), ("sortOrder", order), ("page", page), ("pageSize", "2")];
                ask(&door, "/v2/customers", &parameters).await;
            }
        }
        walk(&door, &[("query", query)]).await;
    }
    let organization = door.read("/v2/organizations").await["_embedded"]["organizations"][0]["id"].to_string();
    for page in ["1", "2"] {
        let members = format!("/v2/organizations/{organization}/customers");
        ask(&door, &members, &[("page", page), ("pageSize", "2")]).await;
    }
    check(&door, 10, Matches::Few);
}

#[tokio::test]
async fn a_sort_of_very_many_follows_its_own_index_and_is_right_on_every_page() {
    let door = Door::open().await;
    let mut ids = door.fill(10_001, "Ines", "Okoro").await;
    ids.reverse();
    listen(&door);
    for query in [vec![], vec![("query", "firstName:Ines")], vec![("query", "createdAt:[2026-01-01 TO *]")]] {
        for sort in SORTS {
            for page in [1, 90] {
                for filter in FILTERS[..4].iter().map(|filter| vec![*filter]).chain([vec![]]) {
                    let number = page.to_string();
                    let own = [("sortField", sort), ("page", &*number), ("pageSize", "100")];
                    let parameters = [&query[..], &filter, &own].concat();
                    let found = ask(&door, "/v2/customers", &parameters).await;
                    assert_eq!(found["page"]["totalElements"], 10_001, "{parameters:?}");
                    let shown = found["_embedded"]["customers"].as_array().unwrap();
                    let shown: Vec<i64> = shown.iter().map(|customer| customer["id"].as_i64().unwrap()).collect();
                    assert_eq!(shown, ids[(page - 1) * 100..page * 100], "{parameters:?}");
                }
            }
        }
    }
    check(&door, 20, Matches::Many);
}

#[tokio::test]
async fn no_write_and_no_cleaning_reads_all_customers() {
    let door = few().await;
    change_everything(&door).await;
    if !on_files() {
        assert!(on_server::check(&door, heard(&door)) > 40);
        return;
    }
    let database = as_served(&door);
    let large = ["c", "customers", "o", "organizations", "events", "identity_keys", "property_values", "access_tokens"];
    let mut changes = 0;
    for sql in heard(&door)
        .into_iter()
        .filter(|sql| ["select", "insert", "update", "delete"].iter().any(|verb| sql.starts_with(verb)))
    {
        changes += usize::from(!sql.starts_with("select"));
        for step in plan(&database, &sql) {
            let mut words = step.does.split(' ');
            let (how, what) = (words.next().unwrap(), words.next().unwrap_or_default());
            let is_scan = how == "SCAN" || (how == "SEARCH" && step.does.ends_with("(company_id=?)"));
            let is_first = sql.ends_with(" limit 1") && sql.contains("where company_id = ?1 order by");
            assert!(!(is_scan && large.contains(&what)) || is_first, "{sql}\n  {}", step.does);
        }
    }
    assert!(changes > 20, "{changes}");
}

#[tokio::test]
async fn no_page_around_the_customers_reads_all_customers() {
    let door = few().await;
    let mut browser = door.owner().await;
    let organization = door.read("/v2/organizations").await["_embedded"]["organizations"][0]["id"].to_string();
    let plan = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [{"label": "Plus"}]});
    door.define(&plan).await;
    door.create(&json!({"properties": {"plan": "Plus"}})).await;
    drop(heard(&door));
    for path in [
        "/overview".to_owned(),
        "/overview/latest".to_owned(),
        "/organizations".to_owned(),
        "/organizations?q=north".to_owned(),
        "/organizations?q=north&cursor=103.t.north&before=2".to_owned(),
        "/organizations?cursor=103.t.north&before=2".to_owned(),
        "/organizations?sort=members&cursor=103.n.3&before=2".to_owned(),
        "/organizations?sort=unchanged&cursor=103.n.3&before=2".to_owned(),
        format!("/organizations/{organization}?cursor=103.n.1795450260000000&before=2"),
        "/organizations?q=northwind.example".to_owned(),
        "/organizations/suggest?q=north".to_owned(),
        format!("/organizations/{organization}"),
        format!("/organizations/{organization}/delete"),
        "/properties".to_owned(),
        "/properties/customers/plan".to_owned(),
        "/properties/customers/plan/delete".to_owned(),
        "/first-steps".to_owned(),
        "/views".to_owned(),
        "/views?cursor=103.t.north".to_owned(),
        "/views/counts".to_owned(),
    ] {
        browser.open(&path).await;
    }
    check(&door, 15, Matches::Few);
}

#[tokio::test]
async fn no_page_about_customers_reads_all_of_them() {
    let door = Door::open().await;
    let mut browser = door.owner().await;
    let mut page = String::new();
    for number in 0..5 {
        let body = json!({
            "firstName": "Ines", "lastName": "Okoro", "organization": "Northwind",
            "emails": [{"value": format!("ines{number}@northwind.example")}]
        });
        page = door.create(&body).await.replace("/v2", "");
    }
    listen(&door);
    let plan = json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": [{"label": "A"}, {"label": "B"}]});
    for definition in [json!({"type": "number", "slug": "seats", "name": "Seats"}), plan] {
        door.define(&definition).await;
    }
    door.create(&json!({"organization": "Contoso", "properties": {"plan": "A", "seats": 5}})).await;
    let option = door.number("select min(anchor) from property_anchors where slug = 'plan'");
    let places = [
        ("organization", "103.m.102.1795450260000000.northwind".to_owned()),
        ("property.seats", "103.t.8000000000000005".to_owned()),
        ("property.plan", format!("103.n.{option}")),
    ];
    drop(heard(&door));
    for (sort, place) in places {
        for query in ["", "ines", "NOT ines"] {
            for from in ["", &place, "103.0."] {
                for end in ["", if sort == "organization" { "-desc" } else { ".desc" }] {
                    browser.open(&format!("/customers?q={query}&sort={sort}{end}&cursor={from}&before=2")).await;
                }
            }
        }
    }
    for path in [
        "/customers",
        "/customers?q=ines",
        "/customers?q=organization%3ANorth*&sort=last",
        "/customers?sort=changed&cursor=103.n.1795450260000000&before=2",
        "/customers?sort=oldest&cursor=103.n.1795450260000000&before=2",
        "/customers?sort=last-desc&cursor=103.t.okoro&before=2",
        "/customers?q=ines&sort=first&cursor=103.t.ines&before=2",
        "/customers?q=organization%3ANorth*&sort=unchanged&cursor=103.n.1&before=2",
        "/customers/suggest?q=in",
        "/customers/organizations?name=n",
        "/customers/likely?firstName=Ines&lastName=Okoro&email=ines1%40northwind.example&phone=%2B23415550100",
        "/customers/bulk?all=1&q=ines",
        "/customers/bulk/undo?act=organization&value=1&since=0&until=9",
        &page,
        &format!("{page}/timeline?before=3"),
        &format!("{page}/delete"),
    ] {
        browser.open(path).await;
    }
    check(&door, 15, Matches::Few);
}

/// Makes, changes and removes a record of every kind, and cleans up after it.
pub(super) async fn change_everything(door: &Door) {
    let (list, organizations) = ("/v2/customer-properties", "/v2/organizations");
    door.define(&json!({"type": "text", "slug": "color", "name": "Color"})).await;
    let values =
        json!({"organization": "Contoso", "properties": {"color": "green"}, "emails": [{"value": "a@x.example"}]});
    let customer = door.create(&values).await;
    let address = format!("{customer}/address");
    let operations = json!([{"op": "replace", "path": "/emails", "value": [{"value": "b@x.example"}]}]);
    door.put(&customer, &json!({"firstName": "Bea", "organization": "Contoso"})).await.done();
    door.patch(&customer, &operations).await.done();
    door.post(&format!("{customer}/phones"), &json!({"value": "1"})).await.made();
    door.put(&address, &json!({"city": "Lagos"})).await.done();
    door.delete(&address).await.done();
    let contoso = door.read(&customer).await["organizationId"].to_string();
    door.put(&format!("{organizations}/{contoso}"), &json!({"name": "Contoso", "domain": "contoso.example"}))
        .await
        .done();
    door.put(&format!("{list}/color"), &json!({"name": "Colour"})).await.done();
    door.delete(&format!("{list}/color")).await.done();
    door.delete(&format!("{organizations}/{contoso}")).await.done();
    sweep::sweep(door.directory()).await.unwrap();
    door.delete(&customer).await.done();
}

/// A few customers who all fit the filters but one.
async fn few() -> Door {
    let door = Door::open().await;
    for number in 0..5 {
        let email = format!("ines{number}@northwind.example");
        let body = json!({
            "firstName": "Ines", "lastName": "Okoro", "organization": "Northwind", "emails": [{"value": email}]
        });
        door.create(&body).await;
    }
    listen(&door);
    door
}

async fn ask(door: &Door, path: &str, parameters: &[(&str, &str)]) -> serde_json::Value {
    let url = Url::parse_with_params(&format!("http://host{path}"), parameters).unwrap();
    door.read(&format!("{path}?{}", url.query().unwrap_or_default())).await
}

/// Two steps of a walk.
async fn walk(door: &Door, parameters: &[(&str, &str)]) {
    let first = ask(door, "/v3/customers", &[parameters, &[("pageSize", "2")]].concat()).await;
    if let Some(next) = first["_links"]["next"]["href"].as_str() {
        door.read(next.strip_prefix(&door.url).unwrap()).await;
    }
}

/// How many customers fit the lists that were asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matches {
    Few,
    /// So many that whoever walks the index of a sort soon has a page full.
    Many,
}

/// Holds everything that was heard against the engine's plans; at least so many statements were.
fn check(door: &Door, least: usize, matches: Matches) {
    if !on_files() {
        assert!(on_server::check(door, heard(door)) >= least);
        return;
    }
    let database = as_served(door);
    let reads: BTreeSet<String> = heard(door).into_iter().filter(|sql| sql.starts_with("select")).collect();
    assert!(reads.len() >= least, "{} statements", reads.len());
    let mut wrong = Vec::new();
    for sql in reads {
        let plan = plan(&database, &sql);
        let faults: Vec<&str> =
            plan.iter().filter(|step| !is_right(step, &plan, &sql, matches)).map(|step| &*step.does).collect();
        if !faults.is_empty() {
            wrong.push(format!("{sql}\n  {}", faults.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} statements read too much:\n{}", wrong.len(), wrong.join("\n"));
}

/// The database, with plans as the server's own connections have them: they do not depend on values.
fn as_served(door: &Door) -> rusqlite::Connection {
    let database = door.database();
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    database
}

/// A step of a plan, and the step that it is part of.
struct PlanStep {
    part_of: i64,
    does: String,
}

fn plan(database: &rusqlite::Connection, sql: &str) -> Vec<PlanStep> {
    let mut statement = database.prepare(&format!("explain query plan {sql}")).unwrap();
    let (mut rows, mut steps) = (statement.raw_query(), Vec::new());
    while let Some(row) = rows.next().unwrap() {
        steps.push(PlanStep { part_of: row.get(1).unwrap(), does: row.get(3).unwrap() });
    }
    steps
}

/// Whether a step reads no more than it has to.
fn is_right(step: &PlanStep, plan: &[PlanStep], sql: &str, matches: Matches) -> bool {
    let does = &*step.does;
    if let Some(scanned) = does.strip_prefix("SCAN ") {
        // What is found in the index of terms, the companies themselves, and the rows of a page that is made ready.
        let is_match = scanned.starts_with("customer_search VIRTUAL TABLE INDEX") && scanned.contains('M');
        let ready = [format!("CO-ROUTINE {scanned}"), format!("MATERIALIZE {scanned}")];
        return is_match || scanned == "companies" || plan.iter().any(|other| ready.contains(&other.does));
    }
    // An index that is followed from one end of the company until the page is full: nothing is sorted then, and nobody passed over.
    let is_of_customers = does.starts_with("SEARCH c ") || does.starts_with("SEARCH customers ");
    // Whoever belongs to no organization has an index that nobody else is in.
    let is_of_some = does.contains(" customers_without_organization ");
    if is_of_customers && !is_of_some && does.ends_with("(company_id=?)") {
        let is_sorted =
            plan.iter().any(|other| other.part_of == step.part_of && other.does.starts_with("USE TEMP B-TREE"));
        let list = sql.split_once("company_id = ?1").map_or(sql, |(_, list)| list);
        let passes_nobody = list.starts_with(" order by");
        return !is_sorted && sql.contains(" limit ") && (passes_nobody || matches == Matches::Many);
    }
    true
}
