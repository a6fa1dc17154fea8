//! Signing in with a passkey. The form is sent by `passkeys.js`, with what the browser answers to a challenge.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::{answer, end_own, wait, with_session};
use crate::actions::passkeys::{self, SignIn};
use crate::actions::{self};
use crate::auth::passkey::{PasskeyError, Site};
use crate::web::asked::Asked;
use crate::web::form::Form;
use crate::web::frame::Frame;
use crate::web::{self, Error, WebState, go};

/// `POST /sign-in/challenge`: what a browser is asked for.
pub async fn challenge(State(web): State<WebState>, frame: Frame, _: Form) -> Result<Response, Error> {
    let asked = passkeys::ask_for_any(&web.directory, Site::of(&frame.base).as_ref()).await?;
    Ok(web::json(&json!({"options": asked.options, "ticket": asked.ticket})))
}

/// `POST /sign-in/passkey`: a session begins, as it does with a password.
pub async fn sign_in(
    State(web): State<WebState>,
    Extension(asked): Extension<Arc<Asked>>,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let next = go::own_path(form.get("next")).unwrap_or("/");
    let (site, t) = (Site::of(&frame.base), &frame.t.sign_in);
    let shown = (form.get("ticket"), form.get("answer"));
    let told = match passkeys::sign_in(&web.directory, shown, &asked.client, site.as_ref()).await {
        Ok(SignIn::Done(token)) => {
            end_own(&web, asked.visitor.as_ref()).await?;
            return Ok(with_session(&web, go::to(next), &token));
        }
        Ok(SignIn::Refused(PasskeyError::Wrong)) => t.passkey_wrong.to_owned(),
        Ok(SignIn::Refused(PasskeyError::Stale)) => t.passkey_stale.to_owned(),
        Ok(SignIn::Refused(PasskeyError::Elsewhere)) => frame.t.fill(t.passkey_elsewhere, &[&frame.base]),
        Err(actions::Error::Wait(seconds)) => return wait(seconds, frame, next, ""),
        Err(error) => return Err(error.into()),
    };
    answer(StatusCode::UNPROCESSABLE_ENTITY, frame, next, "", told, &[])
}
