//! The command line as people and scripts meet it: the real binary, what it prints and how it ends.

mod app;
mod company;
mod database;
mod sample;
mod serve;
mod settings;
mod stop;
mod user;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Longest time to wait for something that has to come.
const LIMIT: Duration = Duration::from_secs(30);

/// The program in an environment without settings.
fn cardfile(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cardfile"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARDFILE_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// A command that has ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs a command on a database.
fn run(database: &Path, arguments: &[&str]) -> Ended {
    Ended::of(cardfile(arguments).arg("--database").arg(url_of(database)))
}

fn url_of(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}

impl Ended {
    /// Waits for the end of a command, which a server that starts in spite of everything would not have.
    fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, err) = (Text::read(child.stdout.take().unwrap()), Text::read(child.stderr.take().unwrap()));
        let status = wait(&mut child);
        Self { code: status.code(), out: out.whole(), err: err.whole() }
    }

    /// What a command that went well printed.
    fn printed(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// The one line in which a command said that it cannot be done.
    fn refusal(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(self.err.starts_with("cardfile: "), "{self:?}");
        self.err.trim_end().to_owned()
    }
}

/// A server whose output is read; dropping it kills the process.
struct Serving {
    child: Child,
    url: String,
    database: PathBuf,
    out: Text,
    err: Text,
}

impl Serving {
    /// Starts a server on a free port and waits until it answers.
    fn start(database: &Path, arguments: &[&str]) -> Self {
        let mut command = cardfile(&["serve", "--listen", "127.0.0.1:0", "--database", &url_of(database)]);
        let piped = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let (out, err) = (Text::read(child.stdout.take().unwrap()), Text::read(child.stderr.take().unwrap()));
        let url = wait_for("the address", || {
            assert_eq!(child.try_wait().unwrap(), None, "{}", err.so_far());
            out.so_far().lines().find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
        });
        Self { child, url, database: database.to_owned(), out, err }
    }

    /// What stands behind a word in the printed text, as soon as it stands there.
    fn printed(&self, word: &str) -> String {
        wait_for(word, || {
            let text = self.out.so_far();
            let (_, rest) = text.split_once(word)?;
            rest.split_once('\n').map(|(line, _)| line.trim().to_owned())
        })
    }

    /// Where it listens, without the scheme.
    fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
    }

    /// Waits for the end: how it ended, what it printed and what it logged.
    fn end(mut self) -> (ExitStatus, String, String) {
        let status = wait(&mut self.child);
        (status, std::mem::take(&mut self.out).whole(), std::mem::take(&mut self.err).whole())
    }

    /// Tells it to stop and waits until it has.
    fn stop(self) -> (String, String) {
        self.signal("TERM");
        let (status, out, err) = self.end();
        assert_eq!(status.code(), Some(0), "{out}{err}");
        (out, err)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Text that a process is writing, read as it comes so that the process never waits.
#[derive(Default)]
struct Text {
    read: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Text {
    fn read(from: impl Read + Send + 'static) -> Self {
        let read: Arc<Mutex<String>> = Arc::default();
        let reader = std::thread::spawn({
            let read = read.clone();
            move || {
                let lines = BufReader::new(from).lines().map_while(Result::ok);
                lines.for_each(|line| read.lock().unwrap().extend([line.as_str(), "\n"]));
            }
        });
        Self { read, reader: Some(reader) }
    }

    fn so_far(&self) -> String {
        self.read.lock().unwrap().clone()
    }

    /// All of it; waits until the process has ended.
    fn whole(self) -> String {
        self.reader.map(JoinHandle::join).transpose().unwrap();
        self.read.lock().unwrap().clone()
    }
}

/// The end of a process.
fn wait(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            panic!("the process went on for {LIMIT:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What comes in time.
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < LIMIT, "{what} did not come within {LIMIT:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
