//! `cardfile company`: companies are made and listed while the server runs.

use super::run;
use crate::server_process::{ServerProcess, database_in, new_folder};

#[test]
fn a_company_is_made_and_listed_while_the_server_runs() {
    let server = ServerProcess::start();
    let printed = run(&server.database(), &["company", "create", "--name", "Southwind GmbH"]).printed();
    assert_eq!(printed, "2\n");
    let list = run(&server.database(), &["company", "list"]).printed();
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("1  My company  made "), "{list}");
    assert!(lines[1].starts_with("2  Southwind GmbH  made ") && lines[1].ends_with('Z'), "{list}");
}

#[test]
fn a_name_has_1_to_100_characters() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let create = |name: &str| run(&database, &["company", "create", "--name", name]);
    create("N").printed();
    create(&"é".repeat(100)).printed();
    for (wrong, said) in [("", "between 1 and 100"), (&*"é".repeat(101), "between 1 and 100"), ("  ", "empty")] {
        let refusal = create(wrong).refusal(1);
        assert!(refusal.contains("name: ") && refusal.contains(said), "{refusal}");
    }
    assert_eq!(run(&database, &["company", "list"]).printed().lines().count(), 2);
}
