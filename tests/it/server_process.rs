//! The server as a process of its own, on a database that goes with it.

use crate::cluster::{self, Cluster, Database};
use crate::door::on_files;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use tempfile::TempDir;

/// Longest time that a server may take to listen.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A running server; dropping it kills the process and removes the database.
pub struct ServerProcess {
    url: String,
    /// What it printed before it listened.
    greeting: String,
    child: Arc<Mutex<Child>>,
    home: Home,
}

/// Where a server has its database.
enum Home {
    /// In a folder, which goes with the server.
    Folder(TempDir),
    /// In a PostgreSQL, from which it goes with the server.
    Database(Database),
    /// Where others have theirs too, and it stays.
    Shared(String),
}

impl ServerProcess {
    /// Starts a server on a new database of the engine that the tests run on.
    pub fn start() -> Self {
        if on_files() {
            Self::start_in(new_folder())
        } else {
            Self::start_at(Home::Database(cluster::new_database()), &[])
        }
    }

    /// Starts a server on the file of a folder.
    pub fn start_in(folder: TempDir) -> Self {
        Self::start_at(Home::Folder(folder), &[])
    }

    /// Starts a server on a new database of a PostgreSQL.
    pub fn start_on(cluster: &Arc<Cluster>) -> Self {
        Self::start_at(Home::Database(cluster.new_database()), &[])
    }

    /// Starts a server on a database that others may use too. It logs nothing, because the database will go away under it.
    pub fn start_beside_others(database: &str) -> Self {
        Self::start_at(Home::Shared(database.to_owned()), &[("CARDFILE_LOG", Path::new("off"))])
    }

    fn start_at(home: Home, environment: &[(&str, &Path)]) -> Self {
        let (child, url, greeting) = spawn(&home.url(), environment);
        Self { url, greeting, child: Arc::new(Mutex::new(child)), home }
    }

    /// What it printed when it started, before it said where it listens.
    pub fn greeting(&self) -> &str {
        &self.greeting
    }

    /// Where it listens, such as `http://127.0.0.1:40123`; another port after each restart.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of its database file.
    pub fn folder(&self) -> &Path {
        match &self.home {
            Home::Folder(folder) => folder.path(),
            Home::Database(_) | Home::Shared(_) => panic!("a server on PostgreSQL has no folder"),
        }
    }

    /// Its database file.
    pub fn database(&self) -> PathBuf {
        database_in(self.folder())
    }

    /// The URL of its database.
    pub fn database_url(&self) -> String {
        self.home.url()
    }

    /// The most bytes of memory that the process had at once.
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.lock().unwrap().id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Ends the process with SIGKILL and waits until it is gone.
    pub fn kill(&self) {
        self.killer()();
    }

    /// What ends the process in the same way, to give away.
    pub fn killer(&self) -> impl Fn() + Send + Sync + 'static {
        let child = self.child.clone();
        move || {
            let mut child = child.lock().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Kills the process and starts another one on the same database.
    pub fn restart(&mut self) {
        self.kill();
        self.start_again(&[]);
    }

    /// Starts another process on the database, after `kill`, with variables added to its environment.
    pub fn start_again(&mut self, environment: &[(&str, &Path)]) {
        let (child, url, greeting) = spawn(&self.home.url(), environment);
        self.child = Arc::new(Mutex::new(child));
        (self.url, self.greeting) = (url, greeting);
    }

    /// Makes an API app at the command line and gets an access token for it.
    pub async fn token(&self) -> String {
        self.token_for(&create_app_at(&self.home.url(), &[])).await
    }

    /// Makes a company with an API app at the command line, and gets an access token for it.
    pub async fn token_of_new_company(&self) -> String {
        let company = printed(command(&self.home.url(), &["company", "create", "--name", "Another company"]));
        self.token_for(&create_app_at(&self.home.url(), &["--company", company.trim()])).await
    }

    async fn token_for(&self, app: &Value) -> String {
        // Both are of letters, digits and signs that a form leaves as they are.
        let [id, secret] = ["client_id", "client_secret"].map(|name| app[name].as_str().unwrap());
        let answer = reqwest::Client::new()
            .post(format!("{}/v2/oauth2/token", self.url))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("grant_type=client_credentials&client_id={id}&client_secret={secret}"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "the token endpoint");
        let token: Value = answer.json().await.unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }
}

impl Home {
    fn url(&self) -> String {
        match self {
            Self::Folder(folder) => url_of(&database_in(folder.path())),
            Self::Database(database) => database.url(),
            Self::Shared(url) => url.clone(),
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        // It may be gone already.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// A folder that is removed with the value.
pub fn new_folder() -> TempDir {
    tempfile::Builder::new().prefix("cardfile-test-").tempdir().unwrap()
}

/// The database file of a folder.
pub fn database_in(folder: &Path) -> PathBuf {
    folder.join("cardfile.db")
}

/// Runs `app create --json` on a database file, whether a server runs on it or not, and reads its answer.
pub fn create_app(database: &Path) -> Value {
    create_app_at(&url_of(database), &[])
}

fn create_app_at(database: &str, more: &[&str]) -> Value {
    let mut command = command(database, &["app", "create", "--name", "Tests", "--json"]);
    command.args(more);
    serde_json::from_str(&printed(command)).unwrap()
}

fn printed(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn url_of(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}

fn spawn(database: &str, environment: &[(&str, &Path)]) -> (Child, String, String) {
    let mut child = command(database, &["serve", "--listen", "127.0.0.1:0"])
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    match printed_address(child.stdout.take().unwrap()) {
        Some((url, greeting)) if is_live(&url) => (child, url, greeting),
        _ => {
            let _ = child.kill();
            panic!("the server did not start and ended with {}", child.wait().unwrap());
        }
    }
}

fn command(database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardfile"));
    command.args(arguments).arg("--database").arg(database).env("CARDFILE_LOG", "error").stdin(Stdio::null());
    command
}

/// Waits for the line that names the address, and answers it with what stands before; goes on reading so that the server can print.
fn printed_address(stdout: ChildStdout) -> Option<(String, String)> {
    let (found, address) = mpsc::channel();
    std::thread::spawn(move || {
        let mut before = String::new();
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("listening on ") {
                // Nobody listens any more when the line comes twice or too late.
                let _ = found.send((address.trim().to_owned(), std::mem::take(&mut before)));
            }
            before.push_str(&line);
            before.push('\n');
        }
    });
    address.recv_timeout(START_LIMIT).ok()
}

/// Whether it answers, which it does once everything that a start makes is made.
fn is_live(url: &str) -> bool {
    let status = || {
        let mut connection = TcpStream::connect(url.trim_start_matches("http://"))?;
        connection.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut status = String::new();
        BufReader::new(connection).read_line(&mut status)?;
        std::io::Result::Ok(status)
    };
    status().is_ok_and(|status| status.starts_with("HTTP/1.1 200"))
}
