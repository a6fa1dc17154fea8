//! Spreads the tables over the nodes of a Citus cluster: a company's rows of every table lie together on one node, and what belongs to no
//! company and hardly ever changes is copied to all.

use super::Postgres;
use super::connection::Connection;
use super::failure::Failure;
use crate::store::Error;

/// Where the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By company, each company's with its rows of the other tables.
    ByCompany,
    /// Whole on every node.
    Everywhere,
    /// On the coordinator alone.
    OnCoordinator,
}

/// A table, where its rows are, and whether they were put there just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The name of the table.
    pub table: String,
    /// Where its rows are.
    pub place: Place,
    /// Whether this was done just now, and not before.
    pub is_new: bool,
}

/// What is no company's and changes all the time: copied to all nodes it could not be changed while one of them is gone, and without the next
/// identifiers nobody could make anything, and without the tries nobody sign in.
const ON_COORDINATOR: [&str; 2] = ["sequences", "tries"];

/// Whoever distributes holds this lock, so that two who do it at once do not meet.
const LOCK: &str = "select pg_advisory_xact_lock(4846791580151137092)";

/// Every table, whether it has companies, and whether it is distributed. The first is the one that the others are put beside.
const TABLES: &str = "select c.relname::text, \
     (exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id'))::int::bigint, \
     (exists (select 1 from pg_dist_partition p where p.logicalrelid = c.oid))::int::bigint \
     from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = (select relnamespace from pg_class where oid = to_regclass('companies')) \
     order by c.relname <> 'companies', c.relname";

/// Distributes what is not distributed yet, all or nothing.
pub(in crate::store) async fn distribute(postgres: &Postgres) -> Result<Vec<Placed>, Error> {
    let mut connection = postgres.opener.open("").await?;
    check_extension(&mut connection).await?;
    // Rows that are there are copied to their nodes, which takes its time.
    tell(&connection, "begin; set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0").await?;
    tell(&connection, LOCK).await?;
    // Several tables in one transaction, whose shards are made one after the other.
    tell(&connection, "set local citus.multi_shard_modify_mode = 'sequential'").await?;
    let mut placed = Vec::new();
    for row in connection.rows(TABLES, &[]).await? {
        let (table, is_placed) = (row.text(0)?.to_owned(), row.integer(2)? == 1);
        let place = match row.integer(1)? {
            1 => Place::ByCompany,
            _ if ON_COORDINATOR.contains(&&*table) => Place::OnCoordinator,
            _ => Place::Everywhere,
        };
        let is_new = !is_placed && place != Place::OnCoordinator;
        placed.push(Placed { table, place, is_new });
    }
    for new in placed.iter().filter(|placed| placed.is_new) {
        tell(&connection, &statement(new)).await?;
    }
    tell(&connection, "commit").await?;
    // Their rows stay behind where they were until they are taken away there, out of sight, and with them what is erased later.
    tell(&connection, "set statement_timeout = 0; set lock_timeout = 0").await?;
    for placed in placed.iter().filter(|placed| placed.place != Place::OnCoordinator) {
        tell(&connection, &format!("select truncate_local_data_after_distributing_table('{}')", placed.table)).await?;
    }
    Ok(placed)
}

/// Whether the tables are spread over nodes.
pub(super) async fn is_distributed(connection: &mut Connection) -> Result<bool, Failure> {
    let knows = connection.rows("select 1 where to_regclass('pg_dist_partition') is not null", &[]).await?;
    if knows.is_empty() {
        return Ok(false);
    }
    let sql = "select 1 from pg_dist_partition where logicalrelid = to_regclass('companies')";
    Ok(!connection.rows(sql, &[]).await?.is_empty())
}

fn statement(placed: &Placed) -> String {
    let table = &placed.table;
    if placed.place == Place::Everywhere {
        return format!("select create_reference_table('{table}')");
    }
    let beside = if table == "companies" { "none" } else { "companies" };
    format!("select create_distributed_table('{table}', 'company_id', colocate_with => '{beside}')")
}

async fn check_extension(connection: &mut Connection) -> Result<(), Error> {
    let made = connection.rows("select 1 from pg_extension where extname = 'citus'", &[]).await?;
    if !made.is_empty() {
        return Ok(());
    }
    let at_hand = connection.rows("select 1 from pg_available_extensions where name = 'citus'", &[]).await?;
    Err(Error::NotDistributable(if at_hand.is_empty() {
        "the PostgreSQL does not have the extension citus: install it on the coordinator and on every worker (github.com/citusdata/citus), \
         add citus to shared_preload_libraries, restart, run `create extension citus` in the database on every node, and name the workers \
         to the coordinator with citus_add_node"
    } else {
        "the extension citus is installed and not part of this database: run `create extension citus` in it as a superuser, on every node, \
         and name the workers to the coordinator with citus_add_node"
    }))
}

async fn tell(connection: &Connection, sql: &str) -> Result<(), Failure> {
    Ok(connection.tell(sql).await.map(drop)?)
}
