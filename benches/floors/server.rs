//! A server under measurement: cardfile itself, or bare hyper as its floor.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::bare::Recorded;
use crate::{http, machine};

/// A running server on its core; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its "listening" line.
    pub listening: Duration,
    /// From the start of the process to the first 200 of /health/ready.
    pub ready: Duration,
}

impl Server {
    /// Starts cardfile with its default settings on a free port and waits until it is ready; what it logs goes to a file beside the database.
    pub fn cardfile(binary: &Path, database: &Path) -> Result<Self> {
        Self::serving(binary, &url(database), &database.with_extension("log"))
    }

    /// The same on a database that is named by its URL.
    pub fn serving(binary: &Path, database: &str, log: &Path) -> Result<Self> {
        let log = File::create(log)?;
        let mut command = machine::on_core(machine::SERVER_CORE, binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", database]).stderr(log);
        let started = Instant::now();
        let mut server = Self::start(command).with_context(|| format!("starting {}", binary.display()))?;
        while http::send(server.address, "GET", "/health/ready", &[], "")?.status != 200 {
            ensure!(started.elapsed() < Duration::from_secs(30), "the server was not ready within 30 s");
        }
        server.ready = started.elapsed();
        Ok(server)
    }

    /// Starts bare hyper with a recorded answer, which is kept in `file`.
    pub fn bare(recorded: &Recorded, file: &Path) -> Result<Self> {
        std::fs::write(file, serde_json::to_vec(recorded)?)?;
        let mut command = machine::self_on_core(machine::SERVER_CORE)?;
        command.arg("bare").arg(file);
        Self::start(command).context("starting bare hyper")
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its resident memory once it has come to rest after the start, at most 2 s later.
    pub fn idle_memory_mib(&self) -> Result<f64> {
        let (mut before, mut rest) = (0.0, machine::memory_mib(self.pid(), "VmRSS")?);
        for _ in 0..10 {
            if (rest - before).abs() < f64::EPSILON {
                break;
            }
            std::thread::sleep(Duration::from_millis(200));
            before = std::mem::replace(&mut rest, machine::memory_mib(self.pid(), "VmRSS")?);
        }
        Ok(rest)
    }

    /// Ends it with SIGTERM and waits for it, at most 30 s.
    pub fn stop(mut self) -> Result<()> {
        ensure!(Command::new("kill").arg(self.pid().to_string()).status()?.success(), "the server could not be ended");
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            ensure!(asked.elapsed() < Duration::from_secs(30), "the server did not end within 30 s");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn start(mut command: Command) -> Result<Self> {
        let started = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let address = loop {
            let Some(line) = lines.next() else {
                bail!("it ended before it listened: {}", child.wait()?);
            };
            if let Some((_, address)) = line?.split_once("listening on http://") {
                break address.trim().parse().context("an unreadable address")?;
            }
        };
        let listening = started.elapsed();
        // A full pipe would stop the server in the middle of a measurement.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address, listening, ready: listening })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes an API app in the database, of a company or else of the first, and gets a token for it from the running server.
pub fn token(binary: &Path, database: &str, company: Option<i64>, server: &Server) -> Result<String> {
    let company = company.map(|id| ["--company".to_owned(), id.to_string()]);
    let output = Command::new(binary)
        .args(["app", "create", "--name", "bench", "--json", "--database", database])
        .args(company.iter().flatten())
        .stderr(Stdio::inherit())
        .output()?;
    let app: serde_json::Value = serde_json::from_slice(&output.stdout).context("app create printed no JSON")?;
    let text = |key: &str| app[key].as_str().map(str::to_owned).with_context(|| format!("app create printed no {key}"));
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        text("client_id")?,
        text("client_secret")?
    );
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = http::send(server.address, "POST", "/v2/oauth2/token", &headers, &form)?.expect_status(200)?;
    Ok(answer.json()?["access_token"].as_str().context("the token answer has no access_token")?.to_owned())
}

/// The URL of a database that is a file.
pub fn url(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}
