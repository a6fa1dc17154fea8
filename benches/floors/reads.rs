//! Gets by id and pages, each beside bare hyper with the same bytes and, for gets, raw point reads.

use std::fs;

use anyhow::{Context, Result};

use crate::bare::Recorded;
use crate::measure::Bench;
use crate::report::{Aim, Figure, Report, both};
use crate::server::Server;
use crate::{http, raw};

/// Gets of one customer by id over 64 connections.
pub fn get(bench: &Bench, server: &Server, token: &str, report: &mut Report) -> Result<()> {
    let ids = bench.ids.to_str().context("a folder that is not text")?;
    let one = fs::read_to_string(ids)?.lines().next().context("no customers")?.to_owned();
    let path = format!("/v2/customers/{one}");
    let recorded = record(server, token, &path)?;
    let bare = Server::bare(&recorded, &bench.folder.join("get.json"))?;
    let seconds = bench.seconds.to_string();
    let fixed = ["fixed", token, "GET", &path];
    let random = ["ids", token, "/v2/customers/", ids];
    let reads = ["point-reads", "--ids", ids, "--seconds", &seconds];

    let mut hyper = Figure::new(format!("bare hyper, GET of {} bytes", recorded.body.len()), 64);
    let mut points = Figure::new("raw point read of a random id", 1);
    let mut by_id = Figure::new("get by id", 64).aiming(Aim::Ratio(0.60));
    let mut same = Figure::new("get of one id", 64);
    let mut alone = Figure::new("get by id", 1);
    for _ in 0..bench.rounds {
        let hyper = hyper.add(bench.load.run(&bare, 64, &fixed)?);
        let point = points.add_raw(raw::measure(&reads, &bench.database)?);
        by_id.add_against(bench.load.run(server, 64, &random)?, both(hyper, point));
        same.add_against(bench.load.run(server, 64, &fixed)?, both(hyper, point));
        alone.add(bench.load.run(server, 1, &random)?);
    }
    bare.stop()?;
    report.floors([hyper, points]);
    report.figures([by_id, same, alone]);
    Ok(())
}

/// The first page over 64 connections and over one, and page 1,000.
pub fn pages(bench: &Bench, server: &Server, token: &str, report: &mut Report) -> Result<()> {
    let recorded = record(server, token, "/v2/customers")?;
    let bare = Server::bare(&recorded, &bench.folder.join("page.json"))?;
    let first = ["fixed", token, "GET", "/v2/customers"];
    let far = ["fixed", token, "GET", "/v2/customers?page=1000"];
    record(server, token, far[3])?;

    let name = format!("bare hyper, GET of {} bytes", recorded.body.len());
    let (mut hyper, mut hyper_alone) = (Figure::new(&name, 64), Figure::new(&name, 1));
    let mut page = Figure::new("first page", 64).aiming(Aim::Ratio(0.25));
    let mut page_alone = Figure::new("first page", 1).aiming(Aim::P50Below(2.0));
    let mut page_1000 = Figure::new("page 1,000", 64);
    let mut page_1000_alone = Figure::new("page 1,000", 1);
    for _ in 0..bench.rounds {
        let floor = hyper.add(bench.load.run(&bare, 64, &first)?);
        page.add_against(bench.load.run(server, 64, &first)?, floor);
        page_1000.add(bench.load.run(server, 64, &far)?);
        let floor = hyper_alone.add(bench.load.run(&bare, 1, &first)?);
        page_alone.add_against(bench.load.run(server, 1, &first)?, floor);
        page_1000_alone.add(bench.load.run(server, 1, &far)?);
    }
    bare.stop()?;
    report.floors([hyper, hyper_alone]);
    report.figures([page, page_alone, page_1000, page_1000_alone]);
    Ok(())
}

/// An answer to a GET, that bare hyper is to repeat.
pub fn record(server: &Server, token: &str, path: &str) -> Result<Recorded> {
    let bearer = format!("Bearer {token}");
    let answer = http::send(server.address, "GET", path, &[("Authorization", &bearer)], "")?;
    Recorded::of(answer.expect_status(200)?).with_context(|| format!("recording {path}"))
}
