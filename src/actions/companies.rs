//! Companies.

use super::{Caller, Directory, Error, apps, record, users};
use crate::domain::app::{App, Company, NAME_MAX};
use crate::domain::event::{Actor, Subject};
use crate::domain::id::UserId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::text;
use crate::domain::user::{User, UserInput};
use crate::store::Change;
use crate::store::change::Write;

/// Makes a company with its first user, an owner who is not known yet.
pub async fn create(directory: &Directory, name: &str) -> Result<Company, Error> {
    create_for(directory, name, UserInput::default()).await
}

/// Makes a company with its first user, the owner; what is not said of that user is stood in for.
pub async fn create_for(directory: &Directory, name: &str, owner: UserInput) -> Result<Company, Error> {
    let (change, company, _) = make(directory, name, owner).await?;
    directory.store.commit(change).await?;
    Ok(company)
}

/// Makes a company with its owner and a first app, all or none, and answers the app with its secret, which is never to be had again.
pub async fn create_with_app(directory: &Directory, name: &str, app_name: &str) -> Result<(App, String), Error> {
    check_name(app_name)?;
    let (change, company, owner) = make(directory, name, UserInput::default()).await?;
    let caller = Caller::new(company.id, Actor::Operator);
    let (change, app, secret) = apps::make(directory, change, &caller, owner, app_name);
    directory.store.commit(change).await?;
    Ok((app, secret))
}

async fn make(directory: &Directory, name: &str, owner: UserInput) -> Result<(Change, Company, UserId), Error> {
    check_name(name)?;
    let mut problems = Problems::default();
    owner.check("owner", &mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    let id = directory.store.take_company_id().await?;
    let company = Company { id, name: name.to_owned(), created_at: directory.clock.now() };
    let document = serde_json::json!({ "name": name }).to_string().into();
    let event = record::made(Subject::Company, id, document, &Actor::Operator, company.created_at);
    let change = Change::new(id).write(Write::NewCompany(company.clone()), event);
    let owner = User::owner(id, directory.store.take_user_id().await?, owner, company.created_at);
    let event = record::made(Subject::User, owner.id, users::document_of(&owner), &Actor::Operator, owner.created_at);
    let mut change = change.write(Write::NewUser(owner.clone()), event);
    change.claims.extend(users::claim(&owner));
    Ok((change, company, owner.id))
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
