//! Runs the server under the recorder, with many writers, and keeps what was noted.

use super::recording::{self, Answer, Call};
use crate::crash::customer::Sent;
use crate::crash::writers;
use crate::server_process::{ServerProcess, new_folder};
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

const WRITERS: usize = 48;
/// The load goes on until so many checkpoints have begun.
const CHECKPOINTS: usize = 4;
/// A load that has not led to the checkpoints by then never will.
const MOST_CUSTOMERS: usize = 30_000;

/// A recorded run of the server.
pub struct Recorded {
    /// The files of the folder when the recording began.
    pub before: BTreeMap<String, Vec<u8>>,
    pub bytes: Vec<u8>,
    pub calls: Vec<Call>,
    /// The files of the folder when the server had been killed.
    pub after: BTreeMap<String, Vec<u8>>,
    /// What was sent, by the id that it got.
    pub sent: HashMap<i64, Sent>,
}

/// The recorded run that the tests share.
pub fn recorded() -> &'static Recorded {
    static RECORDED: OnceLock<Recorded> = OnceLock::new();
    RECORDED.get_or_init(|| tokio::runtime::Runtime::new().unwrap().block_on(record()))
}

async fn record() -> Recorded {
    let tools = new_folder();
    let (recorder, log) = (compiled_recorder(tools.path()), tools.path().join("recording"));

    let mut server = ServerProcess::start_in(new_folder());
    let token = server.token().await;
    server.kill();
    let before = files(server.folder());
    server.start_again(&[
        ("LD_PRELOAD", &recorder),
        ("CARDFILE_RECORD_FOLDER", &server.folder().canonicalize().unwrap()),
        ("CARDFILE_RECORD_LOG", &log),
    ]);

    let watch = Mutex::new(Watch::new(&log));
    let go_on = move || watch.lock().unwrap().step();
    let outcome = writers::write(server.url(), &token, 0, WRITERS, go_on).await;
    wait_until_quiet(&log).await;
    server.kill();

    let bytes = fs::read(&log).unwrap();
    let calls = recording::calls(&bytes);
    let mut checkpoints = Checkpoints::default();
    calls.iter().for_each(|call| checkpoints.count(call));
    assert!(checkpoints.begun >= CHECKPOINTS, "the load led to only {} checkpoints", checkpoints.begun);
    let sent = outcome.acknowledged.into_iter().map(|(id, acknowledged)| (id, acknowledged.sent)).collect();
    Recorded { before, calls, bytes, after: files(server.folder()), sent }
}

/// Compiles the recorder into a folder.
fn compiled_recorder(folder: &Path) -> PathBuf {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/powercut/shim.c");
    let library = folder.join("recorder.so");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    let arguments = ["-shared", "-fPIC", "-O2", "-pthread", source, "-o"];
    let done = Command::new(&compiler).args(arguments).arg(&library).status();
    assert!(done.as_ref().is_ok_and(|status| status.success()), "{compiler} {source}: {done:?}");
    library
}

/// The files of a folder, without the shared memory that is made anew.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named = entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()));
    named.filter(|(name, _)| !name.ends_with("-shm")).collect()
}

/// Waits until nothing more is noted, so that the folder and the recording end at the same place.
async fn wait_until_quiet(log: &Path) {
    let length = || fs::metadata(log).unwrap().len();
    let mut last = (length(), 0);
    while last.1 < 20 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        last = if length() == last.0 { (last.0, last.1 + 1) } else { (length(), 0) };
    }
}

/// Reads the recording while it grows, and counts.
struct Watch {
    log: File,
    bytes: Vec<u8>,
    at: usize,
    steps: usize,
    customers: usize,
    checkpoints: Checkpoints,
}

impl Watch {
    fn new(log: &Path) -> Self {
        let (log, checkpoints) = (File::open(log).unwrap(), Checkpoints::default());
        Self { log, bytes: Vec::new(), at: 0, steps: 0, customers: 0, checkpoints }
    }

    /// Whether the load should go on.
    fn step(&mut self) -> bool {
        self.steps += 1;
        if self.steps.is_multiple_of(64) {
            self.log.read_to_end(&mut self.bytes).unwrap();
        }
        while let Some((call, next)) = recording::call_at(&self.bytes, self.at) {
            self.at = next;
            self.checkpoints.count(&call);
            self.customers += usize::from(matches!(call, Call::Answered(Answer::CustomerCreated { .. })));
        }
        self.checkpoints.begun < CHECKPOINTS && self.customers < MOST_CUSTOMERS
    }
}

/// Counts how often the database file is written after the log was.
#[derive(Default)]
struct Checkpoints {
    begun: usize,
    paths: HashMap<i32, String>,
    log_written: bool,
}

impl Checkpoints {
    fn count(&mut self, call: &Call) {
        match call {
            Call::Opened { fd, path } => drop(self.paths.insert(*fd, path.clone())),
            Call::Written { fd, .. } if self.paths[fd].ends_with("-wal") => self.log_written = true,
            Call::Written { fd, .. } if self.paths[fd].ends_with(".db") => {
                self.begun += usize::from(self.log_written);
                self.log_written = false;
            }
            _ => {}
        }
    }
}

impl Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |is: fn(&Call) -> bool| self.calls.iter().filter(|call| is(call)).count();
        write!(
            f,
            "recorded {} customers and {} emails, {} writes, {} MiB, {} syncs",
            count(|call| matches!(call, Call::Answered(Answer::CustomerCreated { .. }))),
            count(|call| matches!(call, Call::Answered(Answer::EmailCreated { .. }))),
            count(|call| matches!(call, Call::Written { .. })),
            self.bytes.len() >> 20,
            count(|call| matches!(call, Call::Synced { .. })),
        )
    }
}
