//! `/authentication/authorizeClientApplication`: an app asks to act for somebody (RFC 6749, section 4.1, with PKCE of RFC 7636). Whoever
//! is signed in agrees or refuses, and goes back to where the app has registered; to no other place, whatever goes wrong.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::form::Form;
use super::frame::Frame;
use super::security::FormTarget;
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page};
use crate::actions::{apps, codes};
use crate::domain::app::App;
use crate::domain::code::Challenge;
use crate::domain::redirect::Redirect;
use crate::store;

#[derive(Template)]
#[template(path = "authorize.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    title: String,
    hint: String,
    signed_in: String,
    leads: String,
    fields: Vec<(&'static str, String)>,
}

/// The parameters that are read; each at most once, as RFC 6749 has it, the last one where there are more.
const PARAMETERS: [&str; 6] =
    ["client_id", "redirect_uri", "state", "response_type", "code_challenge", "code_challenge_method"];

/// What an app asks for.
#[derive(Debug)]
struct Asked(Vec<(String, String)>);

impl Asked {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rfind(|(own, _)| own == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }
}

/// Where the answer goes, and as what.
struct Target {
    app: App,
    redirect: String,
    state: Option<String>,
}

impl Target {
    /// Sends the browser back to the app.
    fn back(&self, parameters: &[(&str, &str)]) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let all: Vec<(&str, &str)> = parameters.iter().copied().chain(state).collect();
        go::to(&Redirect::with(&self.redirect, &all).unwrap_or_default())
    }
}

/// `GET`: which app asks, and what it means.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let asked = Asked(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect());
    let target = find(&web, &visitor, frame.t, &asked).await?;
    if let Err(why) = challenge(&asked) {
        return Ok(target.back(&[("error", why.0), ("error_description", why.1)]));
    }
    let t = &frame.t.authorize;
    let place = Redirect::place_of(&target.redirect).unwrap_or_default();
    let title = frame.t.fill(t.title, &[&target.app.name]);
    let hint = frame.t.fill(t.hint, &[&target.app.name, &visitor.company.name]);
    let signed_in = frame.t.fill(t.signed_in, &[&visitor.user.name()]);
    let leads = frame.t.fill(t.leads, &[&place]);
    let sent = PARAMETERS.into_iter().filter_map(|name| Some((name, asked.get(name)?.to_owned())));
    let fields = sent.collect();
    // Without the navigation: one thing is to be decided here.
    let mut frame = frame;
    frame.visitor = None;
    let mut response = page(&Page { t: frame.t, frame, title, hint, signed_in, leads, fields })?;
    response.extensions_mut().insert(FormTarget(place));
    Ok(response)
}

/// `POST`: back to the app with a code, or with a refusal.
pub async fn decide(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let asked = Asked(form.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
    let target = find(&web, &visitor, frame.t, &asked).await?;
    let challenge = match challenge(&asked) {
        Ok(challenge) => challenge,
        Err(why) => return Ok(target.back(&[("error", why.0), ("error_description", why.1)])),
    };
    if form.get("decision") != "agree" {
        return Ok(target.back(&[("error", "access_denied")]));
    }
    let (caller, client_id) = (visitor.caller(), &target.app.client_id);
    // Bound to the code only where the app named it: then it names it again for the token (section 4.1.3).
    let named = asked.get("redirect_uri");
    let code = codes::create(&web.directory, &caller, client_id, visitor.user.id, named, challenge).await?;
    Ok(target.back(&[("code", &code)]))
}

/// The app that asks and where its answer may go; a page says what is wrong, because nobody may be sent on then.
async fn find(web: &WebState, visitor: &Visitor, t: &Texts, asked: &Asked) -> Result<Target, Error> {
    let (a, refuse) = (&t.authorize, |why: &str| Error::App(why.to_owned()));
    let client_id = asked.get("client_id").ok_or_else(|| refuse(a.no_client))?;
    let company = apps::company_of(client_id).ok_or_else(|| refuse(a.no_client))?;
    if company != visitor.company.id {
        return Err(refuse(a.other_company));
    }
    let app = store::apps::get(&web.directory.store, company, client_id).await?;
    let app = app.ok_or_else(|| refuse(a.no_client))?;
    if app.revoked_at.is_some() {
        return Err(refuse(a.revoked));
    }
    let redirect = match asked.get("redirect_uri") {
        Some(named) if app.redirects.iter().any(|redirect| redirect.allows(named)) => named.to_owned(),
        Some(named) => return Err(Error::App(t.fill(a.wrong_redirect, &[named]))),
        None => app.redirects.first().ok_or_else(|| refuse(a.no_redirect))?.to_string(),
    };
    Ok(Target { app, redirect, state: asked.get("state").map(ToOwned::to_owned) })
}

/// The challenge of the app, if it sent one; or what the app is told is wrong (section 4.1.2.1).
fn challenge(asked: &Asked) -> Result<Option<Challenge>, (&'static str, &'static str)> {
    if asked.get("response_type").is_some_and(|kind| kind != "code") {
        return Err(("unsupported_response_type", "The response_type must be code."));
    }
    match (asked.get("code_challenge"), asked.get("code_challenge_method")) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(("invalid_request", "There is a code_challenge_method, but no code_challenge.")),
        (Some(challenge), method) => {
            let read = Challenge::parse(method, challenge);
            let wrong = "The code_challenge must be the SHA-256 of the verifier in base64url with the code_challenge_method S256, or the verifier itself, 43 to 128 unreserved characters, with the method plain or none.";
            read.map(Some).ok_or(("invalid_request", wrong))
        }
    }
}
