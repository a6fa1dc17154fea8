//! The command line: one file per command.

mod app;
mod company;
mod database;
mod mistake;
mod sample;
mod serve;
mod user;

use clap::{CommandFactory, Parser, Subcommand};

use crate::actions::{Directory, Error};
use crate::clock::Clock;
use crate::config::{DatabaseSettings, ServeSettings};
use crate::random::Random;
use crate::store::{self, Purpose, Store};

/// Cardfile is the customer directory you host yourself. It speaks the customers part of the Help Scout Mailbox API 2.0.
///
/// Start it with `cardfile serve`: it makes its database, a first company and a first API app, and prints how to call it. Everything is
/// in one SQLite file, written to disk before any call is answered. The other commands work while the server runs.
#[derive(Debug, Parser)]
#[command(name = "cardfile", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    database: DatabaseSettings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API until told to stop (SIGTERM or ctrl-c)
    Serve(ServeSettings),
    /// API apps: programs that may call the API for a company
    #[command(subcommand)]
    App(app::Command),
    /// Companies: each has its own customers, and none sees another's
    #[command(subcommand)]
    Company(company::Command),
    /// The people of the companies, who sign in to the web application
    #[command(subcommand)]
    User(user::Command),
    /// The database as a whole
    #[command(subcommand)]
    Database(database::Command),
    /// Add people who do not exist, to look around with: names in many scripts, addresses that lead nowhere
    Sample(sample::Settings),
}

/// Runs the command line of this process.
pub fn run() -> anyhow::Result<()> {
    let cli = Cli::try_parse().unwrap_or_else(|error| mistake::end(&error, &Cli::command()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(settings) => serve::run(&cli.database, settings).await,
            Command::App(command) => app::run(&open(&cli.database).await?, command).await,
            Command::Company(command) => company::run(&open(&cli.database).await?, command).await,
            Command::User(command) => user::run(&open(&cli.database).await?, command).await,
            Command::Database(command) => database::run(&cli.database, command).await,
            Command::Sample(settings) => sample::run(&open(&cli.database).await?, settings).await,
        }
    })
}

async fn open(settings: &DatabaseSettings) -> anyhow::Result<Directory> {
    let (clock, random) = (Clock::System, Random::System);
    let store = open_store(settings, Purpose::Command, &clock, random.clone()).await?;
    Ok(Directory::new(store, clock, random))
}

async fn open_store(
    settings: &DatabaseSettings,
    purpose: Purpose,
    clock: &Clock,
    random: Random,
) -> anyhow::Result<Store> {
    Store::open(&settings.database, purpose, clock, random).await.map_err(|error| match error {
        // The other errors of an opening name the file themselves.
        store::Error::Unavailable(_) => anyhow::Error::new(error).context(format!("cannot use {}", settings.database)),
        other => other.into(),
    })
}

/// What an action says, with each problem in words.
fn told<T>(done: Result<T, Error>) -> anyhow::Result<T> {
    done.map_err(|error| match error {
        Error::Invalid(problems) | Error::Conflict(problems) => {
            let told: Vec<String> =
                problems.0.iter().map(|problem| format!("{}: {}", problem.path, problem.rule)).collect();
            anyhow::Error::msg(told.join("; "))
        }
        other => other.into(),
    })
}
