//! Leftovers: rows that still speak of what is gone. Reads pass over them from the first moment on; here they are cleaned in pieces, each
//! small enough that nobody waits for it.

use super::change::Leftover;
use super::dialect::{self, Text};
use super::query::Query;
use super::steps::Step;
use super::{Error, Store};
use crate::domain::id::{AnchorId, CompanyId, OrganizationId};
use crate::domain::property::PropertyOwner;

/// The most rows that one piece cleans.
const PIECE: i64 = 200;

/// Something of the company that is still to be cleaned.
pub async fn next(store: &Store, company: CompanyId) -> Result<Option<Leftover>, Error> {
    let sql = "select kind, id from leftovers where company_id = ?1 limit 1";
    let rows = store.query(Query::point(company, sql)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let id = row.integer(1)?;
    match row.text(0)? {
        CUSTOMER_VALUES => Ok(Some(Leftover::Values(PropertyOwner::Customer, AnchorId(id)))),
        ORGANIZATION_VALUES => Ok(Some(Leftover::Values(PropertyOwner::Organization, AnchorId(id)))),
        MEMBERS => Ok(Some(Leftover::Members(OrganizationId(id)))),
        other => Err(Error::Corrupt(format!("a leftover of kind {other}"))),
    }
}

const CUSTOMER_VALUES: &str = "customer_values";
const ORGANIZATION_VALUES: &str = "organization_values";
const MEMBERS: &str = "members";

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
pub(super) fn erase<'a>(company: CompanyId, leftover: Leftover) -> Vec<Step<'a>> {
    let (kind, id) = parts(leftover);
    let piece = |sql: Text| Step::new(company, sql).bind(id).bind(PIECE);
    let mut steps = match leftover {
        Leftover::Values(owner, _) => {
            let records = match owner {
                PropertyOwner::Customer => dialect::ERASE_CUSTOMER_VALUES,
                PropertyOwner::Organization => dialect::ERASE_ORGANIZATION_VALUES,
            };
            vec![piece(records), piece(dialect::ERASE_VALUES)]
        }
        Leftover::Members(_) => vec![piece(
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
