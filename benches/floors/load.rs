//! One run of wrk on the load's core.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::machine;
use crate::server::Server;

/// What one run showed.
#[derive(Clone, Copy)]
pub struct Sample {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Share of its core that the server used; well under 1 means that something else was the limit.
    pub server_busy: f64,
    pub load_busy: f64,
    /// Share of a core that everything else on the machine used.
    pub others_busy: f64,
    pub answered: u64,
    /// Requests made, answered or not, by a load that counts them.
    pub made: u64,
}

/// Runs wrk with benches/load.lua.
pub struct Load {
    script: PathBuf,
    seconds: u64,
    /// The folder of a database server on the server's core.
    beside: Option<PathBuf>,
}

impl Load {
    /// Keeps the script in `folder`; every run takes `seconds`.
    pub fn new(folder: &std::path::Path, seconds: u64) -> Result<Self> {
        let script = folder.join("load.lua");
        std::fs::write(&script, include_str!("../load.lua"))?;
        Ok(Self { script, seconds, beside: None })
    }

    /// Counts what the processes that work in this folder use as used by the server.
    pub fn beside(mut self, folder: &std::path::Path) -> Self {
        self.beside = Some(folder.to_owned());
        self
    }

    /// Loads the server over `connections`; `arguments` are those of load.lua. Any answer that is an error fails the run.
    pub fn run(&self, server: &Server, connections: u32, arguments: &[&str]) -> Result<Sample> {
        let all_before = machine::processor_seconds_of_all()?;
        let server_before = self.used(server)?;
        let load_before = machine::processor_seconds_of_children()?;
        let output = machine::on_core(machine::LOAD_CORE, "wrk")
            .args(["-t1", "--timeout", "10s", &format!("-c{connections}"), &format!("-d{}s", self.seconds), "-s"])
            .arg(&self.script)
            .arg(format!("http://{}/", server.address))
            .arg("--")
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .context("starting wrk")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line =
            text.lines().find_map(|line| line.strip_prefix("RESULT ")).with_context(|| format!("wrk said: {text}"))?;
        let result: Outcome = serde_json::from_str(line)?;
        ensure!(
            result.bad_status == 0 && result.broken == 0 && result.requests > 0,
            "{} answers, of which {} errors, and {} broken connections: {}",
            result.requests,
            result.bad_status,
            result.broken,
            arguments.join(" ")
        );
        let seconds = result.micros / 1e6;
        let server_used = self.used(server)? - server_before;
        let load_used = machine::processor_seconds_of_children()? - load_before;
        let all_used = machine::processor_seconds_of_all()? - all_before;
        Ok(Sample {
            per_second: result.requests as f64 / seconds,
            p50_ms: result.p50 / 1000.0,
            p99_ms: result.p99 / 1000.0,
            server_busy: server_used / seconds,
            load_busy: load_used / seconds,
            others_busy: (all_used - server_used - load_used).max(0.0) / seconds,
            answered: result.requests,
            made: result.made,
        })
    }

    /// Seconds of processor time that the server has used, and a database server beside it.
    fn used(&self, server: &Server) -> Result<f64> {
        let beside = self.beside.as_deref().map_or(Ok(0.0), machine::processor_seconds_in)?;
        Ok(machine::processor_seconds(server.pid())? + beside)
    }
}

#[derive(Deserialize)]
struct Outcome {
    requests: u64,
    micros: f64,
    p50: f64,
    p99: f64,
    bad_status: u64,
    broken: u64,
    made: u64,
}
