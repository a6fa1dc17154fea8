//! Companies.

use super::{Caller, Directory, Error, apps, record};
use crate::domain::app::{App, Company, NAME_MAX};
use crate::domain::event::{Actor, Subject};
use crate::domain::problem::{Problems, Rule};
use crate::domain::text;
use crate::store::Change;
use crate::store::change::Write;

/// Makes a company.
pub async fn create(directory: &Directory, name: &str) -> Result<Company, Error> {
    let (change, company) = make(directory, name).await?;
    directory.store.commit(change).await?;
    Ok(company)
}

/// Makes a company with a first app, both or none, and answers the app with its secret, which is never to be had again.
pub async fn create_with_app(directory: &Directory, name: &str, app_name: &str) -> Result<(App, String), Error> {
    check_name(app_name)?;
    let (change, company) = make(directory, name).await?;
    let caller = Caller::new(company.id, Actor::Operator);
    let (change, app, secret) = apps::make(directory, change, &caller, app_name);
    directory.store.commit(change).await?;
    Ok((app, secret))
}

async fn make(directory: &Directory, name: &str) -> Result<(Change, Company), Error> {
    check_name(name)?;
    let id = directory.store.take_company_id().await?;
    let company = Company { id, name: name.to_owned(), created_at: directory.clock.now() };
    let document = serde_json::json!({ "name": name }).to_string().into();
    let event = record::made(Subject::Company, id, document, &Actor::Operator, company.created_at);
    Ok((Change::new(id).write(Write::NewCompany(company.clone()), event), company))
}

/// A name of a company or an app: 1 to 100 characters, not only white space.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let mut problems = Problems::default();
    text::check(name, 1, NAME_MAX, "name", &mut problems);
    if problems.is_empty() && name.trim().is_empty() {
        problems.add("name", Rule::NotEmpty, name);
    }
    problems.or(()).map_err(Error::Invalid)
}
