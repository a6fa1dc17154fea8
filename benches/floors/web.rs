//! The pages of the web application: the list of customers and a customer's page, asked for by somebody who is signed in.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::http;
use crate::measure::Bench;
use crate::report::{Aim, Figure, Report};
use crate::server::{self, Server};

/// The median that is aimed at, in milliseconds.
const P50_MS: f64 = 5.0;
/// How many requests are on their way at the same time: one person, and a busy team.
const CONNECTIONS: [u32; 2] = [1, 8];

/// The list as it is opened, a search in it, and customers' pages by random id.
pub fn measure(bench: &Bench, server: &Server, report: &mut Report) -> Result<()> {
    let cookie = sign_in(bench, server)?;
    let ids = bench.ids.to_str().context("a folder that is not text")?;
    let pages = [
        ("list of customers, a page for people", vec!["fixed", &*cookie, "GET", "/customers"]),
        ("a customer's page by random id", vec!["ids", &*cookie, "/customers/", ids]),
    ];
    let mut figures = Vec::new();
    for (name, arguments) in &pages {
        for connections in CONNECTIONS {
            let figure = Figure::new(*name, connections);
            let figure = if connections == 1 { figure.aiming(Aim::P50Below(P50_MS)) } else { figure };
            figures.push((figure, connections, arguments));
        }
    }
    for _ in 0..bench.rounds {
        for (figure, connections, arguments) in &mut figures {
            figure.add(bench.load.run(server, *connections, arguments)?);
        }
    }
    report.figures(figures.into_iter().map(|(figure, ..)| figure));
    Ok(())
}

/// Invites somebody at the command line, begins the account by its form, and answers the cookie of the session.
fn sign_in(bench: &Bench, server: &Server) -> Result<String> {
    let output = Command::new(&bench.binary)
        .args(["user", "invite", "--email", "bench@example.com", "--role", "user", "--json"])
        .args(["--database", &server::url(&bench.database)])
        .stderr(Stdio::inherit())
        .output()?;
    let invited: serde_json::Value = serde_json::from_slice(&output.stdout).context("user invite printed no JSON")?;
    let link = invited["link"].as_str().context("user invite printed no link")?;
    let path = link.find("/welcome/").map(|at| &link[at..]).context("the link leads elsewhere")?;
    let form = "firstName=Bench&lastName=&timezone=UTC&password=quiet+lamp+over+the+sea";
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = http::send(server.address, "POST", path, &headers, form)?.expect_status(303)?;
    let cookie =
        answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).context("no cookie")?.to_owned();
    let page = http::send(server.address, "GET", "/customers", &[("Cookie", &cookie)], "")?.expect_status(200)?;
    ensure!(String::from_utf8_lossy(&page.body).contains("data-rows"), "the page has no list");
    Ok(cookie)
}
