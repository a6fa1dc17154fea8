//! Reads every table from its first row to its last, in pieces in the order of the keys.

use serde::{Deserialize, Serialize};

use super::bulk::{Bulk, Entry};
use super::tables::{TABLES, Table};
use super::tally::Tally;
use crate::store::dialect::Dialect;
use crate::store::value::{Row, Value};
use crate::store::{Error, customers, search};

/// About how many bytes are read at once.
const SIZE: i64 = 2 << 20;
/// The fewest and the most rows that are.
const FEWEST: i64 = 16;
const MOST: i64 = 4096;

/// Where a reading stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// The number of the table.
    pub(super) table: usize,
    /// The key of the last row that was read of it; nothing at its beginning.
    key: Vec<Part>,
    /// What was read of the company that this row is of.
    company: Option<Tally>,
    /// How many customers and events were read: what takes the time.
    pub(super) done: u64,
}

/// A part of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Rows of one table that follow each other.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) table: &'static Table,
    pub(super) rows: Vec<Row>,
    /// The bytes of the rows.
    pub(super) size: usize,
    /// When they are customers, what the search index is to know of them.
    pub(super) entries: Vec<Entry>,
    /// The companies that end in it.
    pub(super) whole: Vec<Tally>,
    /// Where the reading stands after it.
    pub(super) place: Place,
}

/// A reading of a database.
#[derive(Debug)]
pub(super) struct Reader {
    place: Place,
    limit: i64,
    most: i64,
    /// The engine whose search index is to be filled, if one is.
    index: Option<Dialect>,
}

impl Reader {
    /// Goes on at a place, with so many rows at once at most.
    pub(super) fn new(place: Place, most: usize, index: Option<Dialect>) -> Self {
        let most = i64::try_from(most).unwrap_or(MOST).clamp(1, MOST);
        Self { place, limit: FEWEST.min(most), most, index }
    }

    /// The next piece, which may have no rows; nothing when all tables are read.
    pub(super) async fn next(&mut self, bulk: &mut Bulk) -> Result<Option<Piece>, Error> {
        let Some(table) = TABLES.get(self.place.table) else { return Ok(None) };
        let key = table.key();
        let mut values: Vec<Value> = self.place.key.iter().map(Value::from).collect();
        let sql = statement(table, key, values.is_empty());
        values.push(self.limit.into());
        let rows = bulk.rows(&sql, &values).await?;
        let (mut size, mut entries, mut whole) = (0, Vec::new(), Vec::new());
        for row in &rows {
            size += self.count(table, row, &mut whole)?;
            if let Some(dialect) = self.index.filter(|_| table.name == "customers") {
                entries.push(entry(dialect, row)?);
            }
        }
        if matches!(table.name, "customers" | "events") {
            self.place.done += rows.len() as u64;
        }
        match rows.last() {
            Some(last) if rows.len() as i64 == self.limit => {
                let parts = key.iter().map(|column| part(last.value(table.place_of(column))?));
                self.place.key = parts.collect::<Result<_, Error>>()?;
            }
            _ => {
                whole.extend(self.place.company.take());
                self.place = Place { table: self.place.table + 1, done: self.place.done, ..Place::default() };
            }
        }
        self.limit = next_limit(size, rows.len()).min(self.most);
        Ok(Some(Piece { table, rows, size, entries, whole, place: self.place.clone() }))
    }

    fn count(&mut self, table: &Table, row: &Row, whole: &mut Vec<Tally>) -> Result<usize, Error> {
        let company = if table.has_companies() { row.integer(0)? } else { 0 };
        if self.place.company.is_some_and(|tally| tally.company != company) {
            whole.extend(self.place.company.take());
        }
        Ok(self.place.company.get_or_insert_with(|| Tally::of(company)).add(row.cells()))
    }
}

fn statement(table: &Table, key: &[&str], from_start: bool) -> String {
    let (columns, order) = (table.columns.join(", "), key.join(", "));
    if from_start {
        return format!("select {columns} from {} order by {order} limit ?1", table.name);
    }
    let marks: Vec<String> = (1..=key.len()).map(|mark| format!("?{mark}")).collect();
    let (name, marks, limit) = (table.name, marks.join(", "), key.len() + 1);
    format!("select {columns} from {name} where ({order}) > ({marks}) order by {order} limit ?{limit}")
}

fn entry(dialect: Dialect, row: &Row) -> Result<Entry, Error> {
    let (company, record) = customers::read_row(row)?;
    Ok(Entry { company: company.0, id: record.id.0, terms: search::filling(dialect, company, &record) })
}

/// So many rows as the size of those before lets expect.
fn next_limit(size: usize, rows: usize) -> i64 {
    let each = i64::try_from(size / rows.max(1)).unwrap_or(SIZE);
    (SIZE / each.max(1)).clamp(FEWEST, MOST)
}

fn part(value: Value) -> Result<Part, Error> {
    match value {
        Value::Integer(integer) => Ok(Part::Integer(integer)),
        Value::Text(text) => Ok(Part::Text((*text).to_owned())),
        Value::Bytes(bytes) => Ok(Part::Bytes(bytes.to_vec())),
        Value::Null => Err(Error::Corrupt("a key without a value".into())),
    }
}

impl From<&Part> for Value {
    fn from(part: &Part) -> Self {
        match part {
            Part::Integer(integer) => Self::Integer(*integer),
            Part::Text(text) => Self::from(&**text),
            Part::Bytes(bytes) => Self::Bytes(bytes.as_slice().into()),
        }
    }
}
