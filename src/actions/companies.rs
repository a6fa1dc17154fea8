//! Companies.

use serde_json::{Map, Value};

use super::{Caller, Directory, Error, apps, record, users};
use crate::domain::app::{App, Company, NAME_MAX};
use crate::domain::event::{Actor, Subject};
use crate::domain::id::UserId;
use crate::domain::problem::{Problems, Rule};
use crate::domain::text;
use crate::domain::user::{Role, User, UserInput};
use crate::domain::zone::Zone;
use crate::store::change::Write;
use crate::store::{self, Change};

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

/// Changes what a company is called and the time zone that people who are invited begin with. `by` is the role of who does it.
pub async fn describe(
    directory: &Directory,
    caller: &Caller,
    by: Role,
    name: &str,
    timezone: &str,
) -> Result<(), Error> {
    if by != Role::Owner {
        return Err(Error::NotAllowed("what concerns the company itself is for owners"));
    }
    let mut problems = Problems::default();
    if let Err(Error::Invalid(found)) = check_name(name) {
        problems = found;
    }
    if Zone::parse(timezone).is_none() {
        let rule = Rule::EnumValue(vec!["UTC, Europe/Berlin and the like".to_owned()]);
        problems.add("timezone", rule, timezone);
    }
    problems.or(()).map_err(Error::Invalid)?;
    let before = store::companies::get(&directory.store, caller.company).await?.ok_or(Error::Missing("company"))?;
    let after = Company { name: name.trim().to_owned(), timezone: timezone.to_owned(), ..before.clone() };
    if after == before {
        return Ok(());
    }
    let (sides, at) = ((fields(&before), fields(&after)), directory.clock.now());
    let event = record::changed(Subject::Company, before.id, sides.0, sides.1, &caller.actor, at);
    directory.commit(caller, Change::new(before.id).write(Write::ChangedCompany(after), event)).await?;
    Ok(())
}

fn fields(company: &Company) -> Map<String, Value> {
    let fields = [("name", &company.name), ("timezone", &company.timezone)];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.as_str().into())).collect()
}

async fn make(directory: &Directory, name: &str, owner: UserInput) -> Result<(Change, Company, UserId), Error> {
    check_name(name)?;
    let mut problems = Problems::default();
    owner.check("owner", &mut problems);
    problems.or(()).map_err(Error::Invalid)?;
    let id = directory.store.take_company_id().await?;
    let (timezone, created_at) = ("UTC".to_owned(), directory.clock.now());
    let company = Company { id, name: name.to_owned(), timezone, created_at };
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
