//! `cardfile app`: API apps.

use std::time::Duration;

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::actions::{Caller, Directory, apps};
use crate::auth::LEASE_SECONDS;
use crate::domain::event::Actor;
use crate::domain::id::CompanyId;
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an app and print its client id and secret. The secret is shown this once
    Create {
        /// What the app is called
        #[arg(long)]
        name: String,
        /// The company that it acts for; the first one if left out
        #[arg(long, value_name = "ID", value_parser = company_id)]
        company: Option<CompanyId>,
        /// Print {"client_id": "...", "client_secret": "..."}
        #[arg(long)]
        json: bool,
    },
    /// List the apps of all companies
    List,
    /// Make an app and the tokens it was given unusable, at once and for good
    Revoke {
        /// The app's client id
        #[arg(value_name = "ID")]
        client_id: String,
    },
}

pub(super) fn company_id(text: &str) -> Result<CompanyId, &'static str> {
    CompanyId::parse(text).ok_or("must be the id of a company; cardfile company list shows them")
}

pub(super) async fn run(directory: &Directory, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create { name, company, json } => create(directory, &name, company, json).await,
        Command::List => list(directory).await,
        Command::Revoke { client_id } => revoke(directory, &client_id).await,
    }
}

async fn create(directory: &Directory, name: &str, company: Option<CompanyId>, json: bool) -> anyhow::Result<()> {
    let company = company_or_first(directory, company).await?;
    let (app, secret) = super::told(apps::create(directory, &Caller::new(company, Actor::Operator), name).await)?;
    if json {
        println!("{}", serde_json::json!({ "client_id": app.client_id, "client_secret": secret }));
    } else {
        println!("client id      {}\nclient secret  {secret}\nThe secret is not shown again.", app.client_id);
    }
    Ok(())
}

/// The company that is named, or else the first one, which has to be there.
pub(super) async fn company_or_first(directory: &Directory, company: Option<CompanyId>) -> anyhow::Result<CompanyId> {
    if let Some(company) = company {
        return Ok(company);
    }
    let first = store::companies::list(&directory.store).await?.into_iter().next();
    Ok(first.context("there is no company yet; make one with: cardfile company create --name NAME")?.id)
}

async fn list(directory: &Directory) -> anyhow::Result<()> {
    for company in store::companies::list(&directory.store).await? {
        println!("company {} {}", company.id, company.name);
        for app in store::apps::list(&directory.store, company.id).await? {
            let state = app.revoked_at.map_or_else(String::new, |at| format!("  revoked {at}"));
            println!("  {}  {}  made {}{state}", app.client_id, app.name, app.created_at);
        }
    }
    Ok(())
}

async fn revoke(directory: &Directory, client_id: &str) -> anyhow::Result<()> {
    let Some(company) = apps::company_of(client_id) else {
        bail!("{client_id:?} is not a client id; cardfile app list shows them")
    };
    super::told(apps::revoke(directory, &Caller::new(company, Actor::Operator), client_id).await)?;
    // A running server may hold what it found out about the app's tokens for so long.
    tokio::time::sleep(Duration::from_secs(LEASE_SECONDS.unsigned_abs()) + Duration::from_millis(100)).await;
    println!("revoked {client_id}; its tokens are no longer accepted");
    Ok(())
}
