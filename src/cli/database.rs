//! `cardfile database`: the database as a whole.

mod copy;

use clap::Subcommand;

use crate::config::{self, DatabaseSettings};
use crate::store::{DatabaseUrl, Place};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Copy everything to another database, whatever the engines, and check the copy. Called again after an interruption it goes on
    Copy {
        /// The database that is copied, as it is when the command begins
        #[arg(value_name = "FROM", value_parser = config::database)]
        from: DatabaseUrl,
        /// The database that it is copied to: an empty one, or a file that is not there
        #[arg(value_name = "TO", value_parser = config::database)]
        to: DatabaseUrl,
    },
    /// Spread the tables over the nodes of a Citus cluster, by company, and say what was done. It can run again
    Distribute,
}

pub(super) async fn run(settings: &DatabaseSettings, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Copy { from, to } => copy::run(from, to).await,
        Command::Distribute => distribute(settings).await,
    }
}

async fn distribute(settings: &DatabaseSettings) -> anyhow::Result<()> {
    for placed in super::open(settings).await?.store.distribute().await? {
        let place = match placed.place {
            Place::ByCompany => "by company",
            Place::Everywhere => "whole on every node",
            Place::OnCoordinator => "on the coordinator",
        };
        let when = if placed.is_new { "now" } else { "already" };
        println!("{}  {place}  {when}", placed.table);
    }
    Ok(())
}
