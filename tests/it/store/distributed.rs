//! What a distributed table asks for, seen on a plain PostgreSQL; and the command that distributes.

use super::listener::{heard, listen};
use super::{on_server, plans};
use crate::cluster::{self, Database};
use crate::door::database::Database as Any;
use crate::door::{Door, PASSWORD, on_files};
use crate::web::passkeys;
use serde_json::json;
use std::collections::BTreeSet;
use std::process::{Command, Output};

/// The tables that belong to no company.
const SHARED: &str = "('migrations', 'secrets', 'sequences', 'tries')";

#[test]
fn every_key_of_a_company_s_table_begins_with_the_company() {
    let database = migrated();
    let tables = database.rows("select count(*) from pg_tables where schemaname = 'public'");
    assert!(tables[0].parse::<u64>().unwrap() > 15, "{tables:?}");
    let without = "select relname from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
         and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and attname = 'company_id' and atttypid = 'bigint'::regtype
             and attnotnull)";
    assert_eq!(database.rows(&format!("{without} and relname not in {SHARED}")), [""; 0], "tables without company");
    assert_eq!(database.rows(&format!("{without} order by 1")), ["migrations", "secrets", "sequences", "tries"]);

    let without_key =
        "select relname from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
         and not exists (select 1 from pg_constraint where conrelid = c.oid and contype = 'p')";
    assert_eq!(database.rows(without_key), [""; 0], "tables without primary key");
    let first = "(select attname from pg_attribute where attrelid = indrelid and attnum = indkey[0]) is distinct from 'company_id'";
    let unique = "select indexrelid::regclass from pg_index where indisunique and indrelid::regclass::text";
    let of_tables = "in (select tablename from pg_tables where schemaname = 'public')";
    let keys = database.rows(&format!("{unique} {of_tables} and indrelid::regclass::text not in {SHARED} and {first}"));
    assert_eq!(keys, [""; 0], "unique keys that do not begin with the company");
    let foreign = "select conname from pg_constraint where contype = 'f' and (select attname from pg_attribute
         where attrelid = conrelid and attnum = conkey[1]) is distinct from 'company_id'";
    assert_eq!(database.rows(foreign), [""; 0], "foreign keys that do not begin with the company");
    let excluding = "select conname from pg_constraint where contype = 'x'";
    assert_eq!(database.rows(excluding), [""; 0], "a distributed table has no exclusion over nodes");
    let triggers = "select tgname from pg_trigger where not tgisinternal";
    assert_eq!(database.rows(triggers), [""; 0], "a distributed table has no triggers");
}

#[test]
fn without_the_extension_it_is_said_what_is_missing() {
    let database = cluster::new_database();
    let refusal = refused(&distribute(&database.url()));
    for word in ["citus", "shared_preload_libraries", "create extension", "citus_add_node"] {
        assert!(refusal.contains(word), "{refusal}");
    }
    let folder = crate::server_process::new_folder();
    let refusal = refused(&distribute(&format!("sqlite:{}", folder.path().join("cardfile.db").display())));
    assert!(refusal.contains("a file is on one machine"), "{refusal}");
}

#[test]
fn every_table_is_distributed_once() {
    let database = migrated();
    database.rows(STAND_IN);
    let (first, second) = (printed(&distribute(&database.url())), printed(&distribute(&database.url())));
    let expected = format!(
        "select relname, case when relname in {SHARED} then 'r' else 'company_id' end from pg_class where relkind = 'r' \
         and relnamespace = 'public'::regnamespace and relname not in ('sequences', 'tries') order by 1"
    );
    let done = "select logicalrelid, coalesce(by, 'r') from pg_dist_partition order by logicalrelid::text";
    assert_eq!(database.rows(done), database.rows(&expected));
    let beside =
        "select distinct beside from pg_dist_partition where logicalrelid <> 'companies'::regclass and by is not null";
    assert_eq!(database.rows(beside), ["companies"]);
    assert_eq!(
        database.rows("select count(*) from pg_dist_partition where truncated < 2"),
        ["0"],
        "rows stayed where they were"
    );
    for line in [
        "customers  by company  now",
        "migrations  whole on every node  now",
        "sequences  on the coordinator  already",
        "tries  on the coordinator  already",
    ] {
        assert!(first.contains(&format!("{line}\n")), "{first}");
    }
    assert_eq!(second, first.replace("  now\n", "  already\n"));
}

/// What the extension does with a statement was read in its source; beside each rule stands where.
#[tokio::test]
async fn every_statement_is_one_that_a_distributed_table_takes_and_sends_to_one_node() {
    if on_files() {
        return;
    }
    let database = tokio::task::spawn_blocking(|| {
        let database = Any::new();
        let url = database.url().to_string();
        cluster::rows(&url, STAND_IN);
        printed(&distribute(&url));
        database
    });
    let door = Door::open_on(database.await.unwrap()).await;
    let mut browser = door.owner().await;
    listen(&door);
    plans::change_everything(&door).await;
    door.fill(3, "Ines", "Okoro").await;
    let (one, other) = (
        json!({"organization": "Northwind", "emails": [{"value": "i@x.example"}]}),
        json!({"organization": "Northwind"}),
    );
    tokio::join!(door.create(&one), door.create(&other), door.create(&other));
    assert_eq!(door.post("/v2/customers", &one).await.status, 409);
    for path in
        ["/v2/customers?query=Ines", "/v2/customers?sortField=lastName&page=2", "/v2/organizations", "/v2/users"]
    {
        door.read(path).await;
    }
    for page in [
        "/overview",
        "/customers?q=ines",
        "/organizations?q=north",
        "/properties",
        "/settings/people",
        "/settings/apps",
        "/settings/account",
    ] {
        browser.open(page).await;
    }
    let address = [("email", "n.adeyemi@northwind.example"), ("proof", PASSWORD)];
    browser.post("/settings/account/email", &address).await.goes_to();
    passkeys::everything(&door, &browser).await;
    let heard = heard(&door);
    let wrong: Vec<&str> = heard.iter().map(|sql| &**sql).filter(|sql| !is_taken(sql)).collect();
    assert!(wrong.is_empty(), "{} statements are not for a distributed table:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(mutable(&door, &heard), [""; 0], "functions that each node would answer for itself");
    let count = on_server::check(&door, heard);
    assert!(count > 60, "{count} statements");
}

fn is_taken(sql: &str) -> bool {
    // multi_router_planner.c refuses what adds rows in a WITH; recursive_planning.c takes it apart then, and plans every part anew each time.
    let begins = ["select ", "insert into ", "update ", "delete from "].iter().any(|verb| sql.starts_with(verb));
    // A row is added on the node of its company, which is in the statement: a value for each row, or the column of the table that is read.
    let adds = match sql.strip_prefix("insert into ").and_then(|rest| rest.split_once(" (")) {
        // Of no company, and on the coordinator.
        Some(("tries", _)) => true,
        Some((_, rest)) => {
            let (columns, rows) = rest.split_once(") ").unwrap();
            let is_of_company = |row: &str| row.starts_with("?1,") || row.starts_with("company_id,");
            let rows = rows.split(" on conflict").next().unwrap();
            let values = rows.strip_prefix("values (").map(|rows| rows.split("), (").all(is_of_company));
            columns.starts_with("company_id, ")
                && values.unwrap_or_else(|| rows.strip_prefix("select ").is_some_and(is_of_company))
        }
        None => true,
    };
    // ErrorIfOnConflictNotSupported and ModifyPartialQuerySupported: a row stays with its company.
    let moves = sql.contains("set company_id") || sql.contains(", company_id =");
    // What belongs to no company is written alone, so that no commit of a company spans nodes.
    let (shared, is_alone) =
        (["sequences", "migrations", " tries "].iter().any(|table| sql.contains(table)), !sql.contains("company_id"));
    begins && adds && !moves && (!shared || is_alone)
}

/// Functions in what changes rows that do not always answer the same: ModifyPartialQuerySupported refuses those that are volatile, and
/// ErrorIfOnConflictNotSupported every one that is not immutable.
fn mutable(door: &Door, heard: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for sql in heard.iter().filter(|sql| !sql.starts_with("select ")) {
        let names = |part: &str| {
            let words =
                part.split('(').map(|before| before.rsplit(|one: char| !one.is_alphanumeric() && one != '_').next());
            words.map(|word| format!("'{}'", word.unwrap_or_default())).collect::<Vec<_>>().join(", ")
        };
        let conflict = sql.split_once(" on conflict").map_or("", |(_, conflict)| conflict);
        let ask = format!(
            "select proname::text from pg_proc where proname in ({}) and provolatile = 'v' \
             or proname in ({}) and provolatile <> 'i'",
            names(sql),
            names(conflict)
        );
        let clocks = ["current_timestamp", "current_date", "localtimestamp", "now"].map(str::to_owned);
        found.extend(door.rows(&ask).into_iter().flatten().map(|name| format!("{name} in {sql}")));
        found.extend(clocks.into_iter().filter(|clock| sql.contains(clock)).map(|clock| format!("{clock} in {sql}")));
    }
    found
}

/// Functions of the names that the extension has, which note what they are called with.
const STAND_IN: &str = "
    set allow_system_table_mods = on;
    insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) values (99999, 'citus', 10, 11, false, '0');
    create schema stand_in;
    create table stand_in.pg_dist_partition (logicalrelid regclass primary key, by text, beside text, truncated int not null default 0);
    set search_path = public, stand_in;
    create function create_distributed_table(regclass, text, colocate_with text) returns void language sql as
        'insert into pg_dist_partition values ($1, $2, $3)';
    create function create_reference_table(regclass) returns void language sql as
        'insert into pg_dist_partition values ($1, null, null)';
    create function truncate_local_data_after_distributing_table(regclass) returns void language sql as
        'update pg_dist_partition set truncated = truncated + 1 where logicalrelid = $1';
    do 'begin execute format(''alter database %I set search_path = public, stand_in'', current_database()); end';";

fn migrated() -> Database {
    let database = cluster::new_database();
    printed(&cardfile(&database.url(), &["company", "list"]));
    database
}

fn distribute(url: &str) -> Output {
    cardfile(url, &["database", "distribute"])
}

fn cardfile(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cardfile")).args(arguments).args(["--database", url]).output().unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The line in which a command said that it cannot be done.
fn refused(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!((output.status.code(), text.lines().count()), (Some(1), 1), "{output:?}");
    text
}
