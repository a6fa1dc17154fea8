//! One's own account: name, time zone, password, passkeys, sessions.

pub mod passkeys;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::form::{Asking, Faults, Form};
use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page_of, zones};
use crate::actions::users::{self, Profile};
use crate::actions::{self, agreements, passwords, sessions};
use crate::domain::user::User;

const HERE: &str = "/settings/account";

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    email: String,
    role: &'static str,
    profile: Vec<Asking>,
    address: Vec<Asking>,
    passwords: Vec<Asking>,
    passkeys: passkeys::Panel,
    sessions: Vec<Row>,
    apps: Vec<Acting>,
}

/// A session in the list.
struct Row {
    name: String,
    agent: String,
    address: String,
    times: String,
    is_this: bool,
}

/// An app that acts for the visitor.
struct Acting {
    client_id: String,
    name: String,
    renewed: String,
}

/// What somebody has typed into the forms of the page.
struct Said {
    profile: Profile,
    email: String,
    /// What a new passkey is to be called; nothing where that is still open.
    passkey: Option<String>,
}

impl Said {
    /// What stands there before anything is typed.
    fn nothing(user: &User) -> Self {
        let User { first_name, last_name, timezone, email, .. } = user.clone();
        Self { profile: Profile { first_name, last_name, timezone }, email, passkey: None }
    }
}

/// `GET /settings/account`.
pub async fn show(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    let said = Said::nothing(&visitor.user);
    answer(&web, StatusCode::OK, &visitor, frame, said, &Faults::default()).await
}

/// `POST /settings/account`: name and time zone.
pub async fn describe(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let text = |name: &str| form.get(name).to_owned();
    let profile = Profile { first_name: text("firstName"), last_name: text("lastName"), timezone: text("timezone") };
    match users::describe(&web.directory, &visitor.caller(), visitor.user.id, &profile).await {
        Ok(_) => Ok(go::and_tell(HERE, "saved")),
        Err(actions::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let said = Said { profile, ..Said::nothing(&visitor.user) };
            answer(&web, status, &visitor, frame, said, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/account/email`: another address, for who knows the password.
pub async fn change_email(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (user, email) = (&visitor.user, form.get("email"));
    match users::change_own_email(&web.directory, &visitor.caller(), user, (email, form.get("proof"))).await {
        Ok(_) => Ok(go::and_tell(HERE, "own-email-changed")),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let said = Said { email: email.to_owned(), ..Said::nothing(user) };
            answer(&web, status, &visitor, frame, said, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/account/password`: a new one, for who knows the old one.
pub async fn change_password(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (user, typed) = (&visitor.user, (form.get("old"), form.get("password")));
    match passwords::change(&web.directory, &visitor.caller(), user, typed, visitor.session.hash).await {
        Ok(()) => Ok(go::and_tell(HERE, "password-changed")),
        Err(actions::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&web, status, &visitor, frame, Said::nothing(user), &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/account/sessions/end`: the one that is named ends.
pub async fn end_session(State(web): State<WebState>, visitor: Visitor, form: Form) -> Result<Response, Error> {
    sessions::end(&web.directory, &visitor.caller(), visitor.user.id, form.get("session")).await?;
    Ok(go::and_tell(HERE, "session-ended"))
}

/// `POST /settings/account/sessions/end-others`: all but this one end.
pub async fn end_other_sessions(State(web): State<WebState>, visitor: Visitor, _: Form) -> Result<Response, Error> {
    sessions::end_others(&web.directory, &visitor.caller(), visitor.user.id, visitor.session.hash).await?;
    Ok(go::and_tell(HERE, "sessions-ended"))
}

/// `POST /settings/account/apps/take-back`: the app that is named no longer acts for the visitor.
pub async fn take_back(State(web): State<WebState>, visitor: Visitor, form: Form) -> Result<Response, Error> {
    agreements::take_back(&web.directory, &visitor.caller(), visitor.user.id, form.get("app")).await?;
    Ok(go::and_tell(HERE, "taken-back"))
}

async fn answer(
    web: &WebState,
    status: StatusCode,
    visitor: &Visitor,
    frame: Frame,
    Said { profile: said, email: typed, passkey }: Said,
    faults: &Faults,
) -> Result<Response, Error> {
    let (t, user) = (&frame.t.account, &visitor.user);
    let asking = |name, label, input, value: String, autocomplete| Asking {
        fault: faults.of(name),
        name,
        label,
        input,
        value,
        autocomplete,
        ..Asking::default()
    };
    let last = asking("lastName", t.last_name, "text", said.last_name, "family-name");
    let profile = vec![
        asking("firstName", t.first_name, "text", said.first_name, "given-name"),
        Asking { is_optional: true, ..last },
        zones::asking(asking("timezone", t.timezone, "select", said.timezone, ""), frame.t),
    ];
    let address = vec![
        Asking { help: t.new_email_help, ..asking("email", t.new_email, "email", typed, "email") },
        asking("proof", t.old, "password", String::new(), "current-password"),
    ];
    let new = asking("password", t.new, "password", String::new(), "new-password");
    let passwords =
        vec![asking("old", t.old, "password", String::new(), "current-password"), Asking { help: t.new_help, ..new }];
    let passkeys = passkeys::panel(web, visitor, &frame, passkey, faults).await?;
    let mut open = sessions::list(&web.directory, visitor.company.id, user.id).await?;
    open.sort_by_key(|session| session.hash != visitor.session.hash);
    let rows = open.into_iter().map(|session| Row {
        name: session.name(),
        agent: if session.agent.is_empty() { t.unknown.to_owned() } else { session.agent.clone() },
        address: session.address.clone(),
        times: frame
            .t
            .fill(t.since, &[&frame.format.moment(session.created_at), &frame.format.moment(session.seen_at)]),
        is_this: session.hash == visitor.session.hash,
    });
    let sessions = rows.collect();
    let acting = agreements::list(&web.directory, visitor.company.id, user.id).await?;
    let acting = acting.into_iter().map(|app| Acting {
        renewed: frame.t.fill(t.app_renewed, &[&frame.format.moment(app.renewed_at)]),
        client_id: app.client_id,
        name: app.name,
    });
    let apps = acting.collect();
    let (email, role) = (user.email.clone(), frame.t.roles.of(user.role));
    let frame = frame.at("account");
    page_of(status, &Page { t: frame.t, frame, email, role, profile, address, passwords, passkeys, sessions, apps })
}
