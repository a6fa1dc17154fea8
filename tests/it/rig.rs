//! Programs around the server, such as a PostgreSQL: scripts in tests/rig that do what a line says and answer with a line. A script ends
//! what it started when its input ends, so nothing outlives this process, however that ends.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A script of tests/rig that runs; dropping it ends all that it started.
pub struct Rig {
    name: &'static str,
    script: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Rig {
    /// Starts a script, and answers what it says when it is ready: the URL of its database.
    pub fn start(name: &'static str) -> (Self, String) {
        let path = format!("{}/tests/rig/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(&path);
        // In a group of its own it is not hit by a ctrl-c at the terminal, and ends with the input in good order.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = command.spawn().unwrap_or_else(|error| panic!("{path}: {error}"));
        let (input, output) = (script.stdin.take(), BufReader::new(script.stdout.take().unwrap()));
        let mut rig = Self { name, script, input, output };
        let url = rig.answer();
        (rig, url)
    }

    /// Has the script do something, and waits for its answer.
    pub fn ask(&mut self, line: &str) -> String {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        self.answer()
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        match line.trim_end().split_once(' ').unwrap_or((line.trim_end(), "")) {
            ("ok", rest) => rest.to_owned(),
            ("failed", reason) => panic!("tests/rig/{}: {reason}", self.name),
            _ => panic!("tests/rig/{} said {line:?}", self.name),
        }
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        drop(self.input.take());
        // It may have ended by itself.
        let _ = self.script.wait();
    }
}
