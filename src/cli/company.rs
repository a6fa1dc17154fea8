//! `cardfile company`: companies.

use anyhow::Context;
use clap::Subcommand;

use crate::actions::{Directory, companies};
use crate::domain::id::CompanyId;
use crate::domain::user::UserInput;
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a company and print its id
    Create {
        /// What the company is called
        #[arg(long)]
        name: String,
        /// The first name of its owner, for whom its apps act; Account if left out
        #[arg(long, value_name = "NAME")]
        owner_first_name: Option<String>,
        /// The last name of its owner; Owner if left out
        #[arg(long, value_name = "NAME")]
        owner_last_name: Option<String>,
        /// The email address of its owner; one that leads nowhere if left out
        #[arg(long, value_name = "EMAIL")]
        owner_email: Option<String>,
    },
    /// List the companies
    List,
}

pub(super) async fn run(directory: &Directory, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { name, owner_first_name, owner_last_name, owner_email } => {
            let owner = UserInput { first_name: owner_first_name, last_name: owner_last_name, email: owner_email };
            let company = super::told(companies::create_for(directory, &name, owner).await)?;
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

/// The id of a company, as a command names it.
pub(super) fn company_id(text: &str) -> Result<CompanyId, &'static str> {
    CompanyId::parse(text).ok_or("must be the id of a company; cardfile company list shows them")
}

/// The company that a command names, or the first one.
pub(super) async fn company_or_first(directory: &Directory, named: Option<CompanyId>) -> anyhow::Result<CompanyId> {
    match named {
        Some(id) => Ok(id),
        None => {
            let first = store::companies::list(&directory.store).await?.into_iter().next();
            Ok(first.context("there is no company yet; make one with: cardfile company create --name NAME")?.id)
        }
    }
}
