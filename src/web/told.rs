//! What is wrong with what was typed, in words, with links to whoever has what was asked for.

use super::customers::shown_name;
use super::texts::Texts;
use super::who::Link;
use super::{Error, customer};
use crate::domain::id::CompanyId;
use crate::domain::problem::{Holder, Problem, Problems, Rule};
use crate::store::{self, Store};

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Told {
    /// The path of the value at fault.
    pub path: String,
    /// What is wrong with it.
    pub text: String,
    /// Who has what was asked for.
    pub holder: Option<Link>,
}

/// Problems in words.
pub async fn tell(store: &Store, company: CompanyId, problems: &Problems, t: &Texts) -> Result<Vec<Told>, Error> {
    let mut told = Vec::with_capacity(problems.0.len());
    for problem in &problems.0 {
        let holder = holder(store, company, problem, t).await?;
        let text = match (&holder, &problem.rule) {
            (Some(_), Rule::Duplicate(_)) if matches!(problem.holder, Some(Holder::Customer(_))) => {
                t.customer.held.to_owned()
            }
            _ => t.refusal(problem),
        };
        told.push(Told { path: problem.path.clone(), text, holder });
    }
    Ok(told)
}

async fn holder(store: &Store, company: CompanyId, problem: &Problem, t: &Texts) -> Result<Option<Link>, Error> {
    match problem.holder {
        Some(Holder::Customer(id)) => {
            let found = store::customers::get(store, company, id).await?;
            Ok(found.map(|found| Link { href: customer::href(id), name: shown_name(&found.value, t) }))
        }
        Some(Holder::Organization(id)) => {
            let found = store::organizations::get(store, company, id).await?;
            Ok(found.map(|found| Link { href: format!("/organizations/{id}"), name: found.value.name }))
        }
        None => Ok(None),
    }
}
