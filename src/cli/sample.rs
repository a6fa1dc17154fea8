//! `cardfile sample`: people who do not exist, to look around with.

use std::io::IsTerminal as _;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::company::{company_id, company_or_first};
use crate::actions::{Caller, Directory, samples};
use crate::domain::event::Actor;
use crate::domain::id::CompanyId;
use crate::store;

/// The most people of one call.
const MOST: u64 = 100_000_000;

#[derive(Debug, Args)]
pub(super) struct Settings {
    /// How many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST))]
    customers: u64,
    /// Which people: the same number gives the same people
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The company that they are added to; the first one if left out
    #[arg(long, value_name = "ID", value_parser = company_id)]
    company: Option<CompanyId>,
}

pub(super) async fn run(directory: &Directory, settings: Settings) -> anyhow::Result<()> {
    let Settings { customers, seed, company } = settings;
    let company = company_or_first(directory, company).await?;
    if store::companies::get(&directory.store, company).await?.is_none() {
        anyhow::bail!("there is no company {company}; cardfile company list shows them")
    }
    let bar = ProgressBar::new(customers);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let caller = Caller::new(company, Actor::Operator);
    let tell = |filled: samples::Filled| bar.set_position(filled.made + filled.there);
    let filled = super::told(samples::fill(directory, &caller, seed, 0..customers, tell).await);
    bar.finish_and_clear();
    let samples::Filled { made, there } = filled?;
    let there = if there == 0 { String::new() } else { format!("; {there} were there already") };
    println!("made {made} customers of sample {seed} in company {company}{there}");
    Ok(())
}
