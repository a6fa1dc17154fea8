//! The two tables of ARCHITECTURE.md: which room may use which, and where each outside crate is at home.

use std::collections::{BTreeMap, BTreeSet};

pub const ROOMS: &str = "The rooms and their arrows";
pub const CRATES: &str = "The outside crates and their homes";
/// The home of an everyday crate.
pub const EVERYWHERE: &str = "everywhere";

#[derive(Debug, Default)]
pub struct Picture {
    /// Room → the rooms that it may use.
    pub arrows: BTreeMap<String, BTreeSet<String>>,
    /// Crate → its home rooms; one, unless the table gives a reason for more. `everywhere` stands alone.
    pub homes: BTreeMap<String, BTreeSet<String>>,
}

/// Reads both tables; each mistake in them is one sentence.
pub fn read(page: &str) -> Result<Picture, Vec<String>> {
    let mut picture = Picture::default();
    let mut wrong = Vec::new();
    for row in table(page, ROOMS) {
        let [room, _, uses] = &row[..] else {
            wrong.push(format!("{ROOMS}: the row {row:?} needs three cells: room, what it is, may use"));
            continue;
        };
        if picture.arrows.insert(name(room), names(uses)).is_some() {
            wrong.push(format!("{ROOMS}: {room} stands twice"));
        }
    }
    for row in table(page, CRATES) {
        let [outside, home, _] = &row[..] else {
            wrong.push(format!("{CRATES}: the row {row:?} needs three cells: crate, home, what for"));
            continue;
        };
        if picture.homes.insert(name(outside), names(home)).is_some() {
            wrong.push(format!("{CRATES}: {outside} stands twice"));
        }
    }
    wrong.extend(picture.contradictions());
    if wrong.is_empty() { Ok(picture) } else { Err(wrong) }
}

impl Picture {
    /// What the tables get wrong by themselves, whatever the sources say.
    fn contradictions(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (title, count) in [(ROOMS, self.arrows.len()), (CRATES, self.homes.len())] {
            if count == 0 {
                wrong.push(format!("no table stands under the heading \"{title}\""));
            }
        }
        for (room, uses) in &self.arrows {
            for used in uses.iter().filter(|used| !self.arrows.contains_key(*used)) {
                wrong.push(format!("{ROOMS}: the row of `{room}` names `{used}`, which has no row"));
            }
            if self.reaches(room, room) {
                wrong.push(format!("{ROOMS}: the arrows from `{room}` lead back to `{room}`; one of them must go"));
            }
        }
        for (outside, homes) in &self.homes {
            for home in homes.iter().filter(|home| *home != EVERYWHERE && !self.arrows.contains_key(*home)) {
                wrong.push(format!("{CRATES}: the home of `{outside}` is `{home}`, which is no room"));
            }
            if homes.is_empty() {
                wrong.push(format!("{CRATES}: `{outside}` has no home; name a room, or `{EVERYWHERE}`"));
            }
            if homes.len() > 1 && homes.contains(EVERYWHERE) {
                wrong.push(format!("{CRATES}: `{outside}` is at home {EVERYWHERE} and in a room; choose"));
            }
        }
        wrong
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = self.arrows.get(from).into_iter().flatten().collect();
        while let Some(room) = next.pop() {
            if room == to {
                return true;
            }
            if seen.insert(room) {
                next.extend(self.arrows.get(room).into_iter().flatten());
            }
        }
        false
    }
}

/// The body rows of the first Markdown table under the heading, cell by cell.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == heading;
    page.lines()
        .skip_while(|line| !is_heading(line))
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .skip_while(|line| !line.trim_start().starts_with('|'))
        .take_while(|line| line.trim_start().starts_with('|'))
        .skip(2)
        .map(|line| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// The names in a cell: what stands between backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn name(cell: &str) -> String {
    names(cell).into_iter().next().unwrap_or_else(|| cell.to_owned())
}
