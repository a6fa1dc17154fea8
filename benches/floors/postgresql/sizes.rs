//! What a customer takes on disk, table by table.

use anyhow::Result;

use super::sql::Sql;
use crate::report::Report;

/// Notes the bytes of each table and of its indexes, a customer.
pub fn measure(sql: &Sql, customers: u64, report: &mut Report) -> Result<()> {
    let rows = sql.rows(
        "select relname::text, pg_table_size(oid), pg_indexes_size(oid) from pg_class \
         where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_total_relation_size(oid) desc",
    )?;
    let (mut parts, mut all) = (Vec::new(), 0);
    for row in rows {
        let (name, table, indexes): (String, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        all += table + indexes;
        let [table, indexes] = [table, indexes].map(|bytes| bytes / customers as i64);
        if table + indexes > 0 {
            parts.push(format!("{name} {table} and {indexes} of indexes"));
        }
    }
    report.note(format!("bytes a customer on disk: {} in all; {}", all / customers as i64, parts.join(", ")));
    Ok(())
}
