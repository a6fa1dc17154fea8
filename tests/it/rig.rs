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
    /// Starts a script, and answers what it says when it is ready, such as the URL of its database.
    pub fn start(name: &'static str) -> (Self, String) {
        Self::start_with(name, &[]).unwrap_or_else(|reason| panic!("tests/rig/{name}: {reason}"))
    }

    /// Starts a script with arguments; an error is its reason why it cannot do its work on this machine.
    pub fn start_with(name: &'static str, arguments: &[&str]) -> Result<(Self, String), String> {
        let path = format!("{}/tests/rig/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(&path);
        // In a group of its own it is not hit by a ctrl-c at the terminal, and ends with the input in good order.
        command.args(arguments).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = command.spawn().unwrap_or_else(|error| panic!("{path}: {error}"));
        let (input, output) = (script.stdin.take(), BufReader::new(script.stdout.take().unwrap()));
        let mut rig = Self { name, script, input, output };
        let ready = rig.answer()?;
        Ok((rig, ready))
    }

    /// Has the script do something, and waits for its answer.
    pub fn ask(&mut self, line: &str) -> String {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        self.answer().unwrap_or_else(|reason| panic!("tests/rig/{}: {line}: {reason}", self.name))
    }

    fn answer(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        match line.trim_end().split_once(' ').unwrap_or((line.trim_end(), "")) {
            ("ok", rest) => Ok(rest.to_owned()),
            ("failed", reason) => Err(reason.to_owned()),
            _ => Err(format!("it said {line:?}")),
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
