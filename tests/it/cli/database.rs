//! `cardfile database copy` as people and scripts call it.

use super::{Ended, Serving, cardfile, run, url_of};
use crate::cluster;
use crate::server_process::{database_in, new_folder};

fn copy(from: &str, to: &str) -> Ended {
    Ended::of(&mut cardfile(&["database", "copy", from, to]))
}

#[test]
fn a_served_file_is_copied_to_a_server_and_back_and_opened_there() {
    let folder = new_folder();
    let file = database_in(folder.path());
    let serving = Serving::start(&file, &[]);
    let server = cluster::new_database();
    let there = copy(&url_of(&file), &server.url()).printed();
    assert!(there.starts_with("copied ") && there.contains(" rows of 1 companies; all "), "{there}");
    assert!(there.trim_end().ends_with("agree") && there.lines().count() == 1, "{there}");
    let again = folder.path().join("again.db");
    copy(&server.url(), &url_of(&again)).printed();
    let apps = run(&file, &["app", "list"]).printed();
    assert_eq!(run(&again, &["app", "list"]).printed(), apps);
    let refused = copy(&server.url(), &url_of(&file)).refusal(1);
    assert!(refused.contains("is in use by another cardfile serve"), "{refused}");
    serving.stop();
    let refused = copy(&server.url(), &url_of(&file)).refusal(1);
    assert!(refused.contains("is not empty") && refused.contains("companies (1)"), "{refused}");
}

#[test]
fn a_url_that_is_not_understood_is_told_without_its_password() {
    let refused = copy("postgresql://u:s3cret@a/d?colour=red", "sqlite:x.db").refusal(2);
    assert!(refused.contains("<FROM>") && refused.contains("colour") && !refused.contains("s3cret"), "{refused}");
    let refused = copy("sqlite:x.db", "mysql://x").refusal(2);
    assert!(refused.contains("<TO>") && refused.contains("must be sqlite:PATH"), "{refused}");
}
