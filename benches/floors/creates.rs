//! Durable creates, each beside bare hyper taking the same POST and raw inserts of the same rows.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::bare::Recorded;
use crate::measure::Bench;
use crate::report::{Aim, Figure, Report, both};
use crate::server::{self, Server};
use crate::{customers, http, queries, raw, seeded, template};

/// The first customer number of the load; beyond any that is seeded.
const FIRST: u64 = 1_000_000_000;

/// Creates over 64, 16 and one connection. `seeded` is copied for the raw inserts.
pub fn measure(bench: &Bench, seeded: &Path, server: &Server, token: &str, report: &mut Report) -> Result<()> {
    let copy = bench.folder.join("raw/cardfile.db");
    seeded::copy(seeded, &copy)?;
    report.note(format!("rows of one create: {}", template::capture(&bench.binary, &copy)?));
    let bodies = bench.folder.join("bodies.txt");
    fs::write(&bodies, customers::profiles())?;
    let body = bench.folder.join("body.json");
    fs::write(&body, customers::body(FIRST))?;
    let bare = Server::bare(&record(server, token)?, &bench.folder.join("create.json"))?;
    let (bodies, body) =
        (bodies.to_str().context("a folder that is not text")?, body.to_str().context("a folder that is not text")?);
    let post = ["fixed", token, "POST", "/v2/customers", body];

    let name = format!("bare hyper, POST of {} bytes", customers::body(FIRST).len());
    let mut hyper = [64, 16, 1].map(|connections| Figure::new(&name, connections));
    let mut inserts = [64, 16, 1].map(|batch| Figure::new(format!("raw inserts, {batch} a transaction"), 1));
    let mut creates = [64, 16, 1].map(|connections| Figure::new("durable create", connections));
    creates[0].aim = Some(Aim::Ratio(0.50));
    creates[2].aim = Some(Aim::Ratio(0.70));
    let without = queries::without_index(bench, seeded)?;
    let its_token =
        server::token(&bench.binary, &server::url(&bench.folder.join("without/cardfile.db")), None, &without)?;
    let mut bare_writes = Figure::new("durable create without the search index", 64);
    let mut indexed = Figure::new("durable create beside one without the index", 64).aiming(Aim::Ratio(0.70));
    let (mut next, mut next_raw) = (FIRST + 1, 0);
    for _ in 0..bench.rounds {
        for (at, connections) in [64_u32, 16, 1].into_iter().enumerate() {
            let floor = hyper[at].add(bench.load.run(&bare, connections, &post)?);
            let (batch, first, seconds) = (connections.to_string(), next_raw.to_string(), bench.seconds.to_string());
            let raw = raw::measure(&["inserts", "--batch", &batch, "--first", &first, "--seconds", &seconds], &copy)?;
            next_raw += raw.done;
            let raw = inserts[at].add_raw(raw);
            let before = total(server, token)?;
            let number = customers::number(next).to_string();
            let sample = bench.load.run(server, connections, &["create", token, "/v2/customers", bodies, &number])?;
            let made = total(server, token)? - before;
            ensure!(
                (sample.answered..=sample.made).contains(&made),
                "{} creates were answered, {made} are there",
                sample.answered
            );
            next += sample.made;
            // With one connection nothing can be collected: its floor is the insert alone.
            creates[at].add_against(sample, if connections == 1 { raw } else { both(floor, raw) });
        }
    }
    for _ in 0..bench.rounds {
        let arguments = |token, number| ["create", token, "/v2/customers", bodies, number];
        let number = customers::number(next).to_string();
        let sample = bench.load.run(&without, 64, &arguments(&its_token, &number))?;
        next += sample.made;
        let floor = bare_writes.add(sample);
        let number = customers::number(next).to_string();
        let sample = bench.load.run(server, 64, &arguments(token, &number))?;
        next += sample.made;
        indexed.add_against(sample, floor);
    }
    bare.stop()?;
    without.stop()?;
    report.floors(hyper.into_iter().chain(inserts).chain([bare_writes]));
    report.figures(creates.into_iter().chain([indexed]));
    Ok(())
}

/// The answer to a create, and that it was one.
pub fn record(server: &Server, token: &str) -> Result<Recorded> {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    let answer =
        http::send(server.address, "POST", "/v2/customers", &headers, &customers::body(FIRST))?.expect_status(201)?;
    ensure!(answer.header("resource-id").is_some(), "the create had no Resource-ID");
    Recorded::of(answer)
}

fn total(server: &Server, token: &str) -> Result<u64> {
    let bearer = format!("Bearer {token}");
    let answer = http::send(server.address, "GET", "/v2/customers?page=1000000", &[("Authorization", &bearer)], "")?;
    answer.expect_status(200)?.json()?["page"]["totalElements"].as_u64().context("a page without totalElements")
}
