//! The people of the company: a list for those who manage them, and what is done from it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::form::{Asking, Faults, Form};
use super::frame::{Frame, initials};
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page_of, shown_once};
use crate::actions::{self, invitations, users};
use crate::domain::id::UserId;
use crate::domain::problem::Problems;
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
    id: UserId,
    title: String,
    hint: String,
    /// The link, this once.
    url: Option<String>,
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
    /// Why the role was not changed.
    fault: String,
    /// What stands in the form for another address, whose it is, and why it was not changed.
    email_typed: String,
    email_of: String,
    email_fault: String,
}

/// What was typed into a form of the page, and what is wrong with it.
struct Said {
    invited: UserInput,
    role: String,
    faults: Faults,
    refused: Option<Refused>,
}

/// What of a person was not changed: the name of its field, what it was to be, and why it is not.
struct Refused {
    user: UserId,
    field: &'static str,
    typed: String,
    fault: String,
}

impl Said {
    fn nothing() -> Self {
        let (invited, role) = (UserInput::default(), Role::User.as_str().to_owned());
        Self { invited, role, faults: Faults::default(), refused: None }
    }

    fn refused(frame: &Frame, user: UserId, (field, typed): (&'static str, &str), problems: &Problems) -> Self {
        let fault = problems.0.first().map(|problem| frame.t.refusal(problem)).unwrap_or_default();
        Self { refused: Some(Refused { user, field, typed: typed.to_owned(), fault }), ..Self::nothing() }
    }
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
    answer(&web, StatusCode::OK, &visitor, frame, Said::nothing()).await
}

/// `POST /settings/people`: somebody is invited; the page of the link shows it, this once.
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
        Ok((user, link)) => Ok(shown_once::go_and_show(&web, &visitor, &link_of(user.id), link.token())),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let said = Said { invited: input, role: role.to_owned(), faults: problems.into(), refused: None };
            answer(&web, StatusCode::UNPROCESSABLE_ENTITY, &visitor, frame, said).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/people/{user}/link`: another link, in place of the last; its page shows it, this once.
pub async fn link(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(user): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let (user, link) = invitations::renew(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?).await?;
    Ok(shown_once::go_and_show(&web, &visitor, &link_of(user.id), link.token()))
}

/// `GET /settings/people/{user}/link`: the link that was just made, this once; then only that there is none to be seen.
pub async fn show_link(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(user): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    visitor.manages()?;
    let (store, company) = (&web.directory.store, visitor.company.id);
    let user = store::users::get(store, company, id(&user)?).await?.ok_or(Error::NotFound)?;
    if !visitor.user.role.manages(user.role) {
        return Err(Error::NoPermission(None));
    }
    let invitation = store::invitations::of_user(store, company, user.id).await?;
    let once = shown_once::find(&visitor, &headers, invitation.as_ref().map(|invitation| &invitation.hash));
    let is_reset = store::passwords::get(store, company, user.id).await?.is_some();
    let t = &frame.t.people;
    let until = invitation.map_or_else(String::new, |link| frame.format.moment(link.expires_at));
    let hint = match once.secret {
        Some(_) if is_reset => t.reset_link_hint,
        Some(_) => t.link_hint,
        None => t.link_gone,
    };
    let hint = frame.t.fill(hint, &[&until]);
    let base = web.public_url.as_deref().unwrap_or(&frame.base);
    let url = once.secret.as_deref().map(|token| format!("{base}{}", invitations::path(token)));
    let title = frame.t.fill(t.link_title, &[&user.name()]);
    let page = LinkPage { t: frame.t, frame: frame.at("settings"), id: user.id, title, hint, url };
    Ok(once.on(&web, &link_of(user.id), page_of(StatusCode::OK, &page)?))
}

/// `POST /settings/people/{user}/withdraw`: somebody who was invited by mistake and has not begun is gone.
pub async fn withdraw(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(user): Path<String>,
    _: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    invitations::withdraw(&web.directory, &visitor.caller(), visitor.user.role, id(&user)?).await?;
    Ok(go::and_tell(HERE, "withdrawn"))
}

/// `POST /settings/people/{user}/role`.
pub async fn change_role(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(user): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let (role, user) = (form.get("role"), id(&user)?);
    let changed = users::change_role(&web.directory, &visitor.caller(), visitor.user.role, user, role).await;
    changed_or_refused(&web, &visitor, frame, user, ("role", role), changed).await
}

/// `POST /settings/people/{user}/email`.
pub async fn change_email(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(user): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let (email, user) = (form.get("email"), id(&user)?);
    let changed = users::change_email(&web.directory, &visitor.caller(), visitor.user.role, user, email).await;
    changed_or_refused(&web, &visitor, frame, user, ("email", email), changed).await
}

/// Back to the list where a field of a person is changed, or the list with what was typed and why it was refused.
async fn changed_or_refused(
    web: &WebState,
    visitor: &Visitor,
    frame: Frame,
    user: UserId,
    (field, typed): (&'static str, &str),
    changed: Result<User, actions::Error>,
) -> Result<Response, Error> {
    match changed {
        Ok(_) => Ok(go::and_tell(HERE, &format!("{field}-changed"))),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let said = Said::refused(&frame, user, (field, typed), &problems);
            answer(web, StatusCode::UNPROCESSABLE_ENTITY, visitor, frame, said).await
        }
        Err(error) => Err(error.into()),
    }
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
    Said { invited: said, role, faults, refused }: Said,
) -> Result<Response, Error> {
    let t = &frame.t.people;
    let people = store::users::people(&web.directory.store, visitor.company.id).await?;
    let people = people.iter().map(|person| row(&frame, visitor, person, refused.as_ref())).collect();
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
        Asking { choices, help: t.role_help, ..asking("role", t.role, "select", Some(&role)) },
    ];
    page_of(status, &Page { t: frame.t, frame: frame.at("settings"), people, fields })
}

fn row(
    frame: &Frame,
    visitor: &Visitor,
    Person { user, has_password, seen_at }: &Person,
    refused: Option<&Refused>,
) -> Row {
    let name = user.name();
    let refused = |field: &str| refused.filter(|refused| refused.user == user.id && refused.field == field);
    let (of_role, of_email) = (refused("role"), refused("email"));
    let role = of_role.and_then(|refused| Role::parse(&refused.typed)).unwrap_or(user.role);
    let fault = |refused: Option<&Refused>| refused.map(|refused| refused.fault.clone()).unwrap_or_default();
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
        roles: roles(frame, visitor, Some(role)),
        role_of: frame.t.fill(frame.t.people.role_of, &[&name]),
        fault: fault(of_role),
        email_typed: of_email.map_or_else(|| user.email.clone(), |refused| refused.typed.clone()),
        email_of: frame.t.fill(frame.t.people.email_of, &[&name]),
        email_fault: fault(of_email),
        name,
    }
}

/// The roles that a visitor can give, the least first.
fn roles(frame: &Frame, visitor: &Visitor, present: Option<Role>) -> Vec<(&'static str, &'static str, bool)> {
    let given = Role::ALL.into_iter().rev().filter(|role| visitor.user.role.manages(*role));
    given.map(|role| (role.as_str(), frame.t.roles.of(role), Some(role) == present)).collect()
}

/// The page of a person's link.
fn link_of(user: UserId) -> String {
    format!("{HERE}/{user}/link")
}

fn id(text: &str) -> Result<UserId, Error> {
    UserId::parse(text).ok_or(Error::NotFound)
}
