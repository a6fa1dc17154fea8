//! The same bench against PostgreSQL: a cluster of this run alone, on the server's core, as it is for every floor.

mod cluster;
mod companies;
mod creates;
pub mod raw;
mod reads;
mod sizes;
mod sql;
mod template;
mod values;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::load::Load;
use crate::measure::{Part, Plan};
use crate::report::Report;
use crate::server::{self, Server};
use crate::{machine, seed};
use cluster::Cluster;
use companies::Company;
use sql::Sql;

/// What every part needs to know.
struct Bench<'a> {
    plan: &'a Plan,
    /// A folder of this run alone.
    folder: PathBuf,
    load: Load,
    cluster: Cluster,
    /// The database that the server is measured on; the company of its customers is the first.
    served: String,
    /// A file of the ids of all seeded customers, in random order.
    ids: PathBuf,
}

/// Measures what was asked for.
pub fn run(plan: &Plan) -> Result<Report> {
    let folder = plan.folder.join("run-postgresql");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let cluster = Cluster::start()?;
    let served = cluster.create("served", "template0")?;
    let server = serve(plan, &served, &folder)?;
    let token = server::token(&plan.binary, &served, None, &server)?;
    let started = Instant::now();
    seed::seed(&server, &token, 0, plan.customers, 128, true)?;
    eprintln!("made {} customers in {:.1} s", plan.customers, started.elapsed().as_secs_f64());
    let companies = if plan.asks(Part::Create) { companies::make(plan, &served, &server)? } else { Vec::new() };
    server.stop()?;

    let mut report = Report::new(&cluster.version()?, plan.customers, plan.rounds, plan.seconds)?;
    let sql = Sql::open(&served)?;
    // As it is some minutes later by itself, in figure and floor alike.
    sql.run("vacuum analyze")?;
    sizes::measure(&sql, plan.customers, &mut report)?;
    let ids = folder.join("ids.txt");
    crate::seeded::write_shuffled(sql.integers("select id from customers")?, &ids)?;
    drop(sql);
    let load = Load::new(&folder, plan.seconds)?.beside(cluster.data());
    let bench = Bench { plan, folder, load, cluster, served, ids };
    bench.measure(&companies, &mut report)?;
    fs::remove_dir_all(&bench.folder)?;
    Ok(report)
}

impl Bench<'_> {
    fn measure(&self, companies: &[Company], report: &mut Report) -> Result<()> {
        let creates = match self.plan.asks(Part::Create) {
            true => Some(self.cluster.create("raw", "served")?),
            false => None,
        };
        let server = serve(self.plan, &self.served, &self.folder)?;
        report.idle_memory(server.idle_memory_mib()?);
        let token = server::token(&self.plan.binary, &self.served, None, &server)?;
        if self.plan.asks(Part::Get) {
            reads::get(self, &server, &token, report)?;
            report.memory("after gets", machine::memory_mib(server.pid(), "VmRSS")?);
        }
        if let Some(raw) = creates {
            creates::measure(self, &raw, &server, &token, companies, report)?;
            report.memory("after creates", machine::memory_mib(server.pid(), "VmRSS")?);
        }
        report.memory("peak", machine::memory_mib(server.pid(), "VmHWM")?);
        server.stop()
    }
}

fn serve(plan: &Plan, database: &str, folder: &std::path::Path) -> Result<Server> {
    Server::serving(&plan.binary, database, &folder.join("cardfile.log"))
}
