//! Who has which property value: a row for each, kept with the record that holds it. What a value hangs on has to be there in the same
//! commit, so that nothing is written or told of a value whose definition or option went away while it was on its way.

use super::change::Holding;
use super::dialect::{self, Text};
use super::steps::{Otherwise, Step, Together};
use super::value::Value;
use crate::domain::id::CompanyId;
use crate::domain::property_value;

pub(super) fn insert<'a>(company: CompanyId, holding: &Holding) -> Step<'a> {
    bound(company, dialect::INSERT_PROPERTY_VALUE, holding).or(Otherwise::Gone).like(Together::Apart)
}

pub(super) fn delete<'a>(company: CompanyId, holding: &Holding) -> Step<'a> {
    let sql = "delete from property_values where company_id = ?1 and anchor = ?2 and value = ?3 and owner = ?4 \
         and exists (select 1 from property_anchors where company_id = ?1 and anchor = ?2)";
    bound(company, sql.into(), holding).or(Otherwise::Moved)
}

fn bound<'a>(company: CompanyId, sql: Text, holding: &Holding) -> Step<'a> {
    let value = match &holding.value {
        property_value::Value::Number(number) => Value::Integer(*number),
        property_value::Value::Text(text) => Value::from(&**text),
    };
    Step::new(company, sql).bind(holding.anchor.0).bind(value).bind(holding.owner)
}
