//! What PostgreSQL would do for statements that were heard: each finds its rows by an index that begins with the company, and names the
//! company for every table that it reads. That is how a distributed database knows the one node to ask; what says only that the companies of
//! two tables are the same, across the edge of a subquery that is cut off by a limit, it would ask of all nodes.

use crate::door::Door;
use crate::door::database::alone;
use std::collections::BTreeSet;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Holds the statements against the plans that the engine has for any values, and answers how many there were.
pub fn check(door: &Door, heard: BTreeSet<String>) -> usize {
    let verbs = ["select", "insert", "update", "delete", "with"];
    let heard: Vec<String> = heard.into_iter().filter(|sql| verbs.iter().any(|verb| sql.starts_with(verb))).collect();
    let (url, count) = (door.database_url().to_string(), heard.len());
    let wrong: Vec<String> = alone(async move {
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("set enable_seqscan = off; set plan_cache_mode = force_generic_plan").await.unwrap();
        let mut wrong = Vec::new();
        for (at, sql) in heard.iter().enumerate() {
            let values = (1..200).take_while(|number| sql.contains(&format!("?{number}"))).count();
            let values = if values == 0 { String::new() } else { format!("({})", vec!["null"; values].join(", ")) };
            let statement = format!("prepare s{at} as {}; explain execute s{at}{values}", sql.replace('?', "$"));
            let plan = client.simple_query(&statement).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
            let lines: Vec<String> = plan
                .iter()
                .filter_map(|message| match message {
                    SimpleQueryMessage::Row(row) => row.get(0).map(ToOwned::to_owned),
                    _ => None,
                })
                .collect();
            if !is_right(&lines, sql) {
                wrong.push(format!("{sql}\n{}", lines.join("\n")));
            }
        }
        wrong
    });
    assert!(wrong.is_empty(), "{} statements read too much:\n{}", wrong.len(), wrong.join("\n\n"));
    count
}

fn is_right(plan: &[String], sql: &str) -> bool {
    // These are about companies themselves, or about rows that are a handful.
    let is_small =
        !sql.contains("?1") && sql.contains("from companies") || sql.contains("sequences") || sql.contains("secrets");
    // What was tried belongs to no company. Whose address it is, is asked before the company is known.
    let is_of_nobody = sql.contains(" tries ");
    let is_of_one = !is_small && !is_of_nobody && !sql.contains("where u.email_key = ?1");
    plan.iter().enumerate().all(|(at, step)| {
        let reads = ["Seq Scan", "Index Scan using", "Index Only Scan", "Bitmap Heap Scan"];
        let mut says = plan[at + 1..].iter().take_while(|line| !line.contains("->"));
        if is_of_one
            && reads.iter().any(|way| step.contains(way))
            && !says.any(|line| line.contains("company_id = $1)"))
        {
            return false;
        }
        if step.contains("Seq Scan") {
            return is_small;
        }
        let is_index = step.contains("Index Scan") || step.contains("Index Only Scan");
        let condition = || plan[at + 1..].iter().find(|line| line.contains("Index Cond:"));
        let begins = |line: &String| is_of_nobody || line.contains("company_id") || line.contains("terms @@");
        !is_index || is_small || condition().is_some_and(begins)
    })
}
