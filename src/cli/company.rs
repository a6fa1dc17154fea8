//! `cardfile company`: companies.

use clap::Subcommand;

use crate::actions::{Directory, companies};
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a company and print its id
    Create {
        /// What the company is called
        #[arg(long)]
        name: String,
    },
    /// List the companies
    List,
}

pub(super) async fn run(directory: &Directory, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { name } => {
            let company = super::told(companies::create(directory, &name).await)?;
            println!("{}", company.id);
        }
        Command::List => {
            for company in store::companies::list(&directory.store).await? {
                println!("{}  {}  made {}", company.id, company.name, company.created_at);
            }
        }
    }
    Ok(())
}
