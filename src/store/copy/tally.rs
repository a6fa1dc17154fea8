//! Checksums: what a company has in a table, as two numbers that are the same in every engine.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;

use serde::{Deserialize, Serialize};

use crate::store::value::Plain;

/// How many rows a company has in a table, and the sum of their hashes: it is the same in whatever order they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    /// The company; 0 for what belongs to none.
    pub(super) company: i64,
    pub(super) rows: i64,
    pub(super) sum: i64,
}

impl Tally {
    pub(super) fn of(company: i64) -> Self {
        Self { company, rows: 0, sum: 0 }
    }

    /// Adds a row, and tells how many bytes it has.
    pub(super) fn add<'a>(&mut self, row: impl Iterator<Item = Plain<'a>>) -> usize {
        // Its keys are fixed: what one process has summed up, another one can compare.
        let mut hasher = DefaultHasher::new();
        let mut size = 0;
        for cell in row {
            size += add(&mut hasher, cell);
        }
        self.rows += 1;
        self.sum = self.sum.wrapping_add(hasher.finish().cast_signed());
        size
    }
}

/// Each cell with its kind and its length, so that no two rows read the same.
fn add(hasher: &mut DefaultHasher, cell: Plain<'_>) -> usize {
    let (kind, bytes) = match &cell {
        Plain::Null => (0, &[][..]),
        Plain::Integer(integer) => {
            hasher.write_u8(1);
            hasher.write_i64(*integer);
            return size_of::<i64>();
        }
        Plain::Text(text) => (2, text.as_bytes()),
        Plain::Bytes(bytes) => (3, *bytes),
    };
    hasher.write_u8(kind);
    hasher.write_usize(bytes.len());
    hasher.write(bytes);
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(rows: &[&[Plain<'_>]]) -> Tally {
        let mut tally = Tally::of(1);
        for row in rows {
            tally.add(row.iter().copied());
        }
        tally
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_every_cell_does() {
        let (one, other) = ([Plain::Integer(1), Plain::Text("ab")], [Plain::Integer(2), Plain::Null]);
        let both = tally(&[&one, &other]);
        assert_eq!(both, tally(&[&other, &one]));
        for different in [
            [Plain::Integer(2), Plain::Text("")],
            [Plain::Integer(2), Plain::Bytes(b"")],
            [Plain::Integer(3), Plain::Null],
            [Plain::Text("2"), Plain::Null],
        ] {
            assert_ne!(both.sum, tally(&[&one, &different]).sum, "{different:?}");
        }
        assert_ne!(
            tally(&[&[Plain::Text("a"), Plain::Text("bc")]]).sum,
            tally(&[&[Plain::Text("ab"), Plain::Text("c")]]).sum
        );
        assert_ne!(both.rows, tally(&[&one]).rows);
    }
}
