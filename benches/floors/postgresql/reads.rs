//! Gets by id, beside bare hyper with the same bytes and raw prepared point reads as many at a time.

use std::fs;

use anyhow::{Context, Result};

use super::{Bench, raw};
use crate::report::{Aim, Figure, Report, both};
use crate::server::Server;

/// Gets of one customer by id over 64 connections.
pub fn get(bench: &Bench, server: &Server, token: &str, report: &mut Report) -> Result<()> {
    let ids = bench.ids.to_str().context("a folder that is not text")?;
    let one = fs::read_to_string(ids)?.lines().next().context("no customers")?.to_owned();
    let path = format!("/v2/customers/{one}");
    let recorded = crate::reads::record(server, token, &path)?;
    let bare = Server::bare(&recorded, &bench.folder.join("get.json"))?;
    let seconds = bench.plan.seconds.to_string();
    let fixed = ["fixed", token, "GET", &path];
    let random = ["ids", token, "/v2/customers/", ids];
    let reads = ["postgres-reads", "--ids", ids, "--seconds", &seconds, "--clients", "64"];

    let mut hyper = Figure::new(format!("bare hyper, GET of {} bytes", recorded.body.len()), 64);
    let mut points = Figure::new("raw point reads of random ids through a pool of 10", 64);
    let mut by_id = Figure::new("get by id", 64).aiming(Aim::Ratio(0.60));
    let mut alone = Figure::new("get by id", 1);
    for _ in 0..bench.plan.rounds {
        let floor = hyper.add(bench.load.run(&bare, 64, &fixed)?);
        let raw = points.add_raw(raw::measure(&reads, &bench.served)?);
        by_id.add_against(bench.load.run(server, 64, &random)?, both(floor, raw));
        alone.add(bench.load.run(server, 1, &random)?);
    }
    bare.stop()?;
    report.floors([hyper, points]);
    report.figures([by_id, alone]);
    Ok(())
}
