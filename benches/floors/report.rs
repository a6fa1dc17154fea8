//! The figures, as a table for people and as JSON.

use std::fmt::Write;

use anyhow::Result;
use serde_json::{Value, json};

use crate::load::Sample;
use crate::{machine, raw};

/// What was asked of a figure.
#[derive(Clone, Copy)]
pub enum Aim {
    /// At least this share of its floor.
    Ratio(f64),
    /// A median latency below so many milliseconds.
    P50Below(f64),
    /// A 99th percentile of the latency below so many milliseconds.
    P99Below(f64),
}

/// One thing that was measured, once a round.
pub struct Figure {
    name: String,
    connections: u32,
    samples: Vec<Sample>,
    floors: Vec<f64>,
    pub aim: Option<Aim>,
}

/// What one core does a second when each request costs both: costs add.
pub fn both(a: f64, b: f64) -> f64 {
    1.0 / (1.0 / a + 1.0 / b)
}

impl Figure {
    pub fn new(name: impl Into<String>, connections: u32) -> Self {
        Self { name: name.into(), connections, samples: Vec::new(), floors: Vec::new(), aim: None }
    }

    pub fn aiming(mut self, aim: Aim) -> Self {
        self.aim = Some(aim);
        self
    }

    /// Adds a round and returns its requests a second.
    pub fn add(&mut self, sample: Sample) -> f64 {
        self.samples.push(sample);
        sample.per_second
    }

    /// Adds a round beside the floor of the same round.
    pub fn add_against(&mut self, sample: Sample, floor: f64) {
        self.samples.push(sample);
        self.floors.push(floor);
    }

    pub fn add_raw(&mut self, outcome: raw::Outcome) -> f64 {
        self.add(Sample {
            per_second: outcome.per_second,
            p50_ms: outcome.p50_ms,
            p99_ms: outcome.p99_ms,
            server_busy: 0.0,
            load_busy: 0.0,
            others_busy: 0.0,
            answered: outcome.done,
            made: outcome.done,
        })
    }

    fn median(&self, of: fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of).collect())
    }

    fn floor(&self) -> Option<f64> {
        (!self.floors.is_empty()).then(|| median(self.floors.clone()))
    }

    /// The median of the rounds' ratios: a round's floor and figure met the same machine.
    fn ratio(&self) -> Option<f64> {
        (!self.floors.is_empty()).then(|| {
            median(self.samples.iter().zip(&self.floors).map(|(sample, floor)| sample.per_second / floor).collect())
        })
    }

    fn met(&self) -> Option<bool> {
        match self.aim? {
            Aim::Ratio(aim) => Some(self.ratio()? >= aim),
            Aim::P50Below(aim) => Some(self.median(|sample| sample.p50_ms) < aim),
            Aim::P99Below(aim) => Some(self.median(|sample| sample.p99_ms) < aim),
        }
    }

    fn aim_text(&self) -> String {
        match self.aim {
            Some(Aim::Ratio(aim)) => format!("ratio >= {aim:.2}"),
            Some(Aim::P50Below(aim)) => format!("p50 < {aim:.0} ms"),
            Some(Aim::P99Below(aim)) => format!("p99 < {aim:.0} ms"),
            None => String::new(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name, "connections": self.connections, "per_second": self.median(|sample| sample.per_second).round(),
            "p50_ms": self.median(|sample| sample.p50_ms), "p99_ms": self.median(|sample| sample.p99_ms),
            "server_busy": self.median(|sample| sample.server_busy), "load_busy": self.median(|sample| sample.load_busy), "others_busy": self.median(|sample| sample.others_busy),
            "rounds": self.samples.iter().map(|sample| sample.per_second.round()).collect::<Vec<_>>(),
            "floor_per_second": self.floor().map(f64::round), "ratio": self.ratio(), "aim": self.aim_text(), "met": self.met(),
        })
    }
}

/// A single value beside its aim.
struct Single {
    name: String,
    value: f64,
    unit: &'static str,
    below: Option<f64>,
}

/// Everything one run has shown.
pub struct Report {
    title: String,
    database: String,
    customers: u64,
    date: String,
    machine: String,
    figures: Vec<Figure>,
    floors: Vec<Figure>,
    singles: Vec<Single>,
    notes: Vec<String>,
}

impl Report {
    pub fn new(database: &str, customers: u64, rounds: usize, seconds: u64) -> Result<Self> {
        let (date, machine) =
            (jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string(), machine::description()?);
        let title =
            format!("{database}, {customers} customers, medians of {rounds} rounds of {seconds} s, {date}, {machine}");
        let database = database.to_owned();
        Ok(Self {
            title,
            database,
            customers,
            date,
            machine,
            figures: vec![],
            floors: vec![],
            singles: vec![],
            notes: vec![],
        })
    }

    pub fn figures(&mut self, figures: impl IntoIterator<Item = Figure>) {
        self.figures.extend(figures);
    }

    /// Adds floors, and a warning where wrk rather than the core was the limit of one.
    pub fn floors(&mut self, floors: impl IntoIterator<Item = Figure>) {
        for floor in floors {
            let (busy, load) = (floor.median(|sample| sample.server_busy), floor.median(|sample| sample.load_busy));
            if floor.connections > 1 && load > 0.9 && busy < 0.9 {
                let name = &floor.name;
                self.notes.push(format!("{name}: wrk was the limit, so the floor is higher than shown"));
            }
            self.floors.push(floor);
        }
    }

    /// A warning when something else was running: then even ratios are not to be trusted.
    fn others(&self) -> Option<String> {
        let samples = self.figures.iter().chain(&self.floors).flat_map(|figure| &figure.samples);
        let others =
            median(samples.filter(|sample| sample.server_busy > 0.0).map(|sample| sample.others_busy).collect());
        (others > 0.05)
            .then(|| format!("Not alone: other processes used {:.0} % of a core meanwhile (median).", others * 100.0))
    }

    pub fn start_up(&mut self, listening: &[f64], ready: &[f64]) {
        self.single("start-up to the listening line", median(listening.to_vec()), "ms", None);
        self.single("start-up to ready", median(ready.to_vec()), "ms", Some(50.0));
    }

    pub fn idle_memory(&mut self, mib: f64) {
        self.single("memory, idle after start", mib, "MiB", Some(40.0));
    }

    pub fn memory(&mut self, when: &str, mib: f64) {
        self.single(&format!("memory, {when}"), mib, "MiB", None);
    }

    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub fn table(&self) -> String {
        let mut text = format!("\n{}\n\n", self.title);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| figure | connections | a second | p50 ms | p99 ms | floor | ratio | aim | met |\n| --- | --: | --: | --: | --: | --: | --: | --- | --- |"
        );
        for figure in &self.figures {
            let floor = figure.floor().map(thousands).unwrap_or_default();
            let ratio = figure.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let _ = writeln!(
                text,
                "| {} | {floor} | {ratio} | {} | {} |",
                common(figure),
                figure.aim_text(),
                yes_or_no(figure.met())
            );
        }
        let _ = writeln!(text, "\n| figure | value | aim | met |\n| --- | --: | --- | --- |");
        for single in &self.singles {
            let aim = single.below.map(|below| format!("< {below:.0} {}", single.unit)).unwrap_or_default();
            let met = yes_or_no(single.below.map(|below| single.value < below));
            let _ = writeln!(text, "| {} | {:.1} {} | {aim} | {met} |", single.name, single.value, single.unit);
        }
        let _ = writeln!(
            text,
            "\n| floor | connections | a second | p50 ms | p99 ms | its core busy | wrk's core busy |\n| --- | --: | --: | --: | --: | --: | --: |"
        );
        for floor in &self.floors {
            let busy = |of: fn(&Sample) -> f64| {
                if floor.median(of) > 0.0 { format!("{:.0} %", floor.median(of) * 100.0) } else { String::new() }
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} |",
                common(floor),
                busy(|sample| sample.server_busy),
                busy(|sample| sample.load_busy)
            );
        }
        for note in self.notes.iter().cloned().chain(self.others()) {
            let _ = writeln!(text, "\n{note}");
        }
        text
    }

    pub fn json(&self) -> Value {
        let singles = self.singles.iter().map(|single| {
            json!({"name": single.name, "value": single.value, "unit": single.unit, "below": single.below,
                   "met": single.below.map(|below| single.value < below)})
        });
        json!({
            "date": self.date, "machine": self.machine, "database": self.database, "customers": self.customers,
            "figures": self.figures.iter().map(Figure::json).collect::<Vec<_>>(),
            "singles": singles.collect::<Vec<_>>(),
            "floors": self.floors.iter().map(Figure::json).collect::<Vec<_>>(),
            "notes": self.notes.iter().cloned().chain(self.others()).collect::<Vec<_>>(),
        })
    }

    fn single(&mut self, name: &str, value: f64, unit: &'static str, below: Option<f64>) {
        self.singles.push(Single { name: name.to_owned(), value, unit, below });
    }
}

fn common(figure: &Figure) -> String {
    let latency = |of: fn(&Sample) -> f64| {
        if figure.median(of) > 0.0 { format!("{:.2}", figure.median(of)) } else { String::new() }
    };
    format!(
        "{} | {} | {} | {} | {}",
        figure.name,
        figure.connections,
        thousands(figure.median(|sample| sample.per_second)),
        latency(|sample| sample.p50_ms),
        latency(|sample| sample.p99_ms)
    )
}

fn yes_or_no(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The middle value; of an even number of values the lower of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}
