//! Durable creates, in one company and over a hundred, each beside its floor and beside raw creates one by one.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::companies::{self, Company};
use super::sql::Sql;
use super::{Bench, raw, template};
use crate::customers;
use crate::load::Sample;
use crate::report::{Aim, Figure, Report, both};
use crate::server::Server;

/// The first customer number of the load; beyond any that is seeded.
const FIRST: u64 = 1_000_000_000;
/// How many creates one by one are under way at the same time.
const ONE_BY_ONE: &str = "16";

/// Creates over 64 connections and over one. `raw` is a copy of the database for the raw inserts.
pub fn measure(
    bench: &Bench,
    raw: &str,
    server: &Server,
    token: &str,
    companies: &[Company],
    report: &mut Report,
) -> Result<()> {
    report.note(format!("rows of one create: {}", template::capture(&bench.plan.binary, raw, &bench.folder)?));
    let file = |name: &str| {
        Ok::<_, anyhow::Error>(bench.folder.join(name).to_str().context("a folder that is not text")?.to_owned())
    };
    let (bodies, body, tokens) = (file("bodies.txt")?, file("body.json")?, file("tokens.txt")?);
    fs::write(&bodies, customers::profiles())?;
    fs::write(&body, customers::body(FIRST))?;
    companies::write_tokens(companies, tokens.as_ref())?;
    let bare = Server::bare(&crate::creates::record(server, token)?, &bench.folder.join("create.json"))?;
    let post = ["fixed", token, "POST", "/v2/customers", &body];
    let mut inserts = Inserts { bench, raw, next: 0 };
    let mut creates = Creates { bench, server, sql: Sql::open(&bench.served)?, bodies: &bodies, next: FIRST + 1 };
    let one = inserts.first_company()?;
    let hundred = companies.iter().map(|company| company.id.to_string()).collect::<Vec<_>>().join(",");

    let mut hyper = Figure::new(format!("bare hyper, POST of {} bytes", customers::body(FIRST).len()), 64);
    let mut batches = Figure::new("raw inserts, 64 a transaction, pipelined", 1);
    let mut singly = Figure::new("raw inserts one by one", 16);
    let mut singly_sent = Figure::new("raw inserts one by one, each transaction sent at once", 16);
    let mut in_turn = Figure::new("raw inserts one after the other", 1);
    let mut spread = Figure::new("raw inserts one by one over 100 companies", 16);
    let mut spread_in_turn = Figure::new("raw inserts one after the other over 100 companies", 1);
    let mut spread_sent = Figure::new("raw inserts one by one over 100 companies, each transaction sent at once", 16);
    let mut spread_in_turns =
        Figure::new("raw inserts over 100 companies, 16 transactions sent at once and synced once", 16);
    let mut figure = Figure::new("durable create", 64).aiming(Aim::Ratio(0.50));
    let mut times = Figure::new("durable create, times raw one by one", 64).aiming(Aim::Ratio(5.0));
    let mut many = Figure::new("durable create over 100 companies, times raw one by one", 64).aiming(Aim::Ratio(3.0));
    let mut many_over = Figure::new("durable create over 100 companies, times raw one by one over them", 64);
    let mut times_in_turn = Figure::new("durable create, times raw one after the other", 64);
    let mut many_in_turn =
        Figure::new("durable create over 100 companies, times raw one after the other over them", 64);
    let mut alone = Figure::new("durable create", 1);
    for _ in 0..bench.plan.rounds {
        let floor = hyper.add(bench.load.run(&bare, 64, &post)?);
        let batch = batches.add_raw(inserts.run("64", "1", true, &one)?);
        let sample = creates.run(64, &["create", token])?;
        figure.add_against(sample, both(floor, batch));
        let raw = singly.add_raw(inserts.run("1", ONE_BY_ONE, false, &one)?);
        singly_sent.add_raw(inserts.run("1", ONE_BY_ONE, true, &one)?);
        times.add_against(sample, raw);
        times_in_turn.add_against(sample, in_turn.add_raw(inserts.run("1", "1", false, &one)?));
        let over_all = spread.add_raw(inserts.run("1", ONE_BY_ONE, false, &hundred)?);
        let sample = creates.run(64, &["spread", &tokens])?;
        spread_sent.add_raw(inserts.run("1", ONE_BY_ONE, true, &hundred)?);
        spread_in_turns.add_raw(inserts.run_in_turns("16", ONE_BY_ONE, &hundred)?);
        many.add_against(sample, raw);
        many_over.add_against(sample, over_all);
        many_in_turn.add_against(sample, spread_in_turn.add_raw(inserts.run("1", "1", false, &hundred)?));
        alone.add(creates.run(1, &["create", token])?);
    }
    bare.stop()?;
    report.floors([hyper, batches, singly, singly_sent, in_turn, spread, spread_sent, spread_in_turns, spread_in_turn]);
    report.figures([figure, times, times_in_turn, many, many_over, many_in_turn, alone]);
    Ok(())
}

/// Raw inserts, run after run.
struct Inserts<'a> {
    bench: &'a Bench<'a>,
    raw: &'a str,
    next: u64,
}

impl Inserts<'_> {
    fn run(&mut self, batch: &str, clients: &str, pipelined: bool, companies: &str) -> Result<crate::raw::Outcome> {
        let sent: &[&str] = if pipelined { &["--pipelined"] } else { &[] };
        self.run_with(&["--batch", batch, "--clients", clients, "--companies", companies], sent)
    }

    /// One create a transaction, so many transactions sent at once.
    fn run_in_turns(&mut self, turn: &str, clients: &str, companies: &str) -> Result<crate::raw::Outcome> {
        let sent = ["--pipelined", "--turn", turn];
        self.run_with(&["--batch", "1", "--clients", clients, "--companies", companies], &sent)
    }

    fn run_with(&mut self, what: &[&str], sent: &[&str]) -> Result<crate::raw::Outcome> {
        let (first, seconds) = (self.next.to_string(), self.bench.plan.seconds.to_string());
        let timed = ["--first", &first, "--seconds", &seconds];
        let arguments = [&["postgres-inserts"], what, &timed, sent].concat();
        let outcome = raw::measure(&arguments, self.raw)?;
        self.next += outcome.done;
        Ok(outcome)
    }

    fn first_company(&self) -> Result<String> {
        let first = Sql::open(self.raw)?.integers("select min(company_id) from companies")?;
        Ok(first.first().context("no company")?.to_string())
    }
}

/// Creates through the server, run after run.
struct Creates<'a> {
    bench: &'a Bench<'a>,
    server: &'a Server,
    sql: Sql,
    bodies: &'a str,
    next: u64,
}

impl Creates<'_> {
    /// One run; afterwards as many customers have to be there as were answered.
    fn run(&mut self, connections: u32, kind: &[&str; 2]) -> Result<Sample> {
        let before = self.total()?;
        let number = customers::number(self.next).to_string();
        let arguments = [kind[0], kind[1], "/v2/customers", self.bodies, &number];
        let sample = self.bench.load.run(self.server, connections, &arguments)?;
        let made = self.total()? - before;
        ensure!(
            (sample.answered..=sample.made).contains(&made),
            "{} creates were answered, {made} are there",
            sample.answered
        );
        self.next += sample.made;
        Ok(sample)
    }

    /// How many customers there are, once nothing is under way any more: what wrk did not wait for is finished all the same.
    fn total(&self) -> Result<u64> {
        let count = || Ok::<_, anyhow::Error>(self.sql.integers("select count(*) from customers")?[0] as u64);
        let (mut before, mut now) = (0, count()?);
        while before != now {
            std::thread::sleep(std::time::Duration::from_millis(100));
            before = std::mem::replace(&mut now, count()?);
        }
        Ok(now)
    }
}
