//! What a file does for itself beside the writing.

use crate::door::{Door, on_files};
use serde_json::json;
use std::time::{Duration, Instant};

/// How long is waited for what happens on a thread of its own.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pages that the write-ahead log may have: it is written back from 4,096 on, and what comes meanwhile is added.
const LOG: u64 = 4 * 4096 + 4096;

#[tokio::test]
async fn when_nobody_writes_the_pieces_of_the_search_index_are_joined() {
    if !on_files() {
        return;
    }
    let door = Door::open().await;
    for nth in 0..30 {
        // As many as do not wait for others.
        door.fill(300, &format!("Number{nth}"), "Joined").await;
    }
    let pieces = || {
        let sql = "select count(distinct segid) from customer_search_idx";
        door.database().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert!(pieces() > 2, "there was nothing to join: {} pieces", pieces());
    let started = Instant::now();
    while pieces() > 2 {
        assert!(started.elapsed() < PATIENCE, "{} pieces are left", pieces());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let found = door.get("/v2/customers?query=(lastName:joined)").await.json();
    assert_eq!(found["page"]["totalElements"], 9_000);
}

#[tokio::test]
async fn the_log_is_written_back_while_others_go_on_writing() {
    if !on_files() {
        return;
    }
    let door = Door::open().await;
    let (log, mut longest) = (door.database_file().with_extension("db-wal"), 0);
    let started = Instant::now();
    let mut written = 0;
    // Some times as much as the log may hold.
    while written < 100_000 {
        written += door.fill(2_000, "Ines", "Written").await.len();
        longest = longest.max(std::fs::metadata(&log).unwrap().len());
        assert!(started.elapsed() < 4 * PATIENCE, "{written} customers were written in time");
    }
    assert!(longest < LOG * 4096, "the log grew to {longest} bytes");
    assert!(std::fs::metadata(door.database_file()).unwrap().len() > longest, "nothing was written back");
}

#[tokio::test]
async fn soon_after_a_delete_no_byte_of_the_name_is_left_in_the_files() {
    if !on_files() {
        return;
    }
    let door = Door::open().await;
    let body = |name: &str| json!({"firstName": name, "emails": [{"value": format!("{name}@x.example")}]});
    door.create(&body("Neighbour")).await;
    // Twice: the log is emptied after a start as well. Once while others write and read, and once while nobody does.
    for (name, later, is_quiet) in [("Zanzibarina", "Zanzibarissa", false), ("Quetzalina", "Quetzalissa", true)] {
        // So that the name does not stand where the log is written over first.
        door.fill(1_000, "Ines", "Written").await;
        let customer = door.create(&body(name)).await;
        door.put(&customer, &json!({"firstName": later})).await.done();
        assert_eq!(door.read(&format!("/v2/customers?query={later}")).await["page"]["totalElements"], 1);
        let beginning = &name[..6];
        assert!(stands_in_files(&door, name) && stands_in_files(&door, beginning), "it is there at first");
        door.delete(&customer).await.done();
        let started = Instant::now();
        while stands_in_files(&door, beginning) {
            assert!(started.elapsed() < PATIENCE, "{name} is still there");
            if is_quiet {
                tokio::time::sleep(Duration::from_millis(50)).await;
            } else {
                door.fill(20, "Ines", "Written").await;
                door.read("/v2/customers?query=ines").await;
            }
        }
    }
    assert!(stands_in_files(&door, "neighbour"), "others are left");
    assert!(door.read("/v2/customers?query=ines").await["page"]["totalElements"].as_i64().unwrap() >= 20);
}

/// Whether a word stands in the database file or its log, letter case ignored.
fn stands_in_files(door: &Door, word: &str) -> bool {
    let file = door.database_file();
    let holds = |bytes: Vec<u8>| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    [file.with_extension("db-wal"), file].into_iter().any(|file| holds(std::fs::read(file).unwrap_or_default()))
}
