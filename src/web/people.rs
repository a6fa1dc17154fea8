//! The people of the company: a list for those who manage them, and what is done from it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::form::{Asking, Faults, Form};
use super::frame::{Frame, initials};
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page_of};
use crate::actions::invitations::{self, Link};
use crate::actions::{self, users};
use crate::domain::id::UserId;
use crate::domain::user::{Role, User, UserInput};
use crate::store;
use crate::store::users::Person;

const HERE: &str = "/settings/people";

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    people: Vec<Row>,
    fields: Vec<Asking>,
}

#[derive(Template)]
#[template(path = "people_link.html")]
struct LinkPage {
    t: &'static Texts,
    frame: Frame,
    title: String,
    hint: String,
    url: String,
}

/// A person in the list.
struct Row {
    id: UserId,
    name: String,
    initials: String,
    email: String,
    role: &'static str,
    state: Standing,
    seen: String,
    is_you: bool,
    /// What the visitor may do with this person; the roles that can be given, each by its name, words, and whether it is the present one.
    is_managed: bool,
    roles: Vec<(&'static str, &'static str, bool)>,
    role_of: String,
}

/// Whether somebody can sign in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Active,
    Invited,
    Disabled,
}

/// `GET /settings/people`.
pub async fn list(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    visitor.manages()?;
    answer(&web, StatusCode::OK, &visitor, frame, &UserInput::default(), Role::User.as_str(), &Faults::default()).await
}

/// `POST /settings/people`: somebody is invited; the answer shows the link, this once.
pub async fn invite(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let text = |name: &str| Some(form.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let input = UserInput { first_name: text("firstName"), last_name: text("lastName"), email: text("email") };
    let (caller, by, role) = (visitor.caller(), visitor.user.role, form.get("role"));
    match users::invite(&web.directory, &caller, by, input.clone(), role).await {
        Ok((user, link)) => show_link(&web, frame, &user, &link),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&web, status, &visitor, frame, &input, role, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/people/{user}/link`: another link, in place of the last; the answer shows it, this once.
pub async fn link(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(user): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let (user, link) = invitations::renew(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?).await?;
    show_link(&web, frame, &user, &link)
}

/// `POST /settings/people/{user}/role`.
pub async fn change_role(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(user): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let role = form.get("role");
    users::change_role(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?, role).await?;
    Ok(go::and_tell(HERE, "role-changed"))
}

/// `POST /settings/people/{user}/disable`.
pub async fn disable(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(user): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    users::disable(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?).await?;
    Ok(go::and_tell(HERE, "disabled"))
}

/// `POST /settings/people/{user}/enable`.
pub async fn enable(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(user): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    users::enable(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?).await?;
    Ok(go::and_tell(HERE, "enabled"))
}

async fn answer(
    web: &WebState,
    status: StatusCode,
    visitor: &Visitor,
    frame: Frame,
    said: &UserInput,
    role: &str,
    faults: &Faults,
) -> Result<Response, Error> {
    let t = &frame.t.people;
    let people = store::users::people(&web.directory.store, visitor.company.id).await?;
    let people = people.iter().map(|person| row(&frame, visitor, person)).collect();
    let asking = |name, label, input, value: Option<&String>| Asking {
        fault: faults.of(name),
        name,
        label,
        input,
        value: value.cloned().unwrap_or_default(),
        autocomplete: "off",
        ..Asking::default()
    };
    let given = roles(&frame, visitor, None);
    let choices = given.iter().map(|(name, words, _)| ((*name).to_owned(), (*words).to_owned())).collect();
    let fields = vec![
        asking("email", t.email, "email", said.email.as_ref()),
        Asking { is_optional: true, ..asking("firstName", t.first_name, "text", said.first_name.as_ref()) },
        Asking { is_optional: true, ..asking("lastName", t.last_name, "text", said.last_name.as_ref()) },
        Asking { choices, help: t.role_help, ..asking("role", t.role, "select", Some(&role.to_owned())) },
    ];
    page_of(status, &Page { t: frame.t, frame: frame.at("settings"), people, fields })
}

fn row(frame: &Frame, visitor: &Visitor, Person { user, has_password, seen_at }: &Person) -> Row {
    let name = user.name();
    Row {
        id: user.id,
        initials: initials(&name),
        email: user.email.clone(),
        role: frame.t.roles.of(user.role),
        state: match user.disabled_at {
            Some(_) => Standing::Disabled,
            None if *has_password => Standing::Active,
            None => Standing::Invited,
        },
        seen: seen_at.map_or_else(|| frame.t.people.never.to_owned(), |at| frame.format.moment(at)),
        is_you: user.id == visitor.user.id,
        is_managed: visitor.user.role.manages(user.role),
        roles: roles(frame, visitor, Some(user.role)),
        role_of: frame.t.fill(frame.t.people.role_of, &[&name]),
        name,
    }
}

/// The roles that a visitor can give, the least first.
fn roles(frame: &Frame, visitor: &Visitor, present: Option<Role>) -> Vec<(&'static str, &'static str, bool)> {
    let given = Role::ALL.into_iter().rev().filter(|role| visitor.user.role.manages(*role));
    given.map(|role| (role.as_str(), frame.t.roles.of(role), Some(role) == present)).collect()
}

/// The page that shows a link; nothing keeps it.
fn show_link(web: &WebState, frame: Frame, user: &User, link: &Link) -> Result<Response, Error> {
    let t = &frame.t.people;
    let title = frame.t.fill(t.link_title, &[&user.name()]);
    let hint = if link.is_reset { t.reset_link_hint } else { t.link_hint };
    let hint = frame.t.fill(hint, &[&frame.format.moment(link.expires_at)]);
    let url = format!("{}{}", web.public_url.as_deref().unwrap_or(&frame.base), link.path());
    let mut response =
        page_of(StatusCode::OK, &LinkPage { t: frame.t, frame: frame.at("settings"), title, hint, url })?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn id(text: &str) -> Result<UserId, Error> {
    UserId::parse(text).ok_or(Error::NotFound)
}
