//! Values on their way to PostgreSQL and back.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::Error;
use crate::store::value::{Filling, Plain, Row, Value};

/// PostgreSQL keeps every text but those with a NUL. So a NUL is written as U+0001 U+0001, and U+0001 as U+0001 U+0002: no two texts
/// become the same one, and they sort as before.
const ESCAPE: char = '\u{1}';

fn escaped(text: &str) -> Option<String> {
    text.bytes().any(|byte| byte < 2).then(|| text.replace(ESCAPE, "\u{1}\u{2}").replace('\0', "\u{1}\u{1}"))
}

fn unescaped(text: &str) -> Option<String> {
    if !text.contains(ESCAPE) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ESCAPE if characters.next() == Some(ESCAPE) => plain.push('\0'),
            other => plain.push(other),
        }
    }
    Some(plain)
}

impl ToSql for Value {
    fn to_sql(&self, wanted: &Type, to: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.plain().to_sql(wanted, to)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl ToSql for Plain<'_> {
    fn to_sql(&self, wanted: &Type, to: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            // A property value is a number or a text, and what it hangs on says which: both are text in the one column for them.
            Self::Integer(integer) if *wanted == Type::TEXT => to.extend_from_slice(integer.to_string().as_bytes()),
            Self::Integer(integer) if *wanted == Type::INT8 => to.extend_from_slice(&integer.to_be_bytes()),
            Self::Text(text) if *wanted == Type::TEXT => match escaped(text) {
                Some(escaped) => to.extend_from_slice(escaped.as_bytes()),
                None => to.extend_from_slice(text.as_bytes()),
            },
            Self::Bytes(bytes) if *wanted == Type::BYTEA || *wanted == Type::TS_VECTOR => to.extend_from_slice(bytes),
            _ => return Err(format!("a value that is no {wanted}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The type of a value in a statement that is not prepared.
pub(super) fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
    }
}

/// A cell as it came.
struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The rows of an answer.
pub(super) fn read(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, Error> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let columns = first.columns();
    let mut found = Filling::new(columns.len());
    for row in rows {
        for (at, column) in columns.iter().enumerate() {
            let Raw(cell) = row.try_get(at).map_err(|_| unreadable(column.name()))?;
            match cell {
                None => found.null(),
                Some(cell) => fill(&mut found, column.type_(), cell).ok_or_else(|| unreadable(column.name()))?,
            }
        }
    }
    Ok(found.rows())
}

fn fill(found: &mut Filling, of: &Type, cell: &[u8]) -> Option<()> {
    if *of == Type::INT8 {
        found.integer(i64::from_be_bytes(cell.try_into().ok()?));
    } else if *of == Type::INT4 {
        found.integer(i32::from_be_bytes(cell.try_into().ok()?).into());
    } else if *of == Type::TEXT {
        let text = std::str::from_utf8(cell).ok()?;
        match unescaped(text) {
            Some(plain) => found.text(&plain),
            None => found.text(text),
        }
    } else if *of == Type::BYTEA {
        found.bytes(cell);
    } else {
        return None;
    }
    Some(())
}

fn unreadable(column: &str) -> Error {
    Error::Corrupt(format!("the column {column} holds what is not kept here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was_and_sorts_as_before() {
        let texts = [
            "",
            "\0",
            "\0\0",
            "\0\u{1}",
            "\u{1}",
            "\u{1}\0",
            "\u{1}\u{1}",
            "\u{1}\u{2}",
            "\u{2}",
            "a",
            "a\0",
            "a\0b",
            "aé",
        ];
        let kept: Vec<String> = texts.iter().map(|text| escaped(text).unwrap_or_else(|| (*text).to_owned())).collect();
        for (text, kept) in texts.iter().zip(&kept) {
            assert!(!kept.contains('\0'), "{text:?}");
            assert_eq!(unescaped(kept).as_deref().unwrap_or(kept), *text);
        }
        assert!(kept.is_sorted(), "{kept:?}");
        assert!(kept.iter().zip(&kept[1..]).all(|(one, next)| one != next));
    }
}
