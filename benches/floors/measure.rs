//! What is measured, in which order.

use std::path::PathBuf;
use std::{fs, path};

use anyhow::{Context, Result};

use crate::load::Load;
use crate::report::Report;
use crate::server::{self, Server};
use crate::{creates, machine, queries, reads, seeded, start_up};

#[derive(clap::Args)]
pub struct Options {
    /// The server to measure.
    #[arg(long, default_value = "target/release/cardfile")]
    binary: PathBuf,
    /// How many customers the database holds.
    #[arg(long, default_value_t = 1_000_000)]
    customers: u64,
    /// A rough look: 50,000 customers and short runs.
    #[arg(long)]
    quick: bool,
    /// Make the seeded database again.
    #[arg(long)]
    fresh: bool,
    /// How often each floor and each figure is measured, in turns; medians are shown.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How long each run of the load takes, in seconds.
    #[arg(long, default_value_t = 2)]
    seconds: u64,
    /// Measure only this part; may be given again.
    #[arg(long)]
    only: Vec<Part>,
    /// Of the searches, measure only those whose name contains this; may be given again.
    #[arg(long)]
    search: Vec<String>,
    /// Where the figures are written as JSON.
    #[arg(long, default_value = ".work/bench/latest.json")]
    json: PathBuf,
    /// Where the seeded database is kept and copied.
    #[arg(long, default_value = ".work/bench")]
    folder: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    StartUp,
    Get,
    Pages,
    Queries,
    Create,
}

/// What every part needs to know.
pub struct Bench {
    pub binary: PathBuf,
    /// A folder of this run alone.
    pub folder: PathBuf,
    pub load: Load,
    pub rounds: usize,
    pub seconds: u64,
    /// Parts of the names of the searches that are measured; none for all.
    pub searches: Vec<String>,
    /// The database the server is measured on: a copy of the seeded one.
    pub database: PathBuf,
    /// A file of the ids of all seeded customers, in random order.
    pub ids: PathBuf,
}

/// Measures what was asked for, prints the table and writes the JSON.
pub fn run(options: &Options) -> Result<()> {
    machine::check_cores()?;
    let (customers, rounds, seconds) =
        if options.quick { (50_000, 2, 1) } else { (options.customers, options.rounds, options.seconds) };
    let asked = |part: Part| options.only.is_empty() || options.only.contains(&part);
    fs::create_dir_all(&options.folder)?;
    let folder = path::absolute(&options.folder)?;
    let binary = path::absolute(&options.binary)?;
    let seeded = seeded::database(&binary, &folder, customers, options.fresh)?;
    let folder = folder.join("run");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let database = folder.join("served/cardfile.db");
    seeded::copy(&seeded, &database)?;
    let ids = folder.join("ids.txt");
    seeded::write_ids(&database, &ids)?;
    let load = Load::new(&folder, seconds)?;
    let searches = options.search.clone();
    let bench = Bench { binary, folder, load, rounds, seconds, searches, database, ids };
    let mut report = Report::new(customers, rounds, seconds)?;
    if asked(Part::StartUp) {
        start_up::measure(&bench, &mut report)?;
    }
    let server = Server::cardfile(&bench.binary, &bench.database)?;
    report.idle_memory(server.idle_memory_mib()?);
    let token = server::token(&bench.binary, &bench.database, &server)?;
    if asked(Part::Get) {
        reads::get(&bench, &server, &token, &mut report)?;
        report.memory("after gets", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if asked(Part::Pages) {
        reads::pages(&bench, &server, &token, &mut report)?;
        report.memory("after pages", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if asked(Part::Queries) {
        queries::measure(&bench, &server, &token, &mut report)?;
        report.memory("after queries", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if asked(Part::Create) {
        creates::measure(&bench, &seeded, &server, &token, &mut report)?;
        report.memory("after creates", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    report.memory("peak", machine::memory_mib(server.pid(), "VmHWM")?);
    server.stop()?;
    fs::remove_dir_all(&bench.folder)?;
    print!("{}", report.table());
    fs::write(&options.json, serde_json::to_string_pretty(&report.json())? + "\n")
        .with_context(|| format!("writing {}", options.json.display()))
}
