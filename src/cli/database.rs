//! `cardfile database`: the database as a whole.

use clap::Subcommand;

use crate::actions::Directory;
use crate::store::Place;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Spread the tables over the nodes of a Citus cluster, by company, and say what was done. It can run again
    Distribute,
}

pub(super) async fn run(directory: &Directory, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Distribute => {
            for placed in directory.store.distribute().await? {
                let place = match placed.place {
                    Place::ByCompany => "by company",
                    Place::Everywhere => "whole on every node",
                };
                let when = if placed.is_new { "now" } else { "already" };
                println!("{}  {place}  {when}", placed.table);
            }
        }
    }
    Ok(())
}
