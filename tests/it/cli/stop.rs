//! The end of a server: what is in flight is finished, and nothing holds it for long.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{LIMIT, Serving, run, wait_for};
use crate::server_process::{database_in, new_folder};

/// How long the server lets requests finish.
const GRACE: Duration = Duration::from_secs(10);

#[test]
fn a_request_in_flight_is_finished_before_the_server_ends() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &[]);
    let mut slow = SlowCreate::start(&server);
    server.signal("TERM");
    wait_for("the refusal of connections", || TcpStream::connect(server.address()).err());

    let answer = slow.finish();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    let database = server.database.clone();
    let (status, out, err) = server.end();
    assert_eq!(status.code(), Some(0), "{out}{err}");
    assert_eq!(customers(&database), 1);
}

#[test]
fn connections_without_a_request_do_not_hold_the_server() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &[]);
    let mut used = connect(&server);
    used.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert!(head(&mut used).starts_with("HTTP/1.1 200"));
    let _fresh = connect(&server);

    server.signal("TERM");
    let told = Instant::now();
    let (status, ..) = server.end();
    assert_eq!(status.code(), Some(0));
    assert!(told.elapsed() < GRACE / 2, "it took {:?}", told.elapsed());
}

#[test]
fn a_request_that_never_ends_holds_the_server_for_the_grace_time_at_most() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &[]);
    let _slow = SlowCreate::start(&server);
    server.signal("TERM");
    let told = Instant::now();
    let database = server.database.clone();
    let (status, _, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(told.elapsed() < GRACE * 3 / 2, "it took {:?}", told.elapsed());
    assert!(log.contains("did not finish within the grace time"), "{log}");
    assert_eq!(customers(&database), 0);
}

#[test]
fn an_interrupt_stops_it_too_and_leaves_one_whole_file() {
    let folder = new_folder();
    let server = Serving::start(&database_in(folder.path()), &[]);
    server.printed("client secret");
    server.signal("INT");
    let (status, ..) = server.end();
    assert_eq!(status.code(), Some(0));
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["cardfile.db", "cardfile.db.lock"]);
}

/// A create whose head has arrived and whose body has not.
struct SlowCreate {
    connection: TcpStream,
    rest: &'static str,
}

impl SlowCreate {
    /// Returns when the server is reading the body: it asks for it then.
    fn start(server: &Serving) -> Self {
        let token = token(server);
        let (begin, rest) = (r#"{"firstName":"#, r#""Ines"}"#);
        let length = begin.len() + rest.len();
        let mut connection = connect(server);
        let request = format!(
            "POST /v2/customers HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\nexpect: 100-continue\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        connection.write_all(request.as_bytes()).unwrap();
        let head = head(&mut connection);
        assert!(head.starts_with("HTTP/1.1 100"), "{head}");
        connection.write_all(begin.as_bytes()).unwrap();
        Self { connection, rest }
    }

    fn finish(&mut self) -> String {
        self.connection.write_all(self.rest.as_bytes()).unwrap();
        head(&mut self.connection)
    }
}

fn connect(server: &Serving) -> TcpStream {
    let connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(LIMIT)).unwrap();
    connection
}

/// The head of the next answer on a connection.
fn head(connection: &mut TcpStream) -> String {
    let mut head = String::new();
    let mut byte = [0];
    while !head.ends_with("\r\n\r\n") {
        assert_eq!(connection.read(&mut byte).unwrap(), 1, "the connection ended after {head:?}");
        head.push(byte[0].into());
    }
    head
}

/// An access token for the first app.
fn token(server: &Serving) -> String {
    let (id, secret) = (server.printed("client id"), server.printed("client secret"));
    let mut connection = connect(server);
    let query = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let request = format!("POST /v2/oauth2/token?{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    let answer = BufReader::new(connection).lines().map(Result::unwrap).last().unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

/// How many customers the only company has.
fn customers(database: &Path) -> i64 {
    run(database, &["company", "list"]).printed();
    let file = rusqlite::Connection::open(database).unwrap();
    let customers = file.query_row("select count(*) from customers", [], |row| row.get(0)).unwrap();
    assert_eq!(
        file.query_row("select customers from companies", [], |row| row.get::<_, i64>(0)).unwrap(),
        customers,
        "the count that is kept"
    );
    customers
}
