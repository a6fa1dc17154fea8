//! Leftovers: rows that still speak of what is gone. Reads pass over them from the first moment on; here they are cleaned in pieces, each
//! small enough that nobody waits for it.

use super::change::Leftover;
use super::customers;
use super::dialect::{self, Text};
use super::query::Query;
use super::steps::{Otherwise, Step};
use super::{Error, Store};
use crate::domain::customer::Customer;
use crate::domain::id::{AnchorId, CompanyId, CustomerId, OrganizationId};
use crate::domain::property::PropertyOwner;
use crate::domain::property_value;
use crate::domain::record::Record;

/// The most rows that one piece cleans.
const PIECE: i64 = 200;

/// Some of the rows that speak of something that is gone.
#[derive(Clone, Debug)]
pub struct Piece {
    leftover: Leftover,
    /// The customers whose values are among them, as they are stored: the search index has to learn of each.
    pub(super) customers: Vec<Record<CustomerId, Customer>>,
    /// The owners of their rows in the list of who has which value.
    owners: Vec<i64>,
}

/// Something of the company that is still to be cleaned: a piece of it.
pub async fn next(store: &Store, company: CompanyId) -> Result<Option<Piece>, Error> {
    let sql = "select kind, id from leftovers where company_id = ?1 limit 1";
    let rows = store.query(Query::point(company, sql)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let id = row.integer(1)?;
    let leftover = match row.text(0)? {
        CUSTOMER_VALUES => Leftover::Values(PropertyOwner::Customer, AnchorId(id)),
        ORGANIZATION_VALUES => Leftover::Values(PropertyOwner::Organization, AnchorId(id)),
        MEMBERS => Leftover::Members(OrganizationId(id)),
        other => return Err(Error::Corrupt(format!("a leftover of kind {other}"))),
    };
    let mut piece = Piece { leftover, customers: Vec::new(), owners: Vec::new() };
    if let Leftover::Values(PropertyOwner::Customer, anchor) = leftover {
        let sql = "select owner from property_values where company_id = ?1 and anchor = ?2 limit ?3";
        let rows = store.query(Query::point(company, sql).bind(anchor.0).bind(PIECE)).await?;
        piece.owners = rows.iter().map(|row| row.integer(0)).collect::<Result<_, _>>()?;
        let owners: Vec<CustomerId> = piece.owners.iter().copied().map(CustomerId).collect();
        // Whoever was changed meanwhile has it no longer.
        let has_it = |record: &Record<CustomerId, Customer>| record.value.lost.values().any(|own| own.anchor == anchor);
        piece.customers = customers::some(store, company, &owners).await?;
        piece.customers.retain(has_it);
    }
    Ok(Some(piece))
}

const CUSTOMER_VALUES: &str = "customer_values";
const ORGANIZATION_VALUES: &str = "organization_values";
/// How leftovers are called that are members of an organization.
pub(super) const MEMBERS: &str = "members";

fn parts(leftover: Leftover) -> (&'static str, i64) {
    match leftover {
        Leftover::Values(PropertyOwner::Customer, anchor) => (CUSTOMER_VALUES, anchor.0),
        Leftover::Values(PropertyOwner::Organization, anchor) => (ORGANIZATION_VALUES, anchor.0),
        Leftover::Members(organization) => (MEMBERS, organization.0),
    }
}

pub(super) fn insert<'a>(company: CompanyId, leftover: Leftover) -> Step<'a> {
    let (kind, id) = parts(leftover);
    Step::new(company, "insert into leftovers (company_id, kind, id) values (?1, ?2, ?3)").bind(kind).bind(id)
}

/// The statements that clean one piece. Versions and times stay: nobody sees a difference.
pub(super) fn erase<'a>(company: CompanyId, piece: &Piece) -> Vec<Step<'a>> {
    let leftover = piece.leftover;
    let (kind, id) = parts(leftover);
    let some = |sql: Text| Step::new(company, sql).bind(id).bind(PIECE);
    let mut steps = match leftover {
        Leftover::Values(PropertyOwner::Customer, anchor) => {
            let records = piece.customers.iter().map(|record| keep_living(company, record));
            let values = piece.owners.iter().map(|owner| {
                let sql = "delete from property_values where company_id = ?1 and anchor = ?2 and owner = ?3";
                Step::new(company, sql).bind(anchor.0).bind(*owner)
            });
            records.chain(values).collect()
        }
        Leftover::Values(PropertyOwner::Organization, _) => {
            // First of the organizations, then the rows by which those are known.
            vec![
                some(dialect::ERASE_ORGANIZATION_VALUES),
                some(
                    "delete from property_values where company_id = ?1 and anchor = ?2 and owner in \
                     (select owner from property_values where company_id = ?1 and anchor = ?2 order by value, owner limit ?3)"
                        .into(),
                ),
            ]
        }
        Leftover::Members(_) => vec![some(
            "update customers set organization_id = null where company_id = ?1 and id in \
             (select id from customers where company_id = ?1 and organization_id = ?2 limit ?3)"
                .into(),
        )],
    };
    let done = match leftover {
        Leftover::Values(..) => {
            "delete from leftovers where company_id = ?1 and kind = ?2 and id = ?3 \
             and not exists (select 1 from property_values where company_id = ?1 and anchor = ?3)"
        }
        Leftover::Members(_) => {
            "delete from leftovers where company_id = ?1 and kind = ?2 and id = ?3 \
             and not exists (select 1 from customers where company_id = ?1 and organization_id = ?3)"
        }
    };
    steps.push(Step::new(company, done).bind(kind).bind(id));
    steps
}

/// Leaves a customer those values alone whose definition and option are there.
fn keep_living<'a>(company: CompanyId, record: &Record<CustomerId, Customer>) -> Step<'a> {
    Step::new(company, "update customers set properties = ?2 where company_id = ?1 and id = ?3 and version = ?4")
        .bind(property_value::write(&record.value.properties))
        .bind(record.id.0)
        .bind(record.version.0)
        .or(Otherwise::Moved)
}
