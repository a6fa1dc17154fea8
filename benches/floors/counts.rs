//! How many rows creates write to one table, counted before them, after those that came alone, and after those that came together.

use crate::customers;

/// How many rows were inserted into a table so far, and how many were updated.
#[derive(PartialEq, Eq)]
pub struct Count {
    pub inserted: u64,
    pub updated: u64,
}

/// What one create does to a table in one way.
pub struct Written {
    pub what: &'static str,
    /// Rows of a create that comes alone.
    alone: f64,
    /// Rows of a create among many.
    shared: f64,
}

impl Written {
    /// What was inserted and what was updated; as many creates came alone as came together.
    pub fn of(start: &Count, one_by_one: &Count, together: &Count) -> [Self; 2] {
        let written = |what, of: fn(&Count) -> u64| {
            let each = |from, to| (of(to) - of(from)) as f64 / customers::PROFILES as f64;
            Self { what, alone: each(start, one_by_one), shared: each(one_by_one, together) }
        };
        [written("inserted", |count| count.inserted), written("updated", |count| count.updated)]
    }

    /// A line that tells it, unless it is next to nothing.
    pub fn line(&self, table: &str) -> Option<String> {
        let Self { what, alone, shared } = self;
        (*alone >= 0.01).then(|| format!("{what} in {table} {alone:.2} ({shared:.2} with 128 at a time)"))
    }

    /// How many rows each create writes. A row now and then, such as a new block of ids, is not a row of each.
    pub fn rows(&self) -> Option<i64> {
        (self.alone >= 1.0).then_some(self.alone as i64)
    }

    /// Whether creates that come together share the row.
    pub fn per_commit(&self) -> bool {
        self.shared < self.alone * 0.9
    }
}
