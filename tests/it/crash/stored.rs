//! Looks into a database for customers that are there by half.

use crate::cluster;
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;

/// Opens a database file without waiting for the disk, which is of no use to a reader.
pub fn open(database: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(database)?;
    connection.execute_batch("pragma synchronous = off")?;
    Ok(connection)
}

/// Every customer of a database: its document by its id.
pub fn customers(connection: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    let mut statement = connection.prepare("select id, doc from customers")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Every row of a file that lacks the rows that were written with it, one line each.
pub fn halves(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut halves = Vec::new();
    for (what, query) in HALVES.iter().chain(&HALVES_OF_A_FILE) {
        let mut statement = connection.prepare(query)?;
        let rows = statement.query_map([], |row| Ok(format!("{what}: {row:?}")))?;
        for row in rows {
            halves.push(row?);
        }
    }
    Ok(halves)
}

/// The same of a database on PostgreSQL.
pub fn halves_at(url: &str) -> Vec<String> {
    let found = |(what, query): &(&str, &str)| {
        let rows = cluster::rows(url, query).into_iter();
        rows.map(|row| format!("{what}: {row}")).collect::<Vec<_>>()
    };
    HALVES.iter().chain(&HALVES_ON_POSTGRESQL).flat_map(found).collect()
}

/// Each query finds what must not be there, in one pass over the rows.
const HALVES: [(&str, &str); 9] = [
    (
        "customer without the event that made it",
        "select company_id, id from customers
         except select company_id, cast(subject_id as bigint) from events where subject = 'customer' and verb = 'created'",
    ),
    (
        "customer whose version is not the number of its events",
        "select company_id, id, version from customers
         except select company_id, cast(subject_id as bigint), count(*) from events where subject = 'customer' group by 1, 2",
    ),
    (
        "event of a customer that is not there",
        "select company_id, cast(subject_id as bigint) from events where subject = 'customer'
         except select company_id, id from customers",
    ),
    (
        "email without its identity key",
        "select company_id, customer_id, value from customer_emails
         except select company_id, holder, key from identity_keys where kind = 'email'",
    ),
    (
        "identity key without its email",
        "select company_id, holder, key from identity_keys where kind = 'email'
         except select company_id, customer_id, value from customer_emails",
    ),
    (
        "company that does not have as many customers as it says",
        "select company_id, customers from companies where customers > 0
         except select company_id, count(*) from customers group by 1",
    ),
    (
        "company whose quarters of an hour do not tell of as many customers as it says",
        "select company_id, customers from companies where customers > 0
         except select company_id, cast(sum(made - removed) as bigint) from activity group by 1",
    ),
    (
        "organization that does not have as many customers as it says",
        "select company_id, id, customers from organizations where customers > 0
         except select company_id, organization_id, count(*) from customers where organization_id is not null group by 1, 2",
    ),
    (
        "company whose events are not numbered from 1 to what it says",
        "select company_id, events, events from companies where events > 0
         except select company_id, count(*), max(seq) from events group by 1",
    ),
];

/// Where the engines read JSON by functions of other names, or keep other rows.
const HALVES_OF_A_FILE: [(&str, &str); 2] = [
    (
        "new customer whose event does not have it whole",
        "select company_id, id, substr(flat, 1, length(flat) - 1) || coalesce(',\"organizationId\":' || organization_id, '')
                || coalesce(',\"properties\":' || nullif((select json_group_object(key, json_remove(value, '$.anchor')) from json_each(properties)), '{}'), '') || '}'
         from (select *, replace(substr(doc, 1, length(doc) - 1), ',\"_embedded\":{', ',') as flat from customers where version = 1)
         except select company_id, cast(subject_id as bigint), after from events where subject = 'customer' and verb = 'created'",
    ),
    (
        "property value without the row that says who has it",
        "select c.company_id, c.id, p.value ->> 'anchor' from customers c, json_each(c.properties) p
         except select company_id, owner, anchor from property_values",
    ),
];

const HALVES_ON_POSTGRESQL: [(&str, &str); 3] = [
    (
        "new customer whose event does not have it whole",
        "select company_id, id, (substr(flat, 1, length(flat) - 1) || coalesce(',\"organizationId\":' || organization_id, '')
                || coalesce(',\"properties\":' || (select jsonb_object_agg(key, value - 'anchor')::text from jsonb_each(properties::jsonb)), '') || '}')::jsonb
         from (select *, replace(substr(doc, 1, length(doc) - 1), ',\"_embedded\":{', ',') as flat from customers where version = 1) new
         except select company_id, cast(subject_id as bigint), after::jsonb from events where subject = 'customer' and verb = 'created'",
    ),
    (
        "property value without the row that says who has it",
        "select c.company_id, c.id, cast(p.value ->> 'anchor' as bigint) from customers c, json_each(c.properties::json) p
         except select company_id, owner, anchor from property_values",
    ),
    (
        "customer whom the search does not know",
        "select company_id, id from customers except select company_id, id from customer_search",
    ),
];
