//! One's own passkeys: a list, and what makes, names and removes them. A new one is made by `passkeys.js`, which asks the browser for it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::{HERE, Said, answer};
use crate::actions::{self, passkeys};
use crate::auth::passkey::Site;
use crate::domain::passkey::Passkey;
use crate::web::form::{Asking, Faults, Form};
use crate::web::frame::Frame;
use crate::web::{self, Error, Visitor, WebState, go};

/// What the account shows of passkeys.
pub struct Panel {
    pub(super) rows: Vec<Row>,
    pub(super) fields: Vec<Asking>,
    /// What is wrong with the passkey that was to be made.
    pub(super) fault: String,
    /// Whether there can be passkeys where the page is.
    pub(super) is_here: bool,
}

/// A passkey in the list.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) times: String,
}

/// `POST /settings/account/passkeys/challenge`: what a browser is asked for, for who knows the password.
pub async fn challenge(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (user, session, site) = (&visitor.user, visitor.session.hash, Site::of(&frame.base));
    let typed = (form.get("name"), form.get("current"));
    let asked = passkeys::ask_for_new(&web.directory, user, session, typed, site.as_ref()).await?;
    Ok(web::json(&json!({"options": asked.options, "ticket": asked.ticket})))
}

/// `POST /settings/account/passkeys`: the passkey that the browser made.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let (user, session, site) = (&visitor.user, visitor.session.hash, Site::of(&frame.base));
    let said = (form.get("name"), form.get("ticket"), form.get("answer"));
    match passkeys::create(&web.directory, &visitor.caller(), user, session, said, site.as_ref()).await {
        Ok(()) => Ok(go::and_tell(HERE, "passkey-made")),
        Err(actions::Error::Invalid(problems)) => {
            let said = Said { passkey: Some(form.get("name").to_owned()), ..Said::nothing(user) };
            answer(&web, StatusCode::UNPROCESSABLE_ENTITY, &visitor, frame, said, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/account/passkeys/rename`: the one that is meant is called otherwise.
pub async fn rename(State(web): State<WebState>, visitor: Visitor, form: Form) -> Result<Response, Error> {
    let (id, name) = (form.get("passkey"), form.get("name"));
    passkeys::rename(&web.directory, &visitor.caller(), visitor.user.id, id, name).await?;
    Ok(go::and_tell(HERE, "saved"))
}

/// `POST /settings/account/passkeys/remove`: the one that is meant goes.
pub async fn remove(State(web): State<WebState>, visitor: Visitor, form: Form) -> Result<Response, Error> {
    passkeys::delete(&web.directory, &visitor.caller(), visitor.user.id, form.get("passkey")).await?;
    Ok(go::and_tell(HERE, "passkey-removed"))
}

/// The panel, with what was typed into its form. Without that a new passkey is called after the browser.
pub(super) async fn panel(
    web: &WebState,
    visitor: &Visitor,
    frame: &Frame,
    typed: Option<String>,
    faults: &Faults,
) -> Result<Panel, Error> {
    let t = &frame.t.passkeys;
    let all = passkeys::list(&web.directory, visitor.company.id, visitor.user.id).await?;
    let name = typed.unwrap_or_else(|| visitor.session.agent.clone());
    let fields = vec![
        Asking {
            fault: faults.of("name"),
            name: "name",
            label: t.name,
            input: "text",
            value: name,
            autocomplete: "off",
            help: t.name_help,
            ..Asking::default()
        },
        Asking {
            name: "current",
            label: t.password,
            input: "password",
            autocomplete: "current-password",
            ..Asking::default()
        },
    ];
    let fault = faults.of("passkey");
    let fault = if fault.is_empty() { fault } else { frame.t.fill(t.refused, &[&fault]) };
    let is_here = Site::of(&frame.base).is_some();
    Ok(Panel { rows: all.iter().map(|passkey| row(frame, passkey)).collect(), fields, fault, is_here })
}

fn row(frame: &Frame, passkey: &Passkey) -> Row {
    let (t, made) = (&frame.t.passkeys, frame.format.moment(passkey.created_at));
    let times = match passkey.used_at {
        Some(used) => frame.t.fill(t.used, &[&made, &frame.format.moment(used)]),
        None => frame.t.fill(t.unused, &[&made]),
    };
    Row { id: passkey.id(), name: passkey.name.clone(), times }
}
