//! How long the server takes to be ready on the whole database.

use anyhow::Result;

use crate::measure::Bench;
use crate::report::Report;
use crate::server::Server;

const STARTS: usize = 9;

/// From the start of the process to its "listening" line, and to the first 200 of /health/ready; medians.
pub fn measure(bench: &Bench, report: &mut Report) -> Result<()> {
    let (mut listening, mut ready) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let server = Server::cardfile(&bench.binary, &bench.database)?;
        ready.push(server.ready.as_secs_f64() * 1000.0);
        listening.push(server.listening.as_secs_f64() * 1000.0);
        server.stop()?;
    }
    report.start_up(&listening, &ready);
    Ok(())
}
