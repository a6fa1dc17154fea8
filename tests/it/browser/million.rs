//! A million customers, for journeys that are to feel the same with them.

use crate::door::Door;
use rusqlite::{Connection, params};

/// How many times as many each of the first customers becomes.
const TIMES: i64 = 10_000;
/// First and last names, each with each.
const FIRST: [&str; 10] = ["Thabo", "Zoë", "José", "Aoife", "Yael", "Dmitri", "Nora", "Ben", "Lin", "Amara"];
const LAST: [&str; 10] =
    ["Mokoena", "Adler", "García", "O'Neill", "Cohen", "Ivanov", "Haddad", "Nguyen", "Sato", "Bauer"];

/// Fills a directory on a file with a million customers of a hundred names, in a few statements: the rows of a hundred who were made as
/// usual, and what the search index has of them, as often as it takes.
pub async fn fill(door: &Door) {
    for first in FIRST {
        for last in LAST {
            door.fill(1, first, last).await;
        }
    }
    let first = door.number("select min(id) from customers");
    let count = (FIRST.len() * LAST.len()) as i64;
    let more = (count * (TIMES - 1)) as usize;
    let mut ids = door.directory().store.take_ids(more).await.unwrap().ids;
    let next = ids.next().unwrap();
    // Whoever searches brings the index up to those that are here.
    door.read("/v2/customers?query=nobody").await;
    let file = door.database_file();
    tokio::task::spawn_blocking(move || multiply(&file, first, next, count)).await.unwrap();
}

fn multiply(file: &std::path::Path, first: i64, next: i64, count: i64) {
    let mut database = Connection::open(file).unwrap();
    database.execute_batch("pragma synchronous = off; pragma cache_size = -300000").unwrap();
    let work = database.transaction().unwrap();
    work.execute_batch(
        "insert into customer_search (customer_search, rank) values ('hashsize', 67108864);
         create virtual table temp.words using fts5vocab(main, customer_search, instance);
         create temp table models (place integer primary key, terms text);
         insert into models select -doc, group_concat(term, ' ' order by offset) from temp.words group by doc;",
    )
    .unwrap();
    let places = "with recursive places (id) as (select ?2 union all select id + 1 from places where id + 1 < ?2 + ?3)";
    work.execute(
        &format!(
            "{places} insert into customers select c.company_id, p.id, c.version, c.created_at, c.updated_at, c.first_key, \
             c.last_key, c.organization_id, c.doc, c.properties from places p cross join customers c \
             on c.company_id = (select min(company_id) from companies) and c.id = ?1 + (p.id - ?2) % ?4"
        ),
        params![first, next, count * (TIMES - 1), count],
    )
    .unwrap();
    work.execute(
        "with recursive places (id) as (select ?2 + ?3 - 1 union all select id - 1 from places where id > ?2) \
         insert into customer_search (rowid, terms) select -p.id, m.terms from places p cross join models m \
         on m.place = ?1 + (p.id - ?2) % ?4",
        params![first, next, count * (TIMES - 1), count],
    )
    .unwrap();
    let last = next + count * (TIMES - 1) - 1;
    work.execute("update companies set customers = customers + ?1, indexed = ?2", params![count * (TIMES - 1), last])
        .unwrap();
    work.execute("insert into customer_search (customer_search, rank) values ('hashsize', 1048576)", []).unwrap();
    work.commit().unwrap();
}
