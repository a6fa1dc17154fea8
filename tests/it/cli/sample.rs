//! `cardfile sample`: people who do not exist, the same for the same seed.

use super::run;
use crate::server_process::{database_in, new_folder};

/// Everybody of a database without identifiers, which come as commits do.
fn people(database: &std::path::Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(database).unwrap();
    let sql = "select c.doc, o.name from customers c left join organizations o on o.company_id = c.company_id and o.id = c.organization_id";
    let mut rows = connection.prepare(sql).unwrap();
    let people = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))).unwrap();
    let mut people: Vec<String> = people.map(|person| without_ids(person.unwrap())).collect();
    people.sort();
    people
}

fn without_ids((document, organization): (String, Option<String>)) -> String {
    let mut document: serde_json::Value = serde_json::from_str(&document).unwrap();
    for list in document["_embedded"].as_object_mut().unwrap().values_mut().filter_map(|list| list.as_array_mut()) {
        list.iter_mut().for_each(|entry| drop(entry.as_object_mut().unwrap().remove("id")));
    }
    format!("{document} {organization:?}")
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let folders = [new_folder(), new_folder(), new_folder()];
    let databases = folders.each_ref().map(|folder| database_in(folder.path()));
    for (database, seed) in databases.iter().zip(["3", "3", "4"]) {
        run(database, &["company", "create", "--name", "N"]).printed();
        let printed = run(database, &["sample", "--customers", "150", "--seed", seed]).printed();
        assert_eq!(printed, format!("made 150 customers of sample {seed} in company 1\n"));
    }
    let [first, second, other] = databases.each_ref().map(|database| people(database));
    assert_eq!(first.len(), 150);
    assert_eq!(first, second);
    assert_ne!(first, other);
}

#[test]
fn a_sample_goes_on_where_it_ended_and_nobody_comes_twice() {
    let folder = new_folder();
    let database = database_in(folder.path());
    run(&database, &["company", "create", "--name", "N"]).printed();
    run(&database, &["company", "create", "--name", "M"]).printed();
    run(&database, &["sample", "--customers", "10"]).printed();
    let printed = run(&database, &["sample", "--customers", "15"]).printed();
    assert_eq!(printed, "made 5 customers of sample 1 in company 1; 10 were there already\n");
    let printed = run(&database, &["sample", "--customers", "1", "--company", "2"]).printed();
    assert_eq!(printed, "made 1 customers of sample 1 in company 2\n");
}

#[test]
fn what_cannot_be_filled_is_told_in_a_line() {
    let folder = new_folder();
    let database = database_in(folder.path());
    assert!(run(&database, &["sample", "--customers", "1"]).refusal(1).contains("there is no company yet"));
    run(&database, &["company", "create", "--name", "N"]).printed();
    assert!(
        run(&database, &["sample", "--customers", "1", "--company", "9"]).refusal(1).contains("there is no company 9")
    );
    for wrong in ["0", "-1", "x", "100000001"] {
        run(&database, &["sample", &format!("--customers={wrong}")]).refusal(2);
    }
}
