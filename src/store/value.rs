//! Values that go to a database, and rows that come back.

use std::sync::Arc;

use super::Error;
use crate::domain::time::Timestamp;

/// One value of a statement or a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
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

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer.
#[derive(Debug)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    pub(super) fn integer(&self, at: usize) -> Result<i64, Error> {
        match self.0.get(at) {
            Some(Value::Integer(integer)) => Ok(*integer),
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
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(unexpected(at, "text")),
        }
    }

    pub(super) fn shared_text(&self, at: usize) -> Result<Arc<str>, Error> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(Arc::clone(text)),
            _ => Err(unexpected(at, "text")),
        }
    }

    pub(super) fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N], Error> {
        match self.0.get(at) {
            Some(Value::Bytes(bytes)) => bytes[..].try_into().map_err(|_| unexpected(at, "bytes of another length")),
            _ => Err(unexpected(at, "bytes")),
        }
    }

    pub(super) fn optional_bytes<const N: usize>(&self, at: usize) -> Result<Option<[u8; N]>, Error> {
        if self.is_null(at) { Ok(None) } else { self.bytes(at).map(Some) }
    }

    pub(super) fn is_null(&self, at: usize) -> bool {
        matches!(self.0.get(at), None | Some(Value::Null))
    }

    /// Reads a JSON document.
    pub(super) fn document<'a, T: serde::Deserialize<'a>>(&'a self, at: usize) -> Result<T, Error> {
        serde_json::from_str(self.text(at)?).map_err(|error| Error::Corrupt(error.to_string()))
    }
}

fn unexpected(at: usize, wanted: &str) -> Error {
    Error::Corrupt(format!("column {at} does not hold {wanted}"))
}
