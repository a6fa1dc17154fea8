//! Measures the running server against floors built and run in the same run. Started by `scripts/bench`.

mod bare;
mod column;
mod counts;
mod creates;
mod customers;
mod http;
mod load;
mod machine;
mod measure;
mod postgresql;
mod queries;
mod random;
mod raw;
mod reads;
mod report;
mod seed;
mod seeded;
mod server;
mod start_up;
mod template;
mod web;

use clap::Parser;

#[derive(Parser)]
#[command(name = "scripts/bench", about = "Measures cardfile against floors built and run in the same run.")]
enum Command {
    /// Measure everything, print the table and write it as JSON.
    Run(measure::Options),
    /// Bare hyper that gives one fixed answer (started by `run`).
    #[command(hide = true)]
    Bare(bare::Options),
    /// Raw prepared point reads of customers by random id (started by `run`).
    #[command(hide = true)]
    PointReads(raw::PointReads),
    /// Raw inserts of the rows of a create (started by `run`).
    #[command(hide = true)]
    Inserts(raw::Inserts),
    /// Raw prepared point reads from PostgreSQL (started by `run`).
    #[command(hide = true)]
    PostgresReads(postgresql::raw::Reads),
    /// Raw inserts of the rows of a create into PostgreSQL (started by `run`).
    #[command(hide = true)]
    PostgresInserts(postgresql::raw::Inserts),
    /// Creates customers over HTTP (started by `run`).
    #[command(hide = true)]
    Seed(seed::Options),
}

fn main() -> anyhow::Result<()> {
    // `cargo bench` and `cargo test --all-targets` start this without a command: nothing is asked for.
    if std::env::args().skip(1).all(|argument| argument == "--bench") {
        println!("nothing measured: start scripts/bench instead");
        return Ok(());
    }
    match Command::parse() {
        Command::Run(options) => measure::run(&options),
        Command::Bare(options) => bare::run(&options),
        Command::PointReads(options) => raw::point_reads(&options),
        Command::Inserts(options) => raw::inserts(&options),
        Command::PostgresReads(options) => postgresql::raw::reads(&options),
        Command::PostgresInserts(options) => postgresql::raw::inserts(&options),
        Command::Seed(options) => seed::run(options),
    }
}
