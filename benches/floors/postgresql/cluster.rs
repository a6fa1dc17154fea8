//! A PostgreSQL in a temporary folder, with fsync on; it ends with the value.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use super::sql::Sql;
use crate::machine;

/// The script that starts it, from the root of the repository; it ends, and its folder goes, at the end of its input.
const RIG: &str = "tests/rig/postgresql";
/// What it keeps of its tables in its own memory.
const SHARED_BUFFERS: &str = "512MB";

pub struct Cluster {
    rig: Child,
    /// The URL of the database that is there from the start.
    url: String,
    data: PathBuf,
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let mut command = machine::on_core(machine::SERVER_CORE, RIG);
        let mut rig = command.arg(SHARED_BUFFERS).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(rig.stdout.take().context("no output")?).read_line(&mut line)?;
        let Some(url) = line.trim().strip_prefix("ok ").map(str::to_owned) else { bail!("{RIG}: {line}") };
        let data = Sql::open(&url)?.text("show data_directory")?.into();
        Ok(Self { rig, url, data })
    }

    /// Makes a database as a copy of another, which nobody may be connected to, and returns its URL.
    pub fn create(&self, name: &str, template: &str) -> Result<String> {
        let sql = Sql::open(&self.url)?;
        sql.run(&format!("create database {name} template {template} strategy file_copy"))?;
        let (before, _) = self.url.rsplit_once('/').context("a URL without a database")?;
        Ok(format!("{before}/{name}"))
    }

    /// Its name and version.
    pub fn version(&self) -> Result<String> {
        let version = Sql::open(&self.url)?.text("show server_version")?;
        Ok(format!("PostgreSQL {}", version.split(' ').next().unwrap_or_default()))
    }

    /// The folder that all of its processes work in.
    pub fn data(&self) -> &Path {
        &self.data
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.rig.stdin.take());
        // It may have ended already, which is what is wanted.
        let _ = self.rig.wait();
    }
}
