//! `cardfile database copy`, and how it tells how far it is: a bar on a terminal, else a line every few seconds.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use crate::clock::Clock;
use crate::store::DatabaseUrl;
use crate::store::copy::{Copying, Progress, Stage};

/// How often a line is written.
const LINES: Duration = Duration::from_secs(5);
const BAR: &str = "{msg:9} {wide_bar} {percent:>3} %, {per_sec}, {eta} left";

pub(super) async fn run(from: DatabaseUrl, to: DatabaseUrl) -> anyhow::Result<()> {
    let what = format!("cannot copy {from} to {to}");
    let mut told = Told::new(std::io::stderr().is_terminal());
    let copied = Copying::new(from, to).run(&Clock::System, &mut |progress| told.tell(progress)).await;
    told.end();
    let copied = copied.context(what)?;
    println!(
        "copied {} rows of {} companies; all {} checksums, one for each table of each company, agree",
        copied.rows, copied.companies, copied.checksums
    );
    Ok(())
}

/// What was told of a copy so far.
struct Told {
    bar: Option<ProgressBar>,
    since: Option<(Progress, Instant)>,
    line: Instant,
}

impl Told {
    fn new(on_terminal: bool) -> Self {
        let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = on_terminal.then(|| ProgressBar::new(0).with_style(style));
        Self { bar, since: None, line: Instant::now() }
    }

    fn tell(&mut self, progress: Progress) {
        let is_new = self.since.is_none_or(|(first, _)| first.stage != progress.stage);
        let (first, start) = match self.since {
            Some(since) if !is_new => since,
            _ => *self.since.insert((progress, Instant::now())),
        };
        if let Some(bar) = &self.bar {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            if is_new {
                bar.set_message(name(progress.stage));
                bar.reset_eta();
            }
        } else if self.line.elapsed() >= LINES {
            self.line = Instant::now();
            eprintln!("{}", line(progress, first.done, start.elapsed()));
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Copy => "copying",
        Stage::Indexes => "indexing",
        Stage::Check => "checking",
    }
}

/// How far it is, how fast, and how long it takes when it goes on like that; `before` was done before the time began.
fn line(progress: Progress, before: u64, time: Duration) -> String {
    let Progress { stage, done, total } = progress;
    let rate = done.saturating_sub(before) as f64 / time.as_secs_f64().max(0.001);
    let (of, each) = match stage {
        Stage::Indexes => ("indexes", String::new()),
        Stage::Copy | Stage::Check => ("customers and events", format!(", {rate:.0} a second")),
    };
    let left = total.saturating_sub(done) as f64 / rate;
    let left = if left.is_finite() { format!(", {left:.0} s left") } else { String::new() };
    format!("{}: {done} of {total} {of}{each}{left}", name(stage))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_rate_and_time_left_without_what_was_done_before() {
        let progress = |stage, done| Progress { stage, done, total: 5000 };
        let time = Duration::from_secs(10);
        assert_eq!(
            line(progress(Stage::Copy, 3000), 1000, time),
            "copying: 3000 of 5000 customers and events, 200 a second, 10 s left"
        );
        assert_eq!(line(progress(Stage::Check, 0), 0, time), "checking: 0 of 5000 customers and events, 0 a second");
        assert_eq!(line(progress(Stage::Indexes, 2500), 0, time), "indexing: 2500 of 5000 indexes, 10 s left");
    }
}
