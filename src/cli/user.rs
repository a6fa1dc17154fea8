//! `cardfile user`: the people of the companies.

use std::sync::Arc;

use anyhow::bail;
use clap::Subcommand;
use serde_json::json;

use super::company::{company_id, company_or_first};
use crate::actions::invitations::{self, Link};
use crate::actions::{Caller, Directory, users};
use crate::config;
use crate::domain::email::EmailKey;
use crate::domain::event::Actor;
use crate::domain::id::CompanyId;
use crate::domain::user::{Role, User, UserInput};
use crate::store;
use crate::store::users::Person;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Invite somebody and print the link that begins the account; for somebody who is there, print a link that sets a new password.
    /// Without an address: the link for the owner, as long as the owner has no account
    Invite {
        /// The email address
        #[arg(long)]
        email: Option<String>,
        /// What the person may do: owner, admin or user. Nothing changes for somebody who is there
        #[arg(long, default_value = "user", value_parser = role)]
        role: Role,
        /// First name; the person may change it
        #[arg(long, value_name = "NAME")]
        first_name: Option<String>,
        /// Last name; the person may change it
        #[arg(long, value_name = "NAME")]
        last_name: Option<String>,
        /// The company; the first one if left out
        #[arg(long, value_name = "ID", value_parser = company_id)]
        company: Option<CompanyId>,
        /// The address that people reach the server by
        #[arg(long, env = "CARDFILE_PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:8080", value_parser = config::public_url)]
        public_url: Arc<str>,
        /// Print {"id": 1, "email": "...", "role": "...", "link": "...", "expires_at": "..."}
        #[arg(long)]
        json: bool,
    },
    /// List the people of all companies
    List {
        /// Print an array of {"company": 1, "id": 1, "email": "...", "name": "...", "role": "...", "state": "..."}
        #[arg(long)]
        json: bool,
    },
}

fn role(name: &str) -> Result<Role, &'static str> {
    Role::parse(name).ok_or("must be owner, admin or user")
}

pub(super) async fn run(directory: &Directory, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Invite { email, role, first_name, last_name, company, public_url, json } => {
            let company = company_or_first(directory, company).await?;
            let (user, link) = match email {
                None => owner(directory, company).await?,
                Some(email) => {
                    let input = UserInput { first_name, last_name, email: Some(email) };
                    invite(directory, company, input, role).await?
                }
            };
            tell(&user, &link, &public_url, json);
            Ok(())
        }
        Command::List { json } => list(directory, json).await,
    }
}

async fn owner(directory: &Directory, company: CompanyId) -> anyhow::Result<(User, Link)> {
    let link = super::told(invitations::for_first_owner(directory, company).await)?;
    let Some(link) = link else { bail!("the owner has an account; --email says who else is invited") };
    let owner = store::users::owner(&directory.store, company).await?;
    let owner = match owner {
        Some(id) => store::users::get(&directory.store, company, id).await?,
        None => None,
    };
    owner.map(|owner| (owner, link)).ok_or_else(|| anyhow::Error::msg("the company has no owner"))
}

async fn invite(
    directory: &Directory,
    company: CompanyId,
    input: UserInput,
    role: Role,
) -> anyhow::Result<(User, Link)> {
    let caller = Caller::new(company, Actor::Operator);
    let key = input.email.as_deref().and_then(EmailKey::parse);
    let there = match &key {
        Some(key) => store::users::list(&directory.store, company, Some(key), 0, 1).await?.0.pop(),
        None => None,
    };
    super::told(match there {
        Some(user) => invitations::renew(directory, &caller, Role::Owner, user.id).await,
        None => users::invite(directory, &caller, Role::Owner, input, role.as_str()).await,
    })
}

fn tell(user: &User, link: &Link, public_url: &str, json: bool) {
    let url = format!("{public_url}{}", link.path());
    if json {
        let (id, role, expires_at) = (user.id.0, user.role.as_str(), link.expires_at.to_string());
        println!("{}", json!({ "id": id, "email": user.email, "role": role, "link": url, "expires_at": expires_at }));
    } else {
        println!(
            "{} ({}): open this link, which works once, until {}\n{url}",
            user.name(),
            user.role.as_str(),
            link.expires_at
        );
    }
}

async fn list(directory: &Directory, json: bool) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for company in store::companies::list(&directory.store).await? {
        if !json {
            println!("company {} {}", company.id, company.name);
        }
        for person in store::users::people(&directory.store, company.id).await? {
            let (user, state) = (&person.user, state(&person));
            let (name, role) = (user.name(), user.role.as_str());
            if json {
                let (company, id) = (company.id.0, user.id.0);
                all.push(json!({ "company": company, "id": id, "email": user.email, "name": name, "role": role, "state": state }));
            } else {
                println!("  {}  {}  {name}  {role}  {state}", user.id, user.email);
            }
        }
    }
    if json {
        println!("{}", serde_json::Value::Array(all));
    }
    Ok(())
}

fn state(person: &Person) -> &'static str {
    match person.user.disabled_at {
        Some(_) => "disabled",
        None if person.has_password => "active",
        None => "invited",
    }
}
