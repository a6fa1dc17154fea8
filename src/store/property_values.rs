//! Who has which property value: a row for each, kept with the record that holds it and in the order by which values are sorted. What a
//! value hangs on has to be there in the same commit, so that nothing is written or told of a value whose definition or option went away
//! while it was on its way.

use super::change::Holding;
use super::steps::{Otherwise, Step, Together};
use crate::domain::id::CompanyId;

/// In place of one that the record has.
pub(super) fn insert<'a>(company: CompanyId, holding: &Holding) -> Step<'a> {
    let sql = "insert into property_values (company_id, owner, anchor, value) \
         select company_id, ?3, anchor, ?4 from property_anchors where company_id = ?1 and anchor = ?2 \
         on conflict (company_id, owner, anchor) do update set value = excluded.value";
    Step::new(company, sql)
        .bind(holding.anchor.0)
        .bind(holding.owner)
        .bind(holding.value.sort_key())
        .or(Otherwise::Gone)
        .like(Together::Apart)
}

pub(super) fn delete<'a>(company: CompanyId, holding: &Holding) -> Step<'a> {
    let sql = "delete from property_values where company_id = ?1 and anchor = ?2 and owner = ?3 \
         and exists (select 1 from property_anchors where company_id = ?1 and anchor = ?2)";
    Step::new(company, sql).bind(holding.anchor.0).bind(holding.owner).or(Otherwise::Moved)
}
