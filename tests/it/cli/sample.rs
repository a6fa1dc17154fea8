//! `cardfile sample`: people who do not exist, the same for the same seed.

use super::run;
use crate::server_process::{database_in, new_folder};

/// First names and documents of a database, the oldest first.
fn people(database: &std::path::Path) -> Vec<(i64, String)> {
    let connection = rusqlite::Connection::open(database).unwrap();
    let mut rows = connection.prepare("select id, doc from customers order by id").unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
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
    assert_eq!(first, second, "with the same identifiers, in the same order");
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
    assert!(run(&database, &["sample", "--customers", "1", "--company", "9"]).refusal(1).contains("there is no company 9"));
    for wrong in ["0", "-1", "x", "100000001"] {
        run(&database, &["sample", &format!("--customers={wrong}")]).refusal(2);
    }
}
