//! Values that go to a database, and rows that come back.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::Error;
use crate::domain::time::Timestamp;

/// One value of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
}

/// A value by reference, for what is handed on as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl Value {
    pub(super) fn plain(&self) -> Plain<'_> {
        match self {
            Self::Null => Plain::Null,
            Self::Integer(integer) => Plain::Integer(*integer),
            Self::Text(text) => Plain::Text(text),
            Self::Bytes(bytes) => Plain::Bytes(bytes),
        }
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Integer(moment.micros())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::Text(text)
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(Arc::new(bytes))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The cells of an answer, row by row, and the text of all of them in one piece: an answer is a few allocations, however many rows.
#[derive(Debug)]
struct Table {
    columns: usize,
    cells: Vec<Cell>,
    text: String,
}

#[derive(Debug)]
enum Cell {
    Null,
    Integer(i64),
    /// Where it stands in the table's text.
    Text(Range<usize>),
    Bytes(Box<[u8]>),
}

/// How many times larger a table becomes when it has to grow: where one row was, as many again are likely, and growing in few steps
/// copies little.
const GROWTH: usize = 7;

/// A table that is being filled, cell by cell.
#[derive(Debug)]
pub(super) struct Filling(Table);

impl Filling {
    pub(super) fn new(columns: usize) -> Self {
        Self(Table { columns, cells: Vec::new(), text: String::new() })
    }

    pub(super) fn null(&mut self) {
        self.cell(Cell::Null);
    }

    pub(super) fn integer(&mut self, integer: i64) {
        self.cell(Cell::Integer(integer));
    }

    pub(super) fn text(&mut self, text: &str) {
        let start = self.0.text.len();
        if self.0.text.capacity() - start < text.len() {
            self.0.text.reserve(text.len() + GROWTH * start);
        }
        self.0.text.push_str(text);
        self.cell(Cell::Text(start..self.0.text.len()));
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.cell(Cell::Bytes(bytes.into()));
    }

    fn cell(&mut self, cell: Cell) {
        let cells = &mut self.0.cells;
        if cells.len() == cells.capacity() {
            cells.reserve(self.0.columns.max(GROWTH * cells.len()));
        }
        cells.push(cell);
    }

    /// The rows; cells that do not fill one are left out.
    pub(super) fn rows(self) -> Vec<Row> {
        let table = Arc::new(self.0);
        let rows = table.cells.len().checked_div(table.columns).unwrap_or(0);
        (0..rows).map(|at| Row { table: Arc::clone(&table), start: at * table.columns }).collect()
    }
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub(super) struct Row {
    table: Arc<Table>,
    start: usize,
}

/// A text of an answer, which it keeps alive.
#[derive(Clone)]
pub struct SharedText {
    table: Arc<Table>,
    place: Range<usize>,
}

/// A text by itself, as one that was read.
impl From<String> for SharedText {
    fn from(text: String) -> Self {
        let place = 0..text.len();
        Self { table: Arc::new(Table { columns: 0, cells: Vec::new(), text }), place }
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.table.text[self.place.clone()]
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Row {
    fn cell(&self, at: usize) -> Option<&Cell> {
        self.table.cells.get(self.start + at).filter(|_| at < self.table.columns)
    }

    pub(super) fn integer(&self, at: usize) -> Result<i64, Error> {
        match self.cell(at) {
            Some(Cell::Integer(integer)) => Ok(*integer),
            _ => Err(unexpected(at, "an integer")),
        }
    }

    pub(super) fn optional_integer(&self, at: usize) -> Result<Option<i64>, Error> {
        if self.is_null(at) { Ok(None) } else { self.integer(at).map(Some) }
    }

    pub(super) fn moment(&self, at: usize) -> Result<Timestamp, Error> {
        self.integer(at).map(Timestamp::from_micros)
    }

    pub(super) fn text(&self, at: usize) -> Result<&str, Error> {
        match self.cell(at) {
            Some(Cell::Text(place)) => Ok(&self.table.text[place.clone()]),
            _ => Err(unexpected(at, "text")),
        }
    }

    pub(super) fn shared_text(&self, at: usize) -> Result<SharedText, Error> {
        match self.cell(at) {
            Some(Cell::Text(place)) => Ok(SharedText { table: Arc::clone(&self.table), place: place.clone() }),
            _ => Err(unexpected(at, "text")),
        }
    }

    pub(super) fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N], Error> {
        match self.cell(at) {
            Some(Cell::Bytes(bytes)) => bytes[..].try_into().map_err(|_| unexpected(at, "bytes of another length")),
            _ => Err(unexpected(at, "bytes")),
        }
    }

    /// Bytes of any length.
    pub(super) fn all_bytes(&self, at: usize) -> Result<&[u8], Error> {
        match self.cell(at) {
            Some(Cell::Bytes(bytes)) => Ok(bytes),
            _ => Err(unexpected(at, "bytes")),
        }
    }

    pub(super) fn optional_bytes<const N: usize>(&self, at: usize) -> Result<Option<[u8; N]>, Error> {
        if self.is_null(at) { Ok(None) } else { self.bytes(at).map(Some) }
    }

    pub(super) fn is_null(&self, at: usize) -> bool {
        matches!(self.cell(at), None | Some(Cell::Null))
    }

    /// The cells as they came.
    pub(super) fn cells(&self) -> impl ExactSizeIterator<Item = Plain<'_>> {
        let cells = self.table.cells.iter().skip(self.start).take(self.table.columns);
        cells.map(|cell| match cell {
            Cell::Null => Plain::Null,
            Cell::Integer(integer) => Plain::Integer(*integer),
            Cell::Text(place) => Plain::Text(&self.table.text[place.clone()]),
            Cell::Bytes(bytes) => Plain::Bytes(bytes),
        })
    }

    /// A cell as it came, to be asked for again.
    pub(super) fn value(&self, at: usize) -> Result<Value, Error> {
        match self.cell(at) {
            Some(Cell::Null) => Ok(Value::Null),
            Some(Cell::Integer(integer)) => Ok((*integer).into()),
            Some(Cell::Text(place)) => Ok(self.table.text[place.clone()].into()),
            Some(Cell::Bytes(bytes)) => Ok(Value::Bytes((&**bytes).into())),
            None => Err(unexpected(at, "anything")),
        }
    }

    /// Reads a JSON document.
    pub(super) fn document<'a, T: serde::Deserialize<'a>>(&'a self, at: usize) -> Result<T, Error> {
        serde_json::from_str(self.text(at)?).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

fn unexpected(at: usize, wanted: &str) -> Error {
    Error::Corrupt(format!("column {at} does not hold {wanted}"))
}
