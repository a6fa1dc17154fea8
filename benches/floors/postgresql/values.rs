//! Values of a template on their way to PostgreSQL and back.

use std::error::Error;

use anyhow::{Result, bail};
use bytes::BytesMut;
use rusqlite::types::Value;
use tokio_postgres::Row;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value as it is sent.
#[derive(Debug)]
pub struct Sent(pub Value);

impl ToSql for Sent {
    fn to_sql(&self, _: &Type, to: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match &self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Integer(integer) => to.extend_from_slice(&integer.to_be_bytes()),
            Value::Text(text) => to.extend_from_slice(text.as_bytes()),
            Value::Blob(bytes) => to.extend_from_slice(bytes),
            Value::Real(_) => return Err("no column holds one".into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The cells of a row.
pub fn read(row: &Row) -> Result<Vec<Value>> {
    (0..row.len()).map(|at| cell(row, at)).collect()
}

fn cell(row: &Row, at: usize) -> Result<Value> {
    let column = &row.columns()[at];
    Ok(match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Integer),
        Type::TEXT => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Blob),
        ref other => bail!("{} is {other}", column.name()),
    })
}
