//! What is measured, in which order.

use std::path::PathBuf;
use std::{fs, path};

use anyhow::{Context, Result};

use crate::load::Load;
use crate::report::Report;
use crate::server::{self, Server};
use crate::{creates, machine, postgresql, queries, reads, seeded, start_up, web};

#[derive(clap::Args)]
pub struct Options {
    /// The server to measure.
    #[arg(long, default_value = "target/release/cardfile")]
    binary: PathBuf,
    /// What the server keeps its data in: a file, or a PostgreSQL that is started for this run.
    #[arg(long, value_enum, default_value = "sqlite")]
    database: Database,
    /// How many customers the database holds; 1,000,000 in a file and 100,000 in PostgreSQL, where they are made for each run.
    #[arg(long)]
    customers: Option<u64>,
    /// A rough look: 50,000 customers in a file, 10,000 in PostgreSQL, and short runs.
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
    /// Keep PostgreSQL, with the server and each floor, to one core and the load to the other, as for a file. If left out, its processes
    /// work side by side on all cores, and so does everything else.
    #[arg(long)]
    one_core: bool,
    /// Where the figures are written as JSON; .work/bench/latest.json or .work/bench/latest-postgresql.json if left out.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Where the seeded database is kept and copied.
    #[arg(long, default_value = ".work/bench")]
    folder: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Database {
    Sqlite,
    Postgresql,
}

/// What can be measured alone; with PostgreSQL there are `get` and `create`.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    StartUp,
    Get,
    Pages,
    Queries,
    Web,
    Create,
}

/// What is to be measured, and how.
pub struct Plan {
    pub binary: PathBuf,
    /// What is kept from run to run.
    pub folder: PathBuf,
    pub customers: u64,
    pub rounds: usize,
    pub seconds: u64,
    only: Vec<Part>,
    searches: Vec<String>,
    fresh: bool,
}

impl Plan {
    fn of(options: &Options) -> Result<Self> {
        let (quick, usual) = match options.database {
            Database::Sqlite => (50_000, 1_000_000),
            Database::Postgresql => (10_000, 100_000),
        };
        let (customers, rounds, seconds) =
            if options.quick { (quick, 2, 1) } else { (usual, options.rounds, options.seconds) };
        fs::create_dir_all(&options.folder)?;
        Ok(Self {
            binary: path::absolute(&options.binary)?,
            folder: path::absolute(&options.folder)?,
            customers: options.customers.unwrap_or(customers),
            rounds,
            seconds,
            only: options.only.clone(),
            searches: options.search.clone(),
            fresh: options.fresh,
        })
    }

    pub fn asks(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
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
    if options.database == Database::Postgresql && !options.one_core {
        machine::share_cores();
    }
    let plan = Plan::of(options)?;
    let (report, name) = match options.database {
        Database::Sqlite => (on_sqlite(&plan)?, "latest.json"),
        Database::Postgresql => (postgresql::run(&plan)?, "latest-postgresql.json"),
    };
    print!("{}", report.table());
    let json = options.json.clone().unwrap_or_else(|| plan.folder.join(name));
    fs::write(&json, serde_json::to_string_pretty(&report.json())? + "\n")
        .with_context(|| format!("writing {}", json.display()))
}

fn on_sqlite(plan: &Plan) -> Result<Report> {
    let (customers, rounds, seconds) = (plan.customers, plan.rounds, plan.seconds);
    let binary = plan.binary.clone();
    let seeded = seeded::database(&binary, &plan.folder, customers, plan.fresh)?;
    let folder = plan.folder.join("run");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let database = folder.join("served/cardfile.db");
    seeded::copy(&seeded, &database)?;
    let ids = folder.join("ids.txt");
    seeded::write_ids(&database, &ids)?;
    let load = Load::new(&folder, seconds)?;
    let bench = Bench { binary, folder, load, rounds, seconds, searches: plan.searches.clone(), database, ids };
    let mut report = Report::new("SQLite", customers, rounds, seconds)?;
    if plan.asks(Part::StartUp) {
        start_up::measure(&bench, &mut report)?;
    }
    let server = Server::cardfile(&bench.binary, &bench.database)?;
    report.idle_memory(server.idle_memory_mib()?);
    let token = server::token(&bench.binary, &server::url(&bench.database), None, &server)?;
    if plan.asks(Part::Get) {
        reads::get(&bench, &server, &token, &mut report)?;
        report.memory("after gets", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if plan.asks(Part::Pages) {
        reads::pages(&bench, &server, &token, &mut report)?;
        report.memory("after pages", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if plan.asks(Part::Queries) {
        queries::measure(&bench, &server, &token, &mut report)?;
        report.memory("after queries", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if plan.asks(Part::Web) {
        web::measure(&bench, &server, &mut report)?;
        report.memory("after pages for people", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    if plan.asks(Part::Create) {
        creates::measure(&bench, &seeded, &server, &token, &mut report)?;
        report.memory("after creates", machine::memory_mib(server.pid(), "VmRSS")?);
    }
    report.memory("peak", machine::memory_mib(server.pid(), "VmHWM")?);
    server.stop()?;
    fs::remove_dir_all(&bench.folder)?;
    Ok(report)
}
