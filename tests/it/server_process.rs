//! The server as a process of its own, on a folder that goes with it.

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

/// A running server; dropping it kills the process and removes the folder.
pub struct ServerProcess {
    url: String,
    child: Arc<Mutex<Child>>,
    folder: TempDir,
}

impl ServerProcess {
    /// Starts a server on a new folder.
    pub fn start() -> Self {
        Self::start_in(new_folder())
    }

    /// Starts a server on the database of a folder.
    pub fn start_in(folder: TempDir) -> Self {
        let (child, url) = spawn(&database_in(folder.path()), &[]);
        Self { url, child: Arc::new(Mutex::new(child)), folder }
    }

    /// Where it listens, such as `http://127.0.0.1:40123`; another port after each restart.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of its database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its database file.
    pub fn database(&self) -> PathBuf {
        database_in(self.folder.path())
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

    /// Kills the process and starts another one on the same folder.
    pub fn restart(&mut self) {
        self.kill();
        self.start_again(&[]);
    }

    /// Starts another process on the folder, after `kill`, with variables added to its environment.
    pub fn start_again(&mut self, environment: &[(&str, &Path)]) {
        let (child, url) = spawn(&self.database(), environment);
        self.child = Arc::new(Mutex::new(child));
        self.url = url;
    }

    /// Makes an API app at the command line and gets an access token for it.
    pub async fn token(&self) -> String {
        let app = create_app(&self.database());
        let secrets = ["client_id", "client_secret"].map(|name| app[name].as_str().unwrap().to_owned());
        // Both are of letters, digits and signs that a form leaves as they are.
        let [id, secret] = secrets;
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

/// Runs `app create --json` on a database, whether a server runs on it or not, and reads its answer.
pub fn create_app(database: &Path) -> Value {
    let output = command(database, &["app", "create", "--name", "Tests", "--json"]).output().unwrap();
    assert!(output.status.success(), "app create: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn spawn(database: &Path, environment: &[(&str, &Path)]) -> (Child, String) {
    let mut child = command(database, &["serve", "--listen", "127.0.0.1:0"])
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let url = printed_address(child.stdout.take().unwrap());
    if !url.as_deref().is_some_and(is_live) {
        let _ = child.kill();
        panic!("the server did not start and ended with {}", child.wait().unwrap());
    }
    (child, url.unwrap())
}

fn command(database: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardfile"));
    command
        .args(arguments)
        .arg("--database")
        .arg(format!("sqlite:{}", database.display()))
        .env("CARDFILE_LOG", "error")
        .stdin(Stdio::null());
    command
}

/// Waits for the line that names the address, and goes on reading so that the server can print.
fn printed_address(stdout: ChildStdout) -> Option<String> {
    let (found, address) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("listening on ") {
                // Nobody listens any more when the line comes twice or too late.
                let _ = found.send(address.trim().to_owned());
            }
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
