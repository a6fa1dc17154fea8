//! API apps: made, shown, sent back to, revoked.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::form::{Asking, Faults, Form};
use super::frame::Frame;
use super::texts::Texts;
use super::{Error, Visitor, WebState, go, page_of, shown_once};
use crate::actions::{self, apps};
use crate::domain::app::App;

const HERE: &str = "/settings/apps";

#[derive(Template)]
#[template(path = "apps.html")]
struct ListPage {
    t: &'static Texts,
    frame: Frame,
    apps: Vec<Row>,
    fields: Vec<Asking>,
}

#[derive(Template)]
#[template(path = "app.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    app: Row,
    secret: Option<String>,
    fields: Vec<Asking>,
    /// Whether it was to be revoked by somebody who did not say to be sure.
    is_wrong: bool,
}

/// An app as it is shown.
struct Row {
    client_id: String,
    name: String,
    made: String,
    used: String,
    revoked: Option<String>,
}

/// `GET /settings/apps`.
pub async fn list(State(web): State<WebState>, visitor: Visitor, frame: Frame) -> Result<Response, Error> {
    visitor.manages()?;
    answer_list(&web, StatusCode::OK, &visitor, frame, "", &Faults::default()).await
}

/// `POST /settings/apps`: an app is made; its page shows the secret, this once.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let name = form.get("name");
    match apps::create(&web.directory, &visitor.caller(), name).await {
        Ok((app, secret)) => Ok(shown_once::go_and_show(&web, &visitor, &page_at(&app.client_id), &secret)),
        Err(actions::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer_list(&web, status, &visitor, frame, name, &problems.into()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /settings/apps/{app}`; right after it was made with its secret.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(client_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    visitor.manages()?;
    let app = find(&web, &visitor, &client_id).await?;
    let once = shown_once::find(&visitor, &headers, Some(&app.secret_hash));
    let page = page_of_app(frame, &app, once.secret.clone(), None, &Faults::default());
    Ok(once.on(&web, &page_at(&client_id), page_of(StatusCode::OK, &page)?))
}

/// `POST /settings/apps/{app}/redirects`: where somebody who agreed may be sent back to, one URL a line.
pub async fn redirect(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(client_id): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let lines = form.get("redirects");
    match apps::redirect(&web.directory, &visitor.caller(), &client_id, lines).await {
        Ok(()) => Ok(go::and_tell(&page_at(&client_id), "redirects-saved")),
        Err(actions::Error::Invalid(problems)) => {
            let (app, status) = (find(&web, &visitor, &client_id).await?, StatusCode::UNPROCESSABLE_ENTITY);
            page_of(status, &page_of_app(frame, &app, None, Some(lines), &problems.into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/apps/{app}/revoke`.
pub async fn revoke(
    State(web): State<WebState>,
    visitor: Visitor,
    Path(client_id): Path<String>,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    if form.get("sure") != "1" {
        let (app, status) = (find(&web, &visitor, &client_id).await?, StatusCode::UNPROCESSABLE_ENTITY);
        let page = Page { is_wrong: true, ..page_of_app(frame, &app, None, None, &Faults::default()) };
        return page_of(status, &page);
    }
    apps::revoke(&web.directory, &visitor.caller(), &client_id).await?;
    Ok(go::and_tell(HERE, "app-revoked"))
}

async fn find(web: &WebState, visitor: &Visitor, client_id: &str) -> Result<App, Error> {
    let apps = apps::list(&web.directory, visitor.company.id).await?;
    apps.into_iter().find(|app| app.client_id == client_id).ok_or(Error::NotFound)
}

async fn answer_list(
    web: &WebState,
    status: StatusCode,
    visitor: &Visitor,
    frame: Frame,
    name: &str,
    faults: &Faults,
) -> Result<Response, Error> {
    let apps = apps::list(&web.directory, visitor.company.id).await?;
    let apps = apps.iter().map(|app| row(&frame, app)).collect();
    let field = Asking {
        name: "name",
        label: frame.t.apps.name,
        input: "text",
        value: name.to_owned(),
        autocomplete: "off",
        fault: faults.of("name"),
        ..Asking::default()
    };
    page_of(status, &ListPage { t: frame.t, frame: frame.at("settings"), apps, fields: vec![field] })
}

fn page_of_app(frame: Frame, app: &App, secret: Option<String>, lines: Option<&str>, faults: &Faults) -> Page {
    let registered = || app.redirects.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let field = Asking {
        name: "redirects",
        label: frame.t.apps.redirects,
        input: "textarea",
        value: lines.map_or_else(registered, ToOwned::to_owned),
        help: frame.t.apps.redirects_help,
        fault: faults.of("redirects"),
        ..Asking::default()
    };
    let app = row(&frame, app);
    Page { t: frame.t, frame: frame.at("settings"), app, secret, fields: vec![field], is_wrong: false }
}

/// The page of an app.
fn page_at(client_id: &str) -> String {
    format!("{HERE}/{client_id}")
}

fn row(frame: &Frame, app: &App) -> Row {
    let t = &frame.t.apps;
    Row {
        client_id: app.client_id.clone(),
        name: app.name.clone(),
        made: frame.format.moment(app.created_at),
        used: app.used_at.map_or_else(|| t.never.to_owned(), |at| frame.format.moment(at)),
        revoked: app.revoked_at.map(|at| frame.t.fill(t.revoked, &[&frame.format.moment(at)])),
    }
}
