//! What a distributed table asks for, seen on a plain PostgreSQL; and the command that distributes.

use crate::cluster::{self, Database};
use std::process::{Command, Output};

/// The tables that belong to no company.
const SHARED: &str = "('migrations', 'secrets', 'sequences')";

#[test]
fn every_key_of_a_company_s_table_begins_with_the_company() {
    let database = migrated();
    let tables = database.rows("select count(*) from pg_tables where schemaname = 'public'");
    assert!(tables[0].parse::<u64>().unwrap() > 15, "{tables:?}");
    let without = "select relname from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
         and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and attname = 'company_id' and atttypid = 'bigint'::regtype
             and attnotnull)";
    assert_eq!(database.rows(&format!("{without} and relname not in {SHARED}")), [""; 0], "tables without company");
    assert_eq!(database.rows(&format!("{without} order by 1")), ["migrations", "secrets", "sequences"]);

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
        "select relname, case when relname in {SHARED} then 'r' else 'company_id' end from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'pg_dist%' order by 1"
    );
    let done = "select logicalrelid, coalesce(by, 'r') from pg_dist_partition order by logicalrelid::text";
    assert_eq!(database.rows(done), database.rows(&expected));
    assert_eq!(database.rows("select distinct beside from pg_dist_partition where logicalrelid <> 'companies'::regclass and by is not null"), ["companies"]);
    assert_eq!(
        database.rows("select count(*) from pg_dist_partition where truncated < 2"),
        ["0"],
        "rows stayed where they were"
    );
    assert!(
        first.contains("customers  by company  now\n") && first.contains("sequences  whole on every node  now\n"),
        "{first}"
    );
    assert_eq!(second, first.replace("  now\n", "  already\n"));
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
    create function create_reference_table(regclass) returns void language sql as 'insert into pg_dist_partition values ($1)';
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
