//! A disk that is full: what cannot be written is refused and leaves nothing, what is there is read, and writing works again when there is
//! room.

use crate::crash::customer::{SecondEmail, Sent};
use crate::crash::stored;
use crate::door::on_files;
use crate::rig::Rig;
use crate::server_process::ServerProcess;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// What fits on the disk: the database with some hundred customers.
const SIZE: &str = "16m";
/// What somebody else has on it for the time being, in bytes.
const ELSEWHERE: usize = 8 << 20;
/// Finds everybody who was made before the disk was full.
const SEARCH: &str = "/v2/customers?query=(firstName:Number)";
/// No test writes so many customers on it.
const MANY: u64 = 10_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_clearly_and_loses_nothing() {
    if !on_files() {
        return;
    }
    let (_disk, folder) = match Rig::start_with("disk", &[SIZE]) {
        Ok(disk) => disk,
        Err(reason) => {
            // Past the capture of what tests print: nobody shall take this for a test that ran.
            writeln!(std::io::stderr(), "NOT TESTED: a full disk, because {reason}").unwrap();
            return;
        }
    };
    let rest = Path::new(&folder).join("rest");
    fs::write(&rest, vec![0; ELSEWHERE]).unwrap();
    let mut server = ServerProcess::start_in(tempfile::tempdir_in(&folder).unwrap());
    let caller = Caller { client: Client::new(), url: server.url().to_owned(), token: server.token().await };

    // Customers until the first does not fit, and then whatever is left.
    let mut there: Vec<(Sent, i64)> = Vec::new();
    for nth in 0..MANY {
        let sent = Sent::with_email(nth);
        let answer = caller.send(Method::POST, "/v2/customers", Some(sent.body())).await;
        if answer.status() != 201 {
            refused(answer).await;
            break;
        }
        there.push((sent, answer.headers()["resource-id"].to_str().unwrap().parse().unwrap()));
    }
    assert!(there.len() > 100, "only {} customers fit on the disk", there.len());
    fill(&rest);
    // A refused write may have made room in the log for a smaller one: the smallest, until that does not fit either.
    for nth in 0..MANY {
        let body = json!({"name": format!("Small {nth}")});
        let answer = caller.send(Method::POST, "/v2/organizations", Some(body)).await;
        if answer.status() != 201 {
            refused(answer).await;
            break;
        }
    }

    let (_, first) = there[0];
    let customer = format!("/v2/customers/{first}");
    let before = caller.read(&customer).await;
    for (method, path, body) in [
        (Method::POST, "/v2/customers", Some(json!({"firstName": "Ann", "emails": [{"value": "ann@full.example"}]}))),
        (Method::PUT, &customer, Some(json!({"firstName": "Ann"}))),
        (Method::PATCH, &customer, Some(json!([{"op": "replace", "path": "/firstName", "value": "Ann"}]))),
        (Method::POST, &format!("{customer}/phones"), Some(json!({"value": "1", "type": "work"}))),
        (Method::POST, "/v2/organizations", Some(json!({"name": "Northwind"}))),
        (Method::DELETE, &customer, None),
    ] {
        refused(caller.send(method, path, body).await).await;
    }
    assert_eq!(caller.read(&customer).await, before, "a refused change left something");
    assert_eq!(caller.total("").await, there.len() as i64);
    assert_eq!(caller.total("?email=ann@full.example").await, 0);
    // The index takes up what was written when somebody searches, and that needs room: where there is none, nothing is found rather than
    // too little.
    let answer = caller.send(Method::GET, SEARCH, None).await;
    if answer.status() == 200 {
        assert_eq!(answer.json::<Value>().await.unwrap()["page"]["totalElements"], there.len());
    } else {
        refused(answer).await;
    }
    for word in ["live", "ready"] {
        assert_eq!(caller.send(Method::GET, &format!("/health/{word}"), None).await.status(), 200, "{word}");
    }

    fs::remove_file(&rest).unwrap();
    let ann = json!({"firstName": "Ann", "emails": [{"value": "ann@full.example"}]});
    assert_eq!(caller.send(Method::POST, "/v2/customers", Some(ann)).await.status(), 201, "there is room again");
    assert_eq!(caller.total("").await, there.len() as i64 + 1);
    assert_eq!(caller.read(SEARCH).await["page"]["totalElements"], there.len());

    server.restart();
    let caller = Caller { url: server.url().to_owned(), ..caller };
    for (sent, id) in there {
        let found = caller.read(&format!("/v2/customers/{id}")).await;
        assert_eq!(sent.differences(&found, SecondEmail::Possible), [""; 0]);
    }
    let connection = stored::open(&server.database()).unwrap();
    assert_eq!(stored::halves(&connection).unwrap(), [""; 0]);
    let integrity: String = connection.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
}

/// Takes all the room that is left.
fn fill(rest: &Path) {
    let mut file = File::options().append(true).open(rest).unwrap();
    for size in [65_536, 4_096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

/// A refusal says that nothing was changed and that it may be tried again.
async fn refused(answer: Response) {
    assert_eq!((answer.status().as_u16(), answer.headers().get("retry-after").is_some()), (503, true), "{answer:?}");
    let message = answer.json::<Value>().await.unwrap()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("nothing was changed"), "{message}");
}

struct Caller {
    client: Client,
    url: String,
    token: String,
}

impl Caller {
    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        match body {
            Some(body) => request.json(&body).send().await.unwrap(),
            None => request.send().await.unwrap(),
        }
    }

    async fn read(&self, path: &str) -> Value {
        let answer = self.send(Method::GET, path, None).await;
        assert_eq!(answer.status(), 200, "GET {path}");
        answer.json().await.unwrap()
    }

    /// How many customers a list has.
    async fn total(&self, parameters: &str) -> i64 {
        self.read(&format!("/v2/customers{parameters}")).await["page"]["totalElements"].as_i64().unwrap()
    }
}
