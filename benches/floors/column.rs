//! How a column's values go on, told from the values of creates that happened.

use rusqlite::types::Value;

use crate::random::Random;

/// How many creates rising numbers jump ahead, past whatever the server wrote after the creates that were captured.
const AHEAD: i64 = 1_000_000;

/// How the values of one column go on from create to create.
pub enum Column {
    Repeated,
    Rising {
        last: i64,
        step: i64,
    },
    /// The number of the customer stands in it.
    Numbered,
    /// A key made by chance; the first bytes or digits are kept.
    Random {
        kept: usize,
    },
}

impl Column {
    /// The value of the n-th create made from a captured one. `captured` and `number` are the customers' numbers.
    pub fn next(&self, value: &Value, n: u64, captured: &str, number: &str, random: &mut Random) -> Value {
        match (self, value) {
            (Self::Rising { last, step }, _) => Value::Integer(last + step * (n as i64 + AHEAD)),
            (Self::Numbered, Value::Text(text)) => Value::Text(text.replace(captured, number)),
            (Self::Numbered, Value::Blob(bytes)) => Value::Blob(replace(bytes, captured.as_bytes(), number.as_bytes())),
            (Self::Random { kept }, Value::Text(text)) => Value::Text(
                text.chars()
                    .enumerate()
                    .map(|(at, old)| if at < *kept || old == '-' { old } else { random.hex_digit() })
                    .collect(),
            ),
            (Self::Random { kept }, Value::Blob(bytes)) => Value::Blob(
                bytes.iter().enumerate().map(|(at, old)| if at < *kept { *old } else { random.next() as u8 }).collect(),
            ),
            _ => value.clone(),
        }
    }

    /// How each column of a table goes on, told from its rows, a create each. `first_number` is the number of the first customer.
    pub fn of_rows<'a>(rows: impl Iterator<Item = &'a Vec<Value>>, first_number: u64) -> Vec<Self> {
        let rows: Vec<&Vec<Value>> = rows.collect();
        let values = |at: usize| rows.iter().map(|row| &row[at]).collect::<Vec<_>>();
        (0..rows.first().map_or(0, |row| row.len())).map(|at| Self::of(&values(at), first_number)).collect()
    }

    /// What the values of one column, a create each, have in common.
    fn of(values: &[&Value], first_number: u64) -> Self {
        if values.windows(2).all(|pair| pair[0] == pair[1]) {
            return Self::Repeated;
        }
        if let Some(rising) = Self::rising(values) {
            return rising;
        }
        let numbered = |(n, value): (usize, &&Value)| {
            bytes(value).is_some_and(|bytes| find(bytes, (first_number + n as u64).to_string().as_bytes()).is_some())
        };
        if values.iter().enumerate().all(numbered) {
            return Self::Numbered;
        }
        let key = |value: &&Value| match value {
            Value::Blob(bytes) => (16..=64).contains(&bytes.len()),
            Value::Text(text) => {
                (16..=128).contains(&text.len()) && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
            }
            _ => false,
        };
        if values.iter().all(key) {
            // Keys that begin with the time keep their beginning, so that they go on being appended to their index.
            let sorted = values.windows(2).all(|pair| bytes(pair[0]) < bytes(pair[1]));
            let kept = if matches!(values[0], Value::Blob(_)) { 5 } else { 10 };
            return Self::Random { kept: if sorted { kept } else { 0 } };
        }
        Self::Repeated
    }

    /// Numbers that never fall go on at their usual pace: ids, places in the log, times.
    fn rising(values: &[&Value]) -> Option<Self> {
        let integer = |value: &&Value| {
            if let Value::Integer(integer) = value { Some(*integer) } else { None }
        };
        let integers: Vec<i64> = values.iter().map(integer).collect::<Option<_>>()?;
        let (first, last) = (*integers.first()?, *integers.last()?);
        let step = ((last - first) / (integers.len() as i64 - 1).max(1)).max(1);
        integers.windows(2).all(|pair| pair[0] <= pair[1]).then_some(Self::Rising { last, step })
    }
}

fn bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::Text(text) => Some(text.as_bytes()),
        Value::Blob(bytes) => Some(bytes),
        _ => None,
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn replace(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    while let Some(at) = find(&replaced, old) {
        replaced[at..at + old.len()].copy_from_slice(new);
    }
    replaced
}
