//! Companies beside the first, each with a token.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::measure::Plan;
use crate::server::{self, Server};

/// How many there are.
pub const COMPANIES: usize = 100;

pub struct Company {
    pub id: i64,
    pub token: String,
}

/// Makes them in the database that the server serves.
pub fn make(plan: &Plan, database: &str, server: &Server) -> Result<Vec<Company>> {
    (0..COMPANIES)
        .map(|n| {
            let output = Command::new(&plan.binary)
                .args(["company", "create", "--name", &format!("Company {n}"), "--database", database])
                .stderr(Stdio::inherit())
                .output()?;
            ensure!(output.status.success(), "company create failed");
            let id = String::from_utf8(output.stdout)?.trim().parse().context("company create printed no id")?;
            Ok(Company { id, token: server::token(&plan.binary, database, Some(id), server)? })
        })
        .collect()
}

/// Writes their tokens to a file, one a line.
pub fn write_tokens(companies: &[Company], file: &Path) -> Result<()> {
    let lines: String = companies.iter().map(|company| format!("{}\n", company.token)).collect();
    fs::write(file, lines).context("writing the tokens")
}
